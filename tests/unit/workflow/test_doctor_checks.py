"""What the doctor finds, thing by thing: each fault is made for real where that can be done."""

from __future__ import annotations

import ast
import hashlib
import os
import platform
import shutil
import sqlite3
import sys
import zoneinfo
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from importlib.metadata import PathDistribution
from pathlib import Path, PurePosixPath, PureWindowsPath
from string import Formatter
from types import SimpleNamespace
from typing import Any

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st
from packaging.markers import Marker
from packaging.specifiers import SpecifierSet

from scopegen.assets import bundled
from scopegen.diagnostics import ScopegenError
from scopegen.register import trial as trying
from scopegen.workflow import (
    doctor_clock,
    doctor_engines,
    doctor_files,
    doctor_folder,
    doctor_packages,
)
from scopegen.workflow.doctor_check import GROUPS, Check, Examining, State
from scopegen.workflow.doctor_packages import Requirement, applies, packages, read_requirement
from scopegen.workflow.doctor_tables import ages, tables
from scopegen.workflow.doctor_telling import SYSTEMS, tell
from scopegen.workflow.wording import talk_words

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
MARKERS = (
    "sys_platform == 'win32'",
    "sys_platform != 'win32' or platform_machine != 'ARM64'",
    "os_name == 'nt' and sys_platform != 'cygwin'",
)


def stands(found: Iterable[Check]) -> dict[str, tuple[str, str]]:
    """Give state and sentence by name, and see that each can be told in both languages."""
    checks = tuple(found)
    for one in checks:
        for language in ("nl", "en"):
            told = tell(one, language)
            assert "=" not in told.label
            assert bool(told.why or told.remedy) == (one.state is not State.OK)
    return {one.name: (one.state.value, one.told) for one in checks}


# ---- packages ----


def test_every_requirement_of_ours_is_understood() -> None:
    asked = doctor_packages.requirements()
    assert {one.extra for one in asked} == {"", "cluster", "sign"}
    assert all(one.range and SpecifierSet(one.range) for one in asked)


@given(
    limits=st.lists(
        st.tuples(
            st.sampled_from([">=", "<=", "==", "!=", ">", "<"]),
            st.tuples(st.integers(0, 3), st.integers(0, 3)),
        ),
        min_size=1,
        max_size=3,
    ),
    version=st.lists(st.integers(0, 3), min_size=1, max_size=3),
)
def test_a_range_admits_what_the_standard_says(
    limits: list[tuple[str, tuple[int, int]]], version: list[int]
) -> None:
    written = ",".join(f"{operator}{high}.{low}" for operator, (high, low) in limits)
    found = ".".join(map(str, version))
    asked = Requirement(name="x", range=written)
    assert asked.admits(found) == SpecifierSet(written).contains(found)


@pytest.mark.parametrize("marker", MARKERS)
@pytest.mark.parametrize(
    ("system", "machine", "name"),
    [("win32", "ARM64", "nt"), ("win32", "AMD64", "nt"), ("linux", "aarch64", "posix")],
)
def test_a_marker_holds_where_the_standard_says(
    monkeypatch: pytest.MonkeyPatch, marker: str, system: str, machine: str, name: str
) -> None:
    there = {"sys_platform": system, "platform_machine": machine, "os_name": name}
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr(platform, "machine", lambda: machine)
    monkeypatch.setattr(os, "name", name)
    held = applies(marker)
    monkeypatch.undo()
    assert held == Marker(marker).evaluate({**there})


@pytest.mark.parametrize(
    "line", ["", "x y", "x~=1", "x==1.*", "x>=1; python_version < '4'", "x; a == b"]
)
def test_what_is_not_understood_is_not_guessed(line: str) -> None:
    with pytest.raises(ValueError, match=r"^[\w =.~*<>;']*$"):
        applies(read_requirement(line).marker)


def test_a_package_is_absent_outside_its_range_broken_or_right(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def loaded(name: str) -> object:
        if name == "jinja2":
            raise OSError("no such library")
        return object()

    monkeypatch.setattr(doctor_packages, "import_module", loaded)
    asked = [
        Requirement(name="no-such-package", range=">=1"),
        Requirement(name="no-such-extra", range=">=1", extra="sign"),
        Requirement(name="click", range=">=99"),
        Requirement(name="jinja2", range=">=3"),
        Requirement(name="babel", range=">=2"),
    ]
    found = [(one.subject, one.state, one.told) for one in packages(asked)]
    assert found == [
        ("no-such-package", State.MISSING, "absent"),
        ("no-such-extra", State.NOTE, "absent"),
        ("click", State.WRONG, "outside"),
        ("jinja2", State.WRONG, "broken"),
        ("babel", State.OK, "ok"),
    ]
    remedies = [tell(one, "en", "windows").remedy for one in packages(asked)]
    assert f'"{sys.executable}" -m pip install "no-such-package>=1"' == remedies[0]
    assert "VCRedist" in remedies[3]


# ---- engines ----


def test_word_and_pdf_are_tried_for_real() -> None:
    assert stands(doctor_engines.word_engine()) == {"word": ("ok", "ok")}
    assert stands(doctor_engines.pdf_engine()) == {"typst": ("ok", "ok")}


def test_a_pdf_engine_that_is_absent_or_says_something_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(doctor_engines, "pdf_text", lambda _: "anders")
    assert stands(doctor_engines.pdf_engine()) == {"typst": ("wrong", "differs")}

    def absent(_: Path) -> None:
        raise ScopegenError("SG553", machine="Windows ARM64")

    monkeypatch.setattr(doctor_engines, "open_pdf_press", absent)
    (check,) = doctor_engines.pdf_engine()
    assert (check.state, check.told) == (State.MISSING, "absent")
    assert "x64" in tell(check, "nl", "windows").remedy


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")
def test_libreoffice_answers_is_silent_or_is_absent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "soffice"
    monkeypatch.setattr(doctor_engines, "find_office", lambda: str(program))
    outcomes = {"echo LibreOffice 24.8.1.2 520": ("ok", "ok"), "exit 3": ("note", "silent")}
    for script, outcome in outcomes.items():
        program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        program.chmod(0o755)
        assert stands(doctor_engines.office()) == {"libreoffice": outcome}

    def absent() -> str:
        raise ScopegenError("SG579")

    monkeypatch.setattr(doctor_engines, "find_office", absent)
    (check,) = doctor_engines.office()
    told = {system: tell(check, "nl", system).remedy for system in ("windows", "macos", "linux")}
    assert [told[one].split()[0] for one in told] == ["winget", "brew", "sudo"]


# ---- files ----


def wheel(folder: Path, files: Mapping[str, bytes]) -> PathDistribution:
    """Install files as pip does, with their digests in RECORD."""
    info = folder / "scopegen-1.dist-info"
    info.mkdir()
    rows = ["scopegen-1.dist-info/RECORD,,"]
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
        digest = urlsafe_b64encode(hashlib.sha256(content).digest()).decode().rstrip("=")
        rows.append(f"{name},sha256={digest},{len(content)}")
    (info / "RECORD").write_text("\n".join(rows), encoding="utf-8")
    return PathDistribution(info)


def test_an_installation_is_held_against_its_list(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("scopegen/a.py", "scopegen/_bundled/templates/b.md", "scopegen/c.py")
    installed = wheel(tmp_path, {name: name.encode() for name in names})
    monkeypatch.setattr(doctor_files, "checkout", lambda: None)
    monkeypatch.setattr(doctor_files, "installation", lambda: installed)
    assert stands(doctor_files.installed_files()) == {"whole": ("ok", "ok")}
    (tmp_path / names[1]).write_bytes(b"changed")
    (check,) = doctor_files.installed_files()
    assert (check.state, dict(check.facts)["first"]) == (State.WRONG, names[1])
    (tmp_path / names[2]).unlink()
    (check,) = doctor_files.installed_files()
    assert (check.state, dict(check.facts)["first"]) == (State.MISSING, names[2])
    monkeypatch.setattr(doctor_files, "installation", lambda: None)
    assert stands(doctor_files.installed_files()) == {"whole": ("note", "unlisted")}


def test_a_font_that_is_gone_or_changed_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(bundled("templates") / "fonts", tmp_path / "fonts")
    monkeypatch.setattr(doctor_files, "bundled", lambda _: tmp_path)
    assert stands(doctor_files.fonts()) == {"fonts": ("ok", "ok")}
    bold = tmp_path / "fonts" / "Carlito-Bold.ttf"
    content = bytearray(bold.read_bytes())
    content[len(content) // 2] ^= 1
    bold.write_bytes(content)
    (check,) = doctor_files.fonts()
    assert (check.state, dict(check.facts)["names"]) == (State.WRONG, "Carlito-Bold.ttf")
    bold.unlink()
    (check,) = doctor_files.fonts()
    assert (check.state, dict(check.facts)["names"]) == (State.MISSING, "Carlito-Bold.ttf")


def test_every_font_has_its_digest() -> None:
    folder = bundled("templates") / "fonts"
    rows = (folder / doctor_files.SUMS).read_text(encoding="utf-8").splitlines()
    assert [row.split("  ")[1] for row in rows] == sorted(one.name for one in folder.glob("*.ttf"))


def test_program_texts_and_samples_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert set(stands(doctor_files.program())) == {"scopegen", "python", "system", "sqlite"}
    assert stands(doctor_files.texts()) == {"texts": ("ok", "ok")}
    assert stands(doctor_files.samples()) == {"samples": ("ok", "ok")}
    monkeypatch.setattr(doctor_files, "SQLITE", "3.9.2")
    monkeypatch.setattr(doctor_files, "OLDEST_PYTHON", (9, 0))
    found = stands(doctor_files.program())
    assert (found["sqlite"], found["python"]) == (("note", "old"), ("wrong", "old"))


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


# ---- words ----


def literal_outcomes() -> set[tuple[str, str]]:
    """Give each name and sentence that the code says literally."""
    verbs = {"found": 1, "noted": 2, "wrong": 2, "missing": 2}
    pairs = set()
    for file in (ROOT / "scopegen" / "workflow").glob("doctor*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            count = verbs.get(node.func.attr, 0)
            said = [str(one.value) for one in node.args[:count] if isinstance(one, ast.Constant)]
            if count and len(said) == count:
                pairs.add((said[0], said[1] if count > 1 else "ok"))
    return pairs


def test_every_outcome_has_words_in_both_languages() -> None:
    pairs = literal_outcomes()
    assert len(pairs) > 40
    for language in ("nl", "en"):
        checks = talk_words()[language]["doctor"]["checks"]
        assert {f"{name}.{told}" for name, told in pairs if told not in checks[name]} == set()


def flat(words: Mapping[str, Any], way: str = "") -> dict[str, str]:
    rows: dict[str, str] = {}
    for name, value in words.items():
        rows |= flat(value, f"{way}{name}.") if isinstance(value, dict) else {way + name: value}
    return rows


def test_both_languages_say_the_same_things_of_the_same_facts() -> None:
    dutch, english = (flat(talk_words()[one]["doctor"]["checks"]) for one in ("nl", "en"))
    assert dutch.keys() == english.keys()
    for way, sentence in dutch.items():
        assert fields(sentence) == fields(english[way]), way
    groups = {f"doctor_{group}" for group in GROUPS} | {f"doctor_is_{one}" for one in State}
    assert groups <= talk_words()["nl"].keys() & talk_words()["en"].keys()


def fields(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def test_a_remedy_is_that_of_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    check = Examining("clock").wrong("clock", "behind", now="1970-01-01", made="2026-11-21")
    told = [tell(check, "en", one).remedy for one in ("windows", "macos", "linux")]
    assert len(set(told)) == 3
    for name, system in {**SYSTEMS, "FreeBSD": "linux"}.items():
        monkeypatch.setattr(platform, "system", lambda name=name: name)
        assert tell(check, "en") == tell(check, "en", system)


def test_damaged_words_do_not_stop_the_doctor(monkeypatch: pytest.MonkeyPatch) -> None:
    check = Examining("files").missing("fonts", "lost", names="Carlito-Bold.ttf", place="x")
    monkeypatch.setattr("scopegen.workflow.doctor_telling.talk_words", dict)
    told = tell(check, "nl")
    assert (told.label, told.found) == ("fonts", "lost names=Carlito-Bold.ttf place=x")
