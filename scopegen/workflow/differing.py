"""Comparing two versions of an engagement: two checked specs to what differs, in words."""

from __future__ import annotations

from typing import NamedTuple

from scopegen.diagnostics import Rejected
from scopegen.document import Document
from scopegen.drafting.differences import Change, Differences, Part, Version, differences
from scopegen.drafting.phrasing import Phrasing
from scopegen.drafting.rewording import ClauseName, Move
from scopegen.drafting.vocabulary import vocabulary
from scopegen.model.engagement import Engagement
from scopegen.quantities import Money
from scopegen.source import fields
from scopegen.workflow.checking import draft, library_of
from scopegen.workflow.reading import Examined, engagement_schema
from scopegen.workflow.wording import phrases, talk_words

__all__ = [
    "Change",
    "ClauseName",
    "Differences",
    "Frozen",
    "Move",
    "Part",
    "compare",
    "compare_frozen",
]


class Frozen(NamedTuple):
    """A version as it was issued: its terms, and its letter drafted from the texts of then."""

    engagement: Engagement
    letter: Document


def compare(old: Examined, new: Examined, language: str) -> Differences:
    """Tell what differs, in this language; clauses are compared in the language of the new letter.

    Raises:
        Rejected: when either of the specs has errors.
    """
    found = [one for each in (old, new) for one in each.diagnostics]
    if old.spec is None or new.spec is None or old.flaws or new.flaws:
        raise Rejected(found)
    letters = new.spec.engagement.meta.language
    return _told(_version(old, letters), _version(new, letters), language)


def compare_frozen(old: Frozen, new: Frozen, language: str) -> Differences:
    """Tell what differs between two versions that were issued, in this language."""
    before, after = (
        Version(engagement=terms, defaults=frozenset(), letter=letter, price=_price(terms))
        for terms, letter in (old, new)
    )
    return _told(before, after, language)


def _told(old: Version, new: Version, language: str) -> Differences:
    words = talk_words()[language]["differences"]
    return differences(old, new, fields(engagement_schema()), words, language=language)


def _version(examined: Examined, language: str) -> Version:
    if examined.spec is None:
        raise Rejected(examined.diagnostics)
    engagement = examined.spec.engagement
    letter = examined.letter if language == engagement.meta.language else None
    return Version(
        engagement=engagement,
        defaults=frozenset(examined.spec.defaults),
        letter=letter or draft(engagement, language, clauses=library_of(examined)).require(),
        price=_price(engagement),
    )


def _price(engagement: Engagement) -> Money | None:
    """The fixed price, or what the whole budget comes to."""
    language = engagement.meta.language
    told = vocabulary(engagement, Phrasing(language), phrases(language))["budget_price"]
    return engagement.fees.fixed_price or (told if isinstance(told, Money) else None)
