#!/bin/sh
# Finds ogrinfo, by which the tests read the service as a GIS does; installs it through apt where this user may.
set -u

command -v ogrinfo >/dev/null && exit 0
if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
  echo "installing GDAL's tools for the tests" >&2
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends gdal-bin; } >/dev/null 2>&1
  command -v ogrinfo >/dev/null && exit 0
fi
echo "GDAL's ogrinfo is missing. On Debian or Ubuntu: sudo apt-get install -y gdal-bin" >&2
exit 1
