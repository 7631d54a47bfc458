"""How findings look: the five forms, colour, and nothing that could steer a terminal."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import shlex
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from command_line import MISSPELLED, SMALLEST, process, run, surroundings, write


@pytest.fixture(autouse=True)
def _stand_in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


ESCAPE = "\x1b"
FORMS = ("text", "short", "json", "sarif", "github")
STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200e\u200f]")
HINTED = SMALLEST.replace("EUR 95.00", "95")


def told(text: str, form: str, *options: str) -> str:
    result = run(*options, "check", "-", "--format", form, stdin=text)
    assert result.exit_code == 1
    return result.stdout


@pytest.mark.parametrize("language", ["nl", "en"])
def test_text_gives_message_place_line_underline_and_help(language: str) -> None:
    label, helped = {"nl": ("fout", "hulp"), "en": ("error", "help")}[language]
    first, place, line, under, last = told(MISSPELLED, "text", "--ui-lang", language).splitlines()
    assert first.startswith(f"{label}[SG104]: ")
    assert place.endswith("-:31:3  (fees.huorly_rate)")
    assert line == "31 │   huorly_rate: EUR 95.00"
    assert under.startswith(f"   │   {'─' * len('huorly_rate')} ")
    assert last == f"  {helped}: scopegen explain SG104"


@pytest.mark.parametrize(("language", "words"), [("nl", "verwacht"), ("en", "expected")])
def test_short_gives_one_line_a_finding(language: str, words: str) -> None:
    (line,) = told(HINTED, "short", "--ui-lang", language).splitlines()
    assert re.fullmatch(rf"-:31:16: error\[SG127\] .*{words}.* \(.+\)", line)


@pytest.mark.parametrize(("language", "words"), [("nl", "verwacht"), ("en", "expected")])
def test_json_has_a_version_and_whole_findings(language: str, words: str) -> None:
    report = json.loads(told(HINTED, "json", "--ui-lang", language))
    assert report["format_version"] == 1
    (row,) = report["diagnostics"]
    assert row["code"] == "SG127"
    assert row["severity"] == "error"
    assert words in row["message"]
    assert row["hint"]
    assert row["path"] == "fees.hourly_rate"
    assert (row["file"], row["start"], row["end"]) == ("-", [31, 16], [31, 18])


@pytest.mark.parametrize("form", ["json", "sarif"])
def test_without_findings_the_data_is_still_there(form: str) -> None:
    result = run("check", "-", "--format", form, stdin=SMALLEST)
    report = json.loads(result.stdout)
    assert report.get("diagnostics", report.get("runs", [{}])[0].get("results")) == []
    assert result.stderr == ""


@pytest.mark.parametrize("form", ["short", "github"])
def test_without_findings_a_list_is_empty(form: str) -> None:
    assert run("check", "-", "--format", form, stdin=SMALLEST).output == ""


@pytest.mark.parametrize("language", ["nl", "en"])
def test_sarif_has_what_a_code_scanning_page_asks(language: str) -> None:
    report = json.loads(told(MISSPELLED, "sarif", "--ui-lang", language))
    assert report["version"] == "2.1.0"
    (scan,) = report["runs"]
    (rule,) = scan["tool"]["driver"]["rules"]
    (result,) = scan["results"]
    assert rule["id"] == result["ruleId"] == "SG104"
    assert result["level"] == "error"
    assert "huorly_rate" in result["message"]["text"]
    region = result["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 31, "startColumn": 3, "endLine": 31, "endColumn": 14}


def test_sarif_writes_a_place_as_a_uri(tmp_path: Path) -> None:
    spec = write(tmp_path, MISSPELLED).rename(tmp_path / "mijn werk #2.yaml")
    report = json.loads(run("check", spec.name, "--format", "sarif").stdout)
    place = report["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "mijn%20werk%20%232.yaml"


@pytest.mark.parametrize("language", ["nl", "en"])
def test_github_escapes_what_has_a_meaning_there(language: str, tmp_path: Path) -> None:
    text = MISSPELLED.replace("huorly_rate:", '"100%, per::hour":')
    spec = write(tmp_path, text).rename(tmp_path / "a,b:50%.yaml")
    result = run("--ui-lang", language, "check", spec.name, "--format", "github")
    (line,) = result.stdout.splitlines()
    assert line.startswith("::error file=a%2Cb%3A50%25.yaml,line=31,col=3,title=SG104::")
    assert "'100%25, per::hour'" in line


@pytest.mark.parametrize("form", FORMS)
def test_a_file_name_cannot_steer_the_terminal(form: str, tmp_path: Path) -> None:
    name = f"{ESCAPE}[31mred\u202e\u200f\x9bK\n.yaml"
    write(tmp_path, MISSPELLED).rename(tmp_path / name)
    output = run("check", name, "--format", form).output
    assert not STEERING.search(output)
    assert "red\n" not in output


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("character", ["\x1b", "\x07", "\x9b", "\u202e", "\u2066", "\x7f"])
@pytest.mark.parametrize("written", ["raw", "escaped"])
def test_a_spec_cannot_steer_the_terminal(form: str, character: str, written: str) -> None:
    value = character if written == "raw" else f"\\u{ord(character):04x}"
    text = SMALLEST.replace("Noor Advies", f'"Noor{value}[31m"')
    assert not STEERING.search(told(text, form))


@pytest.mark.parametrize("form", FORMS)
def test_marks_of_direction_in_an_unknown_field_are_shown_as_escapes(form: str) -> None:
    output = told(SMALLEST.replace("hourly_rate:", '"rate\u200f":'), form)
    assert not STEERING.search(output)


def test_the_paths_that_were_written_cannot_steer_the_terminal(tmp_path: Path) -> None:
    write(tmp_path)
    folder = f"{ESCAPE}[31mout\u202e"
    built = run("--color", "never", "build", "--to", "txt", "-o", folder)
    again = run("--color", "never", "build", "--to", "txt", "-o", folder)
    begun = run("--color", "never", "init", folder, "--no-input")
    for result in (built, again, begun):
        assert result.exit_code == 0
        assert not STEERING.search(result.output)


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "no\x1b[31m"],
        ["no\x1b[31m"],
        ["check", "--no\x1b[31m"],
        ["explain", "SG\x1b[31m"],
        ["clauses", "show", "\x1b[31m"],
        ["init", "--from", "\x1b[31m"],
        ["init", "--answers", "\x1b[31m"],
        ["build", "--to", "\x1b[31m"],
    ],
)
def test_arguments_cannot_steer_the_terminal(arguments: list[str]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert not STEERING.search(result.output)


def columns(text: str) -> int:
    """Count columns as a terminal does: marks on a letter take none, wide letters two."""
    wide = sum(unicodedata.east_asian_width(one) in "WF" for one in text)
    marks = sum(unicodedata.category(one) in {"Mn", "Me"} for one in text)
    return len(text) + wide - marks


@pytest.mark.parametrize(
    "name", ["plain", "漢字", "e\u0301e\u0301", "ﾊﾛｰ", "a\u20dd", "❤\ufe0f", "漢\u0301 x"]
)
def test_the_underline_stands_below_what_it_means(name: str) -> None:
    text = SMALLEST + f"{name}: 1\n"
    _, _, line, under, _ = told(text, "text").splitlines()
    before, _, _ = line.partition(name)
    assert columns(under.partition("─")[0]) == columns(before)
    assert under.count("─") == columns(name)


def test_a_tab_in_front_does_not_move_the_underline() -> None:
    text = SMALLEST.replace("nonprofit", '{"a": 1,\t\thuorly: 2}')
    _, _, line, under, *_ = told(text, "text").splitlines()
    assert "\t" not in line
    assert under.index("─") == line.index("{")


@pytest.mark.parametrize("before", [0, 300])
def test_a_very_long_line_is_cut_around_the_finding(before: int) -> None:
    line = f"{{goal: {'a' * before}, huorly: {'b' * 300}}}"
    text = SMALLEST + f"extra: {line}\n"
    for shown in told(text, "text").splitlines():
        if " │ " in shown and "─" not in shown:
            assert columns(shown) <= 130
            assert "…" in shown or "extra" in shown


def test_the_underline_of_a_cut_line_is_as_long_as_what_is_left_of_it() -> None:
    text = SMALLEST.replace("Advies vrijwilligersbeleid", "x" * 600)
    _, _, line, under, _ = told(text, "text").splitlines()
    assert line.startswith("3 │   title: xxx")
    assert under.count("─") == line.count("x") + 1
    assert "…" in line


@pytest.mark.parametrize(
    ("options", "environment", "colored"),
    [
        ((), {}, False),
        (("--color", "always"), {}, True),
        (("--color", "always"), {"NO_COLOR": "1"}, True),
        (("--color", "never"), {"FORCE_COLOR": "1"}, False),
        ((), {"FORCE_COLOR": "1"}, True),
        ((), {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ((), {"FORCE_COLOR": "1", "TERM": "dumb"}, False),
    ],
)
def test_colour_follows_the_option_then_the_environment(
    options: tuple[str, ...], environment: dict[str, str], colored: bool
) -> None:
    found = run(*options, "check", "-", stdin=MISSPELLED, **environment)
    assert (ESCAPE in found.stdout) is colored
    stopped = run(*options, "check", "nowhere", **environment)
    assert (ESCAPE in stopped.stderr) is colored


@pytest.mark.parametrize("form", ["short", "json", "sarif", "github"])
def test_data_has_no_colour(form: str) -> None:
    assert ESCAPE not in told(MISSPELLED, form, "--color", "always")


@pytest.mark.parametrize(
    ("environment", "colored"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)]
)
def test_a_terminal_gets_colour_unless_it_asks_for_none(
    environment: dict[str, str], colored: bool, tmp_path: Path
) -> None:
    write(tmp_path, MISSPELLED)
    assert (ESCAPE.encode() in on_terminal("check", **environment)) is colored


def on_terminal(*arguments: str, **environment: str) -> bytes:
    """Run on a terminal; give what it showed."""
    master, slave = pty.openpty()
    command = [sys.executable, "-m", "scopegen", *arguments]
    variables = surroundings(environment)
    with subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, env=variables):
        os.close(slave)
        shown = b""
        while select.select([master], [], [], 5)[0]:
            try:
                shown += os.read(master, 65536)
            except OSError:  # the terminal is closed by its last user
                break
    os.close(master)
    return shown


@pytest.mark.parametrize("encoding", ["cp1252", "cp850"])
def test_an_old_console_gets_escapes_and_no_traceback(encoding: str, tmp_path: Path) -> None:
    write(tmp_path, MISSPELLED.replace("huorly_rate", "漢字✓"))
    found = process("check", PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    assert found.returncode == 1
    assert b"SG104" in found.stdout
    assert b"Traceback" not in found.stderr
    assert found.stdout.decode(encoding)


def test_a_build_on_an_old_console_works(tmp_path: Path) -> None:
    write(tmp_path)
    built = process("build", "--to", "txt", PYTHONIOENCODING="cp1252", PYTHONUTF8="0")
    assert built.returncode == 0
    assert b"OPD-2026-014-v1.nl.txt" in built.stdout


def test_a_reader_that_stops_reading_gets_no_traceback(tmp_path: Path) -> None:
    command = f"{shlex.quote(sys.executable)} -m scopegen explain --list | head -1"
    done = subprocess.run(
        ["sh", "-c", command], cwd=tmp_path, env=surroundings({}), capture_output=True, check=False
    )
    assert done.stdout.count(b"\n") == 1
    assert b"Traceback" not in done.stderr
