"""Notices about the work itself: risks, substitutes, deliveries, reviews, plans, extra work."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from scopegen.model.engagement import Deliverable, Milestone
from scopegen.model.events import EventKind
from scopegen.model.parties import Authority
from scopegen.model.terms import Substitute, Substitution
from scopegen.quantities import Period, Unit
from scopegen.terms import reviews
from scopegen.terms.deadlines import acceptance
from scopegen.terms.extra_work import Extra, extra_register
from scopegen.terms.leaving import later
from scopegen.terms.logged import logged_of
from scopegen.terms.notices import nameless
from scopegen.terms.working import Elapsed
from scopegen.workflow.notice_case import Case, Told, lacking
from scopegen.workflow.notice_subjects import (
    before_slots,
    deliverable_of,
    milestone_of,
    reader,
    slots_of,
    stand_in,
    unfit,
)


def early_warning(case: Case) -> Told:
    """Warn of a risk as soon as it is seen, with a proposal."""
    slots = slots_of(case)
    until = before_slots(case, slots, case.answer_by())
    return Told(
        values={
            "risk": case.asked.topic,
            "effect": case.asked.effect,
            "proposal": case.asked.proposal,
            "slots": slots,
            "answer_by": until,
        },
        to=reader(case, case.signer),
        until=until,
    )


def substitution(case: Case) -> Told:
    """Announce somebody else, at level A or B; at C or D say that there is nobody yet."""
    agreed = case.engagement.substitution
    if agreed is None:
        raise unfit("substitution", "no_clause")
    person = stand_in(case, agreed) if case.asked.substitute else None
    level = case.asked.level or (person.level if person else "")
    if not level:
        raise lacking("substitution", "level")
    if level in "AB" and person is None:
        raise lacking("substitution", "substitute")
    if level == "D" and case.asked.until is None:
        raise lacking("substitution", "until")
    return Told(
        values={**_days(case, agreed), **_terms(case, agreed), "level": level, "person": person},
        about=nameless(person.name) if person else level,
        to=case.signer,
        claims=_recommended(case, level, person),
        until=case.asked.until,
    )


def _days(case: Case, agreed: Substitution) -> dict[str, object]:
    meet_by = later(case.terms, case.today, agreed.meeting)
    begins = reviews.substitution(case.terms, case.today)
    return {
        "begins": case.terms.day(begins.at) if begins else case.today,
        "meet_by": meet_by,
        "refuse_by": later(case.terms, meet_by, agreed.refusal),
        "search_until": case.asked.until,
        "answer_by": case.usual_answer(),
    }


def _terms(case: Case, agreed: Substitution) -> dict[str, object]:
    return {
        "rate": agreed.rate or case.engagement.fees.hourly_rate,
        "dearer": bool(agreed.rate and agreed.rate != case.engagement.fees.hourly_rate),
        "requirements": agreed.requirements or (),
        "oversight": agreed.oversight,
    }


def _recommended(case: Case, level: str, person: Substitute | None) -> tuple[str, ...]:
    if person is None:
        return (case.claim("searched"),) if level == "C" else ()
    key = "worked_with" if level == "A" else "experience"
    return (case.claim(key, name=person.name, experience=person.experience),)


def substitute_profile(case: Case) -> Told:
    """Describe a substitute: experience, availability and rate."""
    agreed = case.engagement.substitution
    if agreed is None:
        raise unfit("substitute-profile", "no_clause")
    person = stand_in(case, agreed)
    facts = {"name": person.name, "experience": person.experience}
    return Told(
        values={**_days(case, agreed), **_terms(case, agreed), "person": person}
        | {"available": case.asked.said},
        about=nameless(person.name),
        to=case.signer,
        claims=(case.claim("experience", **facts), *case.asked.said),
    )


def draft_cover(case: Case) -> Told:
    """Go with a deliverable: on what it rests, what was missing, and until when it is reviewed."""
    deliverable = deliverable_of(case)
    last = case.terms.day(acceptance(case.terms, case.day).at)
    standing = case.dossier.standing
    milestone = _of_deliverable(case, deliverable.id)
    wanted = [
        one
        for one in case.engagement.preconditions
        if not (milestone and one.needed_for) or milestone.id in one.needed_for
    ]
    return Told(
        values={
            "deliverable": deliverable,
            "milestone": milestone,
            "basis": [
                {"item": one, "on": standing.received[one.id]}
                for one in wanted
                if one.id in standing.received
            ],
            "absent": [one for one in wanted if one.id not in standing.received],
            "besides": case.asked.topic,
            "delivered": case.day,
            "last": last,
        },
        about=deliverable.id,
        to=reader(case, approver(case)),
        day=case.day,
        until=last,
    )


def _of_deliverable(case: Case, id_: str) -> Milestone | None:
    milestones = case.engagement.fees.milestones
    return next((one for one in milestones if one.deliverable == id_), None)


def approver(case: Case) -> Authority:
    """Give who accepts results for the client; without one, who signs."""
    people = case.engagement.parties.authority
    only = (one for one in people if one.accept and not one.sign)
    return next(only, case.signer)


def acceptance_certificate(case: Case) -> Told:
    """Confirm that a milestone was accepted, as the register has it."""
    milestone = milestone_of(case)
    day = case.dossier.standing.milestones.get(milestone.id)
    if day is None:
        raise unfit("acceptance-certificate", "not_accepted")
    by_milestone = case.engagement.payment.schedule == "milestones"
    return Told(
        values={
            "milestone": milestone,
            "deliverable": _deliverable(case, milestone.deliverable),
            "accepted_on": day,
            "amount": milestone.amount if by_milestone else None,
            "answer_by": case.answer_by(),
        },
        about=milestone.id,
        to=reader(case, approver(case)),
        day=day,
    )


def _deliverable(case: Case, id_: str | None) -> Deliverable | None:
    found = (one for one in case.engagement.engagement.deliverables if one.id == id_)
    return next(found, None)


def acceptance_reminder(case: Case) -> Told:
    """Remind that a deliverable counts as accepted after the review, where the letter says so."""
    deliverable = deliverable_of(case)
    delivered = _delivered(case, deliverable.id)
    day = delivered or case.asked.on
    if day is None:
        raise lacking("acceptance-reminder", "on")
    last = case.terms.day(acceptance(case.terms, day).at)
    if case.today > last:
        raise unfit("acceptance-reminder", "over")
    facts = {"title": deliverable.title, "day": day}
    return Told(
        values={
            "deliverable": deliverable,
            "milestone": _of_deliverable(case, deliverable.id),
            "delivered": day,
            "last": last,
            "deemed": case.engagement.acceptance.deemed == "after_reminder",
        },
        about=deliverable.id,
        to=reader(case, approver(case)),
        claims=() if delivered else (case.claim("delivered", **facts),),
        day=day,
        until=last,
    )


def _delivered(case: Case, id_: str) -> date | None:
    covers = (one for one in case.dossier.standing.made if one.kind == "draft-cover")
    days = [one.day or one.on for one in covers if one.about == id_]
    return max(days, default=None)


def review(case: Case) -> Told:
    """Invite to a review, with the sheet for the mark."""
    if case.engagement.review is None:
        raise unfit("review", "no_review")
    coming = [one for one in reviews.review_dates(case.terms) if one.held >= case.today]
    wanted = case.asked.about
    found = next((one for one in coming if wanted in ("", str(one.number))), None)
    if found is None:
        raise unfit("review", "over")
    return Told(
        values={"number": found.number, "held": found.held, "slots": slots_of(case)},
        about=str(found.number),
        to=reader(case, case.signer),
        day=found.held,
        until=found.held,
    )


def improvement_plan(case: Case) -> Told:
    """Make a plan after a mark: what changes, who does it and by when.

    Without a stated mark it is the last one of the register.
    """
    if case.engagement.review is None:
        raise unfit("improvement-plan", "no_review")
    mark, wish, day = _mark(case)
    before = [one.mark for one in case.dossier.standing.marks if one.on < day]
    due = reviews.plan_due(case.terms, day, mark, before[-1] if before else None)
    until = case.asked.until or (case.terms.day(due.at) if due else case.usual_answer())
    stated = case.asked.score is not None
    facts = {"mark": mark, "wish": wish, "day": day}
    return Told(
        values={
            "mark": mark,
            "wish": wish,
            "low": due is not None,
            "actions": [_action(one) for one in case.asked.actions],
            "that_day": day,
            "answer_by": until,
        },
        to=reader(case, case.signer),
        claims=(case.claim("mark", **facts),) if stated else (),
        day=day,
        until=until,
    )


def _mark(case: Case) -> tuple[int, str, date]:
    marks = [one for one in case.dossier.events if one.kind is EventKind.REVIEW_MARKED]
    known = case.dossier.standing.marks
    if case.asked.score is not None:
        mark, day, higher = case.asked.score, case.day, ""
    elif known:
        mark, day = known[-1].mark, known[-1].on
        higher = str((marks[-1].personal or {}).get("higher", ""))
    else:
        raise lacking("improvement-plan", "score", *(() if case.asked.wish else ("asked",)))
    if not (case.asked.wish or higher):
        raise lacking("improvement-plan", "asked")
    return mark, case.asked.wish or higher, day


def _action(text: str) -> dict[str, str]:
    """Read `what; who; by when`."""
    what, who, when = (*(part.strip() for part in text.split(";")), "", "")[:3]
    return {"what": what, "who": who, "when": when}


def extra_work(case: Case) -> Told:
    """Tell how much of the extra work at no charge is used, and what waits for agreement (R15)."""
    agreed = case.engagement.extra_work.goodwill
    extras = [one for one in map(logged_of, case.dossier.standing.logged) if isinstance(one, Extra)]
    taken = extra_register(case.terms, extras)
    if not taken:
        raise unfit("extra-work", "no_extra")
    used, over = sum(one.goodwill for one in taken), sum(one.blocked for one in taken)
    limit = agreed.minutes if agreed else 0
    return Told(
        values={
            "used": Elapsed(used),
            "limit": agreed or Period(Decimal(0), Unit.HOURS),
            "left": Elapsed(limit - used),
            "over": Elapsed(over) if over else None,
            "value": case.terms.tariff.price(over or used),
            "rows": [{"on": one.extra.on, "length": Elapsed(one.extra.minutes)} for one in taken],
            "answer_by": case.answer_by(),
        },
        about="stop" if over else "warning",
        until=case.answer_by(),
    )
