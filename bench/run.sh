#!/usr/bin/env bash
# Drives the service, the floor and a HAPI server with the same bodies and prints the table of docs/performance.md with its verdicts.
# Wants two processors, wrk, curl, a JDK and Maven. Settings: JAVA (the JVM of the servers), WARM_SECONDS of each server and SETTLE_SECONDS of each of its
# cells (less measures its compiler), SECONDS_EACH of a run, PACED_SECONDS at half the saturation rate before the minute that counts (what happens once for
# many calls is compiled late), CONNECTIONS, SIZES, TABLE=only (without the rows below the table), BUILD=no.
set -euo pipefail
cd "$(dirname "$0")"
java=${JAVA:-java}
length=${SECONDS_EACH:-10}
warm=${WARM_SECONDS:-60}
settle=${SETTLE_SECONDS:-15}
paced=${PACED_SECONDS:-120}
connections=${CONNECTIONS:-4}
sizes=${SIZES:-15 200 2000}
results=results
mkdir -p "$results"

if [[ ${BUILD:-yes} == yes ]]; then
    (cd .. && ./mvnw -q -B package -Dmaven.test.skip=true && ./mvnw -q -B -Pbench test-compile)
fi
class_path=../target/bench-classes:../target/classes:$(cat ../target/bench-classpath)
JAVA=$java ./bodies.sh >/dev/null
rm -rf "$results/ten-times" "$results/ten-times-cards"
"$java" -cp "$class_path" org.cervicalcds.bench.Growth ../cds-cards "$results/ten-times" 10
"$java" -cp "$class_path" org.cervicalcds.bench.Growth ../cds-cards "$results/ten-times-cards" 10 shared

server=0
port=18090
stop() { if ((server)); then kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; server=0; fi; }
trap stop EXIT

start() { # name heap [cards]
    stop
    port=$((port + 1))
    rm -rf "$results/data"
    local command
    case $1 in
        service) command=("$java" "$2" "-Xlog:gc:file=$results/gc.log" -jar ../target/cervical-cds.jar --server.port="$port" --cervical-cds.sandbox.enabled=false --cervical-cds.cards="${3:-../cds-cards}" --cervical-cds.data="$results/data") ;;
        floor) command=("$java" "$2" -cp "$class_path" org.cervicalcds.bench.FloorServer "$port") ;;
        spring) command=("$java" "$2" -cp "$class_path" org.cervicalcds.bench.SpringServer "$port") ;;
        hapi) command=("$java" "$2" -cp "$class_path" org.cervicalcds.bench.HapiServer "$port") ;;
    esac
    taskset -c 0 "${command[@]}" >"$results/$1.log" 2>&1 &
    server=$!
    until [[ $(answer) == 200 ]]; do
        kill -0 "$server" || { echo "the server did not start, see $results/$1.log" >&2; exit 1; }
        sleep 0.2
    done
}

answer() {
    curl -s -o /dev/null -w '%{http_code}' -d @"$results/15.json" -H 'Content-Type: application/json' "http://127.0.0.1:$port/cds-services/cervical-patient-view" || true
}

ticks() { awk '{ sub(/.*\) /, ""); print $12 + $13 }' "/proc/$server/stat"; }

drive() { # size seconds
    taskset -c 1 wrk -t1 -c"$connections" -d"$2" --latency -s call.lua "http://127.0.0.1:$port/cds-services/cervical-patient-view" -- "$results/$1.json"
}

requests() { awk '/requests in/ { print $1 }' "$1"; }

measure() { # name size: CPU in microseconds a request at saturation
    local before after file=$results/$1-$2.wrk
    drive "$2" "$settle" >/dev/null
    before=$(ticks)
    drive "$2" "$length" >"$file"
    after=$(ticks)
    if grep -qE "Non-2xx|Socket errors" "$file"; then echo "$1 did not answer with 200 at $2 kB" >&2; exit 1; fi
    awk -v t="$((after - before))" -v r="$(requests "$file")" -v hz="$(getconf CLK_TCK)" 'BEGIN { printf "%.1f\n", t / hz / r * 1e6 }'
}

verdict() { # figure goal, met when not greater
    awk -v f="$1" -v g="$2" 'BEGIN { print (f <= g ? "met" : "missed") }'
}

declare -A cpu
for name in floor service hapi; do
    start "$name" -Xmx1g
    drive 200 "$warm" >/dev/null
    for size in $sizes; do
        cpu[$name-$size]=$(measure "$name" "$size")
    done
done

echo "commit $(git rev-parse --short HEAD), $("$java" -version 2>&1 | sed -n 1p), $(nproc) processors, $(date -u +%F)"
goals() { case $1 in 15) echo 3.5 5 ;; 200) echo 1.8 8 ;; *) echo 1.5 20 ;; esac; }
printf '%-8s %12s %12s %12s %10s %-8s %10s %-8s\n' body floor service HAPI /floor verdict HAPI/ verdict
for size in $sizes; do
    awk -v s="$size" -v f="${cpu[floor-$size]}" -v o="${cpu[service-$size]}" -v h="${cpu[hapi-$size]}" -v goals="$(goals "$size")" 'BEGIN {
        split(goals, g, " ")
        printf "%-8s %9.1f us %9.1f us %9.1f us %10.2f %-8s %10.2f %-8s\n", s " kB", f, o, h, o / f, (o / f <= g[1] ? "met" : "missed"), h / o, (h / o >= g[2] ? "met" : "missed")
    }'
done

if [[ ${TABLE:-} == only ]]; then exit; fi

if [[ -n ${cpu[service-200]:-} && -n ${cpu[service-2000]:-} ]]; then
    times=$(awk -v a="${cpu[service-200]}" -v b="${cpu[service-2000]}" 'BEGIN { printf "%.1f", b / a }')
    echo "growth with the body: 10 times the bytes cost $times times the CPU (goal: linear, $(verdict "$times" 11))"
fi
growth() { # content what
    start service -Xmx1g "$1"
    # As long as the service had run above when it came to 200 kB.
    drive 200 "$((warm + settle + length))" >/dev/null
    times=$(awk -v a="${cpu[service-200]}" -v b="$(measure service 200)" 'BEGIN { printf "%.2f", b / a }')
    echo "growth with the cards: 10 times the $2 cost $times times the CPU at 200 kB (goal 1.3, $(verdict "$times" 1.3))"
}
growth "$results/ten-times-cards" cards
growth "$results/ten-times" "cards and findings"

start spring -Xmx1g
drive 15 "$warm" >/dev/null
echo "Spring MVC alone, which reads the bytes and answers a constant: $(measure spring 15) us at 15 kB"

start service -Xmx1g
drive 200 "$warm" >/dev/null
lines=$(wc -l <"$results/gc.log")
drive 200 "$length" >"$results/saturated.wrk"
# What each collection found minus what the one before it left.
allocated=$(awk -v from="$lines" 'match($0, /[0-9]+M->[0-9]+M/) {
        split(substr($0, RSTART, RLENGTH), m, /M->|M/)
        if (NR > from && seen) total += m[1] - left
        left = m[2]; seen = 1
    } END { print total * 1048576 }' "$results/gc.log")
each=$(awk -v a="$allocated" -v r="$(requests "$results/saturated.wrk")" 'BEGIN { printf "%.0f", a / r / 1000 }')
echo "allocated for a request of 200 kB, all threads: $each kB (goal 340, $(verdict "$each" 340))"
rate=$(awk '/Requests.sec/ { printf "%.0f", $2 / 2 }' "$results/saturated.wrk")
# In one go: closing connections and making new ones takes the service where its compiled code had never been, and it is compiled anew.
paced=$(taskset -c 1 "$java" -cp "$class_path" org.cervicalcds.bench.Pace "$port" "$results/200.json" "$rate" 60 "$paced")
echo "200 kB at half the saturation rate for a minute: $paced (goals: p99 5 ms, longest 50 ms)"

start service -Xmx128m
drive 200 "$length" >"$results/small-heap.wrk"
rss=$(awk '/VmRSS/ { print int($2 / 1024) }' "/proc/$server/status")
echo "200 kB at saturation under -Xmx128m: RSS $rss MB (goal 300, $(verdict "$rss" 300)), $(grep -c Non-2xx "$results/small-heap.wrk" || true) lines of errors"
stop
