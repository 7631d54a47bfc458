"""Values in words, for what the command line says: amounts, dates and periods in one language."""

from __future__ import annotations

from collections.abc import Mapping

from scopegen.drafting.phrasing import NBSP, Phrasing, shortened
from scopegen.terms.standing import ChangeState
from scopegen.workflow.wording import talk_words

__all__ = ["shortened", "state_words", "told"]


def told(value: object, language: str) -> str:
    """Phrase a value as the letter would, with plain spaces; nothing is a dash."""
    if value is None:
        return "\N{EN DASH}"
    return Phrasing(language).of(value).replace(NBSP, " ")


def state_words(state: ChangeState) -> Mapping[str, str]:
    """Give the state of a change request in words, as the facts of a finding."""
    words = talk_words()
    return {f"state_{language}": words[language][f"state_{state.value}"] for language in words}
