"""Continents and named regions as sets of countries and provinces, from world_regions.tsv."""

import functools
import json

from bounds import ADMIN1, ADMIN2, COUNTRY, FORMER, REGION
from world_cells import read_rows, work
from world_spellings import COUNTRY_LANGUAGES, cldr_territories


class Region:
    """Looks like a unit of world_units, but its cells are those of its members."""

    def __init__(self, row, members):
        self.id, self.level, self.code = row["id"], REGION, row["feature_code"]
        self.number = row["id"].removeprefix("geonames:") if row["id"].startswith("geonames:") else None
        self.cells = set().union(*(member.cells for member in members))
        countries = sorted({member.country for member in members if member.country.isalpha()})
        self.country = "|".join(countries) if len(countries) <= MANY else ""
        self.admin1, self.iso, self.source = "", "", SOURCE
        self.names = [("en", row["name"]), *cldr_names(row["cldr"]), *written(row["names"])]
        self.note, self.confidence = row["notes"], row["confidence"]


MANY = 20  # a continent's countries are not listed: nothing is gained by saying that Africa is in 58 countries
SOURCE = "own determination: the countries and provinces that the name covers; Natural Earth outlines"


def regions(units):
    found = finder(units)
    return [Region(row, [unit for text in row["members"].split() for unit in members(text, found, row["id"])]) for row in rows()]


def rows():
    return read_rows("world_regions.tsv")


def finder(units):
    """Units by country code, by CC.code, and by GeoNames id."""
    found = {}
    for unit in units:
        if unit.level == COUNTRY:
            found[unit.country] = unit
        elif unit.level == ADMIN1:
            found[f"{unit.country}.{unit.admin1}"] = unit
        if unit.level in (ADMIN2, FORMER) or unit.id.startswith("sitmap:"):
            found[unit.id] = unit
    return found


def members(text, found, row_id):
    """`011` the countries of a CLDR group, `150!RU` without one, `ML` a country, `ML.09` a province, an id,
    or `RU*-13,40` the provinces of a country but some."""
    code, _, without = text.partition("!")
    if code.isdigit() or code == "EU":
        return [found[country] for country in group(code) if country in found and country != without]
    if "*" in text:
        country, _, left_out = text.partition("*-")
        skip = set(left_out.split(","))
        return [unit for key, unit in found.items() if key.startswith(f"{country}.") and key.split(".")[1] not in skip]
    if text not in found:
        raise SystemExit(f"world_regions.tsv {row_id}: no unit '{text}'")
    return [found[text]]


@functools.lru_cache(maxsize=None)
def group(code):
    with open(work("supplemental/territoryContainment.json"), encoding="utf-8") as file:
        groups = json.load(file)["supplemental"]["territoryContainment"]
    return tuple(expand(code, groups))


def expand(code, groups):
    if code not in groups:
        return [code]
    return [country for part in groups[code]["_contains"] for country in expand(part, groups)]


def cldr_names(code):
    return [(language, text) for language in COUNTRY_LANGUAGES if code for text in [cldr_territories(language).get(code)] if text]


def written(names):
    return [tuple(name.split(":", 1)) for name in names.split("|") if name]
