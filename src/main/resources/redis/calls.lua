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
        writes = {}, -- command, key, arguments, command ...
        checked = {}, -- keys that are known to be of the right type
    }
end

local STATUSES = { active = true, paused = true, closed = true }
local DEDUCTS = { hold = true, order = true, payment = true }

-- What a call knows of its sale, or nil when there is no such sale.
local function begin(sale_key)
    check_whole(sale_key)
    local sale = look('HMGET', sale_key, 'status', 'opens_at', 'closes_at', 'hold_millis', 'deduct', 'limit',
        'buyer_refunds', 'legs', 'last_number', 'position', 'made_from')
    if not sale[1] and redis.call('EXISTS', sale_key) == 0 then
        return nil
    end
    if not STATUSES[sale[1]] then
        foreign(sale_key, 'has "' .. tostring(sale[1] or '') .. '" for its status')
    end
    if not DEDUCTS[sale[5]] then
        foreign(sale_key, 'has "' .. tostring(sale[5] or '') .. '" for deduct')
    end
    local call = new_call(sale_key, whole(sale_key, 'position', sale[10]))
    call.checked[sale_key] = true
    call.status = sale[1]
    call.opens_at = whole(sale_key, 'opens_at', sale[2])
    call.opens_at_text = sale[2]
    call.closes_at = sale[3] ~= '' and whole(sale_key, 'closes_at', sale[3]) or nil
    call.hold_millis = whole(sale_key, 'hold_millis', sale[4])
    call.deduct = sale[5]
    call.limit = whole(sale_key, 'limit', sale[6])
    call.buyer_refunds = sale[7] == '1'
    call.legs = whole(sale_key, 'legs', sale[8])
    call.last_number = whole(sale_key, 'last_number', sale[9])
    call.made_from = sale[11]
    call.tiers = {}
    call.records = {} -- as they were read, by id
    call.orders = {} -- what is written of them: id, record, id, record ...
    call.order_at = {} -- where in that an id is
    call.keys = {} -- ids by field
    call.new_keys = {} -- what is written of them: field, id, field, id ...
    call.buyers = {}
    call.buyers_changed = {}
    call.buyer_by_field = {} -- of those that the call names
    call.made = {} -- orders of each buyer, whatever became of them, as a text; none for 0
    call.new_made = {} -- what is written of them: buyer, orders, buyer ...
    call.deadlines = {}
    call.done = {} -- what commands came to that came before, by their ids
    call.new_done = {} -- what is written of them: id, state and time, id ...
    call.event_ids = {}
    call.event_records = {}
    call.event_count = 0
    return call
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

-- Where the ids of commands are kept that come while the sale has had so many events.
local function done_key(call, position)
    return string.format('%s:done:%.0f', call.prefix, math.floor(position / DONE_EVENTS))
end

-- Writes what was counted by a call that has decided nothing, so that the next one need not count again.
local function keep_counts(call)
    put(call, 'HSET', call.prefix .. ':made', call.new_made)
    put(call, 'HSET', call.sale_key, { 'made_from', call.made_from })
    check_all(call)
    write_all(call.writes)
end

-- Writes all that the call has decided, or fails and writes nothing.
local function finish(call)
    if call.event_count == 0 then
        if call.begins_to_count then
            keep_counts(call)
        end
        return
    end
    for _, tier in pairs(call.tiers) do
        write_tier(call, tier)
    end
    put(call, 'HSET', call.prefix .. ':orders', call.orders)
    put(call, 'HSET', call.prefix .. ':keys', call.new_keys)
    local buyers, gone = {}, {}
    for buyer in pairs(call.buyers_changed) do
        if call.buyers[buyer] == 0 then
            gone[#gone + 1] = buyer
        else
            buyers[#buyers + 1] = buyer
            buyers[#buyers + 1] = call.buyers[buyer]
        end
    end
    put(call, 'HSET', call.prefix .. ':buyers', buyers)
    put(call, 'HDEL', call.prefix .. ':buyers', gone)
    put(call, 'HSET', call.prefix .. ':made', call.new_made)
    local due, met = {}, {}
    for member, at in pairs(call.deadlines) do
        if at then
            due[#due + 1] = at
            due[#due + 1] = member
        else
            met[#met + 1] = member
        end
    end
    put(call, 'ZADD', call.prefix .. ':deadlines', due)
    put(call, 'ZREM', call.prefix .. ':deadlines', met)
    if call.first_deadlines_met then
        put(call, 'ZREMRANGEBYRANK', call.prefix .. ':deadlines', { 0, call.first_deadlines_met - 1 })
    end
    check(call, 'ZRANGE', call.prefix .. ':deadlines') -- for the answer, behind the writes
    local after = call.position + call.event_count
    if done_key(call, after) ~= done_key(call, call.position) then
        -- Nobody asks for those before the last ones any more.
        put(call, 'UNLINK', done_key(call, after - 2 * DONE_EVENTS), {})
    end
    put(call, 'HSET', done_key(call, call.position), call.new_done)
    local counters = { 'last_number', call.last_number, 'position', after }
    if call.begins_to_count then
        counters[5], counters[6] = 'made_from', call.made_from
    end
    put(call, 'HSET', call.sale_key, counters)
    call.ids_text = table.concat(call.event_ids, ' ') .. ' '
    call.records_text = table.concat(call.event_records)
    carry_out(call, call.event_count, 'ids', call.ids_text, 'records', call.records_text)
end

-- What was told is to be as durable as what is done now: the call waits for replicas behind this, which says again what is so.
local function touch(call)
    check(call, 'HSET', call.sale_key)
    redis.call('HSET', call.sale_key, 'position', call.position)
end

-- The deadline that comes first, or ''.
local function next_deadline(prefix)
    return look('ZRANGE', prefix .. ':deadlines', 0, 0, 'WITHSCORES')[2] or ''
end
