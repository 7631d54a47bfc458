"""`lint_ack`: a warning that is accepted is listed apart, in every form, and no longer fails."""

from __future__ import annotations

import json

import pytest
from command_line import run
from lint_examples import base, laid_over

NOT_PAID = "hold_fee: {share: 80%}"
"""L025, a warning."""
WHY = "zaal is gereserveerd"
ACCEPTED = f"{NOT_PAID}\nlint_ack: [{{rule: L025, reason: {WHY}, by: Noor Bakker, on: 2026-12-01}}]"


def check(part: str, *options: str) -> tuple[int, str, str]:
    result = run("--ui-lang", "nl", "check", "-", *options, stdin=laid_over(base("NL"), part))
    return result.exit_code, result.stdout, result.stderr


def test_a_warning_fails_only_with_strict_and_an_accepted_one_never() -> None:
    assert [check(NOT_PAID)[0], check(NOT_PAID, "--strict")[0]] == [0, 1]
    assert [check(ACCEPTED)[0], check(ACCEPTED, "--strict")[0]] == [0, 0]


def test_another_warning_still_fails() -> None:
    code, out, _ = check(f"{ACCEPTED}\nextra_work: {{warning: 100%}}", "--strict")
    assert code == 1
    assert "L042" in out


def test_text_lists_what_is_accepted_apart_with_why_who_and_when() -> None:
    _, out, err = check(ACCEPTED)
    head, first, second = out.splitlines()
    assert head == "Aanvaard:"
    assert " L025 " in first
    assert second.strip() == f"reden: {WHY} (Noor Bakker, 2026-12-01)"
    assert err.startswith("Geen fouten gevonden")


def test_json_has_it_apart_from_what_is_open() -> None:
    report = json.loads(check(ACCEPTED, "--format", "json")[1])
    (row,) = report["accepted"]
    assert report["diagnostics"] == []
    assert (row["code"], row["severity"], row["path"]) == ("L025", "note", "hold_fee.share")
    assert (row["reason"], row["by"], row["on"]) == (WHY, "Noor Bakker", "2026-12-01")
    assert json.loads(check(NOT_PAID, "--format", "json")[1])["accepted"] == []


def test_sarif_has_a_suppression() -> None:
    (scan,) = json.loads(check(ACCEPTED, "--format", "sarif")[1])["runs"]
    (result,) = scan["results"]
    (suppressed,) = result["suppressions"]
    assert suppressed == {"kind": "inSource", "status": "accepted", "justification": WHY}
    (scan,) = json.loads(check(NOT_PAID, "--format", "sarif")[1])["runs"]
    assert "suppressions" not in scan["results"][0]


def test_short_and_github_say_it_on_one_line() -> None:
    (short,) = check(ACCEPTED, "--format", "short")[1].splitlines()
    (github,) = check(ACCEPTED, "--format", "github")[1].splitlines()
    assert "accepted[L025]" in short
    assert github.startswith("::notice ")
    assert "title=L025 (accepted)::" in github
    assert WHY in short
    assert WHY in github


def test_a_warning_of_the_other_checks_can_be_accepted_too() -> None:
    sunday = "fees: {milestones: [{id: M1, title: Plan, due: 2027-02-21}]}"
    said = f"{sunday}\nlint_ack: [{{rule: sg311, reason: open dag}}]"
    assert check(sunday, "--strict")[0] == 1
    assert check(said, "--strict")[0] == 0


def test_only_the_rule_that_is_named_is_accepted() -> None:
    both = f"{NOT_PAID}\nextra_work: {{warning: 100%}}"
    said = f"{both}\nlint_ack: [{{rule: L042, reason: kort}}]"
    report = json.loads(check(said, "--format", "json")[1])
    assert [row["code"] for row in report["diagnostics"]] == ["L025"]
    assert [row["code"] for row in report["accepted"]] == ["L042"]


def test_an_error_is_not_accepted_and_that_is_said() -> None:
    said = "payment: {collection: none}\nlint_ack: [{rule: L009, reason: vrienden}]"
    report = json.loads(check(said, "--format", "json")[1])
    found = {row["code"]: row["severity"] for row in report["diagnostics"]}
    assert found == {"L009": "error", "SG391": "warning"}
    assert check(said)[0] == 1


def test_while_there_are_errors_nothing_is_said_of_rules_that_did_not_run() -> None:
    wrong = "engagement: {end: 2026-01-01}\nlint_ack: [{rule: L025, reason: zaal}]"
    report = json.loads(check(wrong, "--format", "json")[1])
    assert {row["code"] for row in report["diagnostics"]} == {"SG310"}


@pytest.mark.parametrize(("rule", "words"), [("L25", "bedoelde u L025?"), ("x", "explain --list")])
def test_a_rule_that_does_not_exist_is_answered(rule: str, words: str) -> None:
    code, out, _ = check(f"lint_ack: [{{rule: {rule}, reason: zaal}}]", "--strict")
    assert code == 1
    assert "SG392" in out
    assert words in out


def test_a_reason_cannot_steer_the_terminal() -> None:
    said = ACCEPTED.replace(WHY, '"a\\u202eb"')
    for form in ("text", "short", "github"):
        assert "\u202e" not in check(said, "--format", form)[1]
