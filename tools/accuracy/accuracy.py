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
import tempfile

import sets

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "accuracy.md"
TEXTS = {
    "GeoVirus": ("geovirus.jsonl", "news on epidemics, world-wide, 229 texts"),
    "TR-News": ("trnews.jsonl", "local and world news, 116 texts; its gold also counts adjectives such as \"Russian\""),
}
GED = "ged_iraq_names.jsonl"
COUNTRY_FILE = "gazetteer_iq_sy.tsv.gz"
WITHOUT = ["--without-admin1"]
NAMES = {"GED Iraq": [], "GED Iraq, governorate not given": WITHOUT}
IMPORTED = {"GED Iraq, country file imported": [], "the same, governorate not given": WITHOUT}
RECOGNITION = ["recognition exact P", "recognition exact R", "recognition exact F1", "recognition overlap F1"]
RESOLUTION = [
    "resolution answered", "resolution acc@5km", "resolution acc@10km", "resolution acc@25km", "resolution acc@161km",
    "resolution median km", "resolution AUC (low is good)",
]
TOGETHER = ["end-to-end F1@10km", "end-to-end F1@161km"]
HONESTY = [
    "radius coverage", "radius mean km", "selective acc@25km, top 80 % of answers",
    "selective calibration error (low is good)", "promise kept: truth within the stated radius or 25 km",
    "promise calibration error (low is good)",
]
NOWHERE = "names of no place: pinned (radius < 30 km, score > 0.5)"
OF_PAIRS = [
    "same place: agree within 3 km", "same place: both within 10 km of gold", "same place: both answered",
    "different places: wrongly agree", "different places: both answered",
]
OF_NAMES = [
    "answered", "acc@10km", "acc@25km", "acc@161km", "precision@10km of answered", "candidate recall@10km",
    "radius coverage", "radius mean km", "promise calibration error (low is good)",
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

GIVEN = """The texts with their places marked, so that only resolution is measured: `sitmap evaluate geoparse --given-spans`."""
POINTS = """A country or province has no one point. Sitmap stands it at the point of GeoNames, else of the CIA World Factbook,
else in the middle of its outline; GeoVirus uses those of encyclopaedias for Canada, Queensland, Alberta, Russia, Nigeria,
Japan, Brazil, Europe and others, TR-News those of GeoNames. {share} of GeoVirus's places are over 161 km from the answer and yet
inside its stated radius: the right country or region, counted as wrong. The median of GeoVirus is the distance of two
such points too."""
PROMISE = """A score is the probability that the truth lies inside the stated radius, or within 25 km where the radius is smaller.
The figure of selective calibration asks for 25 km everywhere, which no answer "Canada" can keep.
Answers of score 0 name no place: they are the area in which a name that no list has must lie, by the names around it."""
END_TO_END = """The resolution rows here count what recognition did not find as wrong."""
PAIRS = """Pairs are drawn from the country file: two spellings of one place, of which the second was taken out of the file before
it was imported, and names of different places with nearly the same consonants. They are asked with their country alone."""
INVENTED = """Three hundred names made of syllables of Arabic, Slavic and African names, none of which the gazetteer has."""
HALVES = """Printed by `tools/gazetteer/fit_weights.py` when the weights were made: the lines "fitted to half" are of cases that the fit
has not seen. Each pair of lines ends with the mean score and the share of right answers by tenths of the score."""


def main(program, data):
    folder = pathlib.Path(data)
    missing = sorted({file for file in [*(file for file, _ in TEXTS.values()), GED, COUNTRY_FILE] if not (folder / file).is_file()})
    if missing:
        print(f"not measured: {folder} does not hold {', '.join(missing)}; docs/accuracy.md stays as it is")
        return 0
    with tempfile.TemporaryDirectory() as made:
        parts = [HEAD, *(f"- {name}: {about}" for name, (_, about) in TEXTS.items())]
        parts += of_texts(program, folder) + of_names(program, folder, pathlib.Path(made))
    parts += ["\n## Recognition on halves\n", kept(ROOT / "src" / "gazetteer" / "recognise" / "weights.txt")]
    parts += ["\n## Ranking on halves\n", HALVES, "", kept(ROOT / "src" / "gazetteer" / "weights.txt")]
    PAGE.write_text("\n".join(parts) + "\n", encoding="utf-8")
    print(f"written: {PAGE.relative_to(ROOT)}")
    return 0


def of_texts(program, folder):
    given = {name: evaluate(program, "geoparse", folder / file, "--given-spans") for name, (file, _) in TEXTS.items()}
    whole = {name: evaluate(program, "geoparse", folder / file) for name, (file, _) in TEXTS.items()}
    elsewhere = elsewhere_share(program, folder / TEXTS["GeoVirus"][0])
    return [
        "\n## Resolution on given spans\n", GIVEN, "", table(given, RESOLUTION), "", POINTS.format(share=f"{elsewhere:.1%}"),
        "\n### Radius and score\n", PROMISE, "", table(given, HONESTY),
        "\n### What a score means\n", *(reliability(name, given[name]) for name in TEXTS),
        "\n## Recognition\n", table(whole, RECOGNITION),
        "\n## Recognition and resolution together\n", END_TO_END, "", table(whole, TOGETHER + RESOLUTION),
    ]


def of_names(program, folder, made):
    names = {name: evaluate(program, "names", folder / GED, *more) for name, more in NAMES.items()}
    whole = layer(program, folder / COUNTRY_FILE, made / "whole")
    names |= {name: evaluate(program, "names", folder / GED, *more, *whole) for name, more in IMPORTED.items()}
    paths = sets.make(folder / COUNTRY_FILE, lambda questions: are_borne(program, questions), made)
    thinned = layer(program, paths["layer-check"], made / "thinned")
    pairs = {"country file imported": of_pairs(program, paths["pairs-check"], *thinned)}
    nowhere = {
        "without it": evaluate(program, "names", paths["nowhere-check"]),
        "country file imported": evaluate(program, "names", paths["nowhere-check"], *whole),
    }
    return [
        "\n## Names alone\n", table(names, OF_NAMES),
        "\n## Spellings that no list has\n", PAIRS, "", table(pairs, OF_PAIRS),
        "\n## Names that exist nowhere\n", INVENTED, "", table(nowhere, [NOWHERE]),
    ]


def layer(program, file, folder):
    """Imports a country file into a folder of its own; answers with the options that use it."""
    command = [program, "gazetteer", "--gazetteer", folder, "import", "geonames", file]
    subprocess.run(list(map(str, command)), check=True, capture_output=True)
    return ["--gazetteer", folder]


def are_borne(program, questions):
    """Whether the gazetteer has each name letter by letter, but for article and unit word."""
    lines = "\n".join(json.dumps({**question, "features": True}, ensure_ascii=False) for question in questions)
    answers = subprocess.run([program, "resolve", "--batch"], input=lines, check=True, capture_output=True, text=True).stdout
    same = {"name_letters", "name_plain"}
    return [any(code in same for entry in json.loads(line)["features"] for code, _ in entry["features"]) for line in answers.splitlines()]


def elsewhere_share(program, gold):
    """Share of the gold points that lie over 161 km from the answer, but inside its stated radius: the same country or
    region at another point of reference."""
    documents = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines() if line.strip()]
    questions = [{"id": d["id"], "text": d["text"], "spans": [{"start": t["start"], "end": t["end"]} for t in d["toponyms"]]} for d in documents]
    lines = "\n".join(json.dumps(question, ensure_ascii=False) for question in questions)
    answers = subprocess.run([program, "geoparse"], input=lines, check=True, capture_output=True, text=True).stdout.splitlines()
    points = held = 0
    for document, answer in zip(documents, map(json.loads, answers)):
        for toponym, mention in zip(document["toponyms"], answer["mentions"]):
            points += 1
            place = mention.get("place")
            held += bool(place) and 161 < sets.great_circle(toponym, place) <= place["radius_km"]
    return held / points


def of_pairs(program, path, *options):
    return run([program, "evaluate", "names", "--json", "--pairs", path, *options])


def evaluate(program, *arguments):
    return run([program, "evaluate", arguments[0], "--json", "--gold", *arguments[1:]])


def run(command):
    return json.loads(subprocess.run(list(map(str, command)), check=True, capture_output=True, text=True).stdout)


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
    lines = [f"| {name}: score from | answers | mean score | truth within radius or 25 km | right within 25 km |", "|---|---|---|---|---|"]
    for bin in result["reliability"]:
        values = [f"{bin['from']:.1f}", str(bin["answers"]), *(figure(bin[key]) for key in ("mean_score", "kept", "right"))]
        lines.append("| " + " | ".join(values) + " |")
    return "\n".join(lines) + "\n"


def kept(path):
    """What the fitting script printed when the weights were made."""
    return "```\n" + path.read_text(encoding="utf-8").strip() + "\n```"


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
