"""A change request's tree becomes its noun, with the rules that span its fields (SG36x)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from scopegen.diagnostics import Checked, Diagnostic, Path, Severity, finding
from scopegen.model.change import ChangeRequest, Option
from scopegen.model.engagement import Engagement
from scopegen.quantities import Money
from scopegen.source import Tree
from scopegen.source.writing import typed
from scopegen.spec.construct import construct
from scopegen.spec.identity import unknown
from scopegen.terms.offer import is_about_people, signers_for, size_of


def build_change(tree: Tree, engagement: Engagement) -> Checked[ChangeRequest]:
    """Build a change request and hold it against the letter that it would change."""
    request = construct(ChangeRequest, tree.data)
    options = tuple(
        replace(one, resumes=one.resumes and not one.nothing) for one in request.options
    )
    request = replace(request, options=options)
    found = tuple(one for rule in RULES for one in rule(request, engagement, tree))
    return Checked(request, found)


def _engagement(request: ChangeRequest, engagement: Engagement, tree: Tree) -> Iterator[Diagnostic]:
    if request.engagement != engagement.meta.id:
        path: Path = ("engagement",)
        wanted, found = engagement.meta.id, request.engagement
        yield finding("SG360", tree.location(path), path, found=found, wanted=wanted)


def _options(request: ChangeRequest, _: Engagement, tree: Tree) -> Iterator[Diagnostic]:
    """One option is to do nothing, and every option has a letter of its own (SG363, SG364)."""
    path: Path = ("options",)
    nothing = [one for one in request.options if one.nothing]
    if len(nothing) != 1:
        yield finding("SG363", tree.key_location(path), path, hint="one")
    for at, option in enumerate(request.options):
        here: Path = (*path, at)
        if option.nothing and _does_something(option):
            yield finding("SG363", tree.location(here), here, hint="empty")
        if option.id in (other.id for other in request.options[:at]):
            yield finding("SG364", tree.location((*here, "id")), (*here, "id"), found=option.id)


def _does_something(option: Option) -> bool:
    priced = option.price or option.reduction or option.hours or option.days.whole
    return bool(priced or option.inputs or option.waives or option.assumptions or option.amend)


def _references(request: ChangeRequest, engagement: Engagement, tree: Tree) -> Iterator[Diagnostic]:
    """Preconditions and milestones that are named are in the letter (SG320)."""
    conditions = [one.id for one in engagement.preconditions]
    milestones = [one.id for one in engagement.fees.milestones]
    for path, id_ in _named_conditions(request):
        if id_ not in conditions:
            yield unknown(tree, path, id_, conditions)
    for at, id_ in enumerate(request.affects):
        if id_ not in milestones:
            yield unknown(tree, ("affects", at), id_, milestones)


def _named_conditions(request: ChangeRequest) -> Iterator[tuple[Path, str]]:
    if request.trigger.kind == "precondition" and request.trigger.about:
        yield ("trigger", "about"), request.trigger.about
    for at, option in enumerate(request.options):
        for n, given in enumerate(option.inputs):
            yield ("options", at, "inputs", n, "id"), given.id
        for n, id_ in enumerate(option.waives):
            yield ("options", at, "waives", n), id_


def _currency(_: ChangeRequest, engagement: Engagement, tree: Tree) -> Iterator[Diagnostic]:
    """Every amount is in the letter's currency (SG305)."""
    expected = engagement.meta.currency
    for path, value in tree.values():
        if isinstance(value, Money) and value.currency != expected:
            found = value.currency.value
            yield finding("SG305", tree.location(path), path, found=found, expected=expected)


def _signatory(request: ChangeRequest, engagement: Engagement, tree: Tree) -> Iterator[Diagnostic]:
    """Somebody at the client may sign for each option (SG369)."""
    for at, option in enumerate(request.options):
        given = [option.price, option.reduction]
        if any(one and one.currency != engagement.meta.currency for one in given):
            continue
        if not signers_for(request, option, engagement):
            path: Path = ("options", at)
            amount = typed(size_of(option, engagement))
            yield finding("SG369", tree.location(path), path, option=option.id, amount=amount)


AMENDABLE = (
    "acceptance.",
    "assumptions",
    "availability.",
    "calls.",
    "engagement.background",
    "engagement.deliverables",
    "engagement.goal",
    "engagement.out_of_scope",
    "engagement.responsibilities",
    "engagement.scope",
    "meta.title",
    "preconditions",
    "response.",
)
"""What `amend` may change. Prices go through `price`, `hours` and `reduction`, so that the amount
shows; rates, the ladder, the handbrake and who the parties are take a letter of their own."""
PEOPLE = ("parties.authority",)
"""What a request about people may change besides."""


def _amendments(request: ChangeRequest, _: Engagement, tree: Tree) -> Iterator[Diagnostic]:
    """An amendment replaces a value or adds one, where that is allowed (SG368, SG365)."""
    allowed = (*AMENDABLE, *(PEOPLE if is_about_people(request) else ()))
    for at, option in enumerate(request.options):
        for n, amend in enumerate(option.amend):
            path: Path = ("options", at, "amend", n)
            if (amend.to is None) == (amend.add is None):
                yield finding("SG368", tree.location(path), path, field=amend.field)
            if not amend.field.startswith(allowed):
                yield finding("SG365", tree.location(path), path, field=amend.field)


def _open_places(request: ChangeRequest, _: Engagement, tree: Tree) -> Iterator[Diagnostic]:
    """Nothing is left to be filled in (SG366)."""
    for path, value in tree.values():
        if isinstance(value, str) and any(mark in value for mark in TO_FILL_IN):
            yield finding("SG366", tree.location(path), path, id=request.id)


TO_FILL_IN = ("[vul in]", "[fill in]", "...")
"""What a draft puts where only its author knows."""


def _dates(request: ChangeRequest, engagement: Engagement, tree: Tree) -> Iterator[Diagnostic]:
    """A new date for a precondition is not before the old one (SG367, a warning)."""
    due = {one.id: one.due for one in engagement.preconditions}
    for at, option in enumerate(request.options):
        for n, given in enumerate(option.inputs):
            old = due.get(given.id)
            if old and given.due < old:
                path: Path = ("options", at, "inputs", n, "due")
                place, severity = tree.location(path), Severity.WARNING
                yield finding(
                    "SG367", place, path, severity=severity, id=given.id, old=old, new=given.due
                )


Rule = Callable[[ChangeRequest, Engagement, Tree], Iterator[Diagnostic]]
RULES: tuple[Rule, ...] = (
    _engagement,
    _options,
    _references,
    _currency,
    _signatory,
    _amendments,
    _open_places,
    _dates,
)
