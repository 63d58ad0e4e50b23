# shellcheck shell=bash
# What the measurements share: a scratch folder, servers that end with the script, medians, ratios. To be sourced.

bench=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
project=$(dirname "$bench")
# shellcheck disable=SC2034 # for those who source this
rounds=${ROUNDS:-5}
# shellcheck disable=SC2034
seconds=${SECONDS_A_RUN:-6}
scratch=$(mktemp -d "${TMPDIR:-/tmp}/onsale-bench.XXXXXX")
pids=()

stop_servers() {
    local pid
    for pid in "${pids[@]}"; do
        kill "$pid" 2>/dev/null || continue
    done
    for pid in "${pids[@]}"; do
        wait "$pid" 2>/dev/null || true
    done
    pids=()
}

finish() {
    stop_servers
    rm -rf "$scratch"
}
trap finish EXIT
trap 'exit 130' INT TERM

say() {
    printf 'bench: %s\n' "$*" >&2
}

die() {
    say "$*"
    exit 1
}

need() {
    local tool
    for tool in "$@"; do
        command -v "$tool" >/dev/null || die "$tool is needed and was not found: run tools/prerequisites.sh bench"
    done
}

# A port that nobody listens on now.
free_port() {
    local port
    for _ in {1..100}; do
        port=$((20000 + RANDOM % 20000))
        if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
            printf '%s' "$port"
            return
        fi
    done
    die "found no free port"
}

# await URL: until it answers, a minute at the most.
await() {
    for _ in {1..600}; do
        curl -fs -m 2 -o /dev/null "$1" && return
        sleep 0.1
    done
    die "$1 did not answer within a minute; its log: $(tail -n 5 "$scratch"/*.log)"
}

# median, of the numbers on standard input
median() {
    sort -g | awk '{ v[NR] = $1 } END { print (NR % 2) ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'
}

# start_onsale NAME ARGS...: a node on a fresh folder; sets onsale_url and onsale_pid.
start_onsale() {
    local name=$1 port
    shift
    port=$(free_port)
    export ONSALE_OPERATOR_TOKEN=bench-token-of-no-importance-0123456789
    "$project/onsale" serve --port "$port" --data "$scratch/$name" "$@" >"$scratch/$name.log" 2>&1 &
    onsale_pid=$!
    pids+=("$onsale_pid")
    onsale_url=http://127.0.0.1:$port
    await "$onsale_url/readyz"
}

# settle: waits until the order book has caught up with the orders, so that it does not weigh on the next run.
settle() {
    for _ in {1..600}; do
        curl -fs -m 2 "$onsale_url/metrics" | awk '/^onsale_orderbook_lag/ { found = 1; lag = $2 } END { exit !(found && lag == 0) }' && return
        sleep 0.2
    done
    die "the order book did not catch up within two minutes"
}

start_nginx() {
    local port
    port=$(free_port)
    mkdir -p "$scratch/nginx"
    sed -e "s#@DIR@#$scratch/nginx#g" -e "s#@PORT@#$port#g" "$bench/nginx.conf.in" >"$scratch/nginx/nginx.conf"
    nginx -p "$scratch/nginx" -c "$scratch/nginx/nginx.conf" >"$scratch/nginx.log" 2>&1 &
    nginx_pid=$!
    pids+=("$nginx_pid")
    nginx_url=http://127.0.0.1:$port
    await "$nginx_url/buy/ticket"
}

start_go() {
    local port
    port=$(free_port)
    (cd "$bench/go" && GO111MODULE=off GOCACHE="$scratch/go-cache" go build -o "$scratch/churn" churn.go)
    "$scratch/churn" "127.0.0.1:$port" >"$scratch/go.log" 2>&1 &
    go_pid=$!
    pids+=("$go_pid")
    go_url=http://127.0.0.1:$port
    await "$go_url/buy/ticket"
}

# cpu_ticks PID: user and system time of a process and its children so far, in hundredths of a second.
cpu_ticks() {
    local pid total=0 stat
    for pid in "$1" $(pgrep -P "$1" || true); do
        stat=$(<"/proc/$pid/stat") || continue
        # shellcheck disable=SC2086
        set -- ${stat##*) }
        total=$((total + ${12} + ${13}))
    done
    printf '%s' "$total"
}

# wrk_run PID ARGS...: one run; prints "requests/s  server CPU µs a request  p99 ms  errors  p99.9 ms".
wrk_run() {
    local pid=$1 before after out
    shift
    before=$(cpu_ticks "$pid")
    out=$(wrk "$@")
    after=$(cpu_ticks "$pid")
    awk -v ticks=$((after - before)) '
        / requests in / { requests = $1 }
        /^Requests\/sec:/ { rate = $2 }
        /^p99_us / { p99 = $2 / 1000; p999 = $4 / 1000 }
        /Non-2xx/ { errors = $NF }
        /Socket errors/ { gsub(",", ""); errors += $4 + $6 + $8 + $10 }
        END { printf "%.0f %.2f %.2f %d %.2f\n", rate, ticks * 10000 / requests, p99, errors, p999 }' <<<"$out"
}

# ab_run URL: one run without keep-alive; prints "requests/s failed".
ab_run() {
    ab -q -n "${AB_REQUESTS:-40000}" -c 100 "$1" 2>&1 |
        awk '/^Requests per second/ { rate = $4 } /^Failed requests/ { failed = $3 } END { printf "%.0f %d\n", rate, failed }'
}

# ratio A-FILE B-FILE: median of the pairwise quotients of their first columns.
ratio() {
    paste -d ' ' "$1" "$2" | awk -v columns="$(head -n 1 "$1" | wc -w)" '{ printf "%.4f\n", $1 / $(columns + 1) }' | median |
        awk '{ printf "%.2f", $1 }'
}

# column FILE N: median of the N-th column.
column() {
    awk -v n="$2" '{ print $n }' "$1" | median
}

# row WHAT FIGURE AGAINST GOAL GOT: one line of the table, in which GOT and GOAL are quotients or "-".
row() {
    printf '| %s | %s | %s | %s | %s |\n' "$@" | tee -a "$scratch/table.md"
}
