"""What the contract lint measures by: dated figures, dated rates and lists of words.

All of it moves, so that none of it is in code. Figures stand in `templates/limits/*.toml`, those
of a law before those that hold everywhere; each says as of when, and where it comes from.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from scopegen.diagnostics import Diagnostic, Location, Path, Severity
from scopegen.model.engagement import Engagement
from scopegen.plain_words import Wording
from scopegen.source import Tree
from scopegen.terms.late_payment import RateTable

COMMON = "common"


@dataclass(frozen=True, slots=True, kw_only=True)
class Norms:
    """The figures by law, and the rates and words by name, read when they are needed."""

    limits: Mapping[str, Mapping[str, Decimal]]
    rates: Callable[[str], RateTable]
    wording: Callable[[str], Wording]


def parse_limits(text: str) -> Mapping[str, Decimal]:
    """Read one file of figures: name to value.

    Raises:
        ValueError: a figure without its source, or a file without its day.
    """
    tables: dict[str, Any] = tomllib.loads(text)
    tables.pop("as_of", None) or _refuse("as_of")
    return {
        name: Decimal(str(row["value"])) if row.get("source") else _refuse(name)
        for name, row in tables.items()
    }


def _refuse(name: str) -> Decimal:
    raise ValueError(f"{name} does not say where it comes from, or as of when")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """An engagement before the lint: what it says, where it says it, and what to measure by."""

    engagement: Engagement
    tree: Tree
    norms: Norms

    @property
    def law(self) -> str:
        """NL or EW."""
        return self.engagement.meta.law

    @property
    def client(self) -> str:
        """The kind of client: company, public, nonprofit or consumer."""
        return self.engagement.parties.client.kind

    @property
    def words(self) -> Wording:
        """The lists of words in the language of the letter."""
        return self.norms.wording(self.engagement.meta.language)

    def limit(self, name: str) -> Decimal:
        """Give a figure: that of the law, else the one that holds everywhere."""
        by_law, common = self.norms.limits[self.law], self.norms.limits[COMMON]
        return by_law[name] if name in by_law else common[name]

    def given(self, *path: str) -> bool:
        """Tell whether the user wrote this field; a default is no choice of anybody."""
        return self._value(path) is not None and path not in self.tree.defaults

    def _value(self, path: Path) -> Any:
        node: Any = self.tree.data
        for step in path:
            node = node[step] if node is not None else None
        return node

    def _place(self, path: Path) -> Location:
        """Give the place of a value, and of a group or a list the place of its name."""
        whole = isinstance(self._value(path), Mapping | list)
        return self.tree.key_location(path) if whole else self.tree.location(path)

    def error(self, code: str, path: Path, **facts: object) -> Diagnostic:
        """Find something that blocks the letter."""
        kept = tuple((name, str(value)) for name, value in facts.items())
        return Diagnostic(code=code, location=self._place(path), path=path, facts=kept)

    def warning(self, code: str, path: Path, **facts: object) -> Diagnostic:
        """Find something that somebody should look at, and may accept."""
        return replace(self.error(code, path, **facts), severity=Severity.WARNING)

    def note(self, code: str, path: Path, **facts: object) -> Diagnostic:
        """Find something worth knowing."""
        return replace(self.error(code, path, **facts), severity=Severity.NOTE)
