-- Orders as bytes, and back. See the head for what is where.
--
-- Guarantees: what was packed is read back as it was.

local FORM_FORMAT = '>i8BBHBc0'

local HEAD_FORMAT = '>BBi8i8i8Hc0H'

local CODES = {}
for code = 1, #STATES do
    CODES[STATES[code]] = code
end

-- 4-byte numbers, so many of them.
local NUMBERS = {}
local function numbers(n)
    local format = NUMBERS[n]
    if not format then
        format = '>' .. string.rep('I4', n)
        NUMBERS[n] = format
    end
    return format
end

-- Placed at, from, to, quantity and tier of a form.
local function read_form(form)
    return struct.unpack(FORM_FORMAT, form)
end

-- The record of an order that has no deadline, and nothing else that comes later.
local function pack_new(state, number, now, expires_at, seats, form, key_field)
    local n = #seats
    local head = struct.pack(HEAD_FORMAT, CODES[state], expires_at and 4 or 0, number, now, expires_at or 0, 0, '', n)
    if n == 0 then
        return head .. form .. key_field
    end
    return head .. struct.pack(numbers(n), unpack(seats)) .. form .. key_field
end

local function pack(order)
    local flags = (order.recovered and 1 or 0) + (order.restored and 2 or 0) + (order.expires_at and 4 or 0)
        + (order.reference and 8 or 0)
    local reference = order.reference or ''
    local n = #order.seats
    return struct.pack(HEAD_FORMAT, CODES[order.state], flags, order.number, order.at, order.expires_at or 0,
        #reference, reference, n) .. struct.pack(numbers(n), unpack(order.seats)) .. order.form
end

-- Sets what a form says, with the field of its key behind it.
local function set_form(order, form)
    order.form = form
    order.placed_at, order.from, order.to, order.quantity, order.tier = read_form(form)
end

local function unpack_order(record)
    local code, flags, number, at, expires_at, reference, n, i = struct.unpack(HEAD_FORMAT, record)
    local order = {
        state = STATES[code],
        recovered = flags % 2 == 1,
        number = number,
        at = at,
        expires_at = flags % 8 >= 4 and expires_at,
        reference = flags >= 8 and reference,
        seats = { struct.unpack(numbers(n), record, i) },
    }
    order.seats[n + 1] = nil -- where it ended reading
    set_form(order, string.sub(record, i + 4 * n))
    return order
end

-- The name of the buyer in a field of {sale}:keys.
local function buyer_of(key_field)
    local colon = string.find(key_field, ':', 1, true)
    return string.sub(key_field, colon + 1, colon + tonumber(string.sub(key_field, 1, colon - 1)))
end

-- The field of {sale}:keys that a form ends with.
local function key_field_of(form)
    local _, _, _, _, _, i = read_form(form)
    local _, _, key_field = struct.unpack('>i8Bc0Hc0', form, i)
    return key_field
end
