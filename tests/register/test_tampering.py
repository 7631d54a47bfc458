"""Who changes the file, by chance or on purpose, is found out, and the row is named."""

from __future__ import annotations

import os
import random
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from registers import (
    ENGAGEMENT,
    attack,
    codes,
    entry,
    erasure,
    events_in,
    made,
    named_rows,
    raw,
)

from scopegen.diagnostics import ScopegenError, has_errors
from scopegen.model.events import Event
from scopegen.register.checking import inspect_register
from scopegen.register.export import export_jsonl, inspect_export
from scopegen.register.journal import open_register
from scopegen.register.rows import genesis, row_of, sealed
from scopegen.register.schema import ROWS

SEED = 20270104


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "register.db"


@contextmanager
def flipped(handle: int, content: bytes, offset: int, bit: int) -> Iterator[None]:
    os.lseek(handle, offset, os.SEEK_SET)
    os.write(handle, bytes([content[offset] ^ 1 << bit]))
    yield
    os.lseek(handle, offset, os.SEEK_SET)
    os.write(handle, content[offset : offset + 1])


def silent_flips(path: Path, offsets: Iterable[int]) -> list[int]:
    """Flip a bit of each byte in turn; give those that were not told and yet changed an event."""
    content, events = path.read_bytes(), events_in(path)
    dice, handle = random.Random(SEED), os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    missed = []
    for offset in offsets:
        with flipped(handle, content, offset, dice.randrange(8)):
            told = has_errors(inspect_register(path, ENGAGEMENT))
            if not told and events_in(path) != events:
                missed.append(offset)
    os.close(handle)
    assert path.read_bytes() == content
    return missed


def test_no_byte_of_a_small_register_changes_an_event_unseen(path: Path) -> None:
    made(path, 2)
    content = path.read_bytes()
    used = [offset for offset, byte in enumerate(content) if byte]
    empty = [offset for offset, byte in enumerate(content) if not byte]
    assert silent_flips(path, (*used, *random.Random(SEED).sample(empty, 300))) == []


def test_no_byte_of_a_larger_register_changes_an_event_unseen(path: Path) -> None:
    made(path, 40)
    with open_register(path, ENGAGEMENT) as register:
        register.erase(7, erasure(7))
    sample = random.Random(SEED).sample(range(path.stat().st_size), 700)
    assert silent_flips(path, sample) == []


def test_a_flip_in_the_words_of_an_event_is_always_told(path: Path) -> None:
    made(path, 3)
    content = path.read_bytes()
    handle = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    start = content.index(b'{"name":"Anna van P2"}')
    for offset in range(start, start + 22):
        with flipped(handle, content, offset, offset % 8):
            found = inspect_register(path, ENGAGEMENT)
            assert ("SG460", {"2"}) == (found[0].code, named_rows(found))
    os.close(handle)


def test_a_file_that_was_cut_off_is_told_at_any_length(path: Path) -> None:
    made(path, 20)
    content = path.read_bytes()
    pages = range(0, len(content), 4096)
    for length in {*pages, *random.Random(SEED).sample(range(len(content)), 200)}:
        path.write_bytes(content[:length])
        assert has_errors(inspect_register(path, ENGAGEMENT)), length


@pytest.mark.parametrize("more", [b"\0", b"more", bytes(4096)])
def test_bytes_after_the_end_are_told(path: Path, more: bytes) -> None:
    made(path, 2)
    path.write_bytes(path.read_bytes() + more)
    assert codes(inspect_register(path, ENGAGEMENT)) == {"SG467"}


EXCHANGE = (
    "UPDATE events SET seq = -1 WHERE seq = {0}",
    "UPDATE events SET seq = {0} WHERE seq = {1}",
    "UPDATE events SET seq = {1} WHERE seq = -1",
)
EXCHANGE_PAYLOADS = (
    "UPDATE payloads SET id = -id, seq = -seq WHERE seq = {0}",
    "UPDATE payloads SET id = id - 2 * ({1} - {0}), seq = {0} WHERE seq = {1}",
    "UPDATE payloads SET id = -id + 2 * ({1} - {0}), seq = {1} WHERE seq = -{0}",
)


@pytest.mark.parametrize("row", range(1, 8))
def test_a_row_that_was_taken_out_is_named(path: Path, row: int) -> None:
    made(path, 8)
    attack(path, f"DELETE FROM events WHERE seq = {row}", f"DELETE FROM payloads WHERE seq = {row}")
    found = inspect_register(path, ENGAGEMENT)
    assert (codes(found), named_rows(found)) == ({"SG461"}, {str(row)})


@pytest.mark.parametrize("row", [1, 4, 7])
def test_a_gap_that_was_closed_up_is_named(path: Path, row: int) -> None:
    made(path, 8)
    attack(
        path,
        f"DELETE FROM events WHERE seq = {row}",
        f"DELETE FROM payloads WHERE seq = {row}",
        f"UPDATE events SET seq = -seq WHERE seq > {row}",
        "UPDATE events SET seq = -seq - 1 WHERE seq < 0",
        f"UPDATE payloads SET id = -id, seq = -seq WHERE seq > {row}",
        "UPDATE payloads SET id = -id - 2, seq = -seq - 1 WHERE seq < 0",
    )
    found = inspect_register(path, ENGAGEMENT)
    assert str(row) in named_rows(found)
    assert {"SG451"} <= codes(found) <= {"SG451", "SG465"}


@pytest.mark.parametrize(("one", "other"), [(1, 2), (3, 7), (7, 8)])
def test_rows_that_were_exchanged_are_named(path: Path, one: int, other: int) -> None:
    made(path, 8)
    attack(path, *(step.format(one, other) for step in (*EXCHANGE, *EXCHANGE_PAYLOADS)))
    found = inspect_register(path, ENGAGEMENT)
    assert {str(one), str(other)} <= named_rows(found)
    assert "SG451" in codes(found)


@pytest.mark.parametrize(("one", "other"), [(1, 2), (3, 7)])
def test_payloads_that_were_exchanged_are_named(path: Path, one: int, other: int) -> None:
    made(path, 8)
    attack(path, *(step.format(one, other) for step in EXCHANGE_PAYLOADS))
    found = inspect_register(path, ENGAGEMENT)
    assert (codes(found), named_rows(found)) == ({"SG460"}, {str(one), str(other)})


def test_a_row_that_was_put_in_twice_is_named(path: Path) -> None:
    made(path, 3)
    attack(
        path,
        "INSERT INTO events SELECT 4, previous, hash, kind, engagement, actor, at, zone, 'again',"
        " facts_commitment, personal_commitment FROM events WHERE seq = 2",
    )
    found = inspect_register(path, ENGAGEMENT)
    assert ("SG451", {"4"}) == (found[-1].code, named_rows(found))


COLUMNS = (
    *("previous", "hash", "kind", "engagement", "actor", "at", "zone", "key"),
    *("facts_commitment", "personal_commitment"),
)


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("value", ["'x'", "NULL", "x'00ff'", "'2027-01-04T09:00:00Z'"])
def test_a_cell_that_was_changed_is_named(path: Path, column: str, value: str) -> None:
    made(path, 4)
    nulls = "PRAGMA writable_schema = ON"  # lets a cell be empty that may not be
    steps = (nulls, "UPDATE sqlite_master SET sql = replace(sql, ' NOT NULL', '')")
    with raw(path) as connection:
        kept = dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'"))
        for step in steps:
            connection.execute(step)
    attack(path, f"UPDATE events SET {column} = {value} WHERE seq = 2")
    with raw(path) as connection:
        connection.execute(nulls)
        for name, sql in kept.items():
            connection.execute("UPDATE sqlite_master SET sql = ? WHERE name = ?", (sql, name))
    found = inspect_register(path, ENGAGEMENT)
    assert "2" in named_rows(found)
    assert codes(found) & {"SG451", "SG462"}


@pytest.mark.parametrize(
    ("change", "row"),
    [
        ("UPDATE payloads SET body = replace(body, '1512', '1012') WHERE seq = 2", "2"),
        ("UPDATE payloads SET body = body || ' ' WHERE seq = 2 AND part = 'facts'", "2"),
        ("UPDATE payloads SET body = CAST(body AS BLOB) WHERE seq = 2 AND part = 'facts'", "2"),
        ("UPDATE payloads SET salt = upper(salt) WHERE seq = 2", "2"),
        ("UPDATE payloads SET salt = 'ab' WHERE seq = 2 AND part = 'personal'", "2"),
        ("DELETE FROM payloads WHERE seq = 2 AND part = 'facts'", "2"),
        ("DELETE FROM payloads WHERE seq = 2 AND part = 'personal'", "2"),
        ("UPDATE payloads SET part = 'facts' WHERE seq = 2 AND part = 'personal'", "2"),
        ("UPDATE payloads SET seq = 3 WHERE seq = 2 AND part = 'personal'", "3"),
        ("INSERT INTO payloads VALUES (99, 49, 'personal', '', '')", "49"),
        ("INSERT INTO payloads VALUES (98, 2, 'facts', '', '')", "2"),
        ("INSERT INTO payloads VALUES (97, 2, 'other', '', '')", "2"),
    ],
)
def test_a_payload_that_was_changed_is_named(path: Path, change: str, row: str) -> None:
    made(path, 4)
    attack(path, change)
    found = inspect_register(path, ENGAGEMENT)
    assert row in named_rows(found)
    assert codes(found) & {"SG460", "SG462"}


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE payloads SET body = replace(body, '1512', '1012') WHERE seq = 2",
        "DELETE FROM payloads WHERE seq = 2 AND part = 'personal'",
        "UPDATE events SET actor = 'client' WHERE seq = 2",
        "UPDATE events SET actor = x'00' WHERE seq = 2",
    ],
)
def test_what_was_changed_is_never_read_as_events(path: Path, change: str) -> None:
    made(path, 4)
    attack(path, change)
    with open_register(path, ENGAGEMENT) as register:
        for ask in (register.events, register.rows):
            with pytest.raises(ScopegenError) as error:
                ask()
            assert dict(error.value.facts)["row"] == "2"


def test_erased_data_that_came_back_are_named(path: Path) -> None:
    made(path, 3)
    with raw(path) as connection:
        kept = connection.execute("SELECT * FROM payloads WHERE id = 5").fetchone()
    with open_register(path, ENGAGEMENT) as register:
        register.erase(2, erasure(2))
    rules = "DROP TRIGGER payloads_come_with_their_event"
    with raw(path) as connection:
        (rule,) = connection.execute(
            "SELECT sql FROM sqlite_master WHERE name = 'payloads_come_with_their_event'"
        ).fetchone()
        connection.execute(rules)
        connection.execute("INSERT INTO payloads VALUES (?, ?, ?, ?, ?)", kept)
        connection.execute(rule)
    found = inspect_register(path, ENGAGEMENT)
    assert (codes(found), named_rows(found)) == ({"SG466"}, {"2"})


def rewritten(path: Path, event: Event, row: int, **change: str) -> None:
    """Put in an honest-looking row, sealed anew, in the place of another."""
    with raw(path) as connection:
        old = row_of(connection.execute(f"{ROWS} WHERE events.seq = {row}").fetchone())
    assert old.facts is not None
    new = replace(old, **change)  # type: ignore[arg-type]
    new = replace(new, hash=new.computed_hash())
    sets = ", ".join(f"{name} = '{getattr(new, name)}'" for name in (*change, "hash"))
    attack(path, f"UPDATE events SET {sets} WHERE seq = {event.seq}")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"kind": "everything_agreed"}, "SG462"),
        ({"at": "2027-01-04 09:02:00Z"}, "SG462"),
        ({"at": "soon"}, "SG462"),
        ({"at": "2027-01-04T10:02:00+01:00"}, "SG462"),
        ({"engagement": "other"}, "SG458"),
        ({"actor": "client"}, "SG465"),
    ],
)
def test_a_row_that_was_sealed_anew_does_not_fit_the_next(
    path: Path, change: dict[str, str], code: str
) -> None:
    events = made(path, 4)
    rewritten(path, events[1], 2, **change)
    found = inspect_register(path, ENGAGEMENT)
    assert {code, "SG465"} <= codes(found)
    assert "3" in named_rows(found)


def test_a_first_row_that_follows_on_something_else_is_named(path: Path) -> None:
    events = made(path, 1)
    rewritten(path, events[0], 1, previous="0" * 64)
    found = inspect_register(path, ENGAGEMENT)
    assert (codes(found), named_rows(found)) == ({"SG465"}, {"1"})


def test_an_erasure_does_not_cover_a_row_that_comes_later() -> None:
    first = sealed(erasure(2), 1, genesis(ENGAGEMENT))
    second = replace(sealed(entry("k", minutes=1000), 2, first.hash), personal=None)
    found = inspect_export(export_jsonl((first, second)), ENGAGEMENT)
    assert (codes(found), named_rows(found)) == ({"SG460"}, {"2"})


def test_an_index_that_was_forged_is_told(path: Path) -> None:
    made(path, 3)
    content = path.read_bytes()
    place = content.rindex(b"P2")
    keys = [n for n in range(len(content)) if content[n : n + 2] == b"P2"]
    assert place in keys
    told = []
    for offset in keys:
        path.write_bytes(content[:offset] + b"P9" + content[offset + 2 :])
        told.append(has_errors(inspect_register(path, ENGAGEMENT)))
    assert all(told)


def test_a_write_that_was_broken_off_is_undone_by_the_next_reader(path: Path) -> None:
    before = made(path, 30)
    sound = path.read_bytes()
    copy = path.with_name("copy.db")
    with raw(path) as connection:  # so large that it spills into the file before its end
        connection.execute("PRAGMA cache_size = 1")
        connection.execute("BEGIN")
        connection.execute("DROP TRIGGER payloads_stay_as_they_are")
        connection.execute("UPDATE payloads SET body = hex(zeroblob(4000))")
        copy.write_bytes(path.read_bytes())
        Path(f"{copy}-journal").write_bytes(Path(f"{path}-journal").read_bytes())
        connection.execute("ROLLBACK")
    assert copy.read_bytes() != sound
    assert inspect_register(copy, ENGAGEMENT) == ()
    assert events_in(copy) == before


def test_an_inspection_leaves_the_file_alone(path: Path) -> None:
    made(path, 5)
    before = (path.read_bytes(), path.stat().st_mtime_ns)
    assert inspect_register(path, ENGAGEMENT) == ()
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    assert [each.name for each in path.parent.iterdir()] == ["register.db"]
