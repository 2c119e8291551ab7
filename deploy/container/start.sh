#!/bin/bash
# Starts the service in its container. Certificates in PEM that are mounted at /certificates (CERTIFICATES names another folder),
# one or many a file, are trusted beside the public ones: a hospital's own authority for FHIR servers, keys and PostgreSQL.
set -euo pipefail

certificates=${CERTIFICATES:-/certificates}
if [[ -d $certificates ]]; then
    store=$(mktemp -d)/truststore
    cp "${JAVA_HOME:?}/lib/security/cacerts" "$store"
    chmod 600 "$store"
    count=0
    for file in "$certificates"/*; do
        [[ -f $file ]] || continue
        before=$count
        one=""
        while IFS= read -r line || [[ -n $line ]]; do
            line=${line%$'\r'}
            [[ $line == *"BEGIN CERTIFICATE"* ]] && one=""
            one+="$line"$'\n'
            if [[ $line == *"END CERTIFICATE"* ]]; then
                count=$((count + 1))
                keytool -importcert -noprompt -keystore "$store" -storepass changeit -alias "site-$count" <<< "$one" 2> /dev/null \
                    || { echo "Certificate $((count - before)) in $file cannot be read" >&2; exit 1; }
            fi
        done < "$file"
        [[ $count -gt $before ]] || { echo "$file holds no certificate in PEM" >&2; exit 1; }
    done
    echo "$count certificates of $certificates are trusted beside the public ones" >&2
    set -- "-Djavax.net.ssl.trustStore=$store" -Djavax.net.ssl.trustStorePassword=changeit "$@"
fi
exec java "$@"
