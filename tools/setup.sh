#!/usr/bin/env bash
# Checks that the programs needed are there: `setup.sh build` for the program itself, `setup.sh test` for the tests too.
# As root on Debian it installs missing packages through apt; otherwise it says what to install and ends with status 1.
set -euo pipefail

readonly NODE_AT_LEAST=20.19 RUST_AT_LEAST=1.95
# What to look for, and the Debian packages that bring it.
readonly FOR_BUILD=("cc:gcc libc6-dev")
readonly FOR_TEST=("ogrinfo:gdal-bin" "${CHROMIUM:-/usr/bin/chromium}:chromium" "python3:python3")

main() {
  case "${1-}" in
    build) needs=("${FOR_BUILD[@]}") ;;
    test) needs=("${FOR_BUILD[@]}" "${FOR_TEST[@]}") ;;
    *) stop "expected: tools/setup.sh build|test, found: ${1-nothing}" ;;
  esac
  require cargo "$(version_of cargo)" "$RUST_AT_LEAST" "Rust, see https://rustup.rs"
  require node "$(version_of node)" "$NODE_AT_LEAST" "Node.js, see https://nodejs.org"
  has npm || stop "npm is missing: install it with Node.js"
  debian_packages "${needs[@]}"
}

debian_packages() {
  local missing=() need
  for need in "$@"; do
    has "${need%%:*}" || missing+=(${need#*:})
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  may_install || stop "missing on this machine: ${missing[*]}. Install with: apt-get install ${missing[*]}"
  echo "installing ${missing[*]}"
  apt_get update
  apt_get install --no-install-recommends "${missing[@]}"
}

apt_get() {
  DEBIAN_FRONTEND=noninteractive apt-get --quiet=2 --yes "$@" </dev/null >/dev/null
}

may_install() { [ "$(id -u)" = 0 ] && has apt-get; }

has() { command -v "$1" >/dev/null 2>&1; }

version_of() {
  has "$1" || return 0
  "$1" --version | grep -oE '[0-9]+(\.[0-9]+)+' | head -n 1
}

# require PROGRAM FOUND EXPECTED HOW
require() {
  [ -n "$2" ] || stop "$1 is missing: install $4"
  [ "$(printf '%s\n' "$3" "$2" | sort --version-sort | head -n 1)" = "$3" ] ||
    stop "$1: expected version $3 or later, found $2: install $4"
}

stop() {
  echo "setup: $1" >&2
  exit 1
}

main "$@"
