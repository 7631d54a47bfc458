"""What the doctor finds: one check, how it stands, and which words tell it.

The words are in `templates/phrases/talk/doctor.toml`, under the name of the check: a label, a
sentence for each `told`, what the thing is for, and what to do about it on each system.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Facts = dict[str, Any]
GROUPS = (
    *("program", "packages", "engines", "files", "folder", "clock", "tables", "terminal"),
    "engagement",
)
"""In the order in which they are told."""


class State(StrEnum):
    """How a thing stands."""

    OK = "ok"
    NOTE = "note"
    """All that is needed works, but this is worth knowing."""
    WRONG = "wrong"
    """It is there and does not do what is needed of it."""
    MISSING = "missing"
    """It is needed and not there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that was examined. `facts` fill the sentences that belong to `name`."""

    group: str
    name: str
    subject: str = ""
    """Which one it is, where there are more of a kind: the name of a package."""
    state: State = State.OK
    told: str = "ok"
    """Which sentence tells it."""
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Examining:
    """Makes the checks of one group."""

    group: str

    def found(self, name: str, subject: str = "", **facts: Any) -> Check:
        """Tell that a thing is as it should be."""
        return self._check(name, subject, State.OK, "ok", facts)

    def noted(self, name: str, told: str, subject: str = "", **facts: Any) -> Check:
        """Tell something that is worth knowing."""
        return self._check(name, subject, State.NOTE, told, facts)

    def wrong(self, name: str, told: str, subject: str = "", **facts: Any) -> Check:
        """Tell that a thing does not do what is needed."""
        return self._check(name, subject, State.WRONG, told, facts)

    def missing(self, name: str, told: str, subject: str = "", **facts: Any) -> Check:
        """Tell that a thing is needed and not there."""
        return self._check(name, subject, State.MISSING, told, facts)

    def _check(self, name: str, subject: str, state: State, told: str, facts: Facts) -> Check:
        kept = tuple((key, str(value)) for key, value in facts.items())
        return Check(
            group=self.group, name=name, subject=subject, state=state, told=told, facts=kept
        )
