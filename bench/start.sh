#!/usr/bin/env bash
# From process start to the first card: starts the service, asks from the first moment until the critical card comes, and prints the time since the start, that
# answer's own time, the CPU time the process took until then, and the load of the machine. Two set-ups: the jar on a JVM with its defaults and the sandbox on,
# and, where JAVA25 names the java of a JDK 25, the layout and cache of the Dockerfile with the sandbox off.
# Wants two processors that do nothing else, curl and a JDK. Settings: JAVA17 (default java), JAVA25, TIMES (3), BUILD=no, JAR (another jar than this folder's).
set -euo pipefail
cd "$(dirname "$0")"
jar=$(realpath -m "${JAR:-../target/cervical-cds.jar}")
work=$(mktemp -d)
server=0
stop() { if ((server)); then kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; server=0; fi; }
trap 'stop; rm -rf "$work"' EXIT
if [[ ${BUILD:-yes} == yes ]]; then (cd .. && ./mvnw -q -B package -Dmaven.test.skip=true); fi

condition() { # id code
    printf '{"resource": {"resourceType": "Condition", "id": "%s", "subject": {"reference": "Patient/p1"}, "clinicalStatus": {"coding": [{"code": "active"}]}, "code": {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "%s"}]}, "onsetDateTime": "%s"}}' \
        "$1" "$2" "$(date -u -d '2 days ago' +%F)"
}
# Ankylosing spondylitis, a fall two days ago and pain in the neck.
cat >"$work/request.json" <<REQUEST
{"hook": "patient-view", "hookInstance": "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea", "context": {"userId": "Practitioner/1", "patientId": "p1"}, "prefetch": {
 "patient": {"resourceType": "Patient", "id": "p1", "birthDate": "1960-01-01"},
 "conditions": {"resourceType": "Bundle", "type": "searchset", "entry": [$(condition c1 M45.9), $(condition c2 M54.2), $(condition c3 W19.XXXA)]}}}
REQUEST

ask() { # port: the answer, and in the last line its status and seconds
    curl -s -m 20 -w '\n%{http_code} %{time_total}' -d @"$work/request.json" -H 'Content-Type: application/json' \
        "http://127.0.0.1:$1/cds-services/cervical-patient-view" || true
}

first_card() { # name folder command...
    local name=$1 port=$((20000 + RANDOM % 10000)) began answer ended ticks
    cd "$2"
    shift 2
    began=$(date +%s%N)
    "$@" --server.port="$port" --cervical-cds.data="$work/data" >"$work/log" 2>&1 &
    server=$!
    until answer=$(ask "$port") && [[ ${answer##*$'\n'} == 200\ * ]]; do
        kill -0 "$server" || { cat "$work/log" >&2; exit 1; }
        sleep 0.02
    done
    ended=$(date +%s%N)
    ticks=$(awk '{ sub(/.*\) /, ""); print $12 + $13 }' "/proc/$server/stat")
    [[ $answer == *'"indicator":"critical"'* ]] || { echo "the answer has no critical card" >&2; exit 1; }
    awk -v name="$name" -v wall="$(((ended - began) / 1000000))" -v own="${answer##* }" -v ticks="$ticks" -v hertz="$(getconf CLK_TCK)" -v load="$(cut -d' ' -f1 /proc/loadavg)" \
        'BEGIN { printf "%-26s first card after %5d ms, answered in %4d ms, CPU time until then %5d ms, load %s\n", name, wall, own * 1000, ticks * 1000 / hertz, load }'
    stop
    rm -rf "$work/data"
    cd - >/dev/null
}

if [[ -n ${JAVA25:-} ]]; then
    "$JAVA25" -Djarmode=tools -jar "$jar" extract --layers --destination "$work/layers" >/dev/null
    mkdir "$work/app"
    cp -r "$work"/layers/*/* "$work/app/"
    mv "$work/app/$(basename "$jar")" "$work/app/app.jar"
    (
        cd "$work/app"
        SPRING_PROFILES_ACTIVE=production CERVICAL_CDS_SANDBOX_ENABLED=false SPRING_DATASOURCE_URL=jdbc:h2:mem:training \
            CERVICAL_CDS_SECURITY_ACKNOWLEDGE_UNSAFE=no-client,no-public-url,no-allow-list,no-sign-off \
            "$JAVA25" -XX:+UseSerialGC -XX:AOTCacheOutput=app.aot -Dspring.context.exit=onRefresh -jar app.jar >"$work/training" 2>&1 || { cat "$work/training" >&2; exit 1; }
    )
fi
for ((i = 0; i < ${TIMES:-3}; i++)); do
    first_card "defaults, sandbox on" "$work" "${JAVA17:-java}" -jar "$jar"
    if [[ -n ${JAVA25:-} ]]; then
        first_card "AOT cache, sandbox off" "$work/app" "$JAVA25" -XX:+UseSerialGC -XX:AOTCache=app.aot -XX:MaxRAMPercentage=50 -jar app.jar --cervical-cds.sandbox.enabled=false
    fi
done
