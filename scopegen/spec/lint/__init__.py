"""The contract lint: rules on what is agreed, each a small pure function, all in one tuple.

A rule sees an engagement that could be built, so that it never repeats what the checks of form
found. It gives findings with a code of `templates/rules/lint_*.toml`, which says what the rule is,
where it comes from and what a person must judge.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from scopegen.diagnostics import Diagnostic
from scopegen.model.engagement import Engagement
from scopegen.source import Tree
from scopegen.spec.lint import (
    availability,
    changing,
    charges,
    cooperation,
    figures,
    free_text,
    independence,
    law,
    parties,
    payment,
)
from scopegen.spec.lint.norms import Case, Norms, parse_limits

__all__ = ["RULES", "Case", "Norms", "is_lint", "lint", "parse_limits"]

RULES: tuple[Callable[[Case], Iterator[Diagnostic]], ...] = (
    *parties.RULES,
    *independence.RULES,
    *payment.RULES,
    *charges.RULES,
    *availability.RULES,
    *cooperation.RULES,
    *changing.RULES,
    *law.RULES,
    *figures.RULES,
    *free_text.RULES,
)


def is_lint(code: str) -> bool:
    """Tell whether a code is one of the contract lint."""
    return code.startswith("L")


def lint(engagement: Engagement, tree: Tree, norms: Norms) -> Iterator[Diagnostic]:
    """Apply every rule of the contract lint."""
    case = Case(engagement=engagement, tree=tree, norms=norms)
    for rule in RULES:
        yield from rule(case)
