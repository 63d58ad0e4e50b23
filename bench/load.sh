#!/usr/bin/env bash
# The rehearsal's load generator alone, against wrk: both ask nginx for the same thing on 100 connections from one thread. What counts is the
# processor time that each takes for a request, since it shares the cores with what it loads.
set -euo pipefail
# shellcheck source=bench/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
need wrk nginx

java_home=$("$project/onsale" --java-home)
say "compiling the measurements"
(cd "$project" && JAVA_HOME=$java_home mvn -B -ntp -q test-compile dependency:copy-dependencies@lib) >"$scratch/compile.log" 2>&1 ||
    die "the measurements do not compile: $(tail -n 5 "$scratch/compile.log")"
start_nginx

# wrk_cpu: one run; prints "requests/s  CPU µs a request" of wrk itself.
wrk_cpu() {
    { time wrk -t1 -c100 "-d${seconds}s" "$nginx_url/buy/ticket" >"$scratch/wrk.txt"; } 2>"$scratch/wrk.time"
    awk '/ requests in / { requests = $1 } /^Requests\/sec/ { rate = $2 }
         /^user/ || /^sys/ { split($2, t, /[ms]/); cpu += t[1] * 60 + t[2] }
         END { printf "%.0f %.2f\n", rate, cpu * 1000000 / requests }' "$scratch/wrk.txt" "$scratch/wrk.time"
}

own_cpu() {
    "$java_home/bin/java" -XX:+UseCompactObjectHeaders --sun-misc-unsafe-memory-access=allow \
        -cp "$project/target/test-classes:$project/target/classes:$project/target/lib/*" \
        dev.onsale.bench.LoadBench "$nginx_url/buy/ticket" 100 "$seconds"
}

for ((round = 1; round <= rounds; round++)); do
    say "load: round $round of $rounds"
    wrk_cpu >>"$scratch/wrk.run"
    own_cpu >>"$scratch/own.run"
done
# The quotient is of requests for each second of processor time.
awk '{ print $2 }' "$scratch/wrk.run" >"$scratch/wrk.cpu"
awk '{ print $2 }' "$scratch/own.run" >"$scratch/own.cpu"
row 'the load generator alone, requests for each second of its CPU' \
    "$(column "$scratch/own.run" 2) µs a request; $(column "$scratch/own.run" 1)/s" \
    "wrk -t1 -c100: $(column "$scratch/wrk.run" 2) µs; $(column "$scratch/wrk.run" 1)/s" 0.8× \
    "$(ratio "$scratch/wrk.cpu" "$scratch/own.cpu")×"
