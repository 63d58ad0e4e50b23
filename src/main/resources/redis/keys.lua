-- How keys are read and written: what something else has put under one of them is named, and nothing is written that cannot all be written.
--
-- Guarantees: whatever can refuse a write (the rights of the connection's user, the type of a key, the stream) is found out before the first one;
-- so a call writes all that it has decided, or nothing.
--
-- Errors of these functions begin with a word for the program: FOREIGN, and then the key, for what Onsale cannot have written; NOPERM, and then the
-- command and the key, for what the user may not do.

local function fail(word, what)
    error({ err = word .. ' ' .. what })
end

local function foreign(key, what)
    fail('FOREIGN', key .. ' ' .. what)
end

-- What a command that only reads says of a key.
local function look(command, key, ...)
    local answer = redis.pcall(command, key, ...)
    if type(answer) == 'table' and answer.err then
        if string.find(answer.err, '^WRONGTYPE') then
            foreign(key, 'is of another type than Onsale made it')
        end
        error(answer)
    end
    return answer
end

-- The whole number that stands in a field of a key.
local function whole(key, field, text)
    local n = tonumber(text)
    if not n or n % 1 ~= 0 then
        foreign(key, 'has "' .. tostring(text or '') .. '" for ' .. field)
    end
    return n
end

-- A whole number as a text.
local function digits(n)
    return string.format('%d', n)
end

-- Redis' own time, in milliseconds since 1970: the same throughout a call.
local function redis_millis()
    local time = redis.call('TIME')
    return time[1] * 1000 + math.floor(time[2] / 1000)
end

local TYPES = {
    HSET = 'hash', HDEL = 'hash', ZADD = 'zset', ZREM = 'zset', ZREMRANGEBYRANK = 'zset', RPUSH = 'list', LPOP = 'list',
    XADD = 'stream',
}

-- Whether this user may use a command on a key. Some commands take any number of keys, and would take further arguments for such.
local function may(command, key)
    if command == 'UNLINK' or command == 'EXISTS' then
        return redis.acl_check_cmd(command, key)
    end
    return redis.acl_check_cmd(command, key, '', '')
end

-- Fails unless a command that is yet to come may be sent and the key is of its type, or not there.
local function check(call, command, key)
    if not may(command, key) then
        fail('NOPERM', 'this user may not use ' .. command .. ' on ' .. key)
    end
    local wanted = TYPES[command]
    if wanted and not call.checked[key] then
        local found = redis.call('TYPE', key).ok
        if found ~= wanted and found ~= 'none' then
            foreign(key, 'is a ' .. found .. ', and was to be a ' .. wanted)
        end
        call.checked[key] = true
    end
end

-- Fails unless the stream ends where the sale's last event is.
local function check_stream(call, key)
    local length = look('XLEN', key)
    call.checked[key] = true
    if call.position == 0 and length > 0 then
        foreign(key, 'has entries of before the sale was opened')
    end
    if call.position > 0 and length == 0 then
        foreign(key, string.format('has lost its entries; the sale has had %.0f events', call.position))
    end
    local more = look('XRANGE', key, string.format('(%d-0', call.position), '+', 'COUNT', 1)[1]
    if more then
        foreign(key, 'has an entry that Onsale has not written: ' .. more[1])
    end
end

-- Room for what a call writes: command, key, arguments, command ... With places for what most calls write, since a table that grows is made anew several times.
local function new_writes()
    return { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, n = 0 }
end

-- Notes what is to be written, as arguments of a command that takes any number of them; nothing is, if there are none. Fails unless it can be written.
local function put(call, command, key, args)
    if #args > 0 or command == 'UNLINK' then
        check(call, command, key)
        local writes = call.writes
        local n = writes.n
        writes[n + 1], writes[n + 2], writes[n + 3] = command, key, args
        writes.n = n + 3
    end
end

local function write_all(writes)
    for i = 1, writes.n, 3 do
        local command, key, args = writes[i], writes[i + 1], writes[i + 2]
        if command == 'UNLINK' then
            redis.call(command, key)
        end
        for first = 1, #args, CHUNK do
            redis.call(command, key, unpack(args, first, math.min(first + CHUNK - 1, #args)))
        end
    end
end

-- Writes all that was noted, and the events of the call as one entry of the stream, whose field and values are the arguments; and tells every node that listens how far
-- it reaches now: "sale position". The entry goes first: of an order that no event tells of, nobody would ever hear.
local function carry_out(call, events, ...)
    local stream = call.prefix .. ':events'
    local position = digits(call.position + events)
    local hint = string.sub(call.prefix, 2, -2) .. ' ' .. position
    check_stream(call, stream)
    check(call, 'XADD', stream)
    if not redis.acl_check_cmd('PUBLISH', 'onsale:events', hint) then
        fail('NOPERM', 'this user may not use PUBLISH on the channel onsale:events')
    end
    -- The point of no return.
    local added = redis.pcall('XADD', stream, position .. '-0', ...)
    if type(added) == 'table' and added.err then
        if string.find(added.err, 'equal or smaller', 1, true) then
            foreign(stream, 'has had an entry that Onsale has not written')
        end
        error(added)
    end
    call.position = call.position + events
    write_all(call.writes)
    redis.call('PUBLISH', 'onsale:events', hint)
end
