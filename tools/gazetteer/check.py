#!/usr/bin/env python3
"""Checks every row of gazetteer/curated.tsv and of gazetteer/world/, every shape and the sums; standard library only.

Prints one line for each fault and ends with status 1 when there is any.
"""

import collections
import csv
import hashlib
import json
import math
import os
import re
import sys

from check_world import World, world_faults
from counts import count_faults, district_faults

GAZETTEER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "gazetteer")
COLUMNS = (
    "id name names feature_class feature_code country admin1 admin2 lon lat radius_km shape population source confidence notes"
).split()
ID = re.compile(r"geonames:[1-9]\d*|sitmap:[a-z0-9]+(-[a-z0-9]+)*")
NAME = re.compile(r"([a-z]{2,3}(-[A-Za-z0-9]+)*|abbr):\S.*")
CLASSES = {"A", "H", "L", "P", "R", "S", "T", "V"}
CONFIDENCE = {"high", "medium", "low"}
TOLERANCE_KM = 3.0  # error of the Natural Earth borders where they were compared
MAX_DECIMALS = 5
KM_PER_DEGREE = 111.2
MOST_WORLD_BYTES = 8_000_000


def main():
    rows = read_rows("curated.tsv", COLUMNS)
    exceptions = {(row["id"], row["unit"]) for row in read_rows("exceptions.tsv", ["id", "unit", "reason"])}
    shapes = read_shapes()
    faults = sum_faults() + world_sum_faults() + file_faults(rows, shapes, exceptions)
    faults += district_faults(rows) + count_faults(rows)
    world = World(GAZETTEER)
    faults += world_faults(world, world_row_faults)
    units = Units(world, unit_geometries(rows, shapes))
    for number, row in enumerate(rows, start=2):
        found = row_faults(row, shapes) or place_faults(row, units, exceptions)
        faults += [f"curated.tsv line {number} ({row['id']}): {fault}" for fault in found]
    sound = f"{len(rows)} rows, {len(shapes)} shapes, {len(world.units)} units and {len(world.features)} features are sound"
    print("\n".join(faults) if faults else sound)
    return 1 if faults else 0


def read_rows(name, columns):
    with open(os.path.join(GAZETTEER, name), encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    if lines[0] != columns:
        sys.exit(f"{name} line 1: expected the columns {columns}, found {lines[0]}")
    for number, line in enumerate(lines[1:], start=2):
        if len(line) != len(columns):
            sys.exit(f"{name} line {number}: expected {len(columns)} fields, found {len(line)}")
    return [dict(zip(columns, line)) for line in lines[1:]]


def read_shapes():
    """Row id -> (file name, geometry)."""
    shapes = {}
    folder = os.path.join(GAZETTEER, "shapes")
    for name in sorted(os.listdir(folder)):
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            for feature in json.load(file)["features"]:
                shapes[feature["id"]] = (name, feature["geometry"])
    return shapes


def sum_faults():
    with open(os.path.join(GAZETTEER, "shapes.sha256"), encoding="utf-8") as file:
        expected = dict(reversed(line.split()) for line in file)
    names = {f"shapes/{name}" for name in os.listdir(os.path.join(GAZETTEER, "shapes"))}
    found = {name: sha256(name) for name in names}
    wrong = sorted(name for name in names | set(expected) if found.get(name) != expected.get(name))
    return [f"{name}: does not match shapes.sha256; run shapes.py" for name in wrong]


def world_sum_faults():
    """The world's files are what their script made: sum and size."""
    with open(os.path.join(GAZETTEER, "world", "world.sha256"), encoding="utf-8") as file:
        expected = dict(reversed(line.split()) for line in file)
    paths = {name: f"world/{name}" for name in expected}
    wrong = [name for name, path in paths.items() if sha256(path) != expected[name]]
    large = [name for name, path in paths.items() if os.path.getsize(os.path.join(GAZETTEER, path)) > MOST_WORLD_BYTES]
    faults = [f"world/{name}: does not match world.sha256; run world.py" for name in wrong]
    return faults + [f"world/{name}: expected at most {MOST_WORLD_BYTES} bytes" for name in large]


def sha256(name):
    with open(os.path.join(GAZETTEER, name), "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def file_faults(rows, shapes, exceptions):
    ids = [row["id"] for row in rows]
    faults = [f"curated.tsv: {row_id} appears more than once" for row_id in sorted(duplicates(ids))]
    if ids != sorted(ids):
        faults.append("curated.tsv: expected the rows sorted by id")
    faults += [f"shapes/{shapes[i][0]}: {i} has no row" for i in sorted(set(shapes) - set(ids))]
    faults += [f"exceptions.tsv: {i} has no row" for i in sorted({i for i, _ in exceptions} - set(ids))]
    for row_id, (name, geometry) in sorted(shapes.items()):
        faults += [f"shapes/{name}: {row_id} {fault}" for fault in shape_faults(geometry)]
    return faults


def duplicates(values):
    return {value for value, count in collections.Counter(values).items() if count > 1}


def shape_faults(geometry):
    """Rings must close and follow the right-hand rule; every position must be on the globe."""
    faults = [f"has a position off the globe: {p}" for p in positions(geometry["coordinates"]) if not on_globe(*p)]
    for rings in polygons(geometry):
        faults += ["has a ring that does not close" for ring in rings if ring[0] != ring[-1] or len(ring) < 4]
        faults += ["has an outer ring that runs clockwise"] * (signed_area(rings[0]) <= 0)
        faults += ["has a hole that runs counterclockwise" for ring in rings[1:] if signed_area(ring) >= 0]
    return faults


def row_faults(row, shapes):
    checks = (id_faults, name_faults, word_faults, number_faults)
    faults = [fault for check in checks for fault in check(row)]
    return faults + shape_link_faults(row, shapes)


def world_row_faults(row):
    """What holds for a row of curated.tsv holds for a feature of the world, but an ocean lies in no country."""
    anywhere = row if row["country"] else {**row, "country": "ZZ"}
    return id_faults(row) + name_faults(row) + word_faults(anywhere) + number_faults(row)


def id_faults(row):
    return [] if ID.fullmatch(row["id"]) else ["id: expected geonames:<number> or sitmap:<slug>"]


def name_faults(row):
    tagged = row["names"].split("|") if row["names"] else []
    faults = [] if row["name"].strip() else ["name: expected text, found nothing"]
    faults += [f"names: expected language:text, found '{name}'" for name in tagged if not NAME.fullmatch(name)]
    texts = [row["name"]] + [name.partition(":")[2] for name in tagged]
    return faults + [f"names: '{text}' appears more than once" for text in sorted(duplicates(texts))]


def word_faults(row):
    faults = []
    if row["feature_class"] not in CLASSES:
        faults.append(f"feature_class: expected one of {sorted(CLASSES)}, found '{row['feature_class']}'")
    if not re.fullmatch(r"[A-Z0-9]{2,5}", row["feature_code"]):
        faults.append(f"feature_code: expected a GeoNames code, found '{row['feature_code']}'")
    if not re.fullmatch(r"[A-Z]{2}(\|[A-Z]{2})*", row["country"]):
        faults.append(f"country: expected ISO 3166-1 codes, found '{row['country']}'")
    if row["confidence"] not in CONFIDENCE:
        faults.append(f"confidence: expected one of {sorted(CONFIDENCE)}, found '{row['confidence']}'")
    return faults + ([] if row["source"] else ["source: expected text, found nothing"])


def number_faults(row):
    faults = [f"{column}: expected a number, found '{row[column]}'" for column in ("lon", "lat", "radius_km") if number(row[column]) is None]
    if faults:
        return faults
    if not on_globe(float(row["lon"]), float(row["lat"])):
        faults.append(f"lon, lat: {row['lon']}, {row['lat']} is off the globe")
    faults += [f"{c}: more than {MAX_DECIMALS} decimals" for c in ("lon", "lat") if decimals(row[c]) > MAX_DECIMALS]
    if not float(row["radius_km"]) > 0:
        faults.append(f"radius_km: expected more than 0, found {row['radius_km']}")
    if row["population"] and not row["population"].isdigit():
        faults.append(f"population: expected a whole number or nothing, found '{row['population']}'")
    return faults


def number(text):
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def decimals(text):
    return len(text.partition(".")[2])


def shape_link_faults(row, shapes):
    name = shapes.get(row["id"], ("", None))[0]
    if name == row["shape"]:
        return []
    return [f"shape: the row says '{row['shape']}', the shape files have it in '{name}'"]


class Units:
    """Polygons by country code and by (country, name): those of shapes/ first, then the outlines of the world."""

    def __init__(self, world, curated):
        self.world, self.ids, self.geometries = world, world.unit_ids(), dict(curated)

    def __contains__(self, key):
        return key in self.geometries or key in self.ids

    def __getitem__(self, key):
        if key not in self.geometries:
            self.geometries[key] = self.world.geometry(self.ids[key])
        return self.geometries[key]


def unit_geometries(rows, shapes):
    """Polygons of countries by code and of governorates by (country, name)."""
    units = {}
    for row in rows:
        key = {"PCLI": row["country"], "ADM1": (row["country"], row["name"])}.get(row["feature_code"])
        if key and row["feature_class"] == "A":
            units[key] = shapes[row["id"]][1] if row["id"] in shapes else None
    return units


def place_faults(row, units, exceptions):
    """The position must lie in one of the countries and one of the governorates that the row claims."""
    countries = row["country"].split("|")
    governorates = [name for name in row["admin1"].split("|") if name]
    faults = [f"country: {code} has no row" for code in countries if code not in units]
    known = [(code, name) for code in countries for name in governorates if (code, name) in units]
    unknown = set(governorates) - {name for _, name in known}
    faults += [f"admin1: '{name}' is no governorate of {row['country']}" for name in sorted(unknown)]
    if faults:
        return faults
    checks = {"country": outside(row, [units[code] for code in countries]), "admin1": outside(row, [units[k] for k in known])}
    return exception_faults(row, checks, exceptions)


def outside(row, geometries):
    """Kilometres to the nearest claimed polygon beyond the tolerance, or None when it is near enough."""
    if not geometries or None in geometries:
        return None
    position = (float(row["lon"]), float(row["lat"]))
    distance = min(distance_km(position, geometry) for geometry in geometries)
    return distance if distance > TOLERANCE_KM else None


def exception_faults(row, checks, exceptions):
    faults = []
    for unit, distance in checks.items():
        excused = (row["id"], unit) in exceptions
        if distance is not None and not excused:
            faults.append(f"{unit}: {row['lon']}, {row['lat']} lies {distance:.1f} km outside '{row[unit]}'")
        if excused and distance is None:
            faults.append(f"exceptions.tsv excuses {unit}, but the position needs no excuse")
    return faults


def distance_km(position, geometry):
    parts = polygons(geometry)
    if any(inside(position, rings) for rings in parts):
        return 0.0
    return min(edge_distance_km(position, ring) for rings in parts for ring in rings)


def inside(position, rings):
    return crossings(position, rings[0]) and not any(crossings(position, hole) for hole in rings[1:])


def crossings(position, ring):
    x, y = position
    odd = False
    for (x1, y1), (x2, y2) in zip(ring, ring[1:]):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            odd = not odd
    return odd


def edge_distance_km(position, ring):
    shrink = math.cos(math.radians(position[1]))
    local = [((x - position[0]) * shrink * KM_PER_DEGREE, (y - position[1]) * KM_PER_DEGREE) for x, y in ring]
    return min(origin_distance(a, b) for a, b in zip(local, local[1:]))


def origin_distance(start, end):
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = dx * dx + dy * dy
    along = 0.0 if length == 0 else min(1.0, max(0.0, -(start[0] * dx + start[1] * dy) / length))
    return math.hypot(start[0] + along * dx, start[1] + along * dy)


def polygons(geometry):
    kinds = {"Polygon": lambda c: [c], "MultiPolygon": lambda c: c}
    return kinds.get(geometry["type"], lambda c: [])(geometry["coordinates"])


def positions(coordinates):
    if isinstance(coordinates[0], (int, float)):
        return [coordinates]
    return [position for part in coordinates for position in positions(part)]


def on_globe(lon, lat):
    return -180 <= lon <= 180 and -90 <= lat <= 90


def signed_area(ring):
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:])) / 2


if __name__ == "__main__":
    sys.exit(main())
