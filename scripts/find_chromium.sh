#!/bin/sh
# Finds Chromium for the browser tests; installs it through apt where this user may.
set -u

find_chromium() {
  for name in chromium chromium-browser google-chrome-stable google-chrome; do
    command -v "$name" && return 0
  done
  return 1
}

find_chromium >/dev/null && exit 0
if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
  echo "installing Chromium for the browser tests" >&2
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium; } >/dev/null 2>&1
  find_chromium >/dev/null && exit 0
fi
echo "Chromium is missing. On Debian or Ubuntu: sudo apt-get install -y chromium" >&2
exit 1
