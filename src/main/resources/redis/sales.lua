-- Putting sales on sale, and changing them.
--
-- Guarantees: a sale is opened once; a change is made only of the sale that it was decided on; each is one event, and is made once for its key.

-- Takes what may stand in front of the arguments of an opening or a change: "once", its key, what it comes to (as the program writes it), and how many keys are
-- remembered. Returns that, and where the arguments go on.
local function keyed(args)
    if args[1] == 'once' then
        return { key = args[2], came_to = args[3], keys_max = tonumber(args[4]) }, 5
    end
    return nil, 1
end

-- What the command with this key came to when it came before, or nil.
local function came_to_before(call, by)
    return by and look('HGET', call.prefix .. ':changes', by.key) or nil
end

local function remember(call, by)
    if not by then
        return
    end
    local changes, changed = call.prefix .. ':changes', call.prefix .. ':changed'
    put(call, 'HSET', changes, { by.key, by.came_to })
    put(call, 'RPUSH', changed, { by.key })
    local oldest = look('LINDEX', changed, 0)
    if oldest and look('LLEN', changed) >= by.keys_max then
        put(call, 'LPOP', changed, { 1 })
        put(call, 'HDEL', changes, { oldest })
    end
end

-- Sets what can change of a sale. args[i] ...: the sale as it is (an event as bytes), status, opening and closing time
-- in milliseconds ('' for never), then tiers and their capacities.
local function set_sale(call, revision, fields, by, args, i)
    for j = i + 4, #args, 2 do
        local key = call.prefix .. ':tier:' .. args[j]
        local tier = { 'capacity', args[j + 1] }
        if not look('HGET', key, 'touched') then
            tier[3], tier[4] = 'touched', 0
        end
        put(call, 'HSET', key, tier)
    end
    remember(call, by)
    local n = #fields
    fields[n + 1], fields[n + 2] = 'current', args[i]
    fields[n + 3], fields[n + 4] = 'status', args[i + 1]
    fields[n + 5], fields[n + 6] = 'opens_at', args[i + 2]
    fields[n + 7], fields[n + 8] = 'closes_at', args[i + 3]
    fields[n + 9], fields[n + 10] = 'revision', revision
    fields[n + 11], fields[n + 12] = 'position', call.position + 1
    put(call, 'HSET', call.sale_key, fields)
    carry_out(call, 1, 'sale', args[i])
end

-- onsale_open: puts a sale on sale, unless there is one of that id.
--
-- KEYS  1    {sale}:sale
-- ARGV       as keyed() takes it, then
--       1-6  hold in milliseconds, deduction policy, limit for each buyer or 0, 1 if buyers may refund, legs, tier ids with spaces between
--       7... as in set_sale
-- answer     position of the event; or 0 when there is a sale of that id; or, as a text, what the command with this key came to before
local function open(keys, args)
    check_whole(keys[1])
    local call = new_call(keys[1], 0)
    local by, i = keyed(args)
    if redis.call('EXISTS', keys[1]) == 1 then
        local before = came_to_before(call, by)
        if before then
            call.position = whole(keys[1], 'position', look('HGET', keys[1], 'position'))
            touch(call)
        end
        return before or 0
    end
    for _, name in ipairs({ 'orders', 'keys', 'buyers', 'made', 'deadlines', 'changes', 'changed', 'events' }) do
        if redis.call('EXISTS', call.prefix .. ':' .. name) == 1 then
            foreign(call.prefix .. ':' .. name, 'is there, though the sale was never opened')
        end
    end
    for tier in string.gmatch(args[i + 5], '%S+') do
        if redis.call('EXISTS', call.prefix .. ':tier:' .. tier) == 1 then
            foreign(call.prefix .. ':tier:' .. tier, 'is there, though the sale was never opened')
        end
    end
    set_sale(call, 1, {
        'hold_millis', args[i], 'deduct', args[i + 1], 'limit', args[i + 2], 'buyer_refunds', args[i + 3],
        'legs', args[i + 4], 'tiers', args[i + 5], 'opened', args[i + 6], 'last_number', 0,
    }, by, args, i + 6)
    return call.position
end

-- onsale_change: makes a sale another one, if it is still the one that the change was decided on.
--
-- KEYS  1    {sale}:sale
-- ARGV       as keyed() takes it, then
--       1    the revision that it must have; '' to ask only what the command with this key came to before
--       2... as in set_sale
-- answer     position of the event; or 0 when it has another revision, or is not there; or, as a text, what the command with this key came
--            to before
local function change(keys, args)
    check_whole(keys[1])
    local by, i = keyed(args)
    local sale = look('HMGET', keys[1], 'revision', 'position')
    if not sale[2] then
        return 0
    end
    local call = new_call(keys[1], whole(keys[1], 'position', sale[2]))
    local before = came_to_before(call, by)
    if before then
        touch(call)
        return before
    end
    if sale[1] ~= args[i] then
        return 0
    end
    set_sale(call, whole(keys[1], 'revision', sale[1]) + 1, {}, by, args, i + 1)
    return call.position
end
