"""Pulling the handbrake: see that the letter allows it, stop the dependent work, draft the way on.

Where a written notice with a final period must come first, that notice is made, and the handbrake
waits. The client's own handbrake, when the provider failed, is recorded the same way.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from scopegen.diagnostics import ScopegenError
from scopegen.document import Document
from scopegen.model.engagement import Engagement
from scopegen.model.events import EventKind, Facts
from scopegen.model.terms import Precondition
from scopegen.terms.brake import (
    Readiness,
    dependent,
    final_day,
    payment_due,
    precondition,
    readiness,
    sponsor_day,
    workstreams,
)
from scopegen.terms.hold import calendar_of
from scopegen.terms.standing import Notice, paid
from scopegen.workflow.building import Delivered
from scopegen.workflow.dossier import (
    Dossier,
    entry,
    foresee,
    frozen_terms,
    insist,
    keep,
    kept,
    letter_in_force,
    record,
)
from scopegen.workflow.finishing import put, settle
from scopegen.workflow.holding import Cause, Pulled, stop
from scopegen.workflow.papers import (
    Letterbox,
    letterhead,
    mail_draft,
    papers,
    printed,
    slug,
    stopped,
)

__all__ = ["Pull", "Pulled", "Warned", "asks_a_signature", "confirm_instruction", "pull"]

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
    invoiced: date | None = None
    """The date of the invoice that was not paid."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Warned:
    """The handbrake may not be pulled yet: a notice was made, or its period runs."""

    dossier: Dossier
    since: date
    cure_until: date
    delivered: Delivered | None
    """The notice that was made now; None when there was one already."""
    skipped: bool = False
    """Nothing on record says that a reminder came before it, as the letter promises."""


def pull(dossier: Dossier, wanted: Pull) -> Warned | Pulled:
    """Pull the handbrake if the letter allows it today; otherwise make the notice that starts it.

    Raises:
        ScopegenError: SG404 (no signed letter), SG405 (register), SG411 (the letter has no such
            trigger or precondition), SG410 (what was to come did come).
    """
    insist(dossier)
    engagement = frozen_terms(dossier, letter_in_force(dossier))
    condition = _condition(dossier, engagement, wanted)
    _known_streams(engagement, wanted)
    dossier = _with_notice(dossier, wanted)
    may = _readiness(dossier, engagement, wanted, condition)
    if not may.ready(dossier.today):
        return _warn(dossier, engagement, wanted, condition, may)
    streams = _streams(engagement, wanted, condition)
    return stop(dossier, Cause(wanted.kind, wanted.about, wanted.note, condition, streams))


def confirm_instruction(dossier: Dossier, words: str, about: str) -> Warned:
    """Put an oral instruction to the client in writing; it is not carried out until they answer.

    `about` says who gave it and when. Stopping work for it is another matter. What was put to the
    client today in the same words is not put again.

    Raises:
        ScopegenError: SG404 (no signed letter), SG405 (register).
    """
    insist(dossier)
    engagement = frozen_terms(dossier, letter_in_force(dossier))
    wanted = Pull(kind="oral_change", about=about, note=words)
    earlier = _put_today(dossier, wanted)
    if earlier:
        files = {name: kept(dossier, mark) for name, mark in earlier.items()}
        until = final_day(engagement, wanted.kind, _sent(dossier, engagement))
        delivered = put(dossier, files)
        return Warned(dossier=dossier, since=until, cure_until=until, delivered=delivered)
    may = Readiness(since=None, cure_until=None)
    return _warn(dossier, engagement, wanted, None, may)


def _put_today(dossier: Dossier, wanted: Pull) -> Mapping[str, str]:
    """Give the papers in which exactly this was put to the client today, by name."""
    said = (wanted.kind, wanted.about, dossier.today.isoformat())
    for event in dossier.events:
        facts, files = event.facts, event.facts.get("files")
        same = (facts.get("kind"), facts.get("about"), facts.get("on")) == said
        words = (event.personal or {}).get("note")
        if event.kind is EventKind.NOTICE_SENT and same and words == wanted.note:
            return files if isinstance(files, dict) else {}
    return {}


def _sent(dossier: Dossier, engagement: Engagement) -> date:
    """Give the day on which a notice of today counts as sent."""
    return calendar_of(engagement).next_working(dossier.today)


def asks_a_signature(dossier: Dossier) -> bool:
    """Tell whether the letter wants formal messages as a signed PDF (clause notices)."""
    return frozen_terms(dossier, letter_in_force(dossier)).notices.formal == "signed_pdf"


def _known_streams(engagement: Engagement, wanted: Pull) -> None:
    known = workstreams(engagement)
    for one in wanted.streams:
        if one not in known:
            raise ScopegenError("SG411", kind=one, known=", ".join(known), hint="unknown")


def _condition(dossier: Dossier, engagement: Engagement, wanted: Pull) -> Precondition | None:
    terms = engagement.handbrake
    allowed = (*terms.triggers, *(("provider",) if terms.mutual else ()))
    if not terms.enabled or wanted.kind not in allowed:
        raise ScopegenError("SG411", kind=wanted.kind, hint="trigger")
    if wanted.kind == "nonpayment":
        _overdue(dossier, engagement, wanted)
    if wanted.kind != "precondition":
        return None
    found = precondition(engagement, wanted.about)
    if found is None:
        known = ", ".join(one.id for one in engagement.preconditions) or "-"
        raise ScopegenError("SG411", kind=wanted.about, known=known, hint="unknown")
    if found.id in dossier.standing.received and not _is_held(dossier, wanted):
        day = dossier.standing.received[found.id]
        raise ScopegenError("SG410", id=found.id, on=day)
    return found


def _is_held(dossier: Dossier, wanted: Pull) -> bool:
    """Tell whether work stands still for this already: a new request may then be needed."""
    hold = dossier.standing.hold
    causes = ((stop.kind, stop.about) for stop in hold.stops) if hold else ()
    return (wanted.kind, wanted.about) in causes


def _overdue(dossier: Dossier, engagement: Engagement, wanted: Pull) -> None:
    """See that an invoice is overdue, and not paid by now (R11)."""
    came = dossier.standing.received.get(paid(wanted.about))
    if came and not _is_held(dossier, wanted):
        raise ScopegenError("SG410", id=wanted.about, on=came)
    due = _due(engagement, wanted)
    if due is None:
        raise ScopegenError("SG409", invoice=wanted.about)
    if dossier.today <= due:
        following = calendar_of(engagement).next_working(due + timedelta(days=1))
        raise ScopegenError("SG419", id=wanted.about, due=due, from_day=following)


def _due(engagement: Engagement, wanted: Pull) -> date | None:
    return payment_due(engagement, wanted.invoiced) if wanted.invoiced else None


def _with_notice(dossier: Dossier, wanted: Pull) -> Dossier:
    """Foresee a notice that the user says was sent; not one of a day that is still to come."""
    day = wanted.notice_sent
    if day is None:
        return dossier
    if day > dossier.today:
        raise ScopegenError("SG417", on=day)
    same = Notice(kind=wanted.kind, about=wanted.about, sent=day)
    if same in dossier.standing.notices:
        return dossier
    facts: Facts = {"kind": wanted.kind, "about": wanted.about, "on": day.isoformat()}
    return foresee(dossier, [entry(dossier, EventKind.NOTICE_SENT, facts)])


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
        dossier = record(dossier, ()) if dossier.pending else dossier
        return Warned(dossier=dossier, since=may.since, cure_until=may.cure_until, delivered=None)
    today = dossier.today
    if condition:
        send = sponsor_day(calendar_of(engagement), engagement, condition.due)
        if today < send:
            raise ScopegenError("SG419", id=condition.id, due=condition.due, from_day=send)
    until = final_day(engagement, wanted.kind, _sent(dossier, engagement))
    facts: Facts = {"kind": wanted.kind, "about": wanted.about, "on": today.isoformat()}
    document = _notice(dossier, engagement, wanted, condition, until)
    name = f"{NOTICES[wanted.kind]}-{slug(wanted.about) or dossier.today.isoformat()}"
    files = printed(document, name)
    box = Letterbox(engagement=engagement, to=engagement.parties.signatories[0])
    mail = {f"{name}.mail.eml": mail_draft(document, box, files)}
    marks = keep(dossier, files)
    told = entry(dossier, EventKind.NOTICE_SENT, {**facts, "files": marks}, note=wanted.note)
    dossier, delivered = settle(dossier, [told], files | mail)
    since = readiness(engagement, wanted.kind, due=None, noticed=today).since or until
    return Warned(
        dossier=dossier,
        since=since,
        cure_until=until,
        delivered=delivered,
        skipped=condition is not None and not _reminded(dossier, condition),
    )


def _reminded(dossier: Dossier, condition: Precondition) -> bool:
    """Tell whether it was asked for again after its date, as far as the register knows."""
    asked = (day for id_, day in dossier.standing.requested if id_ == condition.id)
    subject = ("reminder", condition.id)
    made = (one.on for one in dossier.standing.made if (one.kind, one.about) == subject)
    return any(day > condition.due for day in (*asked, *made))


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
        "invoice_date": wanted.invoiced,
        "due": _due(engagement, wanted),
        "amount": None,
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
