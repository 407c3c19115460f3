#!/bin/sh
# Finds QGIS for the system's Python, which loads the service in the tests; installs it through apt where this user may.
set -u

find_qgis() {
  QT_QPA_PLATFORM=offscreen /usr/bin/python3 -c 'import qgis.core' 2>/dev/null
}

find_qgis && exit 0
if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
  echo "installing QGIS for the tests" >&2
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3-qgis qgis-providers; } >/dev/null 2>&1
  find_qgis && exit 0
fi
echo "QGIS for Python is missing. On Debian or Ubuntu: sudo apt-get install -y python3-qgis" >&2
exit 1
