"""The events of an engagement, replayed in order: where it stands, and every step that was wrong.

Order is that of the chain, never of the clock. A step that the rules of the game do not allow is
reported with its row (SG415) and has no effect, so that no forged row can open the gate.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from scopegen.diagnostics import Checked, Diagnostic, finding
from scopegen.model.events import Event, EventKind, Facts
from scopegen.model.evidence import FormIdentity
from scopegen.terms.correspondence import made_of, mark_of, request_of
from scopegen.terms.logged import LOGGED_KINDS, logged_of
from scopegen.terms.standing import (
    ChangeState,
    ChangeVersion,
    Hold,
    LetterVersion,
    Notice,
    Standing,
    Stop,
    paid,
)

K = EventKind


class _Wrong(Exception):
    """A step that cannot follow on what went before; its argument names the hint."""


def replay(events: Iterable[Event]) -> Checked[Standing]:
    """Replay events; the standing is that of the steps that were right."""
    standing, found = Standing(), list[Diagnostic]()
    for event in events:
        try:
            standing = replace(_step(standing, event), last=event)
        except _Wrong as wrong:
            found.append(_finding(event, str(wrong)))
        except (KeyError, ValueError, TypeError, AttributeError):
            found.append(_finding(event, "unreadable"))
    return Checked(standing, tuple(found))


def _finding(event: Event, hint: str) -> Diagnostic:
    return finding("SG415", None, row=event.seq, kind=event.kind.value, hint=hint)


def _step(standing: Standing, event: Event) -> Standing:
    if standing.ended:
        raise _Wrong("ended")
    return STEPS[event.kind](standing, event)


def _need(condition: object, hint: str) -> None:
    if not condition:
        raise _Wrong(hint)


def text(event: Event, name: str) -> str:
    """Give a fact as text; KeyError when it is not there."""
    return str(event.facts[name])


def number(event: Event, name: str) -> int:
    """Give a fact as a whole number."""
    value = event.facts[name]
    if not isinstance(value, int):
        raise TypeError(name)
    return value


def day(event: Event, name: str) -> date:
    """Give a fact as a date."""
    return date.fromisoformat(text(event, name))


def table(event: Event, name: str) -> Mapping[str, str]:
    """Give a fact as a table of texts."""
    value = event.facts[name]
    if not isinstance(value, dict):
        raise TypeError(name)
    return value


def listed(event: Event, name: str) -> tuple[str, ...]:
    """Give a fact as a list of texts."""
    value = event.facts[name]
    if not isinstance(value, list):
        raise TypeError(name)
    return tuple(value)


def _letter_issued(standing: Standing, event: Event) -> Standing:
    version = number(event, "version")
    in_force = standing.letter
    _need(in_force is None or version > in_force.version, "letter_signed")
    issued = LetterVersion(
        version=version,
        language=text(event, "language"),
        fingerprint=text(event, "fingerprint"),
        spec=text(event, "spec"),
        terms=text(event, "terms"),
        library=text(event, "library"),
        house=str(event.facts.get("house", "")),
        head=text(event, "head"),
        files=table(event, "files"),
        clauses=table(event, "clauses"),
        languages=text(event, "languages") if "languages" in event.facts else "",
    )
    return replace(standing, letters=(*standing.letters, issued))


def _letter_signed(standing: Standing, event: Event) -> Standing:
    version, mark = number(event, "version"), text(event, "fingerprint")
    current = standing.letters[-1] if standing.letters else None
    same = [one for one in standing.letters if one.version == version and one.fingerprint == mark]
    _need(current and same and version == current.version, "no_letter")
    _need(standing.letter is None, "letter_signed")
    _believed(standing, event, "letter", version)
    signed = replace(same[-1], signed=True, evidence=text(event, "evidence"))
    used = {**standing.used, signed.evidence: f"letter/v{version}"}
    return replace(standing, letters=(*standing.letters, signed), used=used)


def _believed(standing: Standing, event: Event, item: str, version: int) -> None:
    """See that evidence is new, and that a person attested what no machine could verify."""
    mark, form = text(event, "evidence"), f"{item}/v{version}"
    _need(mark and standing.used.get(mark, form) == form, "used")
    if text(event, "class") != "A":
        vouched = (
            one
            for one in standing.attested
            if text(one, "evidence") == mark and text(one, "form") == form
        )
        _need(any(vouched), "not_attested")


def _noticed(standing: Standing, event: Event) -> Standing:
    notice = Notice(kind=text(event, "kind"), about=text(event, "about"), sent=day(event, "on"))
    return replace(standing, notices=(*standing.notices, notice))


def _adding(name: str, read: Callable[[Facts], object]) -> Callable[[Standing, Event], Standing]:
    def step(standing: Standing, event: Event) -> Standing:
        more: dict[str, Any] = {name: (*getattr(standing, name), read(event.facts))}
        return replace(standing, **more)

    return step


def _received(standing: Standing, event: Event) -> Standing:
    received = {**standing.received, text(event, "precondition"): day(event, "on")}
    return replace(standing, received=received)


def _paid(standing: Standing, event: Event) -> Standing:
    received = {**standing.received, paid(text(event, "invoice")): day(event, "on")}
    return replace(standing, received=received)


def _partial(standing: Standing, event: Event) -> Standing:
    partial = {**standing.partial, text(event, "precondition"): day(event, "on")}
    return replace(standing, partial=partial)


def _pulled(standing: Standing, event: Event) -> Standing:
    _need(standing.letter, "not_signed")
    _need(standing.hold is None, "held")
    streams = dict.fromkeys(listed(event, "streams"), day(event, "from"))
    _need(streams, "unreadable")
    hold = Hold(
        id=text(event, "hold"), start=day(event, "from"), streams=streams, stops=(_stop(event),)
    )
    return replace(standing, holds=(*standing.holds, hold))


def _joined(standing: Standing, event: Event) -> Standing:
    hold = standing.hold
    if hold is None or hold.id != text(event, "hold"):
        raise _Wrong("not_held")
    new = dict.fromkeys(listed(event, "streams"), day(event, "from"))
    joined = replace(hold, streams={**new, **hold.streams}, stops=(*hold.stops, _stop(event)))
    standing = replace(standing, holds=(*standing.holds[:-1], joined))
    for one in standing.latest:  # what was offered or agreed does not cover the new cause
        if one.hold == hold.id and one.state in (ChangeState.ISSUED, ChangeState.ACCEPTED):
            standing = _with(standing, replace(one, state=ChangeState.SUPERSEDED))
    return standing


def _stop(event: Event) -> Stop:
    return Stop(
        kind=text(event, "kind"),
        about=text(event, "about"),
        since=day(event, "from"),
        by=text(event, "by"),
    )


def _change_issued(standing: Standing, event: Event) -> Standing:
    item, version = text(event, "change"), number(event, "version")
    letter, earlier = standing.letter, standing.current(item)
    _need(letter and letter.version == number(event, "letter"), "not_signed")
    _need(version == (earlier.identity.version if earlier else 0) + 1, "version")
    _need(earlier is None or earlier.state not in OPEN_STATES, "open")
    hold = standing.hold
    _need(text(event, "hold") in ("", hold.id if hold else ""), "not_held")
    issued = ChangeVersion(
        identity=FormIdentity(engagement=event.engagement, item=item, version=version),
        digest=text(event, "digest"),
        request=text(event, "request"),
        letter=number(event, "letter"),
        issued=day(event, "issued"),
        issued_at=event.at,
        valid_until=day(event, "valid_until"),
        hold=text(event, "hold"),
        head=text(event, "head"),
        amounts=table(event, "amounts"),
        resuming=listed(event, "resuming"),
        inputs=table(event, "inputs"),
        stops=listed(event, "stops"),
        files=table(event, "files"),
    )
    return replace(standing, changes=(*standing.changes, issued))


OPEN_STATES = (ChangeState.ISSUED, ChangeState.ACCEPTED, ChangeState.IMPLEMENTED)
"""States in which no next version can be issued; an accepted change is undone by another one."""


def _change_signed(standing: Standing, event: Event) -> Standing:
    version = _open_version(standing, event)
    _need(_is_current(standing, version), "not_signed")
    _need(text(event, "digest") == version.digest, "digest")
    _need(version.issued <= day(event, "agreed") <= version.valid_until, "expired")
    _need(text(event, "option") in version.amounts, "option")
    _believed(standing, event, version.identity.item, version.identity.version)
    accepted = replace(
        version,
        state=ChangeState.ACCEPTED,
        option=text(event, "option"),
        evidence=text(event, "evidence"),
        evidence_class=text(event, "class"),
        method=text(event, "method"),
        agreed=day(event, "agreed"),
    )
    form = f"{version.identity.item}/v{version.identity.version}"
    used = {**standing.used, accepted.evidence: form}
    return replace(_with(standing, accepted), used=used)


def _is_current(standing: Standing, change: ChangeVersion) -> bool:
    """Tell whether a change request was made under the letter that is in force now."""
    return standing.letter is not None and standing.letter.version == change.letter


def _open_version(standing: Standing, event: Event) -> ChangeVersion:
    current = standing.current(text(event, "change"))
    if current is None or current.identity.version != number(event, "version"):
        raise _Wrong("version")
    if current.state is not ChangeState.ISSUED:
        raise _Wrong("closed")
    return current


def _with(standing: Standing, changed: ChangeVersion) -> Standing:
    changes = tuple(
        changed if one.identity == changed.identity else one for one in standing.changes
    )
    return replace(standing, changes=changes)


def _closing(state: ChangeState) -> Callable[[Standing, Event], Standing]:
    def step(standing: Standing, event: Event) -> Standing:
        return _with(standing, replace(_open_version(standing, event), state=state))

    return step


def needed(change: ChangeVersion) -> tuple[str, ...]:
    """Give what must be there before the option that was chosen lets work resume."""
    return tuple(one for one in change.inputs.get(change.option, "").split("\t") if one)


def _resumed(standing: Standing, event: Event) -> Standing:
    hold, change = standing.hold, standing.current(text(event, "change"))
    if hold is None or hold.id != text(event, "hold"):
        raise _Wrong("not_held")
    if change is None or change.state is not ChangeState.ACCEPTED or change.hold != hold.id:
        raise _Wrong("not_agreed")
    _need(change.option in change.resuming, "option")
    _need(_is_current(standing, change), "not_signed")
    _need({stop.cause for stop in hold.stops} <= set(change.stops), "not_agreed")
    _need(set(needed(change)) <= standing.received.keys(), "inputs")
    _need(day(event, "on") >= hold.start, "expired")
    ended = replace(hold, resumed=day(event, "on"), change=change.identity.item)
    done = replace(change, state=ChangeState.IMPLEMENTED)
    return replace(_with(standing, done), holds=(*standing.holds[:-1], ended))


def _amended(standing: Standing, event: Event) -> Standing:
    letter, change = standing.letter, standing.current(text(event, "change"))
    if letter is None or letter.version != number(event, "from"):
        raise _Wrong("no_letter")
    _need(number(event, "to") == letter.version + 1, "version")
    if change is None or change.letter != letter.version:
        raise _Wrong("not_agreed")
    # What ends a hold takes effect by resuming; any other change by being taken in.
    ready = ChangeState.IMPLEMENTED if change.hold else ChangeState.ACCEPTED
    _need(change.state is ready, "not_agreed")
    amended = replace(
        letter,
        version=number(event, "to"),
        fingerprint=text(event, "fingerprint"),
        spec=text(event, "spec"),
        terms=text(event, "terms"),
        library=text(event, "library"),
        house=str(event.facts.get("house", "")),
        head=text(event, "head"),
        files=table(event, "files"),
        clauses=table(event, "clauses"),
        by_change=text(event, "change"),
    )
    standing = replace(standing, letters=(*standing.letters, amended))
    standing = _with(standing, replace(change, state=ChangeState.IMPLEMENTED))
    for one in standing.latest:  # what was made under the letter before must be made anew
        if one.state in (ChangeState.ISSUED, ChangeState.ACCEPTED):
            standing = _with(standing, replace(one, state=ChangeState.SUPERSEDED))
    return standing


def _milestone(standing: Standing, event: Event) -> Standing:
    id_ = text(event, "milestone")
    accepted = (*standing.accepted, id_)
    first = {id_: day(event, "on"), **standing.milestones}
    return replace(standing, accepted=accepted, milestones=first)


def _logged(standing: Standing, event: Event) -> Standing:
    _need(standing.letter, "not_signed")
    logged_of(event)
    return replace(standing, logged=(*standing.logged, event))


def _log_withdrawn(standing: Standing, event: Event) -> Standing:
    row = number(event, "row")
    kept = tuple(one for one in standing.logged if one.seq != row)
    _need(len(kept) < len(standing.logged), "no_log")
    return replace(standing, logged=kept)


def _unchanged(standing: Standing, _: Event) -> Standing:
    return standing


STEPS: Mapping[EventKind, Callable[[Standing, Event], Standing]] = {
    K.LETTER_ISSUED: _letter_issued,
    K.LETTER_SIGNED: _letter_signed,
    K.INPUT_REQUESTED: _adding("requested", request_of),
    K.INPUT_PARTIAL: _partial,
    K.INPUT_RECEIVED: _received,
    K.PAYMENT_RECEIVED: _paid,
    K.NOTICE_SENT: _noticed,
    K.NOTICE_MADE: _adding("made", made_of),
    K.REVIEW_MARKED: _adding("marks", mark_of),
    K.INSTRUCTION_CONFIRMED: _unchanged,
    K.HANDBRAKE_PULLED: _pulled,
    K.HANDBRAKE_JOINED: _joined,
    K.CHANGE_DRAFTED: _unchanged,
    K.CHANGE_ISSUED: _change_issued,
    K.CHANGE_SIGNED: _change_signed,
    K.CHANGE_DECLINED: _closing(ChangeState.DECLINED),
    K.CHANGE_COUNTERED: _closing(ChangeState.COUNTERED),
    K.CHANGE_WITHDRAWN: _closing(ChangeState.WITHDRAWN),
    K.CHANGE_EXPIRED: _closing(ChangeState.EXPIRED),
    K.CHANGE_SUPERSEDED: _closing(ChangeState.SUPERSEDED),
    K.EVIDENCE_REFUSED: lambda standing, event: replace(
        standing, refused=(*standing.refused, event)
    ),
    K.ATTESTED: lambda standing, event: replace(standing, attested=(*standing.attested, event)),
    K.RESUMED: _resumed,
    K.AMENDED: _amended,
    K.MILESTONE_ACCEPTED: _milestone,
    **dict.fromkeys(LOGGED_KINDS, _logged),
    K.LOG_WITHDRAWN: _log_withdrawn,
    K.PERSONAL_ERASED: _unchanged,
    K.ENDED: lambda standing, event: replace(standing, ended=day(event, "on")),
}
