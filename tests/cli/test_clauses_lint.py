"""`scopegen clauses lint`: a folder of clauses, or the bundled ones, with file and line."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from command_line import run

from scopegen.assets import bundled

OLD = "\nWij gaan derhalve door.\n"


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A library with one clause, which is right."""
    folder = tmp_path / "house"
    shutil.copytree(bundled("templates") / "clauses" / "term", folder / "term")
    return folder


def add(house: Path, text: str, file: str = "nl.md") -> int:
    """Add text to the clause; give the number of its line."""
    path = house / "term" / file
    with path.open("a", encoding="utf-8") as stream:
        stream.write(text)
    return len(path.read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize(("language", "words"), [("nl", "Niets gevonden"), ("en", "Nothing found")])
def test_the_bundled_clauses_pass(language: str, words: str) -> None:
    result = run("--ui-lang", language, "clauses", "lint", "--strict")
    assert result.exit_code == 0
    assert result.stderr.startswith(words)


def test_a_clause_of_a_house_may_refer_to_a_bundled_one(house: Path) -> None:
    add(house, '\nZie {{ ref("payment.term") }}.\n')
    add(house, '\nSee {{ ref("payment.term") }}.\n', "en.md")
    assert run("clauses", "lint", house, "--strict").exit_code == 0


def test_what_is_found_has_its_file_and_line_and_fails_when_asked(house: Path) -> None:
    line = add(house, OLD)
    found = run("clauses", "lint", house, "--format", "short")
    assert found.stdout.startswith(f"{house / 'term' / 'nl.md'}:{line}:10: warning[L048]")
    assert found.exit_code == 0
    assert run("clauses", "lint", house, "--strict").exit_code == 1


def test_the_line_itself_is_shown(house: Path) -> None:
    add(house, OLD)
    assert OLD.strip() in run("clauses", "lint", house).stdout


def test_findings_are_data_too(house: Path) -> None:
    line = add(house, OLD)
    (row,) = json.loads(run("clauses", "lint", house, "--format", "json").stdout)["diagnostics"]
    assert (row["code"], row["start"]) == ("L048", [line, 10])


def test_a_library_that_cannot_be_read_is_told_with_its_place(house: Path) -> None:
    add(house, "order: 1\n", "clause.yaml")
    result = run("clauses", "lint", house)
    assert result.exit_code == 1
    assert "SG109" in result.stdout


def test_template_language_that_is_wrong_is_an_error(house: Path) -> None:
    add(house, "\n{% if %}\n", "en.md")
    result = run("clauses", "lint", house)
    assert result.exit_code == 1
    assert "SG204" in result.stdout


@pytest.mark.parametrize("folder", ["empty", "nowhere"])
def test_a_folder_without_clauses_is_refused(folder: str, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    result = run("clauses", "lint", tmp_path / folder)
    assert result.exit_code == 2
    assert "SG206" in result.stderr


def test_a_clause_without_a_language_is_refused(house: Path) -> None:
    (house / "term" / "en.md").unlink()
    assert "SG201" in run("clauses", "lint", house).stderr
