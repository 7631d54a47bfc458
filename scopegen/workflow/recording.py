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
from scopegen.terms.logged import logged_of
from scopegen.terms.sessions import Terms
from scopegen.workflow import stating
from scopegen.workflow.coinciding import fits, no_two_at_once
from scopegen.workflow.dossier import Dossier, entry, insist, record, terms_in_force
from scopegen.workflow.pricing import AskedSlot, covered, on_standby, slot_of

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
        if facts.get("agreed") or facts.get("emergency"):
            covered(terms, time, emergency=bool(facts.get("emergency")))
    else:
        day = on or dossier.today
        _came(dossier, terms, day)
        length = stating.length(time)
        fits(dossier, terms, day, length)
        told = {"on": day.isoformat(), "minutes": length}
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
    if facts.get("standby"):
        on_standby(terms, read_span(time, terms.zone)[0])
    elif not facts.get("missed"):
        covered(terms, time, emergency=bool(facts.get("emergency")))
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
    _from_start(terms, terms.day(slot.start))
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
    _came(dossier, _terms(dossier), on)
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
    _came(dossier, terms, last)
    _from_start(terms, first)
    facts: Facts = {"first": first.isoformat(), "last": last.isoformat()}
    return _add(dossier, EventKind.STANDBY_LOGGED, facts, first)


def log_instruction(dossier: Dossier, words: str, who: str, on: date) -> Recorded:
    """Record what was asked by word of mouth; it changes nothing until it is in writing.

    Raises:
        ScopegenError: SG404, SG405, SG417.
    """
    _came(dossier, _terms(dossier), on)
    facts: Facts = {"on": on.isoformat()}
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
    _from_start(terms, terms.day(start))
    return _both(dossier, start, end), terms.day(start)


def _both(dossier: Dossier, start: datetime, end: datetime) -> dict[str, Fact]:
    return {"start": _shown(dossier, start), "end": _shown(dossier, end)}


def _shown(dossier: Dossier, moment: datetime) -> str:
    return moment.astimezone(ZoneInfo(dossier.zone)).isoformat(timespec="minutes")


def _past(dossier: Dossier, moment: datetime) -> None:
    if moment > dossier.now + timedelta(minutes=1):
        raise ScopegenError("SG417", on=moment.astimezone(ZoneInfo(dossier.zone)).date())


def _came(dossier: Dossier, terms: Terms, day: date) -> None:
    if day > dossier.today:
        raise ScopegenError("SG417", on=day)
    _from_start(terms, day)


def _from_start(terms: Terms, day: date) -> None:
    """Nothing counts before the engagement begins."""
    start = terms.engagement.engagement.start
    if day < start:
        raise ScopegenError("SG721", on=day, start=start)


def _add(
    dossier: Dossier, kind: EventKind, facts: Facts, day: date, **personal: object
) -> Recorded:
    """Record a fact, unless it is on record; what only looks the same gets a number of its own."""
    words = {name: str(text) for name, text in personal.items() if text}
    alike = [one for one in dossier.events if one.kind is kind and _same(one.facts, facts)]
    counting = {one.seq for one in dossier.standing.logged}
    for event in alike:
        if event.seq in counting and ("start" in facts or (event.personal or {}) == words):
            return Recorded(dossier=dossier, row=event.seq, day=day, again=True)
    if "start" in facts:
        start, end = (datetime.fromisoformat(str(facts[name])) for name in ("start", "end"))
        no_two_at_once(dossier, kind, start, end)
    told = {**facts, "again": len(alike)} if alike else facts
    dossier = record(dossier, [entry(dossier, kind, told, **words)])
    return Recorded(dossier=dossier, row=dossier.events[-1].seq, day=day, again=False)


def _same(one: Facts, other: Facts) -> bool:
    bare = {name: value for name, value in one.items() if name not in {"stated", "again"}}
    return bare == dict(other)
