"""What a register file looks like inside, and the rules that the file itself holds.

The rules stop a slip and any program that goes through SQLite; who opens the file with other means
is found out by the chain.
"""

from __future__ import annotations

import sqlite3
from functools import cache

APPLICATION = int.from_bytes(b"SCGR", "big")
"""The mark in the file's header that tells it from any other database."""
VERSION = 1

TABLES = (
    """CREATE TABLE events (
    seq INTEGER PRIMARY KEY,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL,
    kind TEXT NOT NULL,
    engagement TEXT NOT NULL,
    actor TEXT NOT NULL,
    at TEXT NOT NULL,
    zone TEXT NOT NULL,
    key TEXT NOT NULL UNIQUE,
    facts_commitment TEXT NOT NULL,
    personal_commitment TEXT NOT NULL
)""",
    # The number of a payload follows from its row, so that it needs no index, and stays in order.
    """CREATE TABLE payloads (
    id INTEGER PRIMARY KEY CHECK (id = 2 * seq + (part = 'personal')),
    seq INTEGER NOT NULL REFERENCES events (seq),
    part TEXT NOT NULL CHECK (part IN ('facts', 'personal')),
    salt TEXT NOT NULL,
    body TEXT NOT NULL
)""",
)
RULES = (
    """CREATE TRIGGER events_follow_on BEFORE INSERT ON events
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM events)
    OR NEW.key IN (SELECT key FROM events)
BEGIN SELECT RAISE(ABORT, 'an event follows on the last one, once'); END""",
    """CREATE TRIGGER events_stay_as_they_are BEFORE UPDATE ON events
BEGIN SELECT RAISE(ABORT, 'the register is append-only'); END""",
    """CREATE TRIGGER events_stay BEFORE DELETE ON events
BEGIN SELECT RAISE(ABORT, 'the register is append-only'); END""",
    """CREATE TRIGGER payloads_come_with_their_event BEFORE INSERT ON payloads
WHEN NEW.seq IS NOT (SELECT max(seq) FROM events) OR NEW.id IN (SELECT id FROM payloads)
BEGIN SELECT RAISE(ABORT, 'a payload comes with its event, once'); END""",
    """CREATE TRIGGER payloads_stay_as_they_are BEFORE UPDATE ON payloads
BEGIN SELECT RAISE(ABORT, 'the register is append-only'); END""",
    # The event that tells of the erasure is what allows it.
    """CREATE TRIGGER payloads_stay_unless_erased BEFORE DELETE ON payloads
WHEN OLD.part IS NOT 'personal' OR NOT EXISTS (
    SELECT 1 FROM events JOIN payloads AS told ON told.id = 2 * events.seq
    WHERE events.kind = 'personal_erased' AND told.body = '{"seq":' || OLD.seq || '}'
)
BEGIN SELECT RAISE(ABORT, 'only personal data can be erased, by an event'); END""",
)
ROWS = """
SELECT events.seq, previous, hash, kind, engagement, actor, at, zone, key,
    facts_commitment, personal_commitment, facts.salt, facts.body, personal.salt, personal.body
FROM events
LEFT JOIN payloads AS facts ON facts.id = 2 * events.seq
LEFT JOIN payloads AS personal ON personal.id = 2 * events.seq + 1
"""
STRAYS = """
SELECT seq FROM payloads
WHERE id IS NOT 2 * seq + (part = 'personal') OR part NOT IN ('facts', 'personal')
    OR seq NOT IN (SELECT seq FROM events)
"""


def make_schema(connection: sqlite3.Connection) -> None:
    """Make the tables and their rules in an empty file."""
    for setting in ("page_size = 4096", "encoding = 'UTF-8'", "journal_mode = DELETE"):
        connection.execute(f"PRAGMA {setting}")
    connection.execute("BEGIN IMMEDIATE")
    connection.execute(f"PRAGMA application_id = {APPLICATION}")
    connection.execute(f"PRAGMA user_version = {VERSION}")
    for statement in (*TABLES, *RULES):
        connection.execute(statement)
    connection.execute("COMMIT")


def origin(connection: sqlite3.Connection) -> str:
    """Tell whose file it is: `ours`, `newer` (than this program) or `foreign`."""
    if _number(connection, "application_id") != APPLICATION:
        return "foreign"
    version = _number(connection, "user_version")
    return "ours" if version == VERSION else "newer" if version > VERSION else "foreign"


def differences(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Name the parts of the file that are not as they were made, in alphabetical order."""
    found, made = _parts(connection), _made()
    settings = {name for name, value in _settings(connection).items() if value != SETTINGS[name]}
    return tuple(sorted({str(name) for _, name, *_ in found ^ made} | settings))


SETTINGS = {"journal_mode": "delete", "encoding": "UTF-8", "auto_vacuum": 0}


def _settings(connection: sqlite3.Connection) -> dict[str, object]:
    return {name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in SETTINGS}


def _number(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])


@cache
def _made() -> frozenset[tuple[object, ...]]:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        make_schema(connection)
        return _parts(connection)
    finally:
        connection.close()


def _parts(connection: sqlite3.Connection) -> frozenset[tuple[object, ...]]:
    return frozenset(connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master"))
