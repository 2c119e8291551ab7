#!/usr/bin/env bash
# Makes the bodies of the benchmark, results/15.json to results/2000.json: Synthea writes patients, Bodies fills the published templates with their charts.
# Wants a JDK and, the first time, Maven Central. The same seed gives the same bytes. Patients are made anew only where what makes them has changed.
set -euo pipefail
cd "$(dirname "$0")"
java=${JAVA:-java}
seed=20261101  # of the people and of the clinicians
today=20261101 # the day on which Synthea ends
people=12
room=$PWD/results/synthea
mkdir -p "$room"

made=$(cat synthea/pom.xml bodies.sh | sha256sum)
if [[ $(cat "$room/made" 2>/dev/null) != "$made" ]]; then
    ../mvnw -q -B -f synthea/pom.xml dependency:build-classpath
    rm -rf "$room/out"
    echo "Synthea makes $people patients, see $room/log" >&2
    # One thread, time zone and language: with more of them the bytes differ from run to run or from place to place.
    (cd "$room" && LC_ALL=C.UTF-8 "$java" -Xmx2g -Duser.timezone=UTC -Duser.language=en -Duser.country=US -cp "$(cat classpath)" App \
        -s "$seed" -cs "$seed" -p "$people" -a 18-88 -r "$today" -e "$today" \
        --exporter.baseDirectory=./out \
        --exporter.years_of_history=0 \
        --exporter.pretty_print=false \
        --exporter.use_uuid_filenames=true \
        --exporter.fhir.export=true \
        --exporter.fhir.use_us_core_ig=true \
        --exporter.fhir.transaction_bundle=false \
        --exporter.hospital.fhir.export=false \
        --exporter.practitioner.fhir.export=false \
        --generate.only_alive_patients=true \
        --generate.thread_pool_size=1 \
        --generate.append_numbers_to_person_names=false \
        --generate.log_patients.detail=none \
        Massachusetts >log 2>&1) || { tail -20 "$room/log" >&2; exit 1; }
    echo "$made" >"$room/made"
fi
"$java" -cp "../target/bench-classes:../target/classes:$(cat ../target/bench-classpath)" org.cervicalcds.bench.Bodies "$room/out/fhir" ../cds-cards
