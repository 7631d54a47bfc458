"""Names and dates as people write them on a form."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

TITLES = re.compile(
    r"\b(?:drs|ir|ing|mr|dr|prof|bc|msc|mba|phd|mw|dhr|ms|mrs|de heer|mevrouw|the hon)\b\.?"
)
SHORTEST_NAME = 2


def same_name(one: str, two: str) -> bool:
    """Tell whether two names are one person's but for titles, case, accents and points."""
    first, second = _bare(one), _bare(two)
    return bool(first) and first == second


def alike(one: str, two: str) -> bool:
    """Tell whether two names may be one person's: the words of one are among those of the other."""
    first, second = set(_bare(one).split()), set(_bare(two).split())
    return bool(first and second) and (first <= second or second <= first)


def is_name(text: str) -> bool:
    """Tell whether a text can be somebody's name: letters of one script, and two at least."""
    letters = [each for each in text if each.isalpha()]
    scripts = {unicodedata.name(each, "?").split()[0] for each in letters}
    return len(_bare(text).replace(" ", "")) >= SHORTEST_NAME and len(scripts) == 1


def _bare(name: str) -> str:
    letters = unicodedata.normalize(
        "NFKD", name.casefold().replace("\N{LATIN SMALL LETTER DOTLESS I}", "i")
    )
    plain = "".join(each for each in letters if not unicodedata.combining(each))
    return " ".join(re.sub(r"[^\w]+", " ", TITLES.sub(" ", plain)).split())


MONTHS = (
    ("jan",), ("feb",), ("mar", "maa", "mrt"), ("apr",), ("may", "mei"), ("jun",), ("jul",),
    ("aug",), ("sep",), ("oct", "okt"), ("nov",), ("dec",),
)  # fmt: skip
NUMERIC = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})")
WORDED = re.compile(r"(\d{1,2})(?:st|nd|rd|th|e)?[ .-]+([a-z]{3,9})\.?[ ,.-]+(\d{4})")


def read_day(written: str) -> date | None:
    """Read a date as people write it on a form, day first, or as ISO 8601; None when in doubt."""
    told = " ".join(written.casefold().split())
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", told):
            return date.fromisoformat(told)
        if numeric := NUMERIC.fullmatch(told):
            day, month, year = map(int, numeric.groups())
            return date(year, month, day)
        if worded := WORDED.fullmatch(told):
            starts = [n for n, names in enumerate(MONTHS, 1) if worded[2].startswith(names)]
            return date(int(worded[3]), starts[0], int(worded[1])) if starts else None
    except ValueError:
        return None
    return None
