"""Checking specs whole: an engagement, its letter as a draft, and every finding."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

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
from scopegen.drafting.library import LANGUAGES, Library, frozen
from scopegen.drafting.own_clauses import placed
from scopegen.drafting.two_languages import are_two, both_drafts, columns_of, draft_both
from scopegen.drafting.wording import lint_letter
from scopegen.model.engagement import Engagement
from scopegen.render.glyphs import load_printable, missing_glyphs
from scopegen.source import Tree
from scopegen.spec.acknowledging import accept
from scopegen.spec.lint import is_lint
from scopegen.workflow.following import following
from scopegen.workflow.nearest import standard_of
from scopegen.workflow.reading import REGISTER, STDIN, Examined, content_of, read_spec
from scopegen.workflow.standard import Standard, library
from scopegen.workflow.wording import catalogue, phrases

__all__ = [
    "draft",
    "examine",
    "examine_file",
    "frozen_library",
    "library",
    "library_of",
    "printable",
    "unprintable",
    "whole",
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


def as_agreed(examined: Examined) -> Examined:
    """Hold an engagement that was signed against the house standard of that day, not of today."""
    if examined.file == STDIN or not (Path(examined.file).parent / REGISTER).is_file():
        return examined
    agreed: Examined = import_module("scopegen.workflow.pinning").over_signed(examined)
    return agreed


def examine(
    raw: bytes, file: str, standard: Standard | None = None, *, signed: bytes | None = None
) -> Examined:
    """Read, check and draft one spec; drafting finds what only the letter can show.

    What the spec accepts on purpose is set apart at the end, whoever found it. `signed` is the spec
    of a letter that was signed: what the contract lint finds in that too is a warning, for a rule
    that came later must not keep parties from changing what they agreed.
    """
    read = read_spec(raw, file, standard)
    if signed is not None:
        read = replace(read, diagnostics=_as_signed(read, signed))
    return whole(read)


def whole(read: Examined) -> Examined:
    """Check what only the letter of a spec that was read can show, and heed what it accepts."""
    examined = _with_letter(read)
    tree, spec = examined.tree, examined.spec
    if tree is None or spec is None or not spec.acknowledged:
        return examined
    found = accept(examined.diagnostics, spec, tree, catalogue().codes())
    return replace(examined, diagnostics=in_order(found))


def _as_signed(read: Examined, signed: bytes) -> tuple[Diagnostic, ...]:
    found = read.diagnostics
    if not any(one.severity is Severity.ERROR and is_lint(one.code) for one in found):
        return found
    before = read_spec(signed, read.file, read.standard).diagnostics
    stands = {(one.code, one.path, one.facts) for one in before if is_lint(one.code)}
    return tuple(
        replace(one, severity=Severity.WARNING)
        if one.severity is Severity.ERROR and (one.code, one.path, one.facts) in stands
        else one
        for one in found
    )


def _with_letter(examined: Examined) -> Examined:
    """Draft the letter of a spec without errors, and hold both against the house standard."""
    tree, spec = examined.tree, examined.spec
    if tree is None or spec is None:
        return examined
    letter: Checked[Document] = Checked(None)
    if not has_errors(examined.diagnostics):
        letter = _drafted(examined, spec.engagement)
    found = [*examined.diagnostics, *letter.diagnostics]
    if letter.value:
        found += lint_letter(library_of(examined), letter.value, spec.engagement.meta.language)
        found += unprintable(letter.value, tree, Severity.WARNING)
        found += _left_over_examples(examined.text, examined.file)
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
    engagement: Engagement, languages: str, *, clauses: Library | None = None, mark: bool = False
) -> Checked[Document]:
    """Draft the letter as `draft_from`, with the bundled clauses unless others are given.

    `mark` makes it a draft.
    """
    return draft_from(clauses or library(), _all_words(), engagement, languages, mark=mark)


def draft_from(
    clauses: Library,
    words: Mapping[str, Mapping[str, Any]],
    engagement: Engagement,
    languages: str,
    *,
    mark: bool = False,
) -> Checked[Document]:
    """Draft the letter in one language (`nl`), or in two side by side (`nl+en`)."""
    if are_two(languages):
        columns = columns_of(languages, engagement)
        return draft_both(engagement, clauses, words, columns, draft=mark)
    return draft_letter(engagement, clauses, words[languages], language=languages, draft=mark)


def with_parity(examined: Examined) -> Examined:
    """Hold both languages of the letter against each other too (SG210 to SG212)."""
    spec = examined.spec
    if spec is None or has_errors(examined.diagnostics):
        return examined
    clauses, columns = library_of(examined), columns_of("nl+en", spec.engagement)
    found = both_drafts(spec.engagement, clauses, _all_words(), columns).diagnostics
    return replace(examined, diagnostics=in_order((*examined.diagnostics, *found)))


def _all_words() -> Mapping[str, Mapping[str, Any]]:
    return {language: phrases(language) for language in LANGUAGES}


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
    return frozen(clauses or library(), _all_words())
