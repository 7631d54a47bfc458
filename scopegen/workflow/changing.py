"""Change requests: drafted as a file, checked like a spec, issued as a form, and closed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from scopegen.diagnostics import (
    Checked,
    Diagnostic,
    ScopegenError,
    Severity,
    finding,
    has_errors,
    in_order,
)
from scopegen.diagnostics import Path as PathTo
from scopegen.drafting.requests import Occasion, drafted_request
from scopegen.model.change import ChangeRequest
from scopegen.model.engagement import Engagement
from scopegen.model.events import EventKind, Facts
from scopegen.quantities import Money
from scopegen.source import Tree, decode, read
from scopegen.spec.change import build_change
from scopegen.terms.brake import dependent, overtaken, precondition
from scopegen.terms.offer import Choice, HeldSince, Offer, offer, valid_until
from scopegen.terms.standing import ChangeState, Standing
from scopegen.workflow.amending import Agreed, amended_spec
from scopegen.workflow.dossier import (
    CHANGES,
    Dossier,
    entry,
    foresee,
    frozen_terms,
    insist,
    kept,
    letter_in_force,
    terms_in_force,
)
from scopegen.workflow.finishing import settle
from scopegen.workflow.reading import content_of
from scopegen.workflow.requested import amount_in, change_schema, request_of
from scopegen.workflow.spec_file import file_text
from scopegen.workflow.wording import phrases

__all__ = [
    "Drafted",
    "accepted_sum",
    "agreed_of",
    "amount_in",
    "change_file",
    "change_schema",
    "draft_change",
    "foresee_change",
    "held",
    "next_number",
    "occasion_of",
    "read_change",
    "request_of",
    "worked_out",
]

NUMBER = re.compile(r"CR-(\d{3,})")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadChange:
    """A change request's file: its text for excerpts, its value, and all that was found."""

    file: str
    text: str
    request: ChangeRequest | None
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafted:
    """A change request that was drafted, and the file to complete."""

    id: str
    place: Path
    dossier: Dossier


def next_number(dossier: Dossier) -> str:
    """Give the number of a new change request: the one after the highest there is."""
    files = (path.stem for path in (dossier.folder / CHANGES).glob("CR-*.y*ml"))
    names = [*files, *(one.identity.item for one in dossier.standing.changes)]
    numbers = [int(found[1]) for name in names if (found := NUMBER.fullmatch(name))]
    return f"CR-{max(numbers, default=0) + 1:03d}"


def change_file(dossier: Dossier, id_: str) -> Path:
    """Give the place of a change request's file.

    Raises:
        ScopegenError: SG413 when the name is no number of a change request.
    """
    if not NUMBER.fullmatch(id_):
        raise ScopegenError("SG413", id=id_, hint="name")
    return dossier.folder / CHANGES / f"{id_}.yaml"


def draft_change(dossier: Dossier, occasion: Occasion) -> Drafted:
    """Write the file of a new change request; one that stands there just like this will do.

    Raises:
        ScopegenError: SG404 when no letter is signed, SG405 when the register cannot be relied on.
    """
    insist(dossier)
    known = {one.identity.item for one in dossier.standing.changes}
    for place in sorted((dossier.folder / CHANGES).glob("CR-*.yaml")):
        id_ = place.stem
        if id_ not in known and place.read_bytes() == _request_text(dossier, id_, occasion):
            return Drafted(id=id_, place=place, dossier=dossier)
    ahead = foresee_change(dossier, occasion)
    drafted, _ = settle(ahead.dossier, (), {})
    return Drafted(id=ahead.id, place=ahead.place, dossier=drafted)


def foresee_change(dossier: Dossier, occasion: Occasion) -> Drafted:
    """Draft a new change request, filled in as far as can be; it is not written yet.

    Raises:
        ScopegenError: SG404 when no letter is signed, SG405 when the register cannot be relied on.
    """
    id_ = next_number(dossier)
    place = change_file(dossier, id_)
    facts: Facts = {"change": id_, "kind": occasion.kind, "about": occasion.about}
    told = entry(dossier, EventKind.CHANGE_DRAFTED, facts)
    text = _request_text(dossier, id_, occasion)
    ahead = foresee(dossier, [told], {f"{CHANGES}/{place.name}": text})
    return Drafted(id=id_, place=place, dossier=ahead)


def _request_text(dossier: Dossier, id_: str, occasion: Occasion) -> bytes:
    letter = letter_in_force(dossier)
    words = phrases(letter.language)
    engagement = frozen_terms(dossier, letter)
    tree = drafted_request(id_, occasion, engagement, words, letter.language)
    text = file_text(tree, change_schema(), letter.language)
    return (text + str(words["request"]["more"])).encode()


def occasion_of(dossier: Dossier, kind: str, about: str, note: str) -> Occasion:
    """Give what gives rise to a change request that stands by itself, without the handbrake."""
    engagement = terms_in_force(dossier)
    condition = precondition(engagement, about)
    return Occasion(
        kind=kind,
        about=about,
        note=note,
        on=None,
        streams=dependent(engagement, condition) if condition else (),
        condition=condition,
        answer_by=valid_until(engagement, dossier.today),
        resumes=False,
    )


def read_change(dossier: Dossier, id_: str) -> ReadChange:
    """Read and check a change request against the letter in force; finds everything at once.

    Raises:
        ScopegenError: SG404 when no letter is signed, SG413 when there is no such file.
    """
    engagement = terms_in_force(dossier)
    place = change_file(dossier, id_)
    drafted = dossier.drafted.get(f"{CHANGES}/{place.name}")
    if drafted is None and not place.is_file():
        raise ScopegenError("SG413", id=id_, hint="file")
    decoded = decode(content_of(str(place)) if drafted is None else drafted, str(place))
    text = decoded.value or ""
    tree = read(text, str(place), change_schema())
    found = [*decoded.diagnostics, *(tree.diagnostics if decoded.value else ())]
    request: Checked[ChangeRequest] = Checked(None)
    if tree.value is not None and not has_errors(found):
        request = build_change(tree.value, engagement)
        found += request.diagnostics
    if tree.value and request.value and request.value.id != id_:
        found.append(
            finding("SG362", tree.value.location(("id",)), ("id",), found=request.value.id)
        )
    if tree.value and request.value:
        found += _passed(request.value, dossier.today, tree.value)
    if request.value and not has_errors(found):
        found += _consequences(dossier, engagement, request.value)
    return ReadChange(
        file=str(place), text=text, request=request.value, diagnostics=in_order(found)
    )


def _passed(request: ChangeRequest, today: date, tree: Tree) -> Iterator[Diagnostic]:
    """Nothing is asked for on a day that has passed (SG372)."""
    for at, option in enumerate(request.options):
        for n, given in enumerate(option.inputs):
            if given.due < today:
                path: PathTo = ("options", at, "inputs", n, "due")
                yield finding("SG372", tree.location(path), path, id=given.id, due=given.due)


def _consequences(
    dossier: Dossier, engagement: Engagement, request: ChangeRequest
) -> Iterator[Diagnostic]:
    """See what each option would do to the letter: it stays a letter without errors (SG370)."""
    made = worked_out(dossier, engagement, request, 1)
    text = kept(dossier, letter_in_force(dossier).spec).decode()
    for choice in made.choices:
        if choice.option.nothing:
            continue
        for early, late in overtaken(engagement, [(s.id, s.new) for s in choice.shifts]):
            warning, id_ = Severity.WARNING, choice.option.id
            yield finding("SG371", None, severity=warning, option=id_, early=early, late=late)
        after = amended_spec(
            text, engagement, agreed_of(made, choice, dossier.today), dossier.examined
        )
        wrong = next((one for one in after if one.severity is Severity.ERROR), None)
        if wrong:
            yield finding(
                "SG370", None, option=choice.option.id, because=wrong.code, field=wrong.dotted_path
            )


def agreed_of(worked_out: Offer, choice: Choice, on: date) -> Agreed:
    """Give what is agreed when the client makes this choice on this day."""
    return Agreed(
        change=worked_out.request.id,
        on=on,
        option=choice.option,
        amount=choice.amount,
        affected=worked_out.request.affects,
        shifts=choice.shifts,
        end=choice.end,
    )


def held(dossier: Dossier) -> HeldSince | None:
    """Give the open hold as a change request meets it."""
    hold = dossier.standing.hold
    if hold is None:
        return None
    return HeldSince(hold.start, hold.streams, dossier.standing.complete(), hold.free)


def accepted_sum(standing: Standing, engagement: Engagement) -> Money | None:
    """Sum the change requests that were accepted; None when there are none."""
    zero = engagement.fees.hourly_rate.times(0)
    states = (ChangeState.ACCEPTED, ChangeState.IMPLEMENTED)
    amounts = [
        amount_in(one.amounts[one.option], engagement)
        for one in standing.changes
        if one.state in states and one.option in one.amounts
    ]
    return sum(amounts, zero) if amounts else None


def worked_out(
    dossier: Dossier, engagement: Engagement, request: ChangeRequest, version: int
) -> Offer:
    """Work a change request out on the dossier's day, as the version that it would be."""
    return offer(
        engagement,
        request,
        version=version,
        issued=dossier.today,
        hold=held(dossier) if request.type == "resume" else None,
        accepted=accepted_sum(dossier.standing, engagement),
    )
