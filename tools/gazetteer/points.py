#!/usr/bin/env python3
"""Adds to gazetteer/world/points.tsv the points by which the CIA World Factbook stands for countries.

Run fetch.sh first; standard library only. Rows of another source stay as they are: where GeoNames' own point is known, it
comes first. A country is left at the middle of its outline when it is so small that minutes of arc say less than that.
"""

import html
import json
import math
import os
import re
import unicodedata

import packed_rows
from packed_rows import GAZETTEER, work

PATH = os.path.join(GAZETTEER, "world", "points.tsv")
FACTBOOK = "CIA World Factbook"
LEAST_RADIUS_KM = 15
NEAR = 0.25  # radii: a point farther from the middle of the outline is a capital or a slip, and the middle says more
FORM = re.compile(r"(\d+) (\d+) ([NS]), ?(\d+) (\d+) ([EW])")
COUNTRIES = ("PCLI", "PCL", "PCLD", "TERR", "PCLS")
OTHERWISE = {
    "Burma": "Myanmar", "Korea, South": "South Korea", "Korea, North": "North Korea", "Bahamas, The": "Bahamas", "Gambia, The": "Gambia",
    "Turkey (Turkiye)": "Turkey", "Congo, Democratic Republic of the": "DR Congo", "DRC": "DR Congo", "Congo (Brazzaville)": "Congo",
    "Holy See (Vatican City)": "Vatican City", "Cabo Verde": "Cape Verde",
}


def main():
    rows = [row for row in packed_rows.table("world/points.tsv") if row["source"] != FACTBOOK]
    known = {row["id"] for row in rows}
    targets = by_name()
    unmatched = []
    for name, lon, lat in sorted(coordinates()):
        target = targets.get(letters(OTHERWISE.get(name, name)))
        if not target:
            unmatched.append(name)
        elif target["id"] not in known and fits(target, lon, lat):
            rows.append({"id": target["id"], "name": target["name"], "lon": f"{lon:g}", "lat": f"{lat:g}", "source": FACTBOOK})
            known.add(target["id"])
    write(sorted(rows, key=lambda row: row["id"]))
    packed_rows.write_sums()
    print(f"{len(rows)} points; without a row of ours: {', '.join(unmatched)}")


def by_name():
    units = [row for row in packed_rows.table("world/units.tsv") if row["feature_code"] in COUNTRIES]
    found = {}
    for row in units:
        for item in row["names"].split("|"):
            language, _, text = item.partition(":")
            if language == "en":
                found.setdefault(letters(text), row)
    return found | {letters(row["name"]): row for row in units}


def coordinates():
    for file in sorted(os.listdir(work("factbook"))):
        with open(work(os.path.join("factbook", file)), encoding="utf-8") as opened:
            profile = json.load(opened)
        written = profile.get("Geography", {}).get("Geographic coordinates", {}).get("text", "")
        found = FORM.search(written)
        name = name_of(profile)
        if found and name:
            lat, lon = degrees(*found.group(1, 2, 3)), degrees(*found.group(4, 5, 6))
            yield name, lon, lat


def name_of(profile):
    names = profile.get("Government", {}).get("Country name", {})
    short = names.get("conventional short form", {}).get("text", "")
    plain = re.sub(r"<[^>]*>|;.*| \(.*", "", html.unescape(short)).strip()
    if plain and plain.lower() != "none":
        return plain
    return names.get("conventional long form", {}).get("text", "")


def degrees(whole, minutes, side):
    value = int(whole) + int(minutes) / 60
    return round(-value if side in "SW" else value, 3)


def fits(target, lon, lat):
    radius = float(target["radius_km"])
    x = (lon - float(target["lon"])) * math.cos(math.radians(lat))
    off = math.hypot(x, lat - float(target["lat"])) * 111.2
    return radius >= LEAST_RADIUS_KM and off <= NEAR * radius


def letters(text):
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return re.sub(r"[^a-z]+", " ", plain.replace("&", "and").replace("st.", "saint")).strip()


def write(rows):
    with open(PATH, "w", encoding="utf-8") as file:
        file.write("id\tname\tlon\tlat\tsource\n")
        file.writelines("\t".join(row[key] for key in ("id", "name", "lon", "lat", "source")) + "\n" for row in rows)


if __name__ == "__main__":
    main()
