"""What the doctor finds around scopegen: the folder, clock, time zones, tables and terminal."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
import zoneinfo
from datetime import UTC, date, datetime, timedelta
from pathlib import Path, PurePosixPath, PureWindowsPath
from types import SimpleNamespace

import pytest
from doctor_outcomes import stands

from scopegen.register import trial as trying
from scopegen.workflow import (
    doctor_clock,
    doctor_folder,
)
from scopegen.workflow.doctor_check import State
from scopegen.workflow.doctor_tables import ages, tables

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


# ---- the folder ----


def test_all_that_a_register_needs_is_tried_and_taken_away(tmp_path: Path) -> None:
    found = stands(doctor_folder.disk(tmp_path, NOW))
    assert found == dict.fromkeys(("write", "link", "register", "lock", "evidence"), ("ok", "ok"))
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_cannot_be_written_to(tmp_path: Path) -> None:
    found = stands(doctor_folder.disk(tmp_path / "gone", NOW))
    assert found == {"write": ("wrong", "failed")}


def test_a_disk_without_links_is_only_noted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refused)
    found = stands(doctor_folder.disk(tmp_path, NOW))
    assert found.pop("link") == ("note", "failed")
    assert set(found.values()) == {("ok", "ok")}


@pytest.mark.skipif(sys.platform == "win32", reason="SQLite's way without locks has another name")
def test_a_disk_that_keeps_no_locks_is_found_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lockless(place: Path, _: int) -> sqlite3.Connection:
        address = f"file://{place}?vfs=unix-none"
        return sqlite3.connect(address, uri=True, isolation_level=None)

    monkeypatch.setattr(trying, "connect", lockless)
    found = stands(doctor_folder.disk(tmp_path, NOW))
    assert found["lock"] == ("wrong", "failed")


def test_a_disk_that_cannot_flush_is_found_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: int) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "fsync", broken)
    found = stands(doctor_folder.disk(tmp_path, NOW))
    assert (found["write"], found["evidence"]) == (("wrong", "failed"), ("wrong", "failed"))


@pytest.mark.parametrize(
    ("folder", "service"),
    [
        (PureWindowsPath(r"C:\Users\Jo\OneDrive - Bureau\opdracht"), "OneDrive"),
        (PurePosixPath("/Users/jo/Library/CloudStorage/OneDrive-Bureau/x"), "OneDrive"),
        (PurePosixPath("/Users/jo/Library/Mobile Documents/com~apple~CloudDocs/x"), "iCloud"),
        (PurePosixPath("/home/jo/Dropbox (Bureau)/x"), "Dropbox"),
        (PureWindowsPath(r"D:\Nextcloud\x"), "Nextcloud"),
        (PurePosixPath("/home/jo/my-dropbox-notes/x"), ""),
    ],
)
def test_a_folder_that_a_service_copies_is_known_by_its_name(
    folder: PurePosixPath, service: str
) -> None:
    assert doctor_folder.synchronised(folder) == service


MOUNTS = """/dev/sda1 / ext4 rw 0 0
server:/export /mnt/team\\040share nfs4 rw 0 0
/dev/sdb1 /mnt/team\\040share/local ext4 rw 0 0
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        (PurePosixPath("/mnt/team share/opdracht"), "nfs4"),
        (PurePosixPath("/mnt/team share/local/opdracht"), ""),
        (PurePosixPath("/home/jo"), ""),
        (PureWindowsPath(r"\\server\share\opdracht"), "SMB"),
        (PureWindowsPath(r"C:\opdracht"), ""),
    ],
)
def test_a_folder_on_a_network_is_known(folder: PurePosixPath, kind: str) -> None:
    assert doctor_folder.network(folder, MOUNTS) == kind


def test_a_synchronised_folder_and_a_deep_one_are_noted(tmp_path: Path) -> None:
    deep = tmp_path / "Dropbox" / ("x" * 100) / ("y" * 100)
    deep.mkdir(parents=True)
    found = stands(doctor_folder.place(deep))
    assert found["place"] == ("note", "synchronised")
    assert found["length"][0] == "note"
    assert stands(doctor_folder.place(Path("/")))["length"] == ("ok", "ok")


def test_room_and_places_to_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "documents").mkdir()
    assert set(stands(doctor_folder.writable(tmp_path))) == {"documents", "temporary"}
    for free, outcome in ((600, ("ok", "ok")), (100, ("note", "little")), (5, ("wrong", "full"))):
        left = SimpleNamespace(free=free * doctor_folder.MEGABYTE)
        monkeypatch.setattr(shutil, "disk_usage", lambda _, left=left: left)
        assert stands(doctor_folder.space(tmp_path)) == {"space": outcome}
    assert list(doctor_folder.disk(tmp_path, NOW)) == []


# ---- clock, zones, tables, terminal ----


@pytest.mark.parametrize(
    ("now", "outcome"),
    [
        (datetime(2026, 11, 21, tzinfo=UTC), ("ok", "ok")),
        (datetime(2026, 11, 20, 23, 59, tzinfo=UTC), ("wrong", "behind")),
        (datetime(1970, 1, 1, tzinfo=UTC), ("wrong", "behind")),
        (datetime(2047, 1, 1, tzinfo=UTC), ("wrong", "ahead")),
    ],
)
def test_the_clock_is_held_against_the_day_scopegen_was_made(
    now: datetime, outcome: tuple[str, str]
) -> None:
    assert stands(doctor_clock.clock(now, date(2026, 11, 21))) == {"clock": outcome}


def test_time_zones_are_there_and_right() -> None:
    assert stands(doctor_clock.zones()) == {"zones": ("ok", "ok"), "summer": ("ok", "ok")}


def test_time_zones_that_lack_or_change_on_other_days(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zoneinfo, "ZoneInfo", lambda _: UTC)
    assert stands(doctor_clock.zones())["summer"] == ("wrong", "other")
    monkeypatch.setattr(zoneinfo, "available_timezones", lambda: {"UTC"})
    assert stands(doctor_clock.zones()) == {"zones": ("missing", "absent")}


def test_zone_data_of_the_package_is_told_when_the_system_has_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(zoneinfo, "TZPATH", ())
    source, version = doctor_clock.zone_data()
    assert (source, version[:2]) == ("tzdata", "20")


def test_tables_are_noted_when_they_end_or_are_old() -> None:
    made = max(table.as_of for table in tables())
    fresh = [one.state for one in ages(tables(), made)]
    assert set(fresh) == {State.OK}
    later = {one.name: one.told for one in ages(tables(), made + timedelta(days=366))}
    assert later == {"holidays": "old", "rates": "ends", "limits": "old"}
    last = min(table.until for table in tables() if table.kind == "holidays" and table.until)
    ended = {one.name: one.told for one in ages(tables(), last)}
    assert ended["holidays"] == "ends"
    stands(ages(tables(), last))


@pytest.mark.parametrize(
    ("encoding", "outcome"), [("utf-8", "ok"), ("cp1252", "narrow"), ("x", "narrow")]
)
def test_signs_that_a_terminal_lacks_are_counted(encoding: str, outcome: str) -> None:
    (check,) = doctor_clock.shown(encoding)
    assert check.told == outcome
