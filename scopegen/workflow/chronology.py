"""The chronology of an engagement: everything that its register says, for people to read."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from scopegen.assets import bundled
from scopegen.diagnostics import ScopegenError
from scopegen.document import Document
from scopegen.drafting.chronology import draft_chronology
from scopegen.drafting.library import load_library
from scopegen.drafting.papers import Papers
from scopegen.terms.standing import LetterVersion
from scopegen.workflow import chronology_parts as parts
from scopegen.workflow.chronology_parts import View
from scopegen.workflow.chronology_words import Teller
from scopegen.workflow.dossier import Dossier
from scopegen.workflow.dossier_members import Named
from scopegen.workflow.papers import letterhead
from scopegen.workflow.wording import phrases


def chronology(dossier: Dossier, files: Mapping[str, Named], language: str) -> Document:
    """Draft the chronology as of the last row; `files` are those of the dossier, by path.

    Raises:
        ScopegenError: SG416 when no letter was issued yet, SG455 or SG456 for a file that is gone
            or changed.
    """
    letter = _last_letter(dossier)
    dossier = as_of_last_row(dossier)
    head = replace(letterhead(dossier, letter), language=language)
    view = View(dossier, letter, Teller(language, head.engagement))
    return draft_chronology(_papers(), head, _values(view, files))


def as_of_last_row(dossier: Dossier) -> Dossier:
    """Look at a dossier as of its latest event: what follows is the same whenever it is made."""
    return replace(dossier, now=max(event.at for event in dossier.events))


@cache
def _papers() -> Papers:
    folder = bundled("templates") / "dossier"
    schema = bundled("schemas") / "clause.yaml"
    library = load_library(folder, schema, kept=not sys.dont_write_bytecode)
    return Papers(library, {language: phrases(language) for language in ("nl", "en")})


def _last_letter(dossier: Dossier) -> LetterVersion:
    standing = dossier.standing
    if not standing.letters:
        raise ScopegenError("SG416", hint="default")
    return standing.letter or standing.letters[-1]


def _values(view: View, files: Mapping[str, Named]) -> dict[str, object]:
    """Give what the template prints."""
    events, standing = view.dossier.events, view.dossier.standing
    listed = ({"path": path, "sha256": one.sha256, "seq": one.row} for path, one in files.items())
    return {
        "first": view.day(events[0]),
        "as_of": view.dossier.today,
        "rows": len(events),
        "register_head": view.dossier.head,
        "letter_now": parts.letter_now(view),
        "state": parts.state(view),
        "letters": [*parts.letters(view)],
        "events": [parts.row_told(view, event) for event in events],
        "holds": [parts.hold_row(view, hold) for hold in standing.holds],
        "changes": [parts.change_row(view, change) for change in standing.changes],
        "notices": [*parts.notices(view)],
        "account": parts.account(view),
        "evidence": [*parts.evidence(view, {one.sha256: path for path, one in files.items()})],
        "refused": bool(standing.refused),
        "files": [*listed],
    }
