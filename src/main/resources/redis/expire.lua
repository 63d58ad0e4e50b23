-- onsale_expire: expires the held orders of one sale whose deadline has come, the earliest first, ties by their numbers.
--
-- A rush ends as it began: 200,000 holds may have their deadline within one second, and must be for sale again within the next. So what an
-- order costs here counts. A record is not taken apart and put together again: of a held order only the state, the flags and the time of the last event
-- change. The first n deadlines go with one command; seats of a single leg are written as they come, and of several legs free runs are merged in memory
-- before anything is written.
--
-- KEYS  1    {sale}:sale
-- ARGV  1    now, in milliseconds since 1970; it counts only where a test asks for that, else Redis' own time does
--       2    how many at the most
--       3    "fixed" if the time in 1 counts
-- answer     {} when there is no such sale, else position, events and next deadline as for onsale_ask, then the ids of those that
--            expired with a space behind each, and their records one behind the other, as in the entry of the stream

local HELD, EXPIRED = CODES.held, CODES.expired

-- Of the record of a held order, which has no payment reference: state, flags, number, length of the key's field, none, how many seats, the first of them.
local HELD_FORMAT = '>BBi8xxxxxxxxxxxxxxxxHHHI4'
local HELD_BYTES_MIN = 36
local HELD_SEATS_AT = 33

-- Flags and number of a head, without the mark that the order was put back by its last event, and what stands behind the time of that event.
local function expired_record(record, flags, now_bytes)
    local front = string.sub(record, 2, 10)
    if flags % 4 >= 2 then
        front = string.char(flags - 2) .. string.sub(record, 3, 10)
    end
    return string.char(EXPIRED) .. front .. now_bytes .. string.sub(record, 19)
end

-- The seats of one tier that come back: where there is one leg as they are written, else to be freed one by one.
local function freed_of(call, freed, tier_id)
    local known = freed[tier_id]
    if not known then
        known = { tier = tier_of(call, tier_id), whole = {}, seats = {}, from = {}, to = {} }
        freed[tier_id] = known
    end
    return known
end

local function free_all(call, freed)
    for _, of_tier in pairs(freed) do
        local tier, whole, seats = of_tier.tier, of_tier.whole, of_tier.seats
        if #whole > 0 then
            local index = call.legs
            run_of(call, tier, 0, call.legs).freed = whole
            tier.counts[index] = (tier.counts[index] or 0) + #whole / 2
            tier.counts_changed[index] = true
        end
        read(call, call.prefix .. ':seats:' .. tier.id, seats, function(seat, legs)
            tier.seats[seat] = legs or nil
        end)
        for i = 1, #seats do
            free(call, tier, of_tier.from[i], of_tier.to[i], seats[i])
        end
    end
end

local function expire(keys, args)
    local call = begin(keys[1])
    if not call then
        return {}
    end
    local now = args[3] == 'fixed' and tonumber(args[1]) or redis_millis()
    local deadlines = call.prefix .. ':deadlines'
    local due = look('ZRANGEBYSCORE', deadlines, '-inf', string.format('%.0f', now), 'LIMIT', 0, args[2])
    call.checked[deadlines] = true
    local n = #due
    if n == 0 then
        return { call.position, 0, next_deadline(call.prefix), '', '' }
    end
    local ids = {}
    for i = 1, n do
        ids[i] = string.sub(due[i], 12) -- behind ten digits and a colon
    end
    local records, orders, freed = {}, {}, {}
    local now_bytes, one_leg, limited = struct.pack('>i8', now), call.legs == 1, call.limit > 0
    local at = 0
    call.only_frees = true
    local function expire_one(id, record)
        at = at + 1
        if not record then
            foreign(deadlines, 'names order ' .. id .. ', which is not there')
        end
        if #record < HELD_BYTES_MIN then
            foreign(call.prefix .. ':orders', 'has a record of order ' .. id .. ' that Onsale has not written')
        end
        local code, flags, number, key_bytes, _, seat_count, seat = struct.unpack(HELD_FORMAT, record)
        if code ~= HELD or number ~= tonumber(string.sub(due[at], 1, 10)) then
            foreign(deadlines, 'names order ' .. id .. ', which is not held')
        end
        local seats_at = HELD_SEATS_AT
        local _, first, last, quantity, tier_id = struct.unpack(FORM_FORMAT, record, seats_at + 4 * seat_count)
        local of_tier = freed[tier_id] or freed_of(call, freed, tier_id)
        for s = 1, seat_count do
            if s > 1 then
                seats_at = seats_at + 4
                seat = struct.unpack('>I4', record, seats_at)
            end
            if one_leg then
                local whole = of_tier.whole
                local last_one = #whole
                local text = string.format('%d', seat)
                whole[last_one + 1] = text
                whole[last_one + 2] = text
            else
                local next_one = #of_tier.seats + 1
                of_tier.seats[next_one], of_tier.from[next_one], of_tier.to[next_one] = seat, first - 1, last
            end
        end
        count(of_tier.tier.held, first - 1, last, -seat_count)
        if limited then
            count_for_buyer(call, string.sub(record, -key_bytes), -quantity)
        end
        record = expired_record(record, flags, now_bytes)
        records[at] = record
        orders[2 * at - 1] = id
        orders[2 * at] = record
    end
    local is_read, why = pcall(read, call, call.prefix .. ':orders', ids, expire_one)
    if not is_read then
        local text = type(why) == 'table' and why.err or tostring(why) -- Redis makes a text of it
        if string.find(text, '^%u+ ') then
            error({ err = text })
        end
        foreign(call.prefix .. ':orders', 'has a record of order ' .. ids[math.max(at, 1)] .. ' that Onsale has not written')
    end
    free_all(call, freed)
    call.orders, call.event_ids, call.event_records, call.event_count = orders, ids, records, n
    call.first_deadlines_met = n
    finish(call)
    return { call.position, n, next_deadline(call.prefix), call.ids_text, call.records_text }
end
