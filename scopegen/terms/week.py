"""The week as a set of hours: what is covered, what is not, and at which surcharge (R4).

There are eight kinds of day: the seven weekdays and the listed holiday. Hours are half-open.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from scopegen.model.terms import Band
from scopegen.quantities import MINUTES_PER_DAY, DayType, Money, Percent, WeeklyHours

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Hours of one kind of day at one price: inside the windows, or at a surcharge, or neither."""

    start: int
    end: int
    inside: bool
    surcharge: Percent | None


@dataclass(frozen=True, slots=True)
class PricedBand:
    """A band with the hourly rate that applies in it (R6)."""

    when: tuple[WeeklyHours, ...]
    surcharge: Percent
    rate: Money


def priced(bands: Sequence[Band], hourly_rate: Money) -> tuple[PricedBand, ...]:
    """Price one hour in each band: the rate times one plus the surcharge (R1, R6)."""
    return tuple(
        PricedBand(band.when, band.surcharge, hourly_rate.times(1 + band.surcharge.share))
        for band in bands
    )


def without(hours: Iterable[WeeklyHours], taken: Iterable[WeeklyHours]) -> tuple[WeeklyHours, ...]:
    """Give the part of `hours` that is not `taken`."""
    kept, gone = tuple(hours), tuple(taken)
    return _grouped(
        (day, cell)
        for day in DayType
        for cell in _cells(day, (*kept, *gone))
        if _holds(kept, day, cell) and not _holds(gone, day, cell)
    )


def rest_of_week(taken: Iterable[WeeklyHours]) -> tuple[WeeklyHours, ...]:
    """Give all hours of the week that are not `taken`."""
    return without([WeeklyHours(tuple(DayType), 0, MINUTES_PER_DAY)], taken)


def overlap(first: Iterable[WeeklyHours], second: Iterable[WeeklyHours]) -> tuple[WeeklyHours, ...]:
    """Give the hours that are in both."""
    one, two = tuple(first), tuple(second)
    return _grouped(
        (day, cell)
        for day in DayType
        for cell in _cells(day, (*one, *two))
        if _holds(one, day, cell) and _holds(two, day, cell)
    )


def covers(windows: Iterable[WeeklyHours], day: DayType, span: Span) -> bool:
    """Tell whether a stretch of one day lies wholly inside the windows."""
    asked = WeeklyHours((day,), *span)
    return not without([asked], windows)


def stretches(
    day: DayType, windows: Sequence[WeeklyHours], bands: Sequence[Band]
) -> tuple[Stretch, ...]:
    """Cut one kind of day into stretches of one surcharge; overlapping bands give the highest."""
    all_hours = [*windows, *(hours for band in bands for hours in band.when)]
    cut = [
        Stretch(*cell, _holds(windows, day, cell), _surcharge(day, cell, windows, bands))
        for cell in _cells(day, all_hours)
    ]
    return tuple(_merged(cut))


def _surcharge(
    day: DayType, cell: Span, windows: Sequence[WeeklyHours], bands: Sequence[Band]
) -> Percent | None:
    if _holds(windows, day, cell):
        return None
    found = [band.surcharge for band in bands if _holds(band.when, day, cell)]
    return max(found) if found else None


def _merged(cut: Iterable[Stretch]) -> Iterator[Stretch]:
    held: Stretch | None = None
    for stretch in cut:
        if held and (held.inside, held.surcharge) == (stretch.inside, stretch.surcharge):
            held = Stretch(held.start, stretch.end, held.inside, held.surcharge)
        else:
            if held:
                yield held
            held = stretch
    if held:
        yield held


def _cells(day: DayType, hours: Iterable[WeeklyHours]) -> Iterator[Span]:
    edges = {0, MINUTES_PER_DAY}
    for block in hours:
        if day in block.days:
            edges |= {block.start, block.end}
    return pairwise(sorted(edges))


def _holds(hours: Iterable[WeeklyHours], day: DayType, cell: Span) -> bool:
    return any(day in h.days and h.start <= cell[0] and cell[1] <= h.end for h in hours)


def _grouped(cells: Iterable[tuple[DayType, Span]]) -> tuple[WeeklyHours, ...]:
    per_day: dict[DayType, list[Span]] = {}
    for day, (start, end) in cells:
        spans = per_day.setdefault(day, [])
        if spans and spans[-1][1] == start:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    days_of: dict[Span, list[DayType]] = {}
    for day, spans in per_day.items():
        for span in spans:
            days_of.setdefault(span, []).append(day)
    return tuple(WeeklyHours(tuple(days), *span) for span, days in days_of.items())
