"""Builds a planar map from polygons that share borders: arcs, simplification, rings, and the file bounds.bin.gz.

Cells are the smallest areas; every unit is a set of cells. A border is stored once, as an arc, so neighbours,
countries and provinces can never disagree about it.
"""

import collections
import gzip
import math
import struct

MAGIC = b"SITMAPB1"
FINE = 100_000  # steps per degree in which shared vertices are recognised (about 1 m)
GRID = 1_000  # steps per degree in the file (about 110 m)
MAX_TOLERANCE = 0.012 * FINE
MIN_TOLERANCE = 0.0015 * FINE
TOLERANCE_OF_SIZE = 0.03  # share of the smaller neighbour's width that simplification may move a border


class PlanarMap:
    """cells: {cell: [[ring, ...], ...]} with rings as closed lists of FINE integer positions."""

    def __init__(self, cells, inserted):
        self.owners = collections.defaultdict(list)
        self.areas = {cell: sum(abs(signed_area(rings[0])) for rings in polygons) for cell, polygons in cells.items()}
        for cell, polygons in cells.items():
            for rings in polygons:
                for number, ring in enumerate(rings):
                    self._add_ring(cell, wind(ring, number == 0), inserted)
        self._split_at_nodes()
        self.arcs_of = collections.defaultdict(set)
        for number, (left, right) in enumerate(self.arc_sides):
            for cell in left | right:
                self.arcs_of[cell].add(number)

    def _add_ring(self, cell, ring, inserted):
        for a, b in zip(ring, ring[1:]):
            chain = [a, *on_edge(a, b, inserted), b]
            for start, end in zip(chain, chain[1:]):
                if start != end:
                    self.owners[(start, end)].append(cell)

    def sides(self, a, b):
        """The cells left and right of the edge a -> b; what both sides share is no border."""
        return frozenset(self.owners.get((a, b), ())), frozenset(self.owners.get((b, a), ()))

    def _split_at_nodes(self):
        """Walks every chain of edges with the same two neighbours once and keeps it as one arc."""
        ways = collections.defaultdict(dict)
        for a, b in list(self.owners):
            ways[a][b] = self.sides(a, b)
            ways[b][a] = self.sides(b, a)
        self.ways = ways
        self.nodes = {point for point, out in ways.items() if len(out) != 2 or not self._passes(out)}
        self.arcs, self.arc_sides, done = [], [], set()
        for start in [*sorted(self.nodes), *sorted(ways)]:
            for step in sorted(ways[start]):
                if (start, step) not in done:
                    self._walk(start, step, done)

    @staticmethod
    def _passes(out):
        (left, right), (other_left, other_right) = out.values()
        return left == other_right and right == other_left

    def _walk(self, start, step, done):
        sides = self.ways[start][step]
        arc, at, following = [start, step], start, step
        done |= {(at, following), (following, at)}
        while following not in self.nodes and following != start:
            at, following = following, next(point for point in self.ways[following] if point != at)
            done |= {(at, following), (following, at)}
            arc.append(following)
        self.arcs.append(arc)
        self.arc_sides.append(sides)

    def simplified(self):
        """Each arc on the GRID of the file; its ends stay, so neighbours still meet."""
        return [to_grid(simplify(arc, self._tolerance(sides))) for arc, sides in zip(self.arcs, self.arc_sides)]

    def _tolerance(self, sides):
        width = math.sqrt(min((self.areas[cell] for side in sides for cell in side), default=0))
        return min(MAX_TOLERANCE, max(MIN_TOLERANCE, TOLERANCE_OF_SIZE * width))

    def rings(self, cells, grid_arcs):
        """The outline of a set of cells as polygons of rings of arc numbers (~n: against its direction)."""
        return nest([(ring, chain(ring, grid_arcs)) for ring in self._loops(set(cells))])

    def _loops(self, cells):
        out = collections.defaultdict(list)
        for number in sorted(set().union(*(self.arcs_of[cell] for cell in cells))):
            left, right = self.arc_sides[number]
            inside_left, inside_right = bool(left & cells), bool(right & cells)
            if inside_left != inside_right:
                directed = number if inside_left else ~number
                out[end_of(self.arcs, ~directed)].append(directed)
        loops = []
        while out:
            loops.append(self._loop(next(iter(out)), out))
        return loops

    def _loop(self, start, out):
        loop, at = [], start
        while True:
            choices = out[at]
            directed = choices.pop()
            if not choices:
                del out[at]
            loop.append(directed)
            at = end_of(self.arcs, directed)
            if at == start or at not in out:
                return loop


def on_edge(a, b, inserted):
    """Points that a cut put on this edge, in its direction, so that the neighbour across gets them too."""
    points = inserted.get((a, b)) or inserted.get((b, a)) or ()
    return sorted(points, key=lambda point: math.dist(point, a))


def end_of(arcs, directed):
    return arcs[directed][-1] if directed >= 0 else arcs[~directed][0]


def chain(ring, arcs):
    points = []
    for directed in ring:
        arc = arcs[directed] if directed >= 0 else arcs[~directed][::-1]
        points.extend(arc if not points else arc[1:])
    return points


def nest(loops):
    """Polygons from loops: counterclockwise ones are outlines, clockwise ones holes of the outline around them."""
    sized = [(ring, points, signed_area(points)) for ring, points in loops if len(points) >= 4]
    outer = [(ring, points, area) for ring, points, area in sized if area > 0]
    polygons = [([ring], points, area) for ring, points, area in sorted(outer, key=lambda loop: loop[2])]
    for ring, points, area in sized:
        around = [p for p in polygons if area < 0 and p[2] > -area and contains(p[1], points)]
        if around:
            around[0][0].append(ring)
    return [rings for rings, _, _ in reversed(polygons)]


def contains(outline, points):
    middle = ((points[0][0] + points[1][0]) / 2, (points[0][1] + points[1][1]) / 2)
    return inside(middle, outline)


def inside(position, ring):
    x, y = position
    odd = False
    for (x1, y1), (x2, y2) in zip(ring, ring[1:]):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            odd = not odd
    return odd


def wind(ring, outer):
    return ring if (signed_area(ring) > 0) == outer else ring[::-1]


def signed_area(ring):
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:])) / 2


def to_grid(points):
    result = []
    for x, y in points:
        point = (round(x * GRID / FINE), round(y * GRID / FINE))
        if not result or point != result[-1]:
            result.append(point)
    return result if len(result) > 1 else result * 2


def simplify(points, tolerance):
    """Douglas-Peucker without recursion; the ends stay. A closed arc is cut at its farthest point first."""
    keep = {0, len(points) - 1}
    stack = [(0, len(points) - 1)]
    if points[0] == points[-1] and len(points) > 3:
        far = max(range(len(points)), key=lambda i: math.dist(points[i], points[0]))
        third = max(range(len(points)), key=lambda i: segment_distance(points[i], points[0], points[far]))
        keep |= {far, third}
        cuts = sorted(keep)
        stack = list(zip(cuts, cuts[1:]))
    while stack:
        first, last = stack.pop()
        index, distance = farthest(points, first, last)
        if distance > tolerance:
            keep.add(index)
            stack += [(first, index), (index, last)]
    return [points[index] for index in sorted(keep)]


def farthest(points, first, last):
    best, distance = first, 0.0
    for index in range(first + 1, last):
        away = segment_distance(points[index], points[first], points[last])
        if away > distance:
            best, distance = index, away
    return best, distance


def segment_distance(point, start, end):
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = dx * dx + dy * dy
    along = 0.0 if length == 0 else ((point[0] - start[0]) * dx + (point[1] - start[1]) * dy) / length
    along = min(1.0, max(0.0, along))
    return math.hypot(point[0] - start[0] - along * dx, point[1] - start[1] - along * dy)


# --- the file -------------------------------------------------------------------------------------------


def write_bounds(path, arcs, units):
    """units: (id, level, flags, polygons of arc rings) in the order of the ids; see gazetteer/schema.md."""
    arc_blobs = [arc_bytes(arc) for arc in arcs]
    unit_blobs = [unit_bytes(*unit) for unit in units]
    boxes = [box(polygons, arcs) for _, _, _, polygons in units]
    head = 40
    arc_index = head
    arc_data = arc_index + 4 * len(arcs)
    unit_index = arc_data + sum(map(len, arc_blobs))
    unit_data = unit_index + 20 * len(units)
    numbers = (GRID, len(arcs), len(units), arc_index, arc_data, unit_index, unit_data, 0)
    parts = [MAGIC, struct.pack("<8I", *numbers), *offsets(arc_blobs), *arc_blobs]
    for offset, bounds in zip(offsets(unit_blobs), boxes):
        parts += [offset, struct.pack("<4i", *bounds)]
    with open(path, "wb") as file, gzip.GzipFile(fileobj=file, mode="wb", compresslevel=9, filename="", mtime=0) as packed:
        packed.write(b"".join(parts + unit_blobs))


def offsets(blobs):
    at, packed = 0, []
    for blob in blobs:
        packed.append(struct.pack("<I", at))
        at += len(blob)
    return packed


def arc_bytes(arc):
    out, x, y = varint(len(arc)), 0, 0
    for px, py in arc:
        out += zigzag(px - x) + zigzag(py - y)
        x, y = px, py
    return out


def unit_bytes(name, level, flags, polygons):
    text = name.encode()
    out = varint(len(text)) + text + bytes([level, flags]) + varint(len(polygons))
    for rings in polygons:
        out += varint(len(rings))
        for ring in rings:
            out += varint(len(ring)) + b"".join(zigzag(directed) for directed in ring)
    return out


def box(polygons, arcs):
    points = [point for rings in polygons for directed in rings[0] for point in arcs[max(directed, ~directed)]]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def zigzag(number):
    return varint(number << 1 if number >= 0 else (-number << 1) - 1)


def varint(number):
    out = bytearray()
    while number >= 0x80:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)
