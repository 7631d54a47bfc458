"""Which of two values of one kind is more; not every two periods compare."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from scopegen.quantities import DAYS_IN, MONTHS_IN, ClockTime, Money, Percent, Period, Unit

AMOUNTS = (int, Money, Percent, Period, date, ClockTime)
"""Kinds of value that have an order."""
MINUTES_IN = {Unit.MINUTES: 1, Unit.HOURS: 60}
FAMILIES = (MINUTES_IN, DAYS_IN, MONTHS_IN, {Unit.WORKING_HOURS: 1}, {Unit.WORKING_DAYS: 1})
"""Units that are a fixed number of each other. A day of 24 hours is not one of them (R2)."""


def compared(one: object, other: object) -> int | None:
    """Give -1, 0 or 1; None when the two do not compare, as 24 hours and a working day."""
    if isinstance(one, Period) and isinstance(other, Period):
        return _sign(_length(one, other), _length(other, one))
    if isinstance(one, Money) and isinstance(other, Money):
        return _sign(one.amount, other.amount) if one.currency is other.currency else None
    if type(one) is not type(other):
        return None
    if isinstance(one, Percent) and isinstance(other, Percent):
        return _sign(one.value, other.value)
    return _plain(one, other)


def _plain(one: object, other: object) -> int | None:
    if isinstance(one, ClockTime) and isinstance(other, ClockTime):
        return _sign(Decimal(one.minute), Decimal(other.minute))
    if isinstance(one, date) and isinstance(other, date):
        return _sign(Decimal(one.toordinal()), Decimal(other.toordinal()))
    if isinstance(one, int) and isinstance(other, int):
        return _sign(Decimal(one), Decimal(other))
    return None


def _length(period: Period, beside: Period) -> Decimal | None:
    for units in FAMILIES:
        if period.unit in units and beside.unit in units:
            return period.count * units[period.unit]
    return None


def _sign(one: Decimal | None, other: Decimal | None) -> int | None:
    if one is None or other is None:
        return None
    return (one > other) - (one < other)
