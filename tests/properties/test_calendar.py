"""Laws of working days and of clocks in two zones (R3, R8, R9, R10, R18)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from whenever import ZonedDateTime

from scopegen.drafting.phrasing import Phrasing
from scopegen.drafting.zones import in_zone
from scopegen.quantities import (
    DayType,
    Period,
    Unit,
    WeeklyHours,
    WorkingCalendar,
    add_months,
    zone_shift,
)

ONE_DAY = timedelta(days=1)
DATES = st.dates(date(2020, 1, 1), date(2040, 12, 31))
CALENDARS = st.builds(
    WorkingCalendar, st.frozensets(st.dates(date(2026, 12, 1), date(2027, 3, 31)), max_size=30)
)
NEAR = st.dates(date(2026, 12, 1), date(2027, 3, 31))
ZONES = (
    "Europe/Amsterdam",
    "Europe/London",
    "Europe/Dublin",
    "America/New_York",
    "Australia/Sydney",
)


@given(CALENDARS, NEAR, st.integers(0, 60))
def test_counting_undoes_going_on(calendar: WorkingCalendar, day: date, count: int) -> None:
    later = calendar.after(day, count)
    assert calendar.count(day + ONE_DAY, later + ONE_DAY) == count
    assert later == day if count == 0 else calendar.is_working(later)


@given(CALENDARS, NEAR, st.integers(0, 30), st.integers(0, 30))
def test_going_on_twice_is_going_on_once(
    calendar: WorkingCalendar, day: date, first: int, second: int
) -> None:
    assert calendar.after(calendar.after(day, first), second) == calendar.after(day, first + second)


@given(CALENDARS, NEAR)
def test_the_next_working_day_is_the_first_from_the_day_itself(
    calendar: WorkingCalendar, day: date
) -> None:
    upcoming = calendar.next_working(day)
    assert calendar.is_working(upcoming)
    assert calendar.count(day, upcoming) == 0
    assert calendar.next_working(upcoming) == upcoming
    assert calendar.after(day - ONE_DAY, 1) == upcoming


@given(CALENDARS, NEAR, NEAR, NEAR)
def test_counts_of_neighbouring_stretches_add_up(
    calendar: WorkingCalendar, one: date, two: date, three: date
) -> None:
    start, middle, end = sorted((one, two, three))
    whole = calendar.count(start, end)
    assert whole == calendar.count(start, middle) + calendar.count(middle, end)
    assert 0 <= whole <= (end - start).days


@given(CALENDARS, NEAR)
def test_a_working_day_is_a_weekday_by_its_type(calendar: WorkingCalendar, day: date) -> None:
    assert calendar.is_working(day) is (calendar.day_type(day) <= DayType.FRIDAY)


@given(DATES, st.integers(-240, 240))
def test_months_move_to_the_month_asked_and_keep_the_day_or_its_last(
    day: date, months: int
) -> None:
    moved = add_months(day, months)
    assert moved.year * 12 + moved.month == day.year * 12 + day.month + months
    is_last = (moved + ONE_DAY).month != moved.month
    assert moved.day == day.day or (moved.day < day.day and is_last)


@given(DATES, st.integers(0, 20))
def test_years_are_twelve_months_and_weeks_seven_days(day: date, count: int) -> None:
    def later(number: int, unit: Unit) -> date:
        return Period(Decimal(number), unit).after(day)

    assert later(count, Unit.YEARS) == later(12 * count, Unit.MONTHS)
    assert later(count, Unit.WEEKS) == later(7 * count, Unit.DAYS)


def ahead(day: date, zone: str, other: str) -> int:
    """The gap as another library tells it: by the clock that the same instant shows there."""
    here = ZonedDateTime(day.year, day.month, day.day, 12, tz=zone)
    there = here.to_tz(other).to_plain()
    return round((there.assume_utc() - here.to_plain().assume_utc()).total("minutes"))


@pytest.mark.parametrize("zone", ZONES)
@given(day=DATES, other=st.sampled_from(ZONES))
def test_the_gap_between_zones_is_what_another_library_says(
    zone: str, day: date, other: str
) -> None:
    assert zone_shift(day, zone, other) == ahead(day, zone, other)


@pytest.mark.parametrize("zone", ZONES)
def test_the_gap_is_right_on_every_day_around_a_change_of_clocks(zone: str) -> None:
    days = [
        date(year, month, n)
        for year in (2020, 2027, 2040)
        for month in (3, 4, 10, 11)
        for n in range(1, 31)
    ]
    wrong = [
        (day, other)
        for day in days
        for other in ZONES
        if zone_shift(day, zone, other) != ahead(day, zone, other)
    ]
    assert wrong == []


@given(DATES, st.sampled_from(ZONES), st.sampled_from(ZONES))
@example(date(2027, 1, 7), "Europe/Amsterdam", "America/New_York")  # in 2027 only in November
def test_a_gap_that_changes_within_a_year_is_told(start: date, zone: str, other: str) -> None:
    days = (start + timedelta(days=n) for n in range(366))
    changes = len({ahead(day, zone, other) for day in days}) > 1
    window = WeeklyHours((DayType.MONDAY,), 540, 1020)
    assert in_zone([window], (zone, other), start, Phrasing("nl")).differs is changes
