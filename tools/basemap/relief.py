"""Makes relief.pmtiles, a shaded relief: relief.py <packages folder> <output file>.

A pixel carries two numbers. Red and green are the hillshade, FLAT on level ground. Blue is the hillshade
less the height tint, so height lives in the colour difference alone, which WebP stores at half resolution
and almost for free. A second file for the tint would have cost as much again as the shading.
"""

import io
import sys
from pathlib import Path

import numpy as np
from PIL import Image
from scipy.ndimage import gaussian_filter, map_coordinates

import archive
from extent import BRIGHTEST, DARKEST, ELEVATION, FLAT, HIGHEST_TINT, RELIEF_BOXES
from mercator import latitude_of, tile_range
from sources import Sources

TILE = 256
CELLS_PER_DEGREE = 120
FADE_DEGREES = 5  # The quadrant's edge fades to level ground instead of ending in a cut.

# Light from the north-west with three weaker lamps: (weight, azimuth, altitude) in degrees.
LAMPS = ((0.55, 315, 45), (0.20, 270, 55), (0.15, 360, 55), (0.10, 225, 60))
SMOOTHING = 0.6
EXAGGERATION = {4: 11.0, 5: 8.0, 6: 6.4, 7: 5.4, 8: 5.0}
SUBTLETY = 0.8  # Below 1 lifts gentle slopes: the Hamrin ridge must show beside the Zagros.
# Height in metres to tint. Low land gets the finer steps: WebP rounds colour, and plains show it.
HEIGHTS = (0, 100, 300, 700, 1300, 2200, 3500)
TINTS = (0, 16, 36, 56, 72, 86, HIGHEST_TINT)
QUALITY = 74
EARTH = 2 * np.pi * 6378137


def window(box, zoom):
    """Tile range and its pixel centres in degrees (one row of longitudes, one of latitudes)."""
    x0, y0, x1, y1 = span = tile_range(box, zoom)
    pixels = TILE * 2**zoom
    columns = (np.arange(x0 * TILE, (x1 + 1) * TILE) + 0.5) / pixels
    rows = (np.arange(y0 * TILE, (y1 + 1) * TILE) + 0.5) / pixels
    return span, columns * 360 - 180, latitude_of(rows)


def elevation_at(grid, longitudes, latitudes, zoom):
    """Heights at the pixels; the grid is first blurred to the pixel size so that nothing aliases."""
    cells_per_pixel = CELLS_PER_DEGREE * 360 / (TILE * 2**zoom)
    blurred = gaussian_filter(grid, max(SMOOTHING, 0.45 * cells_per_pixel))
    columns = (longitudes - ELEVATION[0]) * CELLS_PER_DEGREE - 0.5
    rows = (ELEVATION[3] - latitudes) * CELLS_PER_DEGREE - 0.5
    where = np.meshgrid(rows, columns, indexing="ij")
    return map_coordinates(blurred, where, order=1, mode="nearest", output="float32")


def lit(heights, latitudes, zoom):
    """Light per pixel from all lamps, and the light of level ground."""
    metres = EARTH / (TILE * 2**zoom) * np.cos(np.radians(latitudes))[:, None]
    south, east = (EXAGGERATION[zoom] * d / metres for d in np.gradient(heights))
    light, level = np.zeros_like(heights), 0.0
    for weight, azimuth, altitude in LAMPS:
        turn, rise = np.radians(azimuth), np.radians(altitude)
        facing = np.cos(turn) * south - np.sin(turn) * east
        lamp = (np.sin(rise) + np.cos(rise) * facing) / np.sqrt(1 + south**2 + east**2)
        light += weight * np.clip(lamp, 0, 1)
        level += weight * np.sin(rise)
    return light, level


def shade(heights, latitudes, zoom):
    """Hillshade from DARKEST to BRIGHTEST with FLAT for level ground."""
    light, level = lit(heights, latitudes, zoom)
    depth = (np.clip(level - light, 0, None) / level) ** SUBTLETY
    height = (np.clip(light - level, 0, None) / (1 - level)) ** SUBTLETY
    return FLAT - (FLAT - DARKEST) * depth + (BRIGHTEST - FLAT) * height


def fade(longitudes, latitudes):
    """1 inside the quadrant, 0 at and beyond its edges (the equator is far south of every view that matters)."""
    west, south, east, north = ELEVATION
    across = np.minimum(longitudes - west, east - longitudes)
    down = np.minimum(latitudes - south, north - latitudes)
    ramp = lambda distance: np.clip(distance / FADE_DEGREES, 0, 1)
    return ramp(down)[:, None] * ramp(across)[None, :]


def picture(grid, box, zoom):
    """Tile range and the three-channel picture of the box."""
    span, longitudes, latitudes = window(box, zoom)
    heights = elevation_at(grid, longitudes, latitudes, zoom)
    weight = fade(longitudes, latitudes)
    light = FLAT + (shade(heights, latitudes, zoom) - FLAT) * weight
    tint = np.interp(heights, HEIGHTS, TINTS) * weight
    channels = np.stack([light, light, light - tint], axis=-1)
    return span, np.clip(np.rint(channels), 0, 255).astype("uint8")


def encoded(pixels):
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "WEBP", quality=QUALITY, method=6)
    return out.getvalue()


def tiles_of(span, pixels, zoom):
    x0, y0, x1, y1 = span
    for x in range(x0, x1 + 1):
        for y in range(y0, y1 + 1):
            top, left = (y - y0) * TILE, (x - x0) * TILE
            yield (zoom, x, y), encoded(pixels[top : top + TILE, left : left + TILE])


def main(packages, output):
    grid = Sources(packages).elevation().astype("float32")
    tiles = {}
    for zoom, box in RELIEF_BOXES.items():
        tiles.update(tiles_of(*picture(grid, box, zoom), zoom))
    about = {"name": "Sitmap relief", "attribution": "NOAA GLOBE", "level": FLAT, "tint": HIGHEST_TINT}
    archive.write(Path(output), tiles, archive.WEBP, ELEVATION, (43.7, 34.0, 6), about)


if __name__ == "__main__":
    main(*sys.argv[1:])
