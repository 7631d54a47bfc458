"""Who agrees: full details, a number for VAT, somebody who may sign, the person who does it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scopegen.diagnostics import Diagnostic, Path
from scopegen.quantities import Money
from scopegen.source.writing import typed
from scopegen.spec.lint.norms import Case

COMPANY = re.compile(r"\b(?:Ltd|Limited|PLC|LLP)\.?$", re.IGNORECASE)
"""In the United Kingdom a client in business without such an ending may have no number."""
SEATED = ("bv", "nv", "ltd", "llp")
PROVIDER: Path = ("parties", "provider")
CLIENT: Path = ("parties", "client")


def details(case: Case) -> Iterator[Diagnostic]:
    """A company names its seat, and a registered client its number (L001).

    Art. 2:186 BW; the Names and Trading Disclosures Regulations 2015. That the provider's own
    number is there is SG307.
    """
    parties = case.engagement.parties
    if parties.provider.kind in SEATED and not parties.provider.seat:
        path: Path = (*PROVIDER, "seat")
        yield case.error("L001", path, fields="parties.provider.seat")
    registered = case.law == "NL" or COMPANY.search(parties.client.name)
    if case.client == "company" and registered and not parties.client.register_no:
        report = case.error if case.law == "NL" else case.warning
        path = (*CLIENT, "register_no")
        yield report("L001", path, fields="parties.client.register_no")


def vat_number(case: Case) -> Iterator[Diagnostic]:
    """Whoever writes that VAT is charged names a VAT number; both do when it is shifted (L002)."""
    parties, vat = case.engagement.parties, case.engagement.fees.vat
    shifted = vat.scheme == "reverse_charge"
    charged = vat.scheme == "standard" and (
        case.given("fees", "vat", "scheme") or case.given("fees", "vat", "rate")
    )
    if (shifted or charged) and not parties.provider.vat_id:
        yield case.warning("L002", (*PROVIDER, "vat_id"), field="parties.provider.vat_id")
    if shifted and not parties.client.vat_id:
        yield case.warning("L002", (*CLIENT, "vat_id"), field="parties.client.vat_id")


def authority(case: Case) -> Iterator[Diagnostic]:
    """Somebody may sign for what the work comes to (L027).

    A fixed price is SG345; this is a budget in hours, or a year of a monthly fee.
    """
    price, limits = _worth(case), [one.sign_limit for one in case.engagement.parties.signatories]
    if price and all(limit and limit < price for limit in limits):
        yield case.warning("L027", ("parties", "authority"), price=typed(price))


def _worth(case: Case) -> Money | None:
    fees = case.engagement.fees
    if fees.model == "retainer" and fees.retainer:
        return fees.retainer.fee.times(12)
    if fees.model in {"hourly", "daily"} and fees.budget:
        return fees.hourly_rate.times(fees.budget.count)
    return None


def key_person(case: Case) -> Iterator[Diagnostic]:
    """One person who does the work, and anybody who may do it, do not go together (L030)."""
    person, substitution = case.engagement.engagement.key_person, case.engagement.substitution
    path: Path = ("engagement", "key_person")
    if person and substitution and substitution.grounds != "any":
        yield case.warning("L030", path, person=person)


RULES = (details, vat_number, authority, key_person)
