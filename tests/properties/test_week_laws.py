"""Laws of the week: whatever the windows and bands, every minute has its place (R4)."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from scopegen.model.terms import Band
from scopegen.quantities import MINUTES_PER_DAY, DayType, Percent, WeeklyHours
from scopegen.terms.week import covers, overlap, rest_of_week, stretches, without
from scopegen.workflow.checking import examine

if TYPE_CHECKING:
    from collections.abc import Iterable

NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun", "holiday")
SPEC = """\
meta: {id: A, title: Advies, date: 2026-12-01}
parties:
  provider: {kind: sole_trader, name: N, address: A, register_no: "12345678", email: n@a.example}
  client: {kind: nonprofit, name: W, address: B}
  authority: [{name: J, role: R, email: j@b.example, sign: yes}]
engagement: {goal: G, scope: [S], start: 2027-01-04}
fees: {model: hourly, hourly_rate: EUR 95.00}
"""
MINUTE = st.integers(0, 95).map(lambda quarter: quarter * 15)
DAYS = st.sets(st.sampled_from(DayType), min_size=1).map(lambda days: tuple(sorted(days)))


@st.composite
def blocks(draw: st.DrawFn) -> WeeklyHours:
    start = draw(MINUTE)
    length = draw(st.integers(1, MINUTES_PER_DAY - start))
    return WeeklyHours(draw(DAYS), start, start + length)


HOURS = st.lists(blocks(), max_size=4).map(tuple)
BANDS = st.lists(
    st.builds(
        lambda when, extra: Band(when=when, surcharge=Percent(extra)),
        HOURS,
        st.decimals(0, 300, places=1),
    ),
    max_size=3,
)


def minutes(hours: Iterable[WeeklyHours]) -> list[tuple[DayType, int]]:
    """Every minute of the week in these hours, as often as it is there; the oracle of this file."""
    return [
        (day, m) for block in hours for day in block.days for m in range(block.start, block.end)
    ]


WEEK = set(minutes([WeeklyHours(tuple(DayType), 0, MINUTES_PER_DAY)]))


def once(hours: Iterable[WeeklyHours]) -> set[tuple[DayType, int]]:
    found = minutes(hours)
    assert len(found) == len(set(found))
    return set(found)


@given(HOURS, BANDS, st.sampled_from(DayType))
def test_every_minute_is_in_one_stretch_and_neighbours_differ(
    windows: tuple[WeeklyHours, ...], bands: list[Band], day: DayType
) -> None:
    cut = stretches(day, windows, bands)
    assert [s.start for s in cut] == [0, *(s.end for s in cut[:-1])]
    assert cut[-1].end == MINUTES_PER_DAY
    assert all(s.start < s.end for s in cut)
    assert all((a.inside, a.surcharge) != (b.inside, b.surcharge) for a, b in pairwise(cut))


@given(HOURS, BANDS, st.sampled_from(DayType), st.integers(0, MINUTES_PER_DAY - 1))
def test_a_minute_costs_the_highest_band_or_nothing_inside_the_windows(
    windows: tuple[WeeklyHours, ...], bands: list[Band], day: DayType, minute: int
) -> None:
    (stretch,) = (s for s in stretches(day, windows, bands) if s.start <= minute < s.end)
    inside = any(day in w.days and w.start <= minute < w.end for w in windows)
    extras = [
        band.surcharge
        for band in bands
        for w in band.when
        if day in w.days and w.start <= minute < w.end
    ]
    assert stretch.inside is inside
    assert stretch.surcharge == (None if inside else max(extras, default=None))


@given(HOURS)
def test_hours_and_the_rest_of_the_week_are_the_week(hours: tuple[WeeklyHours, ...]) -> None:
    rest = once(rest_of_week(hours))
    assert rest == WEEK - set(minutes(hours))
    assert not overlap(hours, rest_of_week(hours))
    assert rest_of_week([*hours, *rest_of_week(hours)]) == ()


@given(HOURS, HOURS)
def test_without_and_overlap_are_set_difference_and_intersection(
    some: tuple[WeeklyHours, ...], others: tuple[WeeklyHours, ...]
) -> None:
    one, two = set(minutes(some)), set(minutes(others))
    assert once(without(some, others)) == one - two
    assert once(overlap(some, others)) == one & two
    assert not overlap(without(some, others), others)


@given(HOURS, blocks(), st.data())
def test_covered_is_that_every_minute_is_inside(
    windows: tuple[WeeklyHours, ...], asked: WeeklyHours, data: st.DataObject
) -> None:
    day = data.draw(st.sampled_from(asked.days))
    wanted = set(minutes([WeeklyHours((day,), asked.start, asked.end)]))
    assert covers(windows, day, (asked.start, asked.end)) is (wanted <= set(minutes(windows)))


@st.composite
def windows_as_typed(draw: st.DrawFn) -> list[str]:
    """Windows that do not overlap, as a user writes them."""
    apart: tuple[WeeklyHours, ...] = ()
    for block in draw(st.lists(blocks(), min_size=1, max_size=4)):
        apart = (*apart, *without([block], apart))
    return [
        f"{','.join(NAMES[day] for day in b.days)} {clock(b.start)}-{clock(b.end)}" for b in apart
    ]


def clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


@given(windows_as_typed())
def test_the_default_bands_fit_any_windows(windows: list[str]) -> None:
    typed = "".join(f"    - {each}\n" for each in windows)
    examined = examine(f"{SPEC}availability:\n  windows:\n{typed}".encode(), "f")
    assert {one.code for one in examined.diagnostics} <= {"L020"}  # always reachable, for nothing
    assert examined.spec is not None
    terms = examined.spec.engagement.out_of_hours
    assert all(band.when for band in terms.bands)
