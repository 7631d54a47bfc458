"""Rules on the week: covered once, and standing calls inside the hours (R4)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from scopegen.diagnostics import Diagnostic, Path, finding
from scopegen.model.engagement import Engagement
from scopegen.quantities import WeeklyHours
from scopegen.source import Tree
from scopegen.source.writing import typed
from scopegen.terms.week import covers, overlap, rest_of_week

BANDS: Path = ("out_of_hours", "bands")


def coverage(engagement: Engagement, tree: Tree) -> Iterator[Diagnostic]:
    """Windows and bands together cover the whole week (SG350)."""
    if engagement.out_of_hours.policy == "refuse":
        return
    bands = [hours for band in engagement.out_of_hours.bands for hours in band.when]
    gaps = rest_of_week([*engagement.availability.windows, *bands])
    if gaps:
        yield finding("SG350", tree.key_location(BANDS), BANDS, gap=_told(gaps))


def empty_bands(engagement: Engagement, tree: Tree) -> Iterator[Diagnostic]:
    """A band has hours, also when it takes the rest of the week (SG354)."""
    for n, band in enumerate(engagement.out_of_hours.bands):
        if not band.when:
            path = (*BANDS, n, "when")
            yield finding("SG354", tree.location(path), path)


def overlaps(engagement: Engagement, tree: Tree) -> Iterator[Diagnostic]:
    """No minute has two prices, unless the highest applies (SG351, SG353)."""
    terms, windows = engagement.out_of_hours, engagement.availability.windows
    yield from _twice([[window] for window in windows], ("availability", "windows"), tree)
    if terms.policy == "refuse":
        if terms.bands:
            yield finding("SG353", tree.key_location(BANDS), BANDS)
        return
    for n, band in enumerate(terms.bands):
        if twice := overlap(windows, band.when):
            path = (*BANDS, n)
            yield finding("SG351", tree.location(path), path, twice=_told(twice))
    if terms.stacking != "highest":
        yield from _twice([band.when for band in terms.bands], BANDS, tree)


def _twice(parts: Sequence[Sequence[WeeklyHours]], path: Path, tree: Tree) -> Iterator[Diagnostic]:
    for (_, one), (n, two) in combinations(enumerate(parts), 2):
        if twice := overlap(one, two):
            at = (*path, n)
            yield finding("SG351", tree.location(at), at, twice=_told(twice))


def standing_calls(engagement: Engagement, tree: Tree) -> Iterator[Diagnostic]:
    """A standing call lies inside the hours of availability (SG352)."""
    windows = engagement.availability.windows
    for n, call in enumerate(engagement.calls.standing):
        start, end = call.time.minute, call.time.minute + call.length.minutes
        if not covers(windows, call.day, (start, end)):
            path: Path = ("calls", "standing", n)
            asked = typed(WeeklyHours((call.day,), start, end))
            told = _told(windows)
            yield finding("SG352", tree.location(path), path, found=asked, windows=told)


def _told(hours: Sequence[WeeklyHours]) -> str:
    return ", ".join(typed(block) for block in hours)


def level(engagement: Engagement, tree: Tree) -> Iterator[Diagnostic]:
    """The chosen level of availability says what the rest of the letter says (SG355)."""
    terms = engagement.availability
    chosen = next((one for one in terms.tiers if one.name == terms.tier), None)
    if chosen is None:
        return
    said: tuple[tuple[Path, object, object], ...] = (
        (("calls", "adhoc_per_week"), engagement.calls.adhoc_per_week, chosen.free_calls),
        (("response", "email"), engagement.response.email, chosen.response),
    )
    for path, elsewhere, at_level in said:
        if elsewhere != at_level:
            found, expected = typed(elsewhere), typed(at_level)
            place, name = tree.location(path), chosen.name
            yield finding("SG355", place, path, found=found, level=name, expected=expected)
