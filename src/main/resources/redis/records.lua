-- Orders as bytes, and back. See the head for what is where.
--
-- Guarantees: what was packed is read back as it was.

local FORM_FORMAT = '>i8BBBBc0'

local HEAD_FORMAT = '>BBi8i8i8HHc0H'

-- The formats of heads by the number of their seats, as they are needed.
local HEAD_FORMATS = {}
local function head_format(n)
    local format = HEAD_FORMATS[n]
    if not format then
        format = HEAD_FORMAT .. string.rep('I4', n)
        HEAD_FORMATS[n] = format
    end
    return format
end

-- The head of an order of one seat, as most are, and the time that begins its form.
local ONE_SEAT_FORMAT = HEAD_FORMAT .. 'I4i8'

local CODES = {}
for code = 1, #STATES do
    CODES[STATES[code]] = code
end

-- Placed at, from, to, quantity and tier of a form.
local function read_form(form)
    local placed_at, first, last, quantity, tier = struct.unpack(FORM_FORMAT, form)
    return placed_at, first - 1, last, quantity, tier
end

-- What is remembered of a command by its id: a state and a time, as they begin a record.
local DONE_FORMAT = '>Bi8'

local function done_of(record)
    return string.sub(record, 1, 1) .. string.sub(record, 11, 18)
end

-- The record of an order that is placed now: it has no payment reference, is not recovered and not restored. The time in its form is the program's and gives way to the one here.
local function pack_new(state, number, now, expires_at, seats, form, key_field)
    if #seats == 1 then
        return struct.pack(ONE_SEAT_FORMAT, CODES[state], expires_at and 4 or 0, number, now, expires_at or 0, #key_field, 0, '', 1, seats[1], now)
            .. string.sub(form, 9) .. key_field
    end
    local args = { CODES[state], expires_at and 4 or 0, number, now, expires_at or 0, #key_field, 0, '', #seats, unpack(seats) }
    args[#args + 1] = now
    return struct.pack(head_format(#seats) .. 'i8', unpack(args)) .. string.sub(form, 9) .. key_field
end

local function pack(order)
    local flags = (order.recovered and 1 or 0) + (order.restored and 2 or 0) + (order.expires_at and 4 or 0)
        + (order.reference and 8 or 0)
    local reference, seats = order.reference or '', order.seats
    local n = #seats
    return struct.pack(head_format(n), CODES[order.state], flags, order.number, order.at, order.expires_at or 0,
        #order.key_field, #reference, reference, n, unpack(seats)) .. order.form .. order.key_field
end

local function set_form(order, form, key_field)
    order.form = form
    order.key_field = key_field
    order.placed_at, order.from, order.to, order.quantity, order.tier = read_form(form)
end

local function unpack_order(record)
    local code, flags, number, at, expires_at, key_bytes, reference, n, i = struct.unpack(HEAD_FORMAT, record)
    local order = {
        state = STATES[code],
        recovered = flags % 2 == 1,
        number = number,
        at = at,
        expires_at = flags % 8 >= 4 and expires_at,
        reference = flags >= 8 and reference,
        seats = { struct.unpack('>' .. string.rep('I4', n), record, i) },
    }
    order.seats[n + 1] = nil -- where it ended reading
    order.key_bytes = key_bytes
    set_form(order, string.sub(record, i + 4 * n, -key_bytes - 1), string.sub(record, -key_bytes))
    return order
end

-- The name of the buyer in a field of {sale}:keys.
local function buyer_of(key_field)
    local colon = string.find(key_field, ':', 1, true)
    return string.sub(key_field, colon + 1, colon + tonumber(string.sub(key_field, 1, colon - 1)))
end
