"""The doctor: examines what scopegen needs on this machine and in this folder.

Every thing is tried for real where that can be done without harm; nothing goes over the network.
A check that fails in a way that nobody foresaw is told as trouble, and the others go on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from scopegen.diagnostics import ScopegenError
from scopegen.workflow.doctor_check import GROUPS, Check, Examining, State
from scopegen.workflow.doctor_clock import clock, terminal, zones
from scopegen.workflow.doctor_engagement import engagement
from scopegen.workflow.doctor_engines import office, pdf_engine, word_engine
from scopegen.workflow.doctor_files import fonts, installed_files, program, samples, texts
from scopegen.workflow.doctor_folder import disk, place, space, writable
from scopegen.workflow.doctor_packages import packages
from scopegen.workflow.doctor_tables import ages, tables
from scopegen.workflow.dossier import moment
from scopegen.workflow.reading import find_spec, read_file

__all__ = ["Check", "Patient", "State", "examine_all", "patient_at", "worst"]
Probe = Callable[[], Iterable[Check]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Patient:
    """What is examined: a folder, the engagement in it if there is one, and the moments."""

    folder: Path
    spec: str | None
    now: datetime
    """By the clock of the machine, in UTC."""
    reckoned: datetime
    """The moment for which the tables must do: the clock's, or the one that was given."""
    language: str | None = None
    """The language of the letter, if there is one that can be read."""


def patient_at(given: str | None, stated: str | None = None) -> Patient:
    """Give what to examine: the spec or folder that is named, else the engagement here, or here.

    Raises:
        ScopegenError: SG902 when the given path does not exist, SG909 for a moment that is none.
    """
    now = datetime.now(UTC)
    try:
        spec = find_spec(given)
    except ScopegenError as error:
        if error.code != "SG901":
            raise
        spec = None
    return Patient(
        folder=Path(spec).parent if spec else Path(given or "."),
        spec=spec,
        now=now,
        reckoned=moment(stated, "Europe/Amsterdam") if stated else now,
        language=_spoken(spec) if spec else None,
    )


def _spoken(spec: str) -> str | None:
    try:
        return read_file(spec).language
    except ScopegenError:  # told when the spec is examined
        return None


def examine_all(patient: Patient) -> tuple[Check, ...]:
    """Examine everything, in the order of the groups."""
    found = [one for group, probe in _probes(patient) for one in _tried(group, probe)]
    return tuple(sorted(found, key=lambda one: GROUPS.index(one.group)))


def _probes(patient: Patient) -> Iterator[tuple[str, Probe]]:
    folder, now, spec = patient.folder, patient.now, patient.spec
    yield "program", program
    yield "packages", packages
    for probe in (word_engine, pdf_engine, office):
        yield "engines", probe
    for probe in (installed_files, fonts, texts, samples):
        yield "files", probe
    yield "folder", partial(disk, folder, now)
    for look in (writable, space, place):
        yield "folder", partial(look, folder)
    yield "clock", lambda: clock(now, max(table.as_of for table in tables()))
    yield "clock", zones
    yield "tables", lambda: ages(tables(), patient.reckoned.date())
    yield "terminal", terminal
    if spec:
        yield "engagement", partial(engagement, spec)


def _tried(group: str, probe: Probe) -> Iterator[Check]:
    try:
        yield from probe()
    except ScopegenError as error:
        yield Examining(group).wrong("probe", "refused", code=error.code)
    except Exception as error:  # noqa: BLE001 - the doctor outlives whatever it examines
        told = f"{type(error).__name__}: {error}".splitlines()[0]
        yield Examining(group).wrong("probe", "broken", reason=told)


def worst(found: Iterable[Check]) -> State:
    """Give the gravest state: missing before wrong before a note."""
    states = {one.state for one in found}
    order = (State.MISSING, State.WRONG, State.NOTE)
    return next((state for state in order if state in states), State.OK)
