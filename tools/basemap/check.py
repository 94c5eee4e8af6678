"""The checks of check.sh: check.py <web folder>. Exit status 1 and a list if something does not agree."""

import hashlib
import re
import struct
import sys
from pathlib import Path

import extent

HARD_LIMIT = 8_000_000
# Type, compression of a tile, first and last zoom: bytes 98 to 101 of a PMTiles header, and clustered in byte 96.
HEADERS = {"base.pmtiles": (1, 2, 1, 0, 9), "relief.pmtiles": (1, 1, 4, 4, 8)}


def sums(base):
    listed = dict(reversed(line.split()) for line in (base / "SHA256SUMS").read_text().splitlines())
    readme = (base / "README.md").read_text(encoding="utf-8")
    for name in HEADERS:
        digest = hashlib.sha256((base / name).read_bytes()).hexdigest()
        if listed.get(name) != digest:
            yield f"SHA256SUMS: expected {digest} for {name}, found {listed.get(name)}"
        if digest not in readme:
            yield f"README.md: expected the sum {digest} of {name}, found none"


def headers(base):
    for name, wanted in HEADERS.items():
        head = (base / name).read_bytes()[:127]
        clustered, _, compression, kind, first, last = struct.unpack("6B", head[96:102])
        found = clustered, compression, kind, first, last
        if head[:8] != b"PMTiles\x03" or found != wanted:
            yield f"{name}: expected a PMTiles 3 header {wanted}, found {head[:8]!r} {found}"


def size(base):
    total = sum((base / name).stat().st_size for name in HEADERS)
    if total > HARD_LIMIT:
        yield f"web/base: expected at most {HARD_LIMIT} bytes, found {total}"


def _boxes_of_renderer(style):
    """{zoom: box} of `reliefBoxes` in style.ts, names of boxes resolved."""
    numbers = r"\[([-\d., ]+)\]"
    named = dict(re.findall(rf"const (\w+): DegreeBox = {numbers}", style))
    body = re.search(r"reliefBoxes[^{]*\{(.*?)\}", style, re.S).group(1)
    found = re.findall(rf"(\d+): (?:(\w+)|{numbers})", body)
    return {int(z): tuple(map(float, (literal or named[name]).split(","))) for z, name, literal in found}


def constants(web):
    style = (web / "src/map/style.ts").read_text(encoding="utf-8")
    if _boxes_of_renderer(style) != extent.RELIEF_BOXES:
        yield f"style.ts: expected reliefBoxes {extent.RELIEF_BOXES}, found {_boxes_of_renderer(style)}"
    wanted = {
        "worldZoom = ": extent.WORLD_ZOOM,
        "detailZoom = ": extent.DETAIL_ZOOM,
        "level: ": extent.FLAT,
        "darkest: ": extent.DARKEST,
        "tint: ": extent.HIGHEST_TINT,
    }
    for before, value in wanted.items():
        if f"{before}{value}" not in style:
            yield f"style.ts: expected {before}{value} as in tools/basemap/extent.py, found another value"


def main(web):
    web = Path(web)
    base = web / "base"
    faults = [*sums(base), *headers(base), *size(base), *constants(web)]
    print("\n".join(faults) or "base map: sums, headers, size and constants agree")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
