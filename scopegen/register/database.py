"""The register file on the disk: how it is made, opened and given back.

The file appears whole or not at all. Nothing is acknowledged before it stands on the disk, and a
write that was broken off is undone by whoever opens the file next.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from scopegen.diagnostics import ScopegenError
from scopegen.register import refusals
from scopegen.register.schema import differences, make_schema, origin
from scopegen.register.store import TEMPORARY, flush_folder

SETTINGS = (
    "synchronous = EXTRA",  # the end of the journal is flushed as well
    "foreign_keys = ON",
    "secure_delete = ON",  # what is erased is overwritten
    "temp_store = MEMORY",  # no copy of it elsewhere
    "trusted_schema = OFF",
    "cell_size_check = ON",
)
UNDO_FIRST = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN}
"""What the database answers to a reader that would have to write."""


def connect(place: Path, patience: int, *, mode: str = "rw") -> sqlite3.Connection:
    """Open a file that is there; waits at most `patience` seconds for other processes.

    Raises:
        sqlite3.Error: when it cannot be opened.
    """
    connection = sqlite3.connect(
        f"{_address(place)}?mode={mode}", timeout=patience, isolation_level=None, uri=True
    )
    try:
        connection.text_factory = _text
        for setting in SETTINGS:
            connection.execute(f"PRAGMA {setting}")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def reading(place: Path, patience: int) -> Iterator[sqlite3.Connection]:
    """Open for reading only; what another process writes meanwhile is not seen.

    Raises:
        sqlite3.Error: when it cannot be opened.
    """
    try:
        connection = connect(place, patience, mode="ro")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF not in UNDO_FIRST:
            raise
        # A write that was broken off has to be undone first, as any reader would.
        connection = connect(place, patience)
    try:
        connection.execute("BEGIN")
        yield connection
    finally:
        connection.close()


def refuse_strangers(connection: sqlite3.Connection, place: Path) -> None:
    """Make sure that the file is a register as we make it.

    Raises:
        ScopegenError: SG450 for another kind of file, SG463 when its tables or rules were changed.
    """
    owner = origin(connection)
    if owner != "ours":
        raise ScopegenError("SG450", file=place, hint=owner)
    changed = differences(connection)
    if changed:
        raise ScopegenError("SG463", file=place, what=", ".join(changed))


def make(place: Path) -> None:
    """Make an empty register, unless there is one by now.

    Raises:
        OSError: when the disk refuses.
        sqlite3.Error: the same, told by the database.
    """
    start = f".{place.name[:40]}."
    handle, name = tempfile.mkstemp(prefix=start, suffix=TEMPORARY, dir=place.parent)
    os.close(handle)
    temporary = Path(name)
    try:
        connection = connect(temporary, 0)
        try:
            make_schema(connection)
        finally:
            connection.close()
        _name(temporary, place)
    finally:
        temporary.unlink(missing_ok=True)
        Path(f"{name}-journal").unlink(missing_ok=True)
    flush_folder(place.parent)


def _name(temporary: Path, place: Path) -> None:
    """Give the file its name, and never take the name of another."""
    try:
        os.link(temporary, place)
    except FileExistsError:
        return
    except OSError:  # a disk without links
        _copy(temporary.read_bytes(), place)


def _copy(content: bytes, place: Path) -> None:
    with suppress(FileExistsError), place.open("xb") as file:
        place.chmod(0o600)
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _address(place: Path) -> str:
    path = place.absolute().as_posix()
    start = "file://" if path.startswith("/") else "file:///"
    return start + quote(os.fsencode(path), safe="/:")


def _text(raw: bytes) -> str:
    """Keep bytes that are no text, so that the row they are in can be named."""
    return raw.decode(errors="surrogateescape")


@contextmanager
def told(place: Path) -> Iterator[None]:
    """Tell what the disk and the database answer in our own codes."""
    try:
        yield
    except sqlite3.Error as error:
        raise refusals.of_database(error, place) from error
    except UnicodeDecodeError as error:  # the database told of a name that is no text
        raise ScopegenError("SG450", file=place, hint="damaged") from error
    except OSError as error:
        raise refusals.of_disk(error, place) from error
