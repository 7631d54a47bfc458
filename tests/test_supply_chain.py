"""What scopegen is built from: floors under the lock, licences, the same wheel twice, the audit."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tomllib
from collections.abc import Mapping
from datetime import date
from email.message import Message
from importlib.metadata import Distribution, PathDistribution, distributions
from pathlib import Path
from typing import Any

import locked_packages
import pytest
from conftest import ROOT
from locked_packages import Tree, licences, lock, needs, said
from packaging.utils import canonicalize_name
from packaging.version import Version

import tasks

FLOORS = tomllib.loads((ROOT / ".ci" / "security_floors.toml").read_text(encoding="utf-8"))
AS_OF = FLOORS.pop("as_of")
AFFERO = re.compile(r"AGPL|Affero", re.IGNORECASE)
INSTALLED: dict[str, Distribution] = {canonicalize_name(one.name): one for one in distributions()}


# ---- floors ----


def below(versions: Mapping[str, str], floors: Mapping[str, Mapping[str, str]]) -> list[str]:
    """Name what is older than its floor, or has a floor and is not locked at all."""
    return [
        name
        for name, floor in floors.items()
        if name not in versions or Version(versions[name]) < Version(floor["at_least"])
    ]


def test_no_locked_version_lies_below_its_floor() -> None:
    assert below({name: pin.version for name, pin in lock().items()}, FLOORS) == []


def test_a_version_below_its_floor_is_found() -> None:
    floors = {"a": {"at_least": "3.1.6"}, "b": {"at_least": "50"}, "c": {"at_least": "1"}}
    assert below({"a": "3.1.10", "b": "49.9"}, floors) == ["b", "c"]


def test_a_floor_is_dated_and_says_why() -> None:
    assert isinstance(AS_OF, date)
    assert all(len(floor["source"]) > 10 for floor in FLOORS.values())


def test_what_pyproject_asks_lies_on_or_above_the_floor() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [one for part in project["optional-dependencies"].values() for one in part]
    for line in (*project["dependencies"], *extras):
        found = re.match(r"([\w.-]+)>=([\d.]+)", line)
        assert found, line
        name, lowest = canonicalize_name(found[1]), found[2]
        assert below({name: lowest}, {name: FLOORS.get(name, {"at_least": "0"})}) == [], line


# ---- licences ----


def test_no_locked_package_has_the_affero_licence() -> None:
    told = {name: tuple(licences(INSTALLED.get(name))) for name in lock()}
    assert [name for name, said_ in told.items() if AFFERO.search(" ".join(said_))] == []
    silent = [name for name in told if name in INSTALLED and not told[name]]
    assert silent == []
    assert len(told) - len([name for name in told if name in INSTALLED]) < 10


class Told(PathDistribution):
    """A package that says this of itself."""

    def __init__(self, **fields: str) -> None:
        super().__init__(Path())
        self.fields = fields

    @property
    def metadata(self) -> Any:
        message = Message()
        for name, value in self.fields.items():
            message[name.replace("_", "-")] = value
        return message


@pytest.mark.parametrize(
    ("package", "told"),
    [
        (Told(License_Expression="AGPL-3.0-or-later", License="MIT"), ["AGPL-3.0-or-later"]),
        (Told(License="GNU Affero GPL"), ["GNU Affero GPL"]),
        (
            Told(
                License="the whole text " * 20,
                Classifier="License :: OSI Approved :: GNU Affero General Public License v3",
            ),
            ["GNU Affero General Public License v3"],
        ),
    ],
)
def test_a_licence_is_found_wherever_a_package_states_it(package: Told, told: list[str]) -> None:
    assert list(licences(package)) == told
    assert AFFERO.search(told[0])


def test_a_package_that_states_no_licence_is_silent() -> None:
    assert list(licences(None)) == list(licences(Told(Name="x"))) == []
    assert said(Told(Name="x"), "Summary") == ""


# ---- what is needed when scopegen runs ----


def test_the_lock_is_read_whole() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pins = lock()
    assert sum(len(pin.hashes) for pin in pins.values()) == text.count("--hash=sha256:")
    assert pins["colorama"].marker == "os_name == 'nt' or sys_platform == 'win32'"


def test_a_lock_that_is_not_understood_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "requirements.lock").write_text("click==8.5.1\n", encoding="utf-8")
    monkeypatch.setattr(locked_packages, "ROOT", tmp_path)
    with pytest.raises(SystemExit, match="not understood"):
        lock()


def test_what_only_another_system_needs_is_needed_too() -> None:
    lines = [
        "a; sys_platform == 'win32'",
        "b; python_version < '3'",
        "C.d; extra == 'more'",
        "e[x]",
    ]
    assert dict(needs(lines)) == {"a": frozenset(), "e": frozenset({"x"})}
    assert set(dict(needs(lines, ["more"]))) == {"a", "c-d", "e"}


def test_the_tree_holds_what_runs_and_not_what_tests() -> None:
    tree = Tree(lock(), INSTALLED, {})
    tree.grow_all(["docxtpl>=0.20", "click"])
    assert {"docxtpl", "jinja2", "markupsafe", "lxml", "python-docx", "click"} <= set(tree.children)
    assert not {"pytest", "ruff", "hypothesis"} & set(tree.children)
    assert "lxml" in tree.children["python-docx"]


# ---- the same wheel twice ----


def test_a_package_that_comes_out_different_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "dist").mkdir()
    (tmp_path / "source" / "x-1").mkdir(parents=True)
    (tmp_path / "source" / "x-1" / "a.py").write_text("a", encoding="utf-8")
    packed = shutil.make_archive(str(tmp_path / "dist" / "x-1"), "gztar", tmp_path / "source")
    content, built = Path(packed).read_bytes(), []

    def same(source: Path, target: Path, *options: str, elsewhere: bool = False) -> None:
        target.mkdir()
        built.append((source.name, options, elsewhere))
        (target / Path(packed).name).write_bytes(content)

    def different(source: Path, target: Path, *options: str, elsewhere: bool = False) -> None:
        same(source, target, *options, elsewhere=elsewhere)
        (target / Path(packed).name).write_bytes(content + b" " * elsewhere)

    monkeypatch.setattr(tasks, "build", same)
    tasks.prove_reproducible(tmp_path)
    assert built == [("x-1", (), True), (ROOT.name, ("--wheel",), False)]
    (changed,) = (tmp_path / "elsewhere").iterdir()
    assert (changed / "a.py").stat().st_mtime == tasks.LATER
    for made in ("elsewhere", "again", "straight"):
        shutil.rmtree(tmp_path / made)
    monkeypatch.setattr(tasks, "build", different)
    with pytest.raises(SystemExit, match=r"x-1\.tar\.gz is not the same when it is built again"):
        tasks.prove_reproducible(tmp_path)


# ---- the audit ----

CLEAN = {"name": "six", "version": "1", "vulns": []}
HOLE = {"id": "PYSEC-1", "fix_versions": [], "aliases": [], "description": ""}


@pytest.mark.parametrize(
    ("answered", "told"),
    [
        ([{**CLEAN, "vulns": [HOLE]}], "1 known holes"),
        ([], "0 known holes; not asked: six"),
        ([{"name": "six", "skip_reason": "not found"}], "0 known holes; not asked: six"),
    ],
)
def test_an_audit_with_a_hole_or_a_gap_fails(answered: list[dict[str, Any]], told: str) -> None:
    with pytest.raises(SystemExit, match=told):
        tasks.tell_audit({"six"}, answered)


def test_a_clean_audit_says_how_much_it_asked(capsys: pytest.CaptureFixture[str]) -> None:
    tasks.tell_audit({"six"}, [CLEAN])
    assert capsys.readouterr().out == "1 packages audited: no known holes.\n"


@pytest.mark.parametrize("reached", [True, False])
def test_an_audit_that_asked_nobody_does_not_pass(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *, reached: bool
) -> None:
    def answer(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        if reached:
            asked = Path(command[command.index("-r") + 1]).read_text(encoding="utf-8")
            assert not re.search(r"^\S+ ;", asked, re.MULTILINE)
            rows = [{"name": name, "version": "1", "vulns": []} for name in lock()]
            report = Path(command[command.index("-o") + 1])
            report.write_text(json.dumps({"dependencies": rows}), encoding="utf-8")
        return subprocess.CompletedProcess(command, 1, "", "first\nNameResolutionError: osv")

    monkeypatch.setattr(tasks, "make_venv", lambda place: place)
    monkeypatch.setattr(tasks, "run", lambda *_, **__: None)
    monkeypatch.setattr(subprocess, "run", answer)
    if reached:
        tasks.audit()
        assert f"{len(lock())} packages audited" in capsys.readouterr().out
        return
    with pytest.raises(SystemExit, match="nothing was audited: NameResolutionError: osv"):
        tasks.audit()
