"""Where each precondition is on the ladder of the letter, and what is to be written (R9)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from scopegen.model.terms import Precondition
from scopegen.terms.brake import Readiness, readiness
from scopegen.terms.deadlines import ladder_days
from scopegen.terms.sessions import Terms
from scopegen.terms.standing import Hold, Standing
from scopegen.terms.working import Figures

AHEAD = 10
"""Working days before its date on which a precondition is asked for."""
LIST, LADDER = "preconditions.list", "preconditions.ladder"


@dataclass(frozen=True, slots=True, kw_only=True)
class DueNotice:
    """A message that is due: `why` names its sentence, which `figures` fill.

    `since` is the first day on which it may be sent, and `by` the last one on which it still serves
    its purpose.
    """

    kind: str
    about: str
    why: str
    clause: str
    since: date
    by: date | None = None
    figures: Figures = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Practice:
    """An engagement on a day: its terms in force, and what the register adds up to."""

    terms: Terms
    standing: Standing
    today: date
    newcomers: tuple[str, ...] = ()
    """People of the client who came with the version of the letter that is in force."""

    def made(self, kind: str, about: str = "") -> date | None:
        """Give the last day on which such a notice was made; None when it never was."""
        same = (one.on for one in self.standing.made if (one.kind, one.about) == (kind, about))
        return max(same, default=None)

    def noticed(self, kind: str, about: str) -> date | None:
        """Give the last day of a notice that sets a final period; None when there was none."""
        same = (one.sent for one in self.standing.notices if (one.kind, one.about) == (kind, about))
        return max(same, default=None)

    def ahead(self, day: date, count: int) -> date:
        """Give the working day from which so many working days are left to a day (R9)."""
        calendar = self.terms.calendar
        return calendar.next_working(calendar.before(day, count))

    @property
    def stopped(self) -> frozenset[str]:
        """Name what the open hold waits for."""
        hold = self.standing.hold
        return frozenset(stop.need for stop in hold.stops) if hold else frozenset()

    def asked_since(self, condition: str, first: date) -> bool:
        """Tell whether a precondition was asked for on or after a day."""
        return any(id_ == condition and on >= first for id_, on in self.standing.requested)


def missing(practice: Practice) -> tuple[Precondition, ...]:
    """Give the preconditions that are not met, and for which work does not stand still already."""
    hold, received = practice.standing.hold, practice.standing.received
    return tuple(
        one
        for one in practice.terms.engagement.preconditions
        if one.id not in received
        and one.id not in practice.stopped
        and not _waits_for_hold(one, hold)
    )


def _waits_for_hold(condition: Precondition, hold: Hold | None) -> bool:
    """The periods of work that stands still do not run (clause handbrake)."""
    return hold is not None and condition.due > hold.start


def rungs(practice: Practice) -> Iterator[DueNotice]:
    """Give the messages about preconditions that are due: request, reminder, call, last term."""
    for condition in missing(practice):
        if practice.today <= condition.due:
            yield from _request(practice, condition)
        else:
            yield from _late(practice, condition)
    yield from _sponsor(practice)


def _request(practice: Practice, condition: Precondition) -> Iterator[DueNotice]:
    first = practice.ahead(condition.due, AHEAD)
    asked = practice.made("input-request", condition.id) or practice.asked_since(
        condition.id, date.min
    )
    if practice.today >= first and not asked:
        yield _due("input-request", condition, first, clause=LIST, by=condition.due)


def _late(practice: Practice, condition: Precondition) -> Iterator[DueNotice]:
    may = _may_brake(practice, condition)
    if may.since:
        if may.ready(practice.today):
            yield _due("handbrake", condition, may.since, clause="handbrake.notice")
        return
    days = dict(ladder_days(practice.terms, condition))
    if practice.today >= days["sponsor"]:
        yield _due("final-period", condition, days["sponsor"], clause=LADDER)
        return
    if practice.today >= days["reminder"] and not _reminded(practice, condition, days["reminder"]):
        yield _due("reminder", condition, days["reminder"], clause=LADDER, by=days["call"])
    if practice.today >= days["call"] and not practice.made("call-note", condition.id):
        yield _due("call", condition, days["call"], clause=LADDER, by=days["sponsor"])


def _reminded(practice: Practice, condition: Precondition, first: date) -> bool:
    made = practice.made("reminder", condition.id) is not None
    return made or practice.asked_since(condition.id, first)


def _may_brake(practice: Practice, condition: Precondition) -> Readiness:
    engagement = practice.terms.engagement
    due = condition.due if condition.fatal else None
    noticed = practice.noticed("precondition", condition.id)
    return readiness(engagement, "precondition", due=due, noticed=noticed)


def at_sponsor(practice: Practice) -> tuple[tuple[Precondition, date], ...]:
    """Give the late preconditions of which the letter writes to who signs, with that first day."""
    found = (
        (one, dict(ladder_days(practice.terms, one)).get("sponsor", one.due + timedelta(days=1)))
        for one in missing(practice)
    )
    return tuple((one, day) for one, day in found if practice.today >= day)


def _sponsor(practice: Practice) -> Iterator[DueNotice]:
    """One message about all of them, as each has a final period in a message of its own.

    A single one needs no such overview; a new overview comes only when another is late too.
    """
    late = at_sponsor(practice)
    told = practice.made("sponsor")
    new = [day for _, day in late if told is None or day > told]
    if new and len(late) > 1:
        figures: Figures = (("ids", tuple(one.id for one, _ in late)), ("count", len(late)))
        yield DueNotice(
            kind="sponsor", about="", why="sponsor", clause=LADDER, since=max(new), figures=figures
        )


def _due(
    kind: str, condition: Precondition, since: date, *, clause: str, by: date | None = None
) -> DueNotice:
    return DueNotice(
        kind=kind,
        about=condition.id,
        why=kind,
        clause=clause,
        since=since,
        by=by,
        figures=(("id", condition.id), ("item", condition.item), ("due", condition.due)),
    )
