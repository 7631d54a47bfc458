"""`scopegen doctor` and `scopegen completion`, as a user meets them."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from click.testing import Result
from command_line import ENGLISH, names, process, run, write
from conftest import ROOT

from scopegen.cli import COMMANDS
from scopegen.cli.completion import SHELLS
from scopegen.diagnostics import ScopegenError
from scopegen.workflow import doctor, doctor_engagement, doctor_telling
from scopegen.workflow.doctor_check import Check, Examining
from scopegen.workflow.doctor_engagement import engagement, last_event
from scopegen.workflow.dossier import open_dossier

PROGRAM = Examining("program")
Patched = Callable[..., None]


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> Patched:
    """Let the doctor find these checks, and nothing else."""

    def these(*checks: Check) -> None:
        monkeypatch.setattr(doctor, "_probes", lambda _: [("program", lambda: checks)])

    return these


def rows(result: Result) -> dict[str, dict[str, Any]]:
    return {one["name"]: one for one in json.loads(result.stdout)["checks"]}


def test_here_all_that_is_needed_works_and_nothing_is_left_behind(tmp_path: Path) -> None:
    spec = write(tmp_path, ENGLISH)
    before = names(tmp_path)
    examined = run("doctor", tmp_path, "--json")
    assert examined.exit_code == 0, examined.stdout
    found = rows(examined)
    assert {"typst", "word", "lock", "zones", "holidays", "spec", "register_file"} <= set(found)
    assert found["spec"]["facts"] == {"file": str(spec)}
    assert names(tmp_path) == before


@pytest.mark.parametrize(
    ("check", "code", "summary"),
    [
        (PROGRAM.found("sqlite", version="3"), 0, "Everything works."),
        (PROGRAM.noted("sqlite", "old", version="3"), 0, "Everything that is needed works."),
        (PROGRAM.wrong("python", "old", version="3.9"), 1, "Not everything works."),
        (PROGRAM.missing("fonts", "lost", names="a", place="b"), 5, "is missing. Missing: 1."),
    ],
)
def test_the_exit_code_follows_the_worst(
    found: Patched, check: Check, code: int, summary: str
) -> None:
    found(PROGRAM.noted("sqlite", "old", version="3"), check) if code else found(check)
    told = run("--ui-lang", "en", "doctor")
    assert (told.exit_code, summary in told.stdout) == (code, True)
    assert "Nothing went over the network." in told.stderr


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nl", ("niet gevonden", "Alleen nodig voor --pdf-engine libreoffice", "sudo apt install")),
        ("en", ("not found", "Needed only for --pdf-engine libreoffice", "sudo apt install")),
    ],
)
def test_what_is_not_right_comes_with_its_use_and_its_remedy(
    found: Patched, monkeypatch: pytest.MonkeyPatch, language: str, words: tuple[str, ...]
) -> None:
    monkeypatch.setattr("platform.system", lambda: "Linux")
    found(PROGRAM.noted("libreoffice", "absent"))
    told = run("--ui-lang", language, "doctor").stdout
    assert all(one in told for one in words)


def test_a_part_that_fails_does_not_stop_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused() -> tuple[Check, ...]:
        raise ScopegenError("SG900", kind="templates")

    def broken() -> tuple[Check, ...]:
        raise RuntimeError("first line\nsecond line")

    def fine() -> tuple[Check, ...]:
        return (PROGRAM.found("sqlite", version="3"),)

    probes = [("files", refused), ("engines", broken), ("program", fine)]
    monkeypatch.setattr(doctor, "_probes", lambda _: probes)
    told = run("--ui-lang", "en", "doctor")
    assert told.exit_code == 1
    assert "RuntimeError: first line" in told.stdout
    assert "second line" not in told.stdout
    assert told.stdout.index("SQLite") < told.stdout.index("RuntimeError")
    assert "scopegen explain SG900" in told.stdout


def test_damaged_words_are_told_by_their_names(
    found: Patched, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor_telling, "talk_words", dict)
    found(PROGRAM.missing("fonts", "lost", names="Carlito-Bold.ttf", place="x"))
    told = run("--ui-lang", "nl", "doctor")
    assert told.exit_code == 5
    assert "fonts" in told.stdout
    assert "lost names=Carlito-Bold.ttf place=x" in told.stdout


def test_the_doctor_of_what_is_not_there_is_wrong_use(tmp_path: Path) -> None:
    refused = run("doctor", tmp_path / "gone")
    assert (refused.exit_code, "SG902" in refused.stderr) == (2, True)
    assert run("--at", "gisteren", "doctor").exit_code == 2


def test_the_doctor_speaks_the_language_of_the_letter(tmp_path: Path, found: Patched) -> None:
    found(PROGRAM.noted("sqlite", "old", version="3"))
    write(tmp_path, ENGLISH)
    assert "Notes: 1" in run("doctor", tmp_path, LC_ALL="nl_NL.UTF-8").stdout


def test_without_its_own_files_scopegen_says_so_in_both_languages(tmp_path: Path) -> None:
    script = (
        "import sys, scopegen.cli, scopegen.assets as assets; assets._roots = lambda: ();"
        f"sys.argv = ['scopegen', 'check', {str(write(tmp_path))!r}]; scopegen.cli.main()"
    )
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    assert told.returncode == 5
    assert b"Traceback" not in told.stderr
    for words in (b"mist zijn eigen bestanden", b"misses its own files", b"scopegen doctor"):
        assert words in told.stderr


# ---- the engagement ----


def outcome(file: Path) -> dict[str, tuple[str, str]]:
    return {one.name: (one.state.value, one.told) for one in engagement(str(file))}


def test_a_spec_with_errors_and_a_house_with_errors_are_wrong(tmp_path: Path) -> None:
    spec = write(tmp_path, ENGLISH.replace("retainer", "retainier"))
    assert outcome(spec)["spec"] == ("wrong", "errors")
    (tmp_path / "house.yaml").write_text("house: [", encoding="utf-8")
    assert outcome(spec)["house"] == ("wrong", "errors")


def test_a_house_is_tried_with_its_look(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sample = ROOT / "samples" / "lindeboom" / "waterschap" / "engagement.yaml"
    found = outcome(sample)
    assert (found["house"], found["look"]) == (("ok", "ok"), ("ok", "ok"))

    def unfit(_: object) -> None:
        raise ScopegenError("SG578")

    monkeypatch.setattr(doctor_engagement, "fit_to_print", unfit)
    assert outcome(sample)["look"] == ("wrong", "errors")
    assert "look" not in outcome(write(tmp_path, ENGLISH))


def test_a_certificate_asks_for_what_verifies_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    signs = f"sign: yes, certificate: {'ab' * 32}"
    spec = write(tmp_path, ENGLISH.replace("sign: yes", signs, 1))
    assert signs in spec.read_text(encoding="utf-8")
    assert outcome(spec)["certificate"] == ("ok", "ok")
    monkeypatch.setattr(doctor_engagement, "find_module", lambda _: None)
    assert outcome(spec)["certificate"] == ("missing", "absent")


def test_the_last_event_is_held_against_the_clock(tmp_path: Path) -> None:
    spec = write(tmp_path, ENGLISH)
    assert run("--at", "2027-01-04 10:00", "build", spec, "--to", "txt").exit_code == 0
    dossier = open_dossier(str(spec), "2027-01-05 10:00")
    assert len(dossier.events) == 1
    assert [one.told for one in last_event(dossier)] == ["ok"]
    early = replace(dossier, now=datetime(2026, 12, 1, tzinfo=UTC))
    assert [one.told for one in last_event(early)] == ["played"]
    facts = {name: said for name, said in dossier.events[0].facts.items() if name != "stated"}
    unplayed = replace(dossier.events[0], facts=MappingProxyType(facts))
    (check,) = last_event(replace(early, events=(unplayed,)))
    assert (check.state.value, check.told) == ("wrong", "ahead")
    assert list(last_event(replace(dossier, events=()))) == []
    (spec.parent / "register.db").write_bytes(b"no register")
    assert outcome(spec)["register_file"] == ("wrong", "errors")


# ---- completion ----


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize(("language", "says"), [("nl", "open een nieuw venster"), ("en", "window")])
def test_completion_is_printed_with_how_to_install_it(shell: str, language: str, says: str) -> None:
    printed = run("--ui-lang", language, "completion", shell)
    assert printed.exit_code == 0
    script, comment = printed.stdout.rsplit("\n\n", 1)
    assert "_SCOPEGEN_COMPLETE" in script
    assert all(line.startswith("# ") for line in comment.splitlines())
    assert says in comment
    assert f"scopegen completion {shell}" in comment


def test_completion_of_an_unknown_shell_is_wrong_use() -> None:
    assert run("completion", "cmd").exit_code == 2


def test_a_shell_gets_commands_and_options() -> None:
    def completed(words: str, at: int) -> list[str]:
        asked = {"_SCOPEGEN_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": str(at)}
        answered = process(**asked)
        assert answered.returncode == 0, answered.stderr
        return [line.partition(",")[2] for line in answered.stdout.decode().splitlines()]

    assert completed("scopegen ", 1) == list(COMMANDS)
    assert completed("scopegen build --pdf", 2) == ["--pdf-engine"]
