"""The figures in a text: amounts, dates, periods, times and numbers, by value and not by wording.

Figures that a template printed come as the values themselves. Those that somebody typed in the text
are read the way each language writes them: `1.234,50` and `1,234.50`, `22.00` and `10 pm`.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from babel.dates import get_month_names

from scopegen.document import Picture, Signatures
from scopegen.drafting.blocks import Pointer
from scopegen.drafting.phrasing import LOCALES, NBSP, PHRASES, UNITS, Told
from scopegen.quantities import MINUTES_PER_DAY, ClockTime, Currency, Money, Percent, Period

CURRENCIES = {"€": Currency.EUR, "£": Currency.GBP}
NUMBER = {
    "nl": r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?",
    "en": r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?",
}
TIME = {
    "nl": r"(?P<hour>[01]?\d|2[0-4])\.(?P<minute>[0-5]\d)(?![.,:]?\d)",
    "en": r"(?P<hour>[01]?\d|2[0-4])(?:\.(?P<minute>[0-5]\d))?\s(?P<half>am|pm|noon)\b",
}
CLOCK = r"(?P<whole>[01]\d|2[0-4]):(?P<rest>[0-5]\d)(?!\d)"
LETTERS: Mapping[str, Mapping[str, int]] = {
    "nl": {
        **{"twee": 2, "drie": 3, "vier": 4, "vijf": 5, "zes": 6, "zeven": 7},
        **{"acht": 8, "negen": 9, "tien": 10, "elf": 11, "twaalf": 12},
    },
    "en": {
        **{"twice": 2, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6},
        **{"seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12},
    },
}
"""Numbers in letters. `one` is not among them: it says too many other things."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure. `kind` keeps a time of day apart from a number; `word` is a number in letters."""

    kind: str
    value: Hashable


Found = Figure | Pointer | str
"""A figure, a reference, or text that came with the values and may be the same in any language."""


def printed(value: object) -> Iterator[Found]:
    """Give what a value that a template printed comes to; a list is as good as its items."""
    items = _items(value)
    if items is not None:
        for one in items:
            yield from printed(one)
    elif isinstance(value, Picture | Signatures):
        yield from _drawn(value)
    elif isinstance(value, Pointer):
        yield value
    elif value is not None and not isinstance(value, bool):
        yield _figure(value)


def _items(value: object) -> Sequence[object] | None:
    if isinstance(value, Told):
        return value.values
    return value if isinstance(value, Sequence) and not isinstance(value, str) else None


def _figure(value: object) -> Figure | str:
    if isinstance(value, int | Decimal):
        return Figure("number", Decimal(value))
    if isinstance(value, ClockTime):
        return Figure("time", value.minute % MINUTES_PER_DAY)
    known = type(value) in PHRASES and isinstance(value, Hashable)
    return Figure(type(value).__name__.lower(), value) if known else str(value)


def _drawn(block: Picture | Signatures) -> Iterator[Found]:
    """Give the shape of a picture, and its texts."""
    if isinstance(block, Signatures):
        for box in block.boxes:
            yield Figure("box", len(box.fields))
            yield from (value for _, value in box.fields)
        return
    yield block.alt
    for row in block.rows:
        yield Figure("row", tuple((bar.start, bar.end, bar.tone) for bar in row.bars))
        yield from (text for text in (row.label, *(bar.text for bar in row.bars)) if text)


def typed(text: str, language: str) -> Iterator[Figure]:
    """Read the figures that stand in a text of one language; words up to twelve count too."""
    plain = text.replace(NBSP, " ")
    for found in _pattern(language).finditer(plain):
        yield _read(found, language)


@cache
def _pattern(language: str) -> re.Pattern[str]:
    """One pattern, the most telling reading first."""
    number, letters = NUMBER[language], LETTERS[language]
    readings = (
        rf"(?P<currency>[€£])\s?(?P<amount>{number})",
        rf"(?P<percent>{number})\s?%",
        TIME[language],
        CLOCK,
        rf"(?P<count>{number}|{'|'.join(letters)})\s(?P<unit>{'|'.join(_units(language))})\b",
        rf"(?P<day>\d{{1,2}})\s(?P<month>{'|'.join(_months(language))})(?:\s(?P<year>\d{{4}}))?\b",
        rf"(?P<number>{number})",
        rf"(?P<word>{'|'.join(letters)})\b",
    )
    return re.compile(rf"(?<![\w.,:/-])(?:{'|'.join(readings)})(?![\w/])", re.IGNORECASE)


def _units(language: str) -> Sequence[str]:
    names = {name for both in UNITS[language].values() for name in both}
    return sorted(names, key=lambda name: (-len(name), name))


@cache
def _months(language: str) -> Mapping[str, int]:
    names = get_month_names("wide", locale=LOCALES[language])
    return {str(name).lower(): number for number, name in names.items()}


def _read(found: re.Match[str], language: str) -> Figure:
    said = {name: text for name, text in found.groupdict().items() if text}
    kind = found.lastgroup or ""
    value: Hashable = None
    match said:
        case {"currency": sign, "amount": amount}:
            kind, value = "money", Money(_number(amount, language), CURRENCIES[sign])
        case {"percent": share}:
            value = Percent(_number(share, language))
        case {"count": count, "unit": unit}:
            kind, value = "period", _period(count, unit, language)
        case {"month": month, "day": day}:
            kind = "date"
            value = _date(said.get("year"), _months(language)[month.lower()], day)
        case {"number": number} | {"word": number}:
            value = _number(number, language)
        case _:
            kind, value = "time", _minute(said)
    return Figure(kind, value)


def _date(year: str | None, month: int, day: str) -> Hashable:
    """Give a date; a day of any year, or one that no calendar has, as it is written."""
    try:
        return datetime.date(int(year or ""), month, int(day))
    except ValueError:
        return (year, month, int(day))


def _period(count: str, unit: str, language: str) -> Period:
    named = (kind for kind, names in UNITS[language].items() if unit.lower() in names)
    return Period(_number(count, language), next(named))


def _number(text: str, language: str) -> Decimal:
    if word := LETTERS[language].get(text.lower()):
        return Decimal(word)
    plain = text.replace(".", "").replace(",", ".") if language == "nl" else text.replace(",", "")
    return Decimal(plain)


def _minute(said: Mapping[str, str]) -> int:
    """Minutes after midnight; the end of a day is the same moment as the start of the next."""
    hour = int(said.get("hour") or said["whole"])
    minute = int(said.get("minute") or said.get("rest", "0"))
    if "half" in said:
        hour = hour % 12 + 12 * (said["half"].lower() != "am")
    return (hour * 60 + minute) % MINUTES_PER_DAY


def as_said(figure: Figure) -> str:
    """Say a figure for a message, the same in every language."""
    match figure.value:
        case Money(amount=amount, currency=currency):
            return f"{currency} {amount:f}"
        case Percent(value=value):
            return f"{value.normalize():f}%"
        case Period(count=count, unit=unit):
            return f"{count.normalize():f} {unit}"
        case datetime.date() as day:
            return day.isoformat()
        case int() if figure.kind == "time":
            return str(ClockTime(figure.value))
    return str(figure.value)
