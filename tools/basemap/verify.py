"""Reads every tile back with other people's readers: verify.py <folder of the derived files>."""

import gzip
import io
import sys
from collections import Counter
from pathlib import Path

import mapbox_vector_tile
from PIL import Image
from pmtiles.reader import MmapSource, Reader, all_tiles

from extent import DETAIL_ZOOM, REGION, RELIEF_BOXES, WORLD_ZOOM
from mercator import tile_range
from vector import FIELDS


def _count(box, zoom):
    x0, y0, x1, y1 = tile_range(box, zoom)
    return (x1 - x0 + 1) * (y1 - y0 + 1)


def _vector_layers(data):
    return set(mapbox_vector_tile.decode(gzip.decompress(data)))


def _picture_size(data):
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return {picture.size}


def tiles_read(path, read, allowed):
    """Tiles by zoom; complains about content outside `allowed` and about a tile its index does not find."""
    found = Counter()
    with open(path, "rb") as file:
        source = MmapSource(file)
        reader = Reader(source)
        for key, data in all_tiles(source):
            if reader.get(*key) != data:
                raise ValueError(f"{path.name}: expected tile {key} by its address, found other bytes")
            if read(data) - allowed:
                raise ValueError(f"{path.name} {key}: expected {allowed}, found {read(data)}")
            found[key[0]] += 1
    return found


def expect(name, found, wanted):
    if dict(found) != wanted:
        raise ValueError(f"{name}: expected tiles by zoom {wanted}, found {dict(found)}")
    print(f"{name}: {sum(wanted.values())} tiles read back")


def main(folder):
    folder = Path(folder)
    vectors = {z: 4**z if z <= WORLD_ZOOM else _count(REGION, z) for z in range(DETAIL_ZOOM + 1)}
    reliefs = {zoom: _count(box, zoom) for zoom, box in RELIEF_BOXES.items()}
    expect("base.pmtiles", tiles_read(folder / "base.pmtiles", _vector_layers, set(FIELDS)), vectors)
    expect("relief.pmtiles", tiles_read(folder / "relief.pmtiles", _picture_size, {(256, 256)}), reliefs)


if __name__ == "__main__":
    main(*sys.argv[1:])
