"""What is in the calendar of an engagement: calls, preconditions, milestones, reviews, deadlines.

Each appointment has an id that stays the same when its day changes, so that a calendar updates it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from scopegen.model.terms import StandingCall
from scopegen.quantities import ClockTime, clock
from scopegen.terms.brake import final_day
from scopegen.terms.deadlines import long_stop
from scopegen.terms.leaving import trial_end
from scopegen.terms.reviews import review_dates
from scopegen.terms.sessions import Terms
from scopegen.terms.standing import ChangeState, Standing
from scopegen.terms.working import Figures

DAY = timedelta(days=1)
NOTICE = timedelta(minutes=30)
"""How long before its end an appointment at a deadline begins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weekly:
    """How an appointment repeats: each week up to a last day, but not on some days."""

    last: date
    skipped: tuple[datetime, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """An entry of the calendar; `kind` names its sentence.

    It has either moments, in UTC, or whole days, the last one included. `over` tells that it needs
    no attention any more: its entry is struck out, not left behind.
    """

    id: str
    kind: str
    figures: Figures
    start: datetime | None = None
    end: datetime | None = None
    first: date | None = None
    last: date | None = None
    weekly: Weekly | None = None
    over: bool = False


def appointments(terms: Terms, standing: Standing, *, signed: bool) -> tuple[Appointment, ...]:
    """Give everything that has a day or a time."""
    found = [one for choose in CHOICES for one in choose(terms, standing)]
    offer = terms.engagement.meta.offer_valid.after(terms.engagement.meta.date)
    found.append(replace(_all_day("offer", "offer", offer), over=signed))
    return tuple(found)


def _all_day(id_: str, kind: str, day: date, *figures: tuple[str, object]) -> Appointment:
    return Appointment(id=id_, kind=kind, figures=figures, first=day, last=day)


def _standing(terms: Terms, _: Standing) -> Iterator[Appointment]:
    for number, call in enumerate(terms.engagement.calls.standing, start=1):
        days = list(_call_days(terms, call))
        held = [day for day in days if _is_held(terms, call, day)]
        if not held:
            continue
        between = [day for day in days if held[0] <= day <= held[-1]]
        skipped = tuple(_at(terms, day, call.time) for day in between if day not in held)
        start = _at(terms, held[0], call.time)
        yield Appointment(
            id=f"standing-{number}",
            kind="standing",
            figures=(("length", call.length),),
            start=start,
            end=start + timedelta(minutes=call.length.minutes),
            weekly=Weekly(last=held[-1], skipped=skipped),
        )


def next_standing(terms: Terms, after: datetime) -> datetime | None:
    """Give the start of the first standing call after an aware moment; None without one."""
    coming = (
        at
        for call in terms.engagement.calls.standing
        for day in _call_days(terms, call)
        if _is_held(terms, call, day) and (at := _at(terms, day, call.time)) > after
    )
    return min(coming, default=None)


def _call_days(terms: Terms, call: StandingCall) -> Iterator[date]:
    """Give each such weekday from the start to the end, or as far as the letter lists holidays."""
    work, listed = terms.engagement.engagement, terms.engagement.meta.holidays.listed
    open_end = date(max((one.day.year for one in listed), default=work.start.year), 12, 31)
    day = work.start + ((call.day - work.start.weekday()) % 7) * DAY
    while day <= (work.end or open_end):
        yield day
        day += 7 * DAY


def _is_held(terms: Terms, call: StandingCall, day: date) -> bool:
    """A standing call is not held on a holiday or while the provider is away (clause calls)."""
    away = any(one.first <= day <= one.last for one in terms.engagement.availability.absence)
    return terms.calendar.day_type(day) is call.day and not away


def _at(terms: Terms, day: date, time: ClockTime) -> datetime:
    return clock(day, time, terms.zone)


def _preconditions(terms: Terms, standing: Standing) -> Iterator[Appointment]:
    for one in terms.engagement.preconditions:
        due = _at(terms, one.due, one.time)
        figures: Figures = (("id", one.id), ("item", one.item), ("owner", one.owner))
        yield Appointment(
            id=f"precondition-{one.id}",
            kind="received" if one.id in standing.received else "precondition",
            figures=(*figures, ("criterion", one.complete_when), ("time", one.time)),
            start=due - NOTICE,
            end=due,
        )


def _milestones(terms: Terms, standing: Standing) -> Iterator[Appointment]:
    for one in terms.engagement.fees.milestones:
        kind = "accepted" if one.id in standing.accepted else "milestone"
        yield _all_day(f"milestone-{one.id}", kind, one.due, ("id", one.id), ("title", one.title))


def _reviews(terms: Terms, _: Standing) -> Iterator[Appointment]:
    agreed = terms.engagement.review
    for one in review_dates(terms):
        length = ("length", agreed.length if agreed else "")
        yield _all_day(f"review-{one.number}", "review", one.held, ("number", one.number), length)


def _bounds(terms: Terms, _: Standing) -> Iterator[Appointment]:
    work = terms.engagement.engagement
    yield _all_day("start", "start", work.start)
    trial = trial_end(terms)
    if trial:
        yield _all_day("trial", "trial", trial)
    if work.end:
        yield _all_day("end", "end", work.end)


def _absences(terms: Terms, _: Standing) -> Iterator[Appointment]:
    for number, one in enumerate(terms.engagement.availability.absence, start=1):
        away = _all_day(f"absence-{number}", "absence", one.first, ("note", one.note or ""))
        yield replace(away, last=one.last)


def _changes(_: Terms, standing: Standing) -> Iterator[Appointment]:
    for one in standing.latest:
        item, version = one.identity.item, one.identity.version
        figures = (("id", item), ("version", version))
        open_ = one.state is ChangeState.ISSUED
        entry = _all_day(f"change-{item}", "change", one.valid_until, *figures)
        yield replace(entry, over=not open_)


def _notices(terms: Terms, standing: Standing) -> Iterator[Appointment]:
    """The ends of final periods; over when what was missing came, or when work stopped for it."""
    stopped = {stop.need for hold in standing.holds for stop in hold.stops}
    for one in standing.notices:
        last = final_day(terms.engagement, one.kind, one.sent)
        need = f"paid:{one.about}" if one.kind == "nonpayment" else one.about
        over = need in standing.received or need in stopped
        entry = _all_day(f"notice-{one.kind}-{one.about}", "notice", last, ("about", one.about))
        yield replace(entry, over=over)


def _holds(terms: Terms, standing: Standing) -> Iterator[Appointment]:
    for hold in standing.holds:
        day = terms.day(long_stop(terms, hold.start).at)
        entry = _all_day(f"hold-{hold.id}", "hold", day, ("id", hold.id), ("start", hold.start))
        yield replace(entry, over=hold.resumed is not None)


CHOICES: tuple[Callable[[Terms, Standing], Iterator[Appointment]], ...] = (
    _standing,
    _preconditions,
    _milestones,
    _reviews,
    _bounds,
    _absences,
    _changes,
    _notices,
    _holds,
)
