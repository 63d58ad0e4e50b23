-- Takes one ticket off a count that several machines share: what a first script for a flash sale looks like.
--
-- KEYS[1]  a hash with the fields "total", the tickets there are, and "sold", those that were given out
-- answer   how many were given out with this one, or 0 if there was none left to give
--
-- Guarantees: two calls never get the same number. It does NOT guarantee that as many are given out as there are: it asks whether
-- total >= sold before it adds one, so when sold has reached total it gives out one more. Kept as it is: showing this is what it
-- is for. Who corrects it (total > sold) gets a count that is right, and still no order that could expire.

local total = tonumber(redis.call('HGET', KEYS[1], 'total'))
local sold = tonumber(redis.call('HGET', KEYS[1], 'sold'))
if total >= sold then
    return redis.call('HINCRBY', KEYS[1], 'sold', 1)
end
return 0
