"""Web Mercator in the unit square: x grows east, y grows south, both 0..1."""

import numpy as np

LATITUDE_LIMIT = 85.0511287798066


def project(longitude_latitude):
    """Project an (n, 2) array of longitude, latitude in degrees to the unit square."""
    degrees = np.asarray(longitude_latitude, dtype="float64").reshape(-1, 2)
    latitude = np.clip(degrees[:, 1], -LATITUDE_LIMIT, LATITUDE_LIMIT)
    y = 0.5 - np.log(np.tan(np.pi / 4 + np.radians(latitude) / 2)) / (2 * np.pi)
    return np.column_stack([degrees[:, 0] / 360 + 0.5, y])


def latitude_of(y):
    """Latitude in degrees of unit-square rows."""
    return np.degrees(2 * np.arctan(np.exp((0.5 - np.asarray(y)) * 2 * np.pi)) - np.pi / 2)


def tile_range(box, zoom):
    """Tiles (x0, y0, x1, y1), ends included, that a west, south, east, north box touches."""
    west, south, east, north = box
    (x0, y1), (x1, y0) = project([[west, south], [east, north]]) * 2**zoom
    last = 2**zoom - 1
    return int(x0), max(0, int(y0)), min(last, int(x1)), min(last, int(y1))


def tile_cover(box, zoom):
    """The unit-square box x0, y0, x1, y1 of all tiles at `zoom` that touch `box`."""
    x0, y0, x1, y1 = tile_range(box, zoom)
    size = 2.0**zoom
    return x0 / size, y0 / size, (x1 + 1) / size, (y1 + 1) / size
