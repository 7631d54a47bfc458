"""Pulling the handbrake: see that the letter allows it, stop the dependent work, draft the way on.

Where a written notice with a final period must come first, that notice is made, and the handbrake
waits. The client's own handbrake, when the provider failed, is recorded the same way.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from scopegen.diagnostics import ScopegenError
from scopegen.document import Document
from scopegen.drafting.requests import Occasion
from scopegen.model.engagement import Engagement
from scopegen.model.events import EventKind, Facts
from scopegen.model.terms import Precondition
from scopegen.source import read
from scopegen.source.amending import Add, amended
from scopegen.terms.brake import (
    Readiness,
    dependent,
    final_day,
    precondition,
    readiness,
    sponsor_day,
    workstreams,
)
from scopegen.terms.hold import calendar_of
from scopegen.terms.offer import valid_until
from scopegen.terms.standing import ChangeState, Hold
from scopegen.workflow.building import Delivered
from scopegen.workflow.changing import change_file, change_schema, draft_change
from scopegen.workflow.dossier import (
    CHANGES,
    Dossier,
    entry,
    frozen_terms,
    insist,
    keep,
    letter_in_force,
    record,
)
from scopegen.workflow.files import write_all
from scopegen.workflow.offering import Issued, Notice, issue_change
from scopegen.workflow.papers import (
    Letterbox,
    letterhead,
    mail_draft,
    papers,
    printed,
    put,
    stopped,
)

NOTICES = {
    "precondition": "final-period",
    "nonpayment": "nonpayment",
    "oral_change": "instruction",
    "missing_decision": "decision",
    "no_shows": "decision",
}
AT_ONCE = ("no_shows", "provider")
"""Triggers that need no final period: it was missed already, or it is the client's own brake."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pull:
    """What somebody wants to stop work for."""

    kind: str
    about: str = ""
    note: str = ""
    notice_sent: date | None = None
    """The day on which a notice went out that this register does not know of."""
    streams: tuple[str, ...] = ()
    issue: bool = True
    """Issue the change request at once; otherwise it stays a draft."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Warned:
    """The handbrake may not be pulled yet: a notice was made, or its period runs."""

    dossier: Dossier
    since: date
    cure_until: date
    delivered: Delivered | None
    """The notice that was made now; None when there was one already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulled:
    """The handbrake is on."""

    dossier: Dossier
    hold: Hold
    new: bool
    """Whether anything was stopped now that was not stopped before."""
    change: str
    draft: Path | None
    issued: Issued | None


def pull(dossier: Dossier, wanted: Pull) -> Warned | Pulled:
    """Pull the handbrake if the letter allows it today; otherwise make the notice that starts it.

    Raises:
        ScopegenError: SG404 (no signed letter), SG405 (register), SG411 (the letter has no such
            trigger or precondition), SG410 (what was to come did come).
    """
    insist(dossier)
    engagement = frozen_terms(dossier, letter_in_force(dossier))
    condition = _condition(dossier, engagement, wanted)
    dossier = _with_notice(dossier, wanted)
    may = _readiness(dossier, engagement, wanted, condition)
    if not may.ready(dossier.today):
        return _warn(dossier, engagement, wanted, condition, may)
    return _stop(dossier, engagement, wanted, condition)


def _condition(dossier: Dossier, engagement: Engagement, wanted: Pull) -> Precondition | None:
    terms = engagement.handbrake
    allowed = (*terms.triggers, *(("provider",) if terms.mutual else ()))
    if not terms.enabled or wanted.kind not in allowed:
        raise ScopegenError("SG411", kind=wanted.kind, hint="trigger")
    if wanted.kind != "precondition":
        return None
    found = precondition(engagement, wanted.about)
    if found is None:
        known = ", ".join(one.id for one in engagement.preconditions) or "-"
        raise ScopegenError("SG411", kind=wanted.about, known=known, hint="unknown")
    if found.id in dossier.standing.received:
        day = dossier.standing.received[found.id]
        raise ScopegenError("SG410", id=found.id, on=day)
    return found


def _with_notice(dossier: Dossier, wanted: Pull) -> Dossier:
    """Record a notice that the user says was sent; not one of a day that is still to come."""
    day = wanted.notice_sent
    if day is None:
        return dossier
    if day > dossier.today:
        raise ScopegenError("SG417", on=day)
    facts: Facts = {"kind": wanted.kind, "about": wanted.about, "on": day.isoformat()}
    return record(dossier, [entry(dossier, EventKind.NOTICE_SENT, facts)])


def _noticed(dossier: Dossier, wanted: Pull) -> date | None:
    days = [
        one.sent
        for one in dossier.standing.notices
        if (one.kind, one.about) == (wanted.kind, wanted.about)
    ]
    return max(days, default=None)


def _readiness(
    dossier: Dossier, engagement: Engagement, wanted: Pull, condition: Precondition | None
) -> Readiness:
    if wanted.kind in AT_ONCE:
        return Readiness(since=dossier.today, cure_until=None)
    due = condition.due if condition and condition.fatal else None
    return readiness(engagement, wanted.kind, due=due, noticed=_noticed(dossier, wanted))


def _warn(
    dossier: Dossier,
    engagement: Engagement,
    wanted: Pull,
    condition: Precondition | None,
    may: Readiness,
) -> Warned:
    if may.since and may.cure_until:
        return Warned(dossier=dossier, since=may.since, cure_until=may.cure_until, delivered=None)
    today = dossier.today
    if condition:
        send = sponsor_day(calendar_of(engagement), engagement, condition.due)
        if today < send:
            raise ScopegenError("SG419", id=condition.id, due=condition.due, from_day=send)
    sent = calendar_of(engagement).next_working(today)
    until = final_day(engagement, wanted.kind, sent)
    facts: Facts = {"kind": wanted.kind, "about": wanted.about, "on": today.isoformat()}
    document = _notice(dossier, engagement, wanted, condition, until)
    name = f"{NOTICES[wanted.kind]}-{wanted.about or dossier.today.isoformat()}"
    files = printed(document, name)
    box = Letterbox(engagement=engagement, to=engagement.parties.signatories[0])
    mail = {f"{name}.mail.eml": mail_draft(document, box, files)}
    marks = keep(dossier, files)
    delivered = put(dossier, files | mail)
    told = entry(dossier, EventKind.NOTICE_SENT, {**facts, "files": marks}, note=wanted.note)
    dossier = record(dossier, [told])
    since = readiness(engagement, wanted.kind, due=None, noticed=today).since or until
    return Warned(dossier=dossier, since=since, cure_until=until, delivered=delivered)


def _notice(
    dossier: Dossier,
    engagement: Engagement,
    wanted: Pull,
    condition: Precondition | None,
    until: date,
) -> Document:
    head = letterhead(dossier, letter_in_force(dossier))
    values = {
        "condition": condition,
        "cure_until": until,
        "streams": stopped(engagement, _streams(engagement, wanted, condition)),
        "invoice": wanted.about,
        "said": wanted.note,
        "about": wanted.about,
        "note": wanted.note,
        "kind": wanted.kind,
    }
    return papers().draft(NOTICES[wanted.kind], head, values)


def _streams(
    engagement: Engagement, wanted: Pull, condition: Precondition | None
) -> tuple[str, ...]:
    if wanted.streams:
        return wanted.streams
    if condition or wanted.kind == "nonpayment":
        return dependent(engagement, condition)
    return workstreams(engagement)


def _stop(
    dossier: Dossier, engagement: Engagement, wanted: Pull, condition: Precondition | None
) -> Pulled:
    streams = _streams(engagement, wanted, condition)
    hold, calendar = dossier.standing.hold, calendar_of(engagement)
    start = calendar.next_working(dossier.today)
    if hold and any((s.kind, s.about) == (wanted.kind, wanted.about) for s in hold.stops):
        change = _open_change(dossier, hold)
        if not change:  # an earlier try stopped halfway, or the request was closed
            return _with_change(dossier, engagement, wanted, condition, hold)
        return Pulled(dossier=dossier, hold=hold, new=False, change=change, draft=None, issued=None)
    facts: Facts = {
        "hold": hold.id if hold else f"H{len(dossier.standing.holds) + 1}",
        "kind": wanted.kind,
        "about": wanted.about,
        "by": "client" if wanted.kind == "provider" else "provider",
        "from": start.isoformat(),
        "streams": list(streams),
        "letter": letter_in_force(dossier).version,
    }
    kind = EventKind.HANDBRAKE_JOINED if hold else EventKind.HANDBRAKE_PULLED
    dossier = record(dossier, [entry(dossier, kind, facts, note=wanted.note)])
    return _with_change(dossier, engagement, wanted, condition, hold)


def _with_change(
    dossier: Dossier,
    engagement: Engagement,
    wanted: Pull,
    condition: Precondition | None,
    joined: Hold | None,
) -> Pulled:
    """Draft the change request that goes with the hold, or add to the one that there is."""
    hold = dossier.standing.hold
    if hold is None:
        raise ScopegenError("SG405", because="SG415")
    occasion = Occasion(
        kind=wanted.kind,
        about=wanted.about,
        note=wanted.note,
        on=condition.due if condition else dossier.today,
        streams=tuple(hold.streams),
        condition=condition,
        answer_by=valid_until(engagement, dossier.today),
    )
    there = _open_change(dossier, joined) if joined else ""
    change = there or ""
    draft = None
    if there and condition:
        draft = _add_input(dossier, there, occasion)
    elif not there:
        change, draft = _left_draft(dossier, wanted) or draft_change(dossier, occasion)
    issued = None
    if wanted.issue and draft:
        issued = issue_change(dossier, change, _handbrake_notice(dossier, wanted, condition, hold))
        dossier = issued.dossier
    return Pulled(
        dossier=dossier, hold=dossier.standing.hold or hold, new=True, change=change,
        draft=draft, issued=issued,
    )  # fmt: skip


def _left_draft(dossier: Dossier, wanted: Pull) -> tuple[str, Path] | None:
    """Find a draft about the same cause that was never issued, as an earlier try may leave."""
    known = {one.identity.item for one in dossier.standing.changes}
    for place in sorted((dossier.folder / CHANGES).glob("CR-*.yaml")):
        tree = read(place.read_text(encoding="utf-8"), str(place), change_schema()).value
        trigger = tree.data["trigger"] if tree else {}
        cause = (trigger.get("kind"), trigger.get("about") or "")
        if place.stem not in known and cause == (wanted.kind, wanted.about):
            return place.stem, place
    return None


def _open_change(dossier: Dossier, hold: Hold) -> str:
    """Give the change request of a hold that is not closed for good; empty when there is none."""
    closed = (ChangeState.DECLINED, ChangeState.WITHDRAWN, ChangeState.IMPLEMENTED)
    items = [
        one.identity.item
        for one in dossier.standing.latest
        if one.hold == hold.id and one.state not in closed
    ]
    return items[-1] if items else ""


def _add_input(dossier: Dossier, change: str, occasion: Occasion) -> Path:
    """Let every option that needs deliveries need this one too."""
    place = change_file(dossier, change)
    text = place.read_text(encoding="utf-8")
    tree = read(text, str(place), change_schema()).require()
    item = {"id": occasion.about, "due": occasion.answer_by.isoformat()}
    changes = [
        Add(("options", at, "inputs"), dict(item))
        for at, option in enumerate(tree.data["options"])
        if option["inputs"]
    ]
    made = amended(text, changes, change_schema(), file=str(place)).require()
    write_all({place: made.encode()})
    return place


def _handbrake_notice(
    dossier: Dossier, wanted: Pull, condition: Precondition | None, hold: Hold
) -> Notice:
    engagement = frozen_terms(dossier, letter_in_force(dossier))
    paper = "client-handbrake" if wanted.kind == "provider" else "handbrake"
    return Notice(
        name=f"{hold.id}-{paper}",
        paper=paper,
        values={
            "condition": condition,
            "note": wanted.note,
            "streams": stopped(engagement, hold.streams),
            "since": hold.start,
        },
    )
