#!/bin/sh
# Sees to the programs that `make test` or `make bench` needs: installs the missing ones where it can (Debian and its
# kin, as root or with a sudo that does not ask), and otherwise names them and fails. Nothing is ever left out quietly.
#
#   tools/prerequisites.sh test|bench
set -eu

# program, Debian package, what it is for
needs() {
    case $1 in
        test)
            echo "mvn maven to build and to run the tests"
            echo "ab apache2-utils to buy at /buy/ticket as the article does"
            echo "redis-server redis-server to keep the ledger of many nodes"
            echo "redis-cli redis-tools to make a cluster of them"
            echo "nginx nginx-light to spread requests over many nodes"
            echo "varnishd varnish to keep answers as caches between buyers and nodes may"
            echo "ip iproute2 to cut the network between hosts of the tests' own"
            echo "gcc gcc to compile what sets the clocks of some nodes wrong"
            echo "postgres postgresql to keep the order book of many nodes"
            echo "shellcheck shellcheck to check the shell scripts"
            ;;
        bench)
            echo "mvn maven to build"
            echo "ab apache2-utils to load the server without keep-alive"
            echo "wrk wrk to load the server with keep-alive"
            echo "nginx nginx-light to compare the sold-out answer with"
            echo "go golang-go to compare connections for one request with"
            echo "curl curl to see that a server is up"
            echo "python3 python3 to read the reports of rehearsals"
            echo "redis-server redis-server to keep the ledger of many nodes"
            echo "redis-benchmark redis-tools to load Redis without the program"
            ;;
        *)
            echo "prerequisites: say test or bench, not '$1'" >&2
            return 1
            ;;
    esac
}

# Prints the lines of what is missing. Debian keeps nginx in a folder that only root has on the PATH, and PostgreSQL in one that
# nobody has.
missing() {
    folders=$PATH:/usr/sbin:/sbin
    for folder in /usr/lib/postgresql/*/bin; do
        folders=$folders:$folder
    done
    needs "$target" | while read -r program package purpose; do
        PATH=$folders command -v "$program" >/dev/null || echo "$program $package $purpose"
    done
}

explain() {
    echo "$1" | while read -r program package purpose; do
        printf '  %s (Debian package %s) %s\n' "$program" "$package" "$purpose" >&2
    done
}

target=${1:-}
needs "$target" >/dev/null
absent=$(missing)
if [ -n "$absent" ] && command -v apt-get >/dev/null; then
    as_root=
    if [ "$(id -u)" -ne 0 ]; then
        as_root="sudo -n"
    fi
    if [ -z "$as_root" ] || sudo -n true 2>/dev/null; then
        echo "prerequisites: installing what is missing:" >&2
        explain "$absent"
        packages=$(echo "$absent" | cut -d ' ' -f 2 | sort -u)
        # The lists of a fresh machine may be empty or old. Words are split on purpose.
        # shellcheck disable=SC2086
        output=$(
            $as_root apt-get update -qq 2>&1 &&
                $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages 2>&1
        ) || printf '%s\n' "$output" >&2
        absent=$(missing)
    fi
fi
if [ -n "$absent" ]; then
    echo "prerequisites: these are missing, install them and try again:" >&2
    explain "$absent"
    exit 1
fi
