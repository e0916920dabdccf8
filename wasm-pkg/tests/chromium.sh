#!/usr/bin/env bash
# Prints the path of a Chromium: the one that CHROME_PATH names, one that is installed, or one that is installed now.
set -euo pipefail
cd "$(dirname "$0")/.."

installed() {
    command -v chromium || command -v chromium-browser || command -v google-chrome || command -v google-chrome-stable
}

playwright=node_modules/.bin/playwright-core
fetched() {
    local path
    path=$(node --input-type=module --eval 'console.log((await import("playwright-core")).chromium.executablePath())')
    [[ -x $path ]] && echo "$path"
}

as_root() {
    if [[ $(id -u) == 0 ]]; then "$@"; else sudo -n "$@"; fi
}

if [[ -n ${CHROME_PATH:-} ]]; then
    [[ -x $CHROME_PATH ]] || { echo "error: CHROME_PATH names no program: $CHROME_PATH" >&2; exit 1; }
    echo "$CHROME_PATH"
    exit
fi

installed || fetched && exit
if command -v apt-get >/dev/null && as_root true 2>/dev/null; then
    echo "installing Debian's chromium for the tests of the npm package (half a minute, once)" >&2
    as_root apt-get install -y -qq --no-install-recommends chromium >&2 && installed && exit
fi
echo "fetching Playwright's Chromium for the tests of the npm package (once)" >&2
"$playwright" install chromium >&2 && fetched && exit
echo "error: no Chromium: install it, or name one with CHROME_PATH=/path/to/chromium" >&2
exit 1
