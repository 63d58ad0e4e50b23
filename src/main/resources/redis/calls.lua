-- A call as a whole: what it knows when it begins, and how it writes what it has decided.
--
-- Guarantees: nothing is written before all is decided and found to be possible; each key is written once, and the events of the call are one entry of the
-- stream.

-- Fails while the slot of the sale is being handed over to another server of a cluster: then some keys are here and some are there, what is
-- not found may be there, and a key that is missing is what cannot be asked for. Asking for one that never is finds it out before anything
-- is written.
local function check_whole(sale_key)
    redis.call('EXISTS', string.sub(sale_key, 1, -6) .. ':never')
end

-- What every call begins with.
local function new_call(sale_key, position)
    return {
        sale_key = sale_key,
        prefix = string.sub(sale_key, 1, -6), -- without ":sale"
        position = position,
        writes = new_writes(),
        checked = {}, -- keys that are known to be of the right type
    }
end

local STATUSES = { active = true, paused = true, closed = true }
local DEDUCTS = { hold = true, order = true, payment = true }

-- What a call knows of its sale, or nil when there is no such sale.
local function begin(sale_key)
    check_whole(sale_key)
    local sale = look('HMGET', sale_key, 'status', 'opens_at', 'closes_at', 'hold_millis', 'deduct', 'limit',
        'buyer_refunds', 'legs', 'last_number', 'position')
    if not sale[1] and redis.call('EXISTS', sale_key) == 0 then
        return nil
    end
    if not STATUSES[sale[1]] then
        foreign(sale_key, 'has "' .. tostring(sale[1] or '') .. '" for its status')
    end
    if not DEDUCTS[sale[5]] then
        foreign(sale_key, 'has "' .. tostring(sale[5] or '') .. '" for deduct')
    end
    -- One constructor, since a table that grows field by field is made anew several times.
    local limit = whole(sale_key, 'limit', sale[6])
    local prefix = string.sub(sale_key, 1, -6) -- without ":sale"
    local orders, keys, deadlines, events = prefix .. ':orders', prefix .. ':keys', prefix .. ':deadlines', prefix .. ':events'
    return {
        sale_key = sale_key,
        prefix = prefix,
        position = whole(sale_key, 'position', sale[10]),
        writes = new_writes(),
        checked = { [sale_key] = true, [orders] = false, [keys] = false, [deadlines] = false, [events] = false }, -- keys that are known to be of the right type
        status = sale[1],
        opens_at = whole(sale_key, 'opens_at', sale[2]),
        opens_at_text = sale[2],
        closes_at = sale[3] ~= '' and whole(sale_key, 'closes_at', sale[3]) or nil,
        hold_millis = whole(sale_key, 'hold_millis', sale[4]),
        deduct = sale[5],
        limit = limit,
        buyer_refunds = sale[7] == '1',
        legs = whole(sale_key, 'legs', sale[8]),
        last_number = whole(sale_key, 'last_number', sale[9]),
        tiers = {},
        records = {}, -- as they were read, by id
        orders = {}, -- what is written of them: id, record, id, record ...
        order_at = {}, -- where in that an id is
        keys = {}, -- ids by field
        new_keys = {}, -- what is written of them: field, id, field, id ...
        buyers = limit > 0 and {}, -- seats of each, where the sale limits them
        buyers_changed = limit > 0 and {},
        made = false, -- orders of the buyers whose orders are counted
        made_changed = false,
        deadlines = {},
        done = false, -- what commands came to that came before, by their ids
        new_done = false, -- what is written of them: id, state and time, id ...
        event_ids = {},
        event_records = {},
        event_count = 0,
        next_deadline = false, -- the first one behind this call, where that is known without asking
    }
end

-- What a list of fields has in a hash, or false; at most CHUNK of them.
local function fields_of(call, key, fields)
    if #fields == 0 then
        return fields
    end
    local values = look('HMGET', key, unpack(fields))
    call.checked[key] = true
    return values
end

-- Reads what a list of fields has in a hash, or false, a chunk at a time.
local function read(call, key, fields, into)
    for first = 1, #fields, CHUNK do
        local last = math.min(first + CHUNK - 1, #fields)
        local values = look('HMGET', key, unpack(fields, first, last))
        call.checked[key] = true
        for i = first, last do
            into(fields[i], values[i - first + 1])
        end
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
    put(call, 'HSET', call.prefix .. ':tier:' .. tier.id, set)
    put(call, 'HDEL', call.prefix .. ':tier:' .. tier.id, gone)
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
        put(call, 'ZADD', run.key, run.freed or added)
        put(call, 'ZREM', run.key, removed)
    end
    local seats = {}
    for seat in pairs(tier.seats_changed) do
        seats[#seats + 1] = seat
        seats[#seats + 1] = tier.seats[seat]
    end
    put(call, 'HSET', call.prefix .. ':seats:' .. tier.id, seats)
end

-- Which of the keys {sale}:done:<n> has the ids of commands that come while the sale has had so many events.
local function done_generation(position)
    return math.floor(position / DONE_EVENTS)
end

local function done_key(call, generation)
    return string.format('%s:done:%d', call.prefix, generation)
end

-- Notes what has changed of counts by buyer; where a count of zero is none, it goes.
local function write_buyers(call, key, counts, changed)
    local set, gone = {}, {}
    for buyer in pairs(changed) do
        if counts[buyer] == 0 then
            gone[#gone + 1] = buyer
        else
            set[#set + 1] = buyer
            set[#set + 1] = counts[buyer]
        end
    end
    put(call, 'HSET', key, set)
    put(call, 'HDEL', key, gone)
end

-- The deadline that comes first, or ''.
local function next_deadline(prefix)
    return look('ZRANGE', prefix .. ':deadlines', 0, 0, 'WITHSCORES')[2] or ''
end

-- Notes what has changed of the deadlines. Which one comes first is known before anything is written, unless some are met.
local function write_deadlines(call)
    local due, met, first = {}, {}, nil
    local written, text
    for member, at in pairs(call.deadlines) do
        if at then
            if at ~= written then -- most are the same
                written, text = at, digits(at)
            end
            due[#due + 1] = text
            due[#due + 1] = member
            first = first and math.min(first, at) or at
        else
            met[#met + 1] = member
        end
    end
    local key = call.prefix .. ':deadlines'
    local stored = next_deadline(call.prefix)
    call.checked[key] = true
    put(call, 'ZADD', key, due)
    put(call, 'ZREM', key, met)
    if call.first_deadlines_met then
        put(call, 'ZREMRANGEBYRANK', key, { 0, call.first_deadlines_met - 1 })
    elseif #met == 0 then
        call.next_deadline = first and (stored == '' or first < tonumber(stored)) and digits(first) or stored
    end
end

-- Writes all that the call has decided, or fails and writes nothing.
local function finish(call)
    if call.event_count == 0 then
        return
    end
    for _, tier in pairs(call.tiers) do
        write_tier(call, tier)
    end
    put(call, 'HSET', call.prefix .. ':orders', call.orders)
    put(call, 'HSET', call.prefix .. ':keys', call.new_keys)
    if call.limit > 0 then
        write_buyers(call, call.prefix .. ':buyers', call.buyers, call.buyers_changed)
    end
    if call.made then
        write_buyers(call, call.prefix .. ':made', call.made, call.made_changed)
    end
    write_deadlines(call)
    local after = call.position + call.event_count
    local generation, next_generation = done_generation(call.position), done_generation(after)
    if next_generation ~= generation then
        -- Nobody asks for those before the last ones any more.
        put(call, 'UNLINK', done_key(call, next_generation - 2), {})
    end
    if call.new_done and #call.new_done > 0 then
        put(call, 'HSET', done_key(call, generation), call.new_done)
    end
    put(call, 'HSET', call.sale_key, { 'last_number', call.last_number, 'position', after })
    call.ids_text = table.concat(call.event_ids, ' ') .. ' '
    call.records_text = table.concat(call.event_records)
    carry_out(call, call.event_count, 'ids', call.ids_text, 'records', call.records_text)
end

-- What was told is to be as durable as what is done now: the call waits for replicas behind this, which says again what is so.
local function touch(call)
    check(call, 'HSET', call.sale_key)
    redis.call('HSET', call.sale_key, 'position', call.position)
end
