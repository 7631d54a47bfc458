"""`scopegen house`: begin, show, check, compare, approve; and what it says in both languages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command_line import names, process, run
from houses import ENGLISH, FIRM, SPEC, codes, firm, sample

LIMITED = (
    "limits:\n"
    "  - {field: payment.term, at_most: 30 days, approver: money, reason: a}\n"
    "  - {field: payment.dispute, at_most: 20 days, reason: b}\n"
)
LONG = SPEC + "payment: {term: 45 days, dispute: 21 days}\n"


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_standard_that_was_begun_is_right(tmp_path: Path, language: str) -> None:
    done = run("--ui-lang", language, "house", "init", tmp_path / "firm")
    assert (done.exit_code, names(tmp_path)) == (0, ["firm/house.yaml"])
    assert run("house", "check", tmp_path / "firm").exit_code == 0


def test_a_standard_begins_from_a_sample_with_its_engagements(tmp_path: Path) -> None:
    assert run("house", "init", tmp_path, "--from", "lindeboom").exit_code == 0
    made = names(tmp_path)
    assert {"house.yaml", "logo.png", "clauses/complaints/nl.md"} <= set(made)
    assert {"stichting/engagement.yaml", "waterschap/engagement.yaml"} <= set(made)
    assert run("house", "check", tmp_path, "--engagements", tmp_path).exit_code == 0
    unknown = run("house", "init", tmp_path / "b", "--from", "nowhere")
    assert (unknown.exit_code, "SG904" in unknown.output) == (2, True)


def test_a_standard_that_is_there_is_not_replaced_without_asking(tmp_path: Path) -> None:
    (tmp_path / "house.yaml").write_text("mine", encoding="utf-8")
    done = run("house", "init", tmp_path)
    assert (done.exit_code, "SG653" in done.output) == (2, True)
    assert (tmp_path / "house.yaml").read_text(encoding="utf-8") == "mine"
    assert run("house", "init", tmp_path, "--force").exit_code == 0


@pytest.mark.parametrize(
    ("spec", "open_", "filled"),
    [(LONG, "niet goedgekeurd", "Ingevuld"), (ENGLISH, "nowhere", "Filled in")],
)
def test_show_tells_what_comes_from_the_standard(
    tmp_path: Path, spec: str, open_: str, filled: str
) -> None:
    done = run("house", "show", firm(tmp_path, LIMITED, spec=spec))
    assert done.exit_code == int(spec == LONG)
    assert open_ in done.output
    assert filled in done.output
    assert "parties.provider.name: Bureau Linde B.V." in done.output


def test_show_in_json_names_field_value_and_who_may_approve(tmp_path: Path) -> None:
    spec = firm(tmp_path, LIMITED, spec=LONG)
    told = json.loads(run("house", "show", spec, "--format", "json").stdout)
    assert told["house"]["version"] == "2026.2"
    assert told["from_house"]["fees.hourly_rate"] == "EUR 120.00"
    first = told["deviations"][0]
    assert (first["field"], first["value"], first["allowed"]) == (
        "payment.term",
        "45 days",
        {"at_most": "30 days"},
    )
    assert (first["may_approve"], first["approved"]) == (["S. Yilmaz"], None)


def test_show_without_a_standard_says_so(tmp_path: Path) -> None:
    spec = firm(tmp_path)
    (tmp_path / "house.yaml").unlink()
    done = run("house", "show", spec)
    assert (done.exit_code, "SG650" in done.output) == (2, True)


def test_check_counts_what_is_open_in_each_engagement(tmp_path: Path) -> None:
    firm(tmp_path, LIMITED, spec=LONG)
    done = run("house", "check", tmp_path, "--engagements", tmp_path, "--format", "json")
    (row,) = json.loads(done.stdout)["engagements"]
    assert (done.exit_code, row["engagement"], row["standing"]) == (1, "L-1", "draft")
    assert [one["approved"] for one in row["deviations"]] == [None, None]
    text = run("--ui-lang", "nl", "house", "check", tmp_path, "--engagements", tmp_path)
    assert "payment.term: 45 days (S. Yilmaz)" in text.output
    assert (text.exit_code, "concept" in text.output) == (1, True)


def test_check_looks_at_the_standard_alone_when_asked_so(tmp_path: Path) -> None:
    firm(tmp_path, LIMITED, spec=LONG)
    assert run("house", "check", tmp_path).exit_code == 0
    (tmp_path / "house.yaml").write_text("name: x\n", encoding="utf-8")
    assert run("house", "check", tmp_path).exit_code == 1
    assert run("house", "check", tmp_path / "nowhere").exit_code == 2


def test_an_engagement_that_cannot_be_read_is_a_row_too(tmp_path: Path) -> None:
    firm(tmp_path, spec="meta: [")
    done = run("house", "check", tmp_path, "--engagements", tmp_path, "--format", "json")
    (row,) = json.loads(done.stdout)["engagements"]
    assert (done.exit_code, row["standing"], row["errors"]) == (1, "unknown", ["SG110"])


def approve(spec: Path, field: str, by: str, *more: str) -> int:
    said = ("house", "approve", field, spec, "--by", by, "--reason", "raamcontract")
    return run(*said, *more).exit_code


def test_an_approval_is_written_for_this_value_and_keeps_the_rest(tmp_path: Path) -> None:
    text = LONG.replace("payment:", "# van de klant\npayment:")
    spec = firm(tmp_path, LIMITED, spec=text)
    assert approve(spec, "payment.term", "S. Yilmaz", "--on", "2026-11-02") == 0
    written = spec.read_text(encoding="utf-8")
    assert written.startswith(text)
    assert "value: 45 days" in written
    assert "on: 2026-11-02" in written
    assert codes(spec) == ["SG610"]
    assert approve(spec, "payment.dispute", "PARTNER") == 0
    assert "by: M. de Graaf" in spec.read_text(encoding="utf-8")
    assert codes(spec) == []


def test_a_new_approval_takes_the_place_of_one_for_another_value(tmp_path: Path) -> None:
    spec = firm(tmp_path, LIMITED, spec=LONG)
    assert approve(spec, "payment.term", "money") == 0
    text = spec.read_text(encoding="utf-8").replace(
        "term: 45 days, dispute", "term: 50 days, dispute"
    )
    spec.write_text(text, encoding="utf-8")
    assert codes(spec) == ["SG610", "SG610", "SG620"]
    assert approve(spec, "payment.term", "money") == 0
    assert spec.read_text(encoding="utf-8").count("field: payment.term") == 1
    assert codes(spec) == ["SG610"]


def test_an_approval_is_dated_by_the_moment_that_is_stated(tmp_path: Path) -> None:
    spec = firm(tmp_path, LIMITED, spec=LONG)
    said = ("payment.term", spec, "--by", "money", "--reason", "a")
    assert run("--at", "2026-12-31 23:30", "house", "approve", *said).exit_code == 0
    assert "on: 2026-12-31" in spec.read_text(encoding="utf-8")


def test_who_may_not_approve_is_told_who_may(tmp_path: Path) -> None:
    spec = firm(tmp_path, LIMITED, spec=LONG)
    before = spec.read_bytes()
    assert approve(spec, "payment.term", "partner") == 2
    assert approve(spec, "payment.roll", "money") == 2
    assert spec.read_bytes() == before


def test_nothing_is_approved_in_a_spec_with_errors(tmp_path: Path) -> None:
    spec = firm(tmp_path, LIMITED, spec=LONG + "revieuw: {}\n")
    before = spec.read_bytes()
    assert approve(spec, "payment.term", "money") == 1
    assert spec.read_bytes() == before


def test_a_clause_is_approved_by_its_name(tmp_path: Path) -> None:
    more = "clauses: {required: [handbrake], approver: partner}\n"
    spec = firm(tmp_path, more, spec=SPEC + "handbrake: {enabled: no}\n")
    assert approve(spec, "handbrake", "partner") == 0
    assert codes(spec) == []


def test_the_sample_is_in_order_and_shows_an_approved_deviation(tmp_path: Path) -> None:
    folder = sample(tmp_path)
    done = run("house", "check", folder, "--engagements", folder, "--format", "json")
    told = json.loads(done.stdout)
    assert (done.exit_code, told["findings"]) == (0, [])
    approved = [one["approved"] for row in told["engagements"] for one in row["deviations"]]
    assert [one["by"] for one in approved] == ["M. de Graaf"]
    assert len(told["engagements"]) == 2


def test_the_same_letter_comes_from_another_process(tmp_path: Path) -> None:
    spec = FIRM / "waterschap"
    made = []
    for seed in ("1", "2"):
        out = tmp_path / seed
        done = process("build", spec, "-q", "--to", "docx", "-o", str(out), PYTHONHASHSEED=seed)
        assert done.returncode == 0, done.stderr
        made.append(next(out.glob("*.docx")).read_bytes())
    assert made[0] == made[1]


def test_the_clauses_of_a_firm_are_listed_when_asked_for(tmp_path: Path) -> None:
    folder = sample(tmp_path)
    assert "complaints" not in run("clauses", "list").output
    assert "complaints" in run("clauses", "list", "--house", folder).output
    shown = run("clauses", "show", "liability", "--house", folder)
    assert (shown.exit_code, "polis opvragen" in shown.output) == (0, True)
    (folder / "house.yaml").write_text("name: x\n", encoding="utf-8")
    assert run("clauses", "show", "complaints", "--house", folder).exit_code == 1


def test_a_day_that_is_still_to_come_approves_nothing(tmp_path: Path) -> None:
    spec = firm(tmp_path, LIMITED, spec=LONG)
    before = spec.read_text(encoding="utf-8")
    assert approve(spec, "payment.term", "money", "--on", "2999-01-01") == 2
    assert spec.read_text(encoding="utf-8") == before
