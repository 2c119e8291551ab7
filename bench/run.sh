#!/usr/bin/env bash
# Drives the service, the floor and a HAPI server with the same bodies and prints the table of docs/performance.md with its verdicts.
# Wants two processors, wrk, curl, a JDK and Maven. Settings: JAVA (the JVM of the servers), WARM_SECONDS of each server and SETTLE_SECONDS of each of its
# cells (less measures its compiler), ROUNDS of a cell and SECONDS_EACH of a round, PACED_SECONDS at half the saturation rate before the minute that counts (what happens once for
# many calls is compiled late), CONNECTIONS, SIZES, TABLE=only (without the rows below the table), BUILD=no.
set -euo pipefail
cd "$(dirname "$0")"
java=${JAVA:-java}
length=${SECONDS_EACH:-4}
rounds=${ROUNDS:-3}
saturated=10
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

declare -A pid ports
port=18090
stop() { # all of them
    local name
    for name in "${!pid[@]}"; do
        kill "${pid[$name]}" 2>/dev/null || true
        wait "${pid[$name]}" 2>/dev/null || true
    done
    pid=()
}
trap stop EXIT

start() { # name kind heap [cards]
    port=$((port + 1))
    rm -rf "$results/data-$1"
    local command
    case $2 in
        speaking) command=("$java" "$3" -jar ../target/cervical-cds.jar --server.port="$port" --cervical-cds.sandbox.enabled=false --cervical-cds.quiet.without-token=true --cervical-cds.cards=../cds-cards --cervical-cds.data="$results/data-$1") ;;
        service) command=("$java" "$3" "-Xlog:gc:file=$results/gc-$1.log" -jar ../target/cervical-cds.jar --server.port="$port" --cervical-cds.sandbox.enabled=false --cervical-cds.cards="${4:-../cds-cards}" --cervical-cds.data="$results/data-$1") ;;
        floor) command=("$java" "$3" -cp "$class_path" org.cervicalcds.bench.FloorServer "$port") ;;
        spring) command=("$java" "$3" -cp "$class_path" org.cervicalcds.bench.SpringServer "$port") ;;
        hapi) command=("$java" "$3" -cp "$class_path" org.cervicalcds.bench.HapiServer "$port") ;;
    esac
    taskset -c 0 "${command[@]}" >"$results/$1.log" 2>&1 &
    pid[$1]=$!
    ports[$1]=$port
    until [[ $(answer "$1") == 200 ]]; do
        kill -0 "${pid[$1]}" || { echo "the server did not start, see $results/$1.log" >&2; exit 1; }
        sleep 0.2
    done
}

answer() { # name
    curl -s -o /dev/null -w '%{http_code}' -d @"$results/15.json" -H 'Content-Type: application/json' "http://127.0.0.1:${ports[$1]}/cds-services/cervical-patient-view" || true
}

ticks() { awk '{ sub(/.*\) /, ""); print $12 + $13 }' "/proc/${pid[$1]}/stat"; }

drive() { # name size seconds [patients]
    taskset -c 1 wrk -t1 -c"$connections" -d"$3" --latency -s call.lua "http://127.0.0.1:${ports[$1]}/cds-services/cervical-patient-view" -- "$results/$2.json" "${4:-}"
}

requests() { awk '/requests in/ { print $1 }' "$1"; }

# CPU in microseconds a request at saturation, of servers that are up side by side: in turn, several rounds, since the processor is not equally fast all the time.
compare() { # size name...
    local size=$1 name before file
    shift
    declare -A spent=() answered=()
    for name; do drive "$name" "$size" "$settle" >/dev/null; done
    for ((round = 0; round < rounds; round++)); do
        for name; do
            file=$results/$name-$size.wrk
            before=$(ticks "$name")
            drive "$name" "$size" "$length" >"$file"
            if grep -qE "Non-2xx|Socket errors" "$file"; then echo "$name did not answer with 200 at $size kB" >&2; exit 1; fi
            spent[$name]=$((${spent[$name]:-0} + $(ticks "$name") - before))
            answered[$name]=$((${answered[$name]:-0} + $(requests "$file")))
        done
    done
    for name; do
        cpu[$name-$size]=$(awk -v t="${spent[$name]}" -v r="${answered[$name]}" -v hz="$(getconf CLK_TCK)" 'BEGIN { printf "%.1f\n", t / hz / r * 1e6 }')
    done
}

verdict() { # figure goal, met when not greater
    awk -v f="$1" -v g="$2" 'BEGIN { print (f <= g ? "met" : "missed") }'
}

declare -A cpu
for name in floor service hapi; do
    start "$name" "$name" -Xmx1g
    drive "$name" 200 "$warm" >/dev/null
done
for size in $sizes; do compare "$size" floor service hapi; done
stop

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
    start once service -Xmx1g
    start ten service -Xmx1g "$1"
    for name in once ten; do drive "$name" 200 "$warm" >/dev/null; done
    compare 200 once ten
    stop
    times=$(awk -v a="${cpu[once-200]}" -v b="${cpu[ten-200]}" 'BEGIN { printf "%.2f", b / a }')
    echo "growth with the cards: 10 times the $2 cost $times times the CPU at 200 kB (goal 1.3, $(verdict "$times" 1.3))"
}
growth "$results/ten-times-cards" cards
growth "$results/ten-times" "cards and findings"

# Speaking against silent, on one server, in turn; every speaking call is about a patient of its own. Then the same patient over and over, first with few cards
# before, then with 10,000: each is the first look into that patient's past that a history would make dear.
turns() { # name, then the bodies: "file[,patients]"
    local name=$1 file before body
    shift
    declare -gA turn=()
    declare -A spent=() answered=()
    for body; do drive "$name" "${body%,*}" "$settle" "$([[ $body == *,* ]] && echo patients)" >/dev/null; done
    for ((round = 0; round < rounds; round++)); do
        for body; do
            file=$results/$name-${body//,/-}.wrk
            before=$(ticks "$name")
            drive "$name" "${body%,*}" "$length" "$([[ $body == *,* ]] && echo patients)" >"$file"
            if grep -qE "Non-2xx|Socket errors" "$file"; then echo "$name did not answer with 200 to $body" >&2; exit 1; fi
            spent[$body]=$((${spent[$body]:-0} + $(ticks "$name") - before))
            answered[$body]=$((${answered[$body]:-0} + $(requests "$file")))
        done
    done
    for body; do
        turn[$body]=$(awk -v t="${spent[$body]}" -v r="${answered[$body]}" -v hz="$(getconf CLK_TCK)" 'BEGIN { printf "%.1f\n", t / hz / r * 1e6 }')
    done
}
start speaking speaking -Xmx1g
drive speaking 200 "$warm" >/dev/null
for row in "15 2.0" "200 1.3"; do
    read -r size goal <<<"$row"
    turns speaking "$size" "$size-speaking,patients"
    times=$(awk -v a="${turn[$size]}" -v b="${turn[$size-speaking,patients]}" 'BEGIN { printf "%.2f", b / a }')
    echo "a speaking call of $size kB: ${turn[$size-speaking,patients]} us, a silent one ${turn[$size]} us: $times times (goal $goal, $(verdict "$times" "$goal"))"
done
sent=0
until ((sent >= 10000)); do drive speaking 15-speaking 5 >"$results/history.wrk"; sent=$((sent + $(requests "$results/history.wrk"))); done
turns speaking "15-speaking,patients" "15-speaking"
times=$(awk -v a="${turn[15-speaking,patients]}" -v b="${turn[15-speaking]}" 'BEGIN { printf "%.2f", b / a }')
echo "15 kB with $sent earlier cards of the same patient: ${turn[15-speaking]} us, of new patients ${turn[15-speaking,patients]} us: $times times (goal 1.2, $(verdict "$times" 1.2))"
drive speaking 15 "$saturated" >"$results/speaking.wrk"
rate=$(awk '/Requests.sec/ { printf "%.0f", $2 / 2 }' "$results/speaking.wrk")
paced_third=$(taskset -c 1 "$java" -cp "$class_path" org.cervicalcds.bench.Pace "${ports[speaking]}" "$results/15.json" "$rate" 60 "$paced" "$results/15-speaking.json")
echo "15 kB at half the saturation rate of silent calls, a third of the calls speaking: $paced_third (goal: p99 5 ms)"
stop

start spring spring -Xmx1g
drive spring 15 "$warm" >/dev/null
compare 15 spring
stop
echo "Spring MVC alone, which reads the bytes and answers a constant: ${cpu[spring-15]} us at 15 kB"

start service service -Xmx1g
drive service 200 "$warm" >/dev/null
lines=$(wc -l <"$results/gc-service.log")
drive service 200 "$saturated" >"$results/saturated.wrk"
# What each collection found minus what the one before it left.
allocated=$(awk -v from="$lines" 'match($0, /[0-9]+M->[0-9]+M/) {
        split(substr($0, RSTART, RLENGTH), m, /M->|M/)
        if (NR > from && seen) total += m[1] - left
        left = m[2]; seen = 1
    } END { print total * 1048576 }' "$results/gc-service.log")
each=$(awk -v a="$allocated" -v r="$(requests "$results/saturated.wrk")" 'BEGIN { printf "%.0f", a / r / 1000 }')
echo "allocated for a request of 200 kB, all threads: $each kB (goal 340, $(verdict "$each" 340))"
rate=$(awk '/Requests.sec/ { printf "%.0f", $2 / 2 }' "$results/saturated.wrk")
# In one go: closing connections and making new ones takes the service where its compiled code had never been, and it is compiled anew.
paced=$(taskset -c 1 "$java" -cp "$class_path" org.cervicalcds.bench.Pace "${ports[service]}" "$results/200.json" "$rate" 60 "$paced")
echo "200 kB at half the saturation rate for a minute: $paced (goals: p99 5 ms, longest 50 ms)"

stop
start service service -Xmx128m
drive service 200 "$saturated" >"$results/small-heap.wrk"
rss=$(awk '/VmRSS/ { print int($2 / 1024) }' "/proc/${pid[service]}/status")
echo "200 kB at saturation under -Xmx128m: RSS $rss MB (goal 300, $(verdict "$rss" 300)), $(grep -c Non-2xx "$results/small-heap.wrk" || true) lines of errors"
stop
