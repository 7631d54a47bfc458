"""Checking specs whole: an engagement, its letter as a draft, and every finding."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from scopegen.assets import bundled
from scopegen.diagnostics import (
    Checked,
    Diagnostic,
    Location,
    ScopegenError,
    Severity,
    finding,
    has_errors,
    in_order,
)
from scopegen.document import Document
from scopegen.drafting.letter import draft_letter
from scopegen.drafting.library import Library, frozen
from scopegen.drafting.own_clauses import placed
from scopegen.model.engagement import Engagement
from scopegen.render.glyphs import load_printable, missing_glyphs
from scopegen.source import Tree
from scopegen.workflow.following import following
from scopegen.workflow.nearest import standard_of
from scopegen.workflow.reading import Examined, content_of, read_spec
from scopegen.workflow.standard import Standard, library
from scopegen.workflow.wording import phrases

__all__ = [
    "draft",
    "examine",
    "examine_file",
    "frozen_library",
    "library",
    "library_of",
    "printable",
    "unprintable",
]

EXAMPLE = re.compile(r"\s# (?:voorbeeld|example)\s*$")


def examine_file(file: str, house: str | None = None) -> Examined:
    """Read and check a spec from a path, or from standard input when it is `-`.

    `house` names the standard that it follows; without it, the spec's own or the nearest.

    Raises:
        ScopegenError: SG907 when the file cannot be read, SG600 when there is no such standard.
    """
    raw = content_of(file)
    return examine(raw, file, standard_of(raw, file, house))


def examine(raw: bytes, file: str, standard: Standard | None = None) -> Examined:
    """Read, check and draft one spec; drafting finds what only the letter can show."""
    examined = read_spec(raw, file, standard)
    tree, spec = examined.tree, examined.spec
    if tree is None or spec is None:
        return examined
    letter: Checked[Document] = Checked(None)
    if not has_errors(examined.diagnostics):
        letter = _drafted(examined, spec.engagement)
    found = [*examined.diagnostics, *letter.diagnostics]
    if letter.value:
        found += unprintable(letter.value, tree, Severity.WARNING)
        found += _left_over_examples(examined.text, file)
    beside = following(examined, letter.value)
    return replace(
        examined,
        letter=letter.value,
        diagnostics=in_order([*found, *beside.diagnostics]),
        deviations=beside.deviations,
    )


def _drafted(examined: Examined, engagement: Engagement) -> Checked[Document]:
    """Draft in the letter's own language; what is wrong with a firm's clause is a finding.

    A firm's clauses are tried in the other language too: that letter may be asked for later.
    """
    standard, language = examined.standard, engagement.meta.language
    if standard is None or not standard.own:
        return draft(engagement, language, clauses=library_of(examined))
    made, other = (
        _tried(engagement, each, standard.library)
        for each in sorted(("nl", "en"), key=language.__ne__)
    )
    return Checked(made.value, (*made.diagnostics, *other.diagnostics))


def _tried(engagement: Engagement, language: str, clauses: Library) -> Checked[Document]:
    try:
        return draft(engagement, language, clauses=clauses)
    except ScopegenError as error:
        return Checked(None, (placed(error),))


def library_of(examined: Examined) -> Library:
    """Give the clauses of a letter: the bundled ones, with those of its house standard."""
    return examined.standard.library if examined.standard else library()


def draft(
    engagement: Engagement, language: str, *, clauses: Library | None = None, mark: bool = False
) -> Checked[Document]:
    """Draft the letter in one language, with the bundled clauses unless others are given.

    `mark` makes it a draft.
    """
    chosen, words = clauses or library(), phrases(language)
    return draft_letter(engagement, chosen, words, language=language, draft=mark)


def unprintable(
    document: Document, tree: Tree, severity: Severity = Severity.ERROR
) -> Iterable[Diagnostic]:
    """Find the fields whose characters the PDF's font cannot print (SG551).

    That is an error only for who wants a PDF; Word finds another font by itself.
    """
    missing = set(missing_glyphs(document.plain_text(), printable()))
    if not missing:
        return
    for path, value in tree.values():
        text = value if isinstance(value, str) else ""
        lacking = [character for character in dict.fromkeys(text) if character in missing]
        if lacking:
            place = tree.location(path)
            yield finding("SG551", place, path, severity=severity, characters=" ".join(lacking))


def _left_over_examples(text: str, file: str) -> Iterator[Diagnostic]:
    """Find values that `init` marked as examples and that nobody replaced (SG390)."""
    for number, line in enumerate(text.splitlines(), start=1):
        mark = EXAMPLE.search(line)
        if mark:
            start = len(line) - len(line.lstrip()) + 1
            place = Location(file, number, start, number, mark.start() + 1)
            yield finding("SG390", place, severity=Severity.WARNING)


@cache
def printable() -> frozenset[str]:
    """Give the characters that the bundled fonts can print."""
    return load_printable(bundled("templates") / "fonts")


def frozen_library(clauses: Library | None = None) -> bytes:
    """Give the clause texts and fixed words, to keep with a letter that is issued."""
    words = {language: phrases(language) for language in ("nl", "en")}
    return frozen(clauses or library(), words)
