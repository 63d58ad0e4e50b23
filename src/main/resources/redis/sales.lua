-- Putting sales on sale, changing them, and the list of all sales.
--
-- Guarantees: a sale is opened once; a change is made only of the sale that it was decided on; each is one event.

-- Sets what can change of a sale. args[i] ...: the sale as it is (an event as bytes), status, opening and closing time
-- in milliseconds ('' for never), then tiers and their capacities.
local function set_sale(call, args, i)
    redis.call('HSET', call.sale_key, 'current', args[i], 'status', args[i + 1], 'opens_at', args[i + 2],
        'closes_at', args[i + 3])
    redis.call('HINCRBY', call.sale_key, 'revision', 1)
    for j = i + 4, #args, 2 do
        redis.call('HSET', call.prefix .. ':tier:' .. args[j], 'capacity', args[j + 1])
        redis.call('HSETNX', call.prefix .. ':tier:' .. args[j], 'touched', 0)
    end
    append(call, 1, 'sale', args[i])
    redis.call('HSET', call.sale_key, 'position', call.position)
end

-- onsale_open: puts a sale on sale, unless there is one of that id.
--
-- KEYS  1    {sale}:sale
-- ARGV  1-6  hold in milliseconds, deduction policy, limit for each buyer or 0, 1 if buyers may refund, legs, tier ids with spaces between
--       7... as in set_sale
-- answer     position of the event, or 0 when there is a sale of that id
local function open(keys, args)
    check_whole(keys[1])
    if redis.call('EXISTS', keys[1]) == 1 then
        return 0
    end
    redis.call('HSET', keys[1], 'hold_millis', args[1], 'deduct', args[2], 'limit', args[3], 'buyer_refunds', args[4],
        'legs', args[5], 'tiers', args[6], 'opened', args[7], 'last_number', 0, 'position', 0)
    local call = { sale_key = keys[1], prefix = string.sub(keys[1], 1, -6), position = 0 }
    set_sale(call, args, 7)
    return call.position
end

-- onsale_change: makes a sale another one, if it is still the one that the change was decided on.
--
-- KEYS  1    {sale}:sale
-- ARGV  1    the revision that it must have
--       2... as in set_sale
-- answer     position of the event, or 0 when it has another revision, or is not there
local function change(keys, args)
    check_whole(keys[1])
    local sale = redis.call('HMGET', keys[1], 'revision', 'position')
    if sale[1] ~= args[1] then
        return 0
    end
    local call = { sale_key = keys[1], prefix = string.sub(keys[1], 1, -6), position = tonumber(sale[2]) }
    set_sale(call, args, 2)
    return call.position
end

-- onsale_enlist: puts a sale into the list of all sales, before it is opened. One that is listed and was never opened does no harm.
--
-- KEYS  1    {onsale}:sales
-- ARGV  1    the sale
--       2    how many sales there may be
-- answer     1, or 0 when it was listed already, or -1 when there are that many others
local function enlist(keys, args)
    if redis.call('SISMEMBER', keys[1], args[1]) == 1 then
        return 0
    end
    if redis.call('SCARD', keys[1]) >= tonumber(args[2]) then
        return -1
    end
    return redis.call('SADD', keys[1], args[1])
end
