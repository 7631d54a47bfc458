"""The hours of availability as the client's clock shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from scopegen.drafting.phrasing import Phrasing
from scopegen.quantities import MINUTES_PER_DAY, ClockTime, WeeklyHours, add_months, zone_shift


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
    gaps = {zone_shift(add_months(start, month), *zones) for month in range(12)}
    gaps |= {zone_shift(date(start.year, month, 28), *zones) for month in (3, 10)}
    shown = ", ".join(_shifted(window, shift, phrasing) for window in windows)
    return ZoneHours(name=zones[1], hours=shown, differs=len(gaps) > 1)


def _shifted(window: WeeklyHours, shift: int, phrasing: Phrasing) -> str:
    ends = [_clock(minute + shift) for minute in (window.start, window.end)]
    days = phrasing.days(window.days, short=True)
    return f"{days}\N{NO-BREAK SPACE}" + "\N{EN DASH}".join(ends)


def _clock(minute: int) -> str:
    days, local = divmod(minute, MINUTES_PER_DAY)
    if local == 0 and days == 1:
        return str(ClockTime(MINUTES_PER_DAY))
    return f"{ClockTime(local)}" + (f" ({days:+d})" if days else "")
