#!/usr/bin/env bash
# The embedded ledger in process, without HTTP: durable orders against SQLite with a row for each order, the tail of its commits, the
# restart, and what an order and a seat weigh.
set -euo pipefail
# shellcheck source=bench/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

java_home=$("$project/onsale" --java-home)
say "compiling the measurements"
(cd "$project" && JAVA_HOME=$java_home mvn -B -ntp -q test-compile dependency:copy-dependencies@lib) >"$scratch/compile.log" 2>&1 ||
    die "the measurements do not compile: $(tail -n 5 "$scratch/compile.log")"

# run_bench WHAT ARGS...: prints its lines.
run_bench() {
    local what=$1
    shift
    say "ledger: $what"
    "$java_home/bin/java" -Xmx2g -XX:+UseCompactObjectHeaders --enable-native-access=ALL-UNNAMED \
        --sun-misc-unsafe-memory-access=allow -Dorg.slf4j.simpleLogger.defaultLogLevel=warn \
        -cp "$project/target/test-classes:$project/target/classes:$project/target/lib/*" \
        dev.onsale.bench.LedgerBench "$what" "$scratch/ledger" "$@"
}

while read -r _ batch _ rate _ _ _ _ keyed_rate keyed _ _ bare_rate bare; do
    row "durable orders in process, $batch a batch" "$rate/s" \
        "SQLite with a row for each order and unique keys: ${keyed_rate%:}/s (${bare%x}× a row without keys: ${bare_rate%:}/s)" 4× "${keyed%x}×"
done < <(run_bench orders 64 512 4096 | sed "s,orders/s,,")

run_bench tails 64 | sort -k 15 -n | sed -n 3p | while read -r line; do
    row 'time of a commit, 64 orders a batch' "$(sed 's/.*commits *//; s/ us/ µs/g; s/  */ /g' <<<"$line")" - - -
done

run_bench restart 1000000 | awk '/^opened/ { print $3 }' >"$scratch/restart.run"
row 'restart with 1,000,000 events: the ledger is open after' "$(median <"$scratch/restart.run") s" - '2 s' -

read -r seat _ _ _ order _ < <(run_bench memory 1000000)
row 'memory for each seat of a concert, and for each order' "$seat and $order bytes" - - -
