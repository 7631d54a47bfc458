"""When something must be there: response times, preconditions, reviews, acceptance, notice.

Each gives a deadline with its working. A deadline on a date runs to 23:59:59 local (R9); one in
working hours is an instant (R14).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import chain
from typing import NamedTuple

from scopegen.model.engagement import Milestone
from scopegen.model.terms import Precondition
from scopegen.quantities import MINUTE, Period, Unit, clock, day_end, minutes_between
from scopegen.terms.brake import payment_due
from scopegen.terms.hours import Week
from scopegen.terms.leaving import in_trial, last_day, last_notice_for, later, trial_end
from scopegen.terms.sessions import Terms
from scopegen.terms.working import Moment, Step, Working, step, working

WORKING_DAY = "term.working-day"
LONGEST = 730
"""Days after which a clock that never runs is given up."""


Stretch = tuple[datetime, int]
"""A moment in UTC, and for how many minutes the response clock runs from there."""


class Rest(NamedTuple):
    """A rest after night work, both moments in UTC (clause out-of-hours)."""

    start: datetime
    end: datetime


class NeverRunsError(ValueError):
    """There are no hours of availability on working days in which a response clock could run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """The last moment, in UTC, with its working. `timed` tells whether the hour matters."""

    at: datetime
    timed: bool
    working: Working


def _deadline(terms: Terms, kind: str, clause: str, end: date | datetime, *steps: Step) -> Deadline:
    timed = isinstance(end, datetime)
    at = end.astimezone(UTC) if isinstance(end, datetime) else day_end(end, terms.zone)
    told = working(kind, clause, terms.currency, steps)
    return Deadline(at=at, timed=timed, working=told)


def response(
    terms: Terms, received: datetime, way: str = "email", rests: Sequence[Rest] = ()
) -> Deadline:
    """Give the moment by which the provider answers an `email` or makes a `callback` (R14).

    The clock runs inside the hours of availability, on working days on which the provider is not
    away, and not during a rest after night work. What comes outside those hours counts as received
    when they begin again, also for a target in working days.

    Raises:
        NeverRunsError: when the target is not reached within two years.
    """
    target: Period = getattr(terms.engagement.response, way)
    clause = "availability.receipt"
    steps = [step("R14", "heard", clause, at=terms.moment(received))]
    awake = _awake(_counting(terms, received.astimezone(UTC)), rests)
    begun, minutes = next(awake, (None, 0))
    if begun is None:
        raise NeverRunsError
    if begun != received.astimezone(UTC):
        steps.append(step("R14", "begins", clause, at=terms.moment(begun)))
    if target.unit is Unit.WORKING_DAYS:
        last = _provider_days(terms, terms.day(begun), target.whole)
        told = step("R9", "working_days", WORKING_DAY, period=target, end=last)
        return _deadline(terms, "response", "response", last, *steps, told)
    end = _elapsed([(begun, minutes)], awake, target.minutes)
    steps += [
        step("R14", "rested", "out-of-hours", until=terms.moment(rest.end))
        for rest in rests
        if begun <= rest.end <= end or rest.end == begun
    ]
    steps.append(step("R14", "ran", "response", period=target, at=terms.moment(end)))
    return _deadline(terms, "response", "response", end, *steps)


def _provider_days(terms: Terms, day: date, count: int) -> date:
    """Count working days on which the provider is not away."""
    while count:
        day = terms.calendar.next_working(day + timedelta(days=1))
        count -= not _away(terms, day)
    return day


def _elapsed(first: list[Stretch], rest: Iterator[Stretch], target: int) -> datetime:
    """Give the moment at which the clock has run for `target` minutes."""
    left = target
    for at, minutes in chain(first, rest):
        if minutes >= left:
            return at + left * MINUTE
        left -= minutes
    raise NeverRunsError


def _awake(stretches: Iterator[Stretch], rests: Sequence[Rest]) -> Iterator[Stretch]:
    """Leave out what falls in a rest after night work."""
    for at, minutes in stretches:
        end = at + minutes * MINUTE
        # Awake from the start of the stretch, or the end of a rest, to the next rest or the end.
        begins = [at, *(rest.end for rest in rests if at < rest.end < end)]
        for start in sorted(set(begins)):
            if any(rest.start <= start < rest.end for rest in rests):
                continue
            until = min([end, *(rest.start for rest in rests if start < rest.start)])
            yield start, minutes_between(start, until)


def _counting(terms: Terms, start: datetime) -> Iterator[Stretch]:
    """Give the stretches inside the hours of availability that count, in order."""
    week: Week = terms.tariff.week
    for piece in week.pieces(start, start + timedelta(days=LONGEST)):
        day = terms.day(piece.start)
        if piece.rated.inside and terms.calendar.is_working(day) and not _away(terms, day):
            yield piece.start, piece.minutes


def _away(terms: Terms, day: date) -> bool:
    return any(one.first <= day <= one.last for one in terms.engagement.availability.absence)


def client_response(terms: Terms, asked: date) -> Deadline:
    """Give the last day on which the client answers or decides."""
    period = terms.engagement.response.client
    return _days(terms, "client-response", "response", (asked, period))


def _days(terms: Terms, kind: str, clause: str, count: tuple[date, Period]) -> Deadline:
    start, period = count
    last = later(terms, start, period)
    key = "working_days" if period.unit is Unit.WORKING_DAYS else "calendar_days"
    steps = [
        step("R9", "day_zero", clause, day=start),
        step("R9" if key == "working_days" else "R18", key, WORKING_DAY, period=period, end=last),
    ]
    return _deadline(terms, kind, clause, last, *steps)


def precondition_due(terms: Terms, one: Precondition) -> Deadline:
    """Give the moment at which a precondition is due, with the steps of the ladder after it."""
    at = clock(one.due, one.time, terms.zone)
    facts = {"id": one.id, "item": one.item, "owner": one.owner}
    due = step("R9", "due_at", "preconditions.list", at=terms.moment(at), **facts)
    ladder = [
        step("R9", f"ladder_{name}", "preconditions.ladder", day=day)
        for name, day in ladder_days(terms, one)
    ]
    fatal = [step("", "fatal_date", "preconditions.ladder")] if one.fatal else []
    return _deadline(terms, "precondition", "preconditions", at, due, *ladder, *fatal)


def ladder_days(terms: Terms, one: Precondition) -> tuple[tuple[str, date], ...]:
    """Give the days of reminder, call, last term and its end, if nothing comes (R9)."""
    process, calendar = terms.engagement.precondition_process, terms.calendar
    if one.fatal:
        return ()
    sponsor = calendar.after(one.due, process.sponsor.whole)
    return (
        ("reminder", calendar.after(one.due, process.reminder.whole)),
        ("call", calendar.after(one.due, process.call.whole)),
        ("sponsor", sponsor),
        ("cure", calendar.after(sponsor, process.cure.whole)),
    )


def acceptance(terms: Terms, delivered: date) -> Deadline:
    """Give the last day of the review of a deliverable, and the day of the reminder (R9)."""
    agreed = terms.engagement.acceptance
    found = _days(terms, "acceptance", "acceptance.review", (delivered, agreed.review))
    if agreed.deemed != "after_reminder":
        silent = step("", "silence_is_no_yes", "acceptance")
        return _with(found, silent)
    reminder = terms.calendar.after(delivered, agreed.reminder.whole)
    return _with(found, step("R9", "reminder_on", "acceptance", day=reminder))


def _with(found: Deadline, *steps: Step) -> Deadline:
    told = replace(found.working, steps=(*found.working.steps, *steps))
    return replace(found, working=told)


def change_request(terms: Terms, issued: date) -> Deadline:
    """Give the last day on which a change request can be agreed to."""
    period = terms.engagement.change_control.validity
    return _days(terms, "cr", "changes.validity", (issued, period))


def notice(terms: Terms, given: date, by: str) -> Deadline:
    """Give the last day of the engagement when a party gives notice on a day."""
    agreed = terms.engagement.term_exit
    consumer = by == "client" and terms.engagement.parties.client.kind == "consumer"
    period = agreed.client_notice if by == "client" else agreed.provider_notice
    if consumer or not period.whole:
        told = step("", "no_notice", "exit", day=given)
        return _deadline(terms, "notice", "exit", given, told)
    if in_trial(terms, given):
        told = step("R9", "in_trial", "term", notice=given, last=trial_end(terms))
        return _deadline(terms, "notice", "term", given, told)
    end = terms.engagement.engagement.end
    if end and last_day(terms, given, by) > end:
        told = step("", "ends_anyway", "term", period=period, end=end)
        return _deadline(terms, "notice", "exit", end, told)
    return _days(terms, "notice", "exit", (given, period))


def milestone_notice(terms: Terms, milestone: Milestone) -> Deadline | None:
    """Give the last day of notice to leave at a milestone (R17); None where nobody may."""
    last = last_notice_for(terms, milestone)
    if last is None:
        return None
    period = terms.engagement.term_exit.milestone_notice
    facts = {"id": milestone.id, "due": milestone.due, "period": period, "last": last}
    told = step("R17", "last_notice", "exit.milestone", **facts)
    return _deadline(terms, "milestone-notice", "exit.milestone", last, told)


def trial(terms: Terms) -> Deadline | None:
    """Give the last day on which both can stop without a reason; None without a trial time."""
    work = terms.engagement.engagement
    if trial_end(terms) is None or work.trial is None:
        return None
    return _days(terms, "trial", "term", (work.start, work.trial))


def invoice_due(terms: Terms, invoiced: date) -> Deadline:
    """Give the last day on which an invoice is paid in time (R11)."""
    due = payment_due(terms.engagement, invoiced)
    facts = {"invoiced": invoiced, "term": terms.engagement.payment.term, "due": due}
    steps = [step("R11", "due", "payment.term", **facts)]
    plain = terms.engagement.payment.term.after(invoiced)
    if plain != due:
        steps.append(step("R9", "rolled", "payment.term", day=plain, due=due))
    return _deadline(terms, "invoice", "payment.term", due, *steps)


def long_stop(terms: Terms, held: date) -> Deadline:
    """Give the day from which a hold has lasted so long that both may end the engagement."""
    period = terms.engagement.hold_fee.long_stop
    end = period.after(held)
    facts = {"held": held, "period": period, "end": end}
    told = step("R10", "long_stop", "hold-fee", **facts)
    return _deadline(terms, "hold", "hold-fee", end, told)


def shown_in(deadline: Deadline, zones: tuple[str, ...]) -> tuple[Moment, ...]:
    """Give the deadline on the clocks of other zones."""
    return tuple(Moment(deadline.at, zone) for zone in zones)
