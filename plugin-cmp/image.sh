#!/usr/bin/env bash
# Puts the static binary and the plugin's description into an image that holds nothing else, as an OCI layout: `image.sh OUT
# [ARCH…]`. Needs tar, gzip and sha256sum, and no engine. The same files give the same digest, which it prints; `skopeo copy
# oci:OUT docker://…`, `crane push OUT …` or `podman load` take it from there.
# https://github.com/opencontainers/image-spec/blob/main/image-layout.md
set -euo pipefail
cd "$(dirname "$0")/.."
out=$1
shift
[ $# -gt 0 ] || set -- "$(uname -m)"
version=$(sed -n '/^\[workspace.package\]/,/^\[/s/^version = "\(.*\)"/\1/p' Cargo.toml)
blobs=$out/blobs/sha256
rm -rf "$out"
mkdir -p "$blobs"

# Files a text or a file under the digest that it has, and prints the descriptor: `blob TYPE FILE [MORE]`.
blob() {
    local digest size
    digest=$(sha256sum "$2" | cut -d' ' -f1)
    size=$(stat -c %s "$2")
    mv "$2" "$blobs/$digest"
    printf '{"mediaType":"%s","digest":"sha256:%s","size":%s%s}' "$1" "$digest" "$size" "${3:-}"
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
manifests=
for arch in "$@"; do
    case $arch in
    x86_64) platform=amd64 ;;
    aarch64) platform=arm64 ;;
    *) echo "no image for $arch" >&2 && exit 2 ;;
    esac
    binary=$(./plugin-cmp/static.sh --arch "$arch")
    root=$work/root
    # What Argo CD's server asks for: its configuration, places for its socket and for itself, and one for repositories.
    mkdir -p "$root"/{usr/local/bin,home/argocd/cmp-server/config,home/argocd/cmp-server/plugins,var/run/argocd,tmp}
    install -m 0755 "$binary" "$root/usr/local/bin/teamwright"
    install -m 0644 plugin-cmp/deploy/plugin.yaml "$root/home/argocd/cmp-server/config/plugin.yaml"
    find "$root" -type d -exec chmod 0755 {} +
    chmod 1777 "$root/tmp"
    tar --create --directory "$root" --format=ustar --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner \
        --file "$work/layer.tar" home tmp usr var
    layer=$(sha256sum "$work/layer.tar" | cut -d' ' -f1)
    gzip --no-name --best --force "$work/layer.tar"
    layers=$(blob application/vnd.oci.image.layer.v1.tar+gzip "$work/layer.tar.gz")
    # The repo-server's user, which must be able to open the socket.
    cat >"$work/config" <<JSON
{"architecture":"$platform","os":"linux","config":{"User":"999:999","Entrypoint":["/usr/local/bin/teamwright"],"Labels":{"org.opencontainers.image.title":"teamwright","org.opencontainers.image.version":"$version","org.opencontainers.image.licenses":"Apache-2.0","org.opencontainers.image.source":"https://github.com/teamwright/teamwright"}},"rootfs":{"type":"layers","diff_ids":["sha256:$layer"]}}
JSON
    config=$(blob application/vnd.oci.image.config.v1+json "$work/config")
    printf '{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":%s,"layers":[%s]}' \
        "$config" "$layers" >"$work/manifest"
    manifest=$(blob application/vnd.oci.image.manifest.v1+json "$work/manifest" \
        ",\"platform\":{\"architecture\":\"$platform\",\"os\":\"linux\"}")
    manifests+=${manifests:+,}$manifest
    rm -rf "$root"
done

printf '{"imageLayoutVersion":"1.0.0"}' >"$out/oci-layout"
index='{"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[%s]}'
# shellcheck disable=SC2059 # The format is ours.
printf "$index" "$manifests" >"$work/index"
inner=$(blob application/vnd.oci.image.index.v1+json "$work/index" \
    ",\"annotations\":{\"org.opencontainers.image.ref.name\":\"$version\"}")
# shellcheck disable=SC2059
printf "$index" "$inner" >"$out/index.json"
sed 's/.*"digest":"\([^"]*\)".*/\1/' <<<"$inner"
