"""Line and area layers: land, coast, lakes, rivers, province lines, country lines."""

import shapely
from shapely.geometry import box

from courses import rounded, traced_rivers
from extent import REGION
from sources import table
from tiles import Feature, joined

DETAIL = box(REGION[0] - 12, REGION[1] - 9, REGION[2] + 12, REGION[3] + 7)
FOCUS_ZOOM, OTHER_ZOOM = 5, 6
LAND_LIMIT = 85.0
OUTLINE_WIDTH = 0.02  # Degrees within which a province edge is the country line itself.
RIVER_WORLD_ZOOM, TRACED_ZOOM = 3, 6
MAIN_STROKE, BRANCH_STROKE = 0.45, 0.2


def land(geometries):
    """Land up to the Mercator limit: Antarctica's closing line along the pole would fold over in the projection."""
    limit = box(-180, -LAND_LIMIT, 180, LAND_LIMIT)
    return [Feature(shapely.make_valid(geometry).intersection(limit)) for geometry in geometries]


def _plain(geometries):
    return [Feature(geometry) for geometry in geometries]


def _river_rank(stroke):
    """1 main stem, 2 large, 3 branch: Natural Earth's stroke weight in three steps."""
    return 1 if stroke >= MAIN_STROKE else 2 if stroke > BRANCH_STROKE else 3


def rivers(rows, grid):
    """Rivers with rank; branches enter later than main stems, traced tributaries in the region last."""
    out = []
    for geometry, properties in rows:
        rank = _river_rank(properties["strokeweig"])
        out.append(Feature(geometry, {"rank": rank, "traced": 0}, RIVER_WORLD_ZOOM + rank - 1))
    whole = joined(out) + traced_rivers(grid, TRACED_ZOOM)
    return [Feature(rounded(line), f.properties, f.minimum_zoom) for f in whole for line in shapely.get_parts(f.geometry)]


def _focus_areas(provinces):
    codes = {row["adm1_code"] for row in table("provinces.tsv")}
    chosen = (p["geometry"] for p in provinces if p["properties"]["adm1_code"] in codes)
    return [shapely.make_valid(shapely.geometry.shape(geometry)) for geometry in chosen]


def province_lines(geometries, provinces):
    """Province lines near the region; rank 1 in the focus countries, 2 elsewhere.

    In the focus countries they are the edges that the province polygons share: Natural Earth's line layer
    leaves out those around the Kurdistan Region, which it counts as another kind of line.
    """
    areas = _focus_areas(provinces)
    whole = shapely.union_all(areas)
    edges = shapely.union_all([area.boundary for area in areas])
    shared = edges.difference(whole.boundary.buffer(OUTLINE_WIDTH))
    covered = whole.buffer(OUTLINE_WIDTH)
    near = [line for line in geometries if line.intersects(DETAIL) and not covered.contains(line)]
    return [Feature(shared, {"rank": 1}, FOCUS_ZOOM)] + [Feature(line, {"rank": 2}, OTHER_ZOOM) for line in near]


def _boxes(treatment):
    sides = ("west", "south", "east", "north")
    rows = (row for row in table("borders.tsv") if row["treatment"] == treatment)
    return [box(*(float(row[side]) for side in sides)) for row in rows]


def country_lines(geometries):
    """Country lines; `disputed` is 1 for a line that borders.tsv dashes."""
    dashed, omitted = _boxes("dashed"), _boxes("omitted")
    inside = lambda line, boxes: any(area.contains(line) for area in boxes)
    kept = (line for line in geometries if not inside(line, omitted))
    return [Feature(line, {"disputed": int(inside(line, dashed))}) for line in kept]


def line_layers(sources, provinces):
    """The layers by name, in drawing order."""
    read = sources.natural_earth
    return {
        "land": land(read("land")),
        "lakes": _plain(read("lakes")),
        "coast": joined(_plain(read("coastline"))),
        "rivers": rivers(sources.rivers(), sources.elevation()),
        "admin1": joined(province_lines(read("admin_1_states_provinces_lines"), provinces)),
        "borders": joined(country_lines(read("admin_0_boundary_lines_land"))),
    }
