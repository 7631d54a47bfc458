"""Approving a deviation: who may, exactly which value, written into the spec with name and day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from scopegen.diagnostics import Path as Way
from scopegen.diagnostics import Rejected, ScopegenError
from scopegen.model.house import Deviation, House, plain
from scopegen.source.amending import Add, Amendment, Remove, amended
from scopegen.spec.fields import generic
from scopegen.workflow.beginning import today
from scopegen.workflow.dossier import moment
from scopegen.workflow.files import write_all
from scopegen.workflow.reading import Examined, engagement_schema

__all__ = ["Deviation", "Wanted", "approve"]

APPROVALS: Way = ("house", "approvals")
CLAUSES = "clauses."


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody wants to approve, in the words of the command line."""

    field: str
    by: str
    reason: str
    on: date | None = None
    """The day; None is today, or the day of the moment that was stated."""
    stated: str | None = None


def approve(examined: Examined, wanted: Wanted) -> tuple[Deviation, ...]:
    """Write the approval of every deviation at a field into the spec; give what was approved.

    An approval of another value of the same field is taken away.

    Raises:
        Rejected: the spec cannot be read, or cannot be changed.
        ScopegenError: SG650 without a standard, SG651 when nothing deviates there, SG652 when this
            person may not approve it, SG655 for a day that is still to come, SG52x when the file
            cannot be written.
    """
    standard = examined.standard
    if standard is None or standard.house is None:
        raise ScopegenError("SG650", file=examined.file)
    if examined.tree is None or examined.flaws:
        raise Rejected(examined.flaws or examined.diagnostics)
    meant = _meant(examined.deviations, wanted.field)
    _insist(meant, wanted)
    name = _name(standard.house, wanted.by)
    day = _day(examined, wanted).isoformat()
    if wanted.on and wanted.on > _day(examined, replace(wanted, on=None)):
        raise ScopegenError("SG655", on=day)
    told = {"by": name, "on": day, "reason": wanted.reason}
    changes = (*_outdated(examined, meant), *(_row(one, told) for one in meant))
    made = amended(
        examined.text, changes, engagement_schema(), file=examined.file, under=standard.under
    )
    write_all({Path(examined.file): made.require().encode()})
    return meant


def _meant(deviations: Sequence[Deviation], field: str) -> tuple[Deviation, ...]:
    """Find the open deviations that a field names; a clause goes by its name alone too."""
    open_ = [one for one in deviations if one.approval is None]
    asked = plain(field)
    meant = tuple(one for one in open_ if asked in _called(one))
    if not meant:
        known = ", ".join(dict.fromkeys(one.field for one in open_))
        hint = "default" if known else "none"
        raise ScopegenError("SG651", field=field, known=known, hint=hint)
    return meant


def _called(one: Deviation) -> tuple[str, ...]:
    names = (one.field, generic(one.field), one.field.removeprefix(CLAUSES))
    return tuple(map(plain, names))


def _insist(meant: Sequence[Deviation], wanted: Wanted) -> None:
    for one in meant:
        if not any(person.is_called(wanted.by) for person in one.approvers):
            raise ScopegenError("SG652", by=wanted.by, field=one.field, who=one.who)


def _name(house: House, by: str) -> str:
    return next(person.name for person in house.approvers if person.is_called(by))


def _outdated(examined: Examined, meant: Sequence[Deviation]) -> Iterator[Amendment]:
    """Approvals of these fields that do not hold; the last goes first, so that places stay."""
    data = (examined.tree.data["house"] if examined.tree else None) or {}
    fields = {one.field for one in meant}
    rows = list(enumerate(data.get("approvals") or ()))
    for at, row in reversed(rows):
        if row["field"] in fields:
            yield Remove((*APPROVALS, at))


def _day(examined: Examined, wanted: Wanted) -> date:
    zone = examined.spec.engagement.meta.timezone if examined.spec else "Europe/Amsterdam"
    if wanted.on or not wanted.stated:
        return wanted.on or today()
    return moment(wanted.stated, zone).astimezone(ZoneInfo(zone)).date()


def _row(one: Deviation, told: Mapping[str, str]) -> Add:
    said = {"value": one.shown} if one.shown else {}
    return Add(APPROVALS, {"field": one.field, **said, **told})
