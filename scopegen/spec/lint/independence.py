"""Independence: signs of an employer's authority, and a rate that invites the question."""

from __future__ import annotations

from collections.abc import Iterator

from scopegen.diagnostics import Diagnostic, Path
from scopegen.quantities import Money
from scopegen.source.writing import typed
from scopegen.spec.lint.norms import Case

SIGNS = ("client_sets_hours", "supervision", "leave_approval", "client_account", "client_equipment")


def control(case: Case) -> Iterator[Diagnostic]:
    """Two signs of authority together ask for a look (L031).

    ECLI:NL:HR:2023:443 (Deliveroo), ECLI:NL:HR:2025:319 (Uber); IR35 in the United Kingdom.
    """
    signs = tuple(_signs(case))
    if len(signs) >= case.limit("control_signs"):
        yield case.warning("L031", ("independence",), signs=", ".join(signs))


def _signs(case: Case) -> Iterator[str]:
    terms, data = case.engagement.independence, case.engagement.data_protection
    if terms:
        yield from (sign for sign in SIGNS if getattr(terms, sign))
        if not terms.other_clients:
            yield "other_clients: no"
    if data and data.role == "under_authority":
        yield "data_protection.role: under_authority"


def presumption(case: Case) -> Iterator[Diagnostic]:
    """A Dutch sole trader's rate lies above the threshold of the bill (L032)."""
    engagement = case.engagement
    if case.law != "NL" or engagement.parties.provider.kind != "sole_trader":
        return
    threshold = case.limit("presumption_rate")
    field, rate = min(_rates(case), key=lambda pair: pair[1].amount)
    if rate.amount < threshold and case.client != "consumer":
        yield case.note("L032", field, rate=typed(rate), threshold=f"{threshold:.2f}")


def _rates(case: Case) -> Iterator[tuple[Path, Money]]:
    """What an hour brings, by each figure of the spec that says so."""
    fees = case.engagement.fees
    yield ("fees", "hourly_rate"), fees.hourly_rate
    yield ("fees", "day_rate"), fees.day_rate.times(1 / fees.hours_per_day.count)
    if fees.model == "retainer" and fees.retainer and fees.retainer.hours.count:
        path: Path = ("fees", "retainer", "fee")
        yield path, fees.retainer.fee.times(1 / fees.retainer.hours.count)
    if fees.fixed_price and fees.budget and fees.budget.count:
        yield ("fees", "fixed_price"), fees.fixed_price.times(1 / fees.budget.count)


RULES = (control, presumption)
