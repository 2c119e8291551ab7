#!/usr/bin/env bash
# Soaks the service: minutes of mixed load against a FHIR server that fails in turns, each answer checked. Exit status 0 only if nothing was wrong.
# Use: soak/run.sh [minutes]            mixed load, the FHIR server fails in turns
#      soak/run.sh [minutes] attack     20 good calls a second beside slow uploads and texts that are dear to read
# Wants a JDK. Settings: JAVA (default java), WORKERS (default 4), HEAP (default 512m).
set -euo pipefail
cd "$(dirname "$0")/.."
jar=target/cervical-cds.jar
if [[ ! -f $jar ]]; then
    ./mvnw -q -B package -Dmaven.test.skip=true
fi
exec "${JAVA:-java}" soak/Soak.java "$jar" "${1:-10}" "${WORKERS:-4}" "${HEAP:-512m}" "${2:-}"
