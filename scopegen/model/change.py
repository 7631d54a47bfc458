"""A change request (*wijzigingsverzoek*): what was agreed, what is proposed, what one may choose.

Field names are those of `changes/CR-001.yaml`; `schemas/change.yaml` says what each one means.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from scopegen.model.terms import Assumption
from scopegen.quantities import Money, Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """What gave rise to it; `about` is a precondition, an invoice or another mark."""

    kind: str
    about: str | None
    on: date | None
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """A precondition that must be met before the work resumes, with its new date."""

    id: str
    due: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Amend:
    """Another change of the spec: a field that gets a value, or a list that gets an item."""

    field: str
    to: str | None
    add: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One thing that the client may choose; `nothing` leaves everything as it is."""

    id: str
    title: str
    effect: str
    nothing: bool
    resumes: bool
    price: Money | None
    reduction: Money | None
    hours: Period | None
    days: Period
    inputs: tuple[Input, ...]
    waives: tuple[str, ...]
    assumptions: tuple[Assumption, ...]
    amend: tuple[Amend, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRequest:
    """A change request as its author wrote it; version, dates and totals are worked out."""

    id: str
    engagement: str
    title: str
    type: str
    author: str
    requested_by: str
    needed_by: date | None
    trigger: Trigger
    affects: tuple[str, ...]
    agreed: str
    proposed: str
    reason: str
    out_of_scope: tuple[str, ...]
    options: tuple[Option, ...]
    quality: str | None
    risk: str | None
    people: str | None
    data_protection: str | None
    payment: str | None

    def option(self, id_: str) -> Option:
        """Give the option with this id; KeyError when there is none."""
        return {option.id: option for option in self.options}[id_]
