-- Which seats an order gets, and how they come back.
--
-- Guarantees: best fit, as the program's SeatGrid has it: the same history gives the same seats. No seat is taken that is not free on the whole journey, and
-- none freed that is not taken: both are errors, which leave everything as it was.

-- Whether so many seats are free on the whole journey. Stops counting when there are enough.
local function has_free(tier, from, to, quantity)
    local free = 0
    for a = from, 0, -1 do
        local ends = tier.ends[a]
        for i = #ends, 1, -1 do
            if ends[i] < to then
                break
            end
            free = free + run_count(tier, a, ends[i])
            if free >= quantity then
                return true
            end
        end
    end
    return false
end

-- The best seat for the journey and the run that it has. One must be free.
local function best(call, tier, from, to)
    local best_length, best_seat, best_a = WIDTH, nil, nil
    for a = from, 0, -1 do
        if to - a > best_length then
            break -- a run that begins here is at least that long
        end
        local ends = tier.ends[a]
        for i = 1, #ends do
            local b = ends[i]
            if b >= to then
                local length = b - a
                if length <= best_length then
                    local seat = run_first(call, run_of(call, tier, a, b)) or tier.touched + 1
                    if length < best_length or seat < best_seat then
                        best_length, best_seat, best_a = length, seat, a
                    end
                end
                break
            end
        end
    end
    return best_seat, best_a, best_a + best_length
end

local function legs_of(call, tier, seat)
    local legs = tier.seats[seat]
    if not legs then
        local key = call.prefix .. ':seats:' .. tier.id
        legs = look('HGET', key, seat) or string.rep('.', tier.legs)
        call.checked[key] = true
        if #legs ~= tier.legs then
            foreign(key, 'has "' .. legs .. '" for seat ' .. seat)
        end
        tier.seats[seat] = legs
    end
    return legs
end

local function set_legs(tier, seat, legs)
    tier.seats[seat] = legs
    tier.seats_changed[seat] = true
end

-- Takes the lowest seats, where there is one leg and so one kind of run.
local function take_lowest(call, tier, quantity)
    local taken = {}
    local run = (tier.counts[1] or 0) > 0 and run_of(call, tier, 0, 1)
    for i = 1, quantity do
        local seat = run and run_first(call, run)
        if seat then
            run_remove(call, tier, 0, 1, seat)
        else
            seat = tier.touched + 1
            tier.touched = seat
            if tier.touched == tier.capacity and run_count(tier, 0, 1) == 0 then
                ends_remove(tier, 0, 1)
            end
        end
        taken[i] = seat
    end
    return taken
end

-- Takes the best seats for the journey, as many as are asked for; they must be free. Returns their numbers, the best first.
local function take(call, tier, from, to, quantity)
    if tier.legs == 1 then
        return take_lowest(call, tier, quantity)
    end
    local taken, rest = {}, {}
    for i = 1, quantity do
        local seat, a, b = best(call, tier, from, to)
        if seat > tier.touched then
            tier.touched = seat
            if run_count(tier, a, b) == 0 then
                ends_remove(tier, a, b)
            end
            tier.seats[seat] = string.rep('.', tier.legs)
        else
            run_remove(call, tier, a, b, seat)
        end
        taken[i] = seat
        rest[i] = { a, b }
    end
    -- What is left of the runs cannot hold the journey, so it need not be there before all seats are chosen.
    for i = 1, quantity do
        local seat, a, b = taken[i], rest[i][1], rest[i][2]
        local legs = legs_of(call, tier, seat)
        if string.sub(legs, from + 1, to) ~= string.rep('.', to - from) then
            foreign(call.prefix .. ':seats:' .. tier.id, 'has seat ' .. seat .. ' taken, which a run has free')
        end
        set_legs(tier, seat, string.sub(legs, 1, from) .. string.rep('x', to - from) .. string.sub(legs, to + 1))
        if a < from then
            run_add(call, tier, a, from, seat)
        end
        if to < b then
            run_add(call, tier, to, b, seat)
        end
    end
    return taken
end

-- Whether a seat is free on the whole journey.
local function is_free(call, tier, from, to, seat)
    if seat > tier.touched then
        return seat <= tier.capacity
    end
    if tier.legs > 1 then
        return string.sub(legs_of(call, tier, seat), from + 1, to) == string.rep('.', to - from)
    end
    local run = run_of(call, tier, 0, 1)
    if run.delta[seat] ~= nil then
        return run.delta[seat]
    end
    return look('ZSCORE', run.key, seat) and true or false
end

-- Takes one seat for the journey, which must be free. Seats below it that were never sold are written down from now on.
local function take_seat(call, tier, from, to, seat)
    for untouched = tier.touched + 1, seat do
        tier.touched = untouched
        if tier.legs > 1 then
            set_legs(tier, untouched, string.rep('.', tier.legs))
        end
        run_add(call, tier, 0, tier.legs, untouched)
    end
    local a, b = from, to
    if tier.legs > 1 then
        local legs = legs_of(call, tier, seat)
        while a > 0 and string.byte(legs, a) == 46 do -- .
            a = a - 1
        end
        while b < tier.legs and string.byte(legs, b + 1) == 46 do
            b = b + 1
        end
        set_legs(tier, seat, string.sub(legs, 1, from) .. string.rep('x', to - from) .. string.sub(legs, to + 1))
    end
    run_remove(call, tier, a, b, seat)
    if a < from then
        run_add(call, tier, a, from, seat)
    end
    if to < b then
        run_add(call, tier, to, b, seat)
    end
end

-- Frees a seat that is taken on every leg of the journey; what is free beside it joins in.
local function free(call, tier, from, to, seat)
    local a, b = from, to
    if tier.legs > 1 then
        local legs = legs_of(call, tier, seat)
        if string.sub(legs, from + 1, to) ~= string.rep('x', to - from) then
            foreign(call.prefix .. ':seats:' .. tier.id, 'has seat ' .. seat .. ' free, which an order has')
        end
        while a > 0 and string.byte(legs, a) == 46 do -- .
            a = a - 1
        end
        while b < tier.legs and string.byte(legs, b + 1) == 46 do
            b = b + 1
        end
        set_legs(tier, seat, string.sub(legs, 1, from) .. string.rep('.', to - from) .. string.sub(legs, to + 1))
    end
    if a < from then
        run_remove(call, tier, a, from, seat)
    end
    if to < b then
        run_remove(call, tier, to, b, seat)
    end
    run_add(call, tier, a, b, seat)
end

-- Counts seats as used on the legs of the journey: in tier.held or in tier.paid. What is kept is the difference from one leg to the next,
-- so that a journey costs two numbers however long it is.
local function count(used, from, to, seats)
    used[from] = (used[from] or 0) + seats
    used[to] = (used[to] or 0) - seats
    used.changed[from] = true
    used.changed[to] = true
end
