#!/bin/sh
# A browser for the tests: the one PORTAL_CHROMIUM names, one on the machine, or one installed here.
set -eu
[ -n "${PORTAL_CHROMIUM:-}" ] && exit 0
for name in chromium chromium-browser google-chrome-stable google-chrome; do
  command -v "$name" >/dev/null 2>&1 && exit 0
done
for folder in "${PLAYWRIGHT_BROWSERS_PATH:-$HOME/.cache/ms-playwright}"/chromium-*; do
  [ -d "$folder" ] && exit 0
done
echo "No Chromium: installing one for the browser tests."
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium && exit 0
fi
.venv/bin/playwright install chromium || {
  echo "Install it by hand: sudo apt-get install chromium" >&2
  exit 1
}
