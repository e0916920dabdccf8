#!/usr/bin/env bash
# Builds the module a second time, from a copy of the sources in another folder, and compares: what a machine, a folder or a
# user is called must not reach the bytes.
set -euo pipefail
cd "$(dirname "$0")/../.."

copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
git ls-files -z --cached --others --exclude-standard | xargs -0 cp --parents -t "$copy"
cp -r wasm-pkg/node_modules "$copy/wasm-pkg/"
(
    cd "$copy"
    CARGO_TARGET_DIR="$copy/target" cargo run --quiet --locked --manifest-path wasm-pkg/build/Cargo.toml
)
cmp wasm-pkg/pkg/teamwright_bg.wasm "$copy/wasm-pkg/pkg/teamwright_bg.wasm"
echo "the same bytes"
