-- A call as a whole: what it knows when it begins, and how it writes what it has decided.
--
-- Guarantees: nothing is written before all is decided; each key is written once, and the events of the call are one entry of the stream.

-- Fails while the slot of the sale is being handed over to another server of a cluster: then some keys are here and some are there, what is
-- not found may be there, and a key that is missing is what cannot be asked for. Asking for one that never is finds it out before anything
-- is written.
local function check_whole(sale_key)
    redis.call('EXISTS', string.sub(sale_key, 1, -6) .. ':never')
end

-- What a call knows of its sale, or nil when there is no such sale.
local function begin(sale_key)
    check_whole(sale_key)
    local sale = redis.call('HMGET', sale_key, 'status', 'opens_at', 'closes_at', 'hold_millis', 'deduct', 'limit',
        'buyer_refunds', 'legs', 'last_number', 'position')
    if not sale[1] then
        return nil
    end
    return {
        sale_key = sale_key,
        prefix = string.sub(sale_key, 1, -6), -- without ":sale"
        status = sale[1],
        opens_at = tonumber(sale[2]),
        opens_at_text = sale[2],
        closes_at = sale[3] ~= '' and tonumber(sale[3]) or nil,
        hold_millis = tonumber(sale[4]),
        deduct = sale[5],
        limit = tonumber(sale[6]),
        buyer_refunds = sale[7] == '1',
        legs = tonumber(sale[8]),
        last_number = tonumber(sale[9]),
        number_before = tonumber(sale[9]),
        position = tonumber(sale[10]),
        tiers = {},
        records = {}, -- as they were read, by id
        orders = {}, -- what is written of them: id, record, id, record ...
        order_at = {}, -- where in that an id is
        keys = {}, -- ids by field
        new_keys = {}, -- what is written of them: field, id, field, id ...
        buyers = {},
        buyers_changed = {},
        deadlines = {},
        event_ids = {},
        event_records = {},
        event_count = 0,
    }
end

-- Reads what a list of fields has in a hash, or false, a chunk at a time.
local function read(key, fields, into)
    for first = 1, #fields, CHUNK do
        local last = math.min(first + CHUNK - 1, #fields)
        local values = redis.call('HMGET', key, unpack(fields, first, last))
        for i = first, last do
            into(fields[i], values[i - first + 1])
        end
    end
end

local function write(command, key, args)
    for first = 1, #args, CHUNK do
        redis.call(command, key, unpack(args, first, math.min(first + CHUNK - 1, #args)))
    end
end

-- Adds the counts that have changed to what is set, and those that are zero now to what goes.
local function write_counts(letter, counts, changed, set, gone)
    for index in pairs(changed) do
        if counts[index] == 0 then
            gone[#gone + 1] = letter .. index
        else
            set[#set + 1] = letter .. index
            set[#set + 1] = counts[index]
        end
    end
end

local function write_tier(call, tier)
    local set, gone = {}, {}
    if tier.touched ~= tier.touched_before then
        set[1], set[2] = 'touched', tier.touched
    end
    write_counts('r', tier.counts, tier.counts_changed, set, gone)
    write_counts('h', tier.held, tier.held.changed, set, gone)
    write_counts('p', tier.paid, tier.paid.changed, set, gone)
    write('HSET', call.prefix .. ':tier:' .. tier.id, set)
    write('HDEL', call.prefix .. ':tier:' .. tier.id, gone)
    for _, run in pairs(tier.runs) do
        local added, removed = {}, {}
        for seat, is_in in pairs(run.delta) do
            if is_in then
                added[#added + 1] = seat
                added[#added + 1] = seat
            else
                removed[#removed + 1] = seat
            end
        end
        write('ZADD', run.key, added)
        write('ZREM', run.key, removed)
    end
    local seats = {}
    for seat in pairs(tier.seats_changed) do
        seats[#seats + 1] = seat
        seats[#seats + 1] = tier.seats[seat]
    end
    write('HSET', call.prefix .. ':seats:' .. tier.id, seats)
end

-- Appends one entry to the stream and tells every node that listens how far it reaches now: "sale position".
local function append(call, events, ...)
    call.position = call.position + events
    redis.call('XADD', call.prefix .. ':events', string.format('%.0f-0', call.position), ...)
    redis.call('PUBLISH', 'onsale:events', string.format('%s %.0f', string.sub(call.prefix, 2, -2), call.position))
end

-- Writes all that the call has decided. Nothing in here may fail.
local function finish(call)
    if call.event_count == 0 then
        return
    end
    for _, tier in pairs(call.tiers) do
        write_tier(call, tier)
    end
    write('HSET', call.prefix .. ':orders', call.orders)
    write('HSET', call.prefix .. ':keys', call.new_keys)
    local buyers, gone = {}, {}
    for buyer in pairs(call.buyers_changed) do
        if call.buyers[buyer] == 0 then
            gone[#gone + 1] = buyer
        else
            buyers[#buyers + 1] = buyer
            buyers[#buyers + 1] = call.buyers[buyer]
        end
    end
    write('HSET', call.prefix .. ':buyers', buyers)
    write('HDEL', call.prefix .. ':buyers', gone)
    local due, met = {}, {}
    for member, at in pairs(call.deadlines) do
        if at then
            due[#due + 1] = at
            due[#due + 1] = member
        else
            met[#met + 1] = member
        end
    end
    write('ZADD', call.prefix .. ':deadlines', due)
    write('ZREM', call.prefix .. ':deadlines', met)
    append(call, call.event_count, 'ids', table.concat(call.event_ids, ' ') .. ' ', 'records', table.concat(call.event_records))
    redis.call('HSET', call.sale_key, 'last_number', call.last_number, 'position', call.position)
end

-- The deadline that comes first, or ''.
local function next_deadline(prefix)
    return redis.call('ZRANGE', prefix .. ':deadlines', 0, 0, 'WITHSCORES')[2] or ''
end
