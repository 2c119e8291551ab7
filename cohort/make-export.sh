#!/usr/bin/env bash
# Makes the small export that tests replay and the workbench shows: the first people of the cohort's clinic part as a FHIR Bulk Data export.
# Needs bash, jq and gzip. The same cohort gives the same bytes.
set -euo pipefail
export LC_ALL=C.UTF-8

PEOPLE=75
here=$(cd "$(dirname "$0")" && pwd)
target=${1:-$here/../src/main/resources/replay}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

(gzip -dc "$here/../src/test/resources/cohort/clinic.ndjson.gz" || true) 2> /dev/null | head -n $PEOPLE | jq -c -f "$here/export-person.jq" > "$work/all"
mkdir -p "$target"
rm -f "$target"/*.ndjson.gz
for type in Patient Encounter Condition Observation DiagnosticReport Procedure ServiceRequest MedicationRequest; do
    grep "^{\"resourceType\":\"$type\"" "$work/all" | gzip -9n > "$target/$type.ndjson.gz"
done
grep '^{"resourceType":"Medication",' "$work/all" | sort -u | gzip -9n > "$target/Medication.ndjson.gz"
# What Synthea cannot make comes empty, as from a hospital that has none.
for type in ImagingStudy MedicationStatement MedicationDispense MedicationAdministration; do
    gzip -9n < /dev/null > "$target/$type.ndjson.gz"
done
echo "$PEOPLE people, $(gzip -dc "$target"/*.gz | wc -c) bytes, packed $(cat "$target"/*.gz | wc -c)"
