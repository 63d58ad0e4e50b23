-- What can be asked of a sale, one function for each command. Each is told its arguments from args[i + 1] on, and answers a word for
-- its outcome and what belongs to it.
--
-- Guarantees: refusals come first and change nothing; below the point of no return nothing can be refused.

-- The first refusal of a sale's status and times, or nil. An order that does not fit the sale gets these first.
local function closed(call, now)
    if now < call.opens_at then
        return 'not_open', call.opens_at_text
    end
    if call.status == 'paused' then
        return 'paused', ''
    end
    if call.status == 'closed' or (call.closes_at and now >= call.closes_at) then
        return 'closed', ''
    end
end

-- unfit: now. An order whose tier, journey or quantity the sale does not have: refused by its times, or for what the asker knows.
local function unfit(call, args, i)
    local refusal, detail = closed(call, tonumber(args[i + 1]))
    if refusal then
        return refusal, detail
    end
    return 'unfit', ''
end

-- place: now, id, buyer, key, tier, from, to, quantity, amount, currency
local function place(call, args, i)
    local now = tonumber(args[i + 1])
    local id, buyer, key, tier_id = args[i + 2], args[i + 3], args[i + 4], args[i + 5]
    local from, to, quantity = tonumber(args[i + 6]), tonumber(args[i + 7]), tonumber(args[i + 8])
    local key_field = call.key_fields[i]
    local earlier = call.keys[key_field] and order_of(call, call.keys[key_field])
    -- A question asked before gets its answer again, even if the sale is closed by now.
    if earlier and earlier[TIER] == tier_id and earlier[FROM] == from and earlier[TO] == to
        and earlier[QUANTITY] == quantity then
        return 'again', cmsgpack.pack(earlier), call.keys[key_field]
    end
    local refusal, detail = closed(call, now)
    if refusal then
        return refusal, detail
    end
    if earlier then
        return 'key_reused', ''
    end
    if not allows(call, buyer, quantity) then
        return 'buyer_limit', tostring(seats_of(call, buyer))
    end
    local tier = tier_of(call, tier_id)
    if not has_free(tier, from, to, quantity) then
        return 'sold_out', ''
    end
    if order_of(call, id) then
        error('order id ' .. id .. ' is in use')
    end
    -- The point of no return: the order is accepted.
    call.last_number = call.last_number + 1
    local order = {
        call.last_number, now, 'placed', tier_id, from, to, quantity, {}, tonumber(args[i + 9]), args[i + 10],
        now, false, buyer, key, false, false,
    }
    if call.deduct ~= 'payment' then
        order[STATE] = 'held'
        order[SEATS] = take(call, tier, from, to, quantity)
        count(tier, 'h', from, to, quantity)
    end
    if call.deduct == 'hold' then
        order[EXPIRES_AT] = now + call.hold_millis
        call.deadlines[deadline_of(order, id)] = order[EXPIRES_AT]
    end
    count_for_buyer(call, buyer, quantity)
    call.keys[key_field] = id
    call.keys_changed[key_field] = true
    return moved(call, id, order)
end

-- The order if it is the party's to handle, or else nil and the refusal. A party is 'o' for an operator, or 'b' and a buyer's name.
local function handled(call, id, party)
    local order = order_of(call, id)
    if not order then
        return nil, 'unknown_order'
    end
    if party ~= 'o' and string.sub(party, 2) ~= order[BUYER] then
        return nil, 'not_yours'
    end
    return order
end

-- pay: now, id, party, reference
local function pay(call, args, i)
    local now, id, reference = tonumber(args[i + 1]), args[i + 2], args[i + 4]
    local order, refusal = handled(call, id, args[i + 3])
    if not order then
        return refusal, ''
    end
    if order[REFERENCE] == reference then
        return again(order)
    end
    local state = order[STATE]
    if state == 'paid' or state == 'refund_due' or state == 'refunded' then
        return 'already', state
    end
    -- The money has come: from here on the payment is taken, for seats or to go back.
    order[AT] = now
    order[REFERENCE] = reference
    order[STATE] = 'refund_due'
    local tier = tier_of(call, order[TIER])
    local from, to, quantity = order[FROM], order[TO], order[QUANTITY]
    if state == 'held' then
        count(tier, 'h', from, to, -quantity)
        count(tier, 'p', from, to, quantity)
        order[STATE] = 'paid'
        if order[EXPIRES_AT] then
            call.deadlines[deadline_of(order, id)] = false
        end
        return moved(call, id, order)
    end
    -- A released order's seats were given back on purpose, so none are taken again. One that expired counts against its buyer's limit anew.
    if (state == 'placed' or (state == 'expired' and allows(call, order[BUYER], quantity)))
        and has_free(tier, from, to, quantity) then
        order[SEATS] = take(call, tier, from, to, quantity)
        order[STATE] = 'paid'
        order[RECOVERED] = state == 'expired'
        count(tier, 'p', from, to, quantity)
    end
    local counted_now = order[STATE] == 'paid' and quantity or 0
    local counted_before = state == 'placed' and quantity or 0
    if counted_now ~= counted_before then
        count_for_buyer(call, order[BUYER], counted_now - counted_before)
    end
    return moved(call, id, order)
end

-- release: now, id, party
local function release(call, args, i)
    local order, refusal = handled(call, args[i + 2], args[i + 3])
    if not order then
        return refusal, ''
    end
    if order[STATE] == 'held' or order[STATE] == 'placed' then
        return end_in(call, tonumber(args[i + 1]), args[i + 2], order, 'released')
    end
    if order[STATE] == 'released' then
        return again(order)
    end
    return 'already', order[STATE]
end

-- refund: now, id, party
local function refund(call, args, i)
    local order, refusal = handled(call, args[i + 2], args[i + 3])
    if not order then
        return refusal, ''
    end
    local operator = args[i + 3] == 'o'
    -- Recording that a due refund was made is for whoever moved the money.
    if (order[STATE] == 'paid' and (operator or call.buyer_refunds)) or (order[STATE] == 'refund_due' and operator) then
        return end_in(call, tonumber(args[i + 1]), args[i + 2], order, 'refunded')
    end
    if order[STATE] == 'refunded' then
        return again(order)
    end
    return 'already', order[STATE]
end

-- Whether a record says of an order what another one says, but for its number and the time of its last event.
local function is_same(order, other)
    for place = STATE, RECOVERED do
        if place ~= SEATS and order[place] ~= other[place] then
            return false
        end
    end
    return table.concat(order[SEATS], ',') == table.concat(other[SEATS], ',')
end

-- misfit: an order that the sale cannot have had, for what the asker knows.
local function misfit()
    return 'unfit', ''
end

-- restore: now, id, buyer, key, tier, from, to, quantity, amount, currency, placed at, deadline or '', 'r' and payment reference or '',
-- recovered (1 or 0), state, seats with commas between them. Puts back an order that was lost.
local function restore(call, args, i)
    local now, id, buyer, key, tier_id = tonumber(args[i + 1]), args[i + 2], args[i + 3], args[i + 4], args[i + 5]
    local from, to, quantity, state = tonumber(args[i + 6]), tonumber(args[i + 7]), tonumber(args[i + 8]), args[i + 15]
    local seats = {}
    for seat in string.gmatch(args[i + 16], '%d+') do
        seats[#seats + 1] = tonumber(seat)
    end
    local order = {
        0, now, state, tier_id, from, to, quantity, seats, tonumber(args[i + 9]), args[i + 10], tonumber(args[i + 11]),
        args[i + 12] ~= '' and tonumber(args[i + 12]), buyer, key,
        args[i + 13] ~= '' and string.sub(args[i + 13], 2), args[i + 14] == '1',
    }
    local there = order_of(call, id)
    if there then
        if is_same(there, order) then
            return again(there)
        end
        return 'already', there[STATE]
    end
    local key_field = #buyer .. ':' .. buyer .. key
    if call.keys[key_field] then
        return 'key_reused', ''
    end
    if LIVE[state] and not allows(call, buyer, quantity) then
        return 'buyer_limit', tostring(seats_of(call, buyer))
    end
    local tier = tier_of(call, tier_id)
    local occupies = state == 'held' or state == 'paid'
    if occupies then
        for s = 1, #seats do
            if not is_free(call, tier, from, to, seats[s]) then
                return 'sold_out', ''
            end
        end
    end
    -- The point of no return: the order is back.
    call.last_number = call.last_number + 1
    order[NUMBER] = call.last_number
    if occupies then
        for s = 1, #seats do
            take_seat(call, tier, from, to, seats[s])
        end
        count(tier, state == 'held' and 'h' or 'p', from, to, quantity)
    end
    if state == 'held' and order[EXPIRES_AT] then
        call.deadlines[deadline_of(order, id)] = order[EXPIRES_AT]
    end
    if LIVE[state] then
        count_for_buyer(call, buyer, quantity)
    end
    call.keys[key_field] = id
    call.keys_changed[key_field] = true
    return moved(call, id, order, true)
end

-- find: id
local function find(call, args, i)
    local order = order_of(call, args[i + 1])
    if order then
        return again(order)
    end
    return 'unknown_order', ''
end

local COMMANDS = {
    unfit = { run = unfit, args = 1 },
    place = { run = place, args = 10, id = 2, key = true },
    pay = { run = pay, args = 4, id = 2 },
    release = { run = release, args = 3, id = 2 },
    refund = { run = refund, args = 3, id = 2 },
    restore = { run = restore, args = 16, id = 2, key = true },
    misfit = { run = misfit, args = 0 },
    find = { run = find, args = 1, id = 1 },
}
