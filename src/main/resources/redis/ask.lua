-- onsale_ask: decides commands of one sale, in their order, and makes their events durable.
--
-- Guarantees: the commands are decided as if each came alone, in this order; either all of them are carried out, or, on an error, none.
-- KEYS  1    {sale}:sale
-- ARGV       "durably" if what is told is to wait for replicas behind the call; "fixed" if the commands are to be carried out at the times that they say, which only
--            tests want; "room" and a number, of programs of version 4, which counts for nothing; "full" if there is no memory for new orders; then for
--            each command its word and its arguments, as in COMMANDS; at most 256 commands. In front of a payment, release or
--            refund may stand "once" and its id, or "again" and its id if it may have been carried out already
-- answer     {} when there is no such sale, else
--            position of the last event of the sale, how many events this call has added, the next deadline in milliseconds or '';
--            then for each command three: the word for its outcome, what belongs to it (a record, a number, a state), and the order's
--            id where it is not the one that was asked for
local function ask(keys, args)
    local call = begin(keys[1])
    if not call then
        return {}
    end
    local ids, key_fields, buyers, counted, done = {}, {}, {}, {}, {}
    local has_ids = false
    local first = 1
    local durably = args[first] == 'durably'
    if durably then
        first = first + 1
    end
    if args[first] == 'fixed' then
        first = first + 1
    else
        call.now = redis_millis()
    end
    if args[first] == 'room' then
        first = first + 2
    end
    if args[first] == 'full' then
        call.is_full = true
        first = first + 1
    end
    local i = first
    while i <= #args do
        if args[i] == 'once' or args[i] == 'again' then
            if args[i] == 'again' then
                done[#done + 1] = args[i + 1]
            end
            has_ids = true
            i = i + 2
        end
        local command = COMMANDS[args[i]]
        if not command then
            error('no such command: ' .. tostring(args[i]))
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
            if command.counts then
                counted[#counted + 1] = buyer_of(key_field)
            end
        end
        i = i + 1 + command.args
    end
    local records, found = call.records, fields_of(call, call.prefix .. ':orders', ids)
    for n = 1, #ids do
        records[ids[n]] = found[n] or nil
    end
    local order_ids, known = call.keys, fields_of(call, call.prefix .. ':keys', key_fields)
    for n = 1, #key_fields do
        order_ids[key_fields[n]] = known[n] or nil
    end
    if call.limit > 0 then
        read(call, call.prefix .. ':buyers', buyers, function(buyer, seats)
            call.buyers[buyer] = whole(call.prefix .. ':buyers', 'a buyer', seats or 0)
        end)
    end
    if #counted > 0 then
        call.made, call.made_changed = {}, {}
        read(call, call.prefix .. ':made', counted, function(buyer, orders)
            call.made[buyer] = orders and whole(call.prefix .. ':made', 'a buyer', orders)
        end)
    end
    if has_ids then
        call.done, call.new_done = {}, {}
        local generation = done_generation(call.position)
        for earlier = generation, generation - 1, -1 do
            read(call, done_key(call, earlier), done, function(id, what)
                call.done[id] = what or call.done[id]
            end)
        end
    end
    local answer = { 0, 0, '' }
    local last = 3
    local told_before = false
    i = first
    while i <= #args do
        call.command_id = nil
        if args[i] == 'once' or args[i] == 'again' then
            call.command_id = args[i + 1]
            i = i + 2
        end
        local command = COMMANDS[args[i]]
        local word, detail, id = command.run(call, args, i)
        if word == 'moved' and call.command_id then
            note_done(call, detail)
        end
        told_before = told_before or word == 'again' or word == 'first'
        answer[last + 1] = word
        answer[last + 2] = detail
        answer[last + 3] = id or ''
        last = last + 3
        i = i + 1 + command.args
    end
    finish(call)
    if durably and told_before and call.event_count == 0 then
        touch(call)
    end
    answer[1] = call.position
    answer[2] = call.event_count
    answer[3] = call.next_deadline or next_deadline(call.prefix)
    return answer
end
