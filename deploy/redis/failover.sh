#!/usr/bin/env bash
# A planned failover of the ledger's Redis while tickets are sold. Another machine becomes the primary, and no order is lost.
#
#   deploy/redis/failover.sh SENTINEL_HOST SENTINEL_PORT [NAME]
#
# REDISCLI_AUTH is the password of Redis, if it has one, and SENTINELCLI_AUTH that of the Sentinel.
#
# SENTINEL FAILOVER by itself does not wait until the replica that it promotes has everything. So the script first pauses writes until
# all replicas have what the primary has. Orders wait meanwhile, for some seconds. Exits with 0 on success; otherwise it says what happened.
set -u
[ $# -ge 2 ] || { sed -n 2,9p "$0"; exit 2; }
sentinel_host=$1 sentinel_port=$2 name=${3:-onsale}
sentinel() {
    env -u REDISCLI_AUTH ${SENTINELCLI_AUTH:+REDISCLI_AUTH="$SENTINELCLI_AUTH"} \
        redis-cli -h "$sentinel_host" -p "$sentinel_port" --raw SENTINEL "$@"
}
pause_millis=30000 patience_seconds=20

primary() { sentinel GET-MASTER-ADDR-BY-NAME "$name" | tr '\n' ' '; }
read -r host port <<< "$(primary)"
[ -n "${port:-}" ] || { echo "The Sentinel at $sentinel_host:$sentinel_port names no primary $name. Nothing was changed."; exit 1; }
redis() { redis-cli -h "$host" -p "$port" --raw "$@"; }

# Replication offsets of the primary and of each replica: "1234 / 1234 1234".
offsets() {
    redis INFO replication | tr -d '\r' | awk -F '[:=,]' '
        /^master_repl_offset:/ { own = $2 }
        /^slave[0-9]+:/ { for (i = 1; i < NF; i++) if ($i == "offset") all = all " " $(i + 1) }
        END { print own " /" all }'
}
go_back() {
    redis CLIENT UNPAUSE > /dev/null
    echo "$1 Nothing was changed; tickets are sold on at $host:$port."
    exit 1
}

echo "The primary is $host:$port. Writes are paused."
[ "$(redis CLIENT PAUSE "$pause_millis" WRITE)" = OK ] || go_back "Writes cannot be paused."
deadline=$((SECONDS + patience_seconds))
while true; do
    read -r own _ replicas <<< "$(offsets)"
    even=1
    for one in ${replicas:-none}; do [ "$one" = "$own" ] || even=0; done
    [ $even = 0 ] || break
    [ $SECONDS -lt $deadline ] || go_back "The replicas did not get everything within $patience_seconds s ($(offsets))."
    sleep 0.05
done
said=$(sentinel FAILOVER "$name")
[ "$said" = OK ] || go_back "The Sentinel says: $said."
# Once the old primary follows the new one, it must accept what that sends: end the pause then.
deadline=$((SECONDS + patience_seconds))
while [ "$(primary)" = "$host $port " ]; do
    if [ $SECONDS -ge $deadline ]; then
        # The failover may still happen: a write here now could be lost.
        echo "The Sentinels have made no other server the primary within $patience_seconds s. Ask them: SENTINEL MASTER $name."
        echo "Writes at $host:$port are paused until $((pause_millis / 1000)) s after the beginning, or until CLIENT UNPAUSE."
        exit 1
    fi
    sleep 0.05
done
redis CLIENT UNPAUSE > /dev/null
read -r host port <<< "$(primary)"
echo "Done: the primary is $host:$port."
