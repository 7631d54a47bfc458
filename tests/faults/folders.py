"""The folders that scenarios begin in, made once; and what stands in a folder after a run."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import chdir, contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from types import SimpleNamespace
from unittest.mock import patch

from click.testing import CliRunner

import scopegen as package
from scopegen.cli import scopegen
from scopegen.document import Document
from scopegen.register.export import export_jsonl
from scopegen.register.journal import open_register
from scopegen.register.store import TEMPORARY
from scopegen.workflow import building
from scopegen.workflow.building import Order
from scopegen.workflow.reading import REGISTER

from .scenarios import STATES, Scenario
from .traced import run

MEMORY = Path("/dev/shm")
"""A disk in memory flushes at once."""
SALT = SimpleNamespace(token_hex=lambda length: "00" * length)
"""Without chance in the salts two runs give the same heads, and the same papers."""
PASSING = (".waiting", "interview.json")
ENGAGEMENT = re.compile(r"^ +id: (\S+)$", re.MULTILINE)


@dataclass(frozen=True)
class Contents:
    """What stands in a folder: digests of files by name, and the lines of the register."""

    files: Mapping[str, str]
    rows: tuple[str, ...]

    @property
    def settled(self) -> Contents:
        """The same without what the next command takes away, where the disk refused to."""
        files = {name: mark for name, mark in self.files.items() if not name.endswith(PASSING)}
        return Contents(files, self.rows)

    @property
    def temporary(self) -> set[str]:
        """The files that were on their way."""
        return {name for name in self.files if TEMPORARY in name}


def contents(folder: Path) -> Contents:
    """Read a folder; the register counts by its rows, a write that was broken off is undone."""
    rows: tuple[str, ...] = ()
    for register in folder.rglob(REGISTER):
        spec = (register.parent / "engagement.yaml").read_text(encoding="utf-8")
        found = ENGAGEMENT.search(spec)
        assert found is not None
        with open_register(register, found[1]) as opened:
            rows += tuple(export_jsonl(opened.rows()).splitlines())
    files = (path for path in folder.rglob("*") if path.is_file())
    marks = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
        if not path.name.startswith(REGISTER)
    }
    return Contents(marks, rows)


class Shelf:
    """Folders that were brought into a state, to make copies of."""

    def __init__(self, place: Path) -> None:
        self.place = place
        place.mkdir()

    def copy(self, state: str, to: Path) -> Path:
        """Give a fresh copy of a state; it is reached first when it was not yet."""
        if to.exists():
            shutil.rmtree(to)
        shutil.copytree(self.made(state), to, symlinks=True)
        return to

    def made(self, state: str) -> Path:
        """Give the folder of a state; nothing may be changed in it."""
        place, how = self.place / state, STATES[state]
        if place.exists():
            return place
        making = self.place / f"making {state}"
        if how.out_of:
            self.copy(how.out_of, making)
        making.mkdir(exist_ok=True)
        for name, content in how.files.items():
            file = making / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content.encode() if isinstance(content, str) else content)
        for given in how.commands:
            ran = run(making, given.command)
            assert ran.code == given.code, f"{state}: {given.words}\n{ran.said}"
        return making.rename(place)


@contextmanager
def working_place() -> Iterator[Path]:
    """Give a place to work in, where nothing is left to chance and no paper is printed twice."""
    above = MEMORY if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="scopegen faults ", dir=above) as name:
        place = Path(name)
        once = _Once(place / "printed")
        word, pdf = once.made_by(building.word), once.made_by(building.pdf)
        with (
            patch("scopegen.register.rows.secrets", SALT),
            patch("scopegen.workflow.building.pdf", pdf),
            patch.dict(building.PRINTERS, docx=word),
        ):
            yield place


class _Once:
    """What was printed, by what it was printed from; printing has no part in what is tested."""

    def __init__(self, place: Path) -> None:
        self.place = place
        place.mkdir()

    def made_by(self, printer: Callable[..., bytes]) -> Callable[..., bytes]:
        """Give a printer that prints the same thing once."""

        def printed(document: Document, order: Order) -> bytes:
            asked = repr((printer.__name__, document, order))
            made = self.place / hashlib.sha256(asked.encode()).hexdigest()
            if not made.exists():
                content = printer(document, order)
                unfinished = made.with_suffix(f".{os.getpid()}")
                unfinished.write_bytes(content)
                unfinished.rename(made)
            return made.read_bytes()

        return printed


def warm(shelf: Shelf, scenarios: Iterable[Scenario], scratch: Path) -> None:
    """Load what the commands load, here, so that a fork finds it done.

    The first time a paper is printed is in a fork: Typst leaves threads, which no fork would have.
    """
    for module in walk_packages(package.__path__, "scopegen."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    for one in scenarios:
        run(shelf.copy(one.state, scratch), one.given.command)
        shelf.copy(one.state, scratch)
        with chdir(scratch):
            CliRunner().invoke(scopegen, list(one.given.command))
