#!/usr/bin/env python3
"""Fits the weights of the resolver to development data; standard library only, the same every time.

  fit_weights.py PROGRAM WEIGHTS.toml [--documents GOLD.jsonl]... [--names GOLD.jsonl]... [--layered GOLD.jsonl FOLDER]... [--cases CASES.tsv] [--write]

PROGRAM   the built program; it is asked for the features of all entries of every gold toponym.
GOLD      documents: {id, text, country?, toponyms: [{start, end, lon, lat, geonameid?}]};
          names: {id, name, country?, admin1?, lon, lat}; a name without lon and lat exists nowhere. The layers of FOLDER
          (sitmap gazetteer import) are in use for the names of --layered. A name with an `admin1` is asked twice, with
          and without it.
          cases: sentences, country, name as written, id of the place (tests/cases/toponyms.tsv); they speak for the
          news of conflicts, of which no corpus is at hand, and each counts CASE times.

The model is a softmax over the entries of a name and "none of them". What is maximised is the probability of the right
entries (all that lie where the gold says; none when there is no such entry), held to the weights of the file by a
quadratic penalty, so that a feature that the data do not show keeps its weight, and to their signs. Documents are split in halves by the
hash of their id: the figures printed first are of halves that the fit has not seen. --write puts the weights fitted to
all data into the file; its comments stay.
"""

import argparse
import hashlib
import json
import math
import re
import subprocess
import tomllib

NULL = "unknown_name"
PENALTY = 1.0
STEPS = 120
CASE = 3
WIDE = {"country", "first_level", "continent", "region", "natural"}  # their points are hundreds of kilometres from what they name
HELD = set()
# A nearer rung of the ladder never speaks less for an entry than a farther one.
LADDER = [f"name_{rung}" for rung in ("letters", "plain", "generic", "sound", "one_vowel", "one_edit", "two_edits", "skeleton")]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("weights")
    parser.add_argument("--documents", action="append", default=[])
    parser.add_argument("--names", action="append", default=[])
    parser.add_argument("--layered", action="append", default=[], nargs=2)
    parser.add_argument("--cases")
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    written = tomllib.loads(open(asked.weights, encoding="utf-8").read())
    HELD.update(written["held"])
    prior = dict(written["features"], **{NULL: written[NULL]})
    cases = [case for path in asked.documents for case in of_documents(asked.program, path)]
    cases += [case for path in asked.names for case in of_names(asked.program, path, [])]
    cases += [case for path, folder in asked.layered for case in of_names(asked.program, path, ["--gazetteer", folder])]
    cases += [case for case in of_sentences(asked.program, asked.cases) for _ in range(CASE)] if asked.cases else []
    halves = [[c for c in cases if c["half"] == half] for half in (0, 1)]
    report("weights of the file", cases, prior)
    for half in (0, 1):
        report(f"fitted to half {1 - half}, half {half}", halves[half], fit(halves[1 - half], prior))
    fitted = fit(cases, prior)
    report("fitted to all", cases, fitted)
    for name, value in sorted(fitted.items()):
        print(f"{name:32} {prior[name]:7.2f} -> {value:7.2f}")
    if asked.write:
        write(asked.weights, fitted)


def lines(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def ask(program, command, questions):
    text = "\n".join(json.dumps(q, ensure_ascii=False) for q in questions)
    answer = subprocess.run([program, *command], input=text, stdout=subprocess.PIPE, check=True, encoding="utf-8")
    return [json.loads(line) for line in answer.stdout.splitlines()]


def of_documents(program, path):
    gold = lines(path)
    questions = [
        {k: g[k] for k in ("id", "text", "country") if g.get(k)}
        | {"spans": [{"start": t["start"], "end": t["end"]} for t in g["toponyms"]], "features": True}
        for g in gold
    ]
    for g, answer in zip(gold, ask(program, ["geoparse"], questions)):
        for toponym, entries in zip(g["toponyms"], answer["features"]):
            if toponym.get("lon") is not None:
                yield case(g["id"], toponym, entries)


def of_sentences(program, path):
    with open(path, encoding="utf-8") as file:
        rows = [line.rstrip("\n").split("\t") for line in file if line.strip() and not line.startswith("#")]
    questions, wanted = [], []
    for number, (text, country, name, place, *_) in enumerate(rows):
        if ":" in place and not place.startswith("made:") and name in text:
            start = text.index(name)
            questions.append({"id": f"case{number}", "text": text, "spans": [{"start": start, "end": start + len(name)}], "features": True})
            if country != "-":
                questions[-1]["country"] = country
            wanted.append(place)
    for question, place, answer in zip(questions, wanted, ask(program, ["geoparse"], questions)):
        entries = answer["features"][0]
        right = [i for i, e in enumerate(entries) if e["id"] == place]
        if right:
            made = case(question["id"], {}, entries)
            yield {**made, "right": right}


def of_names(program, path, options):
    gold = lines(path)
    gold += [{k: g[k] for k in g if k != "admin1"} for g in gold if g.get("admin1")]
    questions = [{k: g[k] for k in ("id", "name", "country", "admin1") if g.get(k)} | {"features": True} for g in gold]
    for g, answer in zip(gold, ask(program, ["resolve", "--batch", *options], questions)):
        yield case(g["id"], g, answer["features"])


def case(identity, gold, entries):
    return {
        "half": hashlib.md5(str(identity).encode()).digest()[0] % 2,
        "entries": [dict(entry["features"]) for entry in entries],
        "right": right(gold, entries),
    }


def right(gold, entries):
    """Numbers of the entries that lie where the gold says: by id, else near it; units by the width of units."""
    if gold.get("lon") is None:
        return []
    ids = [i for i, e in enumerate(entries) if gold.get("geonameid") and e["id"] == f"geonames:{gold['geonameid']}"]
    if ids:
        return ids
    far = [(kilometres(gold, e["position"]), i) for i, e in enumerate(entries)]
    features = [dict(e["features"]) for e in entries]
    for most in (15, 40, 161):
        near = [i for d, i in far if d <= most]
        if near:
            return near
    wide = [i for d, i in far if d <= entries[i]["radius_km"] and features[i].keys() & WIDE]
    return wide[:1]


def kilometres(gold, position):
    p = math.pi / 180
    lon, lat = position
    x = math.sin((lat - gold["lat"]) * p / 2) ** 2
    x += math.cos(lat * p) * math.cos(gold["lat"] * p) * math.sin((lon - gold["lon"]) * p / 2) ** 2
    return 12742 * math.asin(min(1, math.sqrt(x)))


def probabilities(entries, weights):
    sums = [weights[NULL]] + [sum(weights[f] * v for f, v in e.items()) for e in entries]
    most = max(sums)
    parts = [math.exp(s - most) for s in sums]
    total = sum(parts)
    return [part / total for part in parts]


def gradient(cases, weights):
    loss, slope = 0.0, dict.fromkeys(weights, 0.0)
    for case in cases:
        p = probabilities(case["entries"], weights)
        wanted = [i + 1 for i in case["right"]] or [0]
        held = max(sum(p[i] for i in wanted), 1e-12)
        loss -= math.log(held)
        for i, share in enumerate(p):
            pull = share - (share / held if i in wanted else 0.0)
            if abs(pull) < 1e-6:
                continue
            if i == 0:
                slope[NULL] += pull
            else:
                for feature, value in case["entries"][i - 1].items():
                    slope[feature] += pull * value
    return loss, slope


def fit(cases, prior):
    """Gradient descent with steps that grow where the slope keeps its sign and shrink where it turns (Rprop)."""
    weights, steps, last = dict(prior), dict.fromkeys(prior, 0.1), dict.fromkeys(prior, 0.0)
    for _ in range(STEPS):
        _, slope = gradient(cases, weights)
        for name in sorted(weights.keys() - HELD):
            pull = slope[name] + PENALTY * (weights[name] - prior[name])
            turned = pull * last[name]
            steps[name] = min(steps[name] * 1.2, 0.5) if turned > 0 else max(steps[name] * 0.5, 1e-4) if turned < 0 else steps[name]
            if turned >= 0 and pull:
                weights[name] = with_sign(prior[name], weights[name] - math.copysign(steps[name], pull))
            last[name] = pull if turned >= 0 else 0.0
        in_order(weights)
    return weights


def in_order(weights):
    for nearer, farther in zip(LADDER, LADDER[1:]):
        if weights[nearer] < weights[farther]:
            weights[nearer] = weights[farther] = (weights[nearer] + weights[farther]) / 2


def with_sign(prior, weight):
    """What speaks for an entry must not come to speak against it, however the data mix it with other features."""
    return weight if prior == 0 or prior * weight > 0 else 0.0


def report(title, cases, weights):
    """Loss, share of right first answers, share of right entries among all, and the reliability of the first answer."""
    bins = [[0, 0.0, 0] for _ in range(10)]
    right = held = known = 0
    loss, _ = gradient(cases, weights)
    for case in cases:
        p = probabilities(case["entries"], weights)[1:]
        if not p:
            continue
        best = max(range(len(p)), key=p.__getitem__)
        hit = best in case["right"]
        right += hit
        known += bool(case["right"])
        bin = bins[min(9, int(p[best] * 10))]
        bin[0] += 1
        bin[1] += p[best]
        bin[2] += hit
    error = sum(abs(b[1] - b[2]) for b in bins) / max(1, sum(b[0] for b in bins))
    print(f"{title}: {len(cases)} names, loss {loss / max(1, len(cases)):.4f}, right {right / max(1, len(cases)):.4f}, "
          f"ceiling {known / max(1, len(cases)):.4f}, calibration error {error:.4f}")
    print("  " + " ".join(f"{b[1] / b[0]:.2f}:{b[2] / b[0]:.2f}({b[0]})" for b in bins if b[0]))


def write(path, weights):
    text = open(path, encoding="utf-8").read()
    for name, value in weights.items():
        text = re.sub(rf"(?m)^{name} = .*$", f"{name} = {value:.2f}", text)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


if __name__ == "__main__":
    main()
