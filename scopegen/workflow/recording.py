"""Recording what terms are reckoned from: hours, calls, meetings that fell through, extra work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from scopegen.diagnostics import ScopegenError
from scopegen.model.events import EventKind, Fact, Facts
from scopegen.source.moments import read_moment, read_span
from scopegen.terms.brake import WHOLE_WORK, workstreams
from scopegen.terms.calls import Call, may_be_free, week_of_call
from scopegen.terms.instructions import red_flag
from scopegen.terms.logged import LOGGED_KINDS, logged_of
from scopegen.terms.sessions import Terms
from scopegen.workflow import stating
from scopegen.workflow.dossier import Dossier, entry, insist, record, terms_in_force
from scopegen.workflow.pricing import AskedSlot, slot_of

__all__ = ["red_flag"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What was recorded: its row, its day, and whether it was there already."""

    dossier: Dossier
    row: int
    day: date
    again: bool
    held: bool = False
    """The work stood still on that day."""


def log_hours(
    dossier: Dossier, time: str, on: date | None, facts: Mapping[str, str | bool]
) -> Recorded:
    """Record work: a time such as `2027-01-12 09:00/12:30`, or a length such as `3 hours`.

    `facts` may hold `stream`, `agreed` (the client confirmed the surcharge), `emergency`, and what
    it was in `what`.

    Raises:
        ScopegenError: SG404, SG405, SG417 for a time still to come, SG713 for an unknown part of
            the work, SG909 to SG911 for a time that cannot be read.
    """
    terms = _terms(dossier)
    stream = str(facts.get("stream") or "")
    if stream and stream not in workstreams(terms.engagement):
        known = ", ".join(workstreams(terms.engagement))
        raise ScopegenError("SG713", found=stream, known=known)
    said = {name: facts[name] for name in ("agreed", "emergency", "stream") if facts.get(name)}
    if "/" in time:
        told, day = _spanned(dossier, terms, time)
    else:
        day = on or dossier.today
        _came(dossier, day)
        told = {"on": day.isoformat(), "minutes": stating.length(time)}
    done = _add(dossier, EventKind.HOURS_LOGGED, {**told, **said}, day, what=facts.get("what"))
    return Recorded(
        dossier=done.dossier, row=done.row, day=day, again=done.again,
        held=_held(dossier, day, stream),
    )  # fmt: skip


def _held(dossier: Dossier, day: date, stream: str) -> bool:
    hold = dossier.standing.hold
    if hold is None:
        return False
    since = hold.streams.get(stream or WHOLE_WORK, hold.streams.get(WHOLE_WORK))
    return since is not None and since <= day


def log_call(dossier: Dossier, time: str, facts: Mapping[str, str | bool]) -> Recorded:
    """Record a call.

    `facts` may hold missed, group, standing, standby, emergency and agreed, and `who` and `note`.

    Raises:
        ScopegenError: as `log_hours`; SG714 for a call-out where no standby is agreed.
    """
    terms = _terms(dossier)
    told, day = _spanned(dossier, terms, time)
    if facts.get("standby") and terms.engagement.availability.standby is None:
        raise ScopegenError("SG714", hint="default")
    names = ("missed", "group", "standing", "standby", "emergency", "agreed")
    said = {name: True for name in names if facts.get(name)}
    return _add(
        dossier, EventKind.CALL_LOGGED, {**told, **said}, day,
        who=facts.get("who"), note=facts.get("note"),
    )  # fmt: skip


def log_cancellation(dossier: Dossier, asked: AskedSlot, received: str) -> Recorded:
    """Record that a planned meeting was cancelled; it may still lie ahead.

    Raises:
        ScopegenError: as `log_hours`, and SG710 when the letter has no price for that time.
    """
    terms = _terms(dossier)
    moment = read_moment(received, terms.zone)
    _past(dossier, moment)
    told, day = _slot(dossier, terms, asked)
    facts: Facts = {**told, "received": _shown(dossier, moment)}
    return _add(dossier, EventKind.CANCELLATION_LOGGED, facts, day)


def log_no_show(dossier: Dossier, asked: AskedSlot, arrived: str | None) -> Recorded:
    """Record that somebody did not come to a meeting, or came late.

    Raises:
        ScopegenError: as `log_hours`, and SG710 when the letter has no price for that time.
    """
    terms = _terms(dossier)
    told, day = _slot(dossier, terms, asked)
    _past(dossier, read_span(asked.span, terms.zone)[0])
    came = {"arrived": _shown(dossier, read_moment(arrived, terms.zone))} if arrived else {}
    return _add(dossier, EventKind.NO_SHOW_LOGGED, {**told, **came}, day)


def _slot(dossier: Dossier, terms: Terms, asked: AskedSlot) -> tuple[dict[str, Fact], date]:
    slot = slot_of(terms, asked)
    flags = {"ours": slot.ours, "unbilled": not slot.billed, "excused": slot.excused}
    facts: dict[str, Fact] = _both(dossier, slot.start, slot.end)
    facts |= {name: True for name, on in flags.items() if on}
    if slot.rebooked:
        facts["rebooked"] = slot.rebooked.isoformat()
    return facts, terms.day(slot.start)


def log_extra(dossier: Dossier, time: str, on: date, what: str) -> Recorded:
    """Record extra work, which is free up to the limit in the letter (R15).

    Raises:
        ScopegenError: as `log_hours`.
    """
    _terms(dossier)
    _came(dossier, on)
    facts: Facts = {"on": on.isoformat(), "minutes": stating.length(time)}
    return _add(dossier, EventKind.EXTRA_WORK_LOGGED, facts, on, what=what)


def log_standby(dossier: Dossier, first: date, last: date) -> Recorded:
    """Record days of standby, both included.

    Raises:
        ScopegenError: SG404, SG405, SG417, SG714 where no standby is agreed, SG715.
    """
    terms = _terms(dossier)
    if terms.engagement.availability.standby is None:
        raise ScopegenError("SG714", hint="default")
    if last < first:
        raise ScopegenError("SG715", first=first, last=last)
    _came(dossier, last)
    facts: Facts = {"first": first.isoformat(), "last": last.isoformat()}
    return _add(dossier, EventKind.STANDBY_LOGGED, facts, first)


def log_instruction(dossier: Dossier, words: str, who: str, on: date) -> Recorded:
    """Record what was asked by word of mouth; it changes nothing until it is in writing.

    Raises:
        ScopegenError: SG404, SG405, SG417.
    """
    _terms(dossier)
    _came(dossier, on)
    # The words are personal and may be erased; two instructions of a day must stay two events.
    number = sum(
        one.kind is EventKind.INSTRUCTION_LOGGED and one.facts.get("on") == on.isoformat()
        and (one.personal or {}).get("words") != words
        for one in dossier.events
    )  # fmt: skip
    facts: Facts = {"on": on.isoformat(), "number": number + 1}
    return _add(dossier, EventKind.INSTRUCTION_LOGGED, facts, on, words=words, who=who)


def withdraw(dossier: Dossier, row: int) -> Recorded:
    """Record that something was logged by mistake; the row stays, and counts no more.

    Raises:
        ScopegenError: SG404, SG405, SG717 when that row is no such log, or was withdrawn before.
    """
    _terms(dossier)
    if all(one.seq != row for one in dossier.standing.logged):
        raise ScopegenError("SG717", row=row)
    return _add(dossier, EventKind.LOG_WITHDRAWN, {"row": row}, dossier.today)


def earlier_calls(dossier: Dossier, terms: Terms, time: str) -> int:
    """Count the logged calls of that week, before this one, that used the allowance (R13).

    Raises:
        ScopegenError: SG909 or SG910 for a time that cannot be read.
    """
    start, end = read_span(time, terms.zone)
    this = Call(start=start, end=end)
    logged = (logged_of(event) for event in dossier.standing.logged)
    week = week_of_call(terms, this)
    return sum(
        1
        for one in logged
        if isinstance(one, Call)
        and one.start < start
        and may_be_free(terms, one)
        and week_of_call(terms, one) == week
    )


def _terms(dossier: Dossier) -> Terms:
    insist(dossier)
    return Terms(terms_in_force(dossier))


def _spanned(dossier: Dossier, terms: Terms, time: str) -> tuple[dict[str, Fact], date]:
    start, end = read_span(time, terms.zone)
    _past(dossier, end)
    return _both(dossier, start, end), terms.day(start)


def _both(dossier: Dossier, start: datetime, end: datetime) -> dict[str, Fact]:
    return {"start": _shown(dossier, start), "end": _shown(dossier, end)}


def _shown(dossier: Dossier, moment: datetime) -> str:
    return moment.astimezone(ZoneInfo(dossier.zone)).isoformat(timespec="minutes")


def _past(dossier: Dossier, moment: datetime) -> None:
    if moment > dossier.now + timedelta(minutes=1):
        raise ScopegenError("SG417", on=moment.astimezone(ZoneInfo(dossier.zone)).date())


def _came(dossier: Dossier, day: date) -> None:
    if day > dossier.today:
        raise ScopegenError("SG417", on=day)


def _add(
    dossier: Dossier, kind: EventKind, facts: Facts, day: date, **personal: object
) -> Recorded:
    facts = {**facts, **_once_more(dossier, kind, facts)}
    told = entry(dossier, kind, facts, **{name: str(text or "") for name, text in personal.items()})
    there = {event.key: event.seq for event in dossier.events}
    again = told.key in there
    if not again:
        dossier = record(dossier, [told])
    row = next(event.seq for event in dossier.events if event.key == told.key)
    return Recorded(dossier=dossier, row=row, day=day, again=again)


def _once_more(dossier: Dossier, kind: EventKind, facts: Facts) -> Facts:
    """What was withdrawn may be logged again, as another event than the one that was withdrawn."""
    if kind not in LOGGED_KINDS:
        return {}
    counting = {one.seq for one in dossier.standing.logged}
    plain = {name: value for name, value in facts.items() if name != "stated"}
    same = [
        event
        for event in dossier.events
        if event.kind is kind and plain.items() <= event.facts.items()
    ]
    withdrawn = sum(event.seq not in counting for event in same)
    return {"again": withdrawn} if withdrawn else {}
