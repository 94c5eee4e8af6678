"""Reads gazetteer/world/bounds.bin.gz; standard library only. The format is in gazetteer/schema.md."""

import gzip
import struct

COUNTRY, ADMIN1, ADMIN2, FORMER, REGION = 0, 1, 2, 3, 4
DISPUTED, APPROXIMATE = 1, 2


class Bounds:
    def __init__(self, path):
        with gzip.open(path) as file:
            self.data = file.read()
        if self.data[:8] != b"SITMAPB1":
            raise ValueError(f"{path}: expected SITMAPB1 at the start, found {self.data[:8]!r}")
        self.grid, self.arcs, self.units, self.arc_index, self.arc_data, self.unit_index, self.unit_data, _ = (
            struct.unpack_from("<8I", self.data, 8)
        )
        self.by_id = {}
        for number in range(self.units):
            name, level, flags, _ = self._head(number)
            self.by_id[name] = (number, level, flags)

    def box(self, number):
        """West, south, east, north in degrees."""
        return [value / self.grid for value in struct.unpack_from("<4i", self.data, self.unit_index + 20 * number + 4)]

    def polygons(self, name):
        """[[ring, ...], ...] with rings as closed lists of (lon, lat); the first of each polygon is the outline."""
        _, _, _, at = self._head(self.by_id[name][0])
        count, at = self._varint(at)
        result = []
        for _ in range(count):
            rings, at = self._rings(at)
            result.append(rings)
        return result

    def units_at(self, lon, lat, among):
        """The ids, of those in `among`, whose outline holds the position (even-odd rule)."""
        near = [name for name in among if name in self.by_id and holds(self.box(self.by_id[name][0]), lon, lat)]
        return sorted(name for name in near if self.contains(name, lon, lat))

    def contains(self, name, lon, lat):
        rings = [ring for rings in self.polygons(name) for ring in rings]
        return sum(crossings(lon, lat, ring) for ring in rings) % 2 == 1

    def arcs_of(self, name):
        """The numbers of all arcs in the outline, for what two units share."""
        _, _, _, at = self._head(self.by_id[name][0])
        found, (polygons, at) = set(), self._varint(at)
        for _ in range(polygons):
            rings, at = self._varint(at)
            for _ in range(rings):
                count, at = self._varint(at)
                for _ in range(count):
                    directed, at = self._zigzag(at)
                    found.add(max(directed, ~directed))
        return found

    def arc(self, number):
        at = self.arc_data + struct.unpack_from("<I", self.data, self.arc_index + 4 * number)[0]
        count, at = self._varint(at)
        x = y = 0
        points = []
        for _ in range(count):
            dx, at = self._zigzag(at)
            dy, at = self._zigzag(at)
            x, y = x + dx, y + dy
            points.append((x / self.grid, y / self.grid))
        return points

    def _rings(self, at):
        count, at = self._varint(at)
        rings = []
        for _ in range(count):
            arcs, at = self._varint(at)
            ring = []
            for _ in range(arcs):
                directed, at = self._zigzag(at)
                points = self.arc(directed) if directed >= 0 else self.arc(~directed)[::-1]
                ring.extend(points if not ring else points[1:])
            rings.append(ring)
        return rings, at

    def _head(self, number):
        at = self.unit_data + struct.unpack_from("<I", self.data, self.unit_index + 20 * number)[0]
        length, at = self._varint(at)
        name = self.data[at : at + length].decode()
        level, flags = self.data[at + length : at + length + 2]
        return name, level, flags, at + length + 2

    def _zigzag(self, at):
        number, at = self._varint(at)
        return (number >> 1) ^ -(number & 1), at

    def _varint(self, at):
        number = shift = 0
        while True:
            byte = self.data[at]
            number |= (byte & 0x7F) << shift
            shift, at = shift + 7, at + 1
            if byte < 0x80:
                return number, at


def holds(box, lon, lat):
    west, south, east, north = box
    return west <= lon <= east and south <= lat <= north


def crossings(x, y, ring):
    """How often a ray from the position eastwards meets the ring."""
    return sum(
        (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1 for (x1, y1), (x2, y2) in zip(ring, ring[1:])
    )
