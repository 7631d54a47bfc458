"""Registers to test with: entries of a small engagement, and what an attacker does to a file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from scopegen.diagnostics import Diagnostic
from scopegen.model.events import Entry, Event, EventKind, Facts
from scopegen.register.journal import open_register

ENGAGEMENT = "VRM-2027-03"
START = datetime(2027, 1, 4, 9, tzinfo=UTC)


def entry(
    key: str,
    kind: EventKind = EventKind.INPUT_RECEIVED,
    *,
    minutes: int = 0,
    facts: Facts | None = None,
    personal: Facts | None = None,
) -> Entry:
    """An entry of the engagement; it says its own key unless told otherwise."""
    return Entry(
        kind=kind,
        engagement=ENGAGEMENT,
        actor="provider",
        at=START + timedelta(minutes=minutes),
        zone="Europe/Amsterdam",
        key=key,
        facts={"item": key, "amount": "1512.00"} if facts is None else facts,
        personal={"name": f"Anna van {key}"} if personal is None else personal,
    )


def entries(count: int, prefix: str = "P") -> list[Entry]:
    return [entry(f"{prefix}{number}", minutes=number) for number in range(1, count + 1)]


def erasure(seq: int, key: str = "") -> Entry:
    kind = EventKind.PERSONAL_ERASED
    return entry(key or f"erase-{seq}", kind, minutes=999, facts={"seq": seq}, personal={})


def made(path: Path, count: int) -> tuple[Event, ...]:
    """Make a register of so many events, in one go."""
    with open_register(path, ENGAGEMENT) as register:
        return register.append(entries(count))


def events_in(path: Path) -> tuple[Event, ...]:
    with open_register(path, ENGAGEMENT) as register:
        return register.events()


def codes(found: Iterable[Diagnostic]) -> set[str]:
    return {each.code for each in found}


def named_rows(found: Iterable[Diagnostic]) -> set[str]:
    return {dict(each.facts).get("row", "") for each in found}


@contextmanager
def raw(path: Path) -> Iterator[sqlite3.Connection]:
    """Open the file as any program may."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("PRAGMA synchronous = OFF")
        yield connection
    finally:
        connection.close()


def attack(path: Path, *statements: str) -> None:
    """Change the file behind its own rules, and put the rules back as they were."""
    with raw(path) as connection:
        rules = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        kept = dict(rules.fetchall())
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute("BEGIN")
        for statement in (*(f"DROP TRIGGER {name}" for name in kept), *statements, *kept.values()):
            connection.execute(statement)
        connection.execute("COMMIT")
