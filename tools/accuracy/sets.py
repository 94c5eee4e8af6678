"""Makes the sets that no corpus has: spellings of one place, look-alikes of two places, and names that exist nowhere.

All are drawn from a country file in the GeoNames layout with a fixed seed, so the same file gives the same sets. Every
second place serves for fitting (`train`), the others for measuring (`check`). The spelling that a pair asks for is taken
out of the file that the program imports for it, so the pair measures recognising a spelling that nobody listed.
"""

import gzip
import hashlib
import json
import math
import pathlib
import re
import unicodedata

PAIRS = 400
NAMES = 300
APART_KM = 20
LEAST_LETTERS = 5
CONSONANTS = str.maketrans({"q": "k", "g": "k", "j": "k", "c": "k", "d": "t", "z": "s", "v": "f", "b": "p"})
# Syllables of names as three families of languages write them: beginnings, middles, endings.
SYLLABLES = {
    "IQ": (["Tal", "Bir", "Umm", "Albu", "Qar", "Haz", "Sul", "Mur", "Zub", "Jam", "Khal", "Raf"], ["ab", "ir", "uda", "asi", "imr", "owa", "eyl", "aq"], ["iyah", "an", "ah", "oud", "in", "ash", "um", "ayn"]),
    "SY": (["Kafr", "Deir", "Ayn", "Maar", "Bsa", "Tel", "Har", "Jub", "Qas", "Sar", "Zam", "Rum"], ["ta", "no", "zi", "ru", "ma", "le", "sha", "do"], ["b", "nah", "qa", "riya", "meen", "lul", "daya", "thar"]),
    "UA": (["Vor", "Kra", "Stan", "Bere", "Med", "Oleks", "Zhol", "Tern", "Pod", "Holu", "Mar", "Sloby"], ["e", "no", "vy", "ha", "so", "ri", "lu", "by"], ["vka", "nsk", "hrad", "rivka", "pil", "tychi", "nka", "vyi"]),
    "NG": (["Gam", "Dan", "Kuk", "Ngu", "Bama", "Mai", "Ogo", "Zar", "Tum", "Kwa", "Ife", "Sok"], ["bo", "wa", "ru", "ga", "le", "mi", "ku", "do"], ["ri", "wa", "mba", "ngo", "kuru", "dua", "shi", "goro"]),
}


def make(country_file, program_bears, folder):
    """Writes pairs, names and the thinned country file of both halves; answers with their paths."""
    places = read(country_file)
    paths = {}
    for half in ("train", "check"):
        own = [place for place in places if half_of(place["id"]) == half]
        same, taken = spellings(own)
        pairs = same + look_alikes(own)
        paths[f"pairs-{half}"] = write(folder / f"pairs-{half}.jsonl", pairs)
        paths[f"spellings-{half}"] = write(folder / f"spellings-{half}.jsonl", single(same))
        paths[f"layer-{half}"] = thinned(country_file, taken, folder / f"layer-{half}.txt")
        paths[f"nowhere-{half}"] = write(folder / f"nowhere-{half}.jsonl", nowhere(half, program_bears))
    return paths


def read(path):
    with gzip.open(path, "rt", encoding="utf-8", newline="\n") as file:
        rows = [line.rstrip("\n").split("\t") for line in file]
    keys = ("id", "name", "plain", "further", "lat", "lon", "class", "code", "country")
    return [dict(zip(keys, row)) for row in rows if row[6] in ("P", "H", "T", "S")]


def half_of(identity):
    return "train" if digest(identity)[0] % 2 else "check"


def digest(text):
    return hashlib.sha256(f"sitmap {text}".encode()).digest()


def spellings(places):
    """Pairs of a place's name and a Latin spelling that folding of accents does not make equal to any other."""
    pairs, taken = [], {}
    for place in sorted(places, key=lambda place: digest(place["id"])):
        known = letters(place["name"])
        others = [text for text in place["further"].split(",") if latin(text) and letters(text) != known and alike(text, place["name"])]
        if others and len(known) >= LEAST_LETTERS:
            text = min(others, key=digest)
            taken[place["id"]] = letters(text)
            pairs.append(pair(f"same{len(pairs)}", place, place["name"], place, text, True))
        if len(pairs) == PAIRS:
            break
    return pairs, taken


def look_alikes(places):
    """Pairs of different places whose names have the same consonants, give or take their voice."""
    groups = {}
    for place in places:
        groups.setdefault((place["country"], consonants(place["name"])), []).append(place)
    pairs = []
    for key in sorted(groups, key=lambda key: digest(str(key))):
        group = sorted(groups[key], key=lambda place: digest(place["id"]))
        other = next((p for p in group[1:] if letters(p["name"]) != letters(group[0]["name"]) and kilometres(p, group[0]) > APART_KM), None)
        if other and len(key[1]) >= 3:
            pairs.append(pair(f"different{len(pairs)}", group[0], group[0]["name"], other, other["name"], False))
        if len(pairs) == PAIRS:
            break
    return pairs


def pair(identity, one, a, other, b, same):
    return {
        "id": identity, "a": a, "b": b, "country": one["country"], "same": same,
        "lon_a": float(one["lon"]), "lat_a": float(one["lat"]), "lon_b": float(other["lon"]), "lat_b": float(other["lat"]),
    }


def single(pairs):
    """The asked spellings alone, for fitting."""
    return [{"id": p["id"], "name": p["b"], "country": p["country"], "lon": p["lon_b"], "lat": p["lat_b"]} for p in pairs]


def thinned(source, taken, target):
    """The country file without the spellings that pairs ask for."""
    with gzip.open(source, "rt", encoding="utf-8", newline="\n") as file, open(target, "w", encoding="utf-8") as out:
        for line in file:
            row = line.rstrip("\n").split("\t")
            if row[0] in taken:
                row[3] = ",".join(text for text in row[3].split(",") if letters(text) != taken[row[0]])
            out.write("\t".join(row) + "\n")
    return target


def nowhere(half, program_bears):
    """Names of two or three syllables that no place of the gazetteer bears, letter by letter."""
    made, number = [], 0
    while len(made) < 2 * NAMES:
        country = sorted(SYLLABLES)[number % len(SYLLABLES)]
        seed = digest(f"{half} {number}")
        first, middle, last = (part[seed[i] % len(part)] for i, part in enumerate(SYLLABLES[country]))
        second = SYLLABLES[country][1][seed[3] % 8] if seed[4] % 2 else ""
        made.append({"id": f"{half}{number}", "name": f"{first}{middle}{second}{last}", "country": country})
        number += 1
    borne = program_bears(made)
    return [name for name, known in zip(made, borne) if not known][:NAMES]


def write(path, rows):
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return pathlib.Path(path)


def latin(text):
    return bool(text) and all("LATIN" in unicodedata.name(c, "") for c in text if c.isalpha())


def alike(text, name):
    """Spellings of one name, not another name of the place: most consonants in the same order."""
    one, other = consonants(text), consonants(name)
    return len(one) >= 2 and (one == other or one in other or other in one)


def consonants(text):
    plain = re.sub(r"[aeiouywh\W]", "", letters(text).translate(CONSONANTS))
    return re.sub(r"(.)\1+", r"\1", plain)


def letters(text):
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join(re.sub(r"['’‘`ʻʼ]", "", plain).replace("-", " ").split())


def kilometres(one, other):
    lat = math.radians((float(one["lat"]) + float(other["lat"])) / 2)
    x = (float(one["lon"]) - float(other["lon"])) * math.cos(lat)
    return math.hypot(x, float(one["lat"]) - float(other["lat"])) * 111.2


def great_circle(one, other):
    p = math.pi / 180
    x = math.sin((other["lat"] - one["lat"]) * p / 2) ** 2
    x += math.cos(one["lat"] * p) * math.cos(other["lat"] * p) * math.sin((other["lon"] - one["lon"]) * p / 2) ** 2
    return 12742 * math.asin(min(1, math.sqrt(x)))
