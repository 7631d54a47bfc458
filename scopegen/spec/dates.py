"""Rules on dates: in order, and on days when people work."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from scopegen.diagnostics import Diagnostic, Path, Severity, dotted, finding
from scopegen.model.engagement import Engagement
from scopegen.quantities import WorkingCalendar
from scopegen.source import Tree

Dated = tuple[Path, date]


def order(engagement: Engagement, tree: Tree) -> Iterator[Diagnostic]:
    """Every pair of dates that must be in order is (SG310)."""
    for (early_path, early), (late_path, late) in _pairs(engagement):
        if late < early:
            yield finding(
                "SG310",
                tree.location(late_path),
                late_path,
                late=dotted(late_path),
                late_date=late,
                early=dotted(early_path),
                early_date=early,
            )


def _pairs(engagement: Engagement) -> Iterator[tuple[Dated, Dated]]:
    work = engagement.engagement
    letter: Dated = ("meta", "date"), engagement.meta.date
    start: Dated = ("engagement", "start"), work.start
    yield letter, start
    if work.end:
        yield start, (("engagement", "end"), work.end)
    for at, away in enumerate(engagement.availability.absence):
        path: Path = ("availability", "absence", at)
        yield ((*path, "first"), away.first), ((*path, "last"), away.last)
    for at, assumption in enumerate(engagement.assumptions):
        yield letter, (("assumptions", at, "verify_by"), assumption.verify_by)
    yield from _milestone_pairs(engagement, start)
    yield from _precondition_pairs(engagement, letter)


def _milestone_pairs(engagement: Engagement, start: Dated) -> Iterator[tuple[Dated, Dated]]:
    end = engagement.engagement.end
    for at, milestone in enumerate(engagement.fees.milestones):
        due: Dated = ("fees", "milestones", at, "due"), milestone.due
        yield start, due
        if end:
            yield due, (("engagement", "end"), end)


def _precondition_pairs(engagement: Engagement, letter: Dated) -> Iterator[tuple[Dated, Dated]]:
    milestones = {m.id: (at, m.due) for at, m in enumerate(engagement.fees.milestones)}
    for at, condition in enumerate(engagement.preconditions):
        due: Dated = ("preconditions", at, "due"), condition.due
        yield letter, due
        for served in condition.needed_for or milestones:
            if served in milestones:
                place, planned = milestones[served]
                yield due, (("fees", "milestones", place, "due"), planned)


def working_days(engagement: Engagement, tree: Tree) -> Iterator[Diagnostic]:
    """Preconditions and milestones fall due on a working day (SG311, a warning)."""
    calendar = WorkingCalendar(frozenset(h.day for h in engagement.meta.holidays.listed))
    for path, due in _due(engagement):
        if not calendar.is_working(due):
            place, following = tree.location(path), calendar.next_working(due)
            severity = Severity.WARNING
            yield finding("SG311", place, path, severity=severity, found=due, next=following)


def _due(engagement: Engagement) -> Iterator[Dated]:
    for at, condition in enumerate(engagement.preconditions):
        yield ("preconditions", at, "due"), condition.due
    for at, milestone in enumerate(engagement.fees.milestones):
        yield ("fees", "milestones", at, "due"), milestone.due
