"""How values read: exact texts in both languages, with the spaces that hold them together."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from scopegen.drafting.phrasing import Phrasing
from scopegen.quantities import (
    ClockTime,
    Currency,
    DayType,
    Money,
    Percent,
    Period,
    Unit,
    WeeklyHours,
)

NL, EN = Phrasing("nl"), Phrasing("en")
WEEKDAYS = tuple(DayType(n) for n in range(5))
ALL_DAYS = tuple(DayType)


def days(*numbers: int) -> tuple[DayType, ...]:
    return tuple(DayType(number) for number in numbers)


def spaced(text: str) -> str:
    """Write `_` where a space does not break."""
    return text.replace("_", "\N{NO-BREAK SPACE}")


@pytest.mark.parametrize(
    ("amount", "currency", "dutch", "english"),
    [
        ("1234.5", Currency.EUR, "€_1.234,50", "€1,234.50"),
        ("95", Currency.GBP, "£_95,00", "£95.00"),
        ("0", Currency.EUR, "€_0,00", "€0.00"),
        ("-1234.5", Currency.EUR, "€_-1.234,50", "-€1,234.50"),
        ("0.125", Currency.EUR, "€_0,13", "€0.13"),
        ("0.105", Currency.GBP, "£_0,11", "£0.11"),
        ("1000000", Currency.EUR, "€_1.000.000,00", "€1,000,000.00"),
    ],
)
def test_money(amount: str, currency: Currency, dutch: str, english: str) -> None:
    money = Money(Decimal(amount), currency)
    assert (NL.of(money), EN.of(money)) == (spaced(dutch), spaced(english))


@pytest.mark.parametrize(
    ("value", "dutch", "english"),
    [
        ("50", "50%", "50%"),
        ("12.5", "12,5%", "12.5%"),
        ("12.50", "12,5%", "12.5%"),
        ("1E+2", "100%", "100%"),
        ("0", "0%", "0%"),
        ("0.0625", "0,0625%", "0.0625%"),
        ("1000", "1.000%", "1,000%"),
    ],
)
def test_a_percentage_with_all_its_decimals(value: str, dutch: str, english: str) -> None:
    percent = Percent(Decimal(value))
    assert (NL.of(percent), EN.of(percent)) == (dutch, english)


@pytest.mark.parametrize(
    ("count", "unit", "dutch", "english"),
    [
        ("1", Unit.MINUTES, "1_minuut", "1_minute"),
        ("90", Unit.MINUTES, "90_minuten", "90_minutes"),
        ("1", Unit.HOURS, "1_uur", "1_hour"),
        ("1.5", Unit.HOURS, "1,5_uur", "1.5_hours"),
        ("1.0625", Unit.HOURS, "1,0625_uur", "1.0625_hours"),
        ("1", Unit.WORKING_HOURS, "1_werkuur", "1_working_hour"),
        ("8", Unit.WORKING_HOURS, "8_werkuren", "8_working_hours"),
        ("1", Unit.DAYS, "1_dag", "1_day"),
        ("30", Unit.DAYS, "30_dagen", "30_days"),
        ("1", Unit.WORKING_DAYS, "1_werkdag", "1_working_day"),
        ("10", Unit.WORKING_DAYS, "10_werkdagen", "10_working_days"),
        ("0", Unit.WORKING_DAYS, "0_werkdagen", "0_working_days"),
        ("1", Unit.WEEKS, "1_week", "1_week"),
        ("2", Unit.WEEKS, "2_weken", "2_weeks"),
        ("1", Unit.MONTHS, "1_maand", "1_month"),
        ("3", Unit.MONTHS, "3_maanden", "3_months"),
        ("1", Unit.YEARS, "1_jaar", "1_year"),
        ("5", Unit.YEARS, "5_jaar", "5_years"),
        ("1000", Unit.DAYS, "1.000_dagen", "1,000_days"),
    ],
)
def test_a_period_in_the_singular_and_plural(
    count: str, unit: Unit, dutch: str, english: str
) -> None:
    period = Period(Decimal(count), unit)
    assert (NL.of(period), EN.of(period)) == (spaced(dutch), spaced(english))


def test_dates() -> None:
    day = date(2027, 1, 15)
    assert (NL.of(day), EN.of(day)) == (spaced("15_januari_2027"), spaced("15_January_2027"))


@pytest.mark.parametrize(
    ("day", "dutch", "english"),
    [
        (date(2026, 12, 1), "1_dec_2026", "1_Dec_2026"),
        (date(2027, 3, 31), "31_mrt_2027", "31_Mar_2027"),
        (date(2027, 5, 5), "5_mei_2027", "5_May_2027"),
        (date(2027, 9, 9), "9_sep_2027", "9_Sept_2027"),
    ],
)
def test_short_dates_for_tables(day: date, dutch: str, english: str) -> None:
    assert (NL.short_date(day), EN.short_date(day)) == (spaced(dutch), spaced(english))


@pytest.mark.parametrize(
    ("minute", "dutch", "english"),
    [
        (0, "00.00_uur", "midnight"),
        (30, "00.30_uur", "12.30_am"),
        (60, "01.00_uur", "1_am"),
        (540, "09.00_uur", "9_am"),
        (570, "09.30_uur", "9.30_am"),
        (545, "09.05_uur", "9.05_am"),
        (719, "11.59_uur", "11.59_am"),
        (720, "12.00_uur", "12_noon"),
        (750, "12.30_uur", "12.30_pm"),
        (780, "13.00_uur", "1_pm"),
        (1020, "17.00_uur", "5_pm"),
        (1439, "23.59_uur", "11.59_pm"),
        (1440, "24.00_uur", "midnight"),
    ],
)
def test_times_of_day(minute: int, dutch: str, english: str) -> None:
    time = ClockTime(minute)
    assert (NL.of(time), EN.of(time)) == (spaced(dutch), spaced(english))


@pytest.mark.parametrize(
    ("kinds", "dutch", "english"),
    [
        (WEEKDAYS, "maandag tot en met vrijdag", "Monday to Friday"),
        (days(0, 1), "maandag en dinsdag", "Monday and Tuesday"),
        (days(5, 6), "zaterdag en zondag", "Saturday and Sunday"),
        (days(2), "woensdag", "Wednesday"),
        (days(0, 2, 4), "maandag, woensdag en vrijdag", "Monday, Wednesday and Friday"),
        (
            days(0, 1, 2, 5),
            "maandag tot en met woensdag en zaterdag",
            "Monday to Wednesday and Saturday",
        ),
        (days(5, 6, 7), "zaterdag, zondag en feestdagen", "Saturday, Sunday and public holidays"),
        (
            ALL_DAYS,
            "maandag tot en met zondag en feestdagen",
            "Monday to Sunday and public holidays",
        ),
        (days(4, 0, 0), "maandag en vrijdag", "Monday and Friday"),
    ],
)
def test_days_in_a_row_of_three_or_more_are_a_range(
    kinds: tuple[DayType, ...], dutch: str, english: str
) -> None:
    assert (NL.days(kinds), EN.days(kinds)) == (dutch, english)


@pytest.mark.parametrize(
    ("kinds", "dutch", "english"),
    [
        (WEEKDAYS, "ma–vr", "Mon–Fri"),
        (days(5, 6), "za, zo", "Sat, Sun"),
        (days(0, 1, 2, 4, 7), "ma–wo, vr, feestdag", "Mon–Wed, Fri, holiday"),
    ],
)
def test_days_are_short_in_tables(kinds: tuple[DayType, ...], dutch: str, english: str) -> None:
    assert (NL.days(kinds, short=True), EN.days(kinds, short=True)) == (dutch, english)


@pytest.mark.parametrize(
    ("hours", "dutch", "english"),
    [
        (
            WeeklyHours(WEEKDAYS, 540, 1020),
            "maandag tot en met vrijdag van 09.00 tot 17.00_uur",
            "Monday to Friday, 9_am to 5_pm",
        ),
        (
            WeeklyHours(days(4), 750, 1440),
            "vrijdag van 12.30 tot 24.00_uur",
            "Friday, 12.30_pm to midnight",
        ),
        (
            WeeklyHours(days(6, 7), 0, 1440),
            "zondag en feestdagen, de hele dag",
            "Sunday and public holidays, all day",
        ),
    ],
)
def test_hours_in_prose(hours: WeeklyHours, dutch: str, english: str) -> None:
    assert (NL.of(hours), EN.of(hours)) == (spaced(dutch), spaced(english))


def test_hours_in_tables() -> None:
    hours = WeeklyHours(WEEKDAYS, 540, 1020)
    assert NL.hours_short(hours) == spaced("ma–vr_09:00–17:00")
    assert EN.hours_short(hours) == spaced("Mon–Fri_09:00–17:00")
    assert NL.hours_short(WeeklyHours(days(5, 6), 0, 1440)) == spaced("za, zo_00:00–24:00")


@pytest.mark.parametrize(
    ("items", "dutch", "english", "either"),
    [
        ([], "", "", ("", "")),
        (["a"], "a", "a", ("a", "a")),
        (["a", "b"], "a en b", "a and b", ("a of b", "a or b")),
        (["a", "b", "c"], "a, b en c", "a, b and c", ("a, b of c", "a, b or c")),
    ],
)
def test_lists(items: list[str], dutch: str, english: str, either: tuple[str, str]) -> None:
    assert (NL.of(items), EN.of(items)) == (dutch, english)
    assert (NL.listed(items, "or"), EN.listed(items, "or")) == either


def test_a_list_of_values_phrases_each() -> None:
    assert NL.of((Percent(Decimal(50)), DayType.HOLIDAY, date(2027, 5, 5))) == spaced(
        "50%, feestdagen en 5_mei_2027"
    )


def test_text_and_counts_are_left_as_they_are() -> None:
    assert (NL.of("één"), EN.of("0123"), EN.of(12)) == ("één", "0123", "12")
