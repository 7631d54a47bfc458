"""Values in words, for what the command line says: amounts, dates and periods in one language."""

from __future__ import annotations

from scopegen.drafting.letter import shortened
from scopegen.drafting.phrasing import NBSP, Phrasing

__all__ = ["shortened", "told"]


def told(value: object, language: str) -> str:
    """Phrase a value as the letter would, with plain spaces; nothing is a dash."""
    if value is None:
        return "\N{EN DASH}"
    return Phrasing(language).of(value).replace(NBSP, " ")
