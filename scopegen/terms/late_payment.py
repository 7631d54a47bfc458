"""What late payment comes to: interest and collection costs by the dated tables (R11, R12)."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from scopegen.model.engagement import Engagement
from scopegen.quantities import Money, Percent, add_months
from scopegen.terms.brake import payment_due
from scopegen.terms.working import Step, Working, line, step, working

CLAUSE, TERM = "payment", "payment.term"
DAY = timedelta(days=1)
ABOUT = re.compile(r"# as_of (?P<as_of>[\d-]{10}); known_until (?P<until>[\d-]{10});")
ABOVE_REFERENCE = Percent(Decimal(8))
"""Late Payment of Commercial Debts (Rate of Interest) (No. 3) Order 2002."""
SCALE = ((2500, 15), (2500, 10), (5000, 5), (190_000, 1))
"""Of each next so many euros this percentage (art. 2 Besluit vergoeding voor buitengerechtelijke
incassokosten, Stb. 2012, 141)."""
REST_OF_SCALE, LEAST_COSTS, MOST_COSTS = Decimal("0.5"), Decimal(40), Decimal(6775)
FIXED_SUMS = ((1000, 40), (10_000, 70), (None, 100))
"""Below so many pounds this sum (s. 5A Late Payment of Commercial Debts (Interest) Act 1998)."""
STATED = ""
"""The source of a rate that the user stated."""
REMINDER_DAYS = timedelta(days=14)
"""What a consumer gets after receipt of the reminder (art. 6:96 lid 6 BW)."""


class UnknownRateError(LookupError):
    """The tables do not hold the rate of a day; it is refused, never guessed (R11)."""

    def __init__(self, table: str, day: date) -> None:
        """Keep which rate is missing."""
        super().__init__(table)
        self.table, self.day = table, day


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedRate:
    """A rate a year, from a day on."""

    since: date
    percent: Percent
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RateTable:
    """A dated table of rates: what was known `as_of` a day holds up to `until`, included."""

    name: str
    as_of: date
    until: date
    rates: tuple[DatedRate, ...]

    def on(self, day: date) -> DatedRate:
        """Give the rate of a day.

        Raises:
            UnknownRateError: before the first row, or after the last day that is known.
        """
        known = [rate for rate in self.rates if rate.since <= day]
        if not known or day > self.until:
            raise UnknownRateError(self.name, day)
        return known[-1]

    def fed(self, given: Sequence[DatedRate]) -> RateTable:
        """Add rates that the user states, to be told as such; each holds for one half-year."""
        if not given:
            return self
        rates = {one.since: one for one in (*self.rates, *given)}
        ends = [add_months(_half_year(one.since), 6) - DAY for one in given]
        ordered = tuple(rates[since] for since in sorted(rates))
        return replace(self, rates=ordered, until=max(self.until, *ends))


def _half_year(day: date) -> date:
    return date(day.year, 1 if day.month < JULY else JULY, 1)


JULY = 7


def parse_rates(name: str, text: str) -> RateTable:
    """Read a table of `since,percent,source`; its first line says as_of and known_until.

    Raises:
        ValueError: when it does not.
    """
    about = ABOUT.match(text)
    if about is None:
        raise ValueError(f"{name} does not say as_of and known_until")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    rates = tuple(
        DatedRate(
            since=date.fromisoformat(row["since"]),
            percent=Percent(Decimal(row["percent"])),
            source=row["source"],
        )
        for row in rows
    )
    until = date.fromisoformat(about["until"])
    return RateTable(name=name, as_of=date.fromisoformat(about["as_of"]), until=until, rates=rates)


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoice:
    """An invoice: its date, and its amount with VAT (the principal, R11)."""

    on: date
    amount: Money
    reminded: date | None = None
    """The day on which a consumer received the free reminder with fourteen days."""


def table_for(engagement: Engagement) -> str:
    """Name the table of statutory interest; empty where no table can tell it.

    To a consumer in England and Wales a court decides on interest.
    """
    consumer = engagement.parties.client.kind == "consumer"
    if engagement.meta.law == "EW":
        return "" if consumer else "EW-reference"
    return "NL-consumer" if consumer else "NL-commercial"


def late_payment(
    engagement: Engagement, invoice: Invoice, paid: date, table: RateTable | None
) -> Working:
    """Work out interest and collection costs of an invoice that is paid on `paid`.

    Interest is simple under English law, at the rate of the half-year in which it starts; under
    Dutch law the rate follows the table, and interest is added to the principal after each full
    year (art. 6:119 lid 2, 6:119a lid 3 BW). It is rounded once (R11).

    Raises:
        UnknownRateError: for a day whose rate the table does not hold.
    """
    due = payment_due(engagement, invoice.on)
    term = engagement.payment.term
    steps = [step("R11", "due", TERM, invoiced=invoice.on, term=term, due=due)]
    if paid <= due:
        steps.append(step("R11", "paid_in_time", TERM, paid=paid))
    else:
        steps.append(step("R11", "late_days", CLAUSE, paid=paid, days=(paid - due).days))
        steps += _interest(engagement, invoice, (due, paid), table)
        steps += _costs(engagement, invoice, paid)
    return working("late-payment", CLAUSE, engagement.meta.currency, steps)


def _interest(
    engagement: Engagement, invoice: Invoice, days: tuple[date, date], table: RateTable | None
) -> Iterator[Step]:
    due, paid = days
    if engagement.payment.interest == "contractual":
        rate = engagement.payment.interest_rate or Percent(Decimal(0))
        yield _simple(invoice, (due, paid), rate, "interest_agreed")
    elif table is None:
        yield step("R11", "interest_court", CLAUSE)
    elif engagement.meta.law == "EW":
        found = table.on(due + DAY)
        rate = Percent(found.percent.value + ABOVE_REFERENCE.value)
        facts = {"since": found.since, "reference": found.percent, "rate": rate}
        key = "reference_stated" if found.source == STATED else "reference"
        yield step("R11", key, CLAUSE, **facts)
        yield _simple(invoice, (due, paid), rate, "interest_simple")
    else:
        yield from _dutch(invoice, (due, paid), table)


def _simple(invoice: Invoice, days: tuple[date, date], rate: Percent, key: str) -> Step:
    count = (days[1] - days[0]).days
    interest = invoice.amount.part(Fraction(rate.value) * count / 36500)
    facts = {"principal": invoice.amount, "days": count, "rate": rate}
    return line("R11", key, CLAUSE, interest, **facts)


def _dutch(invoice: Invoice, days: tuple[date, date], table: RateTable) -> Iterator[Step]:
    """Split at each change of rate and after each full year; exact until the one rounding."""
    due, paid = days
    base, grown = Fraction(1), Fraction(0)
    for first, last in _stretches(due, paid, table):
        found = table.on(first)
        count = (last - first).days + 1
        grown += base * Fraction(found.percent.value) * count / 36500
        key = "interest_stated" if found.source == STATED else "interest_stretch"
        facts = {"first": first, "last": last, "days": count, "rate": found.percent}
        yield step("R11", key, CLAUSE, **facts, source=found.source)
        if last < paid and last == _anniversary(due, last):
            base = 1 + grown
            yield step("R11", "compounded", CLAUSE, on=last, base=invoice.amount.part(base))
    facts = {"principal": invoice.amount, "days": (paid - due).days}
    yield line("R11", "interest", CLAUSE, invoice.amount.part(grown), **facts)


def _stretches(due: date, paid: date, table: RateTable) -> Iterator[tuple[date, date]]:
    """Give the first and last day of each stretch of one rate within one year of delay."""
    first = due + DAY
    while first <= paid:
        known = table.on(first)
        changes = [rate.since - DAY for rate in table.rates if rate.since > known.since]
        ends = [paid, _next_anniversary(due, first), *changes[:1]]
        last = min(ends)
        table.on(last)
        yield first, last
        first = last + DAY


def _next_anniversary(due: date, day: date) -> date:
    years = day.year - due.year
    ends = (add_months(due, 12 * count) for count in (years, years + 1))
    return next(end for end in ends if end >= day)


def _anniversary(due: date, day: date) -> date | None:
    years = day.year - due.year
    return add_months(due, 12 * years) if years > 0 else None


def _costs(engagement: Engagement, invoice: Invoice, paid: date) -> Iterator[Step]:
    consumer = engagement.parties.client.kind == "consumer"
    english = engagement.meta.law == "EW"
    if engagement.payment.collection != "statutory" or (english and consumer):
        return
    if english:
        sum_ = fixed_sum(invoice.amount)
        yield line("R12", "fixed_sum", CLAUSE, sum_, principal=invoice.amount)
        return
    if consumer and not (invoice.reminded and paid > invoice.reminded + REMINDER_DAYS):
        yield step("R12", "no_costs_yet", CLAUSE)
        return
    costs = collection_costs(invoice.amount)
    yield line("R12", "collection_costs", CLAUSE, costs, principal=invoice.amount)


def collection_costs(principal: Money) -> Money:
    """Give the statutory collection costs of a principal with VAT, without interest (R12)."""
    rest, costs = principal.amount, Decimal(0)
    for width, percent in SCALE:
        part = min(rest, Decimal(width))
        costs += part * percent / 100
        rest -= part
    costs += rest * REST_OF_SCALE / 100
    bounded = min(max(costs, LEAST_COSTS), MOST_COSTS)
    return Money(bounded, principal.currency).times(1)


def fixed_sum(principal: Money) -> Money:
    """Give the fixed sum of the Act for a debt of this size."""
    sums = (fixed for below, fixed in FIXED_SUMS if below is None or principal.amount < below)
    return Money(Decimal(next(sums)), principal.currency)
