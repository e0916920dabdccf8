#!/usr/bin/env bash
# Builds the static binary that the sidecar image holds, and prints its path: no interpreter, no shared library, so that
# it runs in an empty root. Uses rustup's musl target; where that can't be had, Debian's rustc-web with its own sources.
# `--example NAME` builds an example of this package instead, with the same linkage; `--arch NAME` builds for another machine.
set -euo pipefail
cd "$(dirname "$0")/.."
what=(--bin teamwright) file=teamwright arch=$(uname -m)
while [ $# -gt 0 ]; do
    case $1 in
    --example) what=(--example "$2") file=examples/$2 ;;
    --arch) arch=$2 ;;
    *) echo "unknown option $1" >&2 && exit 2 ;;
    esac
    shift 2
done

target="$arch-unknown-linux-musl"
# Position-independent, the file would ask for musl's loader, which an empty root does not have. Places in the messages of a
# panic are the same on every machine.
flags="-C target-feature=+crt-static -C relocation-model=static"
flags+=" --remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}/registry/src=/crates --remap-path-prefix=$PWD=/teamwright"
# The compiler's own linker and libraries are all that another machine needs, as long as nothing is written in C.
[ "$arch" = "$(uname -m)" ] || flags+=" -C linker=rust-lld -C link-self-contained=yes"

if rustup target list --installed 2>/dev/null | grep -qx "$target" || rustup target add "$target" >/dev/null 2>&1; then
    echo "building a static binary with rustup's $target" >&2
    RUSTFLAGS="$flags" cargo build --release --quiet --package teamwright "${what[@]}" --target "$target"
    echo "${CARGO_TARGET_DIR:-target}/$target/release/$file"
    exit 0
fi

[ "$arch" = "$(uname -m)" ] || { echo "rustup has no $target here" >&2 && exit 1; }
echo "rustup has no $target here: building with Debian's rustc-web" >&2
if ! [ -x /usr/bin/rustc ] || ! [ -d /usr/src/rustc-* ] 2>/dev/null; then
    apt-get install -y -qq --no-install-recommends rustc-web cargo-web rust-web-src musl-tools >&2
fi
stubs=$PWD/target/musl-stubs
mkdir -p "$stubs"
# The glibc-built unwinder asks for a function of glibc's that musl lacks; "not found" is a fine answer.
cp "$(gcc -print-file-name=libgcc_eh.a)" "$stubs/libunwind.a"
echo 'int _dl_find_object(void *address, void *result) { (void)address; (void)result; return -1; }' >"$stubs/stub.c"
gcc -O2 -c "$stubs/stub.c" -o "$stubs/stub.o"
ar r "$stubs/libunwind.a" "$stubs/stub.o" 2>/dev/null
triple=$(echo "$target" | tr 'a-z-' 'A-Z_')
env RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1 \
    "CARGO_TARGET_${triple}_LINKER=musl-gcc" \
    "CC_$(echo "$target" | tr - _)=musl-gcc" \
    RUSTFLAGS="$flags -C link-self-contained=no -L $stubs" \
    /usr/bin/cargo build --release --quiet --package teamwright "${what[@]}" --target "$target" --target-dir target/web \
    -Zbuild-std=std,panic_abort
echo "target/web/$target/release/$file"
