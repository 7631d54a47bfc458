"""When the handbrake may be pulled, and for which work: clauses preconditions and handbrake."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from scopegen.model.engagement import Engagement
from scopegen.model.terms import Precondition
from scopegen.quantities import WorkingCalendar
from scopegen.terms.hold import calendar_of

WHOLE_WORK = "work"
"""The one workstream of an engagement without milestones."""
MET_BY_NOTICE = ("precondition", "oral_change", "missing_decision")
"""Triggers that end with a final period of `precondition_process.cure`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Readiness:
    """Whether the handbrake may be pulled on a day; `since` is the first day on which it may.

    Without `since` a written notice is needed first. `cure_until` is the last day of the final
    period that the notice sets.
    """

    since: date | None
    cure_until: date | None

    def ready(self, day: date) -> bool:
        """Tell whether it may be pulled on this day."""
        return self.since is not None and self.since <= day


def workstreams(engagement: Engagement) -> tuple[str, ...]:
    """Name the parts of the work that can stand still: the milestones, or the work as a whole."""
    return tuple(one.id for one in engagement.fees.milestones) or (WHOLE_WORK,)


def dependent(engagement: Engagement, condition: Precondition | None) -> tuple[str, ...]:
    """Give the workstreams that wait for a precondition; without one, all of them."""
    streams = workstreams(engagement)
    waiting = condition.needed_for if condition else ()
    return tuple(one for one in streams if one in waiting) or streams


def precondition(engagement: Engagement, id_: str) -> Precondition | None:
    """Find a precondition of the letter."""
    return next((one for one in engagement.preconditions if one.id == id_), None)


def readiness(
    engagement: Engagement, kind: str, *, due: date | None, noticed: date | None
) -> Readiness:
    """Work out when the handbrake may be pulled for a trigger.

    `due` is the date that was missed, as far as there is one, and `noticed` the day on which the
    written notice with the final period was sent. The first day is the one after the last term, in
    working days (R9); for non-payment in calendar days.
    """
    calendar = calendar_of(engagement)
    until = final_day(engagement, kind, noticed) if noticed else None
    last = until or due
    if last is None:
        return Readiness(since=None, cure_until=None)
    if kind == "nonpayment":
        return Readiness(since=last + timedelta(days=1), cure_until=until)
    first = calendar.next_working(last + timedelta(days=1))
    return Readiness(
        since=calendar.after(first, engagement.handbrake.notice.whole), cure_until=until
    )


def payment_due(engagement: Engagement, invoiced: date) -> date:
    """Give the last day on which an invoice is paid in time (R11)."""
    due = engagement.payment.term.after(invoiced)
    rolls = engagement.payment.roll == "next_working_day"
    return calendar_of(engagement).next_working(due) if rolls else due


def final_day(engagement: Engagement, kind: str, noticed: date) -> date:
    """Give the last day of the final period that a notice of this day sets."""
    if kind == "nonpayment":
        return engagement.handbrake.nonpayment_notice.after(noticed)
    return calendar_of(engagement).after(noticed, engagement.precondition_process.cure.whole)


def overtaken(
    engagement: Engagement, new: Collection[tuple[str, date]]
) -> tuple[tuple[str, str], ...]:
    """Find milestones that would come after a later one: pairs of moved and first passed."""
    dates, order = dict(new), engagement.fees.milestones
    pairs = (
        (early.id, late.id)
        for at, early in enumerate(order)
        for late in reversed(order[at + 1 :])
        if early.id in dates and dates[early.id] > dates.get(late.id, late.due)
    )
    return tuple(dict(pairs).items())


def sponsor_day(calendar: WorkingCalendar, engagement: Engagement, due: date) -> date:
    """Give the first day on which the letter sends the notice with the final period."""
    return calendar.after(due, engagement.precondition_process.sponsor.whole)
