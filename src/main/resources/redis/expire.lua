-- onsale_expire: expires the held orders of one sale whose deadline has come, the earliest first, ties by their numbers.
--
-- A rush ends as it began: 200,000 holds may have their deadline within one second, and must be for sale again within the next. So what an
-- order costs here counts. A record is not taken apart and put together again: of a held order only the state, the flags and the time of the last event
-- change. The first n deadlines go with one command; seats of a single leg are written as they come, and of several legs free runs are merged in memory
-- before anything is written. Each string that Lua makes costs by its length, so few are made; what many orders have in common is read once.
--
-- KEYS  1    {sale}:sale
-- ARGV  1    now, in milliseconds since 1970; it counts only where a test asks for that, else Redis' own time does
--       2    how many at the most
--       3    "fixed" if the time in 1 counts
-- answer     {} when there is no such sale, else position, events and next deadline as for onsale_ask, then the ids of those that
--            expired with a space behind each, and their records one behind the other, as in the entry of the stream

-- Up to the first seat of a record of a held order, which has no payment reference.
local HELD_BYTES_MIN = 36

-- Up to the time of the last event in a record; of that only the number stays.
local RECORD_BEGIN = '^..(........)........'

-- What stands there in the record of an expired order, by the flags of the held one: without the mark that the order was put back by its last event.
local function begin_of_expired(flags, now_bytes)
    local state_and_flags = string.char(CODES.expired, flags % 4 >= 2 and flags - 2 or flags)
    return (string.gsub(state_and_flags, '%%', '%%%%')) .. '%1' .. (string.gsub(now_bytes, '%%', '%%%%'))
end

-- The last three digits of a number, as they are needed. Numbers of orders and of seats that are due together are close to one another, so what stands before
-- those digits is written once for many: formatting each would cost more than all else that is done with it.
local LAST_DIGITS = {}
local function last_digits(n)
    local digits = string.format('%03d', n)
    LAST_DIGITS[n] = digits
    return digits
end

-- The seats of one tier that come back: where there is one leg as they are written, else to be freed one by one.
local function freed_of(call, freed, tier_id)
    local known = freed[tier_id]
    if not known then
        known = { tier = tier_of(call, tier_id), whole = {}, whole_count = 0, seats = {}, from = {}, to = {} }
        freed[tier_id] = known
    end
    return known
end

-- What orders have in common that are of the same tier, journey, quantity and price.
local function kind_of(call, freed, record, form_at)
    local _, first, last, quantity, tier_id = struct.unpack(FORM_FORMAT, record, form_at)
    return { freed = freed_of(call, freed, tier_id), from = first - 1, to = last, quantity = quantity, seats = 0 }
end

-- Notes seats of an order that come back, but for those that expire_all notes itself.
local function give_back(call, kind, record, seat_count)
    local of_tier = kind.freed
    for seat_at = 33, 29 + 4 * seat_count, 4 do
        local seat = struct.unpack('>I4', record, seat_at)
        if call.legs == 1 then
            local n = of_tier.whole_count + 2
            local text = string.format('%d', seat)
            of_tier.whole_count = n
            of_tier.whole[n - 1], of_tier.whole[n] = text, text
        else
            local n = #of_tier.seats + 1
            of_tier.seats[n], of_tier.from[n], of_tier.to[n] = seat, kind.from, kind.to
        end
    end
end

local function free_all(call, freed)
    for _, of_tier in pairs(freed) do
        local tier, whole, seats = of_tier.tier, of_tier.whole, of_tier.seats
        local n = of_tier.whole_count
        if n > 0 then
            -- The highest first: Redis looks for the place of each from the lowest on, as long as a run is small.
            for i = 1, n / 2 do
                whole[i], whole[n + 1 - i] = whole[n + 1 - i], whole[i]
            end
            local index = call.legs
            run_of(call, tier, 0, call.legs).freed = whole
            tier.counts[index] = (tier.counts[index] or 0) + n / 2
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

-- Buyers have so many seats less; all of them are read at once.
local function count_for_buyers(call, key_fields, quantities)
    local buyers = {}
    for i = 1, #key_fields do
        buyers[i] = buyer_of(key_fields[i])
    end
    local key = call.prefix .. ':buyers'
    read(call, key, buyers, function(buyer, seats)
        call.buyers[buyer] = whole(key, 'a buyer', seats or 0)
    end)
    for i = 1, #buyers do
        local buyer = buyers[i]
        call.buyers[buyer] = call.buyers[buyer] - quantities[i]
        call.buyers_changed[buyer] = true
    end
end

-- What the orders that are due become, in call.orders and call.event_records. Fails where one is not held; `of` says at which it is.
local function expire_all(call, due, now, of)
    local ids, records, orders, freed, kinds = call.event_ids, call.event_records, call.orders, {}, {}
    local key_fields, quantities = {}, {}
    local sub, byte, format, gsub, begins_by_flags = string.sub, string.byte, string.format, string.gsub, {}
    local held, one_leg, limited, now_bytes = CODES.held, call.legs == 1, call.limit > 0, struct.pack('>i8', now)
    local thousands_of_number, number_begins, thousands_of_seat, seat_begins
    local at = 0
    read(call, call.prefix .. ':orders', ids, function(id, record)
        at = at + 1
        of.at = at
        if not record then
            foreign(call.prefix .. ':deadlines', 'names order ' .. id .. ', which is not there')
        end
        if #record < HELD_BYTES_MIN then
            foreign(call.prefix .. ':orders', 'has a record of order ' .. id .. ' that Onsale has not written')
        end
        local code, flags, n1, n2, n3, n4, n5, n6, n7, n8 = byte(record, 1, 10)
        local number = ((((((n1 * 256 + n2) * 256 + n3) * 256 + n4) * 256 + n5) * 256 + n6) * 256 + n7) * 256 + n8
        local low = number % 1000
        if number - low ~= thousands_of_number then
            thousands_of_number = number - low
            number_begins = format('%07d', thousands_of_number / 1000)
        end
        if code ~= held or due[at] ~= number_begins .. (LAST_DIGITS[low] or last_digits(low)) .. ':' .. id then
            foreign(call.prefix .. ':deadlines', 'names order ' .. id .. ', which is not held')
        end
        local key1, key2, _, _, count1, count2, s1, s2, s3, s4 = byte(record, 27, 36)
        local key_bytes, seat_count = key1 * 256 + key2, count1 * 256 + count2
        local form_at = 33 + 4 * seat_count
        local kind_bytes = sub(record, form_at + 8, -key_bytes - 1)
        local kind = kinds[kind_bytes]
        if not kind then
            kind = kind_of(call, freed, record, form_at)
            kinds[kind_bytes] = kind
        end
        kind.seats = kind.seats + seat_count
        local seat = ((s1 * 256 + s2) * 256 + s3) * 256 + s4
        if seat_count == 1 and one_leg and seat >= 1000 then
            low = seat % 1000
            if seat - low ~= thousands_of_seat then
                thousands_of_seat = seat - low
                seat_begins = format('%d', thousands_of_seat / 1000)
            end
            local text = seat_begins .. (LAST_DIGITS[low] or last_digits(low))
            local of_tier = kind.freed
            local n = of_tier.whole_count + 2
            of_tier.whole_count = n
            of_tier.whole[n - 1], of_tier.whole[n] = text, text
        else
            give_back(call, kind, record, seat_count)
        end
        if limited then
            key_fields[at], quantities[at] = sub(record, -key_bytes), kind.quantity
        end
        local begins = begins_by_flags[flags]
        if not begins then
            begins = begin_of_expired(flags, now_bytes)
            begins_by_flags[flags] = begins
        end
        record = gsub(record, RECORD_BEGIN, begins, 1)
        records[at] = record
        orders[2 * at - 1], orders[2 * at] = id, record
    end)
    for _, kind in pairs(kinds) do
        count(kind.freed.tier.held, kind.from, kind.to, -kind.seats)
    end
    count_for_buyers(call, key_fields, quantities)
    free_all(call, freed)
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
    local ids = call.event_ids
    for i = 1, n do
        ids[i] = string.sub(due[i], 12) -- behind ten digits and a colon
    end
    call.only_frees, call.event_count, call.first_deadlines_met = true, n, n
    local of = { at = 0 }
    local is_read, why = pcall(expire_all, call, due, now, of)
    if not is_read then
        local text = type(why) == 'table' and why.err or tostring(why) -- Redis makes a text of it
        if string.find(text, '^%u+ ') then
            error({ err = text })
        end
        foreign(call.prefix .. ':orders', 'has a record of order ' .. ids[math.max(of.at, 1)] .. ' that Onsale has not written')
    end
    finish(call)
    return { call.position, n, next_deadline(call.prefix), call.ids_text, call.records_text }
end
