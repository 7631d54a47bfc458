"""The 127 practices: each one served by something that is there, and told on the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib import import_module

import click
import pytest
from command_line import run

from scopegen.cli import COMMANDS
from scopegen.diagnostics import ScopegenError
from scopegen.source import fields
from scopegen.workflow.notice_kinds import known_as
from scopegen.workflow.practices import Practice, Target, meaning, practices
from scopegen.workflow.reading import engagement_schema
from scopegen.workflow.reference import clauses
from scopegen.workflow.wording import catalogue, reckoning_rules

LANGUAGES = ("nl", "en")
each_practice = pytest.mark.parametrize("practice", practices(), ids=lambda one: one.id)


def is_clause(name: str) -> bool:
    """`handbrake`, or `handbrake.notice` for the paragraph that begins with `[#notice]`."""
    id_, _, anchor = name.partition(".")
    clause = next((one for one in clauses() if one.id == id_), None)
    return clause is not None and (not anchor or f"[#{anchor}]" in clause.nl)


def is_field(name: str) -> bool:
    return name in {one.path.removesuffix("[]") for one in fields(engagement_schema())}


def is_check(name: str) -> bool:
    return name in catalogue().codes()


def is_rule(name: str) -> bool:
    return all(name in reckoning_rules()[language] for language in LANGUAGES)


def is_command(name: str) -> bool:
    first, _, second = name.partition(" ")
    if first not in COMMANDS:
        return False
    command = import_module(f"scopegen.cli.{COMMANDS[first][0]}").command
    return not second or (isinstance(command, click.Group) and second in command.commands)


def is_notice(name: str) -> bool:
    try:
        return bool(known_as(name))
    except ScopegenError:
        return False


KINDS: dict[str, Callable[[str], bool]] = {
    "clause": is_clause,
    "field": is_field,
    "check": is_check,
    "rule": is_rule,
    "command": is_command,
    "notice": is_notice,
}


def leads_somewhere(target: Target) -> bool:
    return target.kind in KINDS and KINDS[target.kind](target.name)


def test_every_practice_is_there_once_and_in_order() -> None:
    assert [one.id for one in practices()] == [f"Q{number:03}" for number in range(1, 128)]


@each_practice
def test_every_target_of_a_practice_leads_somewhere(practice: Practice) -> None:
    assert not [str(target) for target in practice.served_by if not leads_somewhere(target)]


@pytest.mark.parametrize(
    "target",
    [
        "clause:handbreak",
        "clause:handbrake.nowhere",
        "field:meta.nothing",
        "check:SG999",
        "check:L999",
        "rule:R99",
        "command:fly",
        "command:log everything",
        "command:build all",
        "notice:T99",
        "other:x",
    ],
)
def test_a_target_that_leads_nowhere_is_noticed(target: str) -> None:
    kind, name = target.split(":")
    assert not leads_somewhere(Target(kind, name))


def test_only_one_practice_is_left_out_and_that_one_says_why() -> None:
    left_out = [one for one in practices() if any(map(one.left_out, LANGUAGES))]
    assert [one.id for one in left_out] == ["Q070"]
    assert all(left_out[0].left_out(language) for language in LANGUAGES)


def test_every_clause_serves_a_practice_or_the_form_of_the_letter() -> None:
    serving = {
        target.name.partition(".")[0]
        for one in practices()
        for target in one.served_by
        if target.kind == "clause"
    }
    form_and_law = {one.id for one in clauses()} - serving
    assert form_and_law == {
        "opening",
        "parties",
        "payment",
        "liability",
        "ip",
        "data-protection",
        "force-majeure",
        "precedence",
        "disputes",
        "annex-examples",
        "annex-processing",
        "annex-consumer",
    }


@each_practice
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_practice_is_one_plain_line(practice: Practice, language: str) -> None:
    line = practice.told(language)
    assert line[0].isupper()
    assert line.endswith(".")
    assert len(line.split()) <= 25


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_serves_a_practice_is_told_in_words(language: str) -> None:
    told = run("--ui-lang", language, "practices", "show", "q046").stdout
    assert told.startswith("Q046  ")
    for name in ("field:preconditions", "clause:preconditions.list", "check:SG320"):
        line = next(line for line in told.splitlines() if name in line)
        assert len(line.split()) > 4


def test_one_that_is_left_out_says_why_on_the_command_line() -> None:
    assert "deception" in run("--ui-lang", "en", "practices", "show", "Q070").stdout
    assert "bedrog" in run("--ui-lang", "nl", "practices", "show", "Q070").stdout


def test_practices_are_found_by_a_word() -> None:
    found = run("--ui-lang", "en", "practices", "list", "VOICEMAIL").stdout
    assert found == ""
    lines = run("--ui-lang", "en", "practices", "list", "no-show").stdout.splitlines()
    assert [line[:4] for line in lines] == ["Q027"]


def test_the_list_is_data_too() -> None:
    report = json.loads(run("practices", "list", "--format", "json").stdout)
    assert report["format_version"] == 1
    assert len(report["practices"]) == 127
    assert all(row["practice"] and row["served_by"] for row in report["practices"])


@pytest.mark.parametrize(
    ("language", "words"), [("nl", "bedoelde u Q100?"), ("en", "did you mean Q100?")]
)
def test_a_number_that_is_no_practice_is_answered_with_the_nearest(
    language: str, words: str
) -> None:
    result = run("--ui-lang", language, "practices", "show", "Q1000")
    assert result.exit_code == 2
    assert words in result.stderr


def test_what_has_no_words_of_its_own_is_told_by_its_name_alone() -> None:
    assert meaning(Target("command", "resume"), "en") == ""
    assert meaning(Target("check", "L999"), "en") == ""
