#!/usr/bin/env python3
"""Fits src/gazetteer/recognise/weights.tsv: logistic regression over the cues of `sitmap evaluate cues`.

  fit.py CUES.jsonl ... [--write WEIGHTS.tsv] [--least 5] [--prior 1.0]

Each CUES file comes from one set of texts. Documents are halved by the hash of their id; every half is measured with
weights fitted on the other one, every file with weights fitted on the other files. The weights that are written are
fitted on everything; the figures are written beside them, as .txt. Needs numpy; the same input gives the same weights on one machine.
"""

import argparse
import bisect
import collections
import hashlib
import json
import pathlib

import numpy

STEPS = 400


def load(path):
    documents = collections.defaultdict(list)
    for line in open(path, encoding="utf-8"):
        row = json.loads(line)
        documents[row["document"]].append(row)
    return list(documents.values())


def half(document):
    return hashlib.md5(document[0]["document"].encode()).digest()[0] & 1


def fit(documents, least, prior):
    """Weights by name; cues seen in fewer than `least` rows are left out, `prior` pulls the others to zero."""
    rows = [row for document in documents for row in document]
    seen = collections.Counter(cue for row in rows for cue in set(row["cues"]))
    names = sorted(cue for cue, times in seen.items() if times >= least)
    number = {name: i for i, name in enumerate(names)}
    used = [[number[cue] for cue in set(row["cues"]) if cue in number] for row in rows]
    gold = numpy.array([row["gold"] for row in rows], float)
    columns = numpy.concatenate([numpy.array(columns, int) for columns in used])
    at = numpy.repeat(numpy.arange(len(rows)), [len(columns) for columns in used])
    weights = numpy.zeros(len(names))
    mean = numpy.zeros(len(names))
    square = numpy.zeros(len(names))
    for step in range(1, STEPS + 1):
        odds = numpy.bincount(at, weights=weights[columns], minlength=len(rows))
        error = 1 / (1 + numpy.exp(-odds)) - gold
        slope = numpy.bincount(columns, weights=error[at], minlength=len(names)) + prior * weights
        mean = 0.9 * mean + 0.1 * slope
        square = 0.99 * square + 0.01 * slope**2
        rate = 0.1 if step < 0.6 * STEPS else 0.03
        weights -= rate * (mean / (1 - 0.9**step)) / (numpy.sqrt(square / (1 - 0.99**step)) + 1e-8)
    return dict(zip(names, weights))


def chosen(document, weights):
    """The best set of stretches without overlap."""
    scored = [(sum(weights.get(cue, 0) for cue in set(row["cues"])), row) for row in document]
    scored = sorted((row["end"], row["start"], odds) for odds, row in scored if odds > 0)
    ends, best = [0], [(0.0, ())]
    for end, start, odds in scored:
        before = best[bisect.bisect_right(ends, start) - 1]
        if before[0] + odds > best[-1][0]:
            best.append((before[0] + odds, (*before[1], (start, end))))
            ends.append(end)
    return set(best[-1][1])


def measure(documents, weights):
    right = found = gold = 0
    for document in documents:
        spans = chosen(document, weights)
        right += sum(row["gold"] and (row["start"], row["end"]) in spans for row in document)
        found += len(spans)
        gold += document[0]["golds"]
    precision, recall = right / max(found, 1), right / max(gold, 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return f"P {precision:.3f} R {recall:.3f} F1 {f1:.3f}"


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("cues", nargs="+")
    arguments.add_argument("--write")
    arguments.add_argument("--least", type=int, default=5)
    arguments.add_argument("--prior", type=float, default=1.0)
    given = arguments.parse_args()
    sets = {pathlib.Path(path).stem: load(path) for path in given.cues}
    everything = [document for documents in sets.values() for document in documents]
    learn = lambda documents: fit(documents, given.least, given.prior)
    lines = []
    for side in (0, 1):
        weights = learn([d for d in everything if half(d) == side])
        for name, documents in sets.items():
            tune = measure([d for d in documents if half(d) == side], weights)
            check = measure([d for d in documents if half(d) != side], weights)
            lines.append(f"{name}: fitted on half {side}: tune {tune}, check {check}")
    for name, documents in sets.items():
        others = [d for other, documents in sets.items() if other != name for d in documents]
        if others:
            lines.append(f"{name}: fitted on the other files: {measure(documents, learn(others))}")
    weights = learn(everything)
    for name, documents in sets.items():
        lines.append(f"{name}: fitted on everything: {measure(documents, weights)}")
    print("\n".join(lines))
    if given.write:
        pathlib.Path(given.write).with_suffix(".txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
        rows = "".join(f"{cue}\t{weight:.3f}\n" for cue, weight in sorted(weights.items()))
        header = "# Made by tools/recognition/fit.py: cue and weight in log-odds.\n"
        pathlib.Path(given.write).write_text(header + rows, encoding="utf-8")


if __name__ == "__main__":
    main()
