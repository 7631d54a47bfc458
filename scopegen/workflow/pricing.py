"""What something costs under the letter: one question each, answered by the engine of terms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from scopegen.diagnostics import ScopegenError
from scopegen.quantities import total
from scopegen.source.moments import read_moment, read_span
from scopegen.terms import attendance
from scopegen.terms.attendance import Slot
from scopegen.terms.calls import Call, price_call
from scopegen.terms.hold import hold_charge, hold_working
from scopegen.terms.hours import refused
from scopegen.terms.late_payment import (
    Invoice,
    UnknownRateError,
    late_payment,
    table_for,
)
from scopegen.terms.leaving import Exit, settlement
from scopegen.terms.sessions import Terms, callout, standby, work
from scopegen.terms.working import Working, step, working
from scopegen.workflow import stating
from scopegen.workflow.dossier import Dossier
from scopegen.workflow.reading import rate_table
from scopegen.workflow.reckoning import unknown_rate


def price_work(terms: Terms, span: str, *, emergency: bool = False) -> Working:
    """Price a session of work.

    Raises:
        ScopegenError: SG909 or SG910 for the time, SG710 when the letter gives no price for it,
            SG714 for an emergency that it does not cover.
    """
    start, end = read_span(span, terms.zone)
    covered(terms, span, emergency=emergency)
    found = work(terms, start, end)
    key = IN_SCOPE.get(terms.engagement.fees.model)
    first = (step("", key, "fees.price"),) if key else ()
    return replace(found, steps=(*first, *found.steps))


IN_SCOPE = {"fixed": "in_scope_fixed", "retainer": "in_scope_retainer"}


def covered(terms: Terms, span: str, *, emergency: bool = False) -> None:
    """See that the letter has a price for a time.

    Raises:
        ScopegenError: SG909 or SG910 for the time, SG710 when it gives none, SG714 for an emergency
            that it does not cover.
    """
    clause = terms.engagement.availability.emergency
    if emergency and clause is None:
        raise ScopegenError("SG714", hint="emergency")
    if not emergency and refused(terms.tariff.session(*read_span(span, terms.zone))):
        raise ScopegenError("SG710", found=span, hint="emergency" if clause else "default")


def price_standby_call(terms: Terms, span: str) -> Working:
    """Price a call-out during standby.

    Raises:
        ScopegenError: SG714 when no standby is agreed for that time, SG909 or SG910 for the time.
    """
    start, end = read_span(span, terms.zone)
    on_standby(terms, start)
    return callout(terms, start, end)


def on_standby(terms: Terms, start: datetime) -> None:
    """See that standby is agreed for the moment at which a call-out begins.

    Raises:
        ScopegenError: SG714 when it is not.
    """
    agreed = terms.engagement.availability.standby
    if agreed is None:
        raise ScopegenError("SG714", hint="default")
    local = start.astimezone(terms.tariff.week.there)
    minute = local.hour * 60 + local.minute
    day = terms.calendar.day_type(local.date())
    if day not in agreed.when.days or not agreed.when.start <= minute < agreed.when.end:
        raise ScopegenError("SG714", hint="standby_hours")


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedCall:
    """A call as it is asked about."""

    span: str
    earlier: int
    group: bool = False
    missed: bool = False
    emergency: bool = False


def price_asked_call(terms: Terms, asked: AskedCall) -> Working:
    """Price an ad-hoc call (R13).

    Raises:
        ScopegenError: SG909 or SG910 for the time, SG710 when the letter gives no price for it.
    """
    start, end = read_span(asked.span, terms.zone)
    call = Call(
        start=start,
        end=end,
        group=asked.group,
        missed=asked.missed,
        emergency=asked.emergency,
    )
    if not asked.missed:
        covered(terms, asked.span, emergency=asked.emergency)
    return price_call(terms, call, asked.earlier).working


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedSlot:
    """A planned meeting as it is asked about."""

    span: str
    ours: bool = False
    unbilled: bool = False
    excused: bool = False
    rebooked: date | None = None


def slot_of(terms: Terms, asked: AskedSlot) -> Slot:
    """Give the meeting that is asked about; a standing call is billed as the letter says.

    Raises:
        ScopegenError: SG909 or SG910 for the time, SG710 when the letter gives no price for it,
            SG715 for a new date before the planned one.
    """
    start, end = read_span(asked.span, terms.zone)
    unbilled = asked.unbilled or _stands_unbilled(terms, start)
    if not unbilled:
        covered(terms, asked.span)
    planned = terms.day(start)
    if asked.rebooked and asked.rebooked < planned:
        raise ScopegenError("SG715", first=planned, last=asked.rebooked)
    return Slot(
        start=start,
        end=end,
        billed=not unbilled,
        ours=asked.ours,
        excused=asked.excused,
        rebooked=asked.rebooked,
    )


def _stands_unbilled(terms: Terms, start: datetime) -> bool:
    """Tell whether this is the time of a standing call that is no working time."""
    local = start.astimezone(terms.tariff.week.there)
    return any(
        one.day == local.weekday()
        and one.time.minute == local.hour * 60 + local.minute
        and not one.billed
        for one in terms.engagement.calls.standing
    )


def price_cancellation(terms: Terms, asked: AskedSlot, received: str) -> Working:
    """Price a cancellation.

    Raises:
        ScopegenError: as `slot_of`, and SG909 for the moment of receipt.
    """
    moment = read_moment(received, terms.zone)
    return attendance.cancellation(terms, slot_of(terms, asked), moment)


def price_no_show(terms: Terms, asked: AskedSlot, arrived: str | None) -> Working:
    """Price a meeting to which somebody did not come.

    Raises:
        ScopegenError: as `slot_of`, and SG909 for the moment of arrival.
    """
    moment = read_moment(arrived, terms.zone) if arrived else None
    return attendance.no_show(terms, slot_of(terms, asked), moment)


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedHold:
    """A hold as it is asked about; what is missing is taken from the hold that is open."""

    start: date | None
    until: date | None
    complete: date | None
    ours: bool


def price_hold(dossier: Dossier, terms: Terms, asked: AskedHold) -> Working:
    """Price a hold (R10).

    Raises:
        ScopegenError: SG714 without a start when nothing is on hold, or without a handbrake; SG715
            when it ends before it starts.
    """
    if not terms.engagement.handbrake.enabled:
        raise ScopegenError("SG714", hint="handbrake")
    hold = dossier.standing.hold
    start = asked.start or (hold.start if hold else None)
    if start is None:
        raise ScopegenError("SG714", hint="hold")
    complete = asked.complete
    if asked.start is None:
        complete = complete or dossier.standing.complete()
    until = asked.until or dossier.today
    for last in (until, complete or until):
        if last < start:
            raise ScopegenError("SG715", first=start, last=last)
    free = asked.ours or (asked.start is None and hold is not None and hold.free)
    if free:
        told = step("R10", "hold_no_cost", "hold-fee")
        return working("hold", "hold-fee", terms.currency, [told])
    agreed = terms.engagement.hold_fee
    charge = hold_charge(agreed, terms.calendar, start, until, complete)
    return hold_working(agreed, charge, start, until, complete)


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedInvoice:
    """An invoice as it is asked about; `amount` is with VAT."""

    amount: str
    invoiced: date
    paid: date
    reminded: date | None
    rates: Sequence[str]


def price_late_payment(terms: Terms, asked: AskedInvoice) -> Working:
    """Work out interest and collection costs (R11, R12).

    Raises:
        ScopegenError: SG911 or SG712 for the amount, SG715 when it was paid before it was invoiced,
            SG711 when the dated table does not hold the rate of a day.
    """
    if asked.paid < asked.invoiced:
        raise ScopegenError("SG715", first=asked.invoiced, last=asked.paid)
    engagement = terms.engagement
    principal = stating.amount(asked.amount, terms.currency)
    if not principal.amount:
        raise ScopegenError("SG911", found=asked.amount, expected="money", example="EUR 1210.00")
    invoice = Invoice(on=asked.invoiced, amount=principal, reminded=asked.reminded)
    name = table_for(engagement)
    table = rate_table(name) if name else None
    if table:
        table = table.fed([stating.rate(one, table) for one in asked.rates])
    try:
        return late_payment(engagement, invoice, asked.paid, table)
    except UnknownRateError as error:
        raise unknown_rate(error) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedExit:
    """Leaving, as it is asked about."""

    notice: date
    by: str
    milestone: str | None = None
    accepted: Sequence[str] = ()
    under: str | None = None
    progress: str | None = None
    worked: str | None = None
    changes: Sequence[str] = ()


def price_exit(dossier: Dossier, terms: Terms, asked: AskedExit) -> Working:
    """Work out what is due when somebody leaves (R17).

    Without `accepted` the milestones are those that the register knows as accepted.

    Raises:
        ScopegenError: SG713 for an unknown milestone, SG911 or SG712 for an amount or a length.
    """
    accepted = tuple(dict.fromkeys(asked.accepted or dossier.standing.accepted))
    fees = terms.engagement.fees
    if asked.progress and not asked.under and fees.model == "fixed" and fees.milestones:
        raise ScopegenError("SG716", known=", ".join(one.id for one in fees.milestones))
    known = {one.id for one in fees.milestones}
    changes = [stating.amount(one, terms.currency) for one in asked.changes]
    leaving = Exit(
        notice=asked.notice,
        by=asked.by,
        milestone=stating.milestone(terms, asked.milestone) if asked.milestone else None,
        accepted=tuple(
            stating.milestone(terms, one) for one in accepted if asked.accepted or one in known
        ),
        changes=total(changes, terms.currency),
        progress=stating.length(asked.progress) if asked.progress else 0,
        worked=stating.length(asked.worked) if asked.worked else 0,
        under=stating.milestone(terms, asked.under) if asked.under else None,
    )
    return settlement(terms, leaving)


def price_standby(terms: Terms, first: date, last: date) -> Working:
    """Price days of standby.

    Raises:
        ScopegenError: SG714 when no standby is agreed, SG715 when the days are out of order.
    """
    if terms.engagement.availability.standby is None:
        raise ScopegenError("SG714", hint="default")
    if last < first:
        raise ScopegenError("SG715", first=first, last=last)
    return standby(terms, first, last)
