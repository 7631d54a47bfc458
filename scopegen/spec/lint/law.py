"""What the law asks beside the terms: consumers, leaving, liability, personal data, courts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from scopegen.diagnostics import Diagnostic, Path
from scopegen.model.legal import DataProtection
from scopegen.quantities import Period, Unit
from scopegen.source.writing import typed
from scopegen.spec.defaults import BY_LAW
from scopegen.spec.lint.norms import Case

KIND: Path = ("parties", "client", "kind")
PROCESSING = ("subject", "data", "people", "security")
"""What art. 28(3) GDPR asks of a processing agreement, and only the parties know."""


def consumer_leaves(case: Case) -> Iterator[Diagnostic]:
    """A consumer stops when he likes, and pays nothing for stopping (L034).

    Art. 7:408 and 7:413 BW; the letter leaves such a term out by itself.
    """
    exit_ = case.engagement.term_exit
    if case.client != "consumer":
        return
    report = case.error if case.law == "NL" else case.warning
    if case.given("term_exit", "client_notice") and exit_.client_notice.count:
        path: Path = ("term_exit", "client_notice")
        yield report("L034", path, found=typed(exit_.client_notice))
    if exit_.committed_hours and exit_.committed_hours.count:
        path = ("term_exit", "committed_hours")
        yield report("L034", path, found=typed(exit_.committed_hours))


def provider_leaves(case: Case) -> Iterator[Diagnostic]:
    """Who does the work can leave before it is over (L035, art. 7:408 lid 2 BW)."""
    work, notice = case.engagement.engagement, case.engagement.term_exit.provider_notice
    if work.end and notice.count and _after(notice, work.start) >= work.end:
        path: Path = ("term_exit", "provider_notice")
        yield case.warning("L035", path, found=typed(notice), end=work.end)


def _after(notice: Period, start: date) -> date:
    """Give the day on which notice given at the start ends; a working day counts as a day."""
    if notice.unit is Unit.WORKING_DAYS:
        return start + timedelta(days=notice.whole)
    try:
        return notice.after(start)
    except ValueError:  # past the last year that a date can have
        return date.max


def liability(case: Case) -> Iterator[Diagnostic]:
    """Nobody promises more than the insurance pays (L036)."""
    terms, insurance = case.engagement.liability, case.engagement.parties.provider.insurance
    price = case.engagement.fees.fixed_price
    cap, path = terms.amount if terms.cap == "amount" else None, "amount"
    if terms.cap == "fee_multiple" and price:
        cap, path = price.times(terms.multiple), "multiple"
    if cap and insurance and cap > insurance.cover:
        found, cover = typed(cap), typed(insurance.cover)
        yield case.warning("L036", ("liability", path), found=found, cover=cover)


def personal_data(case: Case) -> Iterator[Diagnostic]:
    """The role is clear, and a processor has the agreement that art. 28 GDPR asks (L037)."""
    terms = case.engagement.data_protection
    if terms is None:
        return
    if terms.role == "unclear":
        yield case.error("L037", ("data_protection", "role"), lacking="data_protection.role")
    lacking = _lacking(terms)
    if terms.role == "processor" and not terms.agreement and lacking:
        path: Path = ("data_protection", "role")
        yield case.error("L037", path, lacking=lacking, hint="agreement")


def _lacking(terms: DataProtection) -> str:
    return ", ".join(name for name in PROCESSING if not getattr(terms, name))


def withdrawal(case: Case) -> Iterator[Diagnostic]:
    """A consumer has fourteen days to withdraw; work begins later, or at his request (L038).

    Directive 2011/83/EU art. 9 and 14, CJEU 17 May 2023, C-97/22.
    """
    terms, meta = case.engagement.consumer, case.engagement.meta
    if case.client != "consumer":
        return
    if terms is None:
        yield case.warning("L038", KIND, until="", hint="distance")
        return
    until = meta.date + timedelta(days=int(case.limit("withdrawal_days")))
    early = case.engagement.engagement.start <= until
    if terms.distance and early and not terms.early_start:
        yield case.error("L038", ("engagement", "start"), until=until)


def one_system(case: Case) -> Iterator[Diagnostic]:
    """Law, currency and zone belong together, unless that is meant (L043)."""
    meta = case.engagement.meta
    usual = BY_LAW[meta.law]
    for name in ("timezone", "currency"):
        found = getattr(meta, name)
        if found != usual[name]:
            facts = {"found": str(found), "usual": str(usual[name]), "law": meta.law}
            yield case.warning("L043", ("meta", name), **facts)


def terms_of_others(case: Case) -> Iterator[Diagnostic]:
    """General terms are handed over, and only one set wins (L044, art. 6:233 to 6:235 BW)."""
    disputes, theirs = case.engagement.disputes, case.engagement.parties.client.own_terms
    if disputes.general_terms and not disputes.general_terms_attached:
        path: Path = ("disputes", "general_terms")
        yield case.warning("L044", path, found=disputes.general_terms)
    if theirs is None:
        return
    path = ("parties", "client", "own_terms", "precedence")
    if theirs.precedence == "excluded" and case.client == "public":
        yield case.warning("L044", path, found=theirs.name, hint="public")
    if theirs.precedence == "client_terms":
        yield case.warning("L044", path, found=theirs.name, hint="theirs")


def conduct(case: Case) -> Iterator[Diagnostic]:
    """The letter says how people treat each other (L047)."""
    terms = case.engagement.conduct
    if terms and not terms.enabled:
        yield case.note("L047", ("conduct", "enabled"), found="conduct.enabled: no")


RULES = (
    consumer_leaves,
    provider_leaves,
    liability,
    personal_data,
    withdrawal,
    one_system,
    terms_of_others,
    conduct,
)
