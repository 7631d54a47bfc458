"""What the doctor finds of scopegen itself: packages, engines, files, and the words for all."""

from __future__ import annotations

import ast
import hashlib
import os
import platform
import shutil
import sys
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from importlib.metadata import PathDistribution
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from conftest import ROOT
from doctor_outcomes import stands
from hypothesis import given
from hypothesis import strategies as st
from packaging.markers import Marker
from packaging.specifiers import SpecifierSet

from scopegen.assets import bundled
from scopegen.diagnostics import ScopegenError
from scopegen.workflow import (
    doctor_engines,
    doctor_files,
    doctor_packages,
)
from scopegen.workflow.doctor_check import GROUPS, Examining, State
from scopegen.workflow.doctor_packages import Requirement, applies, packages, read_requirement
from scopegen.workflow.doctor_telling import SYSTEMS, tell
from scopegen.workflow.wording import talk_words

MARKERS = (
    "sys_platform == 'win32'",
    "sys_platform != 'win32' or platform_machine != 'ARM64'",
    "os_name == 'nt' and sys_platform != 'cygwin'",
)


# ---- packages ----


def test_every_requirement_of_ours_is_understood() -> None:
    asked = doctor_packages.requirements()
    extras = {one.extra for one in asked if one.extra}
    assert extras == {"cluster", "sign", "verify"}
    for spoken in ("nl", "en"):
        assert {f"extra_{extra}" for extra in extras} <= talk_words()[spoken]["doctor"][
            "checks"
        ].keys()
    assert all(one.range and SpecifierSet(one.range) for one in asked)
    assert read_requirement("click<9, >=8.5").range == ">=8.5,<9"


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
    with (tmp_path / "scopegen-1.dist-info" / "RECORD").open("a", encoding="utf-8") as record:
        record.write("\n../../bin/scopegen,sha256=AAAA,4")  # the installer makes it
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
