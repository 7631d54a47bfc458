"""Amounts, moments and the terms of the samples, as tests write them down."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from conftest import examined

from scopegen.quantities import Currency, Money
from scopegen.terms.sessions import Terms


def euros(amount: str) -> Money:
    """Make an amount in euros, such as `"95.00"`."""
    return Money(Decimal(amount), Currency.EUR)


def pounds(amount: str) -> Money:
    """Make an amount in pounds."""
    return Money(Decimal(amount), Currency.GBP)


def at(moment: str) -> datetime:
    """Read a moment with its offset."""
    return datetime.fromisoformat(moment)


def sample(name: str) -> Terms:
    """Take the terms of a sample."""
    spec = examined(name).spec
    assert spec is not None
    return Terms(spec.engagement)
