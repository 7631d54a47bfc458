"""What a hold comes to: days, fee and restart (R10), and the dates that it moves (R19)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from scopegen.model.engagement import Engagement, Milestone
from scopegen.model.terms import HoldFee
from scopegen.quantities import Money, WorkingCalendar
from scopegen.terms.working import Working, line, step, working


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldCharge:
    """What a hold costs up to a day, without VAT."""

    days: int
    """Working days of the hold."""
    free: int
    charged: int
    per_day: Money
    fee: Money
    restart: Money

    @property
    def total(self) -> Money:
        """The fee and the restart together."""
        return self.fee + self.restart


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """A milestone that moves."""

    id: str
    title: str
    old: date
    new: date


def calendar_of(engagement: Engagement) -> WorkingCalendar:
    """Give the working calendar as the letter prints it (R8)."""
    return WorkingCalendar(frozenset(day.day for day in engagement.meta.holidays.listed))


def hold_charge(
    terms: HoldFee, calendar: WorkingCalendar, start: date, until: date, complete: date | None
) -> HoldCharge:
    """Work out a hold that starts on `start`, up to but not on `until` (R10).

    From the working day after `complete`, when everything was there, no day is charged; the hold
    itself goes on. The restart fee depends on the days of the hold.
    """
    days = calendar.count(start, max(start, until))
    stop = min(until, complete + timedelta(days=1)) if complete else until
    counted = calendar.count(start, max(start, stop))
    free = min(counted, terms.free.whole)
    charged = min(counted - free, terms.cap.whole)
    nothing = terms.per_day.times(0)
    restarts = terms.restart_fee is not None and days >= terms.restart_after.whole
    return HoldCharge(
        days=days,
        free=free,
        charged=charged,
        per_day=terms.per_day,
        fee=terms.per_day.times(charged),
        restart=terms.restart_fee if restarts and terms.restart_fee else nothing,
    )


def shifted(
    milestones: Collection[Milestone], days: Mapping[str, int], calendar: WorkingCalendar
) -> tuple[Shift, ...]:
    """Move each milestone by its working days (R19); those that stay put are left out."""
    moved = (
        Shift(
            id=one.id,
            title=one.title,
            old=one.due,
            new=calendar.after(one.due, days.get(one.id, 0)),
        )
        for one in milestones
    )
    return tuple(shift for shift in moved if shift.new != shift.old)


def hold_working(
    terms: HoldFee, charge: HoldCharge, start: date, until: date, complete: date | None = None
) -> Working:
    """Tell how a hold charge came about (R10)."""
    clause, currency = "hold-fee", charge.fee.currency
    steps = [step("R10", "hold_days", clause, start=start, until=until, days=charge.days)]
    if terms.free.whole:
        steps.append(step("R10", "hold_free", clause, free=charge.free, allowed=terms.free))
    if complete and complete < until:
        steps.append(step("R10", "hold_complete", clause, day=complete))
    counted = charge.charged == terms.cap.whole
    facts = {"days": charge.charged, "per_day": charge.per_day}
    steps.append(line("R10", "hold_fee", clause, charge.fee, **facts))
    if counted:
        steps.append(step("R10", "hold_cap", clause, cap=terms.cap))
    if charge.restart.amount:
        after = {"after": terms.restart_after}
        steps.append(line("R10", "hold_restart", clause, charge.restart, **after))
    steps.append(step("R10", "hold_long_stop", clause, day=terms.long_stop.after(start)))
    return working("hold", clause, currency, steps)
