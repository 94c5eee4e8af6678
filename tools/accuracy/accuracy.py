#!/usr/bin/env python3
"""Measures Sitmap on the development sets and writes docs/accuracy.md; standard library only.

  accuracy.py PROGRAM DATA    for example: accuracy.py target/release/sitmap ../shared/data

The sets are not part of the project: texts of their publishers. Without the folder nothing is written, which is said
and is no failure.
"""

import json
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "accuracy.md"
TEXTS = {
    "GeoVirus": ("geovirus.jsonl", "news on epidemics, world-wide, 229 texts"),
    "TR-News": ("trnews.jsonl", "local and world news, 116 texts; its gold also counts adjectives such as \"Russian\""),
}
NAMES = {
    "GED Iraq": ("ged_iraq_names.jsonl", []),
    "GED Iraq, governorate not given": ("ged_iraq_names.jsonl", ["--without-admin1"]),
}
RECOGNITION = ["recognition exact P", "recognition exact R", "recognition exact F1", "recognition overlap F1"]
RESOLUTION = [
    "resolution answered", "resolution acc@10km", "resolution acc@25km", "resolution acc@161km",
    "resolution median km", "resolution AUC (low is good)",
]
TOGETHER = ["end-to-end F1@10km", "end-to-end F1@161km"]
HONESTY = [
    "radius coverage", "radius mean km", "selective acc@25km, top 80 % of answers",
    "selective calibration error (low is good)",
]
OF_NAMES = [
    "answered", "acc@10km", "acc@25km", "acc@161km", "precision@10km of answered", "candidate recall@10km",
    "radius coverage", "radius mean km",
]

HEAD = """# Accuracy

Made by `make accuracy` from the development sets; every figure is printed by `sitmap evaluate`, with its 95 % interval
over resampled documents in brackets. The sets were used to build and tune Sitmap: a good figure here shows that something
works, not how well it will do on unseen text. The halves below, which were measured with weights fitted on the other half,
are the better guide.

What counts as a place name: names of countries, units, settlements, waters, mountains, regions, roads and buildings, also
inside the names of bodies ("Kirkuk" in "Kirkuk Provincial Council", where the body is of the place), with a unit word only
when it is written with a capital ("Monroe County", but "Kirkuk" in "Kirkuk province"). Adjectives and peoples ("Russian",
"Kurds") are no place names, since a map has no dot for them; they serve as hints ("the Syrian border").

Spans count when both ends agree; a leading "the" and a trailing 's do not matter. No answer is a wrong answer.
"""


def main(program, data):
    folder = pathlib.Path(data)
    missing = sorted({file for file, _ in [*TEXTS.values(), *NAMES.values()] if not (folder / file).is_file()})
    if missing:
        print(f"not measured: {folder} does not hold {', '.join(missing)}; docs/accuracy.md stays as it is")
        return 0
    texts = {name: evaluate(program, "geoparse", folder / file) for name, (file, _) in TEXTS.items()}
    names = {name: evaluate(program, "names", folder / file, *more) for name, (file, more) in NAMES.items()}
    parts = [HEAD, *(f"- {name}: {about}" for name, (_, about) in TEXTS.items())]
    for title, rows in (
        ("Recognition", RECOGNITION),
        ("Resolution", RESOLUTION),
        ("Recognition and resolution together", TOGETHER),
        ("Radius and score", HONESTY),
    ):
        parts += [f"\n## {title}\n", table(texts, rows)]
    parts += ["\n## What a score means\n", *(reliability(name, texts[name]) for name in TEXTS)]
    parts += ["\n## Names alone\n", table(names, OF_NAMES)]
    parts += ["\n## Recognition on halves\n", halves(folder)]
    PAGE.write_text("\n".join(parts) + "\n", encoding="utf-8")
    print(f"written: {PAGE.relative_to(ROOT)}")
    return 0


def evaluate(program, *arguments):
    command = [program, "evaluate", arguments[0], "--json", "--gold", *map(str, arguments[1:])]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def figure(value):
    return "-" if value is None else f"{value:.3f}" if abs(value) < 10 else f"{value:.0f}"


def cell(metric):
    interval = metric["interval"]
    bounds = f" [{figure(interval[0])}, {figure(interval[1])}]" if interval else ""
    return figure(metric["value"]) + bounds


def table(results, rows):
    by_name = {name: {m["name"]: m for m in result["metrics"]} for name, result in results.items()}
    lines = ["| | " + " | ".join(results) + " |", "|---|" + "---|" * len(results)]
    for row in rows:
        cells = [cell(metrics[row]) if row in metrics else "-" for metrics in by_name.values()]
        lines.append(f"| {row} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def reliability(name, result):
    lines = [f"| {name}: score from | answers | mean score | right within 25 km |", "|---|---|---|---|"]
    for bin in result["reliability"]:
        values = [f"{bin['from']:.1f}", str(bin["answers"]), figure(bin["mean_score"]), figure(bin["right"])]
        lines.append("| " + " | ".join(values) + " |")
    return "\n".join(lines) + "\n"


def halves(folder):
    """What tools/recognition/fit.py measured when the weights were made."""
    kept = ROOT / "src" / "gazetteer" / "recognise" / "weights.txt"
    return "```\n" + kept.read_text(encoding="utf-8").strip() + "\n```"


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
