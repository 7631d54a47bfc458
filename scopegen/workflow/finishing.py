"""What a command records and what it writes belong together: both, or neither, even after a kill.

The papers wait in one file until the events stand in the register. A command that was killed in
between is finished by the next one in that folder: what was recorded is written after all, and what
was not is forgotten.
"""

from __future__ import annotations

import json
import re
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from scopegen.diagnostics import ScopegenError, has_errors
from scopegen.model.canonical import digest
from scopegen.model.events import Entry
from scopegen.register.checking import examine_register
from scopegen.workflow.building import Delivered, Printed, deliver
from scopegen.workflow.dossier import CHANGES, DOCUMENTS, SHORT, Dossier, record
from scopegen.workflow.files import clear, is_abandoned, write_all
from scopegen.workflow.reading import REGISTER, WAITING

__all__ = ["finish", "put", "settle"]

PAPER = re.compile(r"[^./\\:][^/\\:]*")
FILE = re.compile(rf"{PAPER.pattern}|{CHANGES}/CR-\d+\.yaml")
"""The names that a command may give: whoever hands over a folder names no place outside it."""


def settle(
    dossier: Dossier,
    entries: Sequence[Entry],
    papers: Mapping[str, bytes],
    files: Mapping[str, bytes] | None = None,
) -> tuple[Dossier, Delivered]:
    """Add events, those that were only foreseen too, and write what comes with them.

    `papers` go by name to the folder of documents. `files` go by their path below the dossier's
    folder, each over what stands there now.

    Raises:
        ScopegenError: as `record`, and SG521 to SG524: nothing was recorded or written. SG530 when
            it is recorded and the disk refuses the papers; the next command writes them.
    """
    keys = tuple(one.key for one in (*dossier.pending, *entries))
    files = {**dossier.drafted, **(files or {})}
    if not (papers or files):
        return record(dossier, entries), Delivered(written=(), unchanged=(), kept=())
    over = {name: _mark(dossier.folder / name) for name in files}
    waiting = _Waiting(dossier.engagement, keys, papers, files, over)
    place = waiting.place(dossier.folder)
    write_all({place: waiting.written()})
    try:
        recorded = record(dossier, entries)
    except ScopegenError:
        with suppress(ScopegenError):
            _decide(dossier.folder, place, waiting, is_left=True)
        raise
    try:
        delivered = waiting.deliver(dossier.folder)
    except ScopegenError as error:
        raise ScopegenError("SG530", file=dossier.folder, because=error.code) from error
    _take_away(place)
    return recorded, delivered


def put(dossier: Dossier, papers: Mapping[str, bytes]) -> Delivered:
    """Write papers where people look for them; an earlier one of that name is kept aside."""
    return _put(dossier.folder, papers)


def finish(folder: Path) -> None:
    """Finish what commands in this folder had begun when they were killed.

    Where the disk refuses, or the register cannot be relied on, it waits for the next command.
    """
    for place in sorted(folder.glob(WAITING)):
        with suppress(ScopegenError, OSError, ValueError, KeyError, TypeError, AttributeError):
            waiting = _Waiting.read(place.read_bytes())
            _decide(folder, place, waiting, is_left=is_abandoned(place))


def _decide(folder: Path, place: Path, waiting: _Waiting, *, is_left: bool) -> None:
    """Write what was recorded; forget what was not, unless its command may still be at work."""
    if waiting.is_recorded(folder):
        waiting.deliver(folder)
        _take_away(place)
    elif is_left:
        _take_away(place)


def _take_away(place: Path) -> None:
    clear(place.parent)
    with suppress(OSError):
        place.unlink(missing_ok=True)
        place.parent.rmdir()  # refused when the editor's schema stands there


@dataclass(frozen=True, slots=True)
class _Waiting:
    """What waits for events to be recorded, and what its files stand over."""

    engagement: str
    keys: tuple[str, ...]
    papers: Mapping[str, bytes]
    files: Mapping[str, bytes]
    over: Mapping[str, str]

    @classmethod
    def read(cls, written: bytes) -> _Waiting:
        form = json.loads(written)
        papers, files = _decoded(form["papers"]), _decoded(form["files"])
        if not all(map(PAPER.fullmatch, papers)) or not all(map(FILE.fullmatch, files)):
            raise ValueError("a name that no command gives")
        return cls(form["engagement"], tuple(form["keys"]), papers, files, form["over"])

    def written(self) -> bytes:
        form = {"engagement": self.engagement, "keys": self.keys, "over": self.over}
        form |= {"papers": _encoded(self.papers), "files": _encoded(self.files)}
        return json.dumps(form).encode()

    def place(self, folder: Path) -> Path:
        return folder / WAITING.replace("*", digest(*map(str.encode, self.keys))[:SHORT])

    def is_recorded(self, folder: Path) -> bool:
        """Tell whether the events stand in the register.

        Raises:
            ScopegenError: SG405 when it cannot be relied on.
        """
        found = examine_register(folder / REGISTER, self.engagement)
        if has_errors(found.diagnostics):
            raise ScopegenError("SG405", because=found.diagnostics[0].code)
        return {*self.keys} <= {event.key for event in found.value or ()}

    def deliver(self, folder: Path) -> Delivered:
        """Write the papers, and those files where nobody else wrote since."""
        delivered = _put(folder, self.papers)
        write_all(dict(self._untouched(folder)))
        return delivered

    def _untouched(self, folder: Path) -> Iterator[tuple[Path, bytes]]:
        for name, content in self.files.items():
            if _mark(folder / name) == self.over[name]:
                yield folder / name, content


def _encoded(contents: Mapping[str, bytes]) -> dict[str, str]:
    return {name: b64encode(content).decode() for name, content in contents.items()}


def _decoded(contents: Mapping[str, str]) -> dict[str, bytes]:
    return {name: b64decode(content) for name, content in contents.items()}


def _mark(place: Path) -> str:
    return digest(place.read_bytes()) if place.is_file() else ""


def _put(folder: Path, papers: Mapping[str, bytes]) -> Delivered:
    whole = Printed(contents=papers, draft=False, letters={})
    return deliver(whole, folder / DOCUMENTS, replace=True)
