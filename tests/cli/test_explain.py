"""`scopegen explain`: every code, in both languages, in words that are finished."""

from __future__ import annotations

import re

import pytest
from command_line import process, run

from scopegen.assets import bundled
from scopegen.rules import load_catalogue

RECKONING = tuple(f"R{number}" for number in range(1, 20))
CODES = (*load_catalogue(bundled("templates") / "rules").codes(), *RECKONING)
LEFT_OVER = re.compile(r"\{[a-z_]*\}|TODO|None")


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("code", CODES)
def test_a_code_is_explained_without_anything_left_open(code: str, language: str) -> None:
    result = run("--ui-lang", language, "explain", code)
    assert result.exit_code == 0
    first, empty, *text = result.stdout.splitlines()
    assert (first, empty) == (code, "")
    assert len(" ".join(text)) > 20
    assert not LEFT_OVER.search(result.stdout)


@pytest.mark.parametrize("code", CODES)
def test_both_languages_have_an_explanation_of_their_own(code: str) -> None:
    told = [run("--ui-lang", language, "explain", code).stdout for language in ("nl", "en")]
    assert told[0] != told[1]


def test_a_code_may_be_written_in_small_letters() -> None:
    assert run("explain", "sg104").stdout == run("explain", "SG104").stdout


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_list_has_every_code_on_a_line(language: str) -> None:
    lines = run("--ui-lang", language, "explain", "--list").stdout.splitlines()
    assert [line.split()[0] for line in lines] == list(CODES)
    assert not [line for line in lines if LEFT_OVER.search(line)]


@pytest.mark.parametrize(
    ("language", "words"), [("nl", "bedoelde u SG104?"), ("en", "did you mean SG104?")]
)
def test_a_misspelled_code_is_answered_with_the_nearest(language: str, words: str) -> None:
    result = run("--ui-lang", language, "explain", "SG1044")
    assert result.exit_code == 2
    assert words in result.stderr


@pytest.mark.parametrize("nonsense", ["", "x", "{}", "{code}", "%s", "é" * 500])
def test_nonsense_is_refused_with_a_remedy(nonsense: str) -> None:
    result = run("explain", nonsense)
    assert result.exit_code == 2
    assert "scopegen explain --list" in result.stderr


def test_the_system_decides_on_the_language() -> None:
    dutch = process("explain", "SG104", LC_ALL="nl_NL.UTF-8").stdout
    assert dutch == process("--ui-lang", "nl", "explain", "SG104").stdout
