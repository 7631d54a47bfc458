"""Stopping work: the hold is recorded, and the change request on which it may resume is made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from scopegen.diagnostics import Rejected, ScopegenError
from scopegen.drafting.requests import Occasion, drafted_request
from scopegen.model.events import EventKind, Facts
from scopegen.model.terms import Precondition
from scopegen.source import decode, read
from scopegen.source.amending import Add, Amendment, Set, amended
from scopegen.terms.brake import WHOLE_WORK
from scopegen.terms.hold import calendar_of
from scopegen.terms.offer import valid_until
from scopegen.terms.standing import ChangeState, Hold
from scopegen.workflow.changing import change_file, foresee_change
from scopegen.workflow.dossier import (
    CHANGES,
    Dossier,
    entry,
    foresee,
    letter_in_force,
    terms_in_force,
)
from scopegen.workflow.finishing import settle
from scopegen.workflow.offering import Issued, Notice, issue_change
from scopegen.workflow.papers import stopped
from scopegen.workflow.reading import content_of
from scopegen.workflow.requested import change_schema
from scopegen.workflow.wording import phrases

ALIVE = (ChangeState.ISSUED, ChangeState.ACCEPTED)
CLOSED = (ChangeState.DECLINED, ChangeState.WITHDRAWN, ChangeState.IMPLEMENTED)


class Cause(NamedTuple):
    """Why which work stops."""

    kind: str
    about: str
    note: str
    condition: Precondition | None
    streams: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulled:
    """The handbrake is on. `issued` is None when all this was so before."""

    dossier: Dossier
    hold: Hold
    change: str
    issued: Issued | None


def stop(dossier: Dossier, cause: Cause) -> Pulled:
    """Stop work for a cause, from the next working day on; what is stopped already stays stopped.

    A cause that comes on top widens the change request, which is then issued anew: what was offered
    or agreed before does not cover it.

    Raises:
        Rejected: when the change request that is to be widened has errors; nothing is recorded.
            When the one that is drafted has errors, work stops, and its file is there to be mended.
    """
    hold = dossier.standing.hold
    change = _open_change(dossier, hold) if hold else ""
    known = hold is not None and any(_same(one, cause) for one in hold.stops)
    current = dossier.standing.current(change) if change else None
    if hold and known and current and current.state in ALIVE:
        return Pulled(dossier=dossier, hold=hold, change=change, issued=None)
    occasion = _occasion(dossier, cause, hold)
    if not known:
        wider = _widened(dossier, change, occasion) if change else {}
        told = entry(dossier, *_event(dossier, cause, hold), note=cause.note)
        dossier = foresee(dossier, [told], wider)
    change = change or _left_draft(dossier, cause)
    if not change:
        drafted = foresee_change(dossier, occasion)
        change, dossier = drafted.id, drafted.dossier
    try:
        return _issued(dossier, change, cause)
    except Rejected:  # the work stops all the same; the request is to be mended
        settle(dossier, (), {})
        raise


def _same(stop: Any, cause: Cause) -> bool:
    return (stop.kind, stop.about) == (cause.kind, cause.about)


def _event(dossier: Dossier, cause: Cause, hold: Hold | None) -> tuple[EventKind, Facts]:
    calendar = calendar_of(terms_in_force(dossier))
    facts: Facts = {
        "hold": hold.id if hold else f"H{len(dossier.standing.holds) + 1}",
        "kind": cause.kind,
        "about": cause.about,
        "by": "client" if cause.kind == "provider" else "provider",
        "from": calendar.next_working(dossier.today).isoformat(),
        "streams": list(cause.streams),
        "letter": letter_in_force(dossier).version,
    }
    return (EventKind.HANDBRAKE_JOINED if hold else EventKind.HANDBRAKE_PULLED), facts


def _occasion(dossier: Dossier, cause: Cause, hold: Hold | None) -> Occasion:
    engagement = terms_in_force(dossier)
    held = hold.streams if hold else ()
    return Occasion(
        kind=cause.kind,
        about=cause.about,
        note=cause.note,
        on=cause.condition.due if cause.condition else None,
        streams=tuple(dict.fromkeys((*held, *cause.streams))),
        condition=cause.condition,
        answer_by=valid_until(engagement, dossier.today),
    )


def _issued(dossier: Dossier, change: str, cause: Cause) -> Pulled:
    hold = dossier.standing.hold
    if hold is None:
        raise ScopegenError("SG405", because="SG415")
    engagement = terms_in_force(dossier)
    paper = "client-handbrake" if cause.kind == "provider" else "handbrake"
    notice = Notice(
        name=f"{hold.id}-{paper}-{len(hold.stops)}" if hold.stops[1:] else f"{hold.id}-{paper}",
        paper=paper,
        values={
            "condition": cause.condition,
            "note": cause.note,
            "streams": stopped(engagement, hold.streams),
            "since": max(hold.streams[one] for one in cause.streams),
        },
    )
    issued = issue_change(dossier, change, notice)
    return Pulled(dossier=issued.dossier, hold=hold, change=change, issued=issued)


def _open_change(dossier: Dossier, hold: Hold) -> str:
    """Give the change request on which a hold may still end; empty when there is none.

    One that was accepted without letting the work resume is closed: the client chose to wait.
    """
    open_ = [
        one
        for one in dossier.standing.latest
        if one.hold == hold.id
        and one.state not in CLOSED
        and not (one.state is ChangeState.ACCEPTED and one.option not in one.resuming)
    ]
    return open_[-1].identity.item if open_ else ""


def _left_draft(dossier: Dossier, cause: Cause) -> str:
    """Find a draft about the same cause that was never issued, as an earlier try may leave."""
    known = {one.identity.item for one in dossier.standing.changes}
    for place in sorted((dossier.folder / CHANGES).glob("CR-*.yaml")):
        trigger = _trigger(place)
        said = (trigger.get("kind"), trigger.get("about") or "")
        if place.stem not in known and said == (cause.kind, cause.about):
            return place.stem
    return ""


def _trigger(place: Path) -> Mapping[str, Any]:
    text = decode(content_of(str(place)), str(place)).value
    tree = read(text, str(place), change_schema()).value if text else None
    return tree.data["trigger"] if tree else {}


def _widened(dossier: Dossier, change: str, occasion: Occasion) -> dict[str, bytes]:
    """Give the file of a change request that covers one more cause.

    Raises:
        Rejected: when the file is gone or has errors.
    """
    place = change_file(dossier, change)
    if not place.is_file():
        raise ScopegenError("SG413", id=change, hint="file")
    text = decode(content_of(str(place)), str(place)).require()
    data = read(text, str(place), change_schema()).require().data
    letter = letter_in_force(dossier)
    more = drafted_request(
        change, occasion, terms_in_force(dossier), phrases(letter.language), letter.language
    )
    changes = (*_additions(data, more, occasion), *_moved_on(data, occasion, dossier.today))
    wider = amended(text, changes, change_schema(), file=str(place)).require()
    return {f"{CHANGES}/{place.name}": wider.encode()}


def _moved_on(data: Mapping[str, Any], occasion: Occasion, today: date) -> Iterator[Amendment]:
    """Give deliveries whose new date has passed the date of the new answer."""
    for at, option in enumerate(data["options"]):
        for n, given in enumerate(option["inputs"]):
            if given["due"] < today:
                path = ("options", at, "inputs", n, "due")
                yield Set(path, occasion.answer_by.isoformat())


def _additions(
    data: Mapping[str, Any], more: Mapping[str, Any], occasion: Occasion
) -> Iterator[Amendment]:
    for name in ("agreed", "reason"):
        yield Set((name,), f"{data[name]} {more[name]}")
    for stream in occasion.streams:
        if data["affects"] and stream != WHOLE_WORK and stream not in data["affects"]:
            yield Add(("affects",), stream)
    for at, option in enumerate(data["options"]):
        if option["nothing"] or not option["resumes"]:
            continue
        yield Set(("options", at, "effect"), f"{option['effect']} {more['options'][0]['effect']}")
        for given in more["options"][0].get("inputs", ()):
            yield Add(("options", at, "inputs"), dict(given))
