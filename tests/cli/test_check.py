"""`scopegen check`: exit codes, where a spec is found, what is told and in which language."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_line import ENGLISH, MISSPELLED, SMALLEST, process, run, write


@pytest.fixture(autouse=True)
def _stand_in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


WARNED = SMALLEST.replace("kind: nonprofit", "kind: consumer")
"""A spec with a warning and no errors."""

EXIT_CODES = {
    "help": (["--help"], 0),
    "version": (["--version"], 0),
    "no command": ([], 2),
    "unknown command": (["chekc"], 2),
    "unknown option": (["check", "--fromat"], 2),
    "unknown format": (["check", "--format", "xml"], 2),
    "unknown interface language": (["--ui-lang", "de", "check"], 2),
    "good spec": (["check", "good"], 0),
    "bad spec": (["check", "bad"], 1),
    "one of two is bad": (["check", "good", "bad"], 1),
    "bad spec, any format": (["check", "bad", "--format", "json"], 1),
    "no such file": (["check", "nowhere.yaml"], 2),
    "no spec in the folder": (["check", "empty"], 2),
    "no spec here": (["check"], 2),
    "build good": (["build", "good", "--to", "txt"], 0),
    "build bad": (["build", "bad"], 1),
    "build no such file": (["build", "nowhere.yaml"], 2),
    "build unknown format": (["build", "good", "--to", "odt"], 2),
    "build unknown language": (["build", "good", "--lang", "de"], 2),
    "build two to stdout": (["build", "good", "-o", "-"], 2),
    "init in a folder with a spec": (["init", "good", "--no-input"], 2),
    "init from an unknown sample": (["init", "new", "--from", "nothing"], 2),
    "init with answers that are not there": (["init", "new", "--answers", "no.yaml"], 2),
    "explain": (["explain", "SG104"], 0),
    "explain nothing": (["explain"], 2),
    "explain unknown": (["explain", "SG999"], 2),
    "clauses": (["clauses", "list"], 0),
    "clauses unknown": (["clauses", "show", "nothing"], 2),
    "schema": (["schema", "--json-schema"], 0),
    "schema without a choice": (["schema"], 2),
}


@pytest.mark.parametrize("case", EXIT_CODES)
def test_the_exit_code_says_how_it_went(case: str, tmp_path: Path) -> None:
    write(tmp_path / "good")
    write(tmp_path / "bad", MISSPELLED)
    (tmp_path / "empty").mkdir()
    arguments, expected = EXIT_CODES[case]
    assert run(*arguments).exit_code == expected


@pytest.mark.parametrize("command", ["chekc", "biuld", "explian", "claus"])
def test_a_misspelled_command_is_answered_with_the_nearest(command: str) -> None:
    meant = {"chekc": "check", "biuld": "build", "explian": "explain", "claus": "clauses"}
    assert f"'{meant[command]}'" in run(command).stderr


@pytest.mark.parametrize(
    ("arguments", "meant"),
    [(["check", "--fromat"], "--format"), (["build", "--drafts"], "--draft")],
)
def test_a_misspelled_option_is_answered_with_the_nearest(arguments: list[str], meant: str) -> None:
    assert meant in run(*arguments).stderr


def test_a_misspelled_field_is_answered_with_the_nearest() -> None:
    wrong = SMALLEST.replace("authority:", "autority:")
    result = run("--ui-lang", "en", "check", "-", stdin=wrong)
    assert "did you mean 'authority'?" in result.stdout


def test_a_spec_is_found_here_in_a_parent_in_a_folder_and_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = write(tmp_path / "job", MISSPELLED)
    deep = tmp_path / "job" / "documents" / "old"
    deep.mkdir(parents=True)
    assert run("check", "job").exit_code == run("check", spec).exit_code == 1
    monkeypatch.chdir(tmp_path / "job")
    assert "engagement.yaml:31:3" in run("check").stdout
    monkeypatch.chdir(deep)
    assert "engagement.yaml:31:3" in run("check").stdout


def test_the_short_ending_is_found_too(tmp_path: Path) -> None:
    write(tmp_path).rename(tmp_path / "engagement.yml")
    assert run("check").exit_code == 0


def test_a_dash_reads_standard_input() -> None:
    assert run("check", "-", stdin=SMALLEST).exit_code == 0
    found = run("check", "-", "--format", "short", stdin=MISSPELLED)
    assert found.exit_code == 1
    assert found.stdout.startswith("-:31:3: error[SG104]")


def test_a_process_reads_standard_input_and_gives_the_code() -> None:
    assert process("check", "-", stdin=SMALLEST).returncode == 0
    failed = process("check", "-", stdin=MISSPELLED)
    assert failed.returncode == 1
    assert b"SG104" in failed.stdout


def test_the_findings_are_data_and_the_rest_is_talk() -> None:
    result = run("--ui-lang", "en", "check", "-", stdin=MISSPELLED)
    assert "SG104" in result.stdout
    assert "SG104" not in result.stderr
    assert "1 error." in result.stderr


def test_all_problems_are_told_at_once() -> None:
    text = MISSPELLED.replace("EUR 95.00", "95").replace("register_no", "registr_no")
    result = run("check", "-", "--format", "short", stdin=text)
    assert len(result.stdout.splitlines()) >= 2


def test_what_was_not_checked_is_said() -> None:
    assert "Not checked:" in run("--ui-lang", "en", "check", "-", stdin=SMALLEST).stderr
    assert "Niet nagegaan:" in run("check", "-", stdin=SMALLEST).stderr


def test_strict_lets_a_warning_fail(tmp_path: Path) -> None:
    write(tmp_path, WARNED)
    plain, strict = run("check"), run("check", "--strict")
    assert "SG325" in plain.stdout
    assert (plain.exit_code, strict.exit_code) == (0, 1)


@pytest.mark.parametrize(
    ("arguments", "text", "locale", "word"),
    [
        (["--ui-lang", "en", "check", "-"], SMALLEST, "nl_NL.UTF-8", "No errors"),
        (["--ui-lang", "nl", "check", "-"], ENGLISH, "en_GB.UTF-8", "Geen fouten"),
        (["check", "-"], SMALLEST, "en_GB.UTF-8", "Geen fouten"),
        (["check", "-"], ENGLISH, "nl_NL.UTF-8", "No errors"),
    ],
)
def test_messages_are_in_the_chosen_language_else_in_the_letters(
    arguments: list[str], text: str, locale: str, word: str
) -> None:
    assert word in run(*arguments, stdin=text, LC_ALL=locale).stderr


@pytest.mark.parametrize(
    ("language", "locale", "word"),
    [("nl", "en_GB.UTF-8", "fout"), ("en", "nl_NL.UTF-8", "error")],
)
def test_a_spec_with_errors_is_told_in_its_own_language_too(
    language: str, locale: str, word: str
) -> None:
    text = MISSPELLED.replace("meta:\n", f"meta:\n  language: {language}\n")
    assert run("check", "-", stdin=text, LC_ALL=locale).stdout.startswith(f"{word}[")


def test_a_comment_about_a_language_is_not_the_language() -> None:
    text = f"# not language: en\n{MISSPELLED}".replace("meta:\n", "meta:\n  language: nl\n")
    assert run("check", "-", stdin=text).stdout.startswith("fout[")


@pytest.mark.parametrize(
    ("locale", "word"),
    [("nl_NL.UTF-8", "bestaat niet"), ("nl_BE", "bestaat niet"), ("de_DE.UTF-8", "not exist")],
)
def test_without_a_spec_the_system_decides_on_the_language(locale: str, word: str) -> None:
    assert word in run("check", "nowhere", LC_ALL=locale).stderr


def test_a_folder_that_was_named_is_not_said_to_have_been_climbed(tmp_path: Path) -> None:
    (tmp_path / "job").mkdir()
    write(tmp_path)
    assert run("check", "job").exit_code == 2
    assert "above" not in run("check", "job").stderr


def test_a_byte_order_mark_and_windows_line_ends_are_fine() -> None:
    raw = b"\xef\xbb\xbf" + MISSPELLED.replace("\n", "\r\n").encode()
    result = run("check", "-", "--format", "short", stdin=raw)
    assert result.stdout.startswith("-:31:3: error[SG104]")
    assert len(result.stdout.splitlines()) == 1


@pytest.mark.parametrize(
    ("spoken", "words"), [("nl", "De contractregels"), ("en", "The contract rules")]
)
def test_it_says_when_the_contract_rules_still_wait(
    tmp_path: Path, spoken: str, words: str
) -> None:
    wrong = SMALLEST.replace("start: 2027-01-04", "start: 2027-01-04\n  end: 2026-12-02")
    told = run("--ui-lang", spoken, "check", write(tmp_path, wrong)).stderr
    assert words in told
    assert words not in run("--ui-lang", spoken, "check", write(tmp_path)).stderr
