#!/usr/bin/env bash
# Prints the path of a Firefox: the one that FIREFOX_PATH names, one that is installed, or one that is installed now. Prints
# nothing, and says so, where there is none: its tests are left out then.
set -euo pipefail
cd "$(dirname "$0")/.."

installed() {
    command -v firefox-esr || command -v firefox
}

fetched() {
    local path
    path=$(node --input-type=module --eval 'console.log((await import("playwright-core")).firefox.executablePath())')
    [[ -x $path ]] && echo "$path"
}

as_root() {
    if [[ $(id -u) == 0 ]]; then "$@"; else sudo -n "$@"; fi
}

if [[ -n ${FIREFOX_PATH:-} ]]; then
    [[ -x $FIREFOX_PATH ]] || { echo "error: FIREFOX_PATH names no program: $FIREFOX_PATH" >&2; exit 1; }
    echo "$FIREFOX_PATH"
    exit
fi

fetched || installed && exit
if command -v apt-get >/dev/null && as_root true 2>/dev/null; then
    echo "installing Debian's firefox-esr for the tests of the page (half a minute, once)" >&2
    as_root apt-get install -y -qq --no-install-recommends firefox-esr >&2 && installed && exit
fi
echo "fetching Playwright's Firefox for the tests of the page (once)" >&2
node_modules/.bin/playwright-core install firefox >&2 && fetched && exit
echo "skipped: no Firefox: install it, or name one with FIREFOX_PATH=/path/to/firefox" >&2
