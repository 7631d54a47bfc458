"""What a register needs of a disk, tried for real in an empty folder.

A disk may promise more than it keeps: some network and synchronised folders know no links, or say
that a file is locked while another process may still write in it.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from scopegen.diagnostics import ScopegenError
from scopegen.model.events import Entry, EventKind
from scopegen.register.database import connect, make
from scopegen.register.journal import open_register
from scopegen.register.store import fetch, flush_folder, store

SQLITE = sqlite3.sqlite_version
SECONDS = 20
NAME = "trial.db"
ENGAGEMENT = "TRIAL"
BLOCKED = 9
SECOND_WRITER = f"""
import sqlite3, sys
register = sqlite3.connect(sys.argv[1], timeout=0, isolation_level=None)
try:
    register.execute("BEGIN IMMEDIATE")
except sqlite3.OperationalError as error:
    sys.exit({BLOCKED} if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY else 1)
"""


def trial(folder: Path, now: datetime) -> Iterator[tuple[str, str]]:
    """Try each thing in an empty folder; give its name and what went wrong, empty when nothing.

    The names: `write` (create, flush and rename over what is there), `link` (a second name for a
    file), `register` (make one, add an event, read it back), `lock` (a second process is kept out
    while one writes), `evidence` (keep a file under its digest and give it back).
    """
    for name, attempt in ATTEMPTS.items():
        try:
            yield name, attempt(folder, now)
        except ScopegenError as error:
            yield name, dict(error.facts).get("reason") or error.code
        except OSError as error:
            yield name, error.strerror or str(error)
        except (sqlite3.Error, subprocess.SubprocessError) as error:
            yield name, str(error)


def _write(folder: Path, _: datetime) -> str:
    place, other = folder / "written", folder / "written.tmp"
    for each, content in ((place, b"before"), (other, b"after")):
        with each.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    other.replace(place)
    flush_folder(folder)
    return "" if place.read_bytes() == b"after" else "rename"


def _link(folder: Path, _: datetime) -> str:
    place, second = folder / "linked", folder / "linked.2"
    place.write_bytes(b"one")
    os.link(place, second)
    return "" if second.read_bytes() == b"one" else "link"


def _register(folder: Path, now: datetime) -> str:
    entry = Entry(
        kind=EventKind.INPUT_RECEIVED,
        engagement=ENGAGEMENT,
        actor="tool",
        at=now.replace(microsecond=0),
        zone="Europe/Amsterdam",
        key="trial:1",
    )
    with open_register(folder / NAME, ENGAGEMENT) as register:
        register.append((entry,))
        return "" if [one.key for one in register.events()] == [entry.key] else "events"


def _lock(folder: Path, _: datetime) -> str:
    place = folder / NAME
    if not place.exists():
        make(place)
    writer = connect(place, 0)
    try:
        writer.execute("BEGIN IMMEDIATE")
        second = subprocess.run(  # noqa: S603 - this interpreter, and words of our own
            [sys.executable, "-I", "-B", "-c", SECOND_WRITER, str(place)],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    finally:
        writer.close()
    return "" if second.returncode == BLOCKED else f"exit {second.returncode}"


def _evidence(folder: Path, _: datetime) -> str:
    kept = folder / "evidence"
    return "" if fetch(kept, store(kept, b"trial")) == b"trial" else "evidence"


ATTEMPTS: dict[str, Callable[[Path, datetime], str]] = {
    "write": _write,
    "link": _link,
    "register": _register,
    "lock": _lock,
    "evidence": _evidence,
}
