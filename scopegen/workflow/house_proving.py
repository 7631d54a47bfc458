"""Trying a house standard out before a letter needs it: its look, and the clauses of its own."""

from __future__ import annotations

from collections.abc import Iterator

from scopegen.diagnostics import Diagnostic, Rejected, in_order
from scopegen.drafting.library import LANGUAGES, Library
from scopegen.drafting.wording import lint_clauses
from scopegen.workflow.beginning import sample_text
from scopegen.workflow.building import Order, dressed, fit_to_print
from scopegen.workflow.checking import examine, library
from scopegen.workflow.reading import SPEC_NAMES, wording
from scopegen.workflow.standard import Standard

TRIAL = "waterlinie"
"""The sample whose letter is drafted, in both languages, to try the clauses of a firm."""


def proved(standard: Standard) -> tuple[Diagnostic, ...]:
    """Give what is wrong with a standard, and with what it brings into letters.

    A clause that does not apply to the letter of the trial is only read.
    """
    if standard.is_wrong:
        return standard.diagnostics
    return in_order((*standard.diagnostics, *_look(standard), *_clauses(standard)))


def _look(standard: Standard) -> Iterator[Diagnostic]:
    try:
        fit_to_print(dressed(Order(), standard))
    except Rejected as rejected:
        yield from rejected.diagnostics


def _clauses(standard: Standard) -> Iterator[Diagnostic]:
    if not standard.own:
        return
    words = {language: wording(language) for language in LANGUAGES}
    yield from lint_clauses(Library(standard.own), words, library())
    folders = tuple(one.folder.as_posix() for one in standard.own)
    tried = examine(sample_text(TRIAL).encode(), SPEC_NAMES[0], standard)
    for one in tried.diagnostics:
        if one.location and one.location.file.startswith(folders):
            yield one
