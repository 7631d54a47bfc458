"""What cannot both have happened: minutes worked twice, a meeting that falls through twice."""

from __future__ import annotations

from datetime import date, datetime

from scopegen.diagnostics import ScopegenError
from scopegen.model.events import EventKind
from scopegen.quantities import minutes_between
from scopegen.terms.calls import Call
from scopegen.terms.logged import Cancelled, Missed, OnCall, Worked, WorkedOn, logged_of
from scopegen.terms.sessions import Terms
from scopegen.workflow.dossier import Dossier

Timed = Worked | Call | OnCall
FALLEN_THROUGH = (EventKind.CANCELLATION_LOGGED, EventKind.NO_SHOW_LOGGED)
LONGEST_DAY = 25 * 60
"""Minutes of the longest day there is: the one on which the clock goes back."""


def no_two_at_once(dossier: Dossier, kind: EventKind, start: datetime, end: datetime) -> None:
    """See that no minute is worked twice, and that a meeting falls through once.

    Raises:
        ScopegenError: SG718 with the row that it coincides with.
    """
    for event in dossier.standing.logged:
        one = logged_of(event)
        if kind in FALLEN_THROUGH and isinstance(one, Cancelled | Missed):
            there = (one.slot.start, one.slot.end)
        elif kind not in FALLEN_THROUGH and isinstance(one, Timed):
            there = (one.start, one.end)
        else:
            continue
        if there[0] < end and start < there[1]:
            raise ScopegenError("SG718", row=event.seq)


def fits(dossier: Dossier, terms: Terms, day: date, minutes: int) -> None:
    """See that a day has so many minutes, besides those that are on record.

    Raises:
        ScopegenError: SG719.
    """
    if minutes > LONGEST_DAY:
        raise ScopegenError("SG719", on=day, hint="one")
    logged = map(logged_of, dossier.standing.logged)
    there = sum(_length(one) for one in logged if _day(terms, one) == day)
    if there + minutes > LONGEST_DAY:
        raise ScopegenError("SG719", on=day, hint="default")


def _length(one: object) -> int:
    if isinstance(one, WorkedOn):
        return one.minutes
    return minutes_between(one.start, one.end) if isinstance(one, Timed) else 0


def _day(terms: Terms, one: object) -> date | None:
    if isinstance(one, WorkedOn):
        return one.on
    return terms.day(one.start) if isinstance(one, Timed) else None
