"""What holds of every finding, whoever found it: it has a place, and it can be told."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping

import click

from scopegen.cli.report import FORMS, Findings
from scopegen.diagnostics import Diagnostic, ScopegenError
from scopegen.workflow.wording import catalogue

LANGUAGES = ("nl", "en")


Codes = frozenset[str]
"""The codes of what was found in an input."""


def see_told(found: Iterable[Diagnostic], texts: Mapping[str, str] | None = None) -> Codes:
    """See that each finding is told in both languages, and points into a text when it points."""
    diagnostics = tuple(found)
    for one in diagnostics:
        if one.location and texts and texts.get(one.location.file):
            _see_place(one, texts[one.location.file])
        for language in LANGUAGES:
            message, hint = catalogue().of(one, language)
            assert message, one
            assert hint, one
    for form in FORMS if len(diagnostics) < 9 else ("text",):
        for language in LANGUAGES:
            told = FORMS[form](
                Findings(diagnostics=diagnostics, texts=texts or {}, language=language)
            )
            see_plain(click.unstyle(told))
    return frozenset(one.code for one in diagnostics)


def see_error(error: ScopegenError) -> Codes:
    """See that what stopped the tool is told in both languages."""
    facts = dict(error.facts)
    for language in LANGUAGES:
        assert catalogue().message(error.code, facts, language), error.facts
        catalogue().hint(error.code, facts, language)
    return frozenset((error.code,))


def _see_place(one: Diagnostic, text: str) -> None:
    place = one.location
    assert place is not None
    lines = text.split("\n")
    assert 1 <= place.line <= len(lines) + 1, one
    assert (place.line, place.column) <= (place.end_line, place.end_column), one
    line = lines[place.line - 1] if place.line <= len(lines) else ""
    assert 1 <= place.column <= len(line) + 2, one


def see_plain(text: str) -> None:
    """See that no character steers a terminal or hides what is printed."""
    odd = {one for one in text if unicodedata.category(one) in {"Cc", "Cs"}} - {"\n", "\t"}
    assert not odd, sorted(odd)
