#!/usr/bin/env bash
# Compiles the example organisation into a folder, says what came out, and shows what a broken file looks like.
set -euo pipefail
teamwright=$1
out=$2
cd "$(dirname "$0")/.."

if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then
    bold=$'\033[1m' dim=$'\033[2m' plain=$'\033[0m' color=always
else
    bold='' dim='' plain='' color=never
fi
heading() { printf '\n%s%s%s %s%s%s\n\n' "$bold" "$1" "$plain" "$dim" "$2" "$plain"; }

heading "An example organisation" "examples/acme"
"$teamwright" --color "$color" render examples/acme --out "$out"

heading "What each team gets" "$out"
for team in "$out"/*/; do
    name=$(basename "$team")
    about=$(awk '/^description:/ { sub(/^description: */, ""); if ($0 ~ /^[|>]/) getline; gsub(/^ *"?|"$/, ""); print; exit }' \
        "examples/acme/teams/$name/team.yaml")
    printf '  %-12s %3d objects   %s%s%s\n' "$name" "$(find "$team" -name '*.yaml' | wc -l)" "$dim" "$about" "$plain"
done

heading "Objects by kind" "two clusters, so what stands in a namespace is there twice"
find "$out" -name '*.yaml' -exec basename {} \; | sed 's/-.*//' | sort | uniq -c | sort -rn |
    awk '{ printf "  %3d %-26s", $1, $2; if (NR % 3 == 0) print "" } END { if (NR % 3) print "" }'

heading "What a broken file says" "examples/broken/teams/bakery"
"$teamwright" --color "$color" check examples/broken/teams/bakery || true

heading "Where to look" ""
for line in \
    "make preview|the live preview: both files in a page, and every object at every keystroke (needs Node 20)" \
    "$out|the manifests, one file an object" \
    "$teamwright render examples/acme/teams/payments --explain|where each line of a manifest comes from" \
    "$teamwright check examples/broken|more broken files" \
    "$teamwright explain TW0404|what a code, a key or a kind means"; do
    printf '  %s\n      %s%s%s\n' "${line%|*}" "$dim" "${line#*|}" "$plain"
done
echo
