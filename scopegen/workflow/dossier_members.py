"""What a packed dossier holds: each file that the register names, under a name for people.

A file that several rows name is held once, under the name that its first row gives it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from scopegen.model.events import Event, EventKind
from scopegen.workflow.papers import slug

K = EventKind
FORM = re.compile(r"CR-\d+-v\d+\.[a-z]{2}\.")
FROZEN = {"spec": "yaml", "terms": "json", "library": "json", "house": "yaml"}
"""What is kept with a letter, and how such a file ends."""
FOREIGN = (
    (b"%PDF-", "pdf"), (b"PK\x03\x04", "docx"), (b"\xff\xd8\xff", "jpg"), (b"\x89PNG\r\n", "png"),
    (b"II*\x00", "tif"), (b"MM\x00*", "tif"),
)  # fmt: skip
"""How files begin that clients return; anything else is a message."""
HEIC = range(4, 12)


class Role(StrEnum):
    """What a file is to the engagement."""

    LETTER = "letter"
    CHANGE = "change"
    PAPER = "paper"
    """A notice, a confirmation, an addendum."""
    EVIDENCE = "evidence"
    """What came from the client."""
    FROZEN = "frozen"
    """What a paper was drafted from."""


FOLDERS = {
    Role.LETTER: "letters",
    Role.CHANGE: "changes",
    Role.PAPER: "papers",
    Role.EVIDENCE: "evidence",
    Role.FROZEN: "frozen",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A file that a row of the register names. `name` is that of the file alone."""

    sha256: str
    row: int
    role: Role
    name: str
    version: int
    """That of the letter or change request it belongs to; 0 when it belongs to none."""


def named_files(events: Sequence[Event]) -> Iterator[Named]:
    """Give every file that a row names, in order; the same file again for each row."""
    for event in events:
        version = event.facts.get("version", event.facts.get("to", 0))
        for sha256, role, name in _of_event(event):
            number = version if isinstance(version, int) else 0
            yield Named(sha256=sha256, row=event.seq, role=role, name=name, version=number)


def _of_event(event: Event) -> Iterator[tuple[str, Role, str]]:
    facts = event.facts
    files = facts.get("files")
    for name, sha256 in sorted(files.items()) if isinstance(files, dict) else ():
        yield sha256, _role(event, name), name
    if facts.get("request"):
        about = f"{facts['change']}-v{facts['version']}"
        yield str(facts["request"]), Role.FROZEN, f"{about}.yaml"
    if facts.get("evidence"):
        about = str(facts.get("form") or "") or _form(event)
        yield str(facts["evidence"]), Role.EVIDENCE, slug(f"{event.seq:03}-{about}")
    for what, ending in FROZEN.items():
        if facts.get(what):
            version = facts.get("version", facts.get("to"))
            yield str(facts[what]), Role.FROZEN, f"v{version}-{what}.{ending}"


def _form(event: Event) -> str:
    if event.kind is K.INSTRUCTION_CONFIRMED:
        return "instruction"
    return f"{event.facts.get('change', 'letter')}-v{event.facts.get('version', '')}"


def _role(event: Event, name: str) -> Role:
    letters = event.kind in (K.LETTER_ISSUED, K.AMENDED)
    if letters and name.startswith(f"{event.engagement}-v"):
        return Role.LETTER
    is_form = event.kind is K.CHANGE_ISSUED and FORM.match(name)
    return Role.CHANGE if is_form else Role.PAPER


def places(events: Sequence[Event], contents: Mapping[str, bytes]) -> dict[str, Named]:
    """Give each file its place in the dossier: `letters/VRM-2027-03-v1.nl.pdf`, by path.

    `contents` are all files by digest; what came back has no name of its own, so it gets one that
    ends as its kind does.
    """
    placed: dict[str, Named] = {}
    there: set[str] = set()
    for one in named_files(events):
        if one.sha256 in there:
            continue
        there.add(one.sha256)
        ending = f".{kind_of(contents[one.sha256])}" if one.role is Role.EVIDENCE else ""
        path = f"{FOLDERS[one.role]}/{one.name}{ending}"
        placed[_free(path, placed, one.row)] = one
    return placed


def _free(path: str, taken: Mapping[str, Named], row: int) -> str:
    """A second file of one name carries its row; names that differ in case only are one name."""
    if path.casefold() not in {one.casefold() for one in taken}:
        return path
    folder, _, name = path.rpartition("/")
    stem, dot, ending = name.partition(".")
    return f"{folder}/{stem}-row{row:03}{dot}{ending}"


def kind_of(content: bytes) -> str:
    """Tell by its first bytes what a returned file is, as files of that kind end."""
    if content[HEIC.start : HEIC.stop].startswith(b"ftyp"):
        return "heic"
    start = content[:1024].lstrip()
    return next((ending for mark, ending in FOREIGN if start.startswith(mark)), "eml")
