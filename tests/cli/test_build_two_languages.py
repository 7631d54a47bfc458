"""`scopegen build --lang nl+en`, and `check --parity`: files, names, words and refusals."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch
from zipfile import ZipFile

import pytest
from command_line import ENGLISH, names, run, write

from scopegen.assets import bundled
from scopegen.drafting.library import Library
from scopegen.workflow.checking import library


@pytest.fixture(autouse=True)
def _stand_in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


STEM = "OPD-2026-014-v1"


def test_one_letter_in_two_languages_is_one_file_a_format(tmp_path: Path) -> None:
    write(tmp_path)
    assert run("build", "-q", "--to", "docx,pdf,txt,json", "--lang", "nl+en").exit_code == 0
    expected = [f"{STEM}.nl+en.{kind}" for kind in ("docx", "json", "pdf", "txt")]
    assert names(tmp_path / "documents") == expected
    model = json.loads((tmp_path / "documents" / f"{STEM}.nl+en.json").read_text(encoding="utf-8"))
    first = model["sections"][0]["blocks"][0]
    assert first["languages"] == ["nl-NL", "en-GB"]
    assert dict(model["imprint"]["facts"])["languages"] == "nl+en"


def test_the_first_language_stands_left(tmp_path: Path) -> None:
    write(tmp_path)
    assert run("build", "-q", "--to", "txt", "--lang", "en+nl", "-o", "-").stdout.splitlines()[
        1:3
    ] == ["English", "Nederlands"]


def test_letters_in_one_and_in_two_languages_are_made_together(tmp_path: Path) -> None:
    write(tmp_path)
    assert run("build", "-q", "--to", "txt", "--lang", "nl, nl+en").exit_code == 0
    assert names(tmp_path / "documents") == [f"{STEM}.nl+en.txt", f"{STEM}.nl.txt"]


@pytest.mark.parametrize("languages", ["nl+nl", "nl+fr", "nl+", "+", "nl+en+nl"])
def test_what_are_not_two_languages_is_refused(languages: str, tmp_path: Path) -> None:
    write(tmp_path)
    refused = run("build", "--lang", languages)
    assert refused.exit_code == 2
    assert "nl, en, nl+en, en+nl" in refused.output
    assert names(tmp_path) == ["engagement.yaml"]


@pytest.mark.parametrize(("prevailing", "told"), [("nl", "Dutch"), ("en", "English")])
def test_the_spec_says_which_text_prevails(prevailing: str, told: str, tmp_path: Path) -> None:
    write(tmp_path, ENGLISH.replace("meta:\n", f"meta:\n  prevailing: {prevailing}\n"))
    text = run("build", "-q", "--to", "txt", "--lang", "nl+en", "-o", "-").stdout
    assert f"If the texts differ, the {told} text applies." in text


def test_a_draft_is_marked_in_both_languages(tmp_path: Path) -> None:
    write(tmp_path)
    made = run("build", "-q", "--to", "json", "--lang", "nl+en", "--draft", "-o", "-")
    assert json.loads(made.stdout)["imprint"]["draft_mark"] == "CONCEPT / DRAFT"


def unequal() -> Library:
    """The library, with one amount that only the Dutch text names."""
    texts = {c.id: c.en.replace("{{ hold_fee.per_day }}", "that fee", 1) for c in library().clauses}
    return Library(tuple(replace(c, en=texts[c.id]) for c in library().clauses))


@pytest.mark.parametrize("spoken", ["nl", "en"])
def test_texts_that_differ_are_told_and_no_letter_is_made(spoken: str, tmp_path: Path) -> None:
    write(tmp_path)
    own = unequal()
    with patch("scopegen.workflow.checking.library", lambda: own):
        told = run("--ui-lang", spoken, "build", "-q", "--lang", "nl+en")
        alone = run("--ui-lang", spoken, "build", "-q", "--to", "txt", "--lang", "en")
        checked = run("--ui-lang", spoken, "check", "--parity")
        unasked = run("--ui-lang", spoken, "check")
    assert told.exit_code == 1
    assert "SG211" in told.stderr
    assert "nl.md" in told.stderr
    assert names(tmp_path / "documents") == [f"{STEM}.en.txt"]
    assert (checked.exit_code, "SG211" in checked.output) == (1, True)
    assert (alone.exit_code, unasked.exit_code) == (0, 0)


def test_a_template_of_before_there_were_two_languages_is_named_with_what_it_lacks(
    tmp_path: Path,
) -> None:
    write(tmp_path)
    own = template_without("Pair text", tmp_path / "house.docx")
    order = ("build", "-q", "--to", "docx", "--word-template", own)
    refused = run(*order, "--lang", "nl+en")
    assert refused.exit_code != 0
    assert "SG502" in refused.output
    assert "Pair text" in refused.output
    assert run(*order, "--lang", "nl").exit_code == 0


def template_without(style: str, place: Path) -> Path:
    """Copy the bundled template, with one style under another name."""
    with ZipFile(bundled("templates") / "word" / "letter.docx") as old, ZipFile(place, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "word/styles.xml":
                content = content.replace(style.encode(), b"Other")
            new.writestr(name, content)
    return place
