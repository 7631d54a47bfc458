"""Our hours on the client's clock, with the day before or after, and whether the gap changes."""

from __future__ import annotations

from datetime import date

import pytest

from scopegen.drafting.phrasing import Phrasing
from scopegen.drafting.zones import ZoneHours, in_zone
from scopegen.quantities import DayType, WeeklyHours

NL = Phrasing("nl")
WINTER, SUMMER = date(2027, 1, 4), date(2027, 7, 5)
OFFICE = WeeklyHours(tuple(DayType(n) for n in range(5)), 540, 1020)


def shown(window: WeeklyHours, zone: str, start: date = WINTER) -> ZoneHours:
    return in_zone([window], ("Europe/Amsterdam", zone), start, NL)


@pytest.mark.parametrize(
    ("zone", "start", "hours"),
    [
        ("Europe/Dublin", WINTER, "08:00–16:00"),
        ("Europe/Dublin", SUMMER, "08:00–16:00"),
        ("America/New_York", WINTER, "03:00–11:00"),
        ("Asia/Kolkata", WINTER, "13:30–21:30"),
        ("Asia/Kolkata", SUMMER, "12:30–20:30"),
        ("Asia/Kathmandu", WINTER, "13:45–21:45"),
        ("Australia/Sydney", WINTER, "19:00–03:00 (+1)"),
        ("Pacific/Auckland", WINTER, "21:00–05:00 (+1)"),
        ("Pacific/Honolulu", WINTER, "22:00 (-1)–06:00"),
    ],
)
def test_hours_are_shifted_as_on_the_start(zone: str, start: date, hours: str) -> None:
    assert shown(OFFICE, zone, start).hours == f"ma–vr\N{NO-BREAK SPACE}{hours}"


@pytest.mark.parametrize(
    ("start", "end", "zone", "hours"),
    [
        (1020, 1380, "Europe/Athens", "18:00–24:00"),
        (1380, 1440, "Europe/Athens", "00:00 (+1)–01:00 (+1)"),
        (0, 60, "Europe/London", "23:00 (-1)–24:00 (-1)"),
        (60, 1440, "Europe/London", "00:00–23:00"),
        (0, 1440, "Europe/London", "23:00 (-1)–23:00"),
        (0, 1440, "Europe/Brussels", "00:00–24:00"),
    ],
)
def test_midnight_ends_a_day_as_24_and_begins_one_as_0(
    start: int, end: int, zone: str, hours: str
) -> None:
    window = WeeklyHours((DayType.MONDAY,), start, end)
    assert shown(window, zone).hours == f"ma\N{NO-BREAK SPACE}{hours}"


def test_every_window_is_shown() -> None:
    windows = [OFFICE, WeeklyHours((DayType.SATURDAY,), 600, 720)]
    both = in_zone(windows, ("Europe/Amsterdam", "Europe/London"), WINTER, Phrasing("en"))
    assert both.hours == "Mon–Fri 08:00–16:00, Sat 09:00–11:00".replace(" 0", "\N{NO-BREAK SPACE}0")
    assert both.name == "Europe/London"


@pytest.mark.parametrize(
    ("zone", "differs"),
    [
        ("Europe/London", False),
        ("Europe/Dublin", False),
        ("Asia/Kolkata", True),
        ("America/New_York", True),
        ("Australia/Sydney", True),
    ],
)
@pytest.mark.parametrize("start", [WINTER, SUMMER, date(2027, 5, 15)])
def test_a_gap_that_lasts_only_some_weeks_is_a_difference(
    zone: str, start: date, differs: bool
) -> None:
    assert shown(OFFICE, zone, start).differs is differs
