"""What a notice is about, as the user names it: found in the letter or the register, or refused."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from difflib import get_close_matches
from typing import TypeVar

from scopegen.diagnostics import ScopegenError
from scopegen.model.engagement import Deliverable, Milestone
from scopegen.model.events import Event
from scopegen.model.parties import Authority
from scopegen.model.terms import Precondition, Substitute, Substitution
from scopegen.source.moments import read_moment
from scopegen.terms.brake import dependent, precondition
from scopegen.terms.logged import logged_of
from scopegen.terms.sessions import Terms
from scopegen.terms.working import Moment
from scopegen.workflow.notice_case import Case, lacking
from scopegen.workflow.papers import stopped

Identified = TypeVar("Identified", Deliverable, Milestone)


def condition_of(case: Case) -> Precondition:
    """Find the precondition that is asked about.

    Raises:
        ScopegenError: SG411 for one that the letter does not have.
    """
    found = precondition(case.engagement, case.asked.about)
    if found is None:
        known = _listed(one.id for one in case.engagement.preconditions)
        raise ScopegenError("SG411", kind=case.asked.about, known=known, hint="unknown")
    return found


def waiting(case: Case, condition: Precondition | None) -> tuple[Milestone, ...]:
    """Give the milestones that wait for a precondition."""
    return stopped(case.engagement, dependent(case.engagement, condition))


def milestone_of(case: Case) -> Milestone:
    """Find the milestone that is asked about.

    Raises:
        ScopegenError: SG713 for one that the letter does not have.
    """
    return _asked_about(case, case.engagement.fees.milestones)


def deliverable_of(case: Case) -> Deliverable:
    """Find the deliverable that is asked about.

    Raises:
        ScopegenError: SG713 for one that the letter does not have.
    """
    return _asked_about(case, case.engagement.engagement.deliverables)


def _asked_about(case: Case, known: tuple[Identified, ...]) -> Identified:
    found = next((one for one in known if one.id == case.asked.about), None)
    if found is None:
        told = _listed(one.id for one in known)
        raise ScopegenError("SG713", found=case.asked.about, known=told)
    return found


def row_of(case: Case, *kinds: type) -> Event | None:
    """Find the logged row that is asked about, else the last one of these kinds; None without one.

    Raises:
        ScopegenError: SG764 when the row that is named is none of these.
    """
    fit = [one for one in case.dossier.standing.logged if isinstance(logged_of(one), kinds)]
    if not case.asked.about:
        return fit[-1] if fit else None
    found = next((one for one in fit if str(one.seq) == case.asked.about), None)
    if found is None:
        known = _listed(str(one.seq) for one in fit)
        raise ScopegenError("SG764", found=case.asked.about, known=known)
    return found


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names) or "-"


def named(case: Case, name: str) -> Authority:
    """Find a person of the client by (a part of) the name.

    Raises:
        ScopegenError: SG764 when nobody has that name.
    """
    people = {one.name: one for one in case.engagement.parties.authority}
    part = [full for full in people if name.lower() in full.lower()]
    near = part if len(part) == 1 else get_close_matches(name, people, n=1)
    if not near:
        raise ScopegenError("SG764", found=name, known=_listed(people))
    return people[near[0]]


def reader(case: Case, default: Authority) -> Authority:
    """Give whom to write to: whom the user names, else the default.

    Raises:
        ScopegenError: SG764 when nobody has that name.
    """
    return named(case, case.asked.to) if case.asked.to else default


def owner_of(case: Case, condition: Precondition) -> Authority:
    """Give who delivers a precondition; without an address when the letter does not name them."""
    known = case.engagement.parties.authority
    found = next((one for one in known if one.name in condition.owner), None)
    name, _, role = condition.owner.partition(", ")
    return reader(case, found or stranger(name, role))


def stranger(name: str, role: str) -> Authority:
    """Give somebody of whom no address is known, and who may decide nothing."""
    return Authority(
        name=name,
        role=role,
        email="",
        phone=None,
        instruct=False,
        sign=False,
        sign_limit=None,
        accept=False,
        deputy=None,
        certificate=None,
    )


def stand_in(case: Case, agreed: Substitution) -> Substitute:
    """Find a substitute among those the letter names; where it names none, as the user states.

    Raises:
        ScopegenError: SG764 for a name that the letter does not have, SG761 without experience.
    """
    pool = {one.name: one for one in agreed.pool or ()}
    name = case.asked.substitute
    if not pool:
        if not case.asked.topic:
            raise lacking("substitution", "about")
        return Substitute(name=name, experience=case.asked.topic, level=case.asked.level or "B")
    near = get_close_matches(name, pool, n=1)
    if not near:
        raise ScopegenError("SG764", found=name, known=_listed(pool))
    return pool[near[0]]


def slots_of(case: Case) -> tuple[Moment, ...]:
    """Give the times that are offered: to come, and inside the hours of availability.

    Raises:
        ScopegenError: SG909 for a time that cannot be read, SG765 for one that may not be offered.
    """
    return tuple(_slot(case, one) for one in case.asked.slots)


def before_slots(case: Case, slots: tuple[Moment, ...], until: date) -> date:
    """Give the last day to choose a time: before the first one that is offered."""
    first = min((case.terms.day(one.at) for one in slots), default=date.max)
    return max(case.today, min(until, first - timedelta(days=1)))


def _slot(case: Case, text: str) -> Moment:
    moment = case.terms.moment(read_moment(text, case.terms.zone))
    if moment.at <= case.dossier.now:
        raise ScopegenError("SG765", found=text, hint="past")
    if not _open(case.terms, moment):
        raise ScopegenError("SG765", found=text, hint="outside")
    return moment


def _open(terms: Terms, moment: Moment) -> bool:
    day = terms.day(moment.at)
    away = any(one.first <= day <= one.last for one in terms.engagement.availability.absence)
    return (
        terms.calendar.is_working(day) and not away and terms.tariff.week.starts_inside(moment.at)
    )


def unfit(kind: str, hint: str) -> ScopegenError:
    """Say that a notice does not fit this engagement now, and why."""
    return ScopegenError("SG763", kind=kind, hint=hint)
