"""`scopegen diff`: what changed between two versions of a letter, as a client would be told."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import Result
from command_line import MISSPELLED, run, write
from conftest import ROOT, SAMPLES

from scopegen.source import fields
from scopegen.source.amending import Add, Amendment, Remove, Set, amended
from scopegen.workflow.reading import engagement_schema
from scopegen.workflow.wording import talk_words

P3 = {
    "id": "P3",
    "item": "Toegang tot de loods",
    "owner": "B. Kolenberg",
    "due": "2027-02-01",
    "complete_when": "er is een sleutel",
    "fatal": "yes",
}


def sample(name: str) -> str:
    return (ROOT / "samples" / name / "engagement.yaml").read_text(encoding="utf-8")


def diff(
    folder: Path, name: str, changes: Sequence[Amendment], *options: str, language: str = "en"
) -> Result:
    """Compare a sample with itself after changes."""
    changed = amended(sample(name), changes, engagement_schema()).require()
    write(folder / "old", sample(name))
    write(folder / "new", changed)
    result = run("--ui-lang", language, "diff", folder / "old", folder / "new", *options)
    assert result.stderr == ""
    return result


def told(folder: Path, name: str, *changes: Amendment, language: str = "en") -> list[str]:
    text = diff(folder, name, changes, language=language).stdout.replace("\u00a0", " ")
    return [line.strip() for line in text.splitlines()]


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize(("language", "said"), [("nl", "Geen verschillen."), ("en", "No diff")])
def test_a_spec_does_not_differ_from_itself(
    tmp_path: Path, name: str, language: str, said: str
) -> None:
    result = diff(tmp_path, name, [], "--exit-code", language=language)
    assert result.stdout.startswith(said)
    assert result.exit_code == 0


def test_layout_and_comments_are_no_difference(tmp_path: Path) -> None:
    text = sample("waterlinie").replace(
        "payment: {term: 14 days}", "payment:\n  term: 14 dagen # x"
    )
    old, new = write(tmp_path / "a", sample("waterlinie")), write(tmp_path / "b", text)
    assert run("--ui-lang", "en", "diff", old, new).stdout == "No differences.\n"


@pytest.mark.parametrize(("options", "code"), [([], 0), (["--exit-code"], 1)])
def test_a_difference_is_an_exit_code_only_when_asked(
    tmp_path: Path, options: list[str], code: int
) -> None:
    changes = [Set(("payment", "term"), "30 days")]
    assert diff(tmp_path, "waterlinie", changes, *options).exit_code == code


def test_a_rate_and_what_follows_from_it_are_told_apart(tmp_path: Path) -> None:
    lines = told(tmp_path, "waterlinie", Set(("fees", "hourly_rate"), "EUR 100.00"))
    assert lines[0] == "Budget without VAT: €11,400.00 → €12,000.00 (€600.00 more)"
    assert lines[1] == "End date: 30 June 2027 (unchanged)"
    assert "Hourly rate, without VAT: €95.00 → €100.00" in lines
    follows = "Day rate, without VAT: €760.00 → €800.00 (follows from another change)"
    assert follows in lines
    assert "21.1 Het uurtarief is [-€ 95,00.-] {+€ 100,00.+} Alle bedragen in deze brief …" in lines


def test_the_same_is_told_in_dutch(tmp_path: Path) -> None:
    changes = (
        Set(("fees", "hourly_rate"), "EUR 90.00"),
        Set(("engagement", "end"), "2027-07-30"),
        Set(("out_of_hours", "policy"), "refuse"),
        Remove(("availability", "emergency")),
    )
    lines = told(tmp_path, "waterlinie", *changes, language="nl")
    assert lines[0] == "Budget zonder btw: € 11.400,00 → € 10.800,00 (€ 600,00 minder)"
    assert lines[1] == "Einddatum: 30 juni 2027 → 30 juli 2027"
    assert "Werk buiten de uren: tegen toeslag, na afspraak vooraf → niet" in lines
    assert any(line.startswith("- ") and "journalist" in line for line in lines)


def test_items_are_known_by_their_ids_and_names(tmp_path: Path) -> None:
    lines = told(
        tmp_path,
        "nachtclient",
        Remove(("preconditions", 0)),
        Set(("preconditions", 0, "due"), "2027-02-08"),
        Add(("preconditions",), dict(P3)),
        Set(("parties", "authority", 0, "role"), "eigenaar"),
        Set(("fees", "milestones", 1, "due"), "2027-04-02"),
        Add(("engagement", "scope"), "Toezicht op de bouw"),
        Remove(("engagement", "out_of_scope", 0)),
    )
    assert "Authority – B. Kolenberg – Role: directeur → eigenaar" in lines
    assert "Milestones – M2 – Planned date: 26 March 2027 → 2 April 2027" in lines
    assert "P2 – Due date: 5 February 2027 → 8 February 2027" in lines
    assert any(line.startswith("- P1: Sonderingen en funderingstekening (") for line in lines)
    added = "+ P3: Toegang tot de loods (B. Kolenberg; 1 February 2027; 5 pm; er is een sleutel; "
    assert f"{added}final date)" in lines
    assert "+ Included: Toezicht op de bouw" in lines
    assert "- Not included: Toezicht op de bouw" in lines
    assert lines[0] == "End date: 26 March 2027 → 2 April 2027"


def test_of_a_long_text_only_the_words_that_changed_are_told(tmp_path: Path) -> None:
    goal = "Vóór 1 juli 2027 een vergunde en uitvoerbare constructie voor een loods van 2.400 m²."
    lines = told(tmp_path, "nachtclient", Set(("engagement", "goal"), goal))
    field = "The goal in the client's own words"
    assert f"{field}: Vóór 1 [-juni-] {{+juli+}} 2027 een vergunde en uitvoerbare …" in lines


def test_another_order_alone_is_told_as_that(tmp_path: Path) -> None:
    text = sample("northgate").replace(
        "[Statutory accounts, Purchase of new software]",
        "[Purchase of new software, Statutory accounts]",
    )
    old, new = write(tmp_path / "a", sample("northgate")), write(tmp_path / "b", text)
    order = "Not included: in another order: Purchase of new software and Statutory accounts"
    assert order in run("--ui-lang", "en", "diff", old, new).stdout


def test_clauses_that_go_come_and_move_are_told_by_number(tmp_path: Path) -> None:
    off = (Set(("handbrake", "enabled"), "no"),)
    lines = told(tmp_path, "nachtclient", *off)
    gone = [line for line in lines if line.startswith("- Gone: ")]
    assert [line.split()[2] for line in gone] == ["14", "15", "16"]
    assert lines[-1].startswith("Other numbers: 17 to ")
    assert " → 14 to " in lines[-1]


def test_a_clause_that_only_refers_to_another_number_is_not_reworded(tmp_path: Path) -> None:
    result = diff(
        tmp_path, "nachtclient", [Set(("handbrake", "enabled"), "no")], "--format", "json"
    )
    clauses = json.loads(result.stdout)["clauses"]
    assert len(clauses["moved"]) > 8
    touched = {each["clause"]["id"] for each in clauses["reworded"]}
    assert {"fees", "payment", "liability"} & touched == set()
    assert {each["id"] for each in clauses["removed"]} == {"handbrake", "hold-fee", "resumption"}


def test_json_names_each_change_by_its_path(tmp_path: Path) -> None:
    changes = [Set(("preconditions", 1, "due"), "2027-02-08")]
    result = diff(tmp_path, "nachtclient", changes, "--format", "json", language="nl")
    found = json.loads(result.stdout)
    assert (found["format_version"], found["differ"]) == (1, True)
    (change,) = found["parts"][0]["changes"]
    assert change["path"] == "preconditions[P2].due"
    assert (change["kind"], change["follows"]) == ("changed", False)
    assert change["new"].replace("\u00a0", " ") == "8 februari 2027"


def test_a_spec_with_errors_is_told_as_check_tells_it(tmp_path: Path) -> None:
    good, bad = write(tmp_path / "a"), write(tmp_path / "b", MISSPELLED)
    for pair in ((good, bad), (bad, good)):
        result = run("--ui-lang", "en", "diff", *pair)
        assert result.exit_code == 1
        assert result.stdout == run("--ui-lang", "en", "check", bad).stdout
        assert result.stderr == "1 error.\n"


def test_a_spec_that_is_not_there_is_a_wrong_command(tmp_path: Path) -> None:
    assert run("diff", write(tmp_path), tmp_path / "nowhere").exit_code == 2


def test_letters_in_two_languages_are_compared_in_the_new_one(tmp_path: Path) -> None:
    changes = [Set(("meta", "language"), "nl"), Set(("meta", "law"), "EW")]
    lines = told(tmp_path, "northgate", *changes)
    assert "Language of the letter: English → Dutch" in lines
    assert not any("fees" in line for line in lines[lines.index("The letter itself") :])


def test_what_went_and_came_is_coloured_only_when_asked(tmp_path: Path) -> None:
    diff(tmp_path, "waterlinie", [Set(("payment", "term"), "30 days")])
    pair = (tmp_path / "old", tmp_path / "new")
    plain, painted = (run("--color", how, "diff", *pair).stdout for how in ("never", "always"))
    assert "\x1b[" not in plain
    assert "\x1b[31m[-14\u00a0dagen-]\x1b[0m \x1b[32m{+30\u00a0dagen+}" in painted


def test_both_languages_have_words_for_the_same_fields_of_the_spec() -> None:
    dutch, english = (talk_words()[language]["differences"] for language in ("nl", "en"))
    assert dutch.keys() == english.keys()
    assert all(dutch[name].keys() == english[name].keys() for name in ("totals", "pages", "labels"))
    known = {each.path.removesuffix("[]") for each in fields(engagement_schema())}
    assert set(dutch["labels"]) - known == set()
    choices = {word for each in fields(engagement_schema()) for word in each.allowed}
    assert {*dutch["choices"], *english["choices"]} - choices == set()
