#!/usr/bin/env python3
"""Prints rows in the columns of gazetteer/curated.tsv for the GeoNames ids in base_ids.txt.

A base row is where a curator starts: position, feature code, population and the spellings that GeoNames
carries. The display name, the remaining spellings, the district, the radius and the notes are then
edited by hand, so this never overwrites curated.tsv. Run fetch.sh first.
"""

import os
import re
import sys
import unicodedata

HERE = os.path.dirname(os.path.abspath(__file__))
ADMIN1 = os.path.join(HERE, "admin1_codes.tsv")
CITIES = os.path.join(HERE, "work", "dist", "cities500.txt")
ARABIC = re.compile(r"[\u0621-\u064a ]+")
SORANI = re.compile(r"[\u0600-\u06ff ]*[ەێۆڕڵڤ][\u0600-\u06ff ]*")
LATIN = re.compile(r"[A-Z][A-Za-z\u00c0-\u024f\u1e00-\u1eff'’‘` -]+")
RADIUS_KM = {"PPLC": 15, "PPLA": 6, "PPLA2": 4, "PPLA3": 3}
OTHER_RADIUS_KM = 2


def main():
    admin1 = dict(line.split("\t")[:2] for line in read_lines(ADMIN1))
    wanted = set(read_lines(os.path.join(HERE, "base_ids.txt")))
    records = (line.split("\t") for line in read_lines(CITIES))
    rows = [base_row(record, admin1) for record in records if record[0] in wanted]
    missing = wanted - {row[0].removeprefix("geonames:") for row in rows}
    print("\n".join("\t".join(row) for row in sorted(rows)))
    if missing:
        sys.exit(f"base_ids.txt: not in the source: {', '.join(sorted(missing))}")


def base_row(record, admin1):
    number, name, alternates, lat, lon, code, country, unit, people = (record[i] for i in (0, 1, 3, 4, 5, 7, 8, 10, 14))
    names = tagged_names(name, alternates.split(","))
    population = people if people != "0" else ""
    radius = str(RADIUS_KM.get(code, OTHER_RADIUS_KM))
    source = f"GeoNames {number}, CC BY 4.0"
    place = [country, admin1[f"{country}.{unit}"], "", lon, lat, radius, "", population]
    return [f"geonames:{number}", name, "|".join(names), "P", code, *place, source, "high", ""]


def tagged_names(name, alternates):
    """Spellings with a language; GeoNames' short list does not say it, so the script and its letters decide."""
    seen, tagged = {skeleton(name)}, []
    for text in alternates:
        language = language_of(text)
        if language and skeleton(text) not in seen:
            seen.add(skeleton(text))
            tagged.append(f"{language}:{text}")
    return tagged


def language_of(text):
    """None for machine transliterations without vowels and for scripts that news of the region does not use."""
    if ARABIC.fullmatch(text):
        return "ar"
    if SORANI.fullmatch(text):
        return "ckb"
    return "en" if LATIN.fullmatch(text) and vowel_share(text) >= 0.3 else None


def vowel_share(text):
    letters = skeleton(text)
    return sum(letter in "aeiou" for letter in letters) / max(1, len(letters))


def skeleton(text):
    """Letters only, without case and diacritics, to tell spellings apart that differ in more than marks."""
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if c.isalpha())


def read_lines(path):
    with open(path, encoding="utf-8") as file:
        return [line.rstrip("\n") for line in file if line.strip()]


if __name__ == "__main__":
    main()
