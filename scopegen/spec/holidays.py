"""The dated holiday tables, and which of their days count in one engagement (R8)."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from scopegen.model.engagement import PublicHoliday


def parse_holidays(text: str) -> tuple[PublicHoliday, ...]:
    """Read a table of `date,kind,nl,en`; lines that open with # say as_of and source."""
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return tuple(
        PublicHoliday(
            day=date.fromisoformat(row["date"]), kind=row["kind"], nl=row["nl"], en=row["en"]
        )
        for row in csv.DictReader(lines)
    )


def listed(
    chosen: Mapping[str, Any], table: Iterable[PublicHoliday], first: date, last: date
) -> tuple[PublicHoliday, ...]:
    """Give the holidays from `first` to `last` that count, in order, each day once."""
    kinds = {"core", "extra"} | {kind for kind in ("good_friday", "liberation_day") if chosen[kind]}
    own = (
        PublicHoliday(day=day, kind="extra", nl="Vrije dag", en="Day off")
        for day in chosen["extra"]
    )
    found = {day.day: day for day in (*own, *table) if day.kind in kinds}
    return tuple(found[day] for day in sorted(found) if first <= day <= last)


def covered(table: Iterable[PublicHoliday]) -> tuple[date, date]:
    """Give the first and the last day of the years that a table holds."""
    years = sorted({holiday.day.year for holiday in table})
    return date(years[0], 1, 1), date(years[-1], 12, 31)
