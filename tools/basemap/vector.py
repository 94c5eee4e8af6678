"""Makes base.pmtiles from the fetched packages: vector.py <packages folder> <output file>."""

import sys
from pathlib import Path

import archive
from extent import REGION
from labels import country_labels, feature_labels, places, province_labels
from lines import line_layers
from sources import Sources
from tiles import cut, projected

WORLD = (-180.0, -85.0511287, 180.0, 85.0511287)
FIELDS = {
    "land": {}, "lakes": {}, "coast": {},
    "rivers": {"rank": "Number", "traced": "Number"},
    "admin1": {"rank": "Number"},
    "borders": {"disputed": "Number"},
    "places": {"name": "String", "name_ar": "String", "rank": "Number", "kind": "String", "capital": "Number"},
    "admin1_label": {"name": "String", "name_ar": "String", "rank": "Number"},
    "country_label": {"name": "String", "name_ar": "String", "rank": "Number"},
    "feature_label": {"name": "String", "name_ar": "String", "kind": "String", "angle": "Number", "rank": "Number",
                      "last_zoom": "Number"},
}


def layers(sources):
    """All layers in degrees."""
    provinces = sources.provinces()
    out = line_layers(sources, provinces)
    out["places"] = places(sources.cities())
    out["admin1_label"] = province_labels(provinces)
    out["country_label"] = country_labels(sources.countries())
    out["feature_label"] = feature_labels(out["rivers"])
    return out


def metadata():
    return {
        "name": "Sitmap base map",
        "attribution": "Natural Earth · GeoNames (CC BY 4.0)",
        "detail": list(REGION),
        "vector_layers": [{"id": name, "fields": fields} for name, fields in FIELDS.items()],
    }


def main(packages, output):
    tiles = cut({name: projected(features) for name, features in layers(Sources(packages)).items()})
    archive.write(Path(output), tiles, archive.MVT, WORLD, (43.7, 34.0, 6), metadata())


if __name__ == "__main__":
    main(*sys.argv[1:])
