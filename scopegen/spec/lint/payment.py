"""Paying: terms that the law allows, interest and costs that are worth something, not all late."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from scopegen.diagnostics import Diagnostic, Path
from scopegen.source.writing import typed
from scopegen.spec.lint.norms import Case
from scopegen.terms.late_payment import ABOVE_REFERENCE, UnknownRateError

TERM: Path = ("payment", "term")
RATE: Path = ("payment", "interest_rate")
TABLES = {"NL": "NL-commercial", "EW": "EW-reference"}
WEEK = 7


def term(case: Case) -> Iterator[Diagnostic]:
    """The payment term is one that the law allows (L003 to L007)."""
    days = case.engagement.payment.term.count
    if case.client == "public":
        yield from _public_term(case, days)
    elif case.client != "consumer" and case.law == "EW":
        if days > (most := case.limit("payment_days_most")):
            yield case.warning("L007", TERM, found=days, most=most)
    elif case.client != "consumer":
        yield from _business_term(case, days)


def _public_term(case: Case, days: Decimal) -> Iterator[Diagnostic]:
    plain, most = case.limit("payment_days_plain"), case.limit("payment_days_most")
    if case.law == "EW" and days > plain:
        yield case.error("L007", TERM, found=days, most=plain)
    elif case.law == "NL" and days > most:
        yield case.error("L006", TERM, found=days, plain=plain, most=most, hint="most")
    elif case.law == "NL" and days > plain and not case.engagement.payment.long_term_reason:
        yield case.error("L006", TERM, found=days, plain=plain, most=most)


def _business_term(case: Case, days: Decimal) -> Iterator[Diagnostic]:
    """Art. 6:119a lid 5 en 6 BW."""
    parties = case.engagement.parties
    plain, most = case.limit("payment_days_plain"), case.limit("payment_days_most")
    smaller = parties.provider.size != "large"
    if smaller and days > plain and parties.client.size == "large":
        yield case.error("L005", TERM, found=days, most=plain)
    elif days > most:
        yield case.error("L004", TERM, found=days, most=most)
    elif smaller and days > plain and parties.client.size == "unknown":
        path: Path = ("parties", "client", "size")
        yield case.error("L003", path, found=days, plain=plain)


def interest(case: Case) -> Iterator[Diagnostic]:
    """An agreed rate is not below that of the law, as far as that is known (L008, L046).

    Directive 2011/7/EU art. 7; Late Payment of Commercial Debts (Interest) Act 1998 s. 8 and 9.
    """
    payment, day = case.engagement.payment, case.engagement.meta.date
    table = case.norms.rates(_table(case))
    if payment.interest_rate is None or payment.interest != "contractual":
        if day > table.until:
            yield case.note("L046", ("meta", "date"), until=table.until)
        return
    if case.client == "consumer":
        return
    try:
        statutory = table.on(day).percent.value
    except UnknownRateError:
        yield case.warning("L046", RATE, until=table.until)
        return
    statutory += ABOVE_REFERENCE.value if case.law == "EW" else 0
    if payment.interest_rate.value < statutory:
        found = typed(payment.interest_rate)
        yield case.warning("L008", RATE, found=found, statutory=f"{statutory}%")


def _table(case: Case) -> str:
    return "NL-consumer" if (case.law, case.client) == ("NL", "consumer") else TABLES[case.law]


def collection(case: Case) -> Iterator[Diagnostic]:
    """The costs of collecting stay on the side of who pays late (L009 NL, L008 EW).

    Art. 6:96 lid 4 BW; Late Payment of Commercial Debts (Interest) Act 1998 s. 5A.
    """
    if case.engagement.payment.collection != "none" or case.client == "consumer":
        return
    path: Path = ("payment", "collection")
    if case.law == "NL":
        yield case.error("L009", path)
    else:
        yield case.warning("L008", path, found="collection: none", statutory="GBP 40, 70, 100")


def last_payment(case: Case) -> Iterator[Diagnostic]:
    """Not more than half of a fixed price waits for the end (L045).

    By the letter an advance is set off against the first invoices, and not against the last.
    """
    fees, payment = case.engagement.fees, case.engagement.payment
    if not fees.fixed_price or not fees.fixed_price.amount:
        return
    most, advance = case.limit("last_payment_percent"), payment.advance
    share, earlier, path = Decimal(100), Decimal(0), TERM
    if payment.schedule == "milestones" and fees.milestones:
        at, last = max(enumerate(fees.milestones), key=lambda pair: pair[1].due)
        path = ("fees", "milestones", at, "amount")
        share = 100 * (last.amount.amount if last.amount else 0) / fees.fixed_price.amount
        earlier = 100 - share
    elif payment.schedule == "completion":
        path = ("payment", "schedule")
    else:
        return
    share -= max((advance.value if advance else 0) - earlier, Decimal(0))
    if share > most and (len(fees.milestones) > 1 or _long(case)):
        yield case.warning("L045", path, share=f"{share:.0f}%", most=f"{most}%")


def _long(case: Case) -> bool:
    work = case.engagement.engagement
    weeks = case.limit("review_weeks")
    return work.end is not None and (work.end - work.start).days > weeks * WEEK


RULES = (term, interest, collection, last_payment)
