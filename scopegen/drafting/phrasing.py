"""How amounts, dates, periods, hours and lists read in Dutch and in English.

One formatter a kind of value, so that no clause text formats anything itself. Amounts are already
rounded before they come here (R1): Babel would round half-even. A number and its unit are kept
together by non-breaking spaces.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any, Literal
from zoneinfo import ZoneInfo

from babel.dates import format_date, get_day_names
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal

from scopegen.quantities import (
    MINUTES_PER_DAY,
    ClockTime,
    Currency,
    DayType,
    Money,
    Percent,
    Period,
    Unit,
    WeeklyHours,
    readings,
    rounded,
)
from scopegen.terms.working import Elapsed, Moment, Span

SHOWN = 12
"""Digits of the fingerprint that are printed; the whole of it is in the file's properties."""
NBSP = "\N{NO-BREAK SPACE}"
ShortForm = Literal["d MMM y", "d MMM", "MMM"]
"""What a short date shows, as CLDR writes it."""
LOCALES = {"nl": "nl_NL", "en": "en_GB"}
UNITS = {
    "nl": {
        Unit.MINUTES: ("minuut", "minuten"),
        Unit.HOURS: ("uur", "uur"),
        Unit.WORKING_HOURS: ("werkuur", "werkuren"),
        Unit.DAYS: ("dag", "dagen"),
        Unit.WORKING_DAYS: ("werkdag", "werkdagen"),
        Unit.WEEKS: ("week", "weken"),
        Unit.MONTHS: ("maand", "maanden"),
        Unit.YEARS: ("jaar", "jaar"),
    },
    "en": {
        Unit.MINUTES: ("minute", "minutes"),
        Unit.HOURS: ("hour", "hours"),
        Unit.WORKING_HOURS: ("working hour", "working hours"),
        Unit.DAYS: ("day", "days"),
        Unit.WORKING_DAYS: ("working day", "working days"),
        Unit.WEEKS: ("week", "weeks"),
        Unit.MONTHS: ("month", "months"),
        Unit.YEARS: ("year", "years"),
    },
}
HOLIDAYS = {"nl": ("feestdagen", "feestdag"), "en": ("public holidays", "holiday")}
NOON = MINUTES_PER_DAY // 2
SHORTEST_RUN = 3
"""From this many days in a row on, only the first and the last are named."""
THROUGH = {"nl": " tot en met ", "en": " to "}


class Told(str):
    """Text that was phrased already, with the values that it tells in whatever language."""

    __slots__ = ("values",)
    values: tuple[object, ...]

    def __new__(cls, text: str, values: tuple[object, ...] = ()) -> Told:
        """Keep the values beside the text."""
        made = super().__new__(cls, text)
        made.values = values
        return made


@dataclass(frozen=True, slots=True)
class Phrasing:
    """The phrasing of one language, `nl` or `en`."""

    language: str

    def of(self, value: object) -> str:
        """Phrase any value that a clause may print."""
        phrase = PHRASES.get(type(value))
        if phrase:
            return phrase(self, value)
        if isinstance(value, Sequence) and not isinstance(value, str):
            return self.listed([self.of(item) for item in value])
        return str(value)

    def money(self, amount: Money) -> str:
        """Print `€ 1.234,50` or `£1,234.50`."""
        return _money(amount, LOCALES[self.language])

    def percent(self, percent: Percent) -> str:
        """Print `12,5%` or `12.5%`."""
        return _number(percent.value, LOCALES[self.language]) + "%"

    def period(self, period: Period) -> str:
        """Print `10 werkdagen` or `10 working days`."""
        one, many = UNITS[self.language][period.unit]
        count = _number(period.count, LOCALES[self.language])
        return f"{count} {one if period.count == 1 else many}".replace(" ", NBSP)

    def date(self, day: datetime.date) -> str:
        """Print `1 december 2026` or `1 December 2026`."""
        return _date(day, "d MMMM y", LOCALES[self.language])

    def short_date(self, day: datetime.date, form: ShortForm = "d MMM y") -> str:
        """Print `1 dec 2026` or `1 Dec 2026`, for tables and pictures, or a part of it."""
        return _date(day, form, LOCALES[self.language])

    def time(self, time: ClockTime) -> str:
        """Print a time in prose: `09.00 uur` or `9 am`."""
        if self.language == "nl":
            return f"{_dotted(time)}{NBSP}uur"
        return _english_time(time.minute)

    def day(self, day: DayType, *, short: bool = False) -> str:
        """Print the name of a kind of day."""
        if day is DayType.HOLIDAY:
            return HOLIDAYS[self.language][short]
        width: Literal["abbreviated", "wide"] = "abbreviated" if short else "wide"
        return _day_name(day, width, LOCALES[self.language])

    def days(self, days: Sequence[DayType], *, short: bool = False) -> str:
        """Print days, runs of three or more as a range: `maandag tot en met vrijdag`."""
        through = "\N{EN DASH}" if short else THROUGH[self.language]
        names: list[str] = []
        for run in _runs(days):
            told = [self.day(day, short=short) for day in run]
            names += [through.join((told[0], told[-1]))] if len(told) >= SHORTEST_RUN else told
        return ", ".join(names) if short else self.listed(names)

    def hours(self, hours: WeeklyHours) -> str:
        """Print hours in prose: `maandag tot en met vrijdag van 09.00 tot 17.00 uur`."""
        days, start, end = self.days(hours.days), ClockTime(hours.start), ClockTime(hours.end)
        if hours.end - hours.start == MINUTES_PER_DAY:
            return f"{days}, {'de hele dag' if self.language == 'nl' else 'all day'}"
        if self.language == "nl":
            return f"{days} van {_dotted(start)} tot {self.time(end)}"
        return f"{days}, {self.time(start)} to {self.time(end)}"

    def hours_short(self, hours: WeeklyHours) -> str:
        """Print hours for a table: `ma–vr 09:00–17:00`."""
        span = f"{ClockTime(hours.start)}\N{EN DASH}{ClockTime(hours.end)}"
        return f"{self.days(hours.days, short=True)}{NBSP}{span}"

    def listed(self, items: Sequence[str], style: Literal["standard", "or"] = "standard") -> str:
        """Print `a, b en c`, or with style `or`: `a, b of c`."""
        return _listed(tuple(items), style, LOCALES[self.language]) if items else ""


def weekday(phrasing: Phrasing, day: datetime.date) -> str:
    """Print `zaterdag 16 januari 2027` or `Saturday 16 January 2027`."""
    return f"{phrasing.day(DayType(day.weekday()))} {phrasing.date(day)}"


def moment_in_words(phrasing: Phrasing, moment: Moment) -> str:
    """Print `zaterdag 16 januari 2027 om 03.10 uur` or `Saturday 16 January 2027 at 3.10 am`.

    A time that the clock shows twice that night carries its offset from UTC (R3).
    """
    there = moment.at.astimezone(ZoneInfo(moment.zone))
    at = "om" if phrasing.language == "nl" else "at"
    return f"{weekday(phrasing, there.date())} {at} {_shown(phrasing, there, moment.zone)}"


def _span(phrasing: Phrasing, span: Span) -> str:
    """Print `zaterdag 16 januari 2027 van 03.10 uur tot 03.50 uur`, or the English of it."""
    zone = ZoneInfo(span.zone)
    start, end = span.start.astimezone(zone), span.end.astimezone(zone)
    first, to = ("van", "tot") if phrasing.language == "nl" else ("from", "to")
    day = f"{weekday(phrasing, end.date())} " if end.date() != start.date() else ""
    begun, ended = (_shown(phrasing, one, span.zone) for one in (start, end))
    return f"{weekday(phrasing, start.date())} {first} {begun} {to} {day}{ended}"


def _shown(phrasing: Phrasing, there: datetime.datetime, zone: str) -> str:
    told = phrasing.time(ClockTime(there.hour * 60 + there.minute))
    both = (there.replace(fold=fold).utcoffset() for fold in (0, 1))
    if len(set(both)) == 1:  # so the clock shows this time once
        return told
    twice = len(readings(there.replace(tzinfo=None, fold=0), zone)) > 1
    return f"{told} (UTC{there.isoformat()[-len('+01:00') :]})" if twice else told


def _elapsed(phrasing: Phrasing, elapsed: Elapsed) -> str:
    """Print `40 minuten`, `2 uur` or `7 uur en 45 minuten`, or the English of it."""
    hours, minutes = divmod(elapsed.minutes, 60)
    parts = ((hours, Unit.HOURS), (minutes, Unit.MINUTES))
    told = [phrasing.period(Period(Decimal(count), unit)) for count, unit in parts if count]
    return phrasing.listed(told) or phrasing.period(Period(Decimal(0), Unit.MINUTES))


PHRASES: Mapping[type, Callable[[Phrasing, Any], str]] = {
    Money: Phrasing.money,
    Percent: Phrasing.percent,
    Period: Phrasing.period,
    ClockTime: Phrasing.time,
    WeeklyHours: Phrasing.hours,
    DayType: Phrasing.day,
    datetime.date: Phrasing.date,
    Moment: moment_in_words,
    Span: _span,
    Elapsed: _elapsed,
}


def can_phrase(value: object) -> bool:
    """Tell whether a value can be put in words."""
    if type(value) in PHRASES or isinstance(value, str | Decimal):
        return True
    if isinstance(value, Sequence):
        return all(can_phrase(item) for item in value)
    return isinstance(value, int) and not isinstance(value, bool)


def capitalized(text: str) -> str:
    """Open with a capital; the rest stays as it is."""
    return text[:1].upper() + text[1:]


def shortened(mark: str) -> str:
    """Give the first digits of a fingerprint in groups of four, as they are printed."""
    return " ".join(mark[at : at + 4] for at in range(0, SHOWN, 4))


def lettered(number: int) -> str:
    """Print a number as letters, as Word counts them: a to z, then aa, bb."""
    times, letter = divmod(number - 1, 26)
    return chr(ord("a") + letter) * (times + 1)


@cache
def _number(number: Decimal, locale: str) -> str:
    """Print a number with all its decimals: the letter never says less than the spec."""
    return format_decimal(number.normalize(), locale=locale, decimal_quantization=False)


@cache
def _day_name(day: DayType, width: Literal["abbreviated", "wide"], locale: str) -> str:
    return str(get_day_names(width, locale=locale)[day])


@lru_cache(maxsize=4096)
def _listed(items: tuple[str, ...], style: Literal["standard", "or"], locale: str) -> str:
    return format_list(list(items), style, locale)


@cache
def _money(amount: Money, locale: str) -> str:
    code = Currency(amount.currency).value
    printed = format_currency(rounded(amount.amount), code, locale=locale)
    return printed.replace(" ", NBSP)


@cache
def _date(day: datetime.date, form: str, locale: str) -> str:
    return format_date(day, form, locale=locale).replace(" ", NBSP)


def _english_time(minute: int) -> str:
    fixed = {0: "midnight", NOON: "12 noon", MINUTES_PER_DAY: "midnight"}
    hour, rest = divmod(minute, 60)
    clock = f"{(hour - 1) % 12 + 1}" + (f".{rest:02d}" if rest else "")
    return fixed.get(minute, f"{clock} {'am' if minute < NOON else 'pm'}").replace(" ", NBSP)


def _dotted(time: ClockTime) -> str:
    return str(time).replace(":", ".")


def _runs(days: Sequence[DayType]) -> list[list[DayType]]:
    runs: list[list[DayType]] = []
    for day in sorted(set(days)):
        if runs and day == runs[-1][-1] + 1 and day is not DayType.HOLIDAY:
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs
