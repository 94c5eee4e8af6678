"""Whether the gazetteer is complete: districts for each governorate, features for each kind, districts that rows name.

The numbers wanted are in counts.tsv; check.py calls this module.
"""

import collections
import csv
import os

COUNTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "counts.tsv")
DISTRICT = "ADM2"


def count_faults(rows):
    """Kinds of places that are fewer than counts.tsv wants; for districts a different number is a fault as well."""
    found = collections.Counter(key for row in rows for key in keys(row))
    return [fault for line in read_counts() for fault in line_faults(line, found)]


def keys(row):
    """What a row counts for: its kind in each country, and a district in the governorate that it lists first."""
    countries = row["country"].split("|")
    governorate = row["admin1"].split("|")[0] if row["feature_code"] == DISTRICT else ""
    return [(country, governorate, row["feature_code"]) for country in countries]


def line_faults(line, found):
    codes, wanted = line["codes"].split("|"), int(line["count"])
    number = sum(found[(line["country"], line["admin1"], code)] for code in codes)
    exact = line["codes"] == DISTRICT
    if number == wanted or (number > wanted and not exact):
        return []
    name = line["kind"] + (f" of {line['admin1']}" if line["admin1"] else "")
    return [f"counts.tsv: expected {wanted}{'' if exact else ' or more'} {name} in {line['country']}, found {number}"]


def read_counts():
    with open(COUNTS, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def district_faults(rows):
    """Where the districts of a country are listed, every district that a row names must be one of them."""
    districts = collections.defaultdict(set)
    for row in rows:
        if row["feature_code"] == DISTRICT:
            districts[row["country"]].add(row["admin2"])
    return [fault for row in rows for fault in unknown_districts(row, districts)]


def unknown_districts(row, districts):
    listed = [districts[country] for country in row["country"].split("|") if country in districts]
    named = {name for name in row["admin2"].split("|") if name}
    unknown = named - set().union(*listed) if listed else set()
    return [f"curated.tsv ({row['id']}): admin2: '{name}' is no district in {row['country']}" for name in sorted(unknown)]
