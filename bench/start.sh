#!/usr/bin/env bash
# How long from the command to the first answer, and how long when there are a million events to recover from.
set -euo pipefail
# shellcheck source=bench/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
need curl

# first_answer FOLDER: milliseconds from the start of the process to its first answer on /readyz.
first_answer() {
    local port began now pid
    port=$(free_port)
    began=$(date +%s%N)
    "$project/onsale" serve --port "$port" --data "$1" >"$scratch/start.log" 2>&1 &
    pid=$!
    pids+=("$pid")
    until curl -fs -m 1 -o /dev/null "http://127.0.0.1:$port/readyz"; do
        now=$(date +%s%N)
        ((now - began < 120 * 1000000000)) || die "no answer within two minutes: $(tail -n 3 "$scratch/start.log")"
        sleep 0.005
    done
    now=$(date +%s%N)
    kill "$pid"
    wait "$pid" || true
    pids=()
    printf '%s\n' $(((now - began) / 1000000))
}

first_answer "$scratch/warm" >/dev/null
for ((round = 1; round <= rounds; round++)); do
    say "start $round of $rounds"
    first_answer "$scratch/empty-$round" >>"$scratch/start.run"
done
row 'start to first answer, embedded' "$(column "$scratch/start.run" 1) ms" - '0.6 s' -
