#!/usr/bin/env python3
"""Scores `sitmap extract` on the seed reports and compares with floors.toml; standard library only.

  seeds.py PROGRAM     for example: seeds.py target/release/sitmap

The reports and the scorer are not part of the project: they lie in ../shared beside the checkout. Without them
nothing is scored, which is said and is no failure. Status 1 when a floor is missed.
"""

import json
import pathlib
import subprocess
import sys
import tempfile
import tomllib

HERE = pathlib.Path(__file__).resolve().parent
SHARED = HERE.parents[2] / "shared"
REPORTS = SHARED / "reports" / "seeds.jsonl"
GOLD = SHARED / "reports" / "seeds_gold.json"
PLACES = SHARED / "reports" / "seed_places.csv"
SCORER = SHARED / "eval" / "score_seed.py"


def main(program):
    missing = [path for path in (REPORTS, GOLD, PLACES, SCORER) if not path.is_file()]
    if missing:
        names = ", ".join(f"../shared/{path.relative_to(SHARED)}" for path in missing)
        print(f"not scored: {names} not found beside the checkout")
        return 0
    scores = score(program)
    for name, value in scores.items():
        print(f"{name:20} {value}")
    faults = missed(scores, tomllib.loads((HERE / "floors.toml").read_text(encoding="utf-8")))
    print("\n".join(faults) if faults else "every floor is reached")
    return 1 if faults else 0


def score(program):
    with tempfile.NamedTemporaryFile(suffix=".jsonl") as answers:
        with REPORTS.open("rb") as reports:
            subprocess.run([program, "extract"], stdin=reports, stdout=answers, check=True)
        command = [sys.executable, str(SCORER), str(GOLD), answers.name, "--places", str(PLACES), "--json"]
        return json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)


def missed(scores, floors):
    """One line for each measure that is beyond its floor; a measure that is absent or null is beyond it."""
    low = [
        f"{name}: expected at least {floor}, found {scores.get(name)}"
        for name, floor in floors["at_least"].items()
        if scores.get(name) is None or scores[name] < floor
    ]
    high = [
        f"{name}: expected at most {floor}, found {scores.get(name)}"
        for name, floor in floors["at_most"].items()
        if scores.get(name) is None or scores[name] > floor
    ]
    return low + high


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
