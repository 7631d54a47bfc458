"""Verifying a packed dossier by itself: it is a stranger's file until everything in it agrees."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from scopegen.diagnostics import Diagnostic, finding, has_errors
from scopegen.model.events import Event
from scopegen.register.checking import holds_head
from scopegen.register.export import events_of_export
from scopegen.render.pdf_text import same_text
from scopegen.terms.replay import replay
from scopegen.terms.standing import Standing
from scopegen.workflow.dossier import Dossier, moment
from scopegen.workflow.dossier_archive import (
    CONTENTS,
    FORMAT,
    LANGUAGES,
    MANIFEST,
    README,
    REGISTER,
    chronology_name,
    made_with,
    manifest,
    members_for,
)
from scopegen.workflow.dossier_container import members_of
from scopegen.workflow.dossier_members import named_files
from scopegen.workflow.pdf_facts import pdf_facts
from scopegen.workflow.reading import read_spec
from scopegen.workflow.verdicts import Check, Verified, failing, holds, not_checked, wrong
from scopegen.workflow.verifying import verify
from scopegen.workflow.verifying_documents import AGREED, Given, Verifier, pins_of

Members = Mapping[str, bytes]
NOWHERE = Path("dossier.zip")
"""Where a packed dossier would have its folder; there is none."""
READ_BACK = ("letters/", "changes/", "papers/")
LONGEST_ID = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What a dossier says of itself."""

    engagement: str
    zone: str
    language: str
    made_with: Mapping[str, str]


def verify_archive(
    name: str, data: bytes, head: str | None = None, stated: str | None = None
) -> Verified:
    """Verify a packed dossier, without the folder that it came from.

    `head` is one that is printed on a paper; the dossier must hold it. `stated` is a moment to
    judge at instead of the clock's.

    Raises:
        What a forged dossier may make a reader of it raise: call `verify_apart`.
    """
    taken = members_of(data)
    checks: list[Check] = list(failing("container", taken.diagnostics))
    papers: tuple[Verified, ...] = ()
    if taken.value is not None:
        checks.append(holds("container", "whole", count=len(taken.value)))
        more, papers = _checked(taken.value, head, stated)
        checks += more
    return of_dossier(name, data, checks, papers)


def of_dossier(
    name: str, data: bytes, checks: Iterable[Check], papers: tuple[Verified, ...] = ()
) -> Verified:
    """Give what is found of a packed dossier."""
    return Verified(
        file=name,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        kind="dossier",
        issued=None,
        checks=tuple(checks),
        members=papers,
    )


def _checked(
    members: Members, head: str | None, stated: str | None
) -> tuple[list[Check], tuple[Verified, ...]]:
    """Check from the outside in; what rests on something that fails is not looked at."""
    checks = list(_listed(members))
    contents = _read_contents(members.get(CONTENTS, b""))
    if contents is None or REGISTER not in members:
        return [*checks, wrong("contents", "SG780", hint="contents")], ()
    events, found = _events(members[REGISTER], contents.engagement)
    checks += failing("register", found)
    if has_errors(found) or not events:
        return checks or [wrong("register", "SG780", hint="contents")], ()
    last = events[-1].hash
    checks.append(holds("register", "chain", count=len(events), head=last))
    checks += _files(members, events)
    if any(check.found for check in checks):
        return checks, ()
    dossier = _dossier(members, contents, events)
    if stated:
        dossier = replace(dossier, now=moment(stated, contents.zone), stated=True)
    checks += _agreed(dossier)
    checks += _made_again(members, contents, dossier)
    checks.append(_head(dossier, head) if head else not_checked("head", "no_paper"))
    papers = tuple(_papers(members, dossier))
    return checks, papers


def _listed(members: Members) -> Iterator[Check]:
    """Hold every file against the manifest, and the manifest against the files."""
    lines = members.get(MANIFEST, b"").decode(errors="replace").splitlines()
    listed = {path: mark for mark, _, path in (line.partition("  ") for line in lines)}
    found = list(_differing(members, listed))
    yield from failing("manifest", found)
    if not found:
        others = {path: one for path, one in members.items() if path != MANIFEST}
        if manifest(others).encode() == members[MANIFEST]:
            yield holds("manifest", "all", count=len(others))
        else:
            yield wrong("manifest", "SG781", file=MANIFEST)


def _differing(members: Members, listed: Mapping[str, str]) -> Iterator[Diagnostic]:
    for path, content in members.items():
        if path == MANIFEST:
            continue
        if path not in listed:
            yield finding("SG783", None, file=path)
        elif hashlib.sha256(content).hexdigest() != listed[path]:
            yield finding("SG781", None, file=path)
    for path in [MANIFEST, *listed]:
        if path not in members:
            yield finding("SG782", None, file=path[:200])


def _read_contents(text: bytes) -> Contents | None:
    """Read what a dossier says of itself; None when it is not as scopegen writes it."""
    try:
        told: dict[str, Any] = json.loads(text)
        versions = {str(name): str(one) for name, one in told["made_with"].items()}
        zone, engagement = str(told["zone"]), str(told["engagement"])
        ZoneInfo(zone)
        language = str(told["language"])
        usable = told["format_version"] == FORMAT and language in LANGUAGES
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError):
        return None
    if not usable or len(engagement) > LONGEST_ID:
        return None
    return Contents(engagement=engagement, zone=zone, language=language, made_with=versions)


def _events(register: bytes, engagement: str) -> tuple[tuple[Event, ...], tuple[Diagnostic, ...]]:
    text = register.decode(errors="replace")
    read = events_of_export(text, engagement)
    if read.value is None or has_errors(read.diagnostics):
        return (), read.diagnostics
    played = replay(read.value)
    return read.value, (*read.diagnostics, *played.diagnostics)


def _files(members: Members, events: tuple[Event, ...]) -> Iterator[Check]:
    """See that each file that a row names is there, and no file that no row names."""
    own = {MANIFEST, README, CONTENTS, REGISTER, *map(chronology_name, LANGUAGES)}
    there = {
        hashlib.sha256(content).hexdigest(): path
        for path, content in members.items()
        if path not in own
    }
    named = {one.sha256: one.row for one in named_files(events)}
    for sha256, row in named.items():
        if sha256 not in there:
            yield wrong("files", "SG784", row=row, sha256=sha256[:12])
    for sha256, path in there.items():
        if sha256 not in named:
            yield wrong("files", "SG783", file=path)
    if named.keys() == there.keys():
        yield holds("files", "named", count=len(named))


def _dossier(members: Members, contents: Contents, events: tuple[Event, ...]) -> Dossier:
    """Lay what was packed out as a dossier; only what a row names, under its digest."""
    named = {one.sha256 for one in named_files(events)}
    marked = ((hashlib.sha256(content).hexdigest(), content) for content in members.values())
    packed = {sha256: content for sha256, content in marked if sha256 in named}
    standing = replay(events).value or Standing()
    spec = standing.letters[-1].spec if standing.letters else ""
    return Dossier(
        folder=NOWHERE,
        examined=read_spec(packed.get(spec, b""), str(NOWHERE / "engagement.yaml")),
        engagement=contents.engagement,
        zone=contents.zone,
        now=datetime.now(UTC).replace(microsecond=0),
        stated=False,
        events=events,
        standing=standing,
        head=events[-1].hash,
        trouble=(),
        packed=packed,
    )


def _agreed(dossier: Dossier) -> Iterator[Check]:
    """Judge each agreement again: signatures by machine; what a person attested cannot be."""
    found = failing("agreed", verify(dossier))
    yield from found
    classes = [one.evidence_class for one in dossier.standing.changes if one.state in AGREED]
    signed = sum(1 for one in classes if one == "A")
    if signed and not found:
        yield holds("agreed", "again", count=signed)
    attested = len(dossier.standing.attested)
    if attested:
        yield not_checked("agreed", "attested", count=attested)


def _made_again(members: Members, contents: Contents, dossier: Dossier) -> Iterator[Check]:
    """Make README, contents and chronology anew from the register, and compare."""
    language = contents.language
    path = chronology_name(language)
    register = members[REGISTER].decode()
    document, expected = members_for(dossier, register, language)
    same = contents.made_with == made_with()
    others = (one for one in expected if one != MANIFEST)  # it was held against the files before
    names = [one for one in others if members.get(one) != expected[one]]
    surplus = [one for one in members if one not in expected]
    if same:
        for name in (*names, *surplus):
            yield wrong("made_again", "SG785", file=name)
        if not (names or surplus):
            yield holds("made_again", "bytes")
        return
    told = pdf_facts(members.get(path, b""), ())
    if told.marks.get("register") != dossier.head:
        yield wrong("made_again", "SG785", file=path)
    if told.text is not None and same_text(told.text, document.plain_text()):
        yield holds("made_again", "text")
    versions = ", ".join(f"{name} {one}" for name, one in sorted(contents.made_with.items()))
    yield not_checked("made_again", "other_version", versions=versions[:200])


def _head(dossier: Dossier, head: str) -> Check:
    row = holds_head(dossier.events, dossier.engagement, head)
    if row is None:
        return wrong("head", "SG787", head=head[:100])
    return holds("head", "printed", head=head, row=row)


def _papers(members: Members, dossier: Dossier) -> Iterator[Verified]:
    """Read every paper back, as one lies in the folder of the engagement."""
    verifier, pins = Verifier(dossier), pins_of(dossier)
    papers = [
        Given(path.rpartition("/")[2], content, pins)
        for path, content in members.items()
        if path.startswith(READ_BACK) and path.endswith((".docx", ".pdf"))
    ]
    yield from map(verifier.verified, papers)
