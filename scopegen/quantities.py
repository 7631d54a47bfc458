"""Money, percentages, periods, weekly hours and the working calendar; the only arithmetic.

Decimal only, never float. Rules R1, R2, R3, R8, R9 and R18 of the conventions live here.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from enum import IntEnum, StrEnum
from fractions import Fraction
from zoneinfo import ZoneInfo

CENT = Decimal("0.01")
MINUTES_PER_DAY = 24 * 60
MINUTE = timedelta(minutes=1)


class Currency(StrEnum):
    """The currencies that scopegen can price in (ISO 4217)."""

    EUR = "EUR"
    GBP = "GBP"


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount in one currency, to the cent. Amounts of two currencies never mix."""

    amount: Decimal
    currency: Currency

    def __add__(self, other: Money) -> Money:
        """Add two amounts of the same currency."""
        return Money(self.amount + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        """Subtract an amount of the same currency."""
        return Money(self.amount - self._same(other), self.currency)

    def times(self, factor: Decimal | int) -> Money:
        """Multiply and round half-up to the cent (R1)."""
        return Money(rounded(self.amount * factor), self.currency)

    def part(self, share: Fraction) -> Money:
        """Multiply by an exact fraction and round half-up to the cent once (R1)."""
        cents = Fraction(self.amount) * share * 100 + Fraction(1, 2)
        return Money(Decimal(cents.__floor__()) * CENT, self.currency)

    def _same(self, other: Money) -> Decimal:
        if other.currency is not self.currency:
            raise ValueError(f"{self.currency} and {other.currency} do not add up")
        return other.amount


def rounded(amount: Decimal) -> Decimal:
    """Round half-up to the cent (R1)."""
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


def total(amounts: Iterable[Money], currency: Currency) -> Money:
    """Sum rounded lines (R1); no lines is zero."""
    return sum(amounts, Money(Decimal(0), currency))


@dataclass(frozen=True, slots=True, order=True)
class Percent:
    """A percentage; `value` is 50 for 50%."""

    value: Decimal

    @property
    def share(self) -> Decimal:
        """The percentage as a factor: 0.5 for 50%."""
        return self.value / 100


class Unit(StrEnum):
    """What a period is counted in."""

    MINUTES = "minutes"
    HOURS = "hours"
    """Elapsed hours (R2)."""
    WORKING_HOURS = "working hours"
    """Hours inside the availability windows on working days (R14)."""
    DAYS = "days"
    """Calendar days."""
    WORKING_DAYS = "working days"
    """R8, R9."""
    WEEKS = "weeks"
    MONTHS = "months"
    """R18."""
    YEARS = "years"


DAYS_IN = {Unit.DAYS: 1, Unit.WEEKS: 7}
MONTHS_IN = {Unit.MONTHS: 1, Unit.YEARS: 12}


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time in one unit, e.g. 10 working days. Not every two periods compare."""

    count: Decimal
    unit: Unit

    @property
    def whole(self) -> int:
        """The count as a whole number; a period in days or longer has no fractions."""
        return int(self.count)

    @property
    def minutes(self) -> int:
        """The length in minutes, rounded up, of a period in minutes or hours."""
        per_unit = {Unit.MINUTES: 1, Unit.HOURS: 60, Unit.WORKING_HOURS: 60}[self.unit]
        return int((self.count * per_unit).to_integral_value(ROUND_CEILING))

    @property
    def hours(self) -> Decimal:
        """The length in hours of a period in minutes or hours."""
        return Decimal(self.minutes) / 60 if self.unit is Unit.MINUTES else self.count

    def after(self, day: date) -> date:
        """Give the date this many calendar days, weeks, months or years after `day` (R11, R18)."""
        if self.unit in DAYS_IN:
            return day + timedelta(days=self.whole * DAYS_IN[self.unit])
        return add_months(day, self.whole * MONTHS_IN[self.unit])


def add_months(day: date, months: int) -> date:
    """Add months; the day is clamped to the last day of the target month (R18)."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


class DayType(IntEnum):
    """A kind of day. A listed holiday goes before Sunday, Saturday and weekday (R4)."""

    MONDAY = 0
    TUESDAY = 1
    WEDNESDAY = 2
    THURSDAY = 3
    FRIDAY = 4
    SATURDAY = 5
    SUNDAY = 6
    HOLIDAY = 7


@dataclass(frozen=True, slots=True)
class WeeklyHours:
    """The same hours on one or more kinds of day, half-open: [start, end) in minutes (R4)."""

    days: tuple[DayType, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True, order=True)
class ClockTime:
    """A local time of day, in minutes since midnight."""

    minute: int

    def __str__(self) -> str:
        """Print as `09:00`."""
        return f"{self.minute // 60:02d}:{self.minute % 60:02d}"


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Working days: Monday to Friday not in `holidays` (R8).

    `holidays` is the list as printed in the letter; for a signed letter it is never recomputed.
    """

    holidays: frozenset[date]

    def is_working(self, day: date) -> bool:
        """Tell whether `day` is a working day (R8)."""
        return day.weekday() < DayType.SATURDAY and day not in self.holidays

    def day_type(self, day: date) -> DayType:
        """Give the kind of day; a listed holiday goes first (R4)."""
        return DayType.HOLIDAY if day in self.holidays else DayType(day.weekday())

    def after(self, day: date, count: int) -> date:
        """Give the date `count` working days after `day`; `day` itself is day 0 (R9)."""
        for _ in range(count):
            day = self.next_working(day + timedelta(days=1))
        return day

    def before(self, day: date, count: int) -> date:
        """Give the last day from which `count` working days end on `day` or earlier (R9)."""
        start = day
        while self.between(start, day) < count:
            start -= timedelta(days=1)
        return start

    def between(self, start: date, end: date) -> int:
        """Count the working days D with start < D <= end: how many fit after `start` (R9)."""
        return self.count(start + timedelta(days=1), end + timedelta(days=1))

    def next_working(self, day: date) -> date:
        """Give `day` itself if it is a working day, else the next one."""
        while not self.is_working(day):
            day += timedelta(days=1)
        return day

    def count(self, start: date, end: date) -> int:
        """Count the working days D with start <= D < end (R10)."""
        days = (start + timedelta(days=n) for n in range((end - start).days))
        return sum(1 for day in days if self.is_working(day))


def zone_shift(day: date, zone: str, other: str) -> int:
    """Give how many minutes `other` is ahead of `zone` at noon on `day`.

    Offsets are compared, never `dst()`: Dublin has its summer time the other way round (R3).
    """
    noon = datetime.combine(day, time(12), ZoneInfo(zone))
    gap = (noon.astimezone(ZoneInfo(other)).utcoffset() or timedelta()) - (
        noon.utcoffset() or timedelta()
    )
    return gap // timedelta(minutes=1)


def minutes_between(start: datetime, end: datetime) -> int:
    """Give the elapsed whole minutes between two aware moments, reckoned in UTC (R2)."""
    return (end.astimezone(UTC) - start.astimezone(UTC)) // MINUTE


def readings(local: datetime, zone: str) -> tuple[datetime, ...]:
    """Give the moments, in UTC and in order, at which a clock in `zone` shows a naive time (R3).

    There is none when the clock skips that time in spring, and there are two when it comes twice
    in autumn.
    """
    there = ZoneInfo(zone)
    found = {local.replace(tzinfo=there, fold=fold).astimezone(UTC) for fold in (0, 1)}
    shows = (one for one in found if one.astimezone(there).replace(tzinfo=None) == local)
    return tuple(sorted(shows))


def clock_change(start: datetime, end: datetime, zone: ZoneInfo) -> datetime | None:
    """Give the first whole minute after `start`, up to `end`, at which the offset is another.

    Both are in UTC, at most a day apart, so that there is one change at most.
    """
    before = start.astimezone(zone).utcoffset()
    if end.astimezone(zone).utcoffset() == before:
        return None
    low, high = 0, minutes_between(start, end)
    while high - low > 1:
        middle = (low + high) // 2
        same = (start + middle * MINUTE).astimezone(zone).utcoffset() == before
        low, high = (middle, high) if same else (low, middle)
    return start + high * MINUTE


def day_end(day: date, zone: str) -> datetime:
    """Give the moment, in UTC, of 23:59:59 local on `day` (R9)."""
    return datetime.combine(day, time(23, 59, 59), ZoneInfo(zone)).astimezone(UTC)


def clock(day: date, at: ClockTime, zone: str) -> datetime:
    """Give the moment, in UTC, of a clock time on a day; 24:00 is the midnight that ends it.

    A time that the clock skips gives the moment of the skip, and one that it shows twice the first:
    only for times that stand in the terms, such as the end of a window. What a user states is
    refused instead (R3).
    """
    local = datetime.combine(day, time()) + at.minute * MINUTE
    found = readings(local, zone)
    if found:
        return found[0]
    there = ZoneInfo(zone)
    late = local.replace(tzinfo=there, fold=0).astimezone(UTC)
    early = local.replace(tzinfo=there, fold=1).astimezone(UTC)
    return clock_change(early, late, there) or late
