#!/usr/bin/env bash
# The headline: a million buyers, ten thousand tickets, server and buyers on the same cores, each round on an empty server.
set -euo pipefail
# shellcheck source=bench/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

for ((round = 1; round <= ${REHEARSALS:-3}; round++)); do
    say "rehearsal $round of ${REHEARSALS:-3}"
    "$project/onsale" rehearse --buyers "${BUYERS:-1000000}" --json >"$scratch/rehearsal-$round.json" 2>"$scratch/rehearse.log" ||
        die "the rehearsal failed: $(tail -n 3 "$scratch/rehearse.log")"
    python3 - "$scratch/rehearsal-$round.json" >>"$scratch/rehearse.run" <<'PYTHON'
import json, sys
report = json.load(open(sys.argv[1]))
usage = {process["name"]: process for process in report["processes"]}
order = next(latency for latency in report["latencies"] if latency["what"] == "order")
print(round(report["seconds"], 1), report["buyers"]["paid"], round(usage["server"]["peakMemoryBytes"] / 2**20),
      round(order["p50Micros"] / 1e3), round(order["p99Micros"] / 1e3), usage["server"]["cpuSeconds"], usage["buyers"]["cpuSeconds"])
PYTHON
done
row 'one million buyers, 10,000 tickets: all answered, audit clean' \
    "$(column "$scratch/rehearse.run" 1) s, $(column "$scratch/rehearse.run" 2) sold and paid; server at most $(column "$scratch/rehearse.run" 3) MiB, \
$(column "$scratch/rehearse.run" 6) s of CPU, buyers $(column "$scratch/rehearse.run" 7) s" \
    - '20 s, 512 MiB' "$(column "$scratch/rehearse.run" 1) s"
