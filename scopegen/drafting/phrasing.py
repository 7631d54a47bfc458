"""How amounts, dates, periods, hours and lists read in Dutch and in English.

One formatter a kind of value, so that no clause text formats anything itself. Amounts are already
rounded before they come here (R1): Babel would round half-even. A number and its unit are kept
together by non-breaking spaces.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

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
    rounded,
)

NBSP = "\N{NO-BREAK SPACE}"
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
THROUGH = {"nl": " tot en met ", "en": " to "}


@dataclass(frozen=True, slots=True)
class Phrasing:
    """The phrasing of one language, `nl` or `en`."""

    language: str

    def of(self, value: object) -> str:
        """Phrase any value that a clause may print."""
        match value:
            case str():  # by far the most there is
                return str(value)
            case Money():
                return self.money(value)
            case Percent():
                return self.percent(value)
            case Period():
                return self.period(value)
            case ClockTime():
                return self.time(value)
            case WeeklyHours():
                return self.hours(value)
            case DayType():
                return self.day(value)
            case _:
                return self._plain(value)

    def _plain(self, value: object) -> str:
        if isinstance(value, date):
            return self.date(value)
        if isinstance(value, Sequence):
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

    def date(self, day: date) -> str:
        """Print `1 december 2026` or `1 December 2026`."""
        return _date(day, LOCALES[self.language])

    def short_date(self, day: date) -> str:
        """Print `1 dec. 2026` or `1 Dec 2026`, for tables."""
        printed = format_date(day, "d MMM y", locale=LOCALES[self.language])
        return printed.replace(" ", NBSP)

    def day_and_date(self, day: date) -> str:
        """Print `vrijdag 15 januari 2027` or `Friday 15 January 2027`."""
        return f"{self.day(DayType(day.weekday()))} {self.date(day)}"

    def deadline(self, day: date, time: ClockTime) -> str:
        """Print a date and time for a table: `vr 5 feb 2027, 17:00`."""
        weekday = self.day(DayType(day.weekday()), short=True)
        return f"{weekday}{NBSP}{self.short_date(day)}, {time}"

    def time(self, time: ClockTime) -> str:
        """Print a time in prose: `09.00 uur` or `9 am`."""
        if self.language == "nl":
            return f"{self._dotted(time)}{NBSP}uur"
        return _english_time(time.minute)

    def _dotted(self, time: ClockTime) -> str:
        return str(time).replace(":", ".")

    def day(self, day: DayType, *, short: bool = False) -> str:
        """Print the name of a kind of day."""
        if day is DayType.HOLIDAY:
            return HOLIDAYS[self.language][short]
        width = "abbreviated" if short else "wide"
        return str(get_day_names(width, locale=LOCALES[self.language])[day])

    def days(self, days: Sequence[DayType], *, short: bool = False) -> str:
        """Print days, runs of three or more as a range: `maandag tot en met vrijdag`."""
        through = "\N{EN DASH}" if short else THROUGH[self.language]
        names = []
        for first, last in _runs(days):
            joined = through if last - first > 1 else None
            names += self._run(DayType(first), DayType(last), joined, short=short)
        return ", ".join(names) if short else self.listed(names)

    def _run(
        self, first: DayType, last: DayType, through: str | None, *, short: bool
    ) -> list[str]:
        ends = [self.day(first, short=short), self.day(last, short=short)]
        if first == last:
            return ends[:1]
        return [through.join(ends)] if through else ends

    def hours(self, hours: WeeklyHours) -> str:
        """Print hours in prose: `maandag tot en met vrijdag van 09.00 tot 17.00 uur`."""
        days, start, end = self.days(hours.days), ClockTime(hours.start), ClockTime(hours.end)
        if hours.end - hours.start == MINUTES_PER_DAY:
            return f"{days}, {'de hele dag' if self.language == 'nl' else 'all day'}"
        if self.language == "nl":
            return f"{days} van {self._dotted(start)} tot {self.time(end)}"
        return f"{days}, {self.time(start)} to {self.time(end)}"

    def hours_short(self, hours: WeeklyHours) -> str:
        """Print hours for a table: `ma–vr 09:00–17:00`."""
        span = f"{ClockTime(hours.start)}\N{EN DASH}{ClockTime(hours.end)}"
        return f"{self.days(hours.days, short=True)}{NBSP}{span}"

    def listed(self, items: Sequence[str]) -> str:
        """Print `a, b en c` or `a, b and c`."""
        return format_list(list(items), locale=LOCALES[self.language]) if items else ""

    def listed_or(self, items: Sequence[str]) -> str:
        """Print `a, b of c` or `a, b or c`."""
        return format_list(list(items), style="or", locale=LOCALES[self.language])


def capitalized(text: str) -> str:
    """Open with a capital; the rest stays as it is."""
    return text[:1].upper() + text[1:]


@cache
def _number(number: Decimal, locale: str) -> str:
    """Print a number with all its decimals: the letter never says less than the spec."""
    return format_decimal(number.normalize(), locale=locale, decimal_quantization=False)


@cache
def _money(amount: Money, locale: str) -> str:
    code = Currency(amount.currency).value
    printed = format_currency(rounded(amount.amount), code, locale=locale)
    return printed.replace(" ", NBSP)


@cache
def _date(day: date, locale: str) -> str:
    return format_date(day, "d MMMM y", locale=locale).replace(" ", NBSP)


def _english_time(minute: int) -> str:
    fixed = {0: "midnight", MINUTES_PER_DAY // 2: "12 noon", MINUTES_PER_DAY: "midnight"}
    hour, rest = divmod(minute, 60)
    clock = f"{(hour - 1) % 12 + 1}" + (f".{rest:02d}" if rest else "")
    return fixed.get(minute, f"{clock} {'am' if hour < 12 else 'pm'}").replace(" ", NBSP)


def _runs(days: Sequence[DayType]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for day in sorted(set(days)):
        follows = runs and day == runs[-1][1] + 1 and day is not DayType.HOLIDAY
        if follows:
            runs[-1] = (runs[-1][0], int(day))
        else:
            runs.append((int(day), int(day)))
    return runs
