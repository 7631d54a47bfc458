"""The value kinds that a schema may name, and how the text of each is read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from scopegen.quantities import ClockTime, DayType, Money, Percent, Period, WeeklyHours
from scopegen.source import amounts, times, words

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of value is read. `read` raises `UnreadableError`."""

    code: str
    """The code of the finding for text that is not of this kind."""
    read: Callable[[str], Any]
    types: tuple[type, ...]
    """What `read` gives; booleans are never integers here."""
    pattern: str = ""
    """The shape of the text, in the regular expressions that Python and JSON Schema share."""
    words: tuple[str, ...] = ()
    """What an editor may offer to type."""


KINDS = {
    "line": Kind("SG120", words.read_line, (str,)),
    "text": Kind("SG120", words.read_text, (str,)),
    "slug": Kind("SG121", words.read_slug, (str,), words.SLUG),
    "choice": Kind("SG122", words.read_choice, (str,)),
    "yesno": Kind("SG123", words.read_yesno, (bool,), words.YES_NO, ("yes", "no")),
    "email": Kind("SG124", words.read_email, (str,), words.EMAIL),
    "iban": Kind("SG125", words.read_iban, (str,), words.IBAN),
    "integer": Kind("SG126", amounts.read_integer, (int,), amounts.INTEGER),
    "money": Kind("SG127", amounts.read_money, (Money,), amounts.MONEY),
    "percent": Kind("SG128", amounts.read_percent, (Percent,), amounts.PERCENT),
    "period": Kind("SG129", amounts.read_period, (Period,), amounts.PERIOD),
    "date": Kind("SG130", times.read_date, (date,), times.DATE),
    "time": Kind("SG131", times.read_time, (ClockTime,), times.TIME),
    "zone": Kind("SG132", times.read_zone, (str,), times.ZONE),
    "weekday": Kind("SG133", times.read_weekday, (DayType,), times.DAY, times.WEEK),
    "hours": Kind("SG134", times.read_hours, (WeeklyHours,), times.HOURS),
    "band": Kind("SG134", times.read_band, (WeeklyHours, str), times.BAND),
}
