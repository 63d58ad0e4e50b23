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
    local refusal, detail = closed(call, time_of(call, args[i + 1]))
    if refusal then
        return refusal, detail
    end
    return 'unfit', ''
end

-- Whether an order is what a form asks for.
local function asks_for(order, from, to, quantity, tier_id)
    return order.tier == tier_id and order.from == from and order.to == to and order.quantity == quantity
end

-- How many orders a buyer has made, as far as they were counted, or else what the program says of it.
local function orders_made(call, buyer, told)
    return call.made[buyer] or told
end

-- place: id, field in {sale}:keys, form.
--
-- place_counted: the same, then how many orders the buyer had asked this program for before their orders came to be counted, and how many they may make. To count
-- the orders of every buyer would cost a fifth of all that an order costs; so a program counts roughly, and says which buyers ask for many.
local function place(call, args, i, told_before, most)
    local id, key_field, form = args[i + 1], args[i + 2], args[i + 3]
    local told, from, to, quantity, tier_id = read_form(form)
    local now = time_of(call, told)
    local earlier_id = call.keys[key_field]
    local earlier = earlier_id and earlier_order(call, earlier_id)
    -- A question asked before gets its answer again, even if the sale is closed by now.
    if earlier and asks_for(earlier, from, to, quantity, tier_id) then
        return 'again', record_of(call, earlier_id), earlier_id
    end
    local refusal, detail = closed(call, now)
    if refusal then
        return refusal, detail
    end
    if earlier then
        return 'key_reused', ''
    end
    if not allows(call, key_field, quantity) then
        return 'buyer_limit', tostring(seats_of(call, buyer_of(key_field)))
    end
    if most and orders_made(call, buyer_of(key_field), told_before) >= most then
        return 'too_many_orders', string.format('%d', most)
    end
    local tier = tier_of(call, tier_id)
    if not has_free(tier, from, to, quantity) then
        return 'sold_out', ''
    end
    if call.is_full then
        return 'ledger_full', ''
    end
    if record_of(call, id) then
        error('order id ' .. id .. ' is in use')
    end
    -- The point of no return: the order is accepted.
    local number = call.last_number + 1
    call.last_number = number
    local state, seats, expires_at = 'placed', NO_SEATS, nil
    if call.deduct ~= 'payment' then
        state = 'held'
        seats = take(call, tier, from, to, quantity)
        count(tier.held, from, to, quantity)
    end
    if call.deduct == 'hold' then
        expires_at = now + call.hold_millis
        call.deadlines[deadline_of(number, id)] = expires_at
    end
    count_for_buyer(call, key_field, quantity)
    if most then
        local buyer = buyer_of(key_field)
        call.made[buyer] = orders_made(call, buyer, told_before) + 1
        call.made_changed[buyer] = true
    end
    add_key(call, key_field, id)
    return moved(call, id, pack_new(state, number, now, expires_at, seats, form, key_field))
end

local function place_counted(call, args, i)
    return place(call, args, i, tonumber(args[i + 4]), tonumber(args[i + 5]))
end

-- The order if it is the party's to handle, or else nil and the refusal. A party is 'o' for an operator, or 'b' and a buyer's name.
local function handled(call, id, party)
    local order = order_of(call, id)
    if not order then
        return nil, 'unknown_order'
    end
    if party ~= 'o' and string.sub(party, 2) ~= buyer_of(order.key_field) then
        return nil, 'not_yours'
    end
    return order
end

-- Whether the command came before, and was carried out.
local function came_before(call)
    return call.command_id and call.done[call.command_id]
end

-- What a command that came before was told then: the order as it made it.
local function first_outcome(call, order)
    local code, at = struct.unpack(DONE_FORMAT, call.done[call.command_id])
    order.state = STATES[code]
    order.at = at
    if LIVE[order.state] and order.state ~= 'paid' or order.state == 'released' or order.state == 'expired' then
        -- Only a payment that came later can have left these.
        order.reference = false
        order.recovered = false
    end
    return 'first', pack(order)
end

-- paid: now, id, reference
local function paid(call, args, i)
    local now, id, reference = time_of(call, args[i + 1]), args[i + 2], args[i + 3]
    local order = order_of(call, id)
    if not order then
        return 'unknown_order', ''
    end
    if came_before(call) then
        return first_outcome(call, order)
    end
    if order.reference == reference then
        return 'again', record_of(call, id)
    end
    local state = order.state
    if state == 'paid' or state == 'refund_due' or state == 'refunded' then
        return 'already', state
    end
    -- The money has come: from here on the payment is taken, for seats or to go back.
    order.at = now
    order.reference = reference
    order.state = 'refund_due'
    local tier = tier_of(call, order.tier)
    local from, to, quantity = order.from, order.to, order.quantity
    if state == 'held' then
        count(tier.held, from, to, -quantity)
        count(tier.paid, from, to, quantity)
        order.state = 'paid'
        if order.expires_at then
            call.deadlines[deadline_of(order.number, id)] = false
        end
        return moved(call, id, pack(order))
    end
    -- A released order's seats were given back on purpose, so none are taken again. One that expired counts against its buyer's limit anew.
    if (state == 'placed' or (state == 'expired' and allows(call, order.key_field, quantity)))
        and has_free(tier, from, to, quantity) then
        order.seats = take(call, tier, from, to, quantity)
        order.state = 'paid'
        order.recovered = state == 'expired'
        count(tier.paid, from, to, quantity)
    end
    local counted_now = order.state == 'paid' and quantity or 0
    local counted_before = state == 'placed' and quantity or 0
    if counted_now ~= counted_before then
        count_for_buyer(call, order.key_field, counted_now - counted_before)
    end
    return moved(call, id, pack(order))
end

-- pay: now, id, party, reference. As programs of version 2 say it, which may be at work yet while nodes are upgraded one after the other.
local function pay(call, args, i)
    local order, refusal = handled(call, args[i + 2], args[i + 3])
    if not order then
        return refusal, ''
    end
    return paid(call, { 'paid', args[i + 1], args[i + 2], args[i + 4] }, 1)
end

-- release: now, id, party
local function release(call, args, i)
    local order, refusal = handled(call, args[i + 2], args[i + 3])
    if not order then
        return refusal, ''
    end
    if came_before(call) then
        return first_outcome(call, order)
    end
    if order.state == 'held' or order.state == 'placed' then
        return end_in(call, time_of(call, args[i + 1]), args[i + 2], order, 'released')
    end
    if order.state == 'released' then
        return 'again', record_of(call, args[i + 2])
    end
    return 'already', order.state
end

-- refund: now, id, party
local function refund(call, args, i)
    local order, refusal = handled(call, args[i + 2], args[i + 3])
    if not order then
        return refusal, ''
    end
    if came_before(call) then
        return first_outcome(call, order)
    end
    local operator = args[i + 3] == 'o'
    -- Recording that a due refund was made is for whoever moved the money.
    if (order.state == 'paid' and (operator or call.buyer_refunds)) or (order.state == 'refund_due' and operator) then
        return end_in(call, time_of(call, args[i + 1]), args[i + 2], order, 'refunded')
    end
    if order.state == 'refunded' then
        return 'again', record_of(call, args[i + 2])
    end
    return 'already', order.state
end

-- Whether a record says of an order what another one says, but for its number and the time of its last event.
local function is_same(order, other)
    return order.state == other.state and order.recovered == other.recovered and order.expires_at == other.expires_at
        and order.reference == other.reference and order.form == other.form and order.key_field == other.key_field
        and table.concat(order.seats, ',') == table.concat(other.seats, ',')
end

-- misfit: an order that the sale cannot have had, for what the asker knows.
local function misfit()
    return 'unfit', ''
end

-- restore: id, field in {sale}:keys, form, now, deadline or '', 'r' and payment reference or '', recovered (1 or 0), state, seats with
-- commas between them. Puts back an order that was lost.
local function restore(call, args, i)
    local id, key_field, state = args[i + 1], args[i + 2], args[i + 8]
    local seats = {}
    for seat in string.gmatch(args[i + 9], '%d+') do
        seats[#seats + 1] = tonumber(seat)
    end
    local order = {
        at = time_of(call, args[i + 4]),
        expires_at = args[i + 5] ~= '' and tonumber(args[i + 5]),
        reference = args[i + 6] ~= '' and string.sub(args[i + 6], 2),
        recovered = args[i + 7] == '1',
        restored = true,
        state = state,
        seats = seats,
    }
    set_form(order, args[i + 3], key_field)
    local there = order_of(call, id)
    if there and came_before(call) then
        return first_outcome(call, there)
    end
    if there then
        if is_same(there, order) then
            return 'again', record_of(call, id)
        end
        return 'already', there.state
    end
    if call.keys[key_field] then
        return 'key_reused', ''
    end
    local from, to, quantity = order.from, order.to, order.quantity
    if LIVE[state] and not allows(call, key_field, quantity) then
        return 'buyer_limit', tostring(seats_of(call, buyer_of(key_field)))
    end
    local tier = tier_of(call, order.tier)
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
    order.number = call.last_number
    if occupies then
        for s = 1, #seats do
            take_seat(call, tier, from, to, seats[s])
        end
        count(state == 'held' and tier.held or tier.paid, from, to, quantity)
    end
    if state == 'held' and order.expires_at then
        call.deadlines[deadline_of(order.number, id)] = order.expires_at
    end
    if LIVE[state] then
        count_for_buyer(call, key_field, quantity)
    end
    add_key(call, key_field, id)
    return moved(call, id, pack(order))
end

-- find: id
local function find(call, args, i)
    local record = record_of(call, args[i + 1])
    if record then
        return 'again', record
    end
    return 'unknown_order', ''
end

local COMMANDS = {
    unfit = { run = unfit, args = 1 },
    place = { run = place, args = 3, id = 1, key = 2 },
    place_counted = { run = place_counted, args = 5, id = 1, key = 2, counts = true },
    paid = { run = paid, args = 3, id = 2 },
    pay = { run = pay, args = 4, id = 2 },
    release = { run = release, args = 3, id = 2 },
    refund = { run = refund, args = 3, id = 2 },
    restore = { run = restore, args = 9, id = 1, key = 2 },
    misfit = { run = misfit, args = 0 },
    find = { run = find, args = 1, id = 1 },
}
