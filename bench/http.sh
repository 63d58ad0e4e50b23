#!/usr/bin/env bash
# What a node does over HTTP, each figure against its yardstick in the same minute: one run of the one, one of the other, ROUNDS
# times over, medians of the pairwise quotients.
set -euo pipefail
# shellcheck source=bench/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
need wrk ab nginx go curl

connections=(-t1 -c100 "-d${seconds}s")
token_header="Authorization: Bearer bench-token-of-no-importance-0123456789"

# open_concert ID [SEATS]: a sale with so many seats, or a million.
open_concert() {
    curl -fsS -m 10 -o /dev/null -H "$token_header" -H 'Content-Type: application/json' "$onsale_url/v1/sales" \
        -d '{"id":"'"$1"'","name":"A night with a million guests","holdSeconds":86400,
             "tiers":[{"id":"standing","name":"Standing","capacity":'"${2:-1000000}"',"price":5000,"currency":"EUR"}]}'
}

say "starting a node, nginx and a Go server"
start_onsale http
start_nginx
start_go

say "selling the 10,000 tickets of the rush"
ab -q -n 12000 -c 100 "$onsale_url/buy/ticket" >"$scratch/rush.txt" 2>&1
curl -fs "$onsale_url/buy/ticket" | grep -q '"code":-1' || die "the rush did not sell out"

say "warming up"
wrk "${connections[@]}" "$onsale_url/buy/ticket" >/dev/null
wrk "${connections[@]}" "$nginx_url/buy/ticket" >/dev/null
open_concert warm
wrk "${connections[@]}" -s "$bench/place.lua" "$onsale_url" -- warm warm >/dev/null
wrk "${connections[@]}" "$onsale_url/v1/sales/g1" >/dev/null
open_concert gone 1
wrk "${connections[@]}" -s "$bench/place.lua" "$onsale_url" -- gone warm >/dev/null
ab_run "$onsale_url/buy/ticket" >/dev/null

for ((round = 1; round <= rounds; round++)); do
    say "round $round of $rounds"
    settle
    wrk_run "$nginx_pid" "${connections[@]}" -s "$bench/latency.lua" "$nginx_url/buy/ticket" >>"$scratch/nginx.run"
    wrk_run "$onsale_pid" "${connections[@]}" -s "$bench/latency.lua" "$onsale_url/buy/ticket" >>"$scratch/soldout.run"
    wrk_run "$onsale_pid" "${connections[@]}" -s "$bench/latency.lua" "$onsale_url/v1/sales/g1" >>"$scratch/read.run"
    # Its answers are no success by their status, so wrk counts them all as errors.
    wrk_run "$onsale_pid" "${connections[@]}" -s "$bench/place.lua" "$onsale_url" -- gone "run-$round" >>"$scratch/refused.run"
    open_concert "night-$round"
    wrk_run "$onsale_pid" "${connections[@]}" -s "$bench/place.lua" "$onsale_url" -- "night-$round" "run-$round" >>"$scratch/order.run"
    settle
    open_concert "crowd-$round"
    wrk_run "$onsale_pid" -t1 -c1000 "-d${seconds}s" -s "$bench/place.lua" "$onsale_url" -- "crowd-$round" "run-$round" >>"$scratch/crowd.run"
    settle
    ab_run "$go_url/buy/ticket" >>"$scratch/go.run"
    ab_run "$onsale_url/buy/ticket" >>"$scratch/churn.run"
    ab_run "$nginx_url/buy/ticket" >>"$scratch/nginx-churn.run"
done

figure() {
    printf '%s/s, %s µs CPU, p99 %s ms, p99.9 %s ms' "$(column "$1" 1)" "$(column "$1" 2)" "$(column "$1" 3)" "$(column "$1" 5)"
}

# shellcheck disable=SC2016 # the back-ticks are Markdown's
row 'sold-out answer, keep-alive, `wrk -t1 -c100`' "$(figure "$scratch/soldout.run")" \
    "nginx \`return 200\`: $(figure "$scratch/nginx.run")" 1.2× "$(ratio "$scratch/soldout.run" "$scratch/nginx.run")×"
# shellcheck disable=SC2016
row 'order of another buyer each time, sold out, `wrk -t1 -c100`' "$(figure "$scratch/refused.run")" \
    "nginx \`return 200\`" 1.0× "$(ratio "$scratch/refused.run" "$scratch/nginx.run")×"
# shellcheck disable=SC2016
row 'the sold-out answer without keep-alive, `ab -c 100`' "$(column "$scratch/churn.run" 1)/s" \
    "nginx: $(column "$scratch/nginx-churn.run" 1)/s (Go net/http: $(column "$scratch/go.run" 1)/s)" 1.0× \
    "$(ratio "$scratch/churn.run" "$scratch/nginx-churn.run")×"
# shellcheck disable=SC2016
row 'order placed and durable over HTTP, `wrk -t1 -c100`' "$(figure "$scratch/order.run")" \
    "nginx \`return 200\`" '0.6×, p99 8 ms' "$(ratio "$scratch/order.run" "$scratch/nginx.run")×"
row 'the same with 1,000 connections' "$(figure "$scratch/crowd.run")" \
    "nginx \`return 200\`" 'p99 25 ms' "$(ratio "$scratch/crowd.run" "$scratch/nginx.run")×"
row 'availability read' "$(figure "$scratch/read.run")" \
    "the node's sold-out answer" 0.9× "$(ratio "$scratch/read.run" "$scratch/soldout.run")×"
awk '{ errors += $4 } END { exit errors > 0 }' "$scratch"/{soldout,read,order,crowd}.run ||
    die "some answers were errors: the figures above do not count"
