"""The register for people and for other programs: shown, exported, extended with plain facts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from scopegen.diagnostics import Diagnostic, Location, ScopegenError, finding
from scopegen.model.events import Event, EventKind, Facts
from scopegen.register.export import export_csv, export_jsonl, inspect_export
from scopegen.register.journal import open_register
from scopegen.terms.brake import precondition, workstreams
from scopegen.workflow.dossier import Dossier, entry, insist, keep, record, terms_in_force
from scopegen.workflow.wording import talk_words

__all__ = [
    "Event",
    "erase",
    "exported",
    "line_of",
    "log_accepted",
    "log_confirmed",
    "log_ended",
    "log_input",
    "log_mark",
    "log_paid",
    "log_requested",
]

TOLD = (
    "version", "change", "precondition", "invoice", "milestone", "about", "streams", "option",
    "mark", "start", "end", "first", "last", "minutes", "received", "arrived", "until",
    "class", "method", "from", "to", "on", "agreed", "valid_until", "fee", "reasons", "row", "seq",
)  # fmt: skip
"""Facts that a person wants to see, in this order."""


def line_of(event: Event, language: str) -> str:
    """Give an event on one line: number, local time, what happened, and the facts that matter."""
    at = event.at.astimezone(ZoneInfo(event.zone)).strftime("%Y-%m-%d %H:%M %z")
    words = talk_words()[language]["events"]
    names = talk_words()[language]["facts"]
    facts = ", ".join(
        f"{names[name]} {_plain(event.facts[name])}" for name in TOLD if _shown(event, name)
    )
    stated = f" ({words['stated']})" if event.facts.get("stated") else ""
    who = _names(event)
    made = event.facts.get("kind") if event.kind is EventKind.NOTICE_MADE else None
    what = f"{words[event.kind.value]} {made}" if made else words[event.kind.value]
    parts = (what, facts, who)
    return f"{event.seq:>4}  {at}{stated}  " + "; ".join(part for part in parts if part)


def _shown(event: Event, name: str) -> bool:
    value = event.facts.get(name)
    return bool(value) and value is not True


def _plain(value: object) -> str:
    return " ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _names(event: Event) -> str:
    told = event.personal or {}
    return ", ".join(
        str(told[name]) for name in ("signer", "by", "second", "sender") if told.get(name)
    )


def exported(dossier: Dossier, form: str, language: str) -> str:
    """Export the register: `jsonl` verifies on its own, `csv` is for a spreadsheet, `text` to read.

    Raises:
        ScopegenError: SG45x when the register cannot be relied on.
    """
    with open_register(dossier.register, dossier.engagement) as register:
        rows = register.rows()
    forms: Mapping[str, Callable[[], str]] = {
        "jsonl": lambda: export_jsonl(rows),
        "csv": lambda: export_csv(dossier.events),
        "text": lambda: "".join(f"{line_of(one, language)}\n" for one in dossier.events),
    }
    return forms[form]()


LARGEST_EXPORT = 32
"""MiB of an export that is checked: the register of some 20,000 events."""


def verify_export(place: Path, engagement: str) -> tuple[Diagnostic, ...]:
    """Check an export by itself, without the register that it came from.

    Raises:
        ScopegenError: SG907 when the file cannot be read.
    """
    most = LARGEST_EXPORT << 20
    try:
        with place.open("rb") as file:
            content = file.read(most + 1)
    except OSError as error:
        raise ScopegenError("SG907", file=place, reason=error.strerror or str(error)) from error
    if len(content) > most:
        limit, start = f"{LARGEST_EXPORT} MiB", Location(str(place), 1, 1, 1, 1)
        return (finding("SG100", start, hint="size", limit=limit),)
    return inspect_export(content.decode("utf-8", errors="replace"), engagement)


def erase(dossier: Dossier, seq: int) -> Dossier:
    """Erase what can be traced to a person in one event; the chain still holds.

    Raises:
        ScopegenError: SG405, or SG457 when there is no such event.
    """
    insist(dossier)
    told = replace(entry(dossier, EventKind.PERSONAL_ERASED, {"seq": seq}), facts={"seq": seq})
    with open_register(dossier.register, dossier.engagement) as register:
        register.erase(seq, told)
    return dossier


def log_input(dossier: Dossier, id_: str, on: date, *, partial: bool) -> Dossier:
    """Record that the client met a precondition, or a part of it.

    Raises:
        ScopegenError: SG404, SG405, SG411 for an unknown one, SG417 for a day still to come.
    """
    _known_condition(dossier, id_)
    _past(dossier, on)
    facts: Facts = {"precondition": id_, "on": on.isoformat()}
    kind = EventKind.INPUT_PARTIAL if partial else EventKind.INPUT_RECEIVED
    return record(dossier, [entry(dossier, kind, facts)])


def log_requested(dossier: Dossier, id_: str, on: date) -> Dossier:
    """Record that a precondition was asked for, or reminded of.

    Raises:
        ScopegenError: SG404, SG405, SG411 for an unknown one, SG417 for a day still to come.
    """
    _known_condition(dossier, id_)
    _past(dossier, on)
    facts: Facts = {"precondition": id_, "on": on.isoformat()}
    return record(dossier, [entry(dossier, EventKind.INPUT_REQUESTED, facts)])


def log_confirmed(dossier: Dossier, words: str, evidence: bytes, on: date) -> Dossier:
    """Record that the client confirmed an oral instruction in writing; the message is kept.

    What it changes still takes a change request.

    Raises:
        ScopegenError: SG404, SG405, SG417 for a day still to come.
    """
    insist(dossier)
    terms_in_force(dossier)
    _past(dossier, on)
    facts: Facts = {"on": on.isoformat(), **keep(dossier, {"evidence": evidence})}
    told = entry(dossier, EventKind.INSTRUCTION_CONFIRMED, facts, words=words)
    return record(dossier, [told])


def _known_condition(dossier: Dossier, id_: str) -> None:
    insist(dossier)
    engagement = terms_in_force(dossier)
    if precondition(engagement, id_) is None:
        known = ", ".join(one.id for one in engagement.preconditions) or "-"
        raise ScopegenError("SG411", kind=id_, known=known, hint="unknown")


def log_paid(dossier: Dossier, invoice: str, on: date) -> Dossier:
    """Record that the client paid an invoice.

    Raises:
        ScopegenError: SG404, SG405, SG417 for a day still to come.
    """
    insist(dossier)
    terms_in_force(dossier)
    _past(dossier, on)
    facts: Facts = {"invoice": invoice, "on": on.isoformat()}
    return record(dossier, [entry(dossier, EventKind.PAYMENT_RECEIVED, facts)])


def log_accepted(dossier: Dossier, milestone: str, on: date) -> Dossier:
    """Record that the client accepted a milestone.

    Raises:
        ScopegenError: SG404, SG405, SG411 for an unknown one, SG417 for a day still to come.
    """
    insist(dossier)
    known = workstreams(terms_in_force(dossier))
    if milestone not in known:
        raise ScopegenError("SG411", kind=milestone, known=", ".join(known), hint="unknown")
    _past(dossier, on)
    facts: Facts = {"milestone": milestone, "on": on.isoformat()}
    return record(dossier, [entry(dossier, EventKind.MILESTONE_ACCEPTED, facts)])


def log_mark(dossier: Dossier, mark: int, higher: str, on: date) -> Dossier:
    """Record the mark of a review, with what makes it one point more in the client's words.

    Raises:
        ScopegenError: SG404, SG405, SG714 where no review is agreed, SG417 for a day still to come.
    """
    insist(dossier)
    if terms_in_force(dossier).review is None:
        raise ScopegenError("SG714", hint="review")
    _past(dossier, on)
    facts: Facts = {"on": on.isoformat(), "mark": mark}
    return record(dossier, [entry(dossier, EventKind.REVIEW_MARKED, facts, higher=higher)])


def log_ended(dossier: Dossier, on: date) -> Dossier:
    """Record that the engagement ended; nothing can be recorded after it.

    Raises:
        ScopegenError: SG404, SG405, SG417 for a day still to come.
    """
    insist(dossier)
    terms_in_force(dossier)
    _past(dossier, on)
    return record(dossier, [entry(dossier, EventKind.ENDED, {"on": on.isoformat()})])


def _past(dossier: Dossier, on: date) -> None:
    if on > dossier.today:
        raise ScopegenError("SG417", on=on)
