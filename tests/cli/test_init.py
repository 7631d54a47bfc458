"""`scopegen init`: from a sample, from answers, or by asking; what it writes can be built."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml
from command_line import SMALLEST, names, process, run, write
from conftest import ROOT, SAMPLES

DUTCH = {"LC_ALL": "nl_NL.UTF-8"}


@pytest.fixture(autouse=True)
def _stand_in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def begun(folder: Path, answers: str, *options: str) -> dict[str, Any]:
    """Begin with these answers; give the spec that was written, every value as text."""
    (folder / "answers.yaml").write_text(answers, encoding="utf-8")
    result = run("init", "job", "--answers", "answers.yaml", "--no-input", *options, **DUTCH)
    assert result.exit_code == 0, result.output
    return plain(folder / "job")


def findings(place: str) -> set[str]:
    """Give the codes of what `check` finds; SG390 tells of an example that is still there."""
    found = json.loads(run("check", place, "--format", "json").stdout)["diagnostics"]
    return {str(one["code"]) for one in found}


def plain(folder: Path) -> dict[str, Any]:
    text = (folder / "engagement.yaml").read_text(encoding="utf-8")
    spec: dict[str, Any] = yaml.load(text, Loader=yaml.BaseLoader)
    return spec


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_sample_can_be_built_at_once(sample: str, tmp_path: Path) -> None:
    assert run("init", "job", "--from", sample).exit_code == 0
    assert run("build", "job", "--to", "docx,pdf,txt").exit_code == 0
    assert len(names(tmp_path / "job" / "documents")) == 3


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_sample_is_copied_as_it_is(sample: str, tmp_path: Path) -> None:
    run("init", "--from", sample)
    first, _, rest = (tmp_path / "engagement.yaml").read_text(encoding="utf-8").partition("\n")
    assert first.startswith("# yaml-language-server: $schema=./")
    assert rest == (ROOT / "samples" / sample / "engagement.yaml").read_text(encoding="utf-8")


def test_the_samples_are_listed() -> None:
    result = run("init", "--list")
    assert result.exit_code == 0
    assert tuple(result.stdout.split()) == SAMPLES


@pytest.mark.parametrize("name", ["nothing", "../samples/dublin", "", "dublin/engagement.yaml"])
def test_an_unknown_sample_is_answered_with_the_known_ones(name: str, tmp_path: Path) -> None:
    result = run("init", "--from", name)
    assert result.exit_code == 2
    assert all(sample in result.stderr for sample in SAMPLES)
    assert names(tmp_path) == []


@pytest.mark.parametrize("options", [["--no-input"], ["--from", "dublin"]])
def test_a_spec_that_is_there_is_refused_and_replaced_only_by_force(
    options: list[str], tmp_path: Path
) -> None:
    spec = write(tmp_path, "mine: yes\n")
    refused = run("init", *options)
    assert refused.exit_code == 2
    assert "--force" in refused.stderr
    assert names(tmp_path) == ["engagement.yaml"]
    assert spec.read_text(encoding="utf-8") == "mine: yes\n"
    assert run("init", *options, "--force", **DUTCH).exit_code == 0
    assert run("check").exit_code == 0


@pytest.mark.parametrize("options", [[], ["--lang", "nl"], ["--lang", "en"]])
@pytest.mark.parametrize("locale", ["nl_NL.UTF-8", "en_GB.UTF-8", "C"])
def test_without_answers_the_spec_is_clean_and_can_be_built(
    options: list[str], locale: str
) -> None:
    assert run("init", "--no-input", *options, LC_ALL=locale).exit_code == 0
    assert findings(".") == {"SG390"}
    assert run("build", LC_ALL=locale).exit_code == 0


@pytest.mark.parametrize(("language", "mark"), [("nl", "# voorbeeld"), ("en", "# example")])
def test_the_examples_that_were_used_are_marked_and_counted(
    language: str, mark: str, tmp_path: Path
) -> None:
    (tmp_path / "answers.yaml").write_text("parties.client.name: Wij\nmeta.id: A\n", "utf-8")
    told = run("init", "--no-input", "--lang", language, "--answers", "answers.yaml").stderr
    lines = (tmp_path / "engagement.yaml").read_text(encoding="utf-8").splitlines()
    marked = [line.split(":")[0].strip(" -") for line in lines if line.endswith(f"  {mark}")]
    assert told.startswith(f"{len(marked)} ")
    assert {"address", "goal"} <= set(marked)
    assert not {"id", "date", "language", "sign"} & set(marked)
    assert marked.count("name") == 2


def test_an_english_letter_takes_english_examples(tmp_path: Path) -> None:
    run("init", "--no-input", "--lang", "en", **DUTCH)
    spec = plain(tmp_path)
    assert str(spec["fees"]["hourly_rate"]).startswith("GBP")
    assert spec["parties"]["provider"]["kind"] == "ltd"


@pytest.mark.parametrize(
    ("given", "currency"),
    [
        ("meta.law: EW", "GBP"),
        ("meta: {language: en, law: NL}", "EUR"),
        ("meta.currency: GBP", "GBP"),
    ],
)
def test_the_examples_follow_the_law_and_the_currency(
    given: str, currency: str, tmp_path: Path
) -> None:
    spec = begun(tmp_path, given)
    assert str(spec["fees"]["hourly_rate"]).startswith(currency)


@pytest.mark.parametrize("dated", ["2024-12-20", "2031-03-01"])
def test_the_example_of_a_start_follows_the_date_of_the_letter(dated: str, tmp_path: Path) -> None:
    spec = begun(tmp_path, f"meta.date: {dated}\n")
    assert str(spec["engagement"]["start"]) > dated


def test_the_language_of_the_letter_is_chosen(tmp_path: Path) -> None:
    run("init", "a", "--no-input", "--lang", "en", **DUTCH)
    run("init", "b", "--no-input", **DUTCH)
    assert [plain(tmp_path / one)["meta"]["language"] for one in "ab"] == ["en", "nl"]


@pytest.mark.parametrize(("language", "words"), [("nl", "De vergoeding"), ("en", "The fees")])
def test_the_groups_are_explained_in_the_language_of_the_letter(
    language: str, words: str, tmp_path: Path
) -> None:
    run("init", "--no-input", "--lang", language)
    assert f"\n# {words}" in (tmp_path / "engagement.yaml").read_text(encoding="utf-8")


def test_help_for_the_editor_is_written_and_referred_to(tmp_path: Path) -> None:
    run("init", "--no-input")
    first = (tmp_path / "engagement.yaml").read_text(encoding="utf-8").splitlines()[0]
    _, _, place = first.partition("$schema=")
    assert place == "./.scopegen/engagement.schema.json"
    assert (tmp_path / place).is_file()


def test_the_next_step_is_a_command_that_works(tmp_path: Path) -> None:
    told = run("init", "mijn werk", "--no-input", **DUTCH).stderr
    _, _, command = told.strip().rpartition("scopegen ")
    assert run(*shlex.split(command), "--to", "txt").exit_code == 0
    assert names(tmp_path / "mijn werk" / "documents")


@pytest.mark.parametrize(
    "answers",
    [
        'meta.id: A-1\nparties.client.name: "0123"\nfees.hourly_rate: EUR 110.00\n',
        'meta: {id: A-1}\nparties: {client: {name: "0123"}}\nfees: {hourly_rate: EUR 110.00}\n',
    ],
)
def test_answers_are_nested_or_dotted(answers: str, tmp_path: Path) -> None:
    spec = begun(tmp_path, answers)
    assert spec["meta"]["id"] == "A-1"
    assert spec["parties"]["client"]["name"] == "0123"
    assert spec["fees"]["hourly_rate"] == "EUR 110.00"
    assert run("check", "job").exit_code == 0


AS_THEY_ARE = [
    "01234567",
    "0000",
    "1.50",
    "yes",
    "Böhm & Zn.",
    "a: b",
    "# no comment",
    "'t Gooi",
    'say "hi"',
    "back\\slash \\n",
    "{braces} [brackets]",
    "comma, semicolon; colon:",
    "- dash",
    "@at %percent &and *star",
    "1e3",
    "2027-01-04",
    "0x1F",
    "emoji-free – dash …",
    "$HOME `tick` ~",
]


@pytest.mark.parametrize("value", AS_THEY_ARE)
@pytest.mark.parametrize("name", ["parties.provider.phone", "parties.authority.name"])
def test_an_answer_is_written_so_that_it_is_read_back_as_it_is(
    name: str, value: str, tmp_path: Path
) -> None:
    spec = begun(tmp_path, yaml.safe_dump({name: value}, allow_unicode=True))
    people = spec["parties"]["authority"]
    provider = spec["parties"]["provider"]
    found = people[0]["name"] if "authority" in name else provider["phone"]
    assert found == value


def test_scope_is_a_list_of_its_items(tmp_path: Path) -> None:
    spec = begun(tmp_path, "engagement: {scope: ['Zes interviews; met verslag', Een plan]}\n")
    assert spec["engagement"]["scope"] == ["Zes interviews; met verslag", "Een plan"]


LISTS = {
    "out of scope": "engagement: {out_of_scope: [Het werven zelf, Vervanging]}\n",
    "windows": "availability: {windows: [mon-thu 09:00-17:00, fri 09:00-12:30]}\n",
    "one person": "parties: {authority: [{name: A, role: b, email: a@b.nl, sign: yes}]}\n",
    "two people": (
        "parties: {authority: [{name: A, role: b, email: a@b.nl, sign: yes},"
        " {name: C, role: d, email: c@d.nl}]}\n"
    ),
    "groups": (
        "engagement: {deliverables: [{id: D1, title: Rapport, criterion: beantwoordt de vraag}]}\n"
    ),
}


@pytest.mark.parametrize("case", LISTS)
def test_answers_may_be_whatever_a_spec_may_hold(case: str, tmp_path: Path) -> None:
    begun(tmp_path, LISTS[case])
    assert findings("job") <= {"SG390"}


def test_a_whole_spec_is_a_whole_set_of_answers(tmp_path: Path) -> None:
    begun(tmp_path, SMALLEST)
    run("build", "job", "--to", "txt", "-o", "one")
    run("build", "answers.yaml", "--to", "txt", "-o", "two")
    one, two = (
        (tmp_path / part / "OPD-2026-014-v1.nl.txt").read_bytes() for part in ("one", "two")
    )
    assert one == two


@pytest.mark.parametrize("model", ["hourly", "daily", "fixed", "retainer"])
def test_each_kind_of_fee_gives_a_spec_that_is_clean(model: str, tmp_path: Path) -> None:
    begun(tmp_path, f"fees.model: {model}\n")
    assert findings("job") <= {"SG390"}


@pytest.mark.parametrize("kind", ["sole_trader", "partnership", "bv", "ltd", "foundation"])
def test_each_kind_of_provider_gives_a_spec_that_is_clean(kind: str, tmp_path: Path) -> None:
    begun(tmp_path, f"parties.provider.kind: {kind}\n")
    assert findings("job") <= {"SG390"}


WRONG = {
    "syntax": ("fees:\n  model: [1\n", "answers.yaml:2"),
    "empty": ("", "answers.yaml:1"),
    "list": ("- a\n", "answers.yaml:1"),
    "twice": ("meta: {id: A}\nmeta: {id: B}\n", "answers.yaml:2"),
    "unknown group": ("# x\nnonsense: x\n", "answers.yaml:2"),
    "unknown field": ("# x\nfees: {huorly: x}\n", "answers.yaml:2"),
    "bare number": ("# x\nfees: {hourly_rate: 95}\n", "answers.yaml:2"),
    "no such date": ("# x\nengagement.start: 2027-02-30\n", "answers.yaml:2"),
    "text for group": ("# x\nfees: EUR 95\n", "answers.yaml:2"),
    "unknown language": ("# x\nmeta.language: fr\n", "answers.yaml:2"),
}


@pytest.mark.parametrize("case", WRONG)
def test_wrong_answers_are_refused_with_their_place(case: str, tmp_path: Path) -> None:
    answers, place = WRONG[case]
    (tmp_path / "answers.yaml").write_text(answers, encoding="utf-8")
    result = run("init", "job", "--answers", "answers.yaml", "--no-input")
    assert result.exit_code in {1, 2}
    assert place in result.stderr
    assert names(tmp_path) == ["answers.yaml"]


def test_without_a_terminal_nothing_is_asked() -> None:
    result = process("init", "job", stdin="x\n" * 50)
    assert result.returncode == 0
    assert b"> " not in result.stdout + result.stderr
    assert process("check", "job").returncode == 0
