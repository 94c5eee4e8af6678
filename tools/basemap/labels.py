"""Label layers: places, provinces, countries, waters and landforms."""

import math
import re
import unicodedata

import shapely
from shapely.geometry import Point

from arabic import arabic_name
from extent import DETAIL_ZOOM, REGION, WORLD_ZOOM
from mercator import project, tile_cover
from sources import table
from tiles import Feature

FOCUS = {"IQ", "SY"}
# Countries whose Latin spelling is their own alphabet keep it; elsewhere the marks of a transliteration go.
OWN_ALPHABET = {"TR", "AZ", "TM"}
QUARTERS = {"PPLX", "PPLH", "PPLQ", "PPLW", "PPLL", "PPLF", "STLMT"}
CAPITAL = "PPLC"
SMALLEST = 5000
GREAT_CAPITAL = 400_000  # The seats of smaller states enter one zoom later, or Europe is full of them.
RANK_BY_PEOPLE = ((1_000_000, 2), (300_000, 3), (100_000, 4), (40_000, 5), (15_000, 6))
# Populations of the focus countries are unreliable (a quarter of Mosul stands above Mosul), so rank follows the seat.
RANK_BY_SEAT = {CAPITAL: 1, "PPLA": 3, "PPLA2": 5, "PPLA3": 6}
KIND_BY_RANK = {0: "city", 1: "city", 2: "city", 3: "city", 4: "town", 5: "town"}
ZOOM_BEFORE_RANK = 3
DEEPEST_RANK = 6


def plain(name):
    """A transliterated name without macrons, underdots, ayn and hamza marks."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    bare = re.sub("[‘’'`ʻʼʾʿ]", "", bare)
    return re.sub(r"^Nahiyat ", "", bare).strip()


def _rank(code, country, people):
    if country in FOCUS:
        return RANK_BY_SEAT.get(code, 7)
    if code == CAPITAL:
        return 1 if people >= GREAT_CAPITAL else 2
    return next((rank for least, rank in RANK_BY_PEOPLE if people >= least), 7)


def _within(cover, longitude, latitude):
    (x, y), = project([[longitude, latitude]])
    return cover[0] <= x < cover[2] and cover[1] <= y < cover[3]


def _wanted(code, country, people, rank, inside):
    if code in QUARTERS:
        return False
    if not inside:
        return rank <= 2
    return country in FOCUS or code == CAPITAL or people >= SMALLEST


def _place(row, curated, cover):
    """One GeoNames row as a label, or None if it gets none."""
    number, name, _, alternates, latitude, longitude, _, code, country = row[:9]
    position, people, own = (float(longitude), float(latitude)), int(row[14] or 0), curated.get(number)
    rank = _rank(code, country, people)
    if own and own["rank"] == "-":
        return None
    if not own and not _wanted(code, country, people, rank, _within(cover, *position)):
        return None
    own = own or {"rank": rank, "name": "", "name_ar": ""}
    latin = own["name"] or (name if country in OWN_ALPHABET else plain(name))
    arabic = own["name_ar"] or arabic_name(alternates.split(","), country == "IR")
    return _label(position, latin, arabic, int(own["rank"]), code == CAPITAL, people)


def _label(position, name, name_ar, rank, capital, people):
    properties = {"name": name, "rank": rank, "kind": KIND_BY_RANK.get(rank, "village"), "capital": int(capital)}
    if name_ar:
        properties["name_ar"] = name_ar
    feature = Feature(Point(position), properties, ZOOM_BEFORE_RANK + min(rank, DEEPEST_RANK))
    return rank, -people, feature


def _curated_places(rows):
    curated = {row["id"]: row for row in table("places.tsv")}
    unknown = curated.keys() - {row[0] for row in rows}
    if unknown:
        raise ValueError(f"places.tsv: expected GeoNames ids of cities500, found {sorted(unknown)}")
    return curated


def _without_doubles(labels):
    """Drop a less important label that repeats a name within about 25 km."""
    kept = {}
    for _, _, feature in labels:
        same = kept.setdefault(feature.properties["name"], [])
        if all(feature.geometry.distance(other.geometry) > 0.25 for other in same):
            same.append(feature)
            yield feature


def places(rows):
    """Places, the more important first."""
    curated, cover = _curated_places(rows), tile_cover(REGION, WORLD_ZOOM + 1)
    found = [label for label in (_place(row, curated, cover) for row in rows) if label]
    found.sort(key=lambda label: (*label[:2], label[2].properties["name"], label[2].geometry.x))
    return list(_without_doubles(found))


def _province_names(properties, own):
    if own:
        return own["name"], own["name_ar"]
    name_ar = re.sub(r"^(محافظة|منطقة|استان|مقاطعة|ولاية|إقليم) ", "", properties["name_ar"] or "")
    return plain(properties["name_en"] or properties["name"]), name_ar


def _province(properties, own):
    name, name_ar = _province_names(properties, own)
    rank = 1 if own else 2
    longitude = (own or {}).get("longitude") or properties["longitude"]
    latitude = (own or {}).get("latitude") or properties["latitude"]
    labels = {"name": name, "rank": rank} | ({"name_ar": name_ar} if name_ar else {})
    return Feature(Point(float(longitude), float(latitude)), labels, 6 if own else 8)


def province_labels(provinces):
    """Names of first-order divisions in the region's tiles; rank 1 in the focus countries."""
    curated = {row["adm1_code"]: row for row in table("provinces.tsv")}
    cover = tile_cover(REGION, WORLD_ZOOM + 1)
    rows = [f["properties"] for f in provinces if f["properties"].get("latitude")]
    rows = [p for p in rows if _within(cover, p["longitude"], p["latitude"])]
    named = [(p, curated.get(p["adm1_code"])) for p in rows if p["name"]]
    return [_province(p, own) for p, own in named if not (own and own["name"] == "-")]


def _country(natural, own):
    pick = lambda key, attribute: own.get(key) or natural.get(attribute)
    rank = round(float(pick("rank", "MIN_LABEL")))
    labels = {"name": pick("name", "NAME"), "name_ar": pick("name_ar", "NAME_AR"), "rank": rank}
    point = Point(float(pick("longitude", "LABEL_X")), float(pick("latitude", "LABEL_Y")))
    return Feature(point, labels, max(0, rank))


def country_labels(rows):
    """Country names; rank is the first zoom at which one is drawn."""
    own = {row["code"]: row for row in table("countries.tsv")}
    natural = {row["ADM0_A3"]: row for row in rows}
    codes = [code for code in sorted(natural.keys() | own.keys()) if own.get(code, {}).get("name") != "-"]
    return [_country(natural.get(code, {}), own.get(code, {})) for code in codes]


def _on_river(point, lines):
    """The nearest point of a river and its bearing there, in degrees clockwise from -90 to 90."""
    line = min(lines, key=point.distance)
    at = line.project(point)
    start, end = line.interpolate(max(0, at - 0.12)), line.interpolate(at + 0.12)
    slope = math.cos(math.radians(point.y))
    angle = math.degrees(math.atan2(start.y - end.y, (end.x - start.x) * slope))
    return line.interpolate(at), (angle + 90) % 180 - 90


def feature_labels(rivers):
    """Names of waters and landforms, by hand from features.tsv; a river's name lies on its river."""
    lines = shapely.get_parts([river.geometry for river in rivers])
    out = []
    for row in table("features.tsv"):
        point = Point(float(row["longitude"]), float(row["latitude"]))
        point, angle = (point, float(row["angle"])) if row["angle"] else _on_river(point, lines)
        keys = {key: row[key] for key in ("kind", "name", "name_ar")}
        spans = {"angle": round(angle), "last_zoom": int(row["to"]), "rank": int(row["from"])}
        out.append(Feature(point, keys | spans, min(int(row["from"]), DETAIL_ZOOM)))
    return out
