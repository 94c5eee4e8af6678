# An index of one-line commands; `make` alone prints it. The work is done by cargo, npm and the scripts in tools/.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:

TARGET := $(or $(CARGO_TARGET_DIR),target)
SITMAP := $(abspath $(TARGET))/release/sitmap
DATA ?= ../shared/data
WEB_SOURCES := $(shell find web/src web/public web/index.html web/tsconfig.json web/vite.config.ts -type f)

.PHONY: help programs testprograms setup web build demo test lint fmt it score accuracy weights bench doc conformance picture image clean

help: ## print this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' Makefile

programs:
	@tools/setup.sh build

setup: programs web/node_modules/.package-lock.json ## check what is installed, fetch the front end's packages
web: setup web/dist/index.html ## build the front end into web/dist

build: web ## build the program with the front end inside: target/release/sitmap
	@cargo build --release --locked --bin sitmap

demo: build ## set everything up, start the map with the example reports and print its address
	@exec "$(SITMAP)" demo

testprograms:
	@tools/setup.sh test

test: testprograms build ## set everything up and run all tests: front end, Rust, real browser
	@cd web && npm run --silent check && npm run --silent lint && npm run --silent test
	@cargo test --locked
	@rm -f web/sitmap-demo.gpkg*
	@cd web && SITMAP_BIN="$(SITMAP)" npm run --silent e2e

lint: setup ## check the style of Rust and of the front end
	@cargo fmt --check
	@cargo clippy --locked --all-targets -- -D warnings
	@cd web && npm run --silent check && npm run --silent lint

fmt: ## rewrite the Rust files in the agreed style
	@cargo fmt

it: ## run only the integration tests (arguments in T, as in: make it T=geopackage)
	@cargo test --locked --test it $(T)

score: build ## score the extraction on the seed reports, when the folder ../shared is there
	@python3 tools/score/seeds.py "$(SITMAP)"

accuracy: build ## measure on the development sets in the folder DATA and write docs/accuracy.md
	@python3 tools/accuracy/accuracy.py "$(SITMAP)" "$(DATA)"

weights: build ## fit the weights of recognition on the development sets in the folder DATA (needs numpy)
	@tools/recognition/fit.sh "$(SITMAP)" "$(DATA)"

bench: ## run the benches (ingest, index, store) and print their figures
	@cargo bench --locked

doc: ## build the documentation of the library into target/doc
	@RUSTDOCFLAGS="-D warnings" cargo doc --locked --no-deps

conformance: ## run the tests against standards: OGC API Features, and GDAL reading the service, GeoPackage and GeoJSON
	@cargo test --locked --test it -- http:: clients:: geopackage:: roundtrip::

picture: build ## redraw the README's picture of the map (needs Chromium and ImageMagick)
	@rm -f web/sitmap-demo.gpkg*
	@cd web && SITMAP_BIN="$(SITMAP)" npm run --silent shots -- map-desktop-light-en
	@convert web/shots/map-desktop-light-en.png -colors 128 -define png:compression-level=9 PNG8:docs/pictures/map.png

image: ## build the container image sitmap
	@docker build --tag sitmap .

clean: ## delete everything built or installed here; data files other than the demo's stay
	@rm -rf "$(TARGET)" web/dist web/node_modules web/shots sitmap-demo.gpkg* web/sitmap-demo.gpkg*

web/node_modules/.package-lock.json: web/package.json web/package-lock.json
	@echo "installing the front end's packages"
	@cd web && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

web/dist/index.html: web/node_modules/.package-lock.json $(WEB_SOURCES)
	@echo "building the front end"
	@cd web && npm run --silent build
	@touch $@
