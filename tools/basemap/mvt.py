"""Encodes one Mapbox Vector Tile (version 2) from features already in tile units."""

import numpy as np

from archive import varint

POINT, LINE, POLYGON = 1, 2, 3


def _field(number, wire, payload):
    return varint(number << 3 | wire) + payload


def _bytes(number, data):
    return _field(number, 2, varint(len(data)) + data)


def _zigzag(value):
    return value * 2 if value >= 0 else -value * 2 - 1


def _value(value):
    if isinstance(value, str):
        return _bytes(1, value.encode())
    return _field(6, 0, varint(_zigzag(value)))


def _path(points, cursor, closed):
    """MoveTo, LineTo and ClosePath for one run of points; gives the commands and the new cursor."""
    steps = np.diff(np.vstack([cursor, points]), axis=0)
    command = [1 << 3 | 1, *map(_zigzag, steps[0].tolist())]
    if len(points) > 1:
        command.append(len(points) - 1 << 3 | 2)
        command.extend(_zigzag(step) for step in steps[1:].ravel().tolist())
    return command + ([15] if closed else []), points[-1]


def _geometry(kind, paths):
    commands, cursor = [], np.zeros((1, 2), dtype="int64")
    for points in paths:
        part, cursor = _path(points, cursor, kind == POLYGON)
        commands += part
    return b"".join(map(varint, commands))


class _Table:
    """Values of a layer in order of first use, each with its index."""

    def __init__(self):
        self.index = {}

    def __call__(self, value):
        return self.index.setdefault(value, len(self.index))


def _feature(kind, paths, properties, keys, values):
    tags = b"".join(varint(keys(k)) + varint(values(v)) for k, v in sorted(properties.items()))
    parts = _bytes(2, tags) if tags else b""
    return parts + _field(3, 0, varint(kind)) + _bytes(4, _geometry(kind, paths))


def layer(name, features, extent):
    """One layer; `features` are (kind, [int array of points], {key: str or int})."""
    keys, values = _Table(), _Table()
    body = b"".join(_bytes(2, _feature(*feature, keys, values)) for feature in features)
    head = _field(15, 0, varint(2)) + _bytes(1, name.encode())
    names = b"".join(_bytes(3, key.encode()) for key in keys.index)
    data = b"".join(_bytes(4, _value(value)) for value in values.index)
    return _bytes(3, head + body + names + data + _field(5, 0, varint(extent)))
