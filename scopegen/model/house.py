"""The house standard of a firm (*huisstandaard*), and where an engagement deviates from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from scopegen.diagnostics import Path
from scopegen.quantities import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Approver:
    """Somebody who may approve deviations."""

    id: str
    name: str
    role: str | None
    email: str | None

    @property
    def shown(self) -> str:
        """The name, with the role if there is one."""
        return f"{self.name} ({self.role})" if self.role else self.name

    def is_called(self, name: str) -> bool:
        """Tell whether this is the name or id of this person; case and spaces do not count."""
        return plain(name) in {plain(self.name), plain(self.id)}


def plain(name: str) -> str:
    """Give a name as it is compared: in small letters, with single spaces."""
    return " ".join(name.split()).casefold()


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """How far a field may go; the values are of the field's own kind, both ends included."""

    field: str
    at_least: object
    at_most: object
    one_of: tuple[object, ...]
    approver: str | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """A field or group that stays equal to the house's default."""

    field: str
    approver: str | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseRules:
    """Which clauses must be in a letter, and which may not."""

    required: tuple[str, ...]
    forbidden: tuple[str, ...]
    approver: str | None
    reason: str | None
    folder: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatory:
    """Who signs letters for the firm, and up to which price of the engagement."""

    name: str
    role: str | None
    up_to: Money | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Where the look of the documents comes from: paths inside the folder of the standard."""

    accent: str | None
    font: str | None
    fonts: tuple[str, ...]
    logo: str | None
    logo_alt: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """A house standard, but for its defaults: those lie under the spec itself."""

    name: str
    version: str
    date: date
    language: str
    approvers: tuple[Approver, ...]
    limits: tuple[Limit, ...]
    locked: tuple[Lock, ...]
    clauses: ClauseRules
    signatories: tuple[Signatory, ...]
    word_template: str | None
    brand: Look | None

    def who(self, id_: str | None) -> tuple[Approver, ...]:
        """Give who may approve; without an id, every approver may."""
        return tuple(one for one in self.approvers if id_ in (None, one.id))


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """What the spec says of a deviation that was approved."""

    field: str
    value: str | None
    by: str
    on: date
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Deviation:
    """Where an engagement is not as the house standard has it. `code` is that of its finding."""

    code: str
    field: str
    """As people write it, such as `attendance.tiers[0].charge` or `clauses.handbrake`."""
    path: Path
    """Where it stands in the spec; of a clause, the field that decides on it."""
    value: object
    shown: str
    """The value, as one would type it."""
    facts: tuple[tuple[str, str], ...]
    """What the standard allows, for the sentence of the finding."""
    reason: str
    approvers: tuple[Approver, ...]
    approval: Approval | None = None

    @property
    def who(self) -> str:
        """Everybody who may approve it."""
        return names(self.approvers)


def names(people: Iterable[Approver]) -> str:
    """Name people in one line."""
    return ", ".join(one.shown for one in people)
