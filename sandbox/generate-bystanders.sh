#!/usr/bin/env bash
# Makes the bystanders of the sandbox anew: runs Synthea in its own process and reduces what it writes.
# Needs bash, jq, a JDK and Maven (MVN=./mvnw will do). The same seed gives the same files.
set -euo pipefail
export LC_ALL=C.UTF-8 TZ=UTC

SYNTHEA=3.3.0
SEED=20250615          # of the people and of the clinicians
TODAY=20250615         # the day on which Synthea ends; dates become distances from it
PEOPLE=20
MVN=${MVN:-mvn}

here=$(cd "$(dirname "$0")" && pwd)
target="$here/../src/main/resources/sandbox/bystanders"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cat > "$work/pom.xml" <<POM
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>org.cervicalcds</groupId>
  <artifactId>bystanders</artifactId>
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
"$MVN" -q -B -f "$work/pom.xml" dependency:copy-dependencies -DoutputDirectory="$work/lib"

(cd "$work" && java -Xmx2g -cp 'lib/*' App -s $SEED -cs $SEED -p $PEOPLE -r $TODAY -e $TODAY -a 18-88 \
    --exporter.baseDirectory=./out \
    --exporter.fhir.export=true \
    --exporter.fhir.use_us_core_ig=false \
    --exporter.fhir.transaction_bundle=false \
    --exporter.hospital.fhir.export=false \
    --exporter.practitioner.fhir.export=false \
    --exporter.years_of_history=5 \
    --generate.only_alive_patients=true \
    --generate.thread_pool_size=1 \
    --generate.append_numbers_to_person_names=false \
    Massachusetts > synthea.log 2>&1) || { tail -20 "$work/synthea.log"; exit 1; }

rm -rf "$target"
mkdir -p "$target"
number=0
for file in "$work"/out/fhir/*.json; do
    number=$((number + 1))
    id=$(printf 'by-%02d' $number)
    {
        printf '{ "resourceType": "Bundle", "type": "collection", "entry": [\n'
        jq -c --arg id "$id" --arg today "$TODAY" -f "$here/reduce-bystander.jq" "$file" | sed '$!s/$/,/'
        printf '] }\n'
    } > "$target/$id.json"
done
echo "$number bystanders, $(cat "$target"/*.json | wc -c) bytes"
