"""Rules on names and numbers: ids that exist and are unique, registers that can be right."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from typing import Any

from stdnum import iban
from stdnum.eu import vat
from stdnum.gb import vat as british_vat
from stdnum.nl import btw

from scopegen.diagnostics import Diagnostic, Path, Severity, finding
from scopegen.model.engagement import Deliverable, Engagement, Milestone
from scopegen.model.terms import Assumption, Precondition
from scopegen.source import Tree

COMPANY_NUMBER = re.compile("[0-9]{8}|[A-Z]{2}[0-9]{6}")
Named = tuple[Path, str]
Identified = Deliverable | Milestone | Precondition | Assumption


def references(engagement: Engagement, tree: Tree) -> Iterator[Diagnostic]:
    """Every id, deputy or level that is named exists (SG320)."""
    for uses, known in _uses(engagement):
        for path, used in uses:
            if used not in known:
                yield unknown(tree, path, used, known)


def _uses(engagement: Engagement) -> Iterator[tuple[Iterable[Named], Sequence[str]]]:
    milestones = engagement.fees.milestones
    people = engagement.parties.authority
    needed = (
        (("preconditions", at, "needed_for", n), served)
        for at, condition in enumerate(engagement.preconditions)
        for n, served in enumerate(condition.needed_for)
    )
    yield needed, [milestone.id for milestone in milestones]
    delivered = (
        (("fees", "milestones", at, "deliverable"), milestone.deliverable)
        for at, milestone in enumerate(milestones)
        if milestone.deliverable
    )
    yield delivered, [item.id for item in engagement.engagement.deliverables]
    deputies = (
        (("parties", "authority", at, "deputy"), person.deputy)
        for at, person in enumerate(people)
        if person.deputy
    )
    yield deputies, [person.name for person in people]
    tier = engagement.availability.tier
    chosen = [(("availability", "tier"), tier)] if tier else []
    yield chosen, [level.name for level in engagement.availability.tiers]


def unknown(tree: Tree, path: Path, used: str, known: Sequence[str]) -> Diagnostic:
    """Report an id that is used and does not exist (SG320)."""
    nearest = get_close_matches(used, known, n=1)
    facts: dict[str, Any] = {"found": used, "known": ", ".join(known) or "\N{EM DASH}"}
    if nearest:
        facts |= {"hint": "nearest", "nearest": nearest[0]}
    return finding("SG320", tree.location(path), path, **facts)


def repeats(engagement: Engagement, tree: Tree) -> Iterator[Diagnostic]:
    """No id is used twice, not even for two kinds of thing (SG321)."""
    seen: dict[str, Path] = {}
    for path, name in _ids(engagement):
        if name in seen:
            first = tree.location(seen[name]).line
            yield finding("SG321", tree.location(path), path, found=name, line=first)
        seen.setdefault(name, path)


def _ids(engagement: Engagement) -> Iterator[Named]:
    lists: tuple[tuple[Path, Sequence[Identified]], ...] = (
        (("engagement", "deliverables"), engagement.engagement.deliverables),
        (("fees", "milestones"), engagement.fees.milestones),
        (("preconditions",), engagement.preconditions),
        (("assumptions",), engagement.assumptions),
    )
    for path, items in lists:
        for at, item in enumerate(items):
            yield (*path, at, "id"), item.id


def numbers(engagement: Engagement, tree: Tree) -> Iterator[Diagnostic]:
    """Bank, trade register and VAT numbers can be right (SG322 to SG324, SG326)."""
    provider = engagement.parties.provider
    path: Path = ("parties", "provider", "iban")
    if provider.iban and not iban.is_valid(provider.iban):
        yield finding("SG322", tree.location(path), path, found=provider.iban)
    for party, name in ((provider, "provider"), (engagement.parties.client, "client")):
        yield from _register(tree, ("parties", name), party.registered_at, party.register_no)
        path = ("parties", name, "vat_id")
        number = party.vat_id or ""
        if number.upper().startswith("NL") and not is_possible_vat(number):
            warning = Severity.WARNING
            yield finding("SG324", tree.location(path), path, severity=warning, found=number)


def is_possible_vat(vat_id: str) -> bool:
    """Tell whether a VAT number of the EU or the UK can be right; of another country, any can."""
    country = vat_id[:2].upper()
    if country == "NL":
        return bool(btw.is_valid(vat_id))
    if country == "GB":
        return bool(british_vat.is_valid(vat_id))
    return country.lower() not in vat.MEMBER_STATES or bool(vat.is_valid(vat_id))


def _register(
    tree: Tree, path: Path, registry: str | None, number: str | None
) -> Iterator[Diagnostic]:
    if registry == "KvK" and number and not re.fullmatch("[0-9]{8}", number):
        place = (*path, "register_no")
        yield finding("SG323", tree.location(place), place, found=number)
    if registry == "Companies House" and number and not COMPANY_NUMBER.fullmatch(number):
        place = (*path, "register_no")
        yield finding("SG326", tree.location(place), place, found=number)


def certificates(engagement: Engagement, tree: Tree) -> Iterator[Diagnostic]:
    """A certificate is named by its SHA-256 in small hexadecimal (SG361)."""
    for at, person in enumerate(engagement.parties.authority):
        path: Path = ("parties", "authority", at, "certificate")
        given = person.certificate
        if given and not re.fullmatch("[0-9a-f]{64}", given):
            meant = re.sub(r"[:\s]", "", given).lower()
            hint = "mended" if re.fullmatch("[0-9a-f]{64}", meant) else "default"
            yield finding("SG361", tree.location(path), path, meant=meant, hint=hint)


def consumer(engagement: Engagement, tree: Tree) -> Iterator[Diagnostic]:
    """What the letter needs to inform a consumer (SG325, a warning).

    Art. 6:230m(1) BW and schedule 2 of the Consumer Contracts Regulations 2013. Without that
    information the client may owe nothing for work already done (CJEU C-97/22).
    """
    if engagement.parties.client.kind != "consumer":
        return
    provider, terms = engagement.parties.provider, engagement.consumer
    asked: tuple[tuple[Path, str, bool], ...] = (
        (("parties", "client", "kind"), "consumer", terms is None),
        (("parties", "provider"), "parties.provider.phone", bool(terms) and not provider.phone),
    )
    for path, field, missing in asked:
        if missing:
            place = tree.location(path) if field == "consumer" else tree.key_location(path)
            hint = "default" if field == "consumer" else "phone"
            yield finding("SG325", place, path, severity=Severity.WARNING, missing=field, hint=hint)
