#!/usr/bin/env bash
# Runs the image as a sidecar would be run: an empty root that can't be written, uid 999, no capability, no network; and packs it
# twice. Needs Linux and root, for a namespace of its own.
set -euo pipefail
cd "$(dirname "$0")/.."
out=${CARGO_TARGET_DIR:-target}/image
if [ "$(id -u)" != 0 ]; then
    echo "skipped: the image is run in a root of its own, which takes root" >&2
    [ "${CI:-}" != true ] || exit 1
    exit 0
fi

fail() { echo "$*" >&2 && exit 1; }

digest=$(./plugin-cmp/image.sh "$out/layout")
again=$(./plugin-cmp/image.sh "$out/again")
[ "$digest" = "$again" ] || fail "two images of the same files: $digest and $again"
diff -r "$out/layout" "$out/again"

root=$out/root
rm -rf "$root"
mkdir -p "$root"
# The largest blob is the layer.
layer=$(find "$out/layout/blobs" -type f -printf '%s %p\n' | sort -n | tail -1 | cut -d' ' -f2-)
tar --extract --gzip --file "$layer" --directory "$root"
command=$root/usr/local/bin/teamwright
if readelf --program-headers "$command" | grep -q INTERP; then fail "the binary asks for an interpreter"; fi

# In the image, as 999, with the example organisation where Argo CD's server would unpack it: `inside DIRECTORY PARAMETERS WORD…`.
inside() {
    unshare --mount --net --ipc --uts --fork bash -euc '
        root=$1 here=$2 parameters=$3 && shift 3
        mount --bind "$root" "$root"
        mount -o remount,bind,ro "$root"
        mount -t tmpfs tmpfs "$root/tmp"
        cp -r examples/acme "$root/tmp/repository"
        exec env -i "ARGOCD_APP_PARAMETERS=$parameters" unshare --root="$root" --wd="$here" --setgid=999 --setuid=999 \
            /usr/local/bin/teamwright "$@"' inside "$root" "$@"
}

for team in examples/acme/teams/*/; do
    team=$(basename "$team")
    for part in project namespace apps all; do
        parameters="[{\"name\":\"team\",\"string\":\"$team\"},{\"name\":\"part\",\"string\":\"$part\"},{\"name\":\"cluster\",\"string\":\"production\"}]"
        inside /tmp/repository "$parameters" generate >"$out/inside.yaml" 2>"$out/inside.err" || fail "$(cat "$out/inside.err")"
        "$command" render "examples/acme/teams/$team" --part "$part" --cluster production >"$out/outside.yaml" 2>/dev/null
        cmp "$out/inside.yaml" "$out/outside.yaml"
        grep -q '^kind: \|nothing to deploy' "$out/inside.yaml" || fail "$team $part is empty"
    done
done

# Everything is as it should be but for Argo CD's server, which is not here.
state=0
doctor=$(inside /tmp null doctor) || state=$?
expected='ok    user      uid 999, as the repo-server
ok    root      read-only
ok    temp      /tmp can be written
ok    config    /home/argocd/cmp-server/config/plugin.yaml is the one of this version'
if [ "$state" != 1 ] || [ "$(sed -n 2,5p <<<"$doctor")" != "$expected" ]; then fail "the doctor says: $doctor"; fi
[ "$(grep -c '^FAIL' <<<"$doctor")" = 1 ] || fail "the doctor says: $doctor"
grep -q '^FAIL  socket ' <<<"$doctor" || fail "the doctor says: $doctor"

echo "the image $digest runs in an empty root as 999, $(stat -c %s "$layer") bytes"
