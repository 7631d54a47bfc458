"""The rules that span fields: each a small pure function, all of them in one tuple (SG3xx).

`check_data` runs on typed data, before nouns can be built; `check` runs on the engagement. Both
report everything they find; neither knows a sentence in any language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from scopegen.diagnostics import Diagnostic, Path, dotted, finding
from scopegen.model.engagement import Engagement
from scopegen.quantities import Money
from scopegen.source import Tree
from scopegen.spec import dates, identity, money, week

Data = Mapping[str, Any]
Rule = Callable[[Engagement, Tree], Iterator[Diagnostic]]

UNREGISTERED = {("EW", "sole_trader"), ("EW", "partnership")}
NEEDED: tuple[tuple[Path, Path, str], ...] = (
    (("fees", "fixed_price"), ("fees", "model"), "fixed"),
    (("fees", "retainer"), ("fees", "model"), "retainer"),
    (("payment", "interest_rate"), ("payment", "interest"), "contractual"),
    (("liability", "amount"), ("liability", "cap"), "amount"),
    (("parties", "provider", "insurance"), ("liability", "cap"), "insurance"),
)
"""A field that must be there when another field has a certain value."""
DIVISORS: tuple[Path, ...] = (("fees", "hours_per_day"), ("fees", "increment"))
"""A period that amounts or times are divided by."""


def check_data(data: Data, tree: Tree) -> Iterator[Diagnostic]:
    """Find what keeps the engagement from being built."""
    yield from _signatories(data, tree)
    yield from _registration(data, tree)
    yield from _rates(data, tree)
    yield from _zeros(data, tree)
    yield from _needed(data, tree)
    yield from _currencies(data["meta"]["currency"], tree)


def check(engagement: Engagement, tree: Tree) -> Iterator[Diagnostic]:
    """Apply every rule to an engagement."""
    for rule in RULES:
        yield from rule(engagement, tree)


def _signatories(data: Data, tree: Tree) -> Iterator[Diagnostic]:
    people = data["parties"]["authority"]
    if not any(person["sign"] for person in people):
        path: Path = ("parties", "authority")
        yield finding("SG301", tree.key_location(path), path, name=people[0]["name"])
    provider = data["parties"]["provider"]
    if not provider["signatory"]:
        path = ("parties", "provider")
        yield finding("SG302", tree.key_location(path), path, kind=provider["kind"])


def _registration(data: Data, tree: Tree) -> Iterator[Diagnostic]:
    """Only a British sole trader or partnership trades without a number (SG307)."""
    provider, law = data["parties"]["provider"], data["meta"]["law"]
    if not provider["register_no"] and (law, provider["kind"]) not in UNREGISTERED:
        path: Path = ("parties", "provider")
        yield finding("SG307", tree.key_location(path), path, registry=provider["registered_at"])


def _rates(data: Data, tree: Tree) -> Iterator[Diagnostic]:
    if not data["fees"]["hourly_rate"] and not data["fees"]["day_rate"]:
        currency = data["meta"]["currency"]
        yield finding("SG303", tree.key_location(("fees",)), ("fees",), currency=currency)


def _zeros(data: Data, tree: Tree) -> Iterator[Diagnostic]:
    for path in DIVISORS:
        if not _at(data, path).count:
            yield finding("SG306", tree.location(path), path, field=dotted(path))


def _needed(data: Data, tree: Tree) -> Iterator[Diagnostic]:
    for field, because, value in NEEDED:
        if _at(data, because) == value and _at(data, field) is None:
            place = tree.key_location(because)
            yield finding(
                "SG304", place, because, field=dotted(field), because=dotted(because), value=value
            )


def _at(data: Data, path: Path) -> Any:
    node: Any = data
    for step in path:
        node = node[step]
    return node


def _currencies(currency: str, tree: Tree) -> Iterator[Diagnostic]:
    for path, value in tree.values():
        if isinstance(value, Money) and value.currency != currency:
            place = tree.location(path)
            yield finding("SG305", place, path, found=value.currency.value, expected=currency)


RULES: tuple[Rule, ...] = (
    dates.order,
    dates.working_days,
    identity.references,
    identity.repeats,
    identity.numbers,
    identity.certificates,
    identity.consumer,
    money.milestones,
    money.signatory,
    money.ladder,
    money.cancellation,
    week.coverage,
    week.overlaps,
    week.empty_bands,
    week.standing_calls,
    week.level,
)
