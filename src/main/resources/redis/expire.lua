-- onsale_expire: expires the held orders of one sale whose deadline has come, the earliest first, ties by their numbers.
--
-- KEYS  1    {sale}:sale
-- ARGV  1    now, in milliseconds since 1970
--       2    how many at the most
-- answer     {} when there is no such sale, else position, events and next deadline as for onsale_ask, then id and record of each
--            order that expired
local function expire(keys, args)
    local call = begin(keys[1])
    if not call then
        return {}
    end
    local now = tonumber(args[1])
    local due = redis.call('ZRANGEBYSCORE', call.prefix .. ':deadlines', '-inf', args[1], 'LIMIT', 0, args[2])
    local ids = {}
    for i = 1, #due do
        ids[i] = string.match(due[i], ':(.*)$')
    end
    read(call.prefix .. ':orders', ids, function(id, record)
        call.records[id] = record
    end)
    local answer = { 0, 0, '' }
    for i = 1, #ids do
        local _, record = end_in(call, now, ids[i], order_of(call, ids[i]), 'expired')
        answer[#answer + 1] = ids[i]
        answer[#answer + 1] = record
    end
    finish(call)
    answer[1] = call.position
    answer[2] = call.event_count
    answer[3] = next_deadline(call.prefix)
    return answer
end
