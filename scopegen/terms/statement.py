"""A statement: everything that was logged and agreed in a period, turned into billable lines.

The whole history is worked out in order, and then cut to the period: allowances, limits and holds
run on over its edges, so that two periods together come to what they come to apart.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from scopegen.model.events import Event
from scopegen.quantities import Money, add_months, minutes_between, total
from scopegen.terms import attendance
from scopegen.terms.billing import Biller, retainer_fee
from scopegen.terms.brake import WHOLE_WORK
from scopegen.terms.calls import Call, CallBook, overloads
from scopegen.terms.extra_work import Extra, effective_rate, extra_register
from scopegen.terms.hold import hold_charge
from scopegen.terms.hours import Session
from scopegen.terms.logged import (
    Cancelled,
    Logged,
    Missed,
    OnCall,
    StandbyDays,
    Worked,
    WorkedOn,
    logged_of,
)
from scopegen.terms.sessions import Terms, callout, standby, unconfirmed
from scopegen.terms.standing import Hold, Standing
from scopegen.terms.working import Step, Working, line, working

DAY = timedelta(days=1)
AFTER_ALL_ROWS = sys.maxsize
"""Where a line stands on its day that comes from no row, but from those before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce:
    """The terms of one version of the letter, and the day from which they hold."""

    since: date
    version: int
    terms: Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """A line of a statement: its day, its working, and the row of the register it comes from.

    `row` is 0 for what follows from the letter itself, such as a fee for a month.
    """

    on: date
    row: int
    version: int
    working: Working
    minutes: int = 0
    """Time worked, for what an hour brought in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """An amount that was agreed in a change request, on top of what is worked by the hour."""

    on: date
    change: str
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """All that a statement is made from."""

    versions: Sequence[InForce]
    standing: Standing
    agreements: Sequence[Agreement] = ()

    def at(self, day: date) -> InForce:
        """Give the version in force on a day; before the first one it is the first."""
        fit = [one for one in self.versions if one.since <= day]
        return fit[-1] if fit else self.versions[0]

    def when(self, moment: datetime) -> InForce:
        """Give the version in force at an aware moment."""
        return self.at(self.versions[0].terms.day(moment))


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """The hours that are agreed as a ceiling, and how many are used, in minutes."""

    used: int
    limit: int
    warned: bool
    """The share is reached at which the client is warned."""


def budget(terms: Terms, logged: Iterable[Logged]) -> Budget | None:
    """Give how much of the budget is used, rounded as it is billed; None without a budget."""
    fees = terms.engagement.fees
    if fees.budget is None:
        return None
    sessions = (
        terms.tariff.untimed(one.on, one.minutes)
        if isinstance(one, WorkedOn)
        else terms.tariff.session(one.start, one.end, surcharged=one.agreed or one.emergency)
        for one in logged
        if isinstance(one, Worked | WorkedOn)
    )
    used, limit = sum(one.billed for one in sessions), fees.budget.minutes
    return Budget(used=used, limit=limit, warned=used >= limit * fees.budget_warning.share)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What is due for a period, `first` to `last` both included, without VAT."""

    first: date
    last: date
    billed: tuple[Posted, ...]
    free: tuple[Posted, ...]
    """What costs nothing, told with its reason."""
    total: Money
    minutes: int
    rate: Money | None
    """What an hour brought in (R16); None without hours."""
    budget: Budget | None
    """The hours up to the end of the period, where the letter has a ceiling."""
    overloads: tuple[tuple[date, int], ...]
    """Days with more ad-hoc calls than the letter bears."""


def statement(history: History, first: date, last: date) -> Statement:
    """Make the statement of a period."""
    posted = [one for one in every_posting(history, first, last) if first <= one.on <= last]
    posted.sort(key=lambda one: (one.on, one.row or AFTER_ALL_ROWS))
    billed = tuple(one for one in posted if one.working.total.amount)
    now = history.at(last).terms
    sum_ = total((one.working.total for one in billed), now.currency)
    minutes = sum(one.minutes for one in posted)
    logged = [one for _, one in _all(history.standing.logged)]
    calls = [one for one in logged if isinstance(one, Call)]
    so_far = [one for one in logged if _when(history, one)[0] <= last]
    return Statement(
        first=first,
        last=last,
        billed=billed,
        free=tuple(one for one in posted if not one.working.total.amount),
        total=sum_,
        minutes=minutes,
        rate=effective_rate(sum_, minutes),
        budget=budget(now, so_far),
        overloads=tuple(one for one in overloads(now, calls) if first <= one[0] <= last),
    )


def every_posting(history: History, first: date, last: date) -> Iterator[Posted]:
    """Give every line of the history, not in order; what has no day of its own as of the period."""
    yield from _logged(history)
    yield from _monthly(history, last)
    yield from _milestones(history)
    yield from _agreements(history)
    for hold in history.standing.holds:
        yield from _hold(history, hold, first, last)


def _all(events: Iterable[Event]) -> Iterator[tuple[int, Logged]]:
    for event in events:
        yield event.seq, logged_of(event)


def _logged(history: History) -> Iterator[Posted]:
    items = sorted(_all(history.standing.logged), key=lambda one: (_when(history, one[1]), one[0]))
    poster = _Poster(history)
    for row, item in items:
        yield from poster.post(row, item)
    yield from poster.day_rates()
    yield from _extras(history, items)


def _when(history: History, item: Logged) -> tuple[date, str]:
    """Give the order in time: the local day, and the moment on it."""
    match item:
        case Worked() | Call() | OnCall():
            return _moment(history, item.start)
        case Cancelled() | Missed():
            return _moment(history, item.slot.start)
        case StandbyDays():
            return item.first, ""
        case _:
            return item.on, ""


def _moment(history: History, start: datetime) -> tuple[date, str]:
    day = history.versions[0].terms.day(start)
    return day, start.astimezone(UTC).isoformat()


class _Poster:
    """Goes through what was logged, in order of time, and keeps what runs on."""

    def __init__(self, history: History) -> None:
        self.history = history
        self.biller = Biller(ended=history.standing.ended or date.max)
        self.calls = CallBook()

    def post(self, row: int, item: Logged) -> Iterator[Posted]:
        """Give the lines of one thing that was logged."""
        match item:
            case Worked():
                yield self._worked(row, item)
            case WorkedOn():
                version = self.history.at(item.on)
                session = version.terms.tariff.untimed(item.on, item.minutes)
                yield self._time(row, version, session)
            case Call():
                yield self._call(row, item)
            case OnCall():
                version = self.history.when(item.start)
                told = callout(version.terms, item.start, item.end)
                minutes = minutes_between(item.start, item.end)
                yield _posted(row, version, item.start, told, minutes)
            case Cancelled() | Missed():
                yield self._missed(row, item)
            case StandbyDays():
                yield from _standby(self.history, row, item)
            case _:
                return

    def _worked(self, row: int, item: Worked) -> Posted:
        version = self.history.when(item.start)
        terms, confirmed = version.terms, item.agreed or item.emergency
        session = terms.tariff.session(item.start, item.end, surcharged=confirmed)
        steps = list(self.biller.time(terms, session, included=True))
        if not confirmed:
            steps += unconfirmed(terms, item.start, item.end)
        told = working("work", "fees", terms.currency, steps)
        return _posted(row, version, item.start, told, session.worked)

    def _time(self, row: int, version: InForce, session: Session) -> Posted:
        steps = self.biller.time(version.terms, session, included=True)
        told = working("work", "fees", version.terms.currency, steps)
        return _posted(row, version, session.start, told, session.worked)

    def _call(self, row: int, call: Call) -> Posted:
        version = self.history.when(call.start)
        priced = self.calls.price(version.terms, call, self.biller.time)
        minutes = 0 if call.missed else minutes_between(call.start, call.end)
        return _posted(row, version, call.start, priced.working, minutes)

    def _missed(self, row: int, item: Cancelled | Missed) -> Posted:
        slot = item.slot
        version = self.history.when(slot.start)
        if isinstance(item, Cancelled):
            told = attendance.cancellation(version.terms, slot, item.received)
        else:
            told = attendance.no_show(version.terms, slot, item.arrived)
        return _posted(row, version, slot.start, told)

    def day_rates(self) -> Iterator[Posted]:
        """Give the lines that bring days down to the day rate."""
        for day in sorted(self.biller.days):
            version = self.history.at(day)
            steps = self.biller.day_rates(version.terms, day)
            if steps:
                yield _follows(version, day, "work", *steps)


def _posted(row: int, version: InForce, start: datetime, told: Working, minutes: int = 0) -> Posted:
    day = version.terms.day(start)
    return Posted(on=day, row=row, version=version.version, working=told, minutes=minutes)


def _standby(history: History, row: int, item: StandbyDays) -> Iterator[Posted]:
    """Give one line a day, so that a period takes just its own days."""
    for n in range((item.last - item.first).days + 1):
        day = item.first + n * DAY
        version = history.at(day)
        agreed = version.terms.engagement.availability.standby
        if agreed and version.terms.calendar.day_type(day) in agreed.when.days:
            told = standby(version.terms, day, day)
            yield Posted(on=day, row=row, version=version.version, working=told)


def _extras(history: History, items: Sequence[tuple[int, Logged]]) -> Iterator[Posted]:
    rows = [(row, item) for row, item in items if isinstance(item, Extra)]
    now = history.versions[-1].terms
    split = extra_register(now, [item for _, item in rows])
    for (row, item), one in zip(rows, split, strict=True):
        version = history.at(item.on)
        yield Posted(
            on=item.on, row=row, version=version.version, working=one.working, minutes=item.minutes
        )


def _monthly(history: History, until: date) -> Iterator[Posted]:
    """Give the fee of each month of a retainer, on its last day."""
    work = history.versions[0].terms.engagement.engagement
    month = work.start.replace(day=1)
    ended = history.standing.ended or date.max
    while month <= min(until, ended):
        last = min(add_months(month, 1) - DAY, ended)
        version = history.at(last)
        fee = retainer_fee(version.terms, month, ended)
        if fee:
            facts = {"month": month, "fee": fee}
            told = line("R1", "retainer_month", "fees.price", fee, **facts)
            yield _follows(version, last, "fees", told)
        month = add_months(month, 1)


def _follows(version: InForce, on: date, kind: str, *steps: Step) -> Posted:
    told = working(kind, steps[0].clause, version.terms.currency, steps)
    return Posted(on=on, row=0, version=version.version, working=told)


def _milestones(history: History) -> Iterator[Posted]:
    """Give the amounts of accepted milestones, and the advance that is settled with them."""
    first = history.versions[0]
    fees, payment = first.terms.engagement.fees, first.terms.engagement.payment
    if fees.model != "fixed" or not fees.fixed_price:
        return
    left = first.terms.nothing
    if payment.advance:
        left = fees.fixed_price.times(payment.advance.share)
        told = line("R1", "advance", "payment", left, share=payment.advance)
        yield _follows(first, first.terms.engagement.engagement.start, "fees", told)
    for id_, on in history.standing.milestones.items():
        version = history.at(on)
        due = _amount_of(version, id_)
        if due:
            settled = min(left, due[1])
            left = left - settled
            yield _follows(version, on, "fees", *_accepted(id_, due, settled))


def _amount_of(version: InForce, id_: str) -> tuple[str, Money] | None:
    fees = version.terms.engagement.fees
    if id_ == WHOLE_WORK and fees.fixed_price:
        return version.terms.engagement.meta.title, fees.fixed_price
    found = next((one for one in fees.milestones if one.id == id_), None)
    return (found.title, found.amount) if found and found.amount else None


def _accepted(id_: str, due: tuple[str, Money], settled: Money) -> Iterator[Step]:
    title, amount = due
    yield line("R1", "milestone_accepted", "payment", amount, id=id_, title=title)
    if settled.amount:
        yield line("R1", "advance_settled", "payment", settled.times(-1))


def _agreements(history: History) -> Iterator[Posted]:
    for one in history.agreements:
        version = history.at(one.on)
        told = line("R1", "change_agreed", "changes.request", one.amount, change=one.change)
        yield _follows(version, one.on, "changes", told)


def _hold(history: History, hold: Hold, first: date, last: date) -> Iterator[Posted]:
    """Give the charged days of a hold in a period, and the restart on the day of resuming (R10)."""
    version = history.at(hold.start)
    agreed, calendar = version.terms.engagement.hold_fee, version.terms.calendar
    start, end = max(hold.start, first), min(hold.resumed or last + DAY, last + DAY)
    if hold.free or end <= start:
        return
    complete = history.standing.met(hold)
    before = hold_charge(agreed, calendar, hold.start, start, complete)
    then = hold_charge(agreed, calendar, hold.start, end, complete)
    facts = {"hold": hold.id, "start": start, "until": end, "per_day": then.per_day}
    counts = {"held": then.days - before.days, "days": then.charged - before.charged}
    told = line("R10", "hold_part", "hold-fee", then.fee - before.fee, **facts, **counts)
    yield _follows(version, end - DAY, "hold", told)
    if hold.resumed == end and then.restart.amount:
        restart = line("R10", "hold_restart", "hold-fee", then.restart, after=agreed.restart_after)
        yield _follows(version, end - DAY, "hold", restart)
