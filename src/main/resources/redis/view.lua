-- onsale_view: a sale and its stock as they are. Changes nothing.
--
-- KEYS  1    {sale}:sale
-- ARGV  1    the revision of the sale that the asker knows, or ''
-- answer     {} when there is no such sale, else position, revision, next deadline,
--            the sale as it was opened and as it is (events as bytes; '' for both when the revision is the known one),
--            then for each tier its hash, as a list of fields and values
local function view(keys, args)
    local sale = look('HMGET', keys[1], 'position', 'revision', 'tiers')
    if not sale[1] then
        return {}
    end
    local prefix = string.sub(keys[1], 1, -6)
    local answer = { whole(keys[1], 'position', sale[1]), whole(keys[1], 'revision', sale[2]), next_deadline(prefix), '', '' }
    if sale[2] ~= args[1] then
        local frames = redis.call('HMGET', keys[1], 'opened', 'current')
        answer[4], answer[5] = frames[1], frames[2]
    end
    for tier in string.gmatch(sale[3], '%S+') do
        answer[#answer + 1] = look('HGETALL', prefix .. ':tier:' .. tier)
    end
    return answer
end
