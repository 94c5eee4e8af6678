"""Chooses an Arabic name out of GeoNames' unlabelled list of alternate names."""

import re

ARABIC = re.compile(r"[\u0600-\u06ff\u0750-\u077f\ufb50-\ufeff\u200c .'-]+")
# Letters that Arabic does not have: their presence tells Persian, Kurdish, Urdu or Uyghur.
FOREIGN = re.compile("[پچژگکیەێۆڕڵڤہھےٹڈںۇې]")
MARKS = re.compile("[\u064b-\u0652\u0670\u0640]")
PERSIAN_FORMS = str.maketrans("کی", "كي")


def arabic_name(alternates, keep_foreign):
    """The first Arabic name, else (if `keep_foreign`) the first in a kindred script, else ''."""
    written = [name.strip() for name in alternates if ARABIC.fullmatch(name.strip()) and name.strip()]
    pure = [name for name in written if not FOREIGN.search(name)]
    chosen = (pure or (written if keep_foreign else []) or [""])[0]
    return MARKS.sub("", chosen).translate(PERSIAN_FORMS)
