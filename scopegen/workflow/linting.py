"""Linting a folder of clauses, or the bundled library: what is found, and the texts it is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from scopegen.assets import bundled
from scopegen.diagnostics import Diagnostic, Rejected, ScopegenError, in_order
from scopegen.drafting.library import LANGUAGES, load_library
from scopegen.drafting.wording import lint_clauses
from scopegen.workflow.checking import library
from scopegen.workflow.reading import content_of, wording

READ = (".yaml", ".md")
"""What a clause is read from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LintedClauses:
    """What is found in the clauses of a folder, with the text of each file for the excerpts."""

    folder: Path
    count: int
    diagnostics: tuple[Diagnostic, ...]
    texts: Mapping[str, str]


def linted(folder: Path | None) -> LintedClauses:
    """Lint the clauses of a folder; without one, the bundled library.

    Clauses of a folder may refer to bundled ones, and use their terms.

    Raises:
        ScopegenError: SG201 when a clause lacks a language; SG206 when there is no clause at all;
            SG907 when a file cannot be read.
    """
    words = {language: wording(language) for language in LANGUAGES}
    there = folder or bundled("templates") / "clauses"
    if not any(there.glob("*/clause.yaml")):
        raise ScopegenError("SG206", folder=there)
    try:
        own = load_library(there, bundled("schemas") / "clause.yaml")
    except Rejected as rejected:
        files = (path for path in there.glob("*/*") if path.suffix in READ and path.is_file())
        texts = {str(path): _text(path) for path in files}
        found = rejected.diagnostics
        return LintedClauses(folder=there, count=0, diagnostics=found, texts=texts)
    found = in_order(lint_clauses(own, words, library() if folder else None))
    texts = {one.file(name): one.text(name) for one in own.clauses for name in LANGUAGES}
    return LintedClauses(folder=there, count=len(own.clauses), diagnostics=found, texts=texts)


def _text(path: Path) -> str:
    return content_of(str(path)).decode("utf-8", errors="replace")
