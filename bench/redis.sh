#!/usr/bin/env bash
# The ledger on Redis, with appendfsync always: orders that travel together, against one order a call of the same function, and against a
# bare script that counts tickets and keeps no order. What it is held against is asked by redis-benchmark, on 50 connections. The runs
# take turns, each on an empty Redis.
set -euo pipefail
# shellcheck source=bench/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

need redis-server redis-cli redis-benchmark
orders=${REDIS_ORDERS:-200000}
calls=${REDIS_CALLS:-60000}
java_home=$("$project/onsale" --java-home)
say "compiling the measurements"
(cd "$project" && JAVA_HOME=$java_home mvn -B -ntp -q test-compile dependency:copy-dependencies@lib) >"$scratch/compile.log" 2>&1 ||
    die "the measurements do not compile: $(tail -n 5 "$scratch/compile.log")"

start_redis() {
    redis_port=$(free_port)
    rm -rf "$scratch/redis"
    mkdir -p "$scratch/redis"
    redis-server --port "$redis_port" --bind 127.0.0.1 --dir "$scratch/redis" --save '' --appendonly yes \
        --appendfsync always --auto-aof-rewrite-percentage 0 >"$scratch/redis.log" 2>&1 &
    pids+=($!)
    for _ in {1..600}; do
        [ "$(redis-cli -p "$redis_port" ping 2>/dev/null)" = PONG ] && return
        sleep 0.1
    done
    die "redis-server did not start: $(tail -n 3 "$scratch/redis.log")"
}

ledger() {
    "$java_home/bin/java" -Xmx2g -XX:+UseCompactObjectHeaders --enable-native-access=ALL-UNNAMED \
        --sun-misc-unsafe-memory-access=allow -Dorg.slf4j.simpleLogger.defaultLogLevel=warn \
        -cp "$project/target/test-classes:$project/target/classes:$project/target/lib/*" \
        dev.onsale.bench.RedisBench "redis://127.0.0.1:$redis_port" "$@"
}

# benchmark CALLS COMMAND...: calls a second.
benchmark() {
    redis-benchmark -p "$redis_port" -c 50 -n "$1" -r 1000000000 --csv "${@:2}" | awk -F '"' 'END { print $4 }'
}

# Each order has an id, a buyer and a key of its own, of random digits: no id may come twice. What comes last is its form, as
# src/main/resources/redis/head.lua lays it down. redis-benchmark sends no zero bytes, so the order is of a far time and dear; "fixed" makes that time count.
one_a_call() {
    ledger open 0
    benchmark "$calls" FCALL onsale_ask 1 '{rush}:sale' fixed place order-__rand_int__-__rand_int__ '18:buyer-__rand_int__key-__rand_int__' \
        $'\1\1\1\1\1\1\1\1\1\1\1\5floor\1\1\1\1\1\1\1\1\3EUR'
    [ "$(redis-cli -p "$redis_port" hlen '{rush}:orders')" -gt $((calls * 99 / 100)) ] || die "the orders were not accepted"
}

# What a shop begins with: if there is a ticket left, count one as sold.
bare_script() {
    local sha
    redis-cli -p "$redis_port" hset stock tickets 1000000 sold 0 >"$scratch/hset.log"
    sha=$(redis-cli -p "$redis_port" script load "
        local sold = tonumber(redis.call('HGET', KEYS[1], 'sold'))
        if sold + tonumber(ARGV[1]) > tonumber(redis.call('HGET', KEYS[1], 'tickets')) then
            return 0
        end
        redis.call('HINCRBY', KEYS[1], 'sold', ARGV[1])
        return 1")
    benchmark "$calls" EVALSHA "$sha" 1 stock 1
    [ "$(redis-cli -p "$redis_port" hget stock sold)" -eq "$calls" ] || die "the tickets were not counted"
}

for ((round = 1; round <= rounds; round++)); do
    for what in concert one bare train; do
        say "redis: $what, round $round of $rounds"
        start_redis
        case $what in
            one) one_a_call ;;
            bare) bare_script ;;
            *) ledger "$what" "$orders" ;;
        esac >>"$scratch/$what.run"
        stop_servers
    done
done

figure() {
    printf '%.0f/s' "$(column "$scratch/$1.run" 1)"
}

row "orders through Redis, appendfsync always ($(column "$scratch/concert.run" 2) a call)" "$(figure concert)" \
    "one order a call, 50 connections: $(figure one)" 6× "$(ratio "$scratch/concert.run" "$scratch/one.run")×"
row 'the same' "$(figure concert)" "a bare script that keeps no order, 50 connections: $(figure bare)" 2× \
    "$(ratio "$scratch/concert.run" "$scratch/bare.run")×"
row 'the same on a train of 63 legs, random journeys' "$(figure train)" 'the concert' - \
    "$(ratio "$scratch/train.run" "$scratch/concert.run")×"
