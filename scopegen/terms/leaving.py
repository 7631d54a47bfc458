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
TRIAL = "term"


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
    """Work out what is due when somebody leaves, without VAT (clauses exit and term).

    In the trial time that is only the time worked. Notice that is too late for a milestone is
    ordinary notice.
    """
    if in_trial(terms, leaving.notice) and leaving.milestone is None:
        told = step("R9", "in_trial", TRIAL, notice=leaving.notice, last=trial_end(terms))
        worked = _priced(terms, leaving.progress) if leaving.progress else ()
        return working("exit", TRIAL, terms.currency, [told, *worked])
    at = leaving.milestone
    if at and may_leave_at(terms, at, leaving.notice):
        return working("exit", SETTLEMENT, terms.currency, _at_milestone(terms, leaving, at))
    ends = min(last_day(terms, leaving.notice, leaving.by), _planned_end(terms))
    steps = [_told_of_milestone(terms, at, leaving.notice)] if at else []
    steps.append(step("R18", f"notice_{leaving.by}", CLAUSE, notice=leaving.notice, ends=ends))
    return working("exit", SETTLEMENT, terms.currency, [*steps, *_by_notice(terms, leaving, ends)])


def _planned_end(terms: Terms) -> date:
    return terms.engagement.engagement.end or date.max


def _told_of_milestone(terms: Terms, at: Milestone, notice: date) -> Step:
    period, last = terms.engagement.term_exit.milestone_notice, last_notice_for(terms, at)
    key = "milestone_in_time" if may_leave_at(terms, at, notice) else "milestone_too_late"
    facts: dict[str, object] = {"notice": notice, "id": at.id, "due": at.due, "last": last}
    return step("R17", key, AT_MILESTONE, **facts, period=period)


def _at_milestone(terms: Terms, leaving: Exit, at: Milestone) -> Iterator[Step]:
    """What is due on the day of notice; the milestone itself will still be finished."""
    yield _told_of_milestone(terms, at, leaving.notice)
    yield from _done(terms, leaving)
    yield from _progress(terms, leaving)
    if terms.engagement.fees.model == "fixed" and at.amount and at not in leaving.accepted:
        facts = {"id": at.id, "title": at.title, "amount": at.amount}
        yield step("R17", "milestone_finished", AT_MILESTONE, **facts)


def _by_notice(terms: Terms, leaving: Exit, ends: date) -> Iterator[Step]:
    fees = terms.engagement.fees
    yield from _done(terms, leaving)
    yield from _progress(terms, leaving)
    if fees.model == "retainer" and fees.retainer:
        yield from _retainer(terms, fees.retainer.fee, ends)
    elif leaving.by == "client":
        yield from _committed(terms, leaving, ends)
    if fees.model in {"hourly", "daily"}:
        yield step("", "hours_on_statement", SETTLEMENT)


def _done(terms: Terms, leaving: Exit) -> Iterator[Step]:
    """What was accepted and agreed."""
    for one in leaving.accepted:
        if one.amount and terms.engagement.fees.model == "fixed":
            facts = {"id": one.id, "title": one.title}
            yield line("R17", "milestone_accepted", SETTLEMENT, one.amount, **facts)
    if leaving.changes and leaving.changes.amount:
        yield line("R17", "changes_agreed", SETTLEMENT, leaving.changes)


def _priced(terms: Terms, count: int) -> Iterator[Step]:
    facts = {"minutes": Elapsed(count), "rate": terms.tariff.rate}
    yield line("R17", "progress", SETTLEMENT, terms.tariff.price(count), **facts)


def _progress(terms: Terms, leaving: Exit) -> Iterator[Step]:
    """Work in progress at the hourly rate, at most the price of what it belongs to.

    A milestone that was accepted has been paid for already.
    """
    if not leaving.progress:
        return
    fees, value = terms.engagement.fees, terms.tariff.price(leaving.progress)
    yield from _priced(terms, leaving.progress)
    cap = fees.fixed_price if fees.model == "fixed" else None
    if leaving.under and leaving.under.amount and fees.model == "fixed":
        paid = leaving.under in leaving.accepted
        cap = terms.nothing if paid else leaving.under.amount
    if cap is not None and value > cap:
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
