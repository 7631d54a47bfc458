"""Which messages to the client are due on a day, and why: letter, calls, holds, reviews, the end.

What only a person can know, such as an invitation or a risk, is never guessed: no such message is
ever due.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import TypeVar

from scopegen.model.canonical import digest
from scopegen.model.events import Event
from scopegen.terms.brake import readiness
from scopegen.terms.calls import Call, overloads
from scopegen.terms.correspondence import Made
from scopegen.terms.deadlines import acceptance
from scopegen.terms.extra_work import Extra, extra_register
from scopegen.terms.ladder import DueNotice, Practice, rungs
from scopegen.terms.logged import Cancelled, Instruction, Logged, Missed, logged_of
from scopegen.terms.replay import needed
from scopegen.terms.reviews import plan_due, review_dates
from scopegen.terms.standing import ChangeState, Hold, paid
from scopegen.terms.working import Elapsed

L = TypeVar("L", bound=Logged)
CARD_AHEAD, REVIEW_AHEAD, END_AHEAD = 5, 5, 20
"""Working days before the start, a review and the end."""
RECENT = 5
"""Working days after which a note of a call comes too late to be one."""
WEEK = timedelta(days=7)
NOTHING: Mapping[str, object] = {}
UNTIL_END = frozenset(
    (
        "availability-card",
        "new-contact",
        "input-request",
        "reminder",
        "sponsor",
        "final-period",
        "handbrake",
        "level-proposal",
        "review",
        "non-renewal",
    )
)
"""Kinds that are of no use after the planned end."""
CLAUSES = {
    "cover": "term",
    "withdrawal": "exit",
    "availability-card": "availability",
    "new-contact": "authority",
    "instruction": "assumptions.oral",
    "missed-call": "calls",
    "call-note": "calls",
    "reserved-time": "attendance",
    "level-proposal": "calls",
    "hold-statement": "hold-fee",
    "resumption": "resumption",
    "change": "changes.validity",
    "addendum": "changes.request",
    "nonpayment": "payment",
    "handbrake": "handbrake.notice",
    "acceptance-reminder": "acceptance",
    "acceptance-certificate": "acceptance",
    "review": "review",
    "extra-work": "changes.goodwill",
    "improvement-plan": "review.plan",
    "conduct-meeting": "conduct",
    "non-renewal": "term",
    "closing": "exit",
}
"""The clause that each kind rests on."""

__all__ = ["DueNotice", "Practice", "due_notices", "nameless"]


def nameless(name: str) -> str:
    """Name a person in the facts of the register, which are never erased, without the name."""
    return digest(name.encode())[:12]


def due_notices(practice: Practice) -> tuple[DueNotice, ...]:
    """Give the messages that are due, the one that is due longest first."""
    if practice.standing.ended:
        return ()
    choices = CHOICES if practice.standing.letter else BEFORE_SIGNING
    found = (one for choose in choices for one in choose(practice))
    end = practice.terms.engagement.engagement.end
    over = UNTIL_END if end and practice.today > end else frozenset()
    begun = (one for one in found if one.since <= practice.today and one.kind not in over)
    return tuple(sorted(begun, key=lambda one: (one.since, one.kind, one.about)))


def _due(
    kind: str,
    about: str,
    since: date,
    by: date | None = None,
    facts: Mapping[str, object] = NOTHING,
    why: str = "",
) -> DueNotice:
    return DueNotice(
        kind=kind,
        about=about,
        why=why or kind,
        clause=CLAUSES[kind],
        since=since,
        by=by,
        figures=tuple(facts.items()),
    )


def _cover(practice: Practice) -> Iterator[DueNotice]:
    meta, letters = practice.terms.engagement.meta, practice.standing.letters
    until = meta.offer_valid.after(meta.date)
    if not letters or practice.today > until:
        return
    about = f"v{letters[-1].version}"
    if practice.made("cover", about) is None:
        yield _due("cover", about, meta.date, until, {"version": letters[-1].version})


def _withdrawal(practice: Practice) -> Iterator[DueNotice]:
    """A consumer who agrees at a distance is told of the right to withdraw, before agreeing."""
    terms = practice.terms.engagement
    distance = terms.consumer is None or terms.consumer.distance
    if terms.parties.client.kind != "consumer" or not distance or not practice.standing.letters:
        return
    if practice.made("withdrawal") is None:
        yield _due("withdrawal", "", terms.meta.date)


def _card(practice: Practice) -> Iterator[DueNotice]:
    start = practice.terms.engagement.engagement.start
    first = practice.ahead(start, CARD_AHEAD)
    if practice.today >= first and practice.made("availability-card") is None:
        yield _due("availability-card", "", first, start, {"start": start})


def _newcomers(practice: Practice) -> Iterator[DueNotice]:
    amended = practice.terms.engagement.meta.amended_by
    since = amended[-1].agreed if amended else practice.terms.engagement.meta.date
    for name in practice.newcomers:
        if practice.made("new-contact", nameless(name)) is None:
            yield _due("new-contact", nameless(name), since, None, {"name": name})


def _rows(practice: Practice, kind: type[L]) -> Iterator[tuple[Event, L]]:
    for event in practice.standing.logged:
        one = logged_of(event)
        if isinstance(one, kind):
            yield event, one


def _instructions(practice: Practice) -> Iterator[DueNotice]:
    """Oral instructions that were not put in writing; each confirmation covers the first before it.

    A register keeps no words of people in its facts, so that they are matched in order.
    """
    sent = [one.sent for one in practice.standing.notices if one.kind == "oral_change"]
    agreed = practice.terms.engagement.change_control.oral_confirmation
    days = -(-agreed.minutes // (24 * 60))
    for event, one in _rows(practice, Instruction):
        covering = next((day for day in sent if day >= one.on), None)
        if covering is not None:
            sent.remove(covering)
            continue
        by = one.on + timedelta(days=days)
        facts = {"row": event.seq, "day": one.on, "within": agreed}
        yield _due("instruction", str(event.seq), one.on, by, facts)


def _calls(practice: Practice) -> Iterator[DueNotice]:
    terms = practice.terms
    for event, call in _rows(practice, Call):
        day, about = terms.day(call.start), str(event.seq)
        recent = practice.today <= terms.calendar.after(day, RECENT)
        facts = {"row": event.seq, "at": terms.moment(call.start)}
        if call.missed:
            until = terms.calendar.after(day, 1)
            fresh = practice.today <= until
            if fresh and practice.made("missed-call", about) is None:
                yield _due("missed-call", about, day, until, facts)
        elif recent and _noted(event) and practice.made("call-note", about) is None:
            yield _due("call-note", about, day, day, facts)


def _noted(event: Event) -> bool:
    return bool((event.personal or {}).get("note"))


def _reserved(practice: Practice) -> Iterator[DueNotice]:
    terms = practice.terms
    cancelled = [(event, one.slot) for event, one in _rows(practice, Cancelled)]
    missed = [(event, one.slot) for event, one in _rows(practice, Missed)]
    for event, slot in (*cancelled, *missed):
        about, since = str(event.seq), terms.day(event.at)
        if practice.made("reserved-time", about) is None:
            facts = {"row": event.seq, "at": terms.moment(slot.start)}
            yield _due("reserved-time", about, since, None, facts)


def _overload(practice: Practice) -> Iterator[DueNotice]:
    """More calls on one day than the letter bears: time for a steadier rhythm or another level."""
    last = practice.made("level-proposal") or date.min
    calls = [call for _, call in _rows(practice, Call)]
    busy = [(day, count) for day, count in overloads(practice.terms, calls) if day > last]
    if busy:
        day, count = busy[-1]
        limit = practice.terms.engagement.calls.overload_per_day
        facts = {"day": day, "count": count, "limit": limit}
        yield _due("level-proposal", "", busy[0][0], None, facts)


def _holds(practice: Practice) -> Iterator[DueNotice]:
    hold = practice.standing.hold
    if hold is None:
        return
    yield from _resuming(practice, hold)
    since = max(practice.made("hold-statement", hold.id) or hold.start, hold.start) + WEEK
    if practice.today >= since:
        facts = {"id": hold.id, "start": hold.start}
        yield _due("hold-statement", hold.id, since, None, facts)


def _resuming(practice: Practice, hold: Hold) -> Iterator[DueNotice]:
    for change in practice.standing.latest:
        agreed = change.state is ChangeState.ACCEPTED and change.hold == hold.id
        there = set(needed(change)) <= practice.standing.received.keys()
        if agreed and there and change.option in change.resuming and change.agreed:
            item = change.identity.item
            yield _due("resumption", item, change.agreed, None, {"item": item})


def _changes(practice: Practice) -> Iterator[DueNotice]:
    """Change requests that ran out unanswered, and agreed ones that wait to be taken in."""
    for one in practice.standing.latest:
        item, facts = one.identity.item, {"item": one.identity.item, "until": one.valid_until}
        if one.state is ChangeState.ISSUED and practice.today > one.valid_until:
            yield _due("change", item, one.valid_until + timedelta(days=1), None, facts)
        elif one.state is ChangeState.ACCEPTED and not one.hold and one.agreed:
            yield _due("addendum", item, one.agreed, None, facts)


def _unpaid(practice: Practice) -> Iterator[DueNotice]:
    """Invoices are known from a payment reminder or notice that was made about them."""
    standing, engagement = practice.standing, practice.terms.engagement
    met = {*standing.received, *practice.stopped}
    for one in _last_of(practice, "payment-reminder"):
        noticed = practice.noticed("nonpayment", one.about)
        over = one.until is not None and practice.today > one.until
        if paid(one.about) in met or noticed or not over or one.until is None:
            continue
        facts = {"invoice": one.about, "until": one.until, "day": one.day or one.on}
        yield _due("nonpayment", one.about, one.until + timedelta(days=1), None, facts)
    for notice in standing.notices:
        if notice.kind != "nonpayment" or paid(notice.about) in met:
            continue
        may = readiness(engagement, "nonpayment", due=None, noticed=notice.sent)
        if may.since and may.ready(practice.today):
            facts = {"invoice": notice.about, "until": may.cure_until or notice.sent}
            yield _due("handbrake", notice.about, may.since, None, facts, "handbrake_unpaid")


def _last_of(practice: Practice, kind: str) -> Iterator[Made]:
    last = {one.about: one for one in practice.standing.made if one.kind == kind}
    yield from last.values()


def _deliverables(practice: Practice) -> Iterator[DueNotice]:
    """A delivery is known from its cover sheet; a milestone that is accepted, from the register."""
    terms, accepted = practice.terms, practice.standing.accepted
    milestones = terms.engagement.fees.milestones
    for one in _last_of(practice, "draft-cover"):
        of = {each.id for each in milestones if each.deliverable == one.about} | {one.about}
        if of & set(accepted) or terms.engagement.acceptance.deemed != "after_reminder":
            continue
        delivered = one.day or one.on
        first = terms.calendar.after(delivered, terms.engagement.acceptance.reminder.whole)
        last = terms.day(acceptance(terms, delivered).at)
        told = practice.made("acceptance-reminder", one.about)
        if first <= practice.today <= last and (told is None or told < delivered):
            facts = {"id": one.about, "delivered": delivered, "last": last}
            yield _due("acceptance-reminder", one.about, first, last, facts)
    for id_, day in practice.standing.milestones.items():
        if practice.made("acceptance-certificate", id_) is None:
            yield _due("acceptance-certificate", id_, day, None, {"id": id_, "day": day})


def _reviews(practice: Practice) -> Iterator[DueNotice]:
    for one in review_dates(practice.terms):
        first = practice.ahead(one.held, REVIEW_AHEAD)
        fits = first <= practice.today <= one.held
        if fits and practice.made("review", str(one.number)) is None:
            facts = {"number": one.number, "held": one.held}
            yield _due("review", str(one.number), first, one.held, facts)


def _plan(practice: Practice) -> Iterator[DueNotice]:
    """A mark below the threshold, or one that fell, asks for a plan (clause review)."""
    if not practice.standing.marks:
        return
    *before, last = practice.standing.marks
    found = plan_due(practice.terms, last.on, last.mark, before[-1].mark if before else None)
    made = practice.made("improvement-plan")
    if found and (made is None or made < last.on):
        facts = {"on": last.on, "mark": last.mark}
        yield _due("improvement-plan", "", last.on, practice.terms.day(found.at), facts)


def _extra(practice: Practice) -> Iterator[DueNotice]:
    agreed = practice.terms.engagement.extra_work
    taken = extra_register(practice.terms, [one for _, one in _rows(practice, Extra)])
    blocked = [one for one in taken if one.blocked]
    warned = [one for one in taken if one.warned]
    used = sum(one.goodwill for one in taken)
    limit = agreed.goodwill.minutes if agreed.goodwill else 0
    facts: dict[str, object] = {"used": Elapsed(used), "limit": Elapsed(limit)}
    if blocked:
        last = practice.made("extra-work", "stop") or date.min
        new = [one.extra.on for one in blocked if one.extra.on > last]
        if new:
            facts["over"] = Elapsed(sum(one.blocked for one in blocked))
            yield _due("extra-work", "stop", new[0], None, facts, "extra-work_stop")
    elif warned and practice.made("extra-work", "warning") is None:
        day = warned[0].extra.on
        facts["share"] = agreed.warning
        yield _due("extra-work", "warning", day, None, facts)


def _conduct(practice: Practice) -> Iterator[DueNotice]:
    """After a report a meeting follows within the agreed time (clause conduct)."""
    agreed = practice.terms.engagement.conduct
    if agreed is None or not agreed.enabled:
        return
    for one in _last_of(practice, "conduct-report"):
        met = practice.made("conduct-meeting")
        last = practice.terms.calendar.after(one.on, agreed.answer.whole)
        if (met is None or met < one.on) and practice.today <= last:
            facts = {"on": one.on, "last": last}
            yield _due("conduct-meeting", "", one.on, last, facts)


def _ending(practice: Practice) -> Iterator[DueNotice]:
    end = practice.terms.engagement.engagement.end
    if end is None:
        yield from _all_accepted(practice)
        return
    first = practice.ahead(end, END_AHEAD)
    if first <= practice.today < end and practice.made("non-renewal") is None:
        yield _due("non-renewal", "", first, end, {"end": end})
    if practice.today >= end and practice.made("closing") is None:
        yield _due("closing", "", end, None, {"end": end})


def _all_accepted(practice: Practice) -> Iterator[DueNotice]:
    """Without an end date the work is done when every milestone was accepted."""
    milestones, days = practice.terms.engagement.fees.milestones, practice.standing.milestones
    done = bool(milestones) and all(one.id in days for one in milestones)
    if done and practice.made("closing") is None:
        day = max(days.values())
        yield _due("closing", "", day, None, {"end": day})


BEFORE_SIGNING: tuple[Callable[[Practice], Iterator[DueNotice]], ...] = (_cover, _withdrawal)
CHOICES: tuple[Callable[[Practice], Iterator[DueNotice]], ...] = (
    _withdrawal,
    _card,
    _newcomers,
    rungs,
    _instructions,
    _calls,
    _reserved,
    _overload,
    _holds,
    _changes,
    _unpaid,
    _deliverables,
    _reviews,
    _plan,
    _extra,
    _conduct,
    _ending,
)
