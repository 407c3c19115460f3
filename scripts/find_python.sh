#!/bin/sh
# Prints a Python of version 3.11 or newer that can make virtual environments; else says what to install.
set -u

for name in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
  if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    if "$name" -c 'import ensurepip, venv' 2>/dev/null; then
      command -v "$name"
      exit 0
    fi
    echo "$name lacks the venv module. On Debian or Ubuntu: sudo apt-get install -y python3-venv" >&2
    exit 1
  fi
done
echo "Python 3.11 or newer is missing. On Debian or Ubuntu: sudo apt-get install -y python3 python3-venv" >&2
exit 1
