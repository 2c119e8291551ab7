#!/usr/bin/env bash
# From process start to the first card: starts the jar, asks from the first moment until the critical card comes, and prints the time since process start,
# the time of that answer alone and the CPU time spent by then. Two set-ups: plain JVM with sandbox, and a JDK 25 with the image's AOT cache, made as the
# Dockerfile makes it. Wants two processors that do nothing else, curl, Maven and the JVMs.
# Settings: JAVA17, JAVA25 (an empty one is left out), TIMES, BUILD=no, JAR (another jar than that of this folder).
set -euo pipefail
cd "$(dirname "$0")"
java17=${JAVA17-java}
java25=${JAVA25-}
times=${TIMES:-3}
results=results/start
work=$(mktemp -d)
server=0
stop() { if ((server)); then kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; server=0; fi; }
trap 'stop; rm -rf "$work"' EXIT
mkdir -p "$results"

if [[ ${BUILD:-yes} == yes ]]; then (cd .. && ./mvnw -q -B package -Dmaven.test.skip=true); fi
jar=$(realpath "${JAR:-../target/cervical-cds.jar}")
logs=$(realpath "$results")

# An old fracture risk, and nothing else: the answer must hold the critical card.
cat >"$work/request.json" <<'REQUEST'
{"hook": "patient-view", "hookInstance": "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea", "context": {"userId": "Practitioner/1", "patientId": "p1"}, "prefetch": {
  "patient": {"resourceType": "Patient", "id": "p1", "birthDate": "1961-04-30"},
  "conditions": {"resourceType": "Bundle", "type": "searchset", "entry": [
    {"resource": {"resourceType": "Condition", "id": "c1", "code": {"coding": [{"system": "http://snomed.info/sct", "code": "9631008"}]}, "subject": {"reference": "Patient/p1"}}},
    {"resource": {"resourceType": "Condition", "id": "c2", "code": {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "M43.22"}]}, "subject": {"reference": "Patient/p1"}, "onsetDateTime": "2015-01-01"}}]}}}
REQUEST
