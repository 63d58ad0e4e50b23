-- Orders for wrk: each with a buyer and an idempotency key that nobody else uses. The request is put together by hand, since
-- wrk.format takes longer than the server.
-- wrk -s place.lua http://… -- SALE RUN
local threads = 0

function setup(thread)
    threads = threads + 1
    thread:set("id", threads)
end

function init(args)
    local body = '{"tier":"standing","quantity":1}'
    count = 0
    head = "POST /v1/sales/" .. args[1] .. "/orders HTTP/1.1\r\nHost: " .. wrk.host ..
        "\r\nContent-Type: application/json\r\nContent-Length: " .. #body ..
        "\r\nOnsale-Buyer: " .. args[2] .. "-" .. id .. "-"
    middle = "\r\nIdempotency-Key: "
    tail = "\r\n\r\n" .. body
end

function request()
    count = count + 1
    return head .. count .. middle .. count .. tail
end

function done(summary, latency, requests)
    io.write(string.format("p99_us %d p999_us %d max_us %d\n",
        latency:percentile(99), latency:percentile(99.9), latency.max))
end
