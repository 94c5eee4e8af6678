#!/usr/bin/env python3
"""Invents a table in GeoNames' layout, the same for the same arguments: for measuring the import of millions of places.

  synthetic.py ROWS [SEED] > synthetic.txt

Names are made of syllables of Arabic, Latin and Slavic look, with the generic terms that real names have; the share of
feature classes, the number of further names and their scripts follow those of the real table."""
import random
import sys

GENERICS = ["", "", "", "Al ", "Tall ", "Wādī ", "Jabal ", "Qaryat ", "Khirbat ", "Nahr ", "Bi’r ", "Santa ", "San ", "Novo", "Mount ", "Lake "]
SYLLABLES = ["ka", "bu", "shi", "ra", "mā", "ţa", "ḩi", "qā", "lu", "na", "zi", "dū", "wa", "ber", "tan", "gor", "vil", "sk", "ov", "mar", "san", "tel", "khā", "ghu", "ʿay"]
ARABIC = "ابتجحدرسشعفقكلمنهوي"
CYRILLIC = "абвгдежзиклмнопрстуя"
FEATURES = [("P", "PPL", 38), ("P", "PPLX", 2), ("P", "PPLA3", 1), ("A", "ADM4", 2), ("A", "ADM3", 1), ("H", "STM", 14), ("H", "LK", 5), ("T", "MT", 7), ("T", "HLL", 6), ("S", "SCH", 8), ("S", "CH", 5), ("S", "HTL", 4), ("S", "FRM", 4), ("L", "LCTY", 2), ("V", "FRST", 1)]
CODES = [(c, f) for c, f, share in FEATURES for _ in range(share)]
COUNTRIES = ["IQ", "SY", "US", "CN", "IN", "RU", "BR", "MX", "ID", "NG", "UA", "YE", "LY", "SD", "AF", "IR", "TR", "ET", "CD", "MM"]


def name(pick, rand):
    word = "".join(pick(SYLLABLES) for _ in range(2 + int(rand() * 4)))
    return pick(GENERICS) + word.capitalize()


def script(pick, letters, rand):
    return "".join(pick(letters) for _ in range(4 + int(rand() * 6)))


def plain(text):
    return text.translate(str.maketrans("āūīţḩ", "auith")).replace("ʿ", "").replace("’", "")


def row(number, generator):
    pick, rand = generator.choice, generator.random
    own = name(pick, rand)
    further = [name(pick, rand) for _ in range(int(rand() * 3))]
    if rand() < 0.3:
        further.append(script(pick, pick([ARABIC, CYRILLIC]), rand))
    feature_class, code = pick(CODES)
    people = str(int(10 ** (rand() * 5))) if feature_class == "P" and rand() < 0.1 else "0"
    lat, lon = f"{rand() * 140 - 60:.5f}", f"{rand() * 360 - 180:.5f}"
    admin1, admin2 = f"{int(rand() * 20) + 1:02}", str(int(rand() * 400)) if rand() < 0.7 else ""
    return [str(number), own, plain(own), ",".join(further), lat, lon, feature_class, code, pick(COUNTRIES), "", admin1, admin2, "", "", people, "", "0", "Etc/UTC", "2020-01-01"]


def main():
    rows, seed = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1
    generator = random.Random(seed)
    for number in range(1, rows + 1):
        sys.stdout.write("\t".join(row(number, generator)) + "\n")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main()
