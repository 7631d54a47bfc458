"""Ad-hoc calls: which are free, what the others cost, and when it is too much (R13)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

from scopegen.quantities import MINUTE
from scopegen.terms.hours import Session, refused
from scopegen.terms.sessions import Terms, session_steps, unconfirmed
from scopegen.terms.working import Elapsed, Step, Working, step, working

CLAUSE = "calls"


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A call, from `start` to `end`, both aware.

    `group` tells of a group call that was called too late; it never uses the allowance. `agreed`
    tells that the client confirmed the surcharge, without which there is none.
    """

    start: datetime
    end: datetime
    missed: bool = False
    group: bool = False
    emergency: bool = False
    agreed: bool = True
    standing: bool = False
    """A standing call that counts as working time."""


@dataclass(frozen=True, slots=True)
class PricedCall:
    """A call with its working; `free` tells whether it used the allowance."""

    call: Call
    free: bool
    working: Working


Charge = Callable[[Terms, Session], Iterable[Step]]
"""How working time is charged: plainly, or by the model of the fees."""


@dataclass(slots=True)
class CallBook:
    """Prices calls in order of start; the allowance counts per ISO week in the local zone (R13)."""

    used: Counter[tuple[int, int]] = field(default_factory=Counter)
    """Free calls so far, by ISO year and week."""

    def price(self, terms: Terms, call: Call, charge: Charge = session_steps) -> PricedCall:
        """Price the next call."""
        # Two moments of one zone would add up on the wall clock (R2).
        call = replace(call, start=call.start.astimezone(UTC), end=call.end.astimezone(UTC))
        week = week_of_call(terms, call)
        allowed = terms.engagement.calls.adhoc_per_week
        free = may_be_free(terms, call) and self.used[week] < allowed
        if free:
            self.used[week] += 1
        steps = _free(terms, call, self.used[week], charge) if free else _full(terms, call, charge)
        told = working("call", CLAUSE, terms.currency, [*steps, *_unconfirmed(terms, call)])
        return PricedCall(call, free, told)


def price_call(terms: Terms, call: Call, earlier: int) -> PricedCall:
    """Price one call after `earlier` calls of that week that used the allowance."""
    return CallBook(Counter({week_of_call(terms, call): earlier})).price(terms, call)


def week_of_call(terms: Terms, call: Call) -> tuple[int, int]:
    """Give the ISO year and week in which a call starts, on the local clock."""
    iso = terms.day(call.start).isocalendar()
    return iso.year, iso.week


def standing_billed(terms: Terms, start: datetime) -> bool:
    """Tell whether the standing call of that weekday counts as time worked (clause calls)."""
    day = terms.day(start).weekday()
    agreed = [one for one in terms.engagement.calls.standing if one.day == day]
    return all(one.billed for one in agreed or terms.engagement.calls.standing)


def may_be_free(terms: Terms, call: Call) -> bool:
    """Tell whether a call counts for the allowance: answered, ad hoc, started inside the hours."""
    by_nature = not (call.missed or call.group or call.standing)
    return by_nature and terms.tariff.week.starts_inside(call.start)


def _free(terms: Terms, call: Call, nth: int, charge: Charge) -> Iterator[Step]:
    agreed = terms.engagement.calls
    facts = {"nth": nth, "allowed": agreed.adhoc_per_week, "free": agreed.adhoc_free}
    yield step("R13", "call_free", CLAUSE, span=terms.span(call.start, call.end), **facts)
    over = call.start + agreed.adhoc_free.minutes * MINUTE
    if call.end > over:
        excess = terms.tariff.session(over, call.end, minimum=0, surcharged=call.agreed)
        yield step("R13", "call_excess", CLAUSE, minutes=Elapsed(excess.worked))
        yield from list(charge(terms, excess))[1:]


def _full(terms: Terms, call: Call, charge: Charge) -> Iterator[Step]:
    allowed = terms.engagement.calls.adhoc_per_week
    yield step("R13", _why_full(terms, call), CLAUSE, allowed=allowed)
    if call.missed or (call.standing and not standing_billed(terms, call.start)):
        return
    session = terms.tariff.session(call.start, call.end, surcharged=call.agreed)
    if call.emergency and refused(session):
        yield step("R4", "no_surcharge_refused", "availability.emergency")
    yield from charge(terms, session)


def _why_full(terms: Terms, call: Call) -> str:
    reasons = (
        (call.missed, "call_missed"),
        (call.group, "call_group"),
        (call.standing and not standing_billed(terms, call.start), "call_standing_free"),
        (call.standing, "call_standing"),
        (not terms.tariff.week.starts_inside(call.start), "call_outside"),
        (not terms.engagement.calls.adhoc_per_week, "call_none_free"),
    )
    return next((key for applies, key in reasons if applies), "call_over")


def _unconfirmed(terms: Terms, call: Call) -> Iterator[Step]:
    free = call.missed or (call.standing and not standing_billed(terms, call.start))
    if not (free or call.agreed):
        yield from unconfirmed(terms, call.start, call.end)


def overloads(terms: Terms, calls: Sequence[Call]) -> tuple[tuple[date, int], ...]:
    """Give the days with more ad-hoc calls than the letter bears, with their number (R13)."""
    adhoc = [one for one in calls if not (one.missed or one.standing or one.group)]
    days = Counter(terms.day(one.start) for one in adhoc)
    limit = terms.engagement.calls.overload_per_day
    return tuple((day, count) for day, count in sorted(days.items()) if count > limit)
