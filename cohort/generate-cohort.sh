#!/usr/bin/env bash
# Makes the cohort anew: runs Synthea with our modules in its own process, reduces what it writes, and packs it for the tests.
# Needs bash, jq, gzip, a JDK and Maven (MVN=./mvnw will do), and about a quarter of an hour. The same seeds give the same bytes.
# To try a change quickly: GENERAL_PEOPLE=30 CLINIC_PEOPLE=60 TARGET=/tmp/try ONLY='axial*:neck*:falls*:complaints*:spine_clinic*' (only our own modules).
set -euo pipefail
export LC_ALL=C.UTF-8 TZ=UTC

SYNTHEA=3.3.0
TODAY=20250615         # the day on which Synthea ends
GENERAL_PEOPLE=${GENERAL_PEOPLE:-1000}
GENERAL_SEED=20250616  # of the people and of the clinicians
CLINIC_PEOPLE=${CLINIC_PEOPLE:-320}
CLINIC_SEED=20250617
MVN=${MVN:-mvn}

here=$(cd "$(dirname "$0")" && pwd)
target=${TARGET:-$here/../src/test/resources/cohort}
work=${WORK:-$(mktemp -d)}   # WORK=folder keeps what Synthea wrote, and a second run only reduces it
[ -n "${WORK:-}" ] && mkdir -p "$work" || trap 'rm -rf "$work"' EXIT

cat > "$work/pom.xml" <<POM
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>org.cervicalcds</groupId>
  <artifactId>cohort</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>org.mitre.synthea</groupId>
      <artifactId>synthea</artifactId>
      <version>$SYNTHEA</version>
    </dependency>
  </dependencies>
</project>
POM
[ -d "$work/lib" ] || "$MVN" -q -B -f "$work/pom.xml" dependency:copy-dependencies -DoutputDirectory="$work/lib"

# part, people, seed, further modules
run_synthea() {
    local part=$1 people=$2 seed=$3 room=$work/$1.running
    rm -rf "$room"
    mkdir -p "$room"
    cp -r "$here/modules" "$room/modules"
    if [ -n "${4:-}" ]; then cp "$here/$4"/*.json "$room/modules/"; fi
    (cd "$room" && java -Xmx2g -cp '../lib/*' App -s "$seed" -cs "$seed" -p "$people" -r $TODAY -e $TODAY -a 18-88 -d modules ${ONLY:+-m "$ONLY"} \
        --exporter.baseDirectory=./out \
        --exporter.fhir.export=true \
        --exporter.fhir.use_us_core_ig=false \
        --exporter.fhir.transaction_bundle=false \
        --exporter.fhir.included_resources=Patient,Encounter,Condition,Observation,Procedure,DiagnosticReport,MedicationRequest,Medication \
        --exporter.hospital.fhir.export=false \
        --exporter.practitioner.fhir.export=false \
        --exporter.years_of_history=5 \
        --generate.only_alive_patients=true \
        --generate.thread_pool_size=1 \
        --generate.append_numbers_to_person_names=false \
        --generate.log_patients.detail=none \
        Massachusetts > synthea.log 2>&1) || { tail -20 "$room/synthea.log"; exit 1; }
    mv "$room" "$work/$part"
}

# part, people, seed, further modules, what is added to the numbers of the people for their coding habits
make_part() {
    local part=$1 number=0 id
    [ -d "$work/$part" ] || run_synthea "$@"
    for file in "$work/$part"/out/fhir/*.json; do
        number=$((number + 1))
        id=$(printf '%s-%04d' "$part" $number)
        jq -c --arg id "$id" --arg today "$TODAY" -f "$here/reduce-person.jq" "$file"
    done | jq -c --arg first "$5" --arg today "$TODAY" -f "$here/coding-habits.jq" > "$work/$part.ndjson"
    mkdir -p "$target"
    gzip -9n < "$work/$part.ndjson" > "$target/$part.ndjson.gz"
    echo "$part: $(wc -l < "$work/$part.ndjson") people, $(wc -c < "$work/$part.ndjson") bytes, packed $(wc -c < "$target/$part.ndjson.gz")"
}

make_part general "$GENERAL_PEOPLE" $GENERAL_SEED '' 0 &
make_part clinic "$CLINIC_PEOPLE" $CLINIC_SEED clinic 10000 &
for job in $(jobs -p); do wait "$job"; done
