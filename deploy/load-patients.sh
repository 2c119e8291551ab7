#!/bin/sh
# Puts synthetic patients into a FHIR server: load-patients.sh <FHIR base URL> <folder of transaction bundles>
# {{today-3}} in a bundle becomes the date three days ago, so that "recent" stays recent.
# Every entry is a PUT with its own id; running this twice changes nothing.
set -eu

base=${1:?FHIR base URL missing}
folder=${2:?folder of bundles missing}
now=$(date -u +%s)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

loaded=0
for bundle in "$folder"/*.json; do
    [ -e "$bundle" ] || { echo "no bundle in $folder" >&2; exit 1; }
    script="$work/dates.sed"
    : > "$script"
    for days in $(grep -o '{{today-[0-9]*}}' "$bundle" | grep -o '[0-9]*' | sort -u); do
        echo "s/{{today-$days}}/$(date -u -d "@$((now - days * 86400))" +%Y-%m-%d)/g" >> "$script"
    done
    sed -f "$script" "$bundle" > "$work/bundle.json"
    if ! curl --silent --show-error --fail-with-body --retry 5 --retry-connrefused --retry-delay 3 --output "$work/answer.json" \
            --header 'Content-Type: application/fhir+json' --data-binary "@$work/bundle.json" "$base"; then
        echo "refused: $bundle" >&2
        cat "$work/answer.json" >&2
        exit 1
    fi
    echo "loaded $(basename "$bundle" .json)"
    loaded=$((loaded + 1))
done
echo "$loaded patients are in $base"
