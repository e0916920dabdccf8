#!/usr/bin/env bash
# Compiles the example organisation into a folder, says what came out, and shows what a broken file looks like.
set -euo pipefail
teamwright=$1
out=$2
here=$(cd "$(dirname "$0")" && pwd)

if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then
    bold=$'\033[1m' dim=$'\033[2m' plain=$'\033[0m' color=always
else
    bold='' dim='' plain='' color=never
fi

printf '\n%sAn organisation of %d teams%s %s(examples/acme)%s\n\n' \
    "$bold" "$(find "$here/acme/teams" -name team.yaml | wc -l)" "$plain" "$dim" "$plain"
"$teamwright" --color "$color" render "$here/acme" --out "$out"

printf '\n%sWhat each team gets%s\n\n' "$bold" "$plain"
for team in "$out"/*/; do
    name=$(basename "$team")
    printf '  %-12s %3d objects' "$name" "$(find "$team" -name '*.yaml' | wc -l)"
    find "$team" -name '*.yaml' -exec basename {} \; | sed 's/-.*//' | sort | uniq -c |
        awk -v dim="$dim" -v plain="$plain" '{ list = list (list ? ", " : "") $1 " " $2 } END { printf "  %s%s%s\n", dim, list, plain }'
done

printf '\n%sWhat a broken file says%s %s(examples/broken)%s\n\n' "$bold" "$plain" "$dim" "$plain"
"$teamwright" --color "$color" check "$here/broken" || true

printf '\n%sWhere to look%s\n\n' "$bold" "$plain"
printf '  %-34s the manifests, one file an object\n' "${out#"$PWD"/}"
printf '  %-34s where each line of a manifest comes from\n' "$teamwright render examples/acme/teams/<team> --explain"
printf '  %-34s what a code, a key or a kind means\n\n' "$teamwright explain TW0201"
