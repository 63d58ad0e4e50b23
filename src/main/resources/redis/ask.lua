-- onsale_ask: decides commands of one sale, in their order, and makes their events durable.
--
-- Guarantees: the commands are decided as if each came alone, in this order; either all of them are carried out, or, on an error, none.
-- KEYS  1    {sale}:sale
-- ARGV       for each command its word and its arguments, as in COMMANDS; at most 256 commands
-- answer     {} when there is no such sale, else
--            position of the last event of the sale, how many events this call has added, the next deadline in milliseconds or '';
--            then for each command three: the word for its outcome, what belongs to it (a record, a number, a state), and the order's
--            id where it is not the one that was asked for
local function ask(keys, args)
    local call = begin(keys[1])
    if not call then
        return {}
    end
    local ids, key_fields, buyers = {}, {}, {}
    local i = 1
    while i <= #args do
        local command = COMMANDS[args[i]]
        if not command then
            error('no such command: ' .. args[i])
        end
        if command.id then
            ids[#ids + 1] = args[i + command.id]
        end
        if command.key then
            local key_field = args[i + command.key]
            key_fields[#key_fields + 1] = key_field
            if call.limit > 0 then
                buyers[#buyers + 1] = buyer_of(key_field)
            end
        end
        i = i + 1 + command.args
    end
    read(call.prefix .. ':orders', ids, function(id, record)
        call.records[id] = record or nil
    end)
    read(call.prefix .. ':keys', key_fields, function(field, id)
        call.keys[field] = id or nil
    end)
    read(call.prefix .. ':buyers', buyers, function(buyer, seats)
        call.buyers[buyer] = tonumber(seats or 0)
    end)
    local answer = { 0, 0, '' }
    local last = 3
    i = 1
    while i <= #args do
        local command = COMMANDS[args[i]]
        local word, detail, id = command.run(call, args, i)
        answer[last + 1] = word
        answer[last + 2] = detail
        answer[last + 3] = id or ''
        last = last + 3
        i = i + 1 + command.args
    end
    finish(call)
    answer[1] = call.position
    answer[2] = call.event_count
    answer[3] = next_deadline(call.prefix)
    return answer
end
