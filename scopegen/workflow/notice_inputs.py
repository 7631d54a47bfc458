"""Notices about what the client delivers, about work that waits for it, and about assumptions."""

from __future__ import annotations

from decimal import Decimal

from scopegen.model.terms import Assumption, Precondition
from scopegen.quantities import Period, Unit
from scopegen.terms.deadlines import ladder_days
from scopegen.terms.ladder import Practice, at_sponsor
from scopegen.terms.offer import settled
from scopegen.terms.standing import ChangeState
from scopegen.workflow.changing import held
from scopegen.workflow.notice_case import Case, Told
from scopegen.workflow.notice_subjects import condition_of, owner_of, unfit, waiting
from scopegen.workflow.papers import stopped


def input_request(case: Case) -> Told:
    """Ask for a precondition."""
    condition = condition_of(case)
    _not_there(case, condition, "input-request")
    if case.today > condition.due:
        raise unfit("input-request", "late")
    return Told(
        values={"condition": condition, "streams": waiting(case, condition)},
        about=condition.id,
        to=owner_of(case, condition),
        day=condition.due,
        until=condition.due,
    )


def reminder(case: Case) -> Told:
    """Remind of a precondition whose date has passed."""
    condition = condition_of(case)
    _not_there(case, condition, "reminder")
    if case.today <= condition.due:
        raise unfit("reminder", "early")
    ladder = dict(ladder_days(case.terms, condition))
    days = {step: day for step, day in ladder.items() if day > case.today}
    late = case.terms.calendar.between(condition.due, case.today)
    later = case.terms.calendar.after(case.today, 1)
    until = case.asked.until or max(days.get("call", later), later)
    return Told(
        values={
            "condition": condition,
            "streams": waiting(case, condition),
            "partial": case.dossier.standing.partial.get(condition.id),
            "late": Period(Decimal(late), Unit.WORKING_DAYS),
            "call_on": days.get("call"),
            "sponsor_on": days.get("sponsor"),
            "answer_by": until,
        },
        about=condition.id,
        to=owner_of(case, condition),
        day=condition.due,
        until=until,
    )


def _not_there(case: Case, condition: Precondition, kind: str) -> None:
    if condition.id in case.dossier.standing.received:
        raise unfit(kind, "received")


def sponsor(case: Case) -> Told:
    """Put what is late before the person who signs, and ask for a decision."""
    practice = Practice(terms=case.terms, standing=case.dossier.standing, today=case.today)
    late = [one for one, _ in at_sponsor(practice)]
    if not late:
        raise unfit("sponsor", "nothing_late")
    streams = {each.id: each for one in late for each in waiting(case, one)}
    until = case.answer_by()
    partial = case.dossier.standing.partial
    return Told(
        values={
            "late": [{"item": one, "partial": partial.get(one.id)} for one in late],
            "streams": list(streams.values()),
            "answer_by": until,
        },
        to=case.signer,
        until=until,
    )


def hold_statement(case: Case) -> Told:
    """Tell where a hold stands."""
    hold, since = case.dossier.standing.hold, held(case.dossier)
    if hold is None or since is None:
        raise unfit("hold-statement", "not_held")
    charge = settled(case.engagement, since, case.today)
    agreed = case.engagement.hold_fee
    change = next((one for one in case.dossier.standing.latest if one.hold == hold.id), None)
    open_ = change if change and change.state is ChangeState.ISSUED else None
    return Told(
        values={
            "hold": hold,
            "charge": charge,
            "most": agreed.per_day.times(agreed.cap.whole),
            "streams": stopped(case.engagement, hold.streams),
            "free_of_charge": hold.free,
            "complete": case.dossier.standing.complete(),
            "long_stop": agreed.long_stop.after(hold.start),
            "offer_id": open_.identity.item if open_ else "",
            "offer_version": open_.identity.version if open_ else 0,
            "offer_until": open_.valid_until if open_ else None,
        },
        about=hold.id,
        until=open_.valid_until if open_ else None,
    )


def assumptions(case: Case) -> Told:
    """List the assumptions that plan and price rest on, with a new one if there is one, to sign."""
    known = case.engagement.assumptions
    until = case.answer_by()
    added: tuple[Assumption, ...] = ()
    if case.asked.topic:
        added = (
            Assumption(
                id=f"A{len(known) + 1}",
                text=case.asked.topic,
                owner=case.signer.name,
                verify_by=until,
                if_wrong=case.asked.effect,
            ),
        )
    if not (known or added):
        raise unfit("assumptions", "none")
    if added and not case.asked.effect:
        raise unfit("assumptions", "effect")
    return Told(
        values={"listed": (*known, *added), "added": len(added), "answer_by": until},
        about=added[0].id if added else "",
        until=until,
    )
