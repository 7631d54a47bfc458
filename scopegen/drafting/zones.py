"""The hours of availability as the client's clock shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from scopegen.drafting.phrasing import Phrasing
from scopegen.quantities import MINUTES_PER_DAY, ClockTime, WeeklyHours, zone_shift


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneHours:
    """Hours in another zone; `differs` when the gap is not the same all year."""

    name: str
    hours: str
    differs: bool


def in_zone(
    windows: Sequence[WeeklyHours], zones: tuple[str, str], start: date, phrasing: Phrasing
) -> ZoneHours:
    """Shift windows from the first zone of `zones` to the second, as on `start`.

    Hours that land on the day before or after are marked -1 or +1.
    """
    shift = zone_shift(start, *zones)
    year = (start + timedelta(days=n) for n in range(366))
    gaps = {zone_shift(day, *zones) for day in year}  # some gaps last only a week
    shown = ", ".join(_shifted(window, shift, phrasing) for window in windows)
    return ZoneHours(name=zones[1], hours=shown, differs=len(gaps) > 1)


def _shifted(window: WeeklyHours, shift: int, phrasing: Phrasing) -> str:
    start = divmod(window.start + shift, MINUTES_PER_DAY)
    day, last = divmod(window.end + shift - 1, MINUTES_PER_DAY)  # an end at midnight is 24:00
    days = phrasing.days(window.days, short=True)
    return f"{days}\N{NO-BREAK SPACE}{_clock(*start)}\N{EN DASH}{_clock(day, last + 1)}"


def _clock(day: int, minute: int) -> str:
    return f"{ClockTime(minute)}" + (f" ({day:+d})" if day else "")
