"""Readers of numbers: counts, money, percentages, periods. Decimal points, no guessing.

A number that is written another way is refused with the number as it should be typed: that a comma
is a decimal comma is worth asking, not assuming.
"""

from __future__ import annotations

import re
from decimal import Decimal
from difflib import get_close_matches
from typing import TYPE_CHECKING

from scopegen.quantities import Currency, Money, Percent, Period, Unit
from scopegen.source.words import SPACE, UnreadableError, any_case, mended

if TYPE_CHECKING:
    from collections.abc import Iterable

INTEGER = r"(?:0|[1-9][0-9]{0,8})"
_LOOSE = r"[0-9][0-9.,'’\s]*?"
"""Digits with whatever people put between them."""


def read_integer(text: str) -> int:
    """Read a whole number, without sign or leading zeros."""
    if re.fullmatch(INTEGER, text):
        return int(text)
    whole = re.fullmatch(r"([0-9]+)(?:[.,]0*)?", text)
    raise mended(INTEGER, read_integer, _unpadded(whole[1]) if whole else "")


_AMOUNT = r"(?:0|[1-9][0-9]{0,11})(?:\.[0-9]{1,2})?"
MONEY = rf"(?:EUR|GBP|€|£){SPACE}*{_AMOUNT}"
_CURRENCIES = {"EUR": Currency.EUR, "€": Currency.EUR, "GBP": Currency.GBP, "£": Currency.GBP}
_SIGN = "euros?|eur|€|gbp|£|pounds?|pond"
_LOOSE_MONEY = rf"(?i)({_SIGN})?\s*({_LOOSE})(?:[.,]?-+)?\s*({_SIGN})?"


def read_money(text: str) -> Money:
    """Read an amount with its currency: `EUR 95.00`."""
    if re.fullmatch(MONEY, text):
        sign, amount = re.findall(r"[0-9.]+|[^0-9.\s]+", text)
        return Money(Decimal(amount), _CURRENCIES[sign])
    loose = re.fullmatch(_LOOSE_MONEY, text)
    if not loose:
        raise UnreadableError
    number, sign = plain_number(loose[2]), loose[1] or loose[3]
    if sign:
        raise mended(MONEY, read_money, f"{'EUR' if sign[0] in 'eE€' else 'GBP'} {number}")
    raise (
        UnreadableError("bare", number=number) if re.fullmatch(_AMOUNT, number) else UnreadableError
    )


PERCENT = rf"(?:0|[1-9][0-9]{{0,3}})(?:\.[0-9]{{1,4}})?{SPACE}*%"
_LOOSE_PERCENT = rf"(?i)%?\s*({_LOOSE})\s*(%|pct\.?|per ?cent|procent)?"
HIGHEST_PERCENT = 1000


def read_percent(text: str) -> Percent:
    """Read a percentage from 0 to 1000: `12.5%`."""
    if re.fullmatch(PERCENT, text):
        value = Decimal(text.rstrip("% \u00a0"))
        if value > HIGHEST_PERCENT:
            raise UnreadableError("range", limit=f"{HIGHEST_PERCENT}%")
        return Percent(value)
    loose = re.fullmatch(_LOOSE_PERCENT, text)
    if not loose:
        raise UnreadableError
    number = plain_number(loose[1])
    if not loose[2] and "." in number and Decimal(number) < 1:
        raise UnreadableError(
            "fraction", fix=f"{(Decimal(number) * 100).normalize():f}%", small=f"{number}%"
        )
    raise mended(PERCENT, read_percent, f"{number}%")


UNITS = {
    Unit.MINUTES: ("min", "minute", "minutes", "minuut", "minuten"),
    Unit.HOURS: ("h", "hour", "hours", "uren", "uur"),
    Unit.WORKING_HOURS: ("working hour", "working hours", "werkuur", "werkuren"),
    Unit.DAYS: ("day", "days", "dag", "dagen"),
    Unit.WORKING_DAYS: ("working day", "working days", "werkdag", "werkdagen"),
    Unit.WEEKS: ("week", "weeks", "weken"),
    Unit.MONTHS: ("month", "months", "maand", "maanden"),
    Unit.YEARS: ("year", "years", "jaren", "jaar"),
}
"""How each unit may be typed; the last word is the one that Dutch hints use."""
_UNIT_OF = {word: unit for unit, those in UNITS.items() for word in those}
_DIVISIBLE = {Unit.MINUTES, Unit.HOURS, Unit.WORKING_HOURS}
_WHOLE, _PART = r"(?:0|[1-9][0-9]{0,4})", r"(?:\.[0-9]{1,4})?"


def period_pattern(units: Iterable[Unit]) -> str:
    """Give the shape of a period in one of these units."""
    shapes = (
        f"{_WHOLE}{_PART if unit in _DIVISIBLE else ''}{SPACE}*{any_case(UNITS[unit])}"
        for unit in units
    )
    return f"(?:{'|'.join(shapes)})"


PERIOD = period_pattern(Unit)


def read_period(text: str) -> Period:
    """Read a number with its unit: `10 working days`, `24h`, `90 min`."""
    number, word = _number_and_word(text)
    unit = _UNIT_OF.get(word)
    if re.fullmatch(_WHOLE + _PART, number) and unit:
        if "." in number and unit not in _DIVISIBLE:
            raise UnreadableError("whole")
        return Period(Decimal(number), unit)
    plain = plain_number(number)
    if not re.fullmatch(_WHOLE + _PART, plain):
        raise UnreadableError
    if not word:
        raise UnreadableError("bare", number=plain)
    near = (unit and word) or next(iter(get_close_matches(word, _UNIT_OF, 1)), "")
    raise mended(PERIOD, read_period, f"{plain} {near}") if near else UnreadableError("unit")


def _number_and_word(text: str) -> tuple[str, str]:
    split = re.fullmatch(rf"({_LOOSE})\s*([A-Za-z][A-Za-z\s]*)?", text)
    if not split:
        raise UnreadableError
    return split[1], " ".join((split[2] or "").lower().split())


def plain_number(text: str) -> str:
    """Write a loose number with a decimal point and nothing else.

    Three digits after the last mark make it a mark of thousands.
    """
    *whole, last = re.split(r"[.,]", re.sub(r"['’\s]", "", text).strip(".,"))
    if not whole or len(last) == len("000"):
        return _unpadded("".join((*whole, last)))
    return f"{_unpadded(''.join(whole))}.{last}"


def _unpadded(digits: str) -> str:
    return digits.lstrip("0") or "0"
