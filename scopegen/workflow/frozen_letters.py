"""Letters drafted again from what was frozen when they were issued: terms, clauses, fixed words."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from scopegen.document import Document
from scopegen.drafting.library import Library, thawed
from scopegen.terms.standing import LetterVersion
from scopegen.workflow.checking import draft_from
from scopegen.workflow.dossier import Dossier, frozen_terms, kept

UNREADABLE = (ValueError, KeyError, TypeError)
"""What frozen forms raise that this scopegen cannot read any more."""


def drafted_again(dossier: Dossier, letter: LetterVersion, languages: str) -> Document:
    """Draft a letter from its own frozen texts, in one language or two.

    Raises:
        Rejected, ScopegenError, ValueError, KeyError or TypeError: this scopegen cannot.
        ScopegenError: SG455 or SG456 when what was frozen is gone or changed.
    """
    library, words = _texts(kept(dossier, letter.library))
    return draft_from(library, words, frozen_terms(dossier, letter), languages).require()


@lru_cache(maxsize=2)
def _texts(form: bytes) -> tuple[Library, Mapping[str, Any]]:
    """Versions of one letter share these texts; their templates are compiled once."""
    return thawed(form)
