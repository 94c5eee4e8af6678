#!/usr/bin/env python3
"""Makes gazetteer/world/places.tsv.zst, the world's towns and the names of their units; standard library and zstd.

Run fetch.sh first. The build turns the file into the table that the program carries. A line of two columns names an
administrative unit (code, name). A line of eleven columns is a place:

    GeoNames number, name, plain name where it is more than the name without accents, alternates separated by commas,
    longitude, latitude, feature code, country, first-level code, second-level code, population

Feature class is P throughout. Lines are sorted, so the same input gives the same bytes.
"""

import json
import os
import subprocess
import sys
import unicodedata

HERE = os.path.dirname(os.path.abspath(__file__))
WORK = os.path.join(HERE, "work")
TARGET = os.path.join(HERE, "..", "..", "gazetteer", "world", "places.tsv.zst")
MOST_BYTES = 8_000_000


def main():
    names = {unit["code"]: unit["name"] for level in ("admin1.json", "admin2.json") for unit in read_json(level)}
    places = sorted((place(line.rstrip("\n").split("\t")) for line in open_cities()), key=by_region)
    codes = {code for row in places for code in unit_codes(row)}
    units = [f"{code}\t{clean(names[code])}" for code in sorted(codes & set(names))]
    size = write(units + ["\t".join(row) for row in places])
    print(f"{len(places)} places, {len(units)} units of {len(codes)}, {size} bytes")
    if size > MOST_BYTES:
        sys.exit(f"expected at most {MOST_BYTES} bytes")


def read_json(name):
    with open(os.path.join(WORK, name), encoding="utf-8") as file:
        return json.load(file)


def open_cities():
    return open(os.path.join(WORK, "dist", "cities500.txt"), encoding="utf-8", newline="\n")


def place(record):
    number, name, plain, alternates, lat, lon = record[:6]
    code, country, admin1, admin2, people = (record[i] for i in (7, 8, 10, 11, 14))
    plain = plain if letters(plain) != letters(name) else ""
    population = people if people != "0" else ""
    return [number, clean(name), clean(plain), further(alternates, name, plain), lon, lat, code, country, admin1, admin2, population]


def further(alternates, *known):
    """The alternates that are not the name again with other capitals or accents."""
    seen = {letters(name) for name in known}
    kept = []
    for text in alternates.split(","):
        text = clean(text)
        if text and letters(text) not in seen:
            seen.add(letters(text))
            kept.append(text)
    return ",".join(sorted(kept))


def letters(text):
    """What the first rung of the folding ladder compares, near enough: it never makes two names one that the ladder tells apart."""
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))


def clean(text):
    return " ".join("".join(" " if unicodedata.category(c) == "Cc" else c for c in text).split())


def unit_codes(row):
    country, admin1, admin2 = row[7:10]
    return [".".join(filter(None, (country, admin1, *second))) for second in ((), (admin2,)) if admin1]


def by_region(row):
    return (row[7], row[8], row[9], row[1], int(row[0]))


def write(lines):
    os.makedirs(os.path.dirname(TARGET), exist_ok=True)
    text = "".join(line + "\n" for line in lines).encode()
    subprocess.run(["zstd", "--ultra", "-22", "--quiet", "--force", "-o", TARGET], input=text, check=True)
    return os.path.getsize(TARGET)


if __name__ == "__main__":
    main()
