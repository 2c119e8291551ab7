#!/usr/bin/env bash
# Drives the service, the floor and a HAPI server with the same bodies and prints a table of CPU per request, latency and memory.
# Wants two processors, wrk, a JDK and Maven. Settings: JAVA (the JVM of the servers), WARM_SECONDS and SECONDS_EACH (before and of a run; short ones measure the compiler), SIZES.
set -euo pipefail
cd "$(dirname "$0")"
java=${JAVA:-java}
length=${SECONDS_EACH:-10}
warm=${WARM_SECONDS:-30}
sizes=${SIZES:-200 15 2000}
results=results
mkdir -p "$results"

if [[ ${BUILD:-yes} == yes ]]; then
    (cd .. && ./mvnw -q -B package -Dmaven.test.skip=true && ./mvnw -q -B -Pbench test-compile)
fi
class_path=../target/bench-classes:../target/classes:$(cat ../target/bench-classpath)
"$java" -cp "$class_path" org.cervicalcds.bench.Bodies "$results"

server=0
stop() { if ((server)); then kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; server=0; fi; }
trap stop EXIT

start() { # name heap port
    local command
    case $1 in
        service) command=("$java" "$2" -jar ../target/cervical-cds.jar --server.port="$3" --cervical-cds.sandbox.enabled=false --cervical-cds.cards=../cds-cards) ;;
        floor) command=("$java" "$2" -cp "$class_path" org.cervicalcds.bench.FloorServer "$3") ;;
        hapi) command=("$java" "$2" -cp "$class_path" org.cervicalcds.bench.HapiServer "$3") ;;
    esac
    taskset -c 0 "${command[@]}" >"$results/$1.log" 2>&1 &
    server=$!
    until curl -s -o /dev/null -d @"$results/15.json" -H 'Content-Type: application/json' "http://127.0.0.1:$3/cds-services/cervical-patient-view"; do sleep 0.2; done
}

ticks() { awk '{ sub(/.*\) /, ""); print $12 + $13 }' "/proc/$server/stat"; }

drive() { # size connections seconds port
    taskset -c 1 wrk -t1 -c"$2" -d"$3" --latency -s "$results/$1.lua" "http://127.0.0.1:$4/cds-services/cervical-patient-view"
}

measure() { # name size port: CPU in microseconds a request, requests a second, at saturation
    local before after requests
    drive "$2" 4 "$warm" "$3" >/dev/null
    before=$(ticks)
    drive "$2" 4 "$length" "$3" >"$results/$1-$2.wrk"
    after=$(ticks)
    requests=$(awk '/requests in/ { print $1 }' "$results/$1-$2.wrk")
    awk -v t="$((after - before))" -v r="$requests" -v hz="$(getconf CLK_TCK)" 'BEGIN { printf "%.1f\n", t / hz / r * 1e6 }'
}

declare -A cpu
port=18090
for name in floor service hapi; do
    start "$name" -Xmx1g "$port"
    for size in $sizes; do
        cpu[$name-$size]=$(measure "$name" "$size" "$port")
    done
    stop
    port=$((port + 1))
done

echo "commit $(git rev-parse --short HEAD), $("$java" -version 2>&1 | sed -n 1p), $(nproc) processors, $(date -u +%F)"
goals() { case $1 in 15) echo 3.5 5 ;; 200) echo 1.8 8 ;; *) echo 1.5 20 ;; esac; }
printf '%-8s %12s %12s %12s %10s %-8s %10s %-8s\n' body floor service HAPI /floor verdict 'HAPI/' verdict
for size in $sizes; do
    awk -v s="$size" -v f="${cpu[floor-$size]}" -v o="${cpu[service-$size]}" -v h="${cpu[hapi-$size]}" -v goals="$(goals "$size")" 'BEGIN {
        split(goals, g, " ")
        printf "%-8s %9.1f us %9.1f us %9.1f us %10.2f %-8s %10.2f %-8s\n", s " kB", f, o, h, o / f, (o / f <= g[1] ? "met" : "missed"), h / o, (h / o >= g[2] ? "met" : "missed")
    }'
done

start service -Xmx128m "$port"
drive 200 4 "$length" "$port" >"$results/small-heap.wrk"
rss=$(awk '/VmRSS/ { print int($2 / 1024) }' "/proc/$server/status")
echo "200 kB at saturation under -Xmx128m: RSS $rss MB (goal 300), $(grep -c 'Non-2xx' "$results/small-heap.wrk" || true) lines of errors"
# One connection keeps the server about half busy, since the driver takes its own time on the other processor.
drive 200 1 "$length" "$port" >"$results/latency.wrk"
echo "200 kB, one connection: $(grep -E '50%|99%|Latency' "$results/latency.wrk" | tr -s ' \n' ' ') (goal p99 5 ms)"
stop
