#!/usr/bin/env bash
# Many sales on one Redis, with appendfsync always: a node's start and reconnect, orders over all sales, memory, and how long it takes until seats whose
# holds end in the same moment are for sale again. SALES and HOLDS say of how many.
set -euo pipefail
# shellcheck source=bench/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

need redis-server redis-cli
java_home=$("$project/onsale" --java-home)
say "compiling the measurements"
(cd "$project" && JAVA_HOME=$java_home mvn -B -ntp -q test-compile dependency:copy-dependencies@lib) >"$scratch/compile.log" 2>&1 ||
    die "the measurements do not compile: $(tail -n 5 "$scratch/compile.log")"

# measure SALES HOLDS: a row of SalesBench, on an empty Redis, into $scratch/row. Not in a subshell: the Redis is to end with this script, however that ends.
measure() {
    local port
    port=$(free_port)
    rm -rf "$scratch/redis"
    mkdir -p "$scratch/redis"
    redis-server --port "$port" --bind 127.0.0.1 --dir "$scratch/redis" --save '' --appendonly yes \
        --appendfsync always --auto-aof-rewrite-percentage 0 >"$scratch/redis.log" 2>&1 &
    local redis=$!
    pids+=("$redis")
    for _ in {1..600}; do
        [ "$(redis-cli -p "$port" ping 2>/dev/null)" = PONG ] && break
        sleep 0.1
    done
    "$java_home/bin/java" -Xmx2g -XX:+UseCompactObjectHeaders --enable-native-access=ALL-UNNAMED \
        --sun-misc-unsafe-memory-access=allow -Dorg.slf4j.simpleLogger.defaultLogLevel=warn \
        -cp "$project/target/test-classes:$project/target/classes:$project/target/lib/*" \
        dev.onsale.bench.SalesBench "redis://127.0.0.1:$port" "$@" >"$scratch/row" 2>"$scratch/sales.log" ||
        die "$1 sales of $2 holds cannot be measured: $(grep -v ' INFO \| WARN ' "$scratch/sales.log" | head -n 20)"
    kill "$redis"
    wait "$redis" || true
}

for sales in ${SALES:-1 10 1000 100000}; do
    holds=$((${HOLDS:-200000} / sales))
    measure "$sales" "$holds"
    read -r _ started reconnected rate heap back <"$scratch/row"
    row "start until all of $sales sales are shown" "$started s" "" "" ""
    row "$sales sales: sold again after a cut connection" "$reconnected s" "" "" ""
    row "$sales sales: orders over all of them" "$rate/s" "" "" ""
    row "$sales sales: heap of the ledger" "$heap MiB" "" "" ""
    row "$((sales * holds)) holds of $sales sales end at once: all free after" "$back s" "" "" ""
done
