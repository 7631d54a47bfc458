"""`scopegen clauses`: the list and each clause, in both languages."""

from __future__ import annotations

import json

import pytest
from command_line import run

from scopegen.assets import bundled

FOLDER = bundled("templates") / "clauses"
NAMES = sorted(path.parent.name for path in FOLDER.glob("*/clause.yaml"))


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_list_has_every_clause_and_what_it_does(language: str) -> None:
    lines = run("--ui-lang", language, "clauses", "list").stdout.splitlines()
    rows = dict(line.split(maxsplit=1) for line in lines)
    assert sorted(rows) == NAMES
    assert all(len(does) > 20 for does in rows.values())


def test_the_list_is_data_too() -> None:
    report = json.loads(run("clauses", "list", "--format", "json").stdout)
    assert report["format_version"] == 1
    assert sorted(row["id"] for row in report["clauses"]) == NAMES
    assert all(row["does"] and row["part"] for row in report["clauses"])


@pytest.mark.parametrize("name", NAMES)
def test_a_clause_is_shown_with_its_text_in_both_languages(name: str) -> None:
    result = run("clauses", "show", name)
    assert result.exit_code == 0
    assert result.stdout.startswith(f"id: {name}\n")
    for language in ("nl", "en"):
        source = bundled("templates") / "clauses" / name / f"{language}.md"
        assert source.read_text(encoding="utf-8").strip() in result.stdout


@pytest.mark.parametrize(("language", "other"), [("nl", "en"), ("en", "nl")])
def test_one_language_may_be_chosen(language: str, other: str) -> None:
    shown = run("clauses", "show", "handbrake", "--lang", language).stdout
    assert f"--- {language} ---" in shown
    assert f"--- {other} ---" not in shown


@pytest.mark.parametrize(
    ("language", "words"), [("nl", "bedoelde u handbrake?"), ("en", "did you mean handbrake?")]
)
def test_a_misspelled_clause_is_answered_with_the_nearest(language: str, words: str) -> None:
    result = run("--ui-lang", language, "clauses", "show", "handbreak")
    assert result.exit_code == 2
    assert words in result.stderr


def test_a_name_like_no_other_gets_no_odd_suggestion() -> None:
    result = run("clauses", "show", "zzzz")
    assert "did you mean" not in result.stderr
    assert "scopegen clauses list" in result.stderr


@pytest.mark.parametrize("law", ["NL", "EW"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_with_a_law_the_list_tells_what_differs_under_it(law: str, language: str) -> None:
    plain = run("--ui-lang", language, "clauses", "list").stdout.splitlines()
    told = run("--ui-lang", language, "clauses", "list", "--law", law).stdout.splitlines()
    more = [line for line in told if line not in plain]
    assert [line for line in told if line in plain] == plain
    assert len(more) > 8
    assert all(line.strip().startswith(f"{law}: ") for line in more)
    assert told.index(next(line for line in told if line.startswith("handbrake"))) + 1 in [
        told.index(line) for line in more
    ]


@pytest.mark.parametrize(
    ("arguments", "laws"),
    [
        (["ip"], ["NL", "EW"]),
        (["ip", "--law", "NL"], ["NL"]),
        (["ip", "--law", "EW"], ["EW"]),
        (["parties"], []),
        (["parties", "--law", "EW"], []),
    ],
)
def test_a_clause_is_shown_with_what_differs_by_law(arguments: list[str], laws: list[str]) -> None:
    lines = run("--ui-lang", "en", "clauses", "show", *arguments).stdout.splitlines()
    assert [line[4:6] for line in lines if line.startswith("law ")] == laws


@pytest.mark.parametrize(("language", "words"), [("nl", "Als er"), ("en", "When there are")])
def test_a_clause_is_shown_with_when_it_applies(language: str, words: str) -> None:
    shown = run("--ui-lang", language, "clauses", "show", "preconditions").stdout
    assert f"\napplies: {words}" in shown
    assert "\nwhen: preconditions\n" in shown


def test_the_list_as_data_tells_when_a_clause_applies_and_what_differs_by_law() -> None:
    report = json.loads(run("clauses", "list", "--format", "json", "--law", "EW").stdout)
    rows = {row["id"]: row for row in report["clauses"]}
    assert all(row["applies"] for row in rows.values())
    assert rows["hold-fee"]["when"] == "handbrake.enabled"
    assert list(rows["ip"]["laws"]) == ["EW"]
    assert rows["parties"]["laws"] == {"EW": ""}
