-- onsale_expire: expires the held orders of one sale whose deadline has come, the earliest first, ties by their numbers.
--
-- KEYS  1    {sale}:sale
-- ARGV  1    now, in milliseconds since 1970; it counts only where a test asks for that, else Redis' own time does
--       2    how many at the most
--       3    "fixed" if the time in 1 counts
-- answer     {} when there is no such sale, else position, events and next deadline as for onsale_ask, then id and record of each
--            order that expired
local function expire(keys, args)
    local call = begin(keys[1])
    if not call then
        return {}
    end
    local now = args[3] == 'fixed' and tonumber(args[1]) or redis_millis()
    local deadlines = call.prefix .. ':deadlines'
    local due = look('ZRANGEBYSCORE', deadlines, '-inf', string.format('%.0f', now), 'LIMIT', 0, args[2])
    call.checked[deadlines] = true
    local ids = {}
    for i = 1, #due do
        ids[i] = string.match(due[i], '^%d+:(.+)$') or foreign(deadlines, 'has "' .. due[i] .. '"')
    end
    read(call, call.prefix .. ':orders', ids, function(id, record)
        call.records[id] = record or nil
    end)
    local answer = { 0, 0, '' }
    for i = 1, #ids do
        local order = order_of(call, ids[i])
        if not order or order.state ~= 'held' or deadline_of(order.number, ids[i]) ~= due[i] then
            foreign(deadlines, 'names order ' .. ids[i] .. ', which is not held')
        end
        local _, record = end_in(call, now, ids[i], order, 'expired')
        answer[#answer + 1] = ids[i]
        answer[#answer + 1] = record
    end
    finish(call)
    answer[1] = call.position
    answer[2] = call.event_count
    answer[3] = next_deadline(call.prefix)
    return answer
end
