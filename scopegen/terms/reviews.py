"""Reviews with a mark against the goal, and substitution: dates and thresholds (R9, R19)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from scopegen.model.terms import Review, Substitution
from scopegen.quantities import Period, day_end
from scopegen.terms.deadlines import Deadline
from scopegen.terms.sessions import Terms
from scopegen.terms.working import Step, step, working

HORIZON = timedelta(days=366)
"""How far ahead reviews are planned when the engagement has no end."""
CLAUSE, SUBSTITUTION = "review", "substitution"


@dataclass(frozen=True, slots=True)
class PlannedReview:
    """A review: its number, the day by the count of weeks, and the day on which it is held."""

    number: int
    counted: date
    held: date


def review_dates(terms: Terms) -> tuple[PlannedReview, ...]:
    """Give the reviews from the start date on, never from a shifted one (R19).

    One that falls on a closed day moves to the next working day. Without an end date they are given
    for a year.
    """
    agreed = terms.engagement.review
    return tuple(_dates(terms, agreed)) if agreed else ()


def _dates(terms: Terms, agreed: Review) -> Iterator[PlannedReview]:
    work = terms.engagement.engagement
    end = work.end or work.start + HORIZON
    number, counted = 1, agreed.every.after(work.start)
    while agreed.every.whole and counted <= end:
        yield PlannedReview(number, counted, terms.calendar.next_working(counted))
        number += 1
        counted = Period(agreed.every.count * number, agreed.every.unit).after(work.start)


def review(terms: Terms, number: int) -> Deadline | None:
    """Give the day of a review; None when the letter has no such review."""
    found = next((one for one in review_dates(terms) if one.number == number), None)
    agreed = terms.engagement.review
    if found is None or agreed is None:
        return None
    start = terms.engagement.engagement.start
    facts = {"number": number, "every": agreed.every, "start": start, "day": found.counted}
    steps = [step("R19", "review_counted", CLAUSE, **facts)]
    if found.held != found.counted:
        steps.append(step("R19", "review_moved", CLAUSE, day=found.counted, held=found.held))
    return _until(terms, "review", CLAUSE, found.held, steps)


def _until(terms: Terms, kind: str, clause: str, day: date, steps: list[Step]) -> Deadline:
    told = working(kind, clause, terms.currency, steps)
    return Deadline(at=day_end(day, terms.zone), timed=False, working=told)


def plan_due(terms: Terms, on: date, mark: int, earlier: int | None) -> Deadline | None:
    """Give the day on which a plan must be there after a mark; None when no plan is needed.

    A plan is needed below the threshold, and when the mark fell as far as agreed since `earlier`.
    """
    agreed = terms.engagement.review
    if agreed is None:
        return None
    fell = earlier is not None and earlier - mark >= agreed.drop
    if mark >= agreed.threshold and not fell:
        return None
    facts: dict[str, object] = {"mark": mark, "threshold": agreed.threshold}
    facts |= {"earlier": earlier, "drop": agreed.drop}
    reason = step("", "mark_low" if mark < agreed.threshold else "mark_fell", CLAUSE, **facts)
    day = terms.calendar.after(on, agreed.plan.whole)
    due = step("R9", "working_days", "term.working-day", period=agreed.plan, end=day)
    return _until(terms, "plan", CLAUSE, day, [reason, due])


def substitution(
    terms: Terms, announced: date, *, urgent: bool = False, met: date | None = None
) -> Deadline | None:
    """Give the first day on which a substitute may begin, with the days to meet and to refuse.

    None when the letter has no substitution. `met` is the day of the meeting; without it the last
    day for one is taken.
    """
    agreed = terms.engagement.substitution
    if agreed is None:
        return None
    period = agreed.urgent if urgent else agreed.notice
    begins = terms.calendar.after(announced, period.whole)
    told = step("R9", "announced", SUBSTITUTION, day=announced, period=period)
    steps = [told, *_meeting(terms, agreed, announced, met)]
    steps.append(step("R9", "substitute_begins", SUBSTITUTION, day=begins))
    return _until(terms, "substitution", SUBSTITUTION, begins, steps)


def _meeting(
    terms: Terms, agreed: Substitution, announced: date, met: date | None
) -> Iterator[Step]:
    meet_by = terms.calendar.after(announced, agreed.meeting.whole)
    refuse_by = terms.calendar.after(met or meet_by, agreed.refusal.whole)
    yield step("R9", "meet_by", SUBSTITUTION, day=meet_by)
    yield step("R9", "refuse_by", SUBSTITUTION, day=refuse_by, met=met or meet_by)
