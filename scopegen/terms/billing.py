"""How working time is charged by each model of fees: the hour, the day, the month or the whole.

One `Biller` goes through what was logged in order, and keeps what runs over from one line to the
next: the hours of a retainer, the ordinary minutes of a day, the advance that is still to settle.
"""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from scopegen.quantities import Money, add_months
from scopegen.terms.hours import Session
from scopegen.terms.sessions import Terms, by_the_day, ordinary_minutes, part_line, time_steps
from scopegen.terms.working import Elapsed, Step, line, step


@dataclass(slots=True)
class Biller:
    """Charges working time under one letter after another; the counts go on."""

    days: Counter[date] = field(default_factory=Counter)
    """Ordinary minutes charged on each day, for a day rate."""
    ended: date = date.max
    """The day on which the engagement ended, if it did."""
    months: Counter[date] = field(default_factory=Counter)
    """Minutes used of a retainer, by the first day of the month."""

    def time(self, terms: Terms, session: Session, *, included: bool = False) -> Iterator[Step]:
        """Charge a session. `included` tells that a fixed price covers what has no surcharge."""
        fees = terms.engagement.fees
        yield from time_steps(terms, session)
        plain = [part for part in session.parts if part.rate == terms.tariff.rate]
        minutes = sum(part.minutes for part in plain)
        if fees.model == "fixed" and included and plain:
            yield step("", "in_price", "fees.price", minutes=Elapsed(minutes))
        elif fees.model == "retainer" and plain:
            yield from self._pooled(terms, terms.day(session.start), minutes)
        else:
            yield from (part_line(terms, session, part) for part in plain)
        yield from (part_line(terms, session, part) for part in session.parts if part not in plain)
        if fees.model == "daily":
            self.days[terms.day(session.start)] += ordinary_minutes(session)

    def _pooled(self, terms: Terms, day: date, minutes: int) -> Iterator[Step]:
        """Take minutes from the month's hours; what is more costs the hourly rate."""
        month = day.replace(day=1)
        left = max(self.open_minutes(terms, month), 0)
        covered, over = min(minutes, left), max(minutes - left, 0)
        self.months[month] += minutes
        if covered:
            facts = {"minutes": Elapsed(covered), "left": Elapsed(left - covered)}
            yield step("R5", "in_retainer", "fees.price", **facts)
        if over:
            told = {"minutes": Elapsed(over), "rate": terms.tariff.rate}
            yield line("R6", "over_retainer", "fees.price", terms.tariff.price(over), **told)

    def open_minutes(self, terms: Terms, month: date) -> int:
        """Give the minutes of a retainer that are still open in a month, the carried ones too."""
        own = retainer_minutes(terms, month, self.ended)
        return own + self._carried(terms, month) - self.months[month]

    def _carried(self, terms: Terms, month: date) -> int:
        """Give what was left of the month before; what came into that month went first."""
        retainer = terms.engagement.fees.retainer
        before = add_months(month, -1)
        own = retainer_minutes(terms, before)
        if not own or retainer is None or retainer.unused != "carry_one_month":
            return 0
        used = max(self.months[before] - self._carried(terms, before), 0)
        return max(own - used, 0)

    def day_rates(self, terms: Terms, day: date) -> list[Step]:
        """Give the line that brings the ordinary hours of a day down to the day rate."""
        return list(by_the_day(terms, self.days[day]))


def month_share(terms: Terms, month: date, ended: date = date.max) -> Fraction:
    """Give the part of a month that lies within the engagement, by its days."""
    work = terms.engagement.engagement
    days = calendar.monthrange(month.year, month.month)[1]
    first = max(month, work.start)
    last = min(month + timedelta(days=days - 1), work.end or date.max, ended)
    return Fraction(max((last - first).days + 1, 0), days)


def retainer_minutes(terms: Terms, month: date, ended: date = date.max) -> int:
    """Give the hours of a retainer in a month, in minutes, half-up; a part of one by its days."""
    retainer = terms.engagement.fees.retainer
    if retainer is None:
        return 0
    return (retainer.hours.minutes * month_share(terms, month, ended) + Fraction(1, 2)).__floor__()


def retainer_fee(terms: Terms, month: date, ended: date = date.max) -> Money | None:
    """Give the fee of a month, by its days where it is not whole; None outside the engagement."""
    retainer = terms.engagement.fees.retainer
    share = month_share(terms, month, ended)
    return retainer.fee.part(share) if retainer and share else None
