"""Leaving early: by notice, or at a milestone, and what is then still to be paid (R17, R18)."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from scopegen.model.engagement import Milestone
from scopegen.quantities import Money, Period, Unit
from scopegen.terms.billing import month_share
from scopegen.terms.sessions import Terms
from scopegen.terms.working import Elapsed, Step, Working, line, step, working

CLAUSE, AT_MILESTONE, SETTLEMENT = "exit", "exit.milestone", "exit.settlement"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exit:
    """Somebody leaves: who gives notice and when, and what has been done by then."""

    notice: date
    by: str
    """client or provider."""
    milestone: Milestone | None = None
    """Where the work stops, when it stops at a milestone."""
    accepted: tuple[Milestone, ...] = ()
    changes: Money | None = None
    """What the client agreed to in change requests, without VAT."""
    progress: int = 0
    """Work in progress, in minutes."""
    worked: int = 0
    """What was worked during the notice period, in minutes."""
    under: Milestone | None = None
    """The milestone that the work in progress belongs to."""


def last_day(terms: Terms, notice: date, by: str) -> date:
    """Give the last day of the notice period of a party (R9, R18); a consumer has none."""
    agreed = terms.engagement.term_exit
    consumer = terms.engagement.parties.client.kind == "consumer"
    period = agreed.client_notice if by == "client" else agreed.provider_notice
    if by == "client" and consumer:
        return notice
    return later(terms, notice, period)


def later(terms: Terms, day: date, period: Period) -> date:
    """Give the day on which a period that begins on `day` ends, in days or working days."""
    if period.unit is Unit.WORKING_DAYS:
        return terms.calendar.after(day, period.whole)
    return period.after(day)


def may_leave_at(terms: Terms, milestone: Milestone, notice: date) -> bool:
    """Tell whether notice is in time for a milestone: N working days later is not past it (R17)."""
    last = last_notice_for(terms, milestone)
    return last is not None and notice <= last


def last_notice_for(terms: Terms, milestone: Milestone) -> date | None:
    """Give the last day on which notice is in time for a milestone; None where nobody may."""
    period = terms.engagement.term_exit.milestone_notice
    return terms.calendar.before(milestone.due, period.whole) if period else None


def settlement(terms: Terms, leaving: Exit) -> Working:
    """Work out what is due when somebody leaves, without VAT (clause exit)."""
    ends, told = _end(terms, leaving)
    fees = terms.engagement.fees
    steps = list(told)
    steps += [
        line("R17", "milestone_accepted", SETTLEMENT, one.amount, id=one.id, title=one.title)
        for one in leaving.accepted
        if one.amount and fees.model == "fixed"
    ]
    if leaving.changes and leaving.changes.amount:
        steps.append(line("R17", "changes_agreed", SETTLEMENT, leaving.changes))
    steps += _progress(terms, leaving)
    if fees.model == "retainer" and fees.retainer:
        steps += _retainer(terms, fees.retainer.fee, ends)
    elif leaving.by == "client" and leaving.milestone is None:
        steps += _committed(terms, leaving, ends)
    return working("exit", SETTLEMENT, terms.currency, steps)


def _end(terms: Terms, leaving: Exit) -> tuple[date, list[Step]]:
    at = leaving.milestone
    if at is None:
        planned = terms.engagement.engagement.end or date.max
        ends = min(last_day(terms, leaving.notice, leaving.by), planned)
        told = step("R18", f"notice_{leaving.by}", CLAUSE, notice=leaving.notice, ends=ends)
        return ends, [told]
    period = terms.engagement.term_exit.milestone_notice
    last = last_notice_for(terms, at)
    facts: dict[str, object] = {"notice": leaving.notice, "id": at.id, "due": at.due}
    facts |= {"period": period, "last": last}
    key = "milestone_in_time" if may_leave_at(terms, at, leaving.notice) else "milestone_too_late"
    return at.due, [step("R17", key, AT_MILESTONE, **facts)]


def _progress(terms: Terms, leaving: Exit) -> Iterator[Step]:
    """Work in progress at the hourly rate, at most the price of what it belongs to."""
    if not leaving.progress:
        return
    fees, value = terms.engagement.fees, terms.tariff.price(leaving.progress)
    facts = {"minutes": Elapsed(leaving.progress), "rate": terms.tariff.rate}
    cap = fees.fixed_price if fees.model == "fixed" else None
    if leaving.under and leaving.under.amount and fees.model == "fixed":
        cap = leaving.under.amount
    yield line("R17", "progress", SETTLEMENT, value, **facts)
    if cap and value > cap:
        yield line("R17", "progress_capped", SETTLEMENT, cap - value, cap=cap)


def _retainer(terms: Terms, fee: Money, ends: date) -> Iterator[Step]:
    """The last month, by its days until the end."""
    share = month_share(terms, ends.replace(day=1), ends)
    of = calendar.monthrange(ends.year, ends.month)[1]
    facts = {"fee": fee, "days": int(share * of), "of": of, "ends": ends}
    yield line("R17", "retainer_part", SETTLEMENT, fee.part(share), **facts)


def _committed(terms: Terms, leaving: Exit, ends: date) -> Iterator[Step]:
    """Hours that are paid until the notice period ends, less what was worked in it."""
    agreed = terms.engagement.term_exit.committed_hours
    consumer = terms.engagement.parties.client.kind == "consumer"
    days = max((ends - leaving.notice).days, 0)
    if agreed is None or consumer or not days:
        return
    share = Fraction(agreed.count) * days / 7
    open_ = max(share - Fraction(leaving.worked, 60), Fraction(0))
    facts = {"hours": agreed, "days": days, "worked": Elapsed(leaving.worked)}
    yield line(
        "R17",
        "committed",
        SETTLEMENT,
        terms.tariff.rate.part(open_),
        **facts,
        rate=terms.tariff.rate,
    )


def in_trial(terms: Terms, day: date) -> bool:
    """Tell whether both can still stop without a reason on this day (clause term)."""
    last = trial_end(terms)
    return last is not None and day <= last


def trial_end(terms: Terms) -> date | None:
    """Give the last day of the trial time; None where there is none (R9)."""
    work = terms.engagement.engagement
    return later(terms, work.start, work.trial) if work.trial else None
