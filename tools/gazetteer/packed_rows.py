"""Tables of the world that are packed: rows in the columns of curated.tsv, sorted by id, compressed with the zstd command."""

import csv
import hashlib
import os
import subprocess

HERE = os.path.dirname(os.path.abspath(__file__))
COLUMNS = "id name names feature_class feature_code country admin1 admin2 lon lat radius_km shape population source confidence notes".split()
GAZETTEER = os.path.join(HERE, "..", "..", "gazetteer")


def work(name):
    return os.path.join(HERE, "work", name)


def write(name, rows):
    """`admin1` holds the full code of the unit (`US.IA`), for these rows are read by the build alone."""
    rows = sorted(rows, key=lambda row: row["id"])
    lines = ["\t".join(COLUMNS)] + ["\t".join(row.get(column, "") for column in COLUMNS) for row in rows]
    path = os.path.join(GAZETTEER, "world", name)
    text = "".join(line + "\n" for line in lines).encode()
    subprocess.run(["zstd", "--ultra", "-22", "--quiet", "--force", "-o", path], input=text, check=True)
    write_sums()
    print(f"{name}: {len(rows)} rows, {os.path.getsize(path)} bytes")


def write_sums():
    """gazetteer/world.sha256, in the form of sha256sum; the towns have a sum of their own."""
    folder = os.path.join(GAZETTEER, "world")
    with open(os.path.join(GAZETTEER, "world.sha256"), "w", encoding="utf-8") as sums:
        for name in sorted(set(os.listdir(folder)) - {"places.tsv.zst", "world.sha256"}):
            with open(os.path.join(folder, name), "rb") as file:
                sums.write(f"{hashlib.sha256(file.read()).hexdigest()}  world/{name}\n")


def read(name):
    path = os.path.join(GAZETTEER, "world", name)
    text = subprocess.run(["zstd", "--decompress", "--stdout", "--quiet", path], stdout=subprocess.PIPE, check=True).stdout.decode()
    return list(csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))


def table(name):
    with open(os.path.join(GAZETTEER, name), encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
