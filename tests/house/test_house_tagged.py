"""A standard at a tag of a git checkout, and the page on house standards."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from command_line import run
from conftest import ROOT
from house_page import house_page
from houses import DEFAULTS, HOUSE, SPEC, codes, examined, findings, firm, sample

from scopegen.workflow.tagged import split_tag

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not there")


def git(folder: Path, *words: str) -> None:
    who = ("-c", "user.name=T", "-c", "user.email=t@example.nl", "-c", "commit.gpgsign=false")
    subprocess.run(["git", "-C", str(folder), *who, *words], check=True, capture_output=True)


def checkout(folder: Path) -> Path:
    """A checkout whose tag 2026.2 has an hourly rate of 120 euros, and its files 130."""
    made = sample(folder)
    git(made, "init", "-q")
    (made / "escape").symlink_to("/etc")
    git(made, "add", "-A")
    git(made, "commit", "-qm", "first")
    git(made, "tag", "2026.2")
    house = made / "house.yaml"
    text = house.read_text(encoding="utf-8")
    house.write_text(text.replace("EUR 120.00", "EUR 130.00"), encoding="utf-8")
    (made / "clauses" / "complaints" / "nl.md").unlink()
    return made


def rate(spec: Path) -> str:
    found = examined(spec).spec
    assert found, findings(spec)
    return str(found.engagement.fees.hourly_rate.amount)


@needs_git
def test_a_tag_gives_the_standard_with_its_clauses_as_it_was(tmp_path: Path) -> None:
    made = checkout(tmp_path)
    named = SPEC + f"house: {{standard: {made}@2026.2}}\n"
    spec = tmp_path / "klus" / "engagement.yaml"
    spec.parent.mkdir()
    spec.write_text(named, encoding="utf-8")
    assert (codes(spec), rate(spec)) == ([], "120.00")
    letter = examined(spec).letter
    assert letter
    assert "Als u niet tevreden bent" in letter.plain_text()
    done = run("check", spec, "--house", f"{made}/house.yaml@2026.2")
    assert (done.exit_code, "@2026.2" in done.output) == (0, True), done.output


@needs_git
def test_two_tags_can_be_compared(tmp_path: Path) -> None:
    made = checkout(tmp_path)
    shutil.copy(tmp_path / "firm" / "house.yaml", tmp_path / "now.yaml")
    git(made, "checkout", "-q", "--", "clauses")
    git(made, "commit", "-qam", "second")
    git(made, "tag", "2027.1")
    done = run("house", "diff", f"{made}@2026.2", f"{made}@2027.1")
    assert "EUR 120.00 → EUR 130.00" in done.output


@needs_git
@pytest.mark.parametrize("tag", ["2025.1", "HEAD..", "2026.2~9"])
def test_a_tag_that_is_not_there_is_told_at_its_place(tmp_path: Path, tag: str) -> None:
    made = checkout(tmp_path)
    spec = firm(tmp_path / "x", spec=SPEC + f"house: {{standard: '{made}@{tag}'}}\n")
    (found,) = findings(spec)
    assert found.code == ("SG600" if "~" in tag else "SG654")
    assert found.location


@needs_git
def test_a_folder_that_is_no_checkout_has_no_tags(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    (tmp_path / "house.yaml").write_text(HOUSE + DEFAULTS, encoding="utf-8")
    assert run("house", "check", f"{tmp_path}@2026.2").exit_code == 2


def test_without_git_that_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    done = run("house", "check", f"{tmp_path}/firm@2026.2", PATH=str(tmp_path))
    assert (done.exit_code, "SG654" in done.output) == (2, True)


@pytest.mark.parametrize(
    ("named", "parts"),
    [
        ("../a@2026.2", ("../a", "2026.2")),
        ("@v1", (".", "v1")),
        ("a@b@v1", ("a@b", "v1")),
        ("a@--upload-pack=x", None),
        ("a@", None),
        ("a", None),
        ("a@v1 x", None),
    ],
)
def test_a_tag_is_never_an_option_of_git(named: str, parts: tuple[str, str] | None) -> None:
    assert split_tag(named) == parts


def test_the_page_on_house_standards_is_current() -> None:
    written = (ROOT / "docs" / "house.md").read_text(encoding="utf-8")
    assert written == house_page(), "run: python docs/build_docs.py spec"
