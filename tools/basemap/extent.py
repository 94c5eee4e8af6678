"""What the renderer must know too: zooms, boxes (west, south, east, north) and the numbers in a relief pixel."""

WORLD_ZOOM, DETAIL_ZOOM = 5, 9
REGION = (33.0, 24.0, 54.0, 42.0)

ELEVATION = (0.0, 0.0, 90.0, 50.0)  # Tile G of NOAA GLOBE.
RELIEF_BOXES = {4: ELEVATION, 5: ELEVATION, 6: (22, 16, 65, 47), 7: REGION, 8: REGION}

# Hillshade of level ground, of the darkest slope and of the brightest; the height tint of the highest land.
FLAT, DARKEST, BRIGHTEST = 176, 100, 250
HIGHEST_TINT = 96
