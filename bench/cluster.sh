#!/usr/bin/env bash
# The article's set-up: four nodes by weight behind nginx, one ledger on Redis, `appendfsync always`. What reaches Redis of a rush, and what
# nginx and four nodes answer against one node that is asked directly. All of it shares the machine with the load tool.
set -euo pipefail
# shellcheck source=bench/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
need wrk ab nginx redis-server redis-cli curl

connections=(-t1 -c100 "-d${seconds}s")
requests=200000
tickets=10000
token_header="Authorization: Bearer bench-token-of-no-importance-0123456789"

say "starting Redis, four nodes and nginx"
redis_port=$(free_port)
mkdir "$scratch/redis"
redis-server --port "$redis_port" --bind 127.0.0.1 --dir "$scratch/redis" --save '' --appendonly yes --appendfsync always \
    >"$scratch/redis.log" 2>&1 &
redis_pid=$!
pids+=("$redis_pid")
until redis-cli -p "$redis_port" ping >/dev/null 2>&1; do
    kill -0 "$redis_pid" 2>/dev/null || die "Redis did not start: $(tail -n 5 "$scratch/redis.log")"
    sleep 0.1
done
export ONSALE_LEDGER=redis://127.0.0.1:$redis_port
export ONSALE_JAVA_OPTS=-Xmx256m
urls=()
nodes=()
node_pids=()
for weight in 1 2 3 4; do
    start_onsale "node$weight" --weight "$weight"
    urls+=("$onsale_url")
    nodes+=(--node "${onsale_url#http://}=$weight")
    node_pids+=("$onsale_pid")
done
front_port=$(free_port)
mkdir "$scratch/front"
chmod 755 "$scratch" "$scratch/front"
"$project/onsale" nginx "${nodes[@]}" --listen "127.0.0.1:$front_port" --trust-buyer-header --requests-per-second 0 --connections 0 \
    --folder "$scratch/front" >"$scratch/front/nginx.conf"
nginx -c "$scratch/front/nginx.conf" -g 'daemon off;' >"$scratch/front.log" 2>&1 &
front_pid=$!
pids+=("$front_pid")
front_url=http://127.0.0.1:$front_port
await "$front_url/livez"

# figure_of NAME: a figure of /metrics, over all nodes.
figure_of() {
    local url
    for url in "${urls[@]}"; do
        curl -fsS -m 5 "$url/metrics"
    done | awk -v name="$1" '$1 == name || index($1, name "{") == 1 { sum += $2 } END { printf "%.0f", sum }'
}

calls_of_redis() {
    redis-cli -p "$redis_port" info commandstats | tr -d '\r' | awk -F '[=,]' '/^cmdstat_fcall:/ { printf "%d", $2 }'
}

say "selling the $tickets tickets of the rush to $requests requests"
calls_before=$(calls_of_redis)
commands_before=$(figure_of onsale_ledger_batch_commands_sum)
ab -q -k -n "$requests" -c 100 "$front_url/buy/ticket" >"$scratch/rush.txt" 2>&1
rate=$(awk '/^Requests per second/ { printf "%.0f", $4 }' "$scratch/rush.txt")
calls=$(($(calls_of_redis) - ${calls_before:-0}))
commands=$(($(figure_of onsale_ledger_batch_commands_sum) - commands_before))
curl -fs "$front_url/buy/ticket" | grep -q '"code":-1' || die "the rush did not sell out"

say "warming up"
for url in "${urls[@]}" "$front_url"; do
    wrk -t1 -c100 -d3s "$url/buy/ticket" >/dev/null
done

# open_concert ID: a sale with a million seats, known to all nodes.
open_concert() {
    local url
    curl -fsS -m 10 -o /dev/null -H "$token_header" -H 'Content-Type: application/json' "${urls[0]}/v1/sales" \
        -d '{"id":"'"$1"'","name":"A night with a million guests","holdSeconds":86400,
             "tiers":[{"id":"standing","name":"Standing","capacity":1000000,"price":5000,"currency":"EUR"}]}'
    for url in "${urls[@]}"; do
        await "$url/v1/sales/$1"
    done
}

for ((round = 1; round <= rounds; round++)); do
    say "round $round of $rounds"
    wrk_run "${node_pids[0]}" "${connections[@]}" -s "$bench/latency.lua" "${urls[0]}/buy/ticket" >>"$scratch/one-soldout.run"
    wrk_run "$front_pid" "${connections[@]}" -s "$bench/latency.lua" "$front_url/buy/ticket" >>"$scratch/four-soldout.run"
    open_concert "one-$round"
    wrk_run "${node_pids[0]}" "${connections[@]}" -s "$bench/place.lua" "${urls[0]}" -- "one-$round" "run-$round" >>"$scratch/one-order.run"
    open_concert "four-$round"
    wrk_run "$front_pid" "${connections[@]}" -s "$bench/place.lua" "$front_url" -- "four-$round" "run-$round" >>"$scratch/four-order.run"
done

row "commands that reach Redis in a rush of $requests requests for $tickets tickets, through nginx and four nodes" \
    "$commands, in $calls calls; $rate requests/s" "a command for each request" - \
    "$(awk -v a="$requests" -v b="$commands" 'BEGIN { printf "%.1f", a / b }')× fewer"
row 'sold-out answer through nginx and four nodes, keep-alive' \
    "$(column "$scratch/four-soldout.run" 1)/s, p99 $(column "$scratch/four-soldout.run" 3) ms" \
    "one node, asked directly: $(column "$scratch/one-soldout.run" 1)/s, p99 $(column "$scratch/one-soldout.run" 3) ms" - \
    "$(ratio "$scratch/four-soldout.run" "$scratch/one-soldout.run")×"
row 'durable order on Redis through nginx and four nodes' \
    "$(column "$scratch/four-order.run" 1)/s, p99 $(column "$scratch/four-order.run" 3) ms" \
    "one node, asked directly: $(column "$scratch/one-order.run" 1)/s, p99 $(column "$scratch/one-order.run" 3) ms" - \
    "$(ratio "$scratch/four-order.run" "$scratch/one-order.run")×"
awk '{ errors += $4 } END { exit errors > 0 }' "$scratch"/*.run || die "some answers were errors: the figures above do not count"
