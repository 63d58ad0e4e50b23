-- The lists of sales: those that are open or ended lately, which every node keeps in mind, and those that are over.
--
-- Guarantees: a sale that was ever listed is in one of the two; the count of onsale_count grows whenever a node has to learn of one.

local function over_of(sales_key)
    return string.sub(sales_key, 1, -6) .. 'over'
end

-- onsale_count: how many sales there are. Changes nothing.
--
-- KEYS  1    {onsale}:sales
-- answer     how often a sale was put into the list of those that are open; how many are over
local function count_sales(keys)
    local over = look('ZCARD', over_of(keys[1]))
    local back = look('GET', string.sub(keys[1], 1, -6) .. 'back') or 0
    return { redis.call('SCARD', keys[1]) + over + tonumber(back), over }
end

-- onsale_enlist: puts a sale into the list of those that are open, before it is opened, or when it is opened again. One that is listed and was never opened
-- does no harm.
--
-- KEYS  1    {onsale}:sales
-- ARGV  1    the sale
--       2    how many such sales there may be
-- answer     1, or 0 when it was listed already, or -1 when there are that many others
local function enlist(keys, args)
    if look('SISMEMBER', keys[1], args[1]) == 1 then
        return 0
    end
    if look('SCARD', keys[1]) >= tonumber(args[2]) then
        return -1
    end
    if redis.call('ZREM', over_of(keys[1]), args[1]) == 1 then
        redis.call('INCR', string.sub(keys[1], 1, -6) .. 'back')
    end
    return redis.call('SADD', keys[1], args[1])
end

-- onsale_over: puts a sale into the list of those that are over.
--
-- KEYS  1    {onsale}:sales
-- ARGV  1    the sale
--       2    the tag of its orders, by which it is found
-- answer     1, or 0 when it is not in the list of those that are open
local function over(keys, args)
    if redis.call('SREM', keys[1], args[1]) == 0 then
        return 0
    end
    return redis.call('ZADD', over_of(keys[1]), args[2], args[1])
end
