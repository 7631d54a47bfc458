"""Notices around the letter: cover mail, availability card, new people, the right to withdraw."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from scopegen.model.events import EventKind
from scopegen.quantities import Period, Unit
from scopegen.terms.notices import nameless
from scopegen.terms.standing import ChangeState
from scopegen.workflow.dossier import kept
from scopegen.workflow.notice_case import Case, Told
from scopegen.workflow.notice_subjects import named, unfit
from scopegen.workflow.papers import papers, printed

COOLING_OFF = 14
"""Days in which a consumer may withdraw (art. 6:230o BW; reg. 29 and 30 CCR 2013)."""


def cover(case: Case) -> Told:
    """Give what goes with a letter that was issued, with its PDF."""
    if case.letter.signed:
        raise unfit("cover", "signed")
    files = {
        name: kept(case.dossier, mark)
        for name, mark in case.letter.files.items()
        if name.endswith(".pdf")
    }
    meta = case.engagement.meta
    return Told(
        values={"version": case.letter.version},
        about=f"v{case.letter.version}",
        attached=files,
        until=meta.offer_valid.after(meta.date),
    )


def availability_card(_: Case) -> Told:
    """Give the card, which the terms fill."""
    return Told(values={})


def new_contact(case: Case) -> Told:
    """Give what somebody who is new at the client must know, with the card."""
    person = named(case, case.asked.to)
    standing = case.dossier.standing
    waiting = [one for one in case.engagement.preconditions if one.id not in standing.received]
    offers = [one for one in standing.latest if one.state is ChangeState.ISSUED]
    card = papers().draft("availability-card", case.head, {})
    files = printed(card, "availability-card")
    return Told(
        values={
            "person": person,
            "waiting": waiting,
            "offers": [
                {"id": one.identity.item, "until": one.valid_until}
                for one in offers
                if one.valid_until >= case.today
            ],
            "answer_by": case.answer_by(),
        },
        about=nameless(person.name),
        to=person,
        attached={name: content for name, content in files.items() if name.endswith(".pdf")},
        until=case.answer_by(),
    )


def withdrawal(case: Case) -> Told:
    """Give a consumer the right to withdraw, with the form for it."""
    consumer = case.engagement.consumer
    if case.engagement.parties.client.kind != "consumer":
        raise unfit("withdrawal", "consumer")
    if consumer and not consumer.distance:
        raise unfit("withdrawal", "distance")
    agreed = _agreed(case)
    cooling = Period(Decimal(COOLING_OFF), Unit.DAYS)
    return Told(
        values={
            "agreed": agreed,
            "last": cooling.after(agreed) if agreed else None,
            "cooling": cooling,
            "early": bool(consumer and consumer.early_start),
        }
    )


def _agreed(case: Case) -> date | None:
    """The day on which the letter was signed."""
    signed = (one for one in case.dossier.events if one.kind is EventKind.LETTER_SIGNED)
    days = [str(one.facts["agreed"]) for one in signed if one.facts.get("agreed")]
    return date.fromisoformat(days[-1]) if days else None
