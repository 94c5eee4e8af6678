"""Cuts features into tiles: simplified for the zoom, clipped down the quadtree, in tile units."""

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np
import shapely

from archive import zipped
from extent import DETAIL_ZOOM, REGION, WORLD_ZOOM
from mercator import project, tile_range
from mvt import LINE, POINT, POLYGON, layer

EXTENT = 4096
BUFFER = 128  # Eight screen pixels: the widest stroke of the style stays whole at a tile's edge.
SMALLEST_AREA = 12  # Square screen pixels at 256 a tile; smaller islands and lakes are specks.

KINDS = {"Point": POINT, "LineString": LINE, "Polygon": POLYGON}


@dataclass
class Feature:
    """A geometry in degrees (then in the unit square) with its first zoom and properties."""

    geometry: shapely.Geometry
    properties: dict = field(default_factory=dict)
    minimum_zoom: int = 0


def projected(features):
    """The same features in the unit square, split into single parts."""
    out = []
    for feature in features:
        for part in shapely.get_parts(shapely.transform(feature.geometry, project)):
            out.append(Feature(part, feature.properties, feature.minimum_zoom))
    return out


def joined(features):
    """Lines of equal properties joined end to end: fewer pieces, and dashes that do not restart at each."""
    groups = defaultdict(list)
    for feature in features:
        key = feature.minimum_zoom, tuple(sorted(feature.properties.items()))
        groups[key].append(feature.geometry)
    return [
        Feature(shapely.line_merge(shapely.union_all(lines)), dict(properties), zoom)
        for (zoom, properties), lines in sorted(groups.items())
    ]


def _unit(zoom):
    """A screen pixel at 256 pixels a tile."""
    return 1 / (256 * 2**zoom)


def _simplified(geometry, zoom):
    if geometry.geom_type == "Point":
        return geometry
    if _enclosed_area(geometry) < SMALLEST_AREA * _unit(zoom) ** 2:
        return None
    # The deepest zoom is also drawn enlarged, so it keeps a quarter of a pixel.
    return geometry.simplify((0.25 if zoom == DETAIL_ZOOM else 0.55) * _unit(zoom))


def _enclosed_area(geometry):
    """Area of a polygon or of a closed line (an island's coast); an open line counts as boundless."""
    if geometry.geom_type == "Polygon":
        return geometry.area
    if geometry.geom_type == "Point" or not geometry.is_closed:
        return float("inf")
    return shapely.Polygon(geometry.coords).area if len(geometry.coords) > 3 else 0.0


def _clipped(geometry, zoom, x, y, buffer):
    size, margin = 1 / 2**zoom, buffer / EXTENT
    box = (x - margin) * size, (y - margin) * size, (x + 1 + margin) * size, (y + 1 + margin) * size
    return shapely.clip_by_rect(geometry, *box)


def _descend(geometry, target, wanted, zoom, x, y):
    """Yield (x, y, geometry) for the tiles of zoom `target` that the geometry reaches."""
    shift = target - zoom
    x0, y0, x1, y1 = wanted
    if (x + 1 << shift) <= x0 or (y + 1 << shift) <= y0 or x << shift > x1 or y << shift > y1:
        return
    # A parent keeps the child's buffer, which is the larger share of a smaller tile.
    clipped = _clipped(geometry, zoom, x, y, BUFFER / 2**shift)
    if clipped.is_empty:
        return
    if not shift:
        yield x, y, clipped
        return
    for child in range(4):
        yield from _descend(clipped, target, wanted, zoom + 1, 2 * x + child % 2, 2 * y + child // 2)


def _point_tile(geometry, target, wanted):
    """A label belongs to one tile only, so that no label comes twice."""
    x, y = int(geometry.x * 2**target), int(geometry.y * 2**target)
    if wanted[0] <= x <= wanted[2] and wanted[1] <= y <= wanted[3]:
        yield x, y, geometry


def _pieces(geometry, zoom, wanted):
    if geometry.geom_type == "Point":
        return _point_tile(geometry, zoom, wanted)
    return _descend(geometry, zoom, wanted, 0, 0, 0)


def _rings(part):
    if part.geom_type != "Polygon":
        return [part.coords]
    oriented = shapely.geometry.polygon.orient(part, sign=1.0)
    return [oriented.exterior.coords, *(ring.coords for ring in oriented.interiors)]


def _paths(part, zoom, x, y):
    """Integer point runs of one part; runs that collapse to a point are left out."""
    closed, least = part.geom_type == "Polygon", {"Polygon": 3, "LineString": 2}.get(part.geom_type, 1)
    for ring in _rings(part):
        points = np.rint((np.asarray(ring)[:, :2] * 2**zoom - [x, y]) * EXTENT).astype("int64")
        keep = np.ones(len(points), dtype=bool)
        keep[1:] = np.any(np.diff(points, axis=0), axis=1)
        points = points[keep]
        if closed and len(points) > 1 and (points[0] == points[-1]).all():
            points = points[:-1]
        if len(points) >= least:
            yield points


def _add(features, piece, properties, zoom, x, y):
    """Add a piece to a tile's layer; all lines or areas of equal properties become one feature."""
    for part in shapely.get_parts(piece):
        kind = KINDS.get(part.geom_type)
        paths = list(_paths(part, zoom, x, y)) if kind else []
        single = len(features) if kind == POINT else -1
        key = kind, single, tuple(sorted(properties.items()))
        if paths:
            features.setdefault(key, (kind, [], properties))[1].extend(paths)


def _zoom_tiles(layers, zoom, wanted):
    tiles = defaultdict(lambda: defaultdict(dict))
    for name, features in layers.items():
        for feature in features:
            geometry = _simplified(feature.geometry, zoom) if feature.minimum_zoom <= zoom else None
            for x, y, piece in _pieces(geometry, zoom, wanted) if geometry else ():
                _add(tiles[x, y][name], piece, feature.properties, zoom, x, y)
    return tiles


def _encoded(tile):
    return zipped(b"".join(layer(name, list(parts.values()), EXTENT) for name, parts in tile.items() if parts))


def _wanted(zoom):
    last = 2**zoom - 1
    return (0, 0, last, last) if zoom <= WORLD_ZOOM else tile_range(REGION, zoom)


def cut(layers):
    """Every tile of the pyramid, gzip inside; a tile of open sea is an empty tile, not a hole."""
    out = {}
    for zoom in range(DETAIL_ZOOM + 1):
        x0, y0, x1, y1 = wanted = _wanted(zoom)
        tiles = _zoom_tiles(layers, zoom, wanted)
        for x in range(x0, x1 + 1):
            for y in range(y0, y1 + 1):
                out[zoom, x, y] = _encoded(tiles.get((x, y), {}))
    return out
