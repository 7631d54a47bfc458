"""`scopegen price` and `deadline`: the amounts and days of the samples, and wrong input."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

import pytest
from command_line import process, run, write
from conftest import ROOT, SAMPLES

WORK = "2027-01-16 03:10/03:50"
MEETING = "2027-02-10 09:00/10:00"
PRICES = (
    ("nachtclient", ["work", WORK], "287.50"),
    ("waterlinie", ["work", "2027-02-10 09:05/09:50"], "71.25"),
    ("nachtclient", ["call", "2027-01-20 16:50/17:20", "--earlier", "0"], "43.13"),
    ("nachtclient", ["call", "2027-01-20 10:00/10:25", "--earlier", "1"], "57.50"),
    ("nachtclient", ["call", WORK, "--missed"], "0.00"),
    ("nachtclient", ["call", "2027-01-16 10:05/10:25", "--standby"], "402.50"),
    ("nachtclient", ["cancel", MEETING, "--received", "2027-02-09 09:00"], "86.25"),
    ("nachtclient", ["cancel", MEETING, "--received", "2027-02-09 09:01"], "115.00"),
    ("nachtclient", ["cancel", MEETING, "--received", "2027-02-06 09:00"], "0.00"),
    ("nachtclient", ["cancel", MEETING, "--received", "2027-02-09 10:00", "--ours"], "-115.00"),
    ("nachtclient", ["no-show", MEETING], "115.00"),
    ("nachtclient", ["no-show", MEETING, "--arrived", "2027-02-10 09:15"], "0.00"),
    ("nachtclient", ["no-show", MEETING, "--rebooked", "2027-02-17"], "0.00"),
    ("nachtclient", ["no-show", MEETING, "--rebooked", "2027-02-18"], "115.00"),
    ("nachtclient", ["no-show", MEETING, "--excused"], "0.00"),
    ("nachtclient", ["no-show", MEETING, "--unbilled"], "0.00"),
    ("nachtclient", ["hold", "--from", "2027-02-10", "--until", "2027-03-01"], "2660.00"),
    ("nachtclient", ["hold", "--from", "2027-02-10", "--until", "2027-03-01", "--ours"], "0.00"),
    ("nachtclient", ["standby", "--from", "2027-02-01", "--until", "2027-02-28"], "460.00"),
    (
        "nachtclient",
        ["late-payment", "EUR 12100.00", "--invoiced", "2026-02-01", "--paid", "2026-08-15"],
        "1508.84",
    ),
    (
        "northgate",
        ["late-payment", "GBP 1200.00", "--invoiced", "2026-02-01", "--paid", "2026-08-15"],
        "133.74",  # due 3 March: 165 days at 11.75 % on 1,200 is 63.74, and the sum of 70
    ),
    ("veiligheidsregio", ["exit", "--notice", "2027-03-01", "--accepted", "M1"], "5760.00"),
    (
        "veiligheidsregio",
        ["exit", "--notice", "2027-03-01", "--progress", "200 hours", "--under", "M2"],
        "15360.00",
    ),
)


def spec(sample: str) -> Path:
    return ROOT / "samples" / sample / "engagement.yaml"


def price(sample: str, *words: str) -> dict[str, object]:
    done = run("price", *words, "--spec", spec(sample), "--format", "json")
    assert done.exit_code == 0, done.output
    found: dict[str, object] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize(("sample", "words", "expected"), PRICES)
def test_a_question_of_price_has_its_answer_to_the_cent(
    sample: str, words: list[str], expected: str
) -> None:
    assert price(sample, *words)["amount"] == expected


@pytest.mark.parametrize("spoken", ["nl", "en"])
def test_the_working_is_told_with_clause_rule_and_amount(spoken: str) -> None:
    words = ("price", "work", WORK, "--spec", spec("nachtclient"))
    plain, explained = run(*words), run("--ui-lang", spoken, *words, "--explain").output
    assert len(explained.splitlines()) > len(plain.output.splitlines())
    assert "287" in explained
    assert "R5" in explained
    assert {"nl": "artikel 10", "en": "clause 10"}[spoken] in explained


def test_the_answers_of_the_three_forms_agree() -> None:
    words = ("work", "2027-02-10 16:00/18:00")
    told = price("nachtclient", *words)
    done = run("price", *words, "--spec", spec("nachtclient"), "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    steps = told["steps"]
    assert isinstance(steps, list)
    assert [row["text"] for row in rows] == [step["text"] for step in steps]
    assert sum(float(row["amount"] or 0) for row in rows) == float(str(told["amount"]))


def test_vat_is_told_apart_and_not_on_interest() -> None:
    assert price("nachtclient", "work", WORK)["vat"] == {"rate": "21", "amount": "60.38"}
    words = ("late-payment", "EUR 100", "--invoiced", "2026-02-01", "--paid", "2026-03-01")
    assert price("nachtclient", *words)["vat"] is None
    assert price("dublin", "work", "2027-02-10 10:00/11:00")["vat"] is None


def test_terms_that_nobody_signed_are_told_as_such() -> None:
    done = run("--ui-lang", "en", "price", "work", WORK, "--spec", spec("nachtclient"))
    assert "not signed yet" in done.stderr
    terms = price("nachtclient", "work", WORK)["terms"]
    assert isinstance(terms, dict)
    assert terms["signed"] is False
    assert terms["fingerprint"] is None


@pytest.mark.parametrize(
    ("words", "code", "shown"),
    [
        (["work", "2027-03-28 02:30/04:00"], 2, "2027-03-28 01:30+01:00 or 2027-03-28 03:30+02:00"),
        (["work", "2027-10-31 02:30/04:00"], 2, "2027-10-31 02:30+02:00 or 2027-10-31 02:30+01:00"),
        (["work", "2027-10-31 01:30/02:30"], 2, "SG909"),
        (["work", "monday"], 2, "SG910"),
        (["work", "2027-02-10 10:00/09:00"], 2, "SG910"),
        (["work", "2027-02-30 10:00/11:00"], 2, "SG909"),
        (["work", "2027-02-10 10:00/2027-05-10 11:00"], 2, "longer than a month"),
        (["cancel", MEETING, "--received", "yesterday"], 2, "SG909"),
        (["late-payment", "12100", "--invoiced", "2026-02-01"], 2, "SG911"),
        (["late-payment", "GBP 5", "--invoiced", "2026-02-01"], 1, "SG712"),
        (["late-payment", "EUR 5", "--invoiced", "2028-02-01", "--paid", "2028-06-01"], 1, "SG711"),
        (["late-payment", "EUR 5", "--invoiced", "2026-02-01", "--paid", "2026-01-01"], 1, "SG715"),
        (["exit", "--milestone", "M9"], 1, "SG713"),
        (["exit", "--progress", "lots"], 2, "SG911"),
        (["hold"], 1, "SG714"),
        (["standby", "--from", "2027-03-01", "--until", "2027-02-01"], 1, "SG715"),
    ],
)
def test_what_cannot_be_worked_out_says_why(words: list[str], code: int, shown: str) -> None:
    done = run("--ui-lang", "en", "price", *words, "--spec", spec("nachtclient"))
    assert done.exit_code == code
    assert shown in done.stderr
    assert "Traceback" not in done.output


def test_an_offset_tells_the_two_readings_apart() -> None:
    first = price("nachtclient", "work", "2027-10-31 02:30+02:00/02:45+02:00")
    long = price("nachtclient", "work", "2027-10-31 02:30+02:00/02:45+01:00")
    assert (first["amount"], long["amount"]) == ("287.50", "359.38")


def test_hours_that_the_letter_refuses_have_no_price() -> None:
    evening = "2027-02-10 19:00/20:00"
    done = run("price", "work", evening, "--spec", spec("dublin"))
    assert (done.exit_code, "SG710" in done.stderr) == (1, True)
    urgent = run("price", "work", evening, "--spec", spec("dublin"), "--emergency")
    assert "SG714" in urgent.stderr  # this letter says nothing about emergencies


def test_a_rate_that_is_stated_is_used_and_told() -> None:
    words = ("late-payment", "EUR 1000", "--invoiced", "2027-01-04", "--paid", "2027-02-17")
    done = run("price", *words, "--spec", spec("nachtclient"))
    assert "SG711" in done.stderr
    fed = price("nachtclient", *words, "--rate", "2027-01-01=10%")
    # 14 days' term: due 18 January, 30 days late; 1,000 x 10 % x 30 / 365, and 15 % costs.
    assert fed["amount"] == "158.22"
    assert "stated" in json.dumps(fed)


DEADLINES = (
    ("waterlinie", ["response", "--received", "2027-01-08 12:00"], "2027-01-11T16:30:00+01:00"),
    ("waterlinie", ["response", "--received", "2027-02-19 12:00"], "2027-03-01T16:30:00+01:00"),
    ("veiligheidsregio", ["precondition", "P1"], "2027-02-05T17:00:00+01:00"),
    ("veiligheidsregio", ["acceptance", "--delivered", "2027-03-19"], "2027-04-05T23:59:59+02:00"),
    ("veiligheidsregio", ["cr", "--issued", "2027-03-19"], "2027-04-05T23:59:59+02:00"),
    ("veiligheidsregio", ["notice", "--milestone", "M2"], "2027-02-21T23:59:59+01:00"),
    ("northgate", ["notice", "--given", "2027-01-31"], "2027-02-28T23:59:59+00:00"),
    ("northgate", ["review", "2"], "2027-04-05T23:59:59+01:00"),
    ("northgate", ["substitution", "--announced", "2027-03-22"], "2027-04-07T23:59:59+01:00"),
    ("northgate", ["trial"], "2027-01-25T23:59:59+00:00"),
    ("northgate", ["invoice", "--invoiced", "2027-01-31"], "2027-03-02T23:59:59+00:00"),
    ("waterlinie", ["hold", "--from", "2027-02-22"], "2027-04-23T23:59:59+02:00"),
)


@pytest.mark.parametrize(("sample", "words", "expected"), DEADLINES)
def test_a_question_of_time_has_its_answer(sample: str, words: list[str], expected: str) -> None:
    done = run("deadline", *words, "--spec", spec(sample), "--format", "json")
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["deadline"] == expected


def test_a_deadline_is_told_on_the_clients_clock_too() -> None:
    words = ("deadline", "response", "--received", "2027-01-14 10:00", "--spec", spec("dublin"))
    done = run("--ui-lang", "en", *words)
    assert "Friday 15 January 2027 at 10 am" in done.output
    assert "Europe/Dublin: Friday 15 January 2027 at 9 am" in done.output


@pytest.mark.parametrize("spoken", ["nl", "en"])
@pytest.mark.parametrize("sample", SAMPLES)
def test_every_deadline_of_a_sample_can_be_told(sample: str, spoken: str) -> None:
    kinds = ("response", "acceptance", "cr", "notice", "invoice", "trial")
    for kind in kinds:
        done = run("--ui-lang", spoken, "deadline", kind, "--spec", spec(sample))
        assert done.exit_code == 0, done.output
        assert len(done.stdout.splitlines()) >= 2


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["precondition", "P9"], "SG411"),
        (["review", "1"], "SG714"),
        (["review", "--mark", "5"], "SG714"),
        (["substitution"], "SG714"),
        (["cr", "CR-009"], "SG413"),
        (["hold"], "SG714"),
        (["notice", "--milestone", "M9"], "SG713"),
    ],
)
def test_a_deadline_that_is_not_there_says_so(words: list[str], code: str) -> None:
    done = run("deadline", *words, "--spec", spec("nachtclient"))
    assert done.exit_code in {1, 2}
    assert code in done.stderr


def test_a_mark_below_the_threshold_asks_for_a_plan_and_a_good_one_does_not() -> None:
    words = ("deadline", "review", "--on", "2027-03-01", "--spec", spec("northgate"))
    low = run(*words, "--mark", "5", "--format", "json")
    assert json.loads(low.stdout)["deadline"].startswith("2027-03-15")
    fell = run(*words, "--mark", "7", "--earlier", "9")
    assert fell.exit_code == 0
    assert run(*words, "--mark", "7", "--earlier", "8").exit_code == 1


def test_a_spec_with_errors_gives_no_amount(tmp_path: Path) -> None:
    write(tmp_path, spec("waterlinie").read_text(encoding="utf-8").replace("EUR 95.00", "95"))
    done = run("price", "work", "2027-01-12 09:00/10:00", "--spec", tmp_path)
    assert done.exit_code == 1
    assert "SG127" in done.stderr


def test_it_works_as_a_process_from_the_folder_itself(tmp_path: Path) -> None:
    folder = tmp_path / "a folder"
    shutil.copytree(ROOT / "samples" / "waterlinie", folder)
    done = process("price", "work", "2027-01-12 09:00/10:00", "--spec", folder)
    assert done.returncode == 0
    assert "95,00" in done.stdout.decode()
