"""A working: how a figure came about, step by step, each with its rule and its clause.

A step names its sentence by a key and carries the figures that fill it; words are for drafting. A
step with an amount is a line of the bill: the total is the sum of those lines (R1).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from scopegen.quantities import Currency, Money, total

Figures = tuple[tuple[str, object], ...]


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment, in UTC, to be shown on the clock of a zone."""

    at: datetime
    zone: str


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time, in UTC, to be shown on the clock of a zone."""

    start: datetime
    end: datetime
    zone: str


@dataclass(frozen=True, slots=True)
class Elapsed:
    """A length of time in whole minutes, to be shown in hours and minutes."""

    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step. `rule` is of the conventions, `clause` an anchor of the letter (may be empty)."""

    key: str
    rule: str
    clause: str
    figures: Figures = ()
    amount: Money | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Working:
    """A figure with its working; amounts are without VAT."""

    kind: str
    clause: str
    currency: Currency
    steps: tuple[Step, ...]

    @property
    def total(self) -> Money:
        """The sum of the rounded lines (R1)."""
        return total(self.amounts, self.currency)

    @property
    def amounts(self) -> tuple[Money, ...]:
        """The amount of each line."""
        return tuple(step.amount for step in self.steps if step.amount is not None)

    def figure(self, name: str) -> object:
        """Give the last figure of this name.

        Raises:
            KeyError: when no step has one.
        """
        for step in reversed(self.steps):
            for known, value in step.figures:
                if known == name:
                    return value
        raise KeyError(name)


def step(rule: str, key: str, clause: str = "", /, **figures: object) -> Step:
    """Make a step without an amount."""
    return Step(key=key, rule=rule, clause=clause, figures=tuple(figures.items()))


def line(rule: str, key: str, clause: str, amount: Money, /, **figures: object) -> Step:
    """Make a step that is a line of the bill."""
    return Step(key=key, rule=rule, clause=clause, figures=tuple(figures.items()), amount=amount)


def working(kind: str, clause: str, currency: Currency, steps: Iterable[Step]) -> Working:
    """Make a working."""
    return Working(kind=kind, clause=clause, currency=currency, steps=tuple(steps))
