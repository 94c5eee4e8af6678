#!/bin/sh
# Checks the committed base map without rebuilding it: sums, README, file headers, and the renderer's constants.
# Needs only Python's standard library.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
PYTHONDONTWRITEBYTECODE=1 exec python3 "$here/check.py" "$here/../../web"
