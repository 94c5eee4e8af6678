"""Writes one PMTiles v3 file, clustered, with identical tiles stored once."""

import gzip
import json
import struct

ROOT_LIMIT = 16384 - 127  # The format wants header and root directory in the first 16 KiB.
MVT, WEBP = 1, 4
UNCOMPRESSED, GZIP = 1, 2


def zipped(data):
    """gzip without a time stamp, so that the same input gives the same bytes."""
    return gzip.compress(data, 9, mtime=0)


def varint(value):
    """Unsigned little-endian base-128 integer."""
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)


def tile_id(zoom, x, y):
    """Place of a tile on the Hilbert curve that runs through all zoom levels."""
    place = (4**zoom - 1) // 3
    side = 2**zoom // 2
    while side:
        right, lower = int(x & side > 0), int(y & side > 0)
        place += side * side * ((3 * right) ^ lower)
        if not lower:
            if right:
                x, y = side - 1 - x & side - 1, side - 1 - y & side - 1
            x, y = y, x
        x, y, side = x & side - 1, y & side - 1, side // 2
    return place


def _entries(tiles):
    """Directory entries [id, offset, length, run] and the tile bytes, in curve order."""
    entries, chunks, known, offset = [], [], {}, 0
    for place, data in sorted((tile_id(*key), data) for key, data in tiles.items()):
        if data not in known:
            known[data] = offset
            chunks.append(data)
            offset += len(data)
        last = entries[-1] if entries else None
        if last and last[0] + last[3] == place and last[1] == known[data]:
            last[3] += 1
        else:
            entries.append([place, known[data], len(data), 1])
    return entries, chunks


def _directory(entries):
    ids = [entry[0] for entry in entries]
    out = varint(len(entries))
    out += b"".join(varint(now - before) for before, now in zip([0] + ids, ids))
    out += b"".join(varint(entry[3]) for entry in entries)
    out += b"".join(varint(entry[2]) for entry in entries)
    expected = None
    for _, offset, length, _ in entries:
        out += varint(0 if offset == expected else offset + 1)
        expected = offset + length
    return zipped(out)


def _header(lengths, counts, kind, zooms, box, centre):
    root, metadata, data = lengths
    starts = (127, root, 127 + root, metadata, 127 + root + metadata, 0, 127 + root + metadata, data)
    west, south, east, north = (round(degree * 1e7) for degree in box)
    return (
        b"PMTiles\x03"
        + struct.pack("<8Q", *starts)
        + struct.pack("<3Q", *counts)
        + struct.pack("<6B", 1, GZIP, GZIP if kind == MVT else UNCOMPRESSED, kind, *zooms)
        + struct.pack("<4i", west, south, east, north)
        + struct.pack("<B2i", centre[2], round(centre[0] * 1e7), round(centre[1] * 1e7))
    )


def write(path, tiles, kind, box, centre, metadata):
    """Write `tiles` ({(zoom, x, y): bytes}, already compressed) to `path`."""
    entries, chunks = _entries(tiles)
    root, body = _directory(entries), b"".join(chunks)
    if len(root) > ROOT_LIMIT:
        raise ValueError(f"{path}: expected a root directory of at most {ROOT_LIMIT} bytes, found {len(root)}")
    about = zipped(json.dumps(metadata, ensure_ascii=False, sort_keys=True).encode())
    zooms = min(key[0] for key in tiles), max(key[0] for key in tiles)
    counts = len(tiles), len(entries), len(chunks)
    head = _header((len(root), len(about), len(body)), counts, kind, zooms, box, centre)
    path.write_bytes(head + root + about + body)
    print(f"{path.name}: {len(tiles)} tiles, {len(chunks)} distinct, {path.stat().st_size} bytes")
