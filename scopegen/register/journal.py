"""The register of one engagement: reading what happened, and adding to it.

Adding is all or nothing, and acknowledged only when it stands on the disk. What was added before
under the same key is not added again, so that a caller who got no answer can simply ask again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from scopegen.diagnostics import Diagnostic, ScopegenError, Severity
from scopegen.model.events import Entry, Event, EventKind
from scopegen.register import adding
from scopegen.register.checking import inspect_records
from scopegen.register.database import connect, make, refuse_strangers, told
from scopegen.register.rows import Row, encoded, event_of, genesis, row_of
from scopegen.register.schema import ROWS


def open_register(path: Path, engagement: str, *, patience: int = 10) -> Register:
    """Open the register of an engagement; the file is made by the first `append`, not before.

    `patience` is how many seconds to wait while another process writes.
    """
    return Register(path, engagement, patience)


def begin_register(path: Path) -> None:
    """Make the register file when there is none; it holds no event yet.

    Raises:
        ScopegenError: SG521, SG523 or SG524 when the disk refuses.
    """
    with told(path):
        if not path.exists():
            make(path)


class Register:
    """An append-only journal of events, in one file. Close it, or use it in a `with`.

    Every method raises ScopegenError: SG450 or SG463 for a file that is no sound register, SG454
    when another process keeps it locked, SG521, SG523 or SG524 when the disk refuses.
    """

    def __init__(self, path: Path, engagement: str, patience: int) -> None:
        self.path = path
        self.engagement = engagement
        self._patience = patience
        self._connection: sqlite3.Connection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def rows(self) -> tuple[Row, ...]:
        """Give all rows in order, with their salts.

        Raises:
            ScopegenError: the code of the first error when a row is not what was written.
        """
        with told(self.path):
            if not self.path.exists():
                return ()
            records = self._open().execute(ROWS).fetchall()
        _refuse_errors(inspect_records(records, self.engagement))
        return tuple(row_of(record) for record in records)

    def events(self) -> tuple[Event, ...]:
        """Give all events in order.

        Raises:
            ScopegenError: the code of the first error when a row is not what was written.
        """
        return tuple(event_of(row) for row in self.rows())

    def head(self) -> str:
        """Give the hash of the last row, or the genesis of the engagement when there is none.

        Raises:
            ScopegenError: SG451 or SG458 when that row is not what was written.
        """
        with told(self.path):
            if not self.path.exists():
                return genesis(self.engagement)
            return adding.last(self._open(), self.engagement)[1]

    def append(self, entries: Sequence[Entry], *, after: str | None = None) -> tuple[Event, ...]:
        """Add entries, all or none, and give their events; what was added before is given back.

        `after` is the head that the caller decided on.

        Raises:
            ScopegenError: SG452 when there are newer events than `after`, SG453 when a key was used
                for something else, SG451 or SG458 when the last row is not what was written.
            ValueError: for an entry of another engagement, an erasure, or a moment without a zone.
            TypeError: for a fact that cannot be recorded.
        """
        if any(entry.kind is EventKind.PERSONAL_ERASED for entry in entries):
            raise ValueError("an erasure goes through erase")
        if not entries:
            return ()
        with self._adding() as connection:
            rows = adding.add(connection, self.engagement, entries, after)
        return tuple(event_of(row) for row in rows)

    def erase(self, seq: int, entry: Entry) -> Event:
        """Erase the personal part of event `seq`, and add the event that tells so, in one go.

        Raises:
            ScopegenError: SG457 when there is no such event or it was erased before, SG453 when the
                key was used for something else.
            ValueError: when `entry` does not tell of this erasure.
        """
        tells = entry.kind is EventKind.PERSONAL_ERASED
        if not tells or encoded(entry.facts) != encoded({"seq": seq}):
            raise ValueError("the entry does not tell of this erasure")
        if not self.path.exists():
            raise ScopegenError("SG457", row=seq)
        with self._adding() as connection:
            row = adding.erase(connection, self.engagement, seq, entry)
        with told(self.path):
            self._open().execute("VACUUM")  # leaves no copy of what was erased between the rows
        return event_of(row)

    @contextmanager
    def _adding(self) -> Iterator[sqlite3.Connection]:
        """Hold the file alone; what is added stands on the disk in the end, or is undone."""
        begin_register(self.path)
        with told(self.path):
            connection = self._open()
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                self._undo(connection)
                raise

    def _undo(self, connection: sqlite3.Connection) -> None:
        with suppress(sqlite3.Error):  # it undid it by itself, or whoever opens the file next will
            connection.execute("ROLLBACK")
        self.close()

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            connection = connect(self.path, self._patience)
            try:
                refuse_strangers(connection, self.path)
            except BaseException:
                connection.close()
                raise
            self._connection = connection
        return self._connection


def _refuse_errors(found: Sequence[Diagnostic]) -> None:
    for each in found:
        if each.severity is Severity.ERROR:
            raise ScopegenError(each.code, **dict(each.facts))
