"""The clauses of a firm: read beside the bundled ones, and checked before any letter is drafted.

A clause with the name of a bundled one takes its place, and must keep the marks that other
clauses refer to. The firm's texts run in the same sandbox as ours.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from scopegen.diagnostics import Checked, Diagnostic, Location, Rejected, ScopegenError, finding
from scopegen.drafting.clause_guard import check_clause_text
from scopegen.drafting.library import LANGUAGES, Clause, Library, condition, read_clause
from scopegen.drafting.permitted import MOST_TOLD
from scopegen.source import load_schema

NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
ANCHOR = re.compile(r"\[#([a-z0-9-]+)\]")
REFERENCE = re.compile(r"""ref\(\s*["']([a-z0-9.-]+)["']\s*\)""")
MOST = 100
"""Clauses that one firm may have of its own."""
LONGEST, MOST_LINES, MOST_TAGS = 800_000, 20_000, 6_000
"""Characters, lines and tags of all of them in both languages; the bundled ones have a third."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the texts of a clause may speak of."""

    fields: Collection[str]
    names: Collection[str]
    """The names that a template may use: sections of the spec, and words worked out from it."""


def read_own_clauses(
    folder: Path, schema_file: Path, bundled: Library, known: Known
) -> Checked[tuple[Clause, ...]]:
    """Read the clauses of a folder; everything that is wrong with them is found at once."""
    schema = load_schema(schema_file.read_text(encoding="utf-8"))
    clauses: list[Clause] = []
    found: list[Diagnostic] = []
    for place in sorted(path.parent for path in folder.glob("*/clause.yaml"))[:MOST]:
        if not NAME.fullmatch(place.name):
            found.append(finding("SG633", at(place / "clause.yaml"), found=place.name))
        try:
            clauses.append(read_clause(place, schema))
        except Rejected as rejected:
            found += rejected.diagnostics
        except ScopegenError as error:
            found.append(placed(error))
    whole = "\n".join(text for clause in clauses for text in (clause.nl, clause.en))
    limits = (("\n", MOST_LINES), ("{{", MOST_TAGS), ("{%", MOST_TAGS))
    if len(whole) > LONGEST or any(whole.count(sign) > most for sign, most in limits):
        return Checked((), (*found, finding("SG637", at(folder))))
    for clause in clauses:
        found += _checked(clause, known)
    found += _lost(clauses, bundled)
    return Checked(tuple(clauses), tuple(found))


def placed(error: ScopegenError) -> Diagnostic:
    """Give what is wrong with a clause text its place in that text."""
    facts: dict[str, Any] = dict(error.facts)
    line = int(facts.get("line", 1))
    file = Path(facts["file"]) if "file" in facts else None
    return finding(error.code, at(file, line) if file else None, **facts)


def at(file: Path, line: int = 1) -> Location:
    """Give the start of a line of a file."""
    return Location(file.as_posix(), line, 1, line, 1)


def _checked(clause: Clause, known: Known) -> Iterator[Diagnostic]:
    yield from _fields(clause, known.fields)
    marks = [set(ANCHOR.findall(clause.text(language))) for language in LANGUAGES]
    if marks[0] != marks[1]:
        odd = ", ".join(sorted(marks[0] ^ marks[1]))
        yield finding("SG632", at(clause.folder / "en.md"), clause=clause.id, marks=odd)
    for language in LANGUAGES:
        file = clause.folder / f"{language}.md"
        yield from check_clause_text(clause.text(language), file, known.names)
    if clause.when:
        file = clause.folder / "clause.yaml"
        yield from check_clause_text(condition(clause), file, known.names)


def _fields(clause: Clause, known: Collection[str]) -> Iterator[Diagnostic]:
    """The fields that a clause says it uses exist (SG630)."""
    unknown = [name for name in clause.fields if name not in known]
    for name in unknown[:MOST_TOLD]:
        near = next(iter(get_close_matches(name, known, 1)), "")
        hint = "nearest" if near else "default"
        place = at(clause.folder / "clause.yaml")
        id_ = clause.id
        yield finding("SG630", place, clause=id_, found=name, nearest=near, hint=hint)


def _lost(own: Iterable[Clause], bundled: Library) -> Iterator[Diagnostic]:
    """A clause that takes the place of a bundled one keeps the marks referred to (SG631)."""
    before = {clause.id for clause in bundled.clauses}
    whole = {**{one.id: one for one in bundled.clauses}, **{one.id: one for one in own}}
    asked = {
        target: other.id
        for other in whole.values()
        for language in LANGUAGES
        for target in REFERENCE.findall(other.text(language))
    }
    for clause in own:
        kept = {f"{clause.id}.{mark}" for mark in ANCHOR.findall(clause.nl)}
        for target in sorted(set(asked) - kept):
            if clause.id in before and target.startswith(f"{clause.id}."):
                mark, by = target.partition(".")[2], asked[target]
                place = at(clause.folder / "nl.md")
                yield finding("SG631", place, clause=clause.id, mark=mark, by=by)
