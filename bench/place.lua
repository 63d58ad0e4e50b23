-- Orders for wrk: each with a buyer and an idempotency key that nobody else uses. The request is put together by hand, since
-- wrk.format takes longer than the server.
-- wrk -s place.lua http://… -- SALE RUN            all in one sale
-- wrk -s place.lua http://… -- PREFIX RUN SALES    in turns in the sales PREFIX0, PREFIX1, …
local threads = 0

function setup(thread)
    threads = threads + 1
    thread:set("id", threads)
end

function init(args)
    local body = '{"tier":"standing","quantity":1}'
    count = 0
    sale = args[1]
    sales = tonumber(args[3] or 0)
    start = "POST /v1/sales/"
    head = "/orders HTTP/1.1\r\nHost: " .. wrk.host ..
        "\r\nContent-Type: application/json\r\nContent-Length: " .. #body ..
        "\r\nOnsale-Buyer: " .. args[2] .. "-" .. id .. "-"
    middle = "\r\nIdempotency-Key: "
    tail = "\r\n\r\n" .. body
end

function request()
    count = count + 1
    local name = sales == 0 and sale or sale .. count % sales
    return start .. name .. head .. count .. middle .. count .. tail
end

function done(summary, latency, requests)
    io.write(string.format("p99_us %d p999_us %d max_us %d\n",
        latency:percentile(99), latency:percentile(99.9), latency.max))
end
