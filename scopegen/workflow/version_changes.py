"""What one version of the letter changed to the one before, from what was frozen with both."""

from __future__ import annotations

from collections.abc import Iterator

from scopegen.diagnostics import ScopegenError
from scopegen.terms.standing import LetterVersion
from scopegen.workflow.chronology_words import Teller
from scopegen.workflow.differing import Change, ClauseName, Differences, Frozen, compare_frozen
from scopegen.workflow.dossier import Dossier, frozen_terms
from scopegen.workflow.frozen_letters import UNREADABLE, drafted_again


def version_changes(
    dossier: Dossier, before: LetterVersion | None, after: LetterVersion, teller: Teller
) -> tuple[str, ...]:
    """Tell what changed, a line each; nothing for the first, or when the terms are the same.

    A letter that this scopegen cannot draft any more is not compared, and that is told.
    """
    if before is None or before.terms == after.terms:
        return ()
    try:
        language = after.language
        pair = (_frozen(dossier, before, language), _frozen(dossier, after, language))
        found = compare_frozen(*pair, teller.language)
    except (ScopegenError, *UNREADABLE):
        return (str(teller.words["not_compared"]),)
    return tuple(_lines(found, teller))


def _frozen(dossier: Dossier, letter: LetterVersion, language: str) -> Frozen:
    return Frozen(frozen_terms(dossier, letter), drafted_again(dossier, letter, language))


def _lines(found: Differences, teller: Teller) -> Iterator[str]:
    words, nothing = teller.words, str(teller.words["nothing"])
    for total in found.totals:
        if total.old != total.new:
            old, new = total.old or nothing, total.new or nothing
            yield str(words["total"]).format(label=total.label, old=old, new=new)
    for part in found.parts:
        yield from (f"{part.title}. {_told(change, teller)}" for change in part.changes)
    clauses = found.clauses
    for key, names in (
        ("clause_added", clauses.added),
        ("clause_removed", clauses.removed),
        ("clauses_reworded", [one.clause for one in clauses.reworded]),
    ):
        if names:
            yield str(words[key]).format(told=", ".join(map(_name, names)))


def _told(change: Change, teller: Teller) -> str:
    told = f"{change.label}: {change.new}" if change.label else change.new
    if change.kind == "removed":
        told = f"{change.label}: {change.old}" if change.label else change.old
    line = str(teller.words[change.kind]).format(
        label=change.label, old=change.old, new=change.new, told=told
    )
    return line[:1].upper() + line[1:]


def _name(clause: ClauseName) -> str:
    return f"{clause.number} {clause.title}".strip()
