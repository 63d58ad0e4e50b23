-- Orders and what hangs on them: records, deadlines, the seats that a buyer has.
--
-- Guarantees: every change of an order goes through moved(), which makes its record and its event the same bytes.

local function order_of(call, id)
    local order = call.orders[id]
    if order == nil then
        local record = redis.call('HGET', call.prefix .. ':orders', id)
        order = record and cmsgpack.unpack(record) or false
        call.orders[id] = order
    end
    return order
end

local function seats_of(call, buyer)
    local seats = call.buyers[buyer]
    if seats == nil then
        seats = tonumber(redis.call('HGET', call.prefix .. ':buyers', buyer) or 0)
        call.buyers[buyer] = seats
    end
    return seats
end

local function allows(call, buyer, quantity)
    return call.limit == 0 or seats_of(call, buyer) + quantity <= call.limit
end

local function count_for_buyer(call, buyer, more)
    if call.limit > 0 then
        call.buyers[buyer] = seats_of(call, buyer) + more
        call.buyers_changed[buyer] = true
    end
end

local function deadline_of(order, id)
    return string.format('%010d:%s', order[NUMBER], id)
end

-- Writes down that an order is as its table says now. The answer is its record, which is also the event.
local function moved(call, id, order, restored)
    order[RESTORED] = restored
    local record = cmsgpack.pack(order)
    call.orders[id] = order
    call.records[id] = record
    local events, last = call.events, 2 * call.event_count
    events[last + 1] = id
    events[last + 2] = record
    call.event_count = call.event_count + 1
    return 'moved', record
end

local function again(order)
    return 'again', cmsgpack.pack(order)
end

local function vacate(call, order)
    local tier = tier_of(call, order[TIER])
    for i = 1, #order[SEATS] do
        free(call, tier, order[FROM], order[TO], order[SEATS][i])
    end
    count(tier, order[STATE] == 'held' and 'h' or 'p', order[FROM], order[TO], -#order[SEATS])
end

-- Ends an order: gives up its seats, its deadline and its share of the buyer's limit.
local function end_in(call, now, id, order, state)
    if order[STATE] == 'held' or order[STATE] == 'paid' then
        vacate(call, order)
    end
    if order[STATE] == 'held' and order[EXPIRES_AT] then
        call.deadlines[deadline_of(order, id)] = false
    end
    if LIVE[order[STATE]] then
        count_for_buyer(call, order[BUYER], -order[QUANTITY])
    end
    order[STATE] = state
    order[AT] = now
    return moved(call, id, order)
end
