"""Writes the table of derived files into web/base/README.md, between its two marks: readme.py <folder>."""

import sys
from pathlib import Path

START, END = "<!-- files: written by tools/basemap/readme.py -->", "<!-- /files -->"


def rows(folder):
    yield "| file | bytes | sha256 |\n|---|---|---|"
    for line in (folder / "SHA256SUMS").read_text().splitlines():
        digest, name = line.split()
        yield f"| `{name}` | {(folder / name).stat().st_size:,} | `{digest}` |"


def main(folder):
    folder = Path(folder)
    page = folder / "README.md"
    before, rest = page.read_text(encoding="utf-8").split(START)
    after = rest.split(END)[1]
    page.write_text(f"{before}{START}\n" + "\n".join(rows(folder)) + f"\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
