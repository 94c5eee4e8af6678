"""Oceans, seas, lakes, rivers, ranges and deserts of the world, from the recipes in world_features.tsv."""

import os

from bounds import Bounds
from placed import feature_rows
from world_cells import HERE

BOUNDS = os.path.join(HERE, "..", "..", "gazetteer", "world", "bounds.bin.gz")


def waters():
    return feature_rows("world_features.tsv", Bounds(BOUNDS))
