#!/usr/bin/env python3
"""Writes gazetteer/shapes/*.geojson from the packages in work/ and the tables beside this script.

Run fetch.sh first. The same inputs give the same bytes.
"""

import csv
import hashlib
import json
import os

from topology import Topology, join_lines, simplify

HERE = os.path.dirname(os.path.abspath(__file__))
OUT = os.path.join(HERE, "..", "..", "gazetteer", "shapes")
COUNTRY_TOLERANCE = 0.01  # degrees, about 1 km: finer than the source's own error near borders
RIVER_TOLERANCE = 0.002
RIVER_GAP = 0.03  # the river file is cut into pieces whose ends differ by up to two hundredths of a degree
DECIMALS = 4


def main():
    countries = Topology(work("countries-10m.json"), COUNTRY_TOLERANCE)
    iraq, syria = Topology(work("src/js/data/irq.topo.json")), Topology(work("src/js/data/syr.topo.json"))
    units = read_table("units.tsv")
    drawn = read_json("drawn.json")
    write("countries.geojson", areas_of(countries, "countries", units["countries"]))
    write("admin1-iq.geojson", areas_of(iraq, "irq", units["irq"]))
    write("admin1-sy.geojson", areas_of(syria, "syr", units["syr"]))
    borders = [border(row, {"countries": countries, "irq": iraq, "syr": syria}) for row in read_rows("borders.tsv")]
    drawn_lines = [line(row["id"], [row["points"]]) for row in drawn["lines"]]
    write("lines.geojson", borders + rivers() + drawn_lines)
    drawn_areas = [area(row["id"], [[row["points"] + row["points"][:1]]]) for row in drawn["areas"]]
    write("areas.geojson", lakes() + drawn_areas)
    write_sums()


def areas_of(topology, layer, ids):
    """One area for each row id; several source units of one id are dissolved into it."""
    geometries = {}
    for geometry in topology.geometries(layer):
        row_id = ids.get(geometry.get("id"))
        if row_id:
            geometries.setdefault(row_id, []).append(geometry)
    return [area(row_id, polygons(topology, parts)) for row_id, parts in geometries.items()]


def polygons(topology, parts):
    return topology.polygons(parts[0]) if len(parts) == 1 else topology.dissolve(*parts)


def border(row, topologies):
    topology = topologies[row["layer"]]
    by_id = {geometry.get("id"): geometry for geometry in topology.geometries(row["layer"])}
    return line(row["id"], topology.shared_border(by_id[row["one"]], by_id[row["other"]]))


def rivers():
    """Each river is the pieces of the river file that lie end to end on its listed way points."""
    pieces = [part for feature in read_json("work/dist/rivers.json")["features"] for part in parts_of(feature)]
    return [river(row_id, way, pieces) for row_id, way in read_json("rivers.json").items()]


def river(row_id, way, pieces):
    wanted = list(zip(way, way[1:]))
    found = [next(piece for piece in pieces if joins(piece, pair)) for pair in wanted]
    return line(row_id, [simplify(points, RIVER_TOLERANCE) for points in join_lines(found, RIVER_GAP)])


def joins(piece, pair):
    ends = [piece[0], piece[-1]]
    return any(near(ends[i], pair[0]) and near(ends[1 - i], pair[1]) for i in (0, 1))


def near(point, other):
    return max(abs(point[0] - other[0]), abs(point[1] - other[1])) <= RIVER_GAP


def parts_of(feature):
    geometry = feature["geometry"]
    return [geometry["coordinates"]] if geometry["type"] == "LineString" else geometry["coordinates"]


def lakes():
    ids = read_table("units.tsv")["lakes"]
    features = read_json("work/dist/lakes.json")["features"]
    chosen = [feature for feature in features if feature["properties"].get("name") in ids]
    return [area(ids[feature["properties"]["name"]], polygons_of(feature["geometry"])) for feature in chosen]


def polygons_of(geometry):
    return [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]


def area(row_id, polygons):
    wound = [[wind(ring, outer=index == 0) for index, ring in enumerate(polygon)] for polygon in polygons]
    wound = [polygon for polygon in wound if len(polygon[0]) >= 4]
    return feature(row_id, "Polygon", "MultiPolygon", wound)


def line(row_id, lines):
    return feature(row_id, "LineString", "MultiLineString", [rounded(points) for points in lines])


def feature(row_id, single, several, parts):
    if not parts:
        raise SystemExit(f"{row_id}: expected a shape in the source, found none")
    geometry = {"type": single, "coordinates": parts[0]} if len(parts) == 1 else {"type": several, "coordinates": parts}
    return {"type": "Feature", "id": row_id, "properties": {}, "geometry": geometry}


def wind(ring, outer):
    """Right-hand rule of RFC 7946: outer rings run counterclockwise, holes clockwise."""
    ring = rounded(ring)
    return ring if (signed_area(ring) > 0) == outer else ring[::-1]


def signed_area(ring):
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:])) / 2


def rounded(points):
    result = []
    for x, y in points:
        point = [round(x, DECIMALS), round(y, DECIMALS)]
        if not result or point != result[-1]:
            result.append(point)
    return result


def write(name, features):
    rows = [json.dumps(f, separators=(",", ":")) for f in sorted(features, key=lambda f: f["id"])]
    with open(os.path.join(OUT, name), "w", encoding="utf-8") as file:
        file.write('{"type":"FeatureCollection","features":[\n' + ",\n".join(rows) + "\n]}\n")


def write_sums():
    """gazetteer/shapes.sha256, in the form of sha256sum, so that a hand edit of a shape file shows."""
    lines = []
    for name in sorted(os.listdir(OUT)):
        with open(os.path.join(OUT, name), "rb") as file:
            lines.append(f"{hashlib.sha256(file.read()).hexdigest()}  shapes/{name}\n")
    with open(os.path.join(OUT, "..", "shapes.sha256"), "w", encoding="utf-8") as file:
        file.writelines(lines)


def read_table(name):
    """units.tsv as {layer: {source id: row id}}."""
    table = {}
    for row in read_rows(name):
        table.setdefault(row["layer"], {})[row["source_id"]] = row["id"]
    return table


def read_rows(name):
    with open(os.path.join(HERE, name), encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def read_json(name):
    with open(os.path.join(HERE, name), encoding="utf-8") as file:
        return json.load(file)


def work(name):
    return os.path.join(HERE, "work", name)


if __name__ == "__main__":
    main()
