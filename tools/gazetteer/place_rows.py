#!/usr/bin/env python3
"""Puts the rows of placed.tsv, with their computed positions, into gazetteer/curated.tsv.

Rows with other ids stay as they are. Run fetch.sh and world_units.py first. A row of placed.tsv that was taken out
there has to be taken out of curated.tsv by hand.
"""

import csv
import os

from bounds import Bounds
from placed import FEATURE_COLUMNS, feature_rows
from world_cells import HERE

GAZETTEER = os.path.join(HERE, "..", "..", "gazetteer")


def main():
    path = os.path.join(GAZETTEER, "curated.tsv")
    with open(path, encoding="utf-8", newline="") as file:
        rows = {row["id"]: row for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)}
    computed = feature_rows("placed.tsv", Bounds(os.path.join(GAZETTEER, "world", "bounds.bin.gz")))
    rows.update((row["id"], row) for row in computed)
    with open(path, "w", encoding="utf-8") as file:
        file.write("\t".join(FEATURE_COLUMNS) + "\n")
        for _, row in sorted(rows.items()):
            file.write("\t".join(row[column] for column in FEATURE_COLUMNS) + "\n")
    print(f"{len(computed)} rows computed, {len(rows)} rows in curated.tsv")


if __name__ == "__main__":
    main()
