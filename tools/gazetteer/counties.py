#!/usr/bin/env python3
"""Makes gazetteer/world/counties.tsv.zst: the second-level units of the United States.

Run fetch.sh first; needs shapely (requirements.txt) and the zstd command. Outlines are the Census Bureau's through npm
us-atlas, joined by FIPS number with the names of GeoNames ("Santa Clara County", "Orleans Parish", "City of Richmond").
News writes "Co." for "County". The name without its last word is no spelling of a county: hundreds of towns bear it.
"""

import json
import math

import shapely
from shapely.geometry import MultiPolygon, Polygon

import packed_rows
from packed_rows import work
from topology import Topology

EARTH_KM = 6371.0088
SOURCE = "US Census Bureau through npm us-atlas 3.0.1 (outline); GeoNames admin2Codes (name)"
CONNECTICUT = "09"
WORDS = {"County": ["Co.", "Cnty."], "Parish": ["Par."], "Municipality": [], "Borough": [], "Census Area": []}


def main():
    topology = Topology(work("counties-10m.json"))
    states = {row["name"]: row["admin1"] for row in packed_rows.table("world/units.tsv") if row["country"] == "US" and row["feature_code"] == "ADM1"}
    fips = {geometry["id"]: states.get(geometry["properties"]["name"]) for geometry in topology.geometries("states")}
    with open(work("admin2.json"), encoding="utf-8") as file:
        names = {unit["code"]: unit["name"] for unit in json.load(file)}
    rows = [row(geometry, topology, fips, names) for geometry in topology.geometries("counties")]
    missing = [geometry["id"] for geometry, row in zip(topology.geometries("counties"), rows) if row is None]
    print(f"{len(missing)} without a state, a name or an area: {' '.join(missing)}")
    packed_rows.write("counties.tsv.zst", [row for row in rows if row])


def row(geometry, topology, fips, names):
    number = geometry["id"]
    state = fips.get(number[:2])
    atlas = f"{geometry['properties']['name']} County"
    # Connecticut's counties gave way to planning regions in GeoNames' list; news still names them.
    name = names.get(f"US.{state}.{number[2:]}") or (atlas if number[:2] == CONNECTICUT else None)
    if not name:
        return None
    area = shape(topology.polygons(geometry))
    if area.is_empty:  # Falls Church, two square miles, is a line in the source; it is a town of the world list
        return None
    middle = area.centroid if area.contains(area.centroid) else area.representative_point()
    return {
        "id": f"sitmap:us-county-{number}",
        "name": name,
        "names": "|".join(f"en:{text}" for text in spellings(name, atlas)),
        "feature_class": "A",
        "feature_code": "ADM2",
        "country": "US",
        "admin1": f"US.{state}",
        "lon": f"{middle.x:.3f}",
        "lat": f"{middle.y:.3f}",
        "radius_km": f"{radius_km(area):.0f}",
        "source": SOURCE,
        "confidence": "high",
    }


def spellings(name, atlas):
    """"Co." for "County", and "St. Mary's" for "Saint Mary's"."""
    found = [atlas] if name.endswith(" County") and atlas != name else []
    for word, short in WORDS.items():
        bare = name.removesuffix(f" {word}")
        if bare != name:
            found += [f"{bare} {text}" for text in short]
    return found


def shape(polygons):
    """Rings of fewer than four points are islets that the source has rounded away."""
    drawn = ([ring for ring in rings if len(ring) >= 4] for rings in polygons)
    return shapely.make_valid(MultiPolygon([Polygon(rings[0], rings[1:]) for rings in drawn if rings]))


def radius_km(area):
    """Of the circle with the same area, which is small enough for the plane."""
    per_degree = math.radians(1) * EARTH_KM
    return math.sqrt(area.area * per_degree**2 * math.cos(math.radians(area.centroid.y)) / math.pi)


if __name__ == "__main__":
    main()
