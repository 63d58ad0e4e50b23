-- The stock of one tier, as a call sees it: which runs there are, how many seats have each, and what is held and paid.
--
-- Guarantees: a tier is read when it is first asked for, once in a call; its counts follow every change; nothing is written here.

-- Says that some seat has the run [a, b); ends[a] lists the ends of such runs in ascending order.
local function ends_add(tier, a, b)
    local ends = tier.ends[a]
    local i = #ends
    while i > 0 and ends[i] >= b do
        if ends[i] == b then
            return
        end
        i = i - 1
    end
    table.insert(ends, i + 1, b)
end

local function ends_remove(tier, a, b)
    local ends = tier.ends[a]
    for i = 1, #ends do
        if ends[i] == b then
            table.remove(ends, i)
            return
        end
    end
end

-- The tier as this call sees it, read when it is first asked for.
local function tier_of(call, id)
    local tier = call.tiers[id]
    if tier then
        return tier
    end
    tier = {
        id = id, legs = call.legs, counts = {}, counts_changed = {}, ends = {}, runs = {}, seats = {}, seats_changed = {},
        held = { changed = {} }, paid = { changed = {} },
    }
    for a = 0, call.legs - 1 do
        tier.ends[a] = {}
    end
    local key = call.prefix .. ':tier:' .. id
    local fields = look('HGETALL', key)
    call.checked[key] = true
    -- A train has a thousand of them.
    local byte, sub, floor, indexes = string.byte, string.sub, math.floor, WIDTH * call.legs
    local counts, held, paid = tier.counts, tier.held, tier.paid
    for i = 1, #fields, 2 do
        local field, value = fields[i], tonumber(fields[i + 1])
        if not value or value % 1 ~= 0 then
            whole(key, field, fields[i + 1])
        end
        local letter, index = byte(field), tonumber(sub(field, 2))
        if index and (index % 1 ~= 0 or index < 0 or index >= indexes) then
            letter = nil
        end
        if index and letter == 114 and value > 0 then -- r
            counts[index] = value
            ends_add(tier, floor(index / WIDTH), index % WIDTH)
        elseif index and letter == 104 then -- h
            held[index] = value
        elseif index and letter == 112 then -- p
            paid[index] = value
        elseif field == 'capacity' then
            tier.capacity = value
        elseif field == 'touched' then
            tier.touched = value
        else
            foreign(key, 'has a field that Onsale has not written: ' .. field)
        end
    end
    if not tier.capacity or not tier.touched or tier.touched < 0 or tier.touched > tier.capacity then
        foreign(key, 'does not say how many seats there are')
    end
    tier.touched_before = tier.touched
    if tier.touched < tier.capacity then
        ends_add(tier, 0, call.legs)
    end
    call.tiers[id] = tier
    return tier
end

local function run_of(call, tier, a, b)
    local index = a * WIDTH + b
    local run = tier.runs[index]
    if not run then
        run = {
            key = call.prefix .. ':run:' .. tier.id .. ':' .. a .. '-' .. b,
            stored = tier.counts[index] or 0,
            touched = tier.touched_before,
            read = 0,
            page = {},
            page_size = PAGE,
            at = 1,
            delta = {},
            heap = {},
        }
        tier.runs[index] = run
    end
    return run
end

local function run_count(tier, a, b)
    local count = tier.counts[a * WIDTH + b] or 0
    if a == 0 and b == tier.legs then
        count = count + tier.capacity - tier.touched
    end
    return count
end

local function run_add(call, tier, a, b, seat)
    local run = run_of(call, tier, a, b)
    local index = a * WIDTH + b
    run.delta[seat] = true
    if not call.only_frees then -- nothing is taken afterwards
        heap_add(run.heap, seat)
    end
    tier.counts[index] = (tier.counts[index] or 0) + 1
    tier.counts_changed[index] = true
    ends_add(tier, a, b)
end

local function run_remove(call, tier, a, b, seat)
    local index = a * WIDTH + b
    run_of(call, tier, a, b).delta[seat] = false
    tier.counts[index] = (tier.counts[index] or 0) - 1
    if tier.counts[index] < 0 then
        foreign(call.prefix .. ':tier:' .. tier.id, 'counts too few seats that are free from leg ' .. a .. ' to ' .. b)
    end
    tier.counts_changed[index] = true
    if run_count(tier, a, b) == 0 then
        ends_remove(tier, a, b)
    end
end
