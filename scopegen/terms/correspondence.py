"""What went to and fro beside the agreements: notices, requests, and the marks of reviews."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from scopegen.model.events import Facts

MARKS = range(1, 11)
"""From no progress towards the goal to the goal reached (clause review)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A notice that was made for the client; it sets no final period of its own.

    `day` is the day that it is about, such as that of an invoice or a delivery, and `until` the
    last day for an answer.
    """

    kind: str
    about: str
    on: date
    day: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """The mark that the client gave in a review, against the goal."""

    on: date
    mark: int


def made_of(facts: Facts) -> Made:
    """Read a notice from the facts of its event.

    Raises:
        KeyError or ValueError: when they do not say it.
    """
    days = {name: _day(facts, name) for name in ("day", "until") if facts.get(name)}
    kind, about = str(facts["kind"]), str(facts["about"])
    return Made(kind=kind, about=about, on=_day(facts, "on"), **days)


def request_of(facts: Facts) -> tuple[str, date]:
    """Read which precondition was asked for, and when.

    Raises:
        KeyError or ValueError: when the facts do not say it.
    """
    return str(facts["precondition"]), _day(facts, "on")


def mark_of(facts: Facts) -> Mark:
    """Read a mark.

    Raises:
        KeyError, TypeError or ValueError: when the facts do not say it.
    """
    mark = facts["mark"]
    if not isinstance(mark, int) or mark not in MARKS:
        raise ValueError("mark")
    return Mark(on=_day(facts, "on"), mark=mark)


def _day(facts: Mapping[str, object], name: str) -> date:
    return date.fromisoformat(str(facts[name]))
