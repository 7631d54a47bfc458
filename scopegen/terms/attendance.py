"""Cancelling late and not turning up: the price of reserved time, for both sides (R7)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from scopegen.model.terms import CancellationTier
from scopegen.quantities import MINUTE, Money, Percent, Unit, minutes_between
from scopegen.terms.hours import Part
from scopegen.terms.sessions import Terms, by_the_day, ordinary_minutes
from scopegen.terms.working import Elapsed, Step, Working, line, step, working

CLAUSE = "attendance"


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A meeting as it was planned. Both moments are aware.

    `billed` tells whether it counts as working time; what does not has no planned fee. `ours` tells
    that it was the provider who cancelled or stayed away.
    """

    start: datetime
    end: datetime
    billed: bool = True
    ours: bool = False
    excused: bool = False
    """By force majeure, such as an accident or sudden illness."""
    rebooked: date | None = None
    """The day on which the same meeting is held after all."""


def cancellation(terms: Terms, slot: Slot, received: datetime) -> Working:
    """Price a cancellation that was received at `received`, an aware moment (R7).

    Notice is elapsed time, also outside the hours of availability; exactly at a limit, the tier
    does not apply.
    """
    slot, received = _in_utc(slot), received.astimezone(UTC)
    tier, told = _tier(terms, slot, received)
    if tier is None:
        steps: list[Step] = [*told, step("R7", "in_time", CLAUSE)]
        return working("cancel", CLAUSE, terms.currency, steps)
    told.append(step("R7", "tier", CLAUSE, less_than=tier.less_than, charge=tier.charge))
    return _charged("cancel", terms, slot, tier.charge, told)


def _in_utc(slot: Slot) -> Slot:
    """Reckon in UTC: two moments of one zone would be compared on the wall clock (R2)."""
    return replace(slot, start=slot.start.astimezone(UTC), end=slot.end.astimezone(UTC))


def _tier(
    terms: Terms, slot: Slot, received: datetime
) -> tuple[CancellationTier | None, list[Step]]:
    tiers = terms.engagement.attendance.tiers
    facts = {"received": terms.moment(received), "start": terms.moment(slot.start)}
    if tiers[0].less_than.unit is Unit.WORKING_DAYS:
        given = terms.calendar.between(terms.day(received), terms.day(slot.start))
        told = step("R7", "notice_days", CLAUSE, **facts, days=max(given, 0))
        fits = [tier for tier in tiers if given < tier.less_than.whole]
    else:
        notice = minutes_between(received, slot.start)
        late = received > slot.start
        key = "notice_after" if late else "notice_hours"
        told = step("R7", key, CLAUSE, **facts, minutes=Elapsed(abs(notice)))
        # An hour more or less on the clock does not matter: this is elapsed time (R2).
        fits = [t for t in tiers if received + t.less_than.minutes * MINUTE > slot.start]
    return min(fits, key=lambda tier: tier.less_than.count, default=None), [told]


def no_show(terms: Terms, slot: Slot, arrived: datetime | None = None) -> Working:
    """Price a meeting to which somebody did not come, or came after the wait was over (R7)."""
    agreed, slot = terms.engagement.attendance, _in_utc(slot)
    waited = slot.start + agreed.grace.minutes * MINUTE
    facts = {"start": terms.moment(slot.start), "until": terms.moment(waited)}
    if arrived is not None and arrived <= waited:
        steps = [step("R7", "arrived", CLAUSE, arrived=terms.moment(arrived), **facts)]
        return working("no-show", CLAUSE, terms.currency, steps)
    told = [step("R7", "waited", CLAUSE, grace=agreed.grace, **facts)]
    told.append(step("R7", "absent", CLAUSE, charge=agreed.no_show))
    return _charged("no-show", terms, slot, agreed.no_show, told)


def _charged(kind: str, terms: Terms, slot: Slot, charge: Percent, told: list[Step]) -> Working:
    if slot.ours and not terms.engagement.attendance.mutual:
        steps = [*told, step("R7", "not_mutual", CLAUSE)]
        return working(kind, CLAUSE, terms.currency, steps)
    if not slot.billed:
        steps = [*told, step("R7", "no_fee", CLAUSE)]
        return working(kind, CLAUSE, terms.currency, steps)
    fee, planned = planned_fee(terms, slot)
    due = fee.times(charge.share)
    steps = [*told, *planned, *_due(slot, charge, fee, due), *_lapsed(terms, slot, due)]
    return working(kind, CLAUSE, terms.currency, steps)


def planned_fee(terms: Terms, slot: Slot) -> tuple[Money, list[Step]]:
    """Give what the planned time would have cost as working time, at the rate of its bands."""
    session = terms.tariff.session(slot.start, slot.end)
    steps = [
        step(
            "R6", "planned", CLAUSE, minutes=Elapsed(part.minutes), rate=part.rate, fee=part.amount
        )
        for part in session.parts
    ]
    daily = list(by_the_day(terms, ordinary_minutes(session)))
    fee = session.fee
    for one in daily:
        fee = fee + (one.amount or terms.nothing)
        facts = dict(one.figures)
        steps.append(step("R6", "planned_day", CLAUSE, rate=facts["rate"], fee=fee))
    span = step("R7", "slot", CLAUSE, span=terms.span(slot.start, slot.end))
    return fee, [span, *steps]


def _planned(part: Part) -> Step:
    facts = {"minutes": Elapsed(part.minutes), "rate": part.rate}
    return step("R6", "planned", CLAUSE, **facts, fee=part.amount)


def _due(slot: Slot, charge: Percent, fee: Money, due: Money) -> Iterator[Step]:
    facts = {"charge": charge, "fee": fee}
    if slot.ours:
        yield line("R7", "credit", CLAUSE, due.times(-1), **facts)
    else:
        yield line("R7", "share", CLAUSE, due, **facts)


def _lapsed(terms: Terms, slot: Slot, due: Money) -> Iterator[Step]:
    """Give the line that takes a charge back: by force majeure, or as the meeting is held yet."""
    back = due if slot.ours else due.times(-1)
    within = terms.engagement.attendance.reschedule_within
    if slot.excused:
        yield line("R7", "excused", CLAUSE, back)
        return
    if slot.rebooked and within:
        last = terms.calendar.after(terms.day(slot.start), within.whole)
        facts = {"on": slot.rebooked, "last": last, "within": within}
        if slot.rebooked <= last:
            yield line("R9", "rebooked", CLAUSE, back, **facts)
        else:
            yield step("R9", "rebooked_late", CLAUSE, **facts)
