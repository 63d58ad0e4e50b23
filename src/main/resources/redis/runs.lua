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

-- The lowest stored seat that this call has not touched, or nil.
local function run_stored(run)
    while true do
        if run.at > #run.page then
            if run.read >= run.stored then
                return nil
            end
            if run.read == 0 and look('ZCARD', run.key) ~= run.stored then
                foreign(run.key, 'has other seats than Onsale has put there')
            end
            run.page = look('ZRANGE', run.key, run.read, run.read + run.page_size - 1)
            run.read = run.read + run.page_size
            run.page_size = math.min(2 * run.page_size, PAGE_MAX)
            run.at = 1
            if #run.page == 0 then
                return nil
            end
        end
        local seat = whole(run.key, 'a seat', run.page[run.at])
        if seat < 1 or seat > run.touched then
            foreign(run.key, 'has seat ' .. seat .. ', which was never sold')
        end
        if run.delta[seat] == nil then
            return seat
        end
        run.at = run.at + 1
    end
end

-- The lowest seat of the run, or nil.
local function run_first(run)
    local heap = run.heap
    while heap[1] and run.delta[heap[1]] ~= true do
        heap_remove_first(heap)
    end
    local stored = run_stored(run)
    if not heap[1] or (stored and stored < heap[1]) then
        return stored
    end
    return heap[1]
end
