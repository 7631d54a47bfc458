"""What a batch has made: one line a letter, so that it can go on where it was stopped.

A letter is known by the SHA-256 of all that it is made of: the base, its row or spec, the house
standard, the clauses and templates, what was ordered, and this version of scopegen. A line is only
written when the files of its letter are in place, whole.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from scopegen import __version__
from scopegen.assets import bundled
from scopegen.diagnostics import ScopegenError
from scopegen.workflow.batching import Entry, Job
from scopegen.workflow.building import dressed
from scopegen.workflow.checking import frozen_library
from scopegen.workflow.files import REASONS, write_all
from scopegen.workflow.nearest import standard_of

JOURNAL = "batch.jsonl"
PRINTERS = ("word/letter.docx", "pdf/letter.typ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A letter that was made: its engagement, and its files with their SHA-256."""

    letter: str
    files: Mapping[str, str]


@dataclass(frozen=True)
class Journal:
    """The journal of one folder, for one job."""

    folder: Path
    job: Job

    @property
    def place(self) -> Path:
        """Where it is: beside the letters."""
        return self.folder / JOURNAL

    @cached_property
    def _shared(self) -> bytes:
        return _digest_of_job(self.job)

    def mark(self, entry: Entry) -> str:
        """Give the SHA-256 of all that a letter is made of."""
        own = json.dumps(entry.row.cells if entry.row else entry.raw.hex()).encode()
        return hashlib.sha256(self._shared + own).hexdigest()

    def done(self) -> Mapping[str, Done]:
        """Give the letters whose files are still as they were made, by mark."""
        return {mark: one for mark, one in self._lines() if self._is_intact(one)}

    def _lines(self) -> Iterator[tuple[str, Done]]:
        """Walk the lines; the last one may be half there, when the machine stopped."""
        try:
            text = self.place.read_text(encoding="utf-8", errors="replace")
        except FileNotFoundError:
            return
        for line in text.splitlines():
            with suppress(ValueError, KeyError, TypeError, AttributeError):
                said = json.loads(line)
                files = {str(name): str(mark) for name, mark in said["files"].items()}
                yield str(said["input"]), Done(letter=str(said["letter"]), files=files)

    def _is_intact(self, one: Done) -> bool:
        return all(self._holds(name, mark) for name, mark in one.files.items())

    def _holds(self, name: str, mark: str) -> bool:
        place = self.folder / name
        plain = Path(name).name == name and place.is_file()
        return plain and hashlib.sha256(place.read_bytes()).hexdigest() == mark

    def add(self, entry: Entry, letter: str, contents: Mapping[str, bytes]) -> Done:
        """Note a letter whose files are in place.

        Raises:
            ScopegenError: SG521 to SG524 when the disk refuses.
        """
        files = {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}
        done = Done(letter=letter, files=files)
        try:
            with self.place.open("ab") as file:
                file.write(self._gap() + _line(self.mark(entry), done).encode())
        except OSError as error:
            code = REASONS.get(error.errno or 0, "SG524")
            raise ScopegenError(code, file=self.place, reason=error.strerror) from error
        return done

    def settle(self, entries: Iterable[Entry]) -> None:
        """Leave one line for each of these letters that was made, in their order, and no others.

        Raises:
            ScopegenError: SG521 to SG524 when the disk refuses; the journal is then as it was.
        """
        if not self.place.is_file():
            return
        known = dict(self._lines())
        marks = [mark for mark in map(self.mark, entries) if mark in known]
        text = "".join(_line(mark, known[mark]) for mark in marks)
        if text.encode() != self.place.read_bytes():
            write_all({self.place: text.encode()})

    def _gap(self) -> bytes:
        """End a line that a stop of the machine left half there."""
        with self.place.open("rb") as file:
            if file.seek(0, os.SEEK_END) == 0:
                return b""
            file.seek(-1, os.SEEK_END)
            return b"" if file.read(1) == b"\n" else b"\n"


def _line(mark: str, done: Done) -> str:
    said = {"input": mark, "letter": done.letter, "files": dict(done.files)}
    return f"{json.dumps(said)}\n"


def _digest_of_job(job: Job) -> bytes:
    standard = standard_of(job.base, job.base_file, job.house)
    order = dressed(job.order, standard)
    template = order.word_template.read_bytes() if order.word_template else b""
    wish = (order.formats, order.languages, order.draft, order.pdf_engine, order.brand)
    parts = (
        __version__.encode(),
        job.base,
        standard.text.encode() if standard else b"",
        frozen_library(standard.library if standard else None),
        *((bundled("templates") / name).read_bytes() for name in PRINTERS),
        template,
        repr((job.head.cells if job.head else (), wish)).encode(),
    )
    return b"".join(hashlib.sha256(part).digest() for part in parts)
