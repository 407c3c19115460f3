#!/bin/sh
# Finds what `make bench` needs of the system, wrk and PostGIS; installs it through apt where this user may.
set -u
PACKAGES="wrk postgresql postgresql-postgis"

have_all() {
  command -v wrk >/dev/null || return 1
  for initdb in /usr/lib/postgresql/*/bin/initdb; do
    [ -x "$initdb" ] || continue
    major=$(basename "$(dirname "$(dirname "$initdb")")")
    [ -f "/usr/share/postgresql/$major/extension/postgis.control" ] && return 0
  done
  return 1
}

have_all && exit 0
if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
  echo "installing $PACKAGES to measure against" >&2
  # shellcheck disable=SC2086
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $PACKAGES; } >/dev/null 2>&1
  have_all && exit 0
fi
echo "What the measuring needs is missing. On Debian or Ubuntu: sudo apt-get install -y $PACKAGES" >&2
exit 1
