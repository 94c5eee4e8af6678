"""Checks gazetteer/world/: sums, rows, outlines, and that every position lies where its row says."""

import csv
import hashlib
import os
import re
import unicodedata

from bounds import ADMIN1, ADMIN2, APPROXIMATE, COUNTRY, DISPUTED, FORMER, REGION, Bounds

UNIT_COLUMNS = "id name names feature_code country admin1 iso lon lat radius_km flags source confidence notes".split()
LEVELS = {"PCLI": COUNTRY, "PCL": COUNTRY, "PCLD": COUNTRY, "TERR": COUNTRY, "ADM1": ADMIN1, "ADM2": ADMIN2, "ADMD": ADMIN2, "ADM1H": FORMER}
FLAGS = {"": 0, "disputed": DISPUTED, "approximate": APPROXIMATE, "disputed approximate": DISPUTED | APPROXIMATE}
OUTLINED = "world/bounds.bin.gz"
TINY_KM = 1.0  # a unit as small as that is a few grid steps wide
EDGES = (0, -0.002, 0.002, -0.02, 0.02)  # degrees: simplification may leave the middle of a thin unit just outside


class World:
    """The files of gazetteer/world/ as read, and their geometry in GeoJSON form for the checks of curated.tsv."""

    def __init__(self, folder):
        self.folder = folder
        self.units = read(os.path.join(folder, "world", "units.tsv"))
        self.features = read(os.path.join(folder, "world", "features.tsv"))
        self.bounds = Bounds(os.path.join(folder, "world", "bounds.bin.gz"))

    def unit_ids(self):
        """Ids of countries by code and of first-level units by (country, name)."""
        ids = {}
        for row in self.units:
            if row["feature_code"] in ("PCLI", "PCL", "PCLD", "TERR"):
                ids[row["country"]] = row["id"]
            elif row["feature_code"] == "ADM1":
                ids[(row["country"], row["name"])] = row["id"]
        return ids

    def geometry(self, unit):
        return {"type": "MultiPolygon", "coordinates": self.bounds.polygons(unit)}


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def world_faults(world, feature_row_faults):
    """feature_row_faults: the checks of check.py that hold for every row with these columns."""
    faults = sum_faults(world.folder) + id_faults(world)
    for number, row in enumerate(world.units, start=2):
        faults += [f"world/units.tsv line {number} ({row['id']}): {fault}" for fault in unit_faults(row, world)]
    for number, row in enumerate(world.features, start=2):
        found = feature_row_faults(row) + feature_faults(row, world)
        faults += [f"world/features.tsv line {number} ({row['id']}): {fault}" for fault in found]
    return faults


def sum_faults(folder):
    with open(os.path.join(folder, "world.sha256"), encoding="utf-8") as file:
        expected = dict(reversed(line.split()) for line in file)
    found = {f"world/{name}": sha256(os.path.join(folder, "world", name)) for name in os.listdir(os.path.join(folder, "world"))}
    wrong = sorted(name for name in expected if found.get(name) != expected[name])
    return [f"{name}: does not match world.sha256; run world_units.py" for name in wrong]


def sha256(path):
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def id_faults(world):
    """Both tables are sorted, no id stands twice, and rows and outlines belong together."""
    faults = []
    for name, rows in (("units", world.units), ("features", world.features)):
        ids = [row["id"] for row in rows]
        if ids != sorted(set(ids)):
            faults.append(f"world/{name}.tsv: expected the rows sorted by id and each id once")
    outlined = {row["id"] for row in world.units} | {row["id"] for row in world.features if row["shape"] == OUTLINED}
    faults += [f"world/bounds.bin.gz: {name} has no row" for name in sorted(set(world.bounds.by_id) - outlined)]
    return faults + [f"world/bounds.bin.gz: no outline of {name}" for name in sorted(outlined - set(world.bounds.by_id))]


def unit_faults(row, world):
    if list(row) != UNIT_COLUMNS:
        return [f"expected the columns {UNIT_COLUMNS}, found {list(row)}"]
    if row["id"] not in world.bounds.by_id:
        return []
    _, level, flags = world.bounds.by_id[row["id"]]
    faults = [] if LEVELS.get(row["feature_code"]) == level else [f"feature_code '{row['feature_code']}' has level {level} in the outlines"]
    faults += [] if FLAGS.get(row["flags"]) == flags else [f"flags '{row['flags']}' are {flags} in the outlines"]
    faults += [f"names: control sign {sign!r}" for sign in row["names"] if unicodedata.category(sign) == "Cc"]
    faults += [] if row["name"].strip() else ["name: expected text, found nothing"]
    faults += [] if re.fullmatch(r"([A-Z]{2})?", row["country"]) else [f"country: expected an ISO code, found '{row['country']}'"]
    return faults + position_faults(row, world)


def feature_faults(row, world):
    if row["shape"] not in ("", OUTLINED):
        return [f"shape: expected nothing or {OUTLINED}, found '{row['shape']}'"]
    if not row["shape"]:
        return []
    level = world.bounds.by_id[row["id"]][1]
    return [f"has level {level} in the outlines, expected {REGION}"] * (level != REGION) + position_faults(row, world)


def position_faults(row, world):
    lon, lat = float(row["lon"]), float(row["lat"])
    places = [(lon + dx, lat + dy) for dx in EDGES for dy in EDGES]
    if any(world.bounds.contains(row["id"], x, y) for x, y in places) or float(row["radius_km"]) < TINY_KM:
        return []
    return [f"{lon}, {lat} lies outside its own outline"]
