#!/usr/bin/env bash
# Measures the replay on an export of Synthea: CPU time (user and system) of whole processes, start and compiler included, and the highest RSS.
# Wants a JDK and, the first time, Maven Central and some minutes. PEOPLE (400: 1.3 GB), TIMES (10: so many times the patients for the
# second export; 0 for none), SPARK=yes for Spark in local[2], which wants the jar of "./mvnw -Pspark package", BUILD=no, JAVA=…/bin/java.
set -euo pipefail
cd "$(dirname "$0")"
java=${JAVA:-java}
people=${PEOPLE:-400}
times=${TIMES:-10}
today=20261101
at=2026-11-01
room=$PWD/results/replay
mkdir -p "$room" results/synthea

if [[ ${BUILD:-yes} == yes ]]; then
    (cd .. && ./mvnw -q -B package -Dmaven.test.skip=true && ./mvnw -q -B -Pbench test-compile)
fi
made=$(cat synthea/pom.xml replay.sh | sha256sum)-$people
if [[ $(cat "$room/made" 2>/dev/null) != "$made" ]]; then
    ../mvnw -q -B -f synthea/pom.xml dependency:build-classpath
    rm -rf "$room/out"
    echo "Synthea makes $people patients, see $room/log" >&2
    # One thread, time zone and language: with more of them the bytes differ from run to run or from place to place.
    (cd results/synthea && LC_ALL=C.UTF-8 "$java" -Xmx2g -Duser.timezone=UTC -Duser.language=en -Duser.country=US -cp "$(cat classpath)" App \
        -s 20261101 -cs 20261101 -p "$people" -r "$today" -e "$today" \
        --exporter.baseDirectory="$room/out" \
        --exporter.fhir.export=true \
        --exporter.fhir.bulk_data=true \
        --exporter.hospital.fhir.export=false \
        --exporter.practitioner.fhir.export=false \
        --generate.thread_pool_size=1 \
        --generate.append_numbers_to_person_names=false \
        --generate.log_patients.detail=none \
        Massachusetts >"$room/log" 2>&1) || { tail -20 "$room/log" >&2; exit 1; }
    echo "$made" >"$room/made"
    rm -rf "$room/times"
fi
export=$room/out/fhir
if [[ $times -gt 0 && ! -d $room/times ]]; then
    "$java" -cp ../target/bench-classes org.cervicalcds.bench.Renumber "$export" "$room/times.new" "$times"
    mv "$room/times.new" "$room/times"
fi

# Runs a command; sets cpu (seconds) and rss (MB).
measured() {
    local pid peak=0 now
    local before after
    before=$(children)
    "$@" >"$room/last.log" 2>&1 &
    pid=$!
    while kill -0 "$pid" 2>/dev/null; do
        now=$(awk '/VmHWM/ { print int($2 / 1024) }' "/proc/$pid/status" 2>/dev/null || true)
        peak=${now:-$peak}
        sleep 0.2
    done
    wait "$pid" || { tail -20 "$room/last.log" >&2; exit 1; }
    after=$(children)
    cpu=$(awk -v b="$before" -v a="$after" -v hz="$(getconf CLK_TCK)" 'BEGIN { printf "%.1f", (a - b) / hz }')
    rss=$peak
}

# Ticks of the processes that this shell waited for. The small ones that look at the memory are among them: some 5 ms each.
children() { awk '{ sub(/.*\) /, ""); print $14 + $15 }' "/proc/$$/stat"; }

bytes() { cat "$1"/*.ndjson | wc -c; }

plain() { # folder out options...
    local in=$1 out=$2
    shift 2
    rm -rf "$out"
    # shellcheck disable=SC2086 # words of options
    measured "$java" -Xmx768m ${jit:-} -jar ../target/cervical-cds.jar replay --in "$in" --out "$out" --threads 2 --keys plain "$@"
}

rate() { awk -v n="$1" -v s="$2" -v by="${3:-1}" 'BEGIN { printf "%.0f", n / by / s }'; }

rows() { # folder: what its tables hold, whatever the order and the files
    find "$1"/moments.csv "$1"/decisions.csv -type f -not -name '.*' -not -name '_*' -exec cat {} + | grep -v '^patient,time,hook' | LC_ALL=C sort | sha256sum
}

size=$(bytes "$export")
patients=$(wc -l <"$export/Patient.ndjson")
echo "$(rate "$size" 1 1000000) MB, $patients patients; $("$java" -version 2>&1 | sed -n 1p), $(nproc) processors, commit $(git rev-parse --short HEAD), $(date -u +%F)"
plain "$export" "$room/at" --at "$at" --csv
at_cpu=$cpu
echo "one opening for each patient: $cpu s, $(rate "$size" "$cpu" 1000000) MB/s, $(rate "$patients" "$cpu") patients/s, RSS $rss MB"
jit="-XX:TieredStopAtLevel=1 -XX:+UseSerialGC" plain "$export" "$room/at" --at "$at" --csv
echo "the same with the first compiler only and the serial collector: $cpu s, $(rate "$size" "$cpu" 1000000) MB/s, $(rate "$patients" "$cpu") patients/s, RSS $rss MB"
plain "$export" "$room/moments" --from 2000-01-01 --to "$at" --csv
moments=$(($(wc -l <"$room/moments/moments.csv") - 1))
moments_cpu=$cpu
echo "$moments moments: $cpu s; without the reading as above $(awk -v n="$moments" -v a="$cpu" -v b="$at_cpu" 'BEGIN { printf "%.0f", n / (a - b) }') moments/s, RSS $rss MB"
plain "$export" "$room/again" --from 2000-01-01 --to "$at" --csv
[[ $(rows "$room/moments") == "$(rows "$room/again")" ]] && echo "the same run twice: the same rows" || { echo "the same run twice gave OTHER rows"; exit 1; }
if [[ $times -gt 0 ]]; then
    size=$(bytes "$room/times")
    plain "$room/times" "$room/many" --at "$at" --no-tables
    echo "$times times the patients, $(rate "$size" 1 1000000) MB: $cpu s, $(rate "$size" "$cpu" 1000000) MB/s, $(rate $((times * patients)) "$cpu") patients/s, RSS $rss MB"
fi
if [[ ${SPARK:-} == yes ]]; then
    opens=$(sed -n 's#.*<argLine>-Xmx1g \(.*\)</argLine>.*#\1#p' ../pom.xml)
    (cd .. && ./mvnw -q -B -Pspark dependency:build-classpath -DincludeScope=test -Dmdep.outputFile="$room/spark-classpath")
    # Spark's jars as a cluster has them: those of the product come out of the job's jar.
    jars=$(tr : '\n' <"$room/spark-classpath" | grep -vE '/(cervical|tools/jackson|org/jsoup|com/google/re2j|org/snakeyaml|com/github/joniles|org/fhir)' | paste -sd:)
    spark() { # out options...
        local out=$1
        shift
        rm -rf "$out"
        # shellcheck disable=SC2086 # words of options
        measured "$java" -Xmx1g $opens -cp "$jars" org.apache.spark.deploy.SparkSubmit --master 'local[2]' --conf spark.ui.enabled=false \
            --class org.cervicalcds.replay.SparkReplay ../target/cervical-cds-replay-spark.jar --in "$export" --out "$out" --keys plain --csv "$@"
    }
    spark "$room/spark-at" --at "$at"
    echo "Spark local[2], one opening: $cpu s, $(awk -v a="$cpu" -v b="$at_cpu" 'BEGIN { printf "%.1f", a / b }') times the plain engine, RSS $rss MB"
    spark "$room/spark-moments" --from 2000-01-01 --to "$at"
    echo "Spark local[2], moments: $cpu s, $(awk -v a="$cpu" -v b="$moments_cpu" 'BEGIN { printf "%.1f", a / b }') times the plain engine, RSS $rss MB"
    [[ $(rows "$room/moments") == "$(rows "$room/spark-moments")" ]] && echo "plain and Spark: the same rows" || { echo "plain and Spark gave OTHER rows"; exit 1; }
fi
