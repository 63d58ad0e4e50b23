-- Orders and what hangs on them: records, deadlines, the seats that a buyer has.
--
-- Guarantees: every change of an order goes through moved(), which makes its record and its event the same bytes.

-- The record of an order as this call has left it, or nil: of what was read, and of what the call has written.
local function record_of(call, id)
    local at = call.order_at[id]
    return at and call.orders[at + 1] or call.records[id]
end

-- An order, of those that were read, and those that this call has made; else nil.
local function order_of(call, id)
    local record = record_of(call, id)
    if not record then
        return nil
    end
    local is_read, order = pcall(unpack_order, record)
    if not is_read or not order.state or not string.find(order.key_field, '^%d+:') or #order.key_field ~= order.key_bytes or order.to > call.legs then
        foreign(call.prefix .. ':orders', 'has a record of order ' .. id .. ' that Onsale has not written')
    end
    return order
end

-- The time at which a command is carried out: Redis' own, unless a test wants the one that the command says.
local function time_of(call, told)
    return call.now or tonumber(told)
end

-- Remembers what the command that is carried out comes to, in case that it comes again.
local function note_done(call, record)
    local done = call.new_done
    local n = #done
    done[n + 1] = call.command_id
    done[n + 2] = done_of(record)
    call.done[call.command_id] = done[n + 2]
end

-- The order that a key belongs to, which is not among those that the call names.
local function earlier_order(call, id)
    if not record_of(call, id) then
        call.records[id] = look('HGET', call.prefix .. ':orders', id) or nil
    end
    local order = order_of(call, id)
    if not order then
        foreign(call.prefix .. ':keys', 'names order ' .. id .. ', which is not there')
    end
    return order
end

-- Notes that a key has an order now.
local function add_key(call, key_field, id)
    local keys = call.new_keys
    local n = #keys
    keys[n + 1] = key_field
    keys[n + 2] = id
    call.keys[key_field] = id
end

local function seats_of(call, buyer)
    local seats = call.buyers[buyer]
    if seats == nil then
        local key = call.prefix .. ':buyers'
        seats = whole(key, 'a buyer', look('HGET', key, buyer) or 0)
        call.buyers[buyer] = seats
    end
    return seats
end

local function allows(call, key_field, quantity)
    return call.limit == 0 or seats_of(call, buyer_of(key_field)) + quantity <= call.limit
end

local function count_for_buyer(call, key_field, more)
    if call.limit > 0 then
        local buyer = buyer_of(key_field)
        call.buyers[buyer] = seats_of(call, buyer) + more
        call.buyers_changed[buyer] = true
    end
end

local function deadline_of(number, id)
    return string.format('%010d:%s', number, id)
end

-- Writes down what an order is from now on. The record is also the event, and the answer.
local function moved(call, id, record)
    local at = call.order_at[id]
    if not at then
        at = #call.orders + 1
        call.order_at[id] = at
        call.orders[at] = id
    end
    call.orders[at + 1] = record
    local n = call.event_count + 1
    call.event_count = n
    call.event_ids[n] = id
    call.event_records[n] = record
    return 'moved', record
end

local function vacate(call, order)
    local tier = tier_of(call, order.tier)
    for i = 1, #order.seats do
        free(call, tier, order.from, order.to, order.seats[i])
    end
    count(order.state == 'held' and tier.held or tier.paid, order.from, order.to, -#order.seats)
end

-- Ends an order: gives up its seats, its deadline and its share of the buyer's limit.
local function end_in(call, now, id, order, state)
    if order.state == 'held' or order.state == 'paid' then
        vacate(call, order)
    end
    if order.state == 'held' and order.expires_at then
        call.deadlines[deadline_of(order.number, id)] = false
    end
    if LIVE[order.state] then
        count_for_buyer(call, order.key_field, -order.quantity)
    end
    order.state = state
    order.at = now
    return moved(call, id, pack(order))
end
