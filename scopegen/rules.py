"""The catalogue of findings: for each code its sentences in Dutch and English.

The texts live in `templates/rules/*.toml`, one table a code:

    [SG104]
    nl.message = "onbekend veld '{field}'"
    nl.hints.nearest = "bedoelde u '{nearest}'?"
    nl.explain = "..."

`[kind.money]` tables name the value kinds that a message may expect. A fact that a sentence needs
and the diagnostic lacks is a fault of ours and raises KeyError.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scopegen.diagnostics import Diagnostic


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Sentences by code and language."""

    tables: Mapping[str, Any]

    def codes(self) -> tuple[str, ...]:
        """Give all codes, in order."""
        return tuple(sorted(code for code in self.tables if code != "kind"))

    def message(self, code: str, facts: Mapping[str, str], language: str) -> str:
        """Say what was found, and what was expected."""
        return self._fill(self.tables[code][language]["message"], facts, language)

    def hint(self, code: str, facts: Mapping[str, str], language: str) -> str:
        """Say what to type; empty when the finding has no hint."""
        hints = self.tables[code][language].get("hints", {})
        chosen = hints.get(facts.get("hint", "default"), "")
        return self._fill(chosen, facts, language)

    def explanation(self, code: str, language: str) -> str:
        """Say at length what the rule is, why it exists and what good looks like."""
        return str(self.tables[code][language]["explain"]).strip()

    def of(self, diagnostic: Diagnostic, language: str) -> tuple[str, str]:
        """Give message and hint of one finding."""
        facts = dict(diagnostic.facts)
        code = diagnostic.code
        return self.message(code, facts, language), self.hint(code, facts, language)

    def _fill(self, sentence: str, facts: Mapping[str, str], language: str) -> str:
        kinds = self.tables.get("kind", {})
        kind = kinds.get(facts.get("expected", ""), {}).get(language)
        return sentence.format_map({**facts, **({"expected": kind} if kind else {})})


def load_catalogue(folder: Path) -> Catalogue:
    """Read all tables of a folder; a code may stand in one file only."""
    tables: dict[str, Any] = {"kind": {}}
    for path in sorted(folder.glob("*.toml")):
        found = tomllib.loads(path.read_text(encoding="utf-8"))
        tables["kind"] |= found.pop("kind", {})
        twice = tables.keys() & found.keys()
        if twice:
            raise ValueError(f"{path.name} repeats {', '.join(sorted(twice))}")
        tables |= found
    return Catalogue(tables)
