-- The touched seats that have one free run, as a call sees them.
--
-- Guarantees: run_first is the lowest of them, whatever this call has added and removed, and reads no more than it needs.
--
-- What is stored, and over it what this call has added (true) and removed (false). Added seats also lie in a heap, where removed
-- ones are left until they come up.

local function heap_add(heap, seat)
    local i = #heap + 1
    heap[i] = seat
    while i > 1 do
        local up = math.floor(i / 2)
        if heap[up] <= heap[i] then
            return
        end
        heap[up], heap[i] = heap[i], heap[up]
        i = up
    end
end

local function heap_remove_first(heap)
    local last = #heap
    heap[1] = heap[last]
    heap[last] = nil
    last = last - 1
    local i = 1
    while true do
        local down = 2 * i
        if down > last then
            return
        end
        if down < last and heap[down + 1] < heap[down] then
            down = down + 1
        end
        if heap[i] <= heap[down] then
            return
        end
        heap[i], heap[down] = heap[down], heap[i]
        i = down
    end
end

-- Reads the next seats of a run that has more of them. There are to be as many as Onsale has counted: where the page reaches their end, one more is asked for, and where
-- there is one leg, so that nothing else says which seats are free, all are counted.
local function read_page(call, run)
    local left = run.stored - run.read
    local wanted = math.min(left, run.page_size)
    local asked = wanted == left and wanted + 1 or wanted
    local page = look('ZRANGE', run.key, run.read, run.read + asked - 1)
    call.checked[run.key] = true
    if #page ~= wanted or (call.legs == 1 and run.read == 0 and look('ZCARD', run.key) ~= run.stored) then
        foreign(run.key, 'has other seats than Onsale has put there')
    end
    run.page = page
    run.read = run.read + wanted
    run.page_size = math.min(2 * run.page_size, PAGE_MAX)
    run.at = 1
end

-- The lowest stored seat that this call has not touched, or nil.
local function run_stored(call, run)
    while true do
        if run.at > #run.page then
            if run.read >= run.stored then
                return nil
            end
            read_page(call, run)
        end
        local seat = tonumber(run.page[run.at])
        if not seat or seat % 1 ~= 0 or seat < 1 or seat > run.touched then
            foreign(run.key, 'has seat ' .. run.page[run.at] .. ', which was never sold')
        end
        if run.delta[seat] == nil then
            return seat
        end
        run.at = run.at + 1
    end
end

-- The lowest seat of the run, or nil.
local function run_first(call, run)
    local heap = run.heap
    while heap[1] and run.delta[heap[1]] ~= true do
        heap_remove_first(heap)
    end
    local stored = run_stored(call, run)
    if not heap[1] or (stored and stored < heap[1]) then
        return stored
    end
    return heap[1]
end
