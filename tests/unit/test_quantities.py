"""Money to the cent, periods, and the working calendar of both countries (R1, R8, R9, R10, R18)."""

from __future__ import annotations

import runpy
from datetime import date
from decimal import Decimal

import pytest
from sample_terms import euros, pounds

from scopegen.assets import bundled
from scopegen.quantities import (
    ClockTime,
    Currency,
    DayType,
    Percent,
    Period,
    Unit,
    WorkingCalendar,
    add_months,
    rounded,
    total,
)
from scopegen.spec.holidays import covered, listed, parse_holidays

CALENDARS = bundled("templates") / "calendars"
TABLES = {
    name: parse_holidays((CALENDARS / f"{name}.csv").read_text("utf-8")) for name in ("NL", "EW")
}


def calendar(table: str, **switches: bool) -> WorkingCalendar:
    chosen = {"good_friday": False, "liberation_day": False, "extra": [], **switches}
    days = listed(chosen, TABLES[table], date(2024, 1, 1), date(2040, 12, 31))
    return WorkingCalendar(frozenset(each.day for each in days))


NL, EW = calendar("NL"), calendar("EW")


@pytest.mark.parametrize(
    ("amount", "cents"),
    [
        ("0.005", "0.01"),
        ("0.0049", "0.00"),
        ("2.675", "2.68"),
        ("0.015", "0.02"),
        ("0.025", "0.03"),
        ("-0.005", "-0.01"),
        ("-2.674", "-2.67"),
        ("999999999999.995", "1000000000000.00"),
    ],
)
def test_half_a_cent_is_rounded_away_from_zero(amount: str, cents: str) -> None:
    assert rounded(Decimal(amount)) == Decimal(cents)
    assert euros("1").times(Decimal(amount)) == euros(cents)


def test_a_total_is_the_sum_of_rounded_lines_not_the_rounded_sum() -> None:
    lines = [euros("0.33").times(Decimal("0.5")) for _ in range(2)]
    assert total(lines, Currency.EUR) == euros("0.34")


def test_no_lines_are_zero_in_the_currency_asked() -> None:
    assert total([], Currency.GBP) == pounds("0")


def test_amounts_of_one_currency_add_and_subtract_exactly() -> None:
    assert euros("0.10") + euros("0.20") == euros("0.30")
    assert euros("0.10") - euros("0.30") == euros("-0.20")


def test_amounts_of_two_currencies_never_mix() -> None:
    with pytest.raises(ValueError, match="EUR and GBP do not add up"):
        euros("1") + pounds("1")
    with pytest.raises(ValueError, match="GBP and EUR do not add up"):
        pounds("1") - euros("1")
    with pytest.raises(ValueError, match="do not add up"):
        total([euros("1"), pounds("1")], Currency.EUR)


def test_a_percentage_is_a_share_of_one() -> None:
    assert Percent(Decimal("12.5")).share == Decimal("0.125")


@pytest.mark.parametrize(
    ("period", "minutes", "hours"),
    [
        (Period(Decimal(90), Unit.MINUTES), 90, "1.5"),
        (Period(Decimal("1.5"), Unit.HOURS), 90, "1.5"),
        (Period(Decimal("0.01"), Unit.WORKING_HOURS), 1, "0.01"),
    ],
)
def test_a_short_period_is_told_in_minutes_and_in_hours(
    period: Period, minutes: int, hours: str
) -> None:
    assert (period.minutes, period.hours) == (minutes, Decimal(hours))


@pytest.mark.parametrize(
    ("count", "unit", "expected"),
    [
        (14, Unit.DAYS, date(2027, 2, 14)),
        (2, Unit.WEEKS, date(2027, 2, 14)),
        (1, Unit.MONTHS, date(2027, 2, 28)),
        (13, Unit.MONTHS, date(2028, 2, 29)),
        (1, Unit.YEARS, date(2028, 1, 31)),
        (0, Unit.DAYS, date(2027, 1, 31)),
    ],
)
def test_a_period_after_a_date_counts_calendar_days(count: int, unit: Unit, expected: date) -> None:
    assert Period(Decimal(count), unit).after(date(2027, 1, 31)) == expected


@pytest.mark.parametrize("unit", [Unit.WORKING_DAYS, Unit.HOURS, Unit.MINUTES, Unit.WORKING_HOURS])
def test_a_period_that_needs_a_calendar_or_a_clock_gives_no_date(unit: Unit) -> None:
    with pytest.raises(KeyError):
        Period(Decimal(5), unit).after(date(2027, 1, 31))


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2027, 1, 31), 2, date(2027, 3, 31)),
        (date(2027, 12, 31), 2, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2027, 3, 31), -1, date(2027, 2, 28)),
        (date(2027, 12, 15), 1, date(2028, 1, 15)),
    ],
)
def test_months_are_clamped_to_the_last_day(day: date, months: int, expected: date) -> None:
    assert add_months(day, months) == expected


def test_a_clock_time_is_printed_on_24_hours() -> None:
    assert [str(ClockTime(m)) for m in (0, 570, 1439, 1440)] == ["00:00", "09:30", "23:59", "24:00"]


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2025, 4, 26), False),  # King's Day, because the 27th is a Sunday; a Saturday anyway
        (date(2025, 4, 28), True),
        (date(2026, 4, 27), False),
        (date(2027, 3, 29), False),  # Easter Monday
        (date(2027, 5, 6), False),  # Ascension Day
        (date(2027, 5, 7), True),
        (date(2027, 5, 17), False),  # Whit Monday
        (date(2026, 12, 25), False),
        (date(2026, 12, 28), True),  # no substitute days in the Netherlands
        (date(2027, 1, 1), False),
    ],
)
def test_dutch_working_days(day: date, works: bool) -> None:
    assert NL.is_working(day) is works


def test_kings_day_moves_to_saturday_when_the_27th_is_a_sunday() -> None:
    kings_days = [each.day for each in TABLES["NL"] if each.nl == "Koningsdag"]
    assert len(kings_days) == 17
    assert date(2025, 4, 26) in kings_days
    assert all(day.day == 27 or (day.day == 26 and day.weekday() == 5) for day in kings_days)
    assert NL.day_type(date(2025, 4, 26)) is DayType.HOLIDAY


@pytest.mark.parametrize(
    ("switch", "day"),
    [("good_friday", date(2027, 3, 26)), ("liberation_day", date(2027, 5, 5))],
)
def test_good_friday_and_liberation_day_are_switches_off_by_default(switch: str, day: date) -> None:
    assert NL.is_working(day)
    assert not calendar("NL", **{switch: True}).is_working(day)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 12, 25), False),
        (date(2026, 12, 28), False),  # for Boxing Day, a Saturday
        (date(2026, 12, 29), True),
        (date(2027, 12, 27), False),  # for Christmas Day
        (date(2027, 12, 28), False),  # for Boxing Day
        (date(2028, 1, 3), False),  # for New Year's Day
        (date(2027, 3, 26), False),  # Good Friday
        (date(2027, 5, 3), False),
        (date(2027, 5, 31), False),
        (date(2027, 8, 30), False),
        (date(2027, 4, 27), True),
    ],
)
def test_working_days_in_england_and_wales(day: date, works: bool) -> None:
    assert EW.is_working(day) is works


def test_a_listed_holiday_goes_before_the_day_of_the_week() -> None:
    assert NL.day_type(date(2027, 4, 27)) is DayType.HOLIDAY
    assert NL.day_type(date(2027, 1, 3)) is DayType.SUNDAY
    assert NL.day_type(date(2027, 1, 4)) is DayType.MONDAY


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (date(2027, 1, 4), 0, date(2027, 1, 4)),
        (date(2027, 1, 4), 1, date(2027, 1, 5)),
        (date(2027, 1, 8), 1, date(2027, 1, 11)),
        (date(2027, 1, 9), 1, date(2027, 1, 11)),
        (date(2027, 3, 25), 2, date(2027, 3, 30)),
        (date(2026, 12, 24), 1, date(2026, 12, 28)),
    ],
)
def test_the_day_itself_is_day_0_and_the_next_working_day_1(
    day: date, count: int, expected: date
) -> None:
    assert NL.after(day, count) == expected


def test_days_are_counted_from_the_start_up_to_the_end() -> None:
    assert NL.count(date(2027, 1, 4), date(2027, 1, 11)) == 5
    assert NL.count(date(2027, 1, 4), date(2027, 1, 4)) == 0
    assert NL.count(date(2027, 3, 26), date(2027, 3, 31)) == 2
    assert NL.count(date(2027, 1, 11), date(2027, 1, 4)) == 0


@pytest.mark.parametrize("table", TABLES)
def test_tables_hold_every_year_in_order(table: str) -> None:
    days = [each.day for each in TABLES[table]]
    assert {day.year for day in days} == set(range(2024, 2041))
    assert days == sorted(days)
    assert covered(TABLES[table]) == (date(2024, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(("table", "maker"), [("NL", "dutch"), ("EW", "english")])
def test_tables_are_what_the_holidays_library_says(table: str, maker: str) -> None:
    build = runpy.run_path(str(CALENDARS / "build_calendars.py"))
    made = sorted(build[maker]())
    kept = [(each.day.isoformat(), each.kind, each.nl, each.en) for each in TABLES[table]]
    assert kept == made
