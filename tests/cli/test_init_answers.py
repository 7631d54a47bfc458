"""`scopegen init` without a terminal: answers in a file, one by one, from a complaint."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from command_line import SMALLEST, names, process, run, write

from scopegen.workflow.complaints import complaints

DUTCH = {"LC_ALL": "nl_NL.UTF-8"}
SPEC = Path("job") / "engagement.yaml"


@pytest.fixture(autouse=True)
def _stand_in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def begun(*options: str, stdin: str = "") -> dict[str, dict[str, object]]:
    result = run("init", "job", "--no-input", *options, stdin=stdin, **DUTCH)
    assert result.exit_code == 0, result.output
    spec: dict[str, dict[str, object]] = yaml.load(
        SPEC.read_text(encoding="utf-8"), Loader=yaml.BaseLoader
    )
    return spec


def test_one_answer_is_set_at_a_time_and_the_last_one_counts() -> None:
    spec = begun("--set", "meta.id=A-1", "--set", "meta.title=x=y: z", "--set", "meta.id=B-2")
    assert spec["meta"]["id"] == "B-2"
    assert spec["meta"]["title"] == "x=y: z"


@pytest.mark.parametrize("typed", ["[Een, Twee]", "Een; Twee"])
def test_a_list_is_set_in_brackets_or_with_semicolons(typed: str) -> None:
    assert begun("--set", f"engagement.scope={typed}")["engagement"]["scope"] == ["Een", "Twee"]


def test_what_is_set_goes_before_the_answers_file() -> None:
    Path("answers.yaml").write_text("meta: {id: A-1, title: Advies}\n", encoding="utf-8")
    spec = begun("--answers", "answers.yaml", "--set", "meta.id=B-2")
    assert (spec["meta"]["id"], spec["meta"]["title"]) == ("B-2", "Advies")


def test_nothing_at_all_is_set_with_the_word_for_it() -> None:
    assert begun("--set", "engagement.trial=none")["engagement"]["trial"] == "none"


def test_answers_come_from_standard_input() -> None:
    assert begun("--answers", "-", stdin=SMALLEST)["meta"]["id"] == "OPD-2026-014"
    assert "voorbeeld" not in SPEC.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--set", "fees.hourly_rate=95"], ["SG127", "--set:1", "EUR 95"]),
        (["--set", "meta.id=A", "--set", "fees.colour=red"], ["SG104", "--set:2"]),
        (["--set", "nonsense"], ["SG923"]),
        (["--set", "=x"], ["SG923"]),
        (["--complaint", "call-too-often"], ["SG921", "calls-too-often"]),
        (["--complaint", "rude", "--from", "dublin"], ["--from"]),
    ],
)
def test_a_wrong_answer_is_refused_with_its_place(options: list[str], told: list[str]) -> None:
    result = run("init", "job", *options, **DUTCH)
    assert result.exit_code == 2
    assert all(words in result.stderr for words in told)
    assert names(Path()) == []


def test_wrong_answers_in_both_places_are_told_at_once() -> None:
    Path("answers.yaml").write_text("meta.language: fr\n", encoding="utf-8")
    result = run(
        "init", "job", "--answers", "answers.yaml", "--set", "fees.hourly_rate=95", **DUTCH
    )
    assert result.exit_code == 2
    assert "answers.yaml:1" in result.stderr
    assert "--set:1" in result.stderr


@pytest.mark.parametrize(("language", "words"), [("nl", "geen antwoord voor"), ("en", "no answer")])
def test_without_examples_everything_that_lacks_is_named(language: str, words: str) -> None:
    result = run("--ui-lang", language, "init", "job", "--no-examples", "--set", "meta.id=A")
    assert result.exit_code == 2
    assert words in result.stderr
    named = result.stderr.split(": ")[2].split("\n")[0].split(", ")
    assert {"meta.title", "parties.client.name", "parties.authority.email"} <= set(named)
    assert "meta.id" not in named
    assert names(Path()) == []


def test_without_examples_whole_answers_make_a_spec() -> None:
    assert run("init", "job", "--answers", "-", "--no-examples", stdin=SMALLEST).exit_code == 0


@pytest.mark.parametrize("one", complaints(), ids=lambda one: one.id)
def test_each_complaint_makes_a_spec_that_can_be_checked(one: object) -> None:
    name = str(getattr(one, "id", ""))
    begun("--complaint", name)
    found = run("check", "job", "--format", "short")
    assert found.exit_code == 0
    lines = found.stdout.splitlines()
    assert all("SG390" in line for line in lines if ": note[" not in line)


def test_complaints_may_stand_in_the_answers_file() -> None:
    Path("answers.yaml").write_text("complaints: [rude, paid-late]\nmeta.id: A\n", "utf-8")
    spec = begun("--answers", "answers.yaml")
    assert spec["conduct"]["answer"] == "5 working days"
    assert spec["payment"]["term"] == "14 days"
    assert "complaints" not in spec


def test_a_complaint_says_which_clauses_it_turns_on() -> None:
    shown = run("init", "job", "--no-input", "--complaint", "never-turns-up").stderr
    told = " ".join(shown.split())
    assert "under 'The handbrake': Gives both parties" in told
    assert "(attendance.no_show: 100%)" in told


@pytest.mark.parametrize(
    ("environment", "words"),
    [(DUTCH, "de klant belt te vaak"), ({"LC_ALL": "en_GB.UTF-8"}, "the client calls too often")],
)
def test_the_complaints_are_listed(environment: dict[str, str], words: str) -> None:
    result = run("init", "--complaints", **environment)
    assert result.exit_code == 0
    assert words in result.stdout
    assert all(one.id in result.stdout for one in complaints())


def test_without_a_terminal_kept_answers_are_used_and_then_gone() -> None:
    place = Path("job") / ".scopegen" / "interview.json"
    place.parent.mkdir(parents=True)
    place.write_text(
        '{"form": 1, "given": {}, "complaints": null, "extent": "all",'
        ' "said": [{"at": ["complaints"], "is": null}, {"at": ["meta", "id"], "is": "OWN-1"}]}',
        encoding="utf-8",
    )
    result = process("init", "job", "--no-input")
    assert result.returncode == 0
    assert b"2 answers" in result.stderr
    assert "id: OWN-1" in SPEC.read_text(encoding="utf-8")
    assert not place.exists()


def test_a_british_sole_trader_needs_no_number() -> None:
    spec = begun("--set", "meta.language=en", "--set", "parties.provider.kind=sole_trader")
    provider = spec["parties"]["provider"]
    assert isinstance(provider, dict)
    assert "register_no" not in provider


@pytest.mark.parametrize("anew", [False, True])
def test_an_interview_whose_spec_was_written_is_forgotten_but_not_one_over_a_spec(
    anew: bool, tmp_path: Path
) -> None:
    kept = write(tmp_path).parent / ".scopegen" / "interview.json"
    kept.parent.mkdir()
    kept.write_text(json.dumps({"form": 1, "anew": anew}), encoding="utf-8")
    assert "SG903" in run("init", tmp_path, "--no-input").stderr
    assert kept.exists() == anew
