"""The dossier: an engagement's folder with its spec, its register and the evidence beside it.

What may be done follows from the register alone. The spec on disk is a draft until it is issued;
the terms in force are the frozen ones of the letter that was signed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from scopegen.diagnostics import (
    Diagnostic,
    Rejected,
    ScopegenError,
    Severity,
    finding,
    has_errors,
)
from scopegen.model.canonical import canonical, digest, revived
from scopegen.model.engagement import Engagement
from scopegen.model.events import Entry, Event, EventKind, Facts
from scopegen.register.checking import examine_register
from scopegen.register.journal import begin_register, open_register
from scopegen.register.rows import genesis
from scopegen.register.store import fetch, store
from scopegen.source.moments import read_moment
from scopegen.terms.replay import replay
from scopegen.terms.standing import LetterVersion, Standing
from scopegen.workflow.files import clear, stay_inside
from scopegen.workflow.heads import lost_heads
from scopegen.workflow.reading import REGISTER, Examined, find_spec, read_file, read_spec

if TYPE_CHECKING:
    from scopegen.workflow.standard import Standard

EVIDENCE, CHANGES, DOCUMENTS = "evidence", "changes", "documents"
KEPT = (REGISTER, f"{REGISTER}-journal", EVIDENCE, CHANGES, DOCUMENTS)
"""What the folder of an engagement holds; none of it may be a link that leads elsewhere."""
SHORT = 12
"""Digits of a digest that are enough to tell one event key from another."""
DAY_ALONE = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """An engagement as its folder and its register show it, at one moment.

    `now` is in UTC. `trouble` is what is wrong with register or evidence; while there is an error
    in it, nothing may be decided.
    """

    folder: Path
    examined: Examined
    engagement: str
    zone: str
    now: datetime
    stated: bool
    """Whether `now` was given, instead of read from the clock; the register says so."""
    events: tuple[Event, ...]
    standing: Standing
    head: str
    trouble: tuple[Diagnostic, ...]
    pending: tuple[Entry, ...] = ()
    """Events that are only foreseen: `events` and `standing` hold them, the register not yet."""
    drafted: Mapping[str, bytes] = field(default_factory=dict)
    """Files that are to be written with them, by their path below the folder."""
    packed: Mapping[str, bytes] | None = None
    """The files by digest, of a dossier that has no folder because it came in a zip."""

    @property
    def today(self) -> date:
        """The date in the engagement's zone."""
        return self.now.astimezone(ZoneInfo(self.zone)).date()

    @property
    def evidence(self) -> Path:
        """The folder of everything that is kept by digest."""
        return self.folder / EVIDENCE

    @property
    def register(self) -> Path:
        """The file of the register."""
        return self.folder / REGISTER


def open_dossier(given: str | None, stated: str | None = None) -> Dossier:
    """Open the dossier of a spec; `stated` is a moment to reckon with instead of the clock's.

    Raises:
        Rejected: when the spec cannot be read.
        ScopegenError: SG901 or SG902 when there is none, and as `dossier_of`.
    """
    return dossier_of(read_file(find_spec(given)), stated)


def dossier_of(examined: Examined, stated: str | None = None) -> Dossier:
    """Open the dossier of a spec that was read.

    Raises:
        Rejected: when it could not be read.
        ScopegenError: SG590 when a part of it is a link that leads elsewhere, SG909 for a moment
            that is none.
    """
    folder = Path(examined.file).parent
    stay_inside(folder, *KEPT)
    if examined.tree is None and examined.text:
        reread: Examined = import_module("scopegen.workflow.pinning").reread(examined)
        examined = reread
    if examined.tree is None:
        raise Rejected(examined.diagnostics)
    meta = examined.tree.data["meta"]
    spec = examined.spec
    zone = spec.engagement.meta.timezone if spec else meta["timezone"] or "Europe/Amsterdam"
    dossier = Dossier(
        folder=folder,
        examined=examined,
        engagement=meta["id"],
        zone=zone,
        now=moment(stated, zone) if stated else datetime.now(UTC).replace(microsecond=0),
        stated=bool(stated),
        events=(),
        standing=Standing(),
        head=genesis(meta["id"]),
        trouble=(),
    )
    return _under_agreed_standard(_in_agreed_zone(_read(dossier), stated))


def _under_agreed_standard(dossier: Dossier) -> Dossier:
    """Lay the spec over the house standard that was signed, if any, and not over a later one."""
    letter, examined = dossier.standing.letter, dossier.examined
    if letter is None or not (letter.house or examined.standard) or has_errors(dossier.trouble):
        return dossier
    standard: Standard | None = None
    if letter.house:
        try:
            text, library = kept(dossier, letter.house).decode(), kept(dossier, letter.library)
        except ScopegenError:  # its file is gone or changed: told when anything is decided
            return dossier
        pinning = import_module("scopegen.workflow.pinning")
        standard = pinning.agreed_standard(text, library, examined.standard, dossier.folder)
    read = read_spec(examined.text.encode(), examined.file, standard)
    return replace(dossier, examined=read)


def _in_agreed_zone(dossier: Dossier, stated: str | None) -> Dossier:
    """Reckon in the zone of the letter that was issued, whatever the file says by now."""
    letters = dossier.standing.letters
    if not letters or has_errors(dossier.trouble):
        return dossier
    try:
        zone = frozen_terms(dossier, letters[-1]).meta.timezone
    except ScopegenError:  # its file is gone or changed: told when anything is decided
        return dossier
    now = moment(stated, zone) if stated else dossier.now
    return replace(dossier, zone=zone, now=now)


def moment(stated: str, zone: str) -> datetime:
    """Read a moment as `2027-02-22 16:00` in the engagement's zone; a date alone is noon (R3).

    Raises:
        ScopegenError: SG909 when it is no moment, or one that the clock skips or shows twice.
    """
    alone = DAY_ALONE.fullmatch(stated.strip())
    return read_moment(f"{stated.strip()} 12:00" if alone else stated, zone)


def _read(dossier: Dossier) -> Dossier:
    path = dossier.register
    if not path.exists():
        lost = any(dossier.evidence.glob("??/*"))
        told = [finding("SG499", None)] if lost else []
        return replace(dossier, events=(), standing=Standing(), trouble=tuple(told))
    found = examine_register(path, dossier.engagement)
    trouble, events = found.diagnostics, found.value or ()
    if has_errors(trouble):
        return replace(dossier, trouble=trouble)
    played = replay(events)
    return replace(
        dossier,
        events=events,
        standing=played.value or Standing(),
        head=events[-1].hash if events else dossier.head,
        trouble=(*trouble, *played.diagnostics),
    )


def insist(dossier: Dossier) -> None:
    """See that the register can be relied on.

    Raises:
        ScopegenError: SG405 when it cannot; nothing may then be decided.
    """
    wrong = next((one for one in dossier.trouble if one.severity is Severity.ERROR), None)
    if wrong:
        raise ScopegenError("SG405", because=wrong.code)


def entry(dossier: Dossier, kind: EventKind, facts: Facts, **personal: str) -> Entry:
    """Make an entry of this moment; the same facts make the same event, however often told."""
    facts = {**facts, "stated": True} if dossier.stated else facts
    mark = digest(canonical_facts(facts))[:SHORT]
    return Entry(
        kind=kind,
        engagement=dossier.engagement,
        actor="tool" if kind in BY_ITSELF else "provider",
        at=dossier.now,
        zone=dossier.zone,
        key=f"{kind.value}:{mark}",
        facts=facts,
        personal={name: text for name, text in personal.items() if text},
    )


BY_ITSELF = {EventKind.CHANGE_EXPIRED, EventKind.CHANGE_SUPERSEDED}
"""Events that follow from a rule, not from what somebody did."""


def canonical_facts(facts: Facts) -> bytes:
    """Give facts in one order."""
    return repr(sorted((name, repr(value)) for name, value in facts.items())).encode()


def foresee(
    dossier: Dossier, entries: Sequence[Entry], files: Mapping[str, bytes] | None = None
) -> Dossier:
    """Give the dossier as it would be with these events and files; nothing is recorded yet.

    No step that is wrong is ever recorded.

    Raises:
        ScopegenError: SG405 when the register cannot be relied on, SG415 for a step that the rules
            do not allow.
    """
    insist(dossier)
    already = {event.key for event in dossier.events}
    new = [
        Event(seq=at, previous="", hash="", personal=one.personal, **_said(one))
        for at, one in enumerate(entries, start=len(dossier.events) + 1)
        if one.key not in already
    ]
    events = (*dossier.events, *new)
    played = replay(events)
    if played.diagnostics:
        raise ScopegenError("SG415", **dict(played.diagnostics[0].facts))
    return replace(
        dossier,
        events=events,
        standing=played.value or Standing(),
        pending=(*dossier.pending, *entries),
        drafted={**dossier.drafted, **(files or {})},
    )


def _said(one: Entry) -> dict[str, Any]:
    names = ("kind", "engagement", "actor", "at", "zone", "key", "facts")
    return {name: getattr(one, name) for name in names}


def record(dossier: Dossier, entries: Sequence[Entry]) -> Dossier:
    """Add events to the register, those foreseen too, all or none, and read it anew.

    Raises:
        ScopegenError: as `foresee`; SG45x when the register refuses, SG452 when somebody else was
            just before.
    """
    ahead = foresee(dossier, entries)
    after = dossier.head if dossier.events else None
    clear(dossier.folder)
    with open_register(dossier.register, dossier.engagement) as register:
        register.append(ahead.pending, after=after)
    return _read(replace(dossier, pending=(), drafted={}))


def keep(dossier: Dossier, contents: Mapping[str, bytes]) -> dict[str, str]:
    """Keep files in the evidence store, and give their digests by name.

    The register comes first: evidence without one means that it was lost (SG499).
    """
    begin_register(dossier.register)
    marks = {name: store(dossier.evidence, content) for name, content in contents.items()}
    for folder in {dossier.evidence / mark[:2] for mark in marks.values()}:
        clear(folder)
    return marks


def kept(dossier: Dossier, sha256: str) -> bytes:
    """Give a file of the evidence store; SG455 or SG456 when it is not what it was."""
    if dossier.packed is None:
        return fetch(dossier.evidence, sha256)
    if sha256 not in dossier.packed:
        raise ScopegenError("SG455", sha256=ascii(sha256[:80]), folder="-", hint="absent")
    return dossier.packed[sha256]


def letter_in_force(dossier: Dossier) -> LetterVersion:
    """Give the letter that was signed.

    Raises:
        ScopegenError: SG404 when none is: the start gate is shut.
    """
    letter = dossier.standing.letter
    if letter is None:
        raise ScopegenError("SG404", engagement=dossier.engagement)
    return letter


def terms_in_force(dossier: Dossier) -> Engagement:
    """Give the terms that are agreed, as they were frozen when the letter was issued.

    Raises:
        ScopegenError: SG404 when no letter is signed, SG455 or SG456 when they are not what they
            were.
    """
    return frozen_terms(dossier, letter_in_force(dossier))


def frozen_terms(dossier: Dossier, letter: LetterVersion) -> Engagement:
    """Give the terms of one version of the letter."""
    return revived(Engagement, kept(dossier, letter.terms))


def freeze(dossier: Dossier, text: str, engagement: Engagement, library: bytes) -> Facts:
    """Keep a spec, its terms, the clause texts and its house standard; give the facts."""
    forms = {"spec": text.encode(), "terms": canonical(engagement), "library": library}
    if dossier.examined.standard:
        forms["house"] = dossier.examined.standard.text.encode()
    return keep(dossier, forms)


def inspect_dossier(dossier: Dossier) -> tuple[Diagnostic, ...]:
    """Check all that the register names, and that evidence holds nothing that it does not name.

    A file that is gone or changed is an error (SG418), and so is a printed head that the register
    lacks (SG400); a file without a row is a warning (SG469).
    """
    found = list(dossier.trouble)
    named = tuple(_named(dossier.events))
    for event, sha256 in named:
        try:
            kept(dossier, sha256)
        except ScopegenError as error:
            short, row = sha256[:SHORT], event.seq
            found.append(finding("SG418", None, row=row, sha256=short, because=error.code))
    lost = lost_heads(dossier.folder / DOCUMENTS, dossier.events, dossier.engagement)
    found += [finding("SG400", None, file=name, head=head[:SHORT]) for name, head in lost]
    stray = {path.name for path in dossier.evidence.glob("??/*")} - {mark for _, mark in named}
    if stray and dossier.events:
        found.append(finding("SG469", None, severity=Severity.WARNING, count=len(stray)))
    return tuple(found)


def issued_by_us(dossier: Dossier) -> frozenset[str]:
    """Give the digests of every paper that we made: none of them is an answer."""
    files = (event.facts.get("files") for event in dossier.events)
    return frozenset(mark for each in files if isinstance(each, dict) for mark in each.values())


def _named(events: Iterable[Event]) -> Iterator[tuple[Event, str]]:
    for event in events:
        facts = event.facts
        for name in ("spec", "terms", "library", "house", "request", "evidence"):
            if facts.get(name):
                yield event, str(facts[name])
        files = facts.get("files")
        for sha256 in files.values() if isinstance(files, dict) else ():
            yield event, sha256
