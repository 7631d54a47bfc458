"""What the product can tell about itself: its rules and its clauses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches

from scopegen.diagnostics import Rejected, ScopegenError
from scopegen.drafting.library import Clause
from scopegen.rules import Example
from scopegen.workflow.nearest import chosen_standard
from scopegen.workflow.standard import library
from scopegen.workflow.wording import catalogue, reckoning_rules

__all__ = ["LAWS", "Clause", "RuleText", "clause", "clauses", "explain", "nearest", "rules"]
LAWS = ("NL", "EW")
"""The laws that a letter can choose."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleText:
    """A rule of the catalogue in one language."""

    code: str
    explanation: str
    severities: tuple[str, ...] = ()
    """How much it may weigh: error, warning, note."""
    sources: tuple[str, ...] = ()
    judgement: str = ""
    """What only a person can judge."""
    reported_as: tuple[str, ...] = ()
    """Codes under which it is reported instead, wholly or in part."""
    examples: tuple[Example, ...] = ()


def explain(code: str, language: str) -> RuleText:
    """Explain a rule: of the checks (SG104), or of reckoning (R5).

    Raises:
        ScopegenError: SG905 when there is no such code.
    """
    asked, known = code.upper(), (*catalogue().codes(), *reckoning_rules()[language])
    if asked in reckoning_rules()[language]:
        return RuleText(code=asked, explanation=str(reckoning_rules()[language][asked]))
    if asked not in known:
        raise ScopegenError("SG905", found=code, **nearest(asked, known))
    return _rule(asked, language)


def _rule(code: str, language: str) -> RuleText:
    rules = catalogue()
    return RuleText(
        code=code,
        explanation=rules.explanation(code, language),
        severities=rules.severities(code),
        sources=rules.sources(code),
        judgement=rules.judgement(code, language),
        reported_as=rules.reported_as(code),
        examples=rules.examples(code),
    )


def rules(language: str) -> Iterator[RuleText]:
    """Give every rule with the first sentence of its explanation; those of reckoning come last."""
    for code in catalogue().codes():
        whole = _rule(code, language)
        first = whole.explanation.split("\n\n")[0]
        yield replace(whole, explanation=" ".join(first.split()))
    for code, told in reckoning_rules()[language].items():
        yield RuleText(code=code, explanation=told.partition(". ")[0].rstrip(".") + ".")


def clauses(house: str | None = None) -> tuple[Clause, ...]:
    """Give the clauses of the library, in the order of the letter, with those of a firm.

    Raises:
        Rejected: the house standard that is named has errors.
        ScopegenError: SG600 when it is not there.
    """
    if house is None:
        return library().clauses
    standard = chosen_standard(house)
    if standard.is_wrong:
        raise Rejected(standard.diagnostics)
    return standard.library.clauses


def clause(name: str, house: str | None = None) -> Clause:
    """Give one clause.

    Raises:
        ScopegenError: SG906 when there is no such clause, and as `clauses`.
    """
    known = {one.id: one for one in clauses(house)}
    if name not in known:
        raise ScopegenError("SG906", found=name, **nearest(name, known))
    return known[name]


def nearest(asked: str, known: Iterable[str]) -> Mapping[str, str]:
    """Give the facts of a finding that asks whether a known name was meant."""
    found = get_close_matches(asked, known, n=1)
    return {"hint": "nearest", "nearest": found[0]} if found else {}
