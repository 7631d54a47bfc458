"""The catalogue of findings: for each code its sentences in Dutch and English.

The texts live in `templates/rules/*.toml`, one table a code:

    [SG104]
    nl.message = "onbekend veld '{field}'"
    nl.hints.nearest = "bedoelde u '{nearest}'?"
    nl.explain = "..."

The rules of the contract lint (L001 and on) say more: where they come from, what a person must
judge, how much they weigh, and examples that the tests and `scopegen explain` both use:

    [L005]
    severity = ["error"]
    source = ["art. 6:119a lid 6 BW"]
    judgement.nl = "..."
    reported_as = ["SG350"]
    [[L005.examples]]
    bad = "payment: {term: 45 days}"
    good = "payment: {term: 30 days}"
    at = "payment.term"

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """What a rule finds, and the same done well: parts of a spec, or of a clause text.

    `base` names the spec that the parts are laid over: NL, EW, or clause.
    """

    bad: str
    good: str
    at: str
    code: str
    severity: str
    base: str


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

    def sources(self, code: str) -> tuple[str, ...]:
        """Give the law, case or practice that a rule rests on."""
        return tuple(self.tables[code].get("source", ()))

    def severities(self, code: str) -> tuple[str, ...]:
        """Say how much a rule of the contract lint may weigh, the heaviest first."""
        return tuple(self.tables[code].get("severity", ()))

    def reported_as(self, code: str) -> tuple[str, ...]:
        """Name the codes under which a fault is reported instead, wholly or in part."""
        return tuple(self.tables[code].get("reported_as", ()))

    def judgement(self, code: str, language: str) -> str:
        """Say what no program can judge; empty when there is nothing."""
        return str(self.tables[code].get("judgement", {}).get(language, "")).strip()

    def examples(self, code: str) -> tuple[Example, ...]:
        """Give the examples of a rule."""
        weight = (self.severities(code) or ("error",))[0]
        return tuple(
            Example(
                bad=one["bad"].strip("\n"),
                good=one["good"].strip("\n"),
                at=one.get("at", ""),
                code=one.get("code", code),
                severity=one.get("severity", weight),
                base=one.get("base", "NL"),
            )
            for one in self.tables[code].get("examples", ())
        )

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
