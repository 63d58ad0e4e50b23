#!/usr/bin/env bash
# How costs grow: decisions in process by seats, legs and sales (JMH); a node over HTTP by sales and connections; restarts by events.
set -euo pipefail
# shellcheck source=bench/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
need wrk curl

java_home=$("$project/onsale" --java-home)
token_header="Authorization: Bearer bench-token-of-no-importance-0123456789"
say "compiling the measurements"
(cd "$project" && JAVA_HOME=$java_home mvn -B -ntp -q test-compile dependency:copy-dependencies@lib) >"$scratch/compile.log" 2>&1 ||
    die "the measurements do not compile: $(tail -n 5 "$scratch/compile.log")"

# ---- decisions ------------------------------------------------------------------------------------------------------

# decision SEATS LEGS SALES: nanoseconds for an order and a release.
decision() {
    "$java_home/bin/java" -cp "$project/target/test-classes:$project/target/classes:$project/target/lib/*:$(test_libraries)" \
        org.openjdk.jmh.Main dev.onsale.bench.GrowthBench -p seats="$1" -p legs="$2" -p sales="$3" \
        -rf csv -rff "$scratch/jmh.csv" >"$scratch/jmh.log" 2>&1 || die "JMH failed: $(tail -n 5 "$scratch/jmh.log")"
    awk -F , 'NR == 2 { printf "%.0f", $5 * 1000000 / 40000 }' "$scratch/jmh.csv"
}

test_libraries() {
    [ -s "$scratch/classpath" ] ||
        (cd "$project" && JAVA_HOME=$java_home mvn -B -ntp -q dependency:build-classpath -Dmdep.outputFile="$scratch/classpath" \
            -Dmdep.includeScope=test >"$scratch/classpath.log" 2>&1)
    cat "$scratch/classpath"
}

# decisions WHAT ARGUMENTS...: a row of the figures, and the last one against the first.
decisions() {
    local what=$1 first='' ns words=''
    shift
    for arguments in "$@"; do
        say "decisions: $what ($arguments)"
        # shellcheck disable=SC2086 # three numbers
        ns=$(decision $arguments)
        first=${first:-$ns}
        words="$words${words:+, }$ns ns"
    done
    row "an order and a release decided, $what" "$words" 'the first of these' - \
        "$(awk -v a="$ns" -v b="$first" 'BEGIN { printf "%.2f", a / b }')×"
}

decisions '10,000 and 1,000,000 seats' '10000 1 1' '1000000 1 1'
decisions '1, 16 and 63 legs' '10000 1 1' '10000 16 1' '10000 63 1'
decisions '1, 100 and 10,000 sales' '100 1 1' '100 1 100' '100 1 10000'

# ---- a node over HTTP -----------------------------------------------------------------------------------------------

resident() {
    awk '/^VmRSS/ { printf "%d", $2 / 1024 }' "/proc/$onsale_pid/status"
}

figure() {
    printf '%s/s, %s µs CPU, p99 %s ms' "$(column "$1" 1)" "$(column "$1" 2)" "$(column "$1" 3)"
}

sale_json() {
    printf '{"id":"%s","name":"A night","opensAt":"2020-01-01T00:00:00Z","holdSeconds":86400,"tiers":[{"id":"standing","name":"Standing","capacity":%s,"price":5000,"currency":"EUR"}]}' "$1" "$2"
}

for sales in 1 100 10000; do
    say "a node with $sales sales"
    {
        printf '['
        for ((i = 0; i < sales; i++)); do
            ((i == 0)) || printf ','
            sale_json "night-$i" $((1000000 / sales))
        done
        printf ']'
    } >"$scratch/sales.json"
    start_onsale "sales-$sales" --no-demo --sale "$scratch/sales.json"
    wrk -t1 -c100 -d5s -s "$bench/place.lua" "$onsale_url" -- night- warm "$sales" >/dev/null
    settle
    for ((round = 1; round <= rounds; round++)); do
        wrk_run "$onsale_pid" -t1 -c100 "-d${seconds}s" -s "$bench/place.lua" "$onsale_url" -- night- "run-$round" "$sales" \
            >>"$scratch/sales-$sales.run"
        settle
    done
    resident >"$scratch/sales-$sales.rss"
    stop_servers
done
row 'durable orders over HTTP, spread over 1, 100 and 10,000 sales' \
    "$(figure "$scratch/sales-1.run"); $(figure "$scratch/sales-100.run"); $(figure "$scratch/sales-10000.run")" \
    'one sale' - "$(ratio "$scratch/sales-10000.run" "$scratch/sales-1.run")×"

say "a node with 100 and with 15,000 connections"
start_onsale connections
curl -fsS -m 10 -o /dev/null -H "$token_header" -H 'Content-Type: application/json' "$onsale_url/v1/sales/rush" -X PATCH -d '{"status":"closed"}'
wrk -t1 -c100 -d5s "$onsale_url/buy/ticket" >/dev/null
for ((round = 1; round <= rounds; round++)); do
    for connections in 100 15000; do
        wrk_run "$onsale_pid" -t1 "-c$connections" "-d${seconds}s" -s "$bench/latency.lua" "$onsale_url/buy/ticket" >>"$scratch/connections-$connections.run"
    done
done
row 'refusal from memory on 100 and on 15,000 connections' \
    "$(figure "$scratch/connections-100.run"); $(figure "$scratch/connections-15000.run")" '100 connections' - \
    "$(ratio "$scratch/connections-15000.run" "$scratch/connections-100.run")×"
stop_servers

# ---- restarts -------------------------------------------------------------------------------------------------------

for events in 1000000 10000000; do
    say "a restart with $events events"
    "$java_home/bin/java" -Xmx8g -XX:+UseCompactObjectHeaders --enable-native-access=ALL-UNNAMED \
        --sun-misc-unsafe-memory-access=allow -Dorg.slf4j.simpleLogger.defaultLogLevel=warn \
        -cp "$project/target/test-classes:$project/target/classes:$project/target/lib/*" \
        dev.onsale.bench.LedgerBench restart "$scratch/ledger" "$events" | awk '/^opened/ { print $3 }' >"$scratch/restart-$events.run"
done
row 'restart with 1 and with 10 million events: the ledger is open after' \
    "$(median <"$scratch/restart-1000000.run") s, $(median <"$scratch/restart-10000000.run") s" - '3 s with 1 million' -
