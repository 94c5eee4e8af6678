"""Reads TopoJSON: arcs, polygons, shared borders, and simplification that keeps neighbours matching."""

import json
import math


class Topology:
    """One TopoJSON file with its arcs decoded to [lon, lat] lists."""

    def __init__(self, path, tolerance=0.0):
        with open(path, encoding="utf-8") as file:
            self.source = json.load(file)
        arcs = (self._decode(arc) for arc in self.source["arcs"])
        # Simplifying arcs, not rings, keeps the border of two neighbours identical on both sides.
        self.arcs = [simplify(arc, tolerance) for arc in arcs]

    def _decode(self, arc):
        scale, shift = self.source["transform"]["scale"], self.source["transform"]["translate"]
        x = y = 0
        points = []
        for step in arc:
            x, y = x + step[0], y + step[1]
            points.append([x * scale[0] + shift[0], y * scale[1] + shift[1]])
        return points

    def geometries(self, layer):
        return self.source["objects"][layer]["geometries"]

    def chain(self, indexes):
        """Joins directed arcs (negative = reversed) to one list of points."""
        points = []
        for index in indexes:
            arc = self.arcs[index] if index >= 0 else self.arcs[~index][::-1]
            points.extend(arc if not points else arc[1:])
        return points

    def polygons(self, geometry):
        return [[self.chain(ring) for ring in polygon] for polygon in polygon_arcs(geometry)]

    def shared_border(self, one, other):
        """The arcs that both geometries use, joined to as few lines as possible."""
        shared = sorted(arc_set(one) & arc_set(other))
        return join_lines([self.arcs[index] for index in shared])

    def dissolve(self, *geometries):
        """The outer rings of several geometries without the arcs they share."""
        directed = [index for geometry in geometries for index in directed_arcs(geometry)]
        used = set(directed)
        outer = [index for index in directed if ~index not in used]
        rings = join_lines([self.chain([index]) for index in outer])
        return [[ring] for ring in rings]


def polygon_arcs(geometry):
    return [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]


def directed_arcs(geometry):
    return [index for polygon in polygon_arcs(geometry) for ring in polygon for index in ring]


def arc_set(geometry):
    return {index if index >= 0 else ~index for index in directed_arcs(geometry)}


def join_lines(lines, gap=1e-9):
    """Joins lines end to end where their ends lie within `gap` degrees of each other."""
    lines = [list(line) for line in lines]
    joined = True
    while joined:
        joined = _join_one_pair(lines, gap)
    return lines


def _join_one_pair(lines, gap):
    for i, first in enumerate(lines):
        for j, second in enumerate(lines):
            merged = _merge(first, second, gap) if i != j else None
            if merged:
                lines[min(i, j)] = merged
                del lines[max(i, j)]
                return True
    return False


def _merge(first, second, gap):
    for head in (first, first[::-1]):
        for tail in (second, second[::-1]):
            if math.dist(head[-1], tail[0]) <= gap:
                return head + tail[1:]
    return None


def simplify(points, tolerance):
    """Douglas-Peucker in degrees; the ends always stay."""
    if tolerance <= 0 or len(points) < 3:
        return points
    if points[0] == points[-1]:
        middle = len(points) // 2
        return simplify(points[: middle + 1], tolerance)[:-1] + simplify(points[middle:], tolerance)
    index, distance = farthest(points)
    if distance <= tolerance:
        return [points[0], points[-1]]
    return simplify(points[: index + 1], tolerance)[:-1] + simplify(points[index:], tolerance)


def farthest(points):
    distances = [segment_distance(point, points[0], points[-1]) for point in points[1:-1]]
    distance = max(distances)
    return distances.index(distance) + 1, distance


def segment_distance(point, start, end):
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = dx * dx + dy * dy
    along = 0 if length == 0 else ((point[0] - start[0]) * dx + (point[1] - start[1]) * dy) / length
    along = min(1, max(0, along))
    return math.dist(point, [start[0] + along * dx, start[1] + along * dy])
