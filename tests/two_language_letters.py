"""The letters of the samples in two languages, for tests of whatever prints or compares them."""

from __future__ import annotations

from functools import cache

from conftest import examined

from scopegen.document import Document
from scopegen.drafting.letter import Draft, drafted
from scopegen.drafting.library import Library
from scopegen.model.engagement import Engagement
from scopegen.workflow.building import Order, print_letters
from scopegen.workflow.checking import draft, library
from scopegen.workflow.wording import phrases


def engagement(sample: str) -> Engagement:
    """Give the engagement of a sample."""
    spec = examined(sample).spec
    assert spec is not None
    return spec.engagement


@cache
def both(sample: str, languages: str = "nl+en") -> Document:
    """Draft a sample's letter in two languages once."""
    return draft(engagement(sample), languages).require()


@cache
def printed(sample: str, languages: str, kind: str) -> bytes:
    """Print a sample's letter once."""
    order = Order(formats=(kind,), languages=(languages,))
    return next(iter(print_letters(examined(sample), order).contents.values()))


def drafts(sample: str, own: Library | None = None) -> tuple[Draft, Draft]:
    """Draft both texts of a sample apart."""
    clauses = own or library()
    left, right = (
        drafted(engagement(sample), clauses, phrases(one), language=one, prevailing="nl").require()
        for one in ("nl", "en")
    )
    return left, right
