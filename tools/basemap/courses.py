"""Courses of rivers: tributaries traced along valley floors, and all lines rounded by a spline."""

import numpy as np
from scipy.ndimage import minimum_filter
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import dijkstra
from shapely.geometry import LineString

from extent import ELEVATION
from relief import CELLS_PER_DEGREE
from sources import table
from tiles import Feature

MARGIN = 24  # Cells around two waypoints in which the way between them is sought.
NEIGHBOURHOOD = 11  # Cells across which "floor of the valley" is judged, about 10 km.
CLIMB = 25.0  # Metres above the floor at which a cell costs as much again as the flattest detour.
FLAT_COST = 0.08
STEPS = ((0, 1, 1.0), (1, 0, 1.0), (1, 1, 2**0.5), (1, -1, 2**0.5))
SPLINE_STEPS = 5
SIMPLIFIED = 0.012  # Degrees: the grid's stairs go, the bends stay.


def _cell(point):
    longitude, latitude = point
    row = (ELEVATION[3] - latitude) * CELLS_PER_DEGREE
    return int(row), int((longitude - ELEVATION[0]) * CELLS_PER_DEGREE)


def _degrees(rows, columns):
    longitudes = ELEVATION[0] + (np.asarray(columns) + 0.5) / CELLS_PER_DEGREE
    return np.column_stack([longitudes, ELEVATION[3] - (np.asarray(rows) + 0.5) / CELLS_PER_DEGREE])


def _costs(heights):
    """Cost of crossing each cell, low on valley floors."""
    above = heights - minimum_filter(heights, NEIGHBOURHOOD)
    return FLAT_COST + np.minimum(above / CLIMB, 4.0)


def _graph(costs):
    """Eight neighbours, each step costing its length times the mean of its two cells."""
    numbers, parts = np.arange(costs.size).reshape(costs.shape), []
    height, width = costs.shape
    for down, right, length in STEPS:
        here = np.s_[: height - down, max(0, -right) : width - max(0, right)]
        there = np.s_[down:, max(0, right) : width + min(0, right)]
        parts.append((numbers[here].ravel(), numbers[there].ravel(), length * ((costs[here] + costs[there]) / 2).ravel()))
    rows, columns, values = map(np.concatenate, zip(*parts))
    return coo_matrix((values, (rows, columns)), shape=(costs.size, costs.size)).tocsr()


def _leg(grid, start, end):
    """Points of the cheapest way between two waypoints, both included as given."""
    (r0, c0), (r1, c1) = _cell(start), _cell(end)
    top, left = min(r0, r1) - MARGIN, min(c0, c1) - MARGIN
    heights = grid[top : max(r0, r1) + MARGIN, left : max(c0, c1) + MARGIN].astype("float32")
    width = heights.shape[1]
    source, goal = (r0 - top) * width + c0 - left, (r1 - top) * width + c1 - left
    before = dijkstra(_graph(_costs(heights)), directed=False, indices=source, return_predecessors=True)[1]
    way = [goal]
    while way[-1] != source:
        way.append(before[way[-1]])
    cells = np.array(way[::-1])
    return [start, *map(tuple, _degrees(top + cells // width, left + cells % width)[1:-1]), end]


def rounded(line):
    """The same line through all its points, with a Catmull-Rom spline between them."""
    points = np.asarray(line.coords)[:, :2]
    if len(points) < 3:
        return line
    padded = np.vstack([2 * points[0] - points[1], points, 2 * points[-1] - points[-2]])
    a, b, c, d = padded[:-3, None], padded[1:-2, None], padded[2:-1, None], padded[3:, None]
    t = (np.arange(SPLINE_STEPS) / SPLINE_STEPS)[None, :, None]
    curve = 2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3
    return LineString(np.vstack([curve.reshape(-1, 2) / 2, points[-1:]]))


def _waypoints(text):
    return [tuple(map(float, pair.split(","))) for pair in text.split()]


def traced_rivers(grid, first_zoom):
    """The rivers of courses.tsv; `traced` 1 tells them from surveyed lines."""
    out = []
    for row in table("courses.tsv"):
        stops = _waypoints(row["waypoints"])
        points = [point for pair in zip(stops, stops[1:]) for point in _leg(grid, *pair)]
        line = LineString(points).simplify(SIMPLIFIED)
        out.append(Feature(line, {"rank": int(row["rank"]), "traced": 1}, first_zoom))
    return out
