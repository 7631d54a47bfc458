"""The register as a file: what it refuses by itself, when it is refused, how it is made."""

from __future__ import annotations

import sqlite3
import sys
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
    raw,
)

from scopegen.diagnostics import ScopegenError
from scopegen.register.checking import inspect_register
from scopegen.register.journal import open_register


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "register.db"


def facts_of(error: pytest.ExceptionInfo[ScopegenError]) -> tuple[str, dict[str, str]]:
    return error.value.code, dict(error.value.facts)


FORBIDDEN = (
    "UPDATE events SET actor = 'client' WHERE seq = 2",
    "UPDATE events SET seq = 9 WHERE seq = 3",
    "DELETE FROM events",
    "DELETE FROM events WHERE seq = 3",
    "UPDATE payloads SET body = '{}' WHERE seq = 1",
    "DELETE FROM payloads WHERE seq = 2 AND part = 'personal'",
    "DELETE FROM payloads WHERE seq = 2 AND part = 'facts'",
    "REPLACE INTO events SELECT seq, previous, hash, 'ended', engagement, actor, at, zone, key,"
    " facts_commitment, personal_commitment FROM events WHERE seq = 2",
    "REPLACE INTO payloads VALUES (4, 2, 'facts', '00', '{}')",
    "REPLACE INTO payloads VALUES (6, 3, 'facts', '00', '{}')",
    "INSERT INTO payloads VALUES (99, 3, 'facts', '00', '{}')",
    "INSERT INTO events VALUES (9, '', '', '', '', '', '', '', 'k', '', '')",
    "INSERT INTO events VALUES (4, '', '', '', '', '', '', '', 'P1', '', '')",
)


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_the_file_itself_refuses_changes(path: Path, statement: str) -> None:
    before = made(path, 3)
    with raw(path) as connection, pytest.raises(sqlite3.IntegrityError):
        connection.execute(statement)
    assert events_in(path) == before


def test_the_file_refuses_a_deletion_of_what_was_not_told(path: Path) -> None:
    made(path, 3)
    with open_register(path, ENGAGEMENT) as register:
        register.erase(2, erasure(2))
    with raw(path) as connection:
        for seq, part in ((1, "personal"), (2, "facts"), (4, "facts"), (4, "personal")):
            with pytest.raises(sqlite3.IntegrityError):
                connection.execute("DELETE FROM payloads WHERE seq = ? AND part = ?", (seq, part))


@pytest.mark.parametrize(
    ("content", "hint"),
    [
        (b"", "foreign"),
        (b"not a database at all", "damaged"),
        (b"SQLite format 3\0", "damaged"),
        (bytes(4096), "damaged"),
    ],
)
def test_a_file_that_is_no_register_is_refused_and_left_alone(
    path: Path, content: bytes, hint: str
) -> None:
    path.write_bytes(content)
    with open_register(path, ENGAGEMENT) as register:
        for ask in (register.events, register.head, lambda: register.append([entry("k")])):
            with pytest.raises(ScopegenError) as error:
                ask()
            assert facts_of(error) == ("SG450", {"file": str(path), "hint": hint})
    assert codes(inspect_register(path, ENGAGEMENT)) == {"SG450"}
    assert path.read_bytes() == content


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("PRAGMA application_id = 7", "SG450"),
        ("PRAGMA user_version = 2", "SG450"),
        ("PRAGMA user_version = 0", "SG450"),
        ("DROP TRIGGER events_stay", "SG463"),
        ("CREATE TABLE more (x)", "SG463"),
        ("CREATE VIEW seen AS SELECT 1", "SG463"),
        ("CREATE INDEX at_once ON events (at)", "SG463"),
        ("CREATE TRIGGER t AFTER INSERT ON events BEGIN SELECT 1; END", "SG463"),
        ("ALTER TABLE events ADD COLUMN more TEXT", "SG463"),
        ("ALTER TABLE events RENAME COLUMN zone TO place", "SG463"),
        ("PRAGMA journal_mode = WAL", "SG463"),
    ],
)
def test_a_file_that_is_not_as_made_is_refused(path: Path, statement: str, code: str) -> None:
    made(path, 2)
    with raw(path) as connection:
        connection.execute(statement)
    assert code in codes(inspect_register(path, ENGAGEMENT))
    with open_register(path, ENGAGEMENT) as register:
        for ask in (register.events, lambda: register.append([entry("k")])):
            with pytest.raises(ScopegenError, match=code):
                ask()


@pytest.mark.parametrize("what", ["facts_commitment", "actor", "hash", "previous", "at"])
def test_nothing_is_added_after_a_last_row_that_was_changed(path: Path, what: str) -> None:
    made(path, 3)
    attack(path, f"UPDATE events SET {what} = '2027' WHERE seq = 3")
    with open_register(path, ENGAGEMENT) as register:
        for ask in (register.events, register.head, lambda: register.append([entry("k")])):
            with pytest.raises(ScopegenError) as error:
                ask()
            assert facts_of(error)[0] in {"SG451", "SG465"}
            assert facts_of(error)[1]["row"] == "3"


def test_a_file_that_another_program_holds_is_busy(path: Path) -> None:
    made(path, 1)
    with raw(path) as other, open_register(path, ENGAGEMENT, patience=0) as register:
        other.execute("BEGIN IMMEDIATE")
        assert len(register.events()) == 1
        with pytest.raises(ScopegenError) as error:
            register.append([entry("k")])
        assert facts_of(error)[0] == "SG454"
        other.execute("COMMIT")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(ScopegenError, match="SG454"):
            register.events()
        with pytest.raises(ScopegenError, match="SG454"):
            inspect_register(path, ENGAGEMENT, patience=0)
        other.execute("COMMIT")
        assert len(register.append([entry("k")])) == 1


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    place = tmp_path / "none" / "register.db"
    with open_register(place, ENGAGEMENT) as register, pytest.raises(ScopegenError) as error:
        register.append([entry("k")])
    assert facts_of(error)[0] == "SG524"


def test_a_name_with_odd_characters_is_a_name(tmp_path: Path) -> None:
    folder = tmp_path / "a b%20c#d é"
    folder.mkdir()
    made(folder / "register.db", 2)
    assert len(events_in(folder / "register.db")) == 2
    assert inspect_register(folder / "register.db", ENGAGEMENT) == ()
    assert [each.name for each in folder.iterdir()] == ["register.db"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps no such rights")
def test_the_file_is_for_its_owner_alone(path: Path) -> None:
    made(path, 1)
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_disk_without_links_gets_its_register_as_well(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_: object) -> None:
        raise OSError(1, "no links here")

    monkeypatch.setattr("os.link", no_links)
    made(path, 2)
    assert inspect_register(path, ENGAGEMENT) == ()
    assert [each.name for each in path.parent.iterdir()] == ["register.db"]


def test_two_that_make_the_file_at_once_make_one(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(Path, "exists", lambda _: False)
        made(path, 2)
        with open_register(path, ENGAGEMENT) as register:
            register.append([entry("third")])
    assert [event.key for event in events_in(path)] == ["P1", "P2", "third"]
