#!/usr/bin/env bash
# Rehearsals on one node, one after the other, for SOAK_SECONDS (600): its memory behind each of them.
set -euo pipefail
# shellcheck source=bench/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
need curl

soak=${SOAK_SECONDS:-600}
start_onsale soak --no-demo
end=$((SECONDS + soak))
while [ "$SECONDS" -lt "$end" ]; do
    say "soak: $((end - SECONDS)) s left"
    "$project/onsale" rehearse --url "$onsale_url" --buyers 200000 --tickets 1000 --arrivals steady:10 --hold 2 --json \
        >"$scratch/soak.json" 2>"$scratch/soak.err" || die "a rehearsal of the soak failed: $(tail -n 3 "$scratch/soak.err")"
    awk '/^VmRSS/ { printf "%d\n", $2 / 1024 }' "/proc/$onsale_pid/status" >>"$scratch/soak.rss"
done
row "a soak of $soak s: $(wc -l <"$scratch/soak.rss") rehearsals of 200,000 buyers, one after the other" \
    "resident MiB after each: $(paste -s -d ' ' "$scratch/soak.rss")" - flat -
