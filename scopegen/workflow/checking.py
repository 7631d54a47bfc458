"""Checking specs whole: an engagement, its letter as a draft, and every finding."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from scopegen.assets import bundled
from scopegen.diagnostics import (
    Checked,
    Diagnostic,
    Location,
    Severity,
    finding,
    has_errors,
    in_order,
)
from scopegen.document import Document
from scopegen.drafting.letter import draft_letter
from scopegen.drafting.library import LANGUAGES, Library, frozen, load_library
from scopegen.drafting.two_languages import are_two, both_drafts, columns_of, draft_both
from scopegen.drafting.wording import lint_letter
from scopegen.model.engagement import Engagement
from scopegen.render.glyphs import load_printable, missing_glyphs
from scopegen.source import Tree
from scopegen.spec.acknowledging import accept
from scopegen.spec.lint import is_lint
from scopegen.workflow.reading import Examined, content_of, read_spec
from scopegen.workflow.wording import catalogue, phrases

EXAMPLE = re.compile(r"\s# (?:voorbeeld|example)\s*$")


def examine_file(file: str) -> Examined:
    """Read and check a spec from a path, or from standard input when it is `-`.

    Raises:
        ScopegenError: SG907 when the file cannot be read.
    """
    return examine(content_of(file), file)


def examine(raw: bytes, file: str, *, signed: bytes | None = None) -> Examined:
    """Read, check and draft one spec; drafting finds what only the letter can show.

    What the spec accepts on purpose is set apart at the end, whoever found it. `signed` is the spec
    of a letter that was signed: what the contract lint finds in that too is a warning, for a rule
    that came later must not keep parties from changing what they agreed.
    """
    read = read_spec(raw, file)
    if signed is not None:
        read = replace(read, diagnostics=_as_signed(read.diagnostics, signed, file))
    examined = _drafted(read, file)
    tree, spec = examined.tree, examined.spec
    if tree is None or spec is None or not spec.acknowledged:
        return examined
    found = accept(examined.diagnostics, spec, tree, catalogue().codes())
    return replace(examined, diagnostics=in_order(found))


def _as_signed(found: tuple[Diagnostic, ...], signed: bytes, file: str) -> tuple[Diagnostic, ...]:
    if not any(one.severity is Severity.ERROR and is_lint(one.code) for one in found):
        return found
    before = read_spec(signed, file).diagnostics
    stands = {(one.code, one.path, one.facts) for one in before if is_lint(one.code)}
    return tuple(
        replace(one, severity=Severity.WARNING)
        if one.severity is Severity.ERROR and (one.code, one.path, one.facts) in stands
        else one
        for one in found
    )


def _drafted(examined: Examined, file: str) -> Examined:
    tree, spec, found = examined.tree, examined.spec, list(examined.diagnostics)
    if tree is None or spec is None or has_errors(found):
        return examined
    letter = draft(spec.engagement, spec.engagement.meta.language)
    found += letter.diagnostics
    if letter.value:
        found += lint_letter(library(), letter.value, spec.engagement.meta.language)
        found += unprintable(letter.value, tree, Severity.WARNING)
        found += _left_over_examples(examined.text, file)
    return replace(examined, letter=letter.value, diagnostics=in_order(found))


def draft(engagement: Engagement, languages: str, *, mark: bool = False) -> Checked[Document]:
    """Draft the letter with the bundled clauses, as `draft_from`; `mark` makes it a draft."""
    return draft_from(library(), _all_words(), engagement, languages, mark=mark)


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
    columns = columns_of("nl+en", spec.engagement)
    found = both_drafts(spec.engagement, library(), _all_words(), columns).diagnostics
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


@cache
def library() -> Library:
    """Give the bundled clause library."""
    folder, schema = bundled("templates") / "clauses", bundled("schemas") / "clause.yaml"
    return load_library(folder, schema, kept=not sys.dont_write_bytecode)


def frozen_library() -> bytes:
    """Give the bundled clause texts and fixed words, to keep with a letter that is issued."""
    return frozen(library(), _all_words())
