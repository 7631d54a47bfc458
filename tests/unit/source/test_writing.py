"""Values are written as one would type them, and read back the same."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

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
from scopegen.source.kinds import KINDS
from scopegen.source.writing import scalar, typed, typed_in_flow


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Laan 1, Utrecht", "Laan 1, Utrecht"),
        ("+31 6 1234", "+31 6 1234"),
        ("één; twee", "één; twee"),
        ("12345678", "12345678"),
        ("01234567", '"01234567"'),
        ("a: b", '"a: b"'),
        ("Geen", '"Geen"'),
    ],
)
def test_quotes_are_only_where_they_are_needed(text: str, written: str) -> None:
    assert scalar(text) == written


@pytest.mark.parametrize("text", ["Laan 1, Utrecht", "a]", "{b", "01234567", "a:", "none"])
def test_inside_brackets_more_needs_quotes(text: str) -> None:
    assert scalar(text, flow=True) == f'"{text}"'


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        ("yesno", True, "yes"),
        ("money", Money(Decimal("95.5"), Currency.EUR), "EUR 95.50"),
        ("percent", Percent(Decimal("12.5")), "12.5%"),
        ("percent", Percent(Decimal(100)), "100%"),
        *(
            ("period", Period(Decimal(count), unit), f"{count} {unit.removesuffix('s' * one)}")
            for unit in Unit
            for count, one in ((1, True), (2, False))
        ),
        ("date", date(2027, 2, 1), "2027-02-01"),
        ("time", ClockTime(545), "09:05"),
        ("weekday", DayType.SUNDAY, "sun"),
        ("hours", WeeklyHours(tuple(DayType)[:5], 540, 1020), "mon-fri 09:00-17:00"),
        ("hours", WeeklyHours(tuple(DayType)[5:7], 0, 1440), "sat,sun 00:00-24:00"),
        ("hours", WeeklyHours(tuple(DayType)[5:], 0, 60), "sat,sun,holiday 00:00-01:00"),
        ("line", "a, b", "a, b"),
    ],
)
def test_a_value_is_read_back_as_it_was(kind: str, value: object, text: str) -> None:
    assert typed(value) == text
    assert KINDS[kind].read(text) == value
    assert typed_in_flow(value).strip('"') == text


def test_a_list_of_hours_stands_on_one_line() -> None:
    hours = tuple(WeeklyHours((day, DayType.HOLIDAY), 0, 60) for day in list(DayType)[:2])
    written = '["mon,holiday 00:00-01:00", "tue,holiday 00:00-01:00"]'
    assert typed_in_flow(hours) == written
