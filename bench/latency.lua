-- Prints the tail of a plain run in a form that scripts can read.
function done(summary, latency, requests)
    io.write(string.format("p99_us %d p999_us %d max_us %d\n",
        latency:percentile(99), latency:percentile(99.9), latency.max))
end
