"""What a user states on the command line, read as values: amounts, lengths, days, rates."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from scopegen.diagnostics import ScopegenError
from scopegen.model.engagement import Milestone
from scopegen.quantities import Currency, Money, Unit
from scopegen.source.amounts import read_money, read_percent, read_period
from scopegen.source.moments import in_reach
from scopegen.source.times import read_date
from scopegen.source.words import UnreadableError
from scopegen.terms.late_payment import STATED, DatedRate, RateTable
from scopegen.terms.sessions import Terms

T = TypeVar("T")
EXAMPLES = {
    "money": "EUR 1210.00",
    "period": "12 hours",
    "percent": "10.15%",
    "date": "2027-01-16",
    "rate": "2027-01-01=10.15%",
}
WORKED = (Unit.MINUTES, Unit.HOURS)


def _read(read: Callable[[str], T], text: str, kind: str) -> T:
    try:
        return read(text.strip())
    except UnreadableError as error:
        raise _unreadable(text, kind, error.facts.get("fix", "")) from error


def _unreadable(text: str, kind: str, fix: str = "") -> ScopegenError:
    return ScopegenError("SG911", found=text, expected=kind, example=fix or EXAMPLES[kind])


def amount(text: str, currency: Currency) -> Money:
    """Read an amount in the currency of the letter.

    Raises:
        ScopegenError: SG911 when it is none, SG712 when it is in another currency.
    """
    money = _read(read_money, text, "money")
    if money.currency is not currency:
        raise ScopegenError("SG712", found=money.currency.value, expected=currency.value)
    return money


def length(text: str) -> int:
    """Read a length of worked time, such as `12 hours`, in minutes.

    Raises:
        ScopegenError: SG911 when it is none.
    """
    period = _read(read_period, text, "period")
    if period.unit not in WORKED or not period.count:
        raise _unreadable(text, "period")
    return period.minutes


def day(text: str) -> date:
    """Read a date.

    Raises:
        ScopegenError: SG911 when it is none.
    """
    found = _read(read_date, text, "date")
    if not in_reach(found):
        raise _unreadable(text, "date")
    return found


def rate(text: str, table: RateTable) -> DatedRate:
    """Read a rate that the user knows and the table lacks: `2027-01-01=10.15%`.

    Raises:
        ScopegenError: SG911 when it is none, SG720 when the table knows that day, or the day is not
            the first of a half-year.
    """
    since, equals, percent = text.partition("=")
    if not equals:
        raise _unreadable(text, "rate")
    value, since_day = _read(read_percent, percent, "rate"), _read(read_date, since, "rate")
    if (since_day.month, since_day.day) not in HALF_YEARS:
        raise ScopegenError("SG720", day=since_day, until=table.until, hint="half_year")
    if since_day <= table.until:
        raise ScopegenError("SG720", day=since_day, until=table.until, hint="default")
    return DatedRate(since=since_day, percent=value, source=STATED)


HALF_YEARS = ((1, 1), (7, 1))


def milestone(terms: Terms, id_: str) -> Milestone:
    """Find a milestone of the letter.

    Raises:
        ScopegenError: SG713 when there is none of this id.
    """
    known = terms.engagement.fees.milestones
    found = next((one for one in known if one.id == id_), None)
    if found is None:
        raise ScopegenError("SG713", found=id_, known=", ".join(one.id for one in known) or "-")
    return found
