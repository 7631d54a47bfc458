"""What adding to the register comes down to, inside one transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from scopegen.diagnostics import ScopegenError
from scopegen.model.events import Entry
from scopegen.register.rows import Row, encoded, genesis, row_of, sealed
from scopegen.register.schema import ROWS

LAST_ROW = f"{ROWS} ORDER BY events.seq DESC LIMIT 1"
ROW_WITH_KEY = f"{ROWS} WHERE events.key = ?"
ADD_EVENT = "INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
ADD_PAYLOAD = "INSERT INTO payloads (seq, part, salt, body, id) VALUES (?, ?, ?, ?, ?)"
PERSONAL = "SELECT 1 FROM payloads WHERE seq = ? AND part = 'personal'"
ERASE = "DELETE FROM payloads WHERE seq = ? AND part = 'personal'"


def last(connection: sqlite3.Connection, engagement: str) -> tuple[int, str]:
    """Give number and hash of the last row, or 0 and the genesis.

    Raises:
        ScopegenError: SG451 or SG462 when that row is not what was written, SG458 when it is of
            another engagement.
    """
    record = connection.execute(LAST_ROW).fetchone()
    if record is None:
        return 0, genesis(engagement)
    row = _proved(record)
    if row.engagement != engagement:
        raise ScopegenError("SG458", row=row.seq, found=row.engagement, expected=engagement)
    return row.seq, row.hash


def recorded(connection: sqlite3.Connection, entry: Entry) -> Row | None:
    """Give the row that an entry has already.

    Raises:
        ScopegenError: SG453 when it says something else, SG451 or SG462 when it is not what was
            written.
    """
    record = connection.execute(ROW_WITH_KEY, (entry.key,)).fetchone()
    if record is None:
        return None
    row = _proved(record)
    said = row.facts.body if row.facts else ""
    if (row.kind, row.engagement, said) != (entry.kind, entry.engagement, encoded(entry.facts)):
        raise ScopegenError("SG453", row=row.seq, key=entry.key)
    return row


def add(
    connection: sqlite3.Connection, engagement: str, entries: Sequence[Entry], after: str | None
) -> list[Row]:
    """Add what is not there yet; give the rows of all entries.

    Raises:
        ScopegenError: as `last` and `recorded`; SG452 when there are newer rows than `after`.
        ValueError: for an entry of another engagement.
    """
    seq, start = last(connection, engagement)
    head, rows = start, list[Row]()
    for entry in entries:
        if entry.engagement != engagement:
            raise ValueError("the entry is of another engagement")
        row = recorded(connection, entry)
        if row is None:
            if after not in {None, start}:
                raise ScopegenError("SG452", row=seq)
            seq += 1
            row = sealed(entry, seq, head)
            head = row.hash
            _insert(connection, row)
        rows.append(row)
    return rows


def erase(connection: sqlite3.Connection, engagement: str, seq: int, entry: Entry) -> Row:
    """Take away the personal part of a row, and add the entry that tells so.

    Raises:
        ScopegenError: as `add`; SG457 when there is nothing to erase.
    """
    told = recorded(connection, entry)
    if told is not None:
        return told
    if connection.execute(PERSONAL, (seq,)).fetchone() is None:
        raise ScopegenError("SG457", row=seq)
    (row,) = add(connection, engagement, [entry], None)
    connection.execute(ERASE, (seq,))
    return row


def _proved(record: Sequence[object]) -> Row:
    try:
        row = row_of(record)
    except ValueError as error:
        raise ScopegenError("SG462", row=record[0]) from error
    if row.computed_hash() != row.hash:
        raise ScopegenError("SG451", row=row.seq)
    return row


def _insert(connection: sqlite3.Connection, row: Row) -> None:
    connection.execute(ADD_EVENT, row.columns())
    for number, (part, payload) in enumerate((("facts", row.facts), ("personal", row.personal))):
        if payload is not None:
            values = (row.seq, part, payload.salt, payload.body, 2 * row.seq + number)
            connection.execute(ADD_PAYLOAD, values)
