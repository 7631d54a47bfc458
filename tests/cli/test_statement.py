"""`scopegen log` and `statement`, on letters that were signed: from facts to files."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from pathlib import Path

import pytest
from command_line import names, run
from conftest import ROOT
from signed_letters import MARCH, Signed, log

from scopegen.render.pdf_text import pdf_text, same_text
from scopegen.render.word_text import word_text


def statement(spec: Path, first: str, last: str) -> dict[str, object]:
    words = ("statement", "--spec", spec, "--from", first, "--to", last, "--as", "json", "-o", "-")
    done = run(*MARCH, *words)
    assert done.exit_code == 0, done.output
    found: dict[str, object] = json.loads(done.stdout)
    return found


def lines(made: dict[str, object], part: str = "lines") -> list[tuple[str, str, str]]:
    found = made[part]
    assert isinstance(found, list)
    return [(one["date"], one["kind"], one["amount"]) for one in found]


def test_what_was_logged_becomes_lines_with_clause_and_working(signed: Signed) -> None:
    spec = signed("waterlinie")
    log(spec, "hours", "2027-01-12 09:05/09:50", "--what", "Gesprek met het bestuur")
    log(spec, "hours", "3 hours", "--on", "2027-01-13")
    log(spec, "cancellation", "2027-01-14 10:00/11:00", "--received", "2027-01-13 12:00")
    log(spec, "no-show", "2027-01-15 09:00/10:00")
    log(spec, "extra-work", "5 hours", "--on", "2027-01-18", "--what", "Nieuwsbrief")
    log(spec, "extra-work", "2 hours", "--on", "2027-01-19", "--what", "Nog een")
    made = statement(spec, "2027-01-01", "2027-01-31")
    assert lines(made) == [
        ("2027-01-12", "work", "71.25"),
        ("2027-01-13", "work", "285.00"),
        ("2027-01-14", "cancel", "95.00"),
        ("2027-01-15", "no-show", "95.00"),
    ]
    assert [kind for _, kind, _ in lines(made, "at_no_charge")] == ["extra-work", "extra-work"]
    assert made["total"] == "546.25"
    assert made["vat"] == {"rate": "21", "amount": "114.71"}
    assert made["total_with_vat"] == "660.96"
    # 45 minutes, 3 hours and 7 hours of extra work: 546.25 over 10.75 hours
    assert (made["minutes"], made["effective_rate"]) == (645, "50.81")
    found = made["lines"]
    assert isinstance(found, list)
    assert found[0]["what"] == "Gesprek met het bestuur"
    assert found[0]["clauses"] == ["21.1"]
    assert made["letters"] == [{"version": 1, "fingerprint": _fingerprint(spec)}]


def _fingerprint(spec: Path) -> str:
    """Read the fingerprint of the letter that was signed off the register."""
    exported = run("register", "export", spec, "--format", "jsonl").stdout
    signed = next(line for line in exported.splitlines() if "letter_signed" in line)
    found = re.search(r"fingerprint\W+([0-9a-f]{64})", signed)
    assert found
    return found[1]


def test_calls_use_the_allowance_of_their_week_in_order(signed: Signed) -> None:
    spec = signed("waterlinie")
    for time in ("2027-01-11 10:00/10:10", "2027-01-13 10:00/10:40", "2027-01-12 10:00/10:10"):
        log(spec, "call", time)
    log(spec, "call", "2027-01-14 10:00/10:10", "--missed")
    log(spec, "call", "2027-01-18 10:00/10:15")  # a new week
    made = statement(spec, "2027-01-01", "2027-01-31")
    assert lines(made) == [("2027-01-13", "call", "71.25")]
    assert len(lines(made, "at_no_charge")) == 4
    before = run(
        *MARCH, "price", "call", "2027-01-14 11:00/11:10", "--spec", spec, "--format", "json"
    )
    assert json.loads(before.stdout)["amount"] == "23.75"


def test_a_surcharge_asks_for_a_confirmation_that_was_logged(signed: Signed) -> None:
    spec = signed("nachtclient")
    log(spec, "hours", "2027-01-20 19:00/20:00")
    log(spec, "hours", "2027-01-21 19:00/20:00", "--agreed")
    log(spec, "call", "2027-01-23 03:10/03:50", "--agreed")
    made = statement(spec, "2027-01-01", "2027-01-31")
    assert [amount for _, _, amount in lines(made)] == ["115.00", "172.50", "287.50"]
    found = made["lines"]
    assert isinstance(found, list)
    assert "surcharge_unconfirmed" in [step["key"] for step in found[0]["working"]]


def test_a_day_never_costs_more_than_the_day_rate(signed: Signed) -> None:
    spec = signed("nachtclient")
    log(spec, "hours", "2027-01-20 08:00/12:00")
    log(spec, "hours", "2027-01-20 12:30/16:30")
    made = statement(spec, "2027-01-20", "2027-01-20")
    assert [amount for _, _, amount in lines(made)] == ["460.00", "460.00", "-40.00"]
    assert made["total"] == "880.00"


def test_a_retainer_covers_its_hours_and_carries_them_one_month(signed: Signed) -> None:
    spec = signed("northgate")
    # January is 21 of 31 days: 36 x 21 / 31 hours is 1,463 minutes, of which 480 are used.
    log(spec, "hours", "8 hours", "--on", "2027-01-20")
    for day in range(1, 8):
        log(spec, "hours", "8 hours", "--on", f"2027-02-{day:02d}")
    january = statement(spec, "2027-01-01", "2027-01-31")
    assert lines(january) == [("2027-01-31", "fees", "2682.58")]
    february = statement(spec, "2027-02-01", "2027-02-28")
    # 3,360 worked, 2,160 of February and 983 carried: 217 minutes at 110.00
    assert made_of(february, "work") == ["397.83"]
    assert made_of(february, "fees") == ["3960.00"]


def made_of(made: dict[str, object], kind: str) -> list[str]:
    return [amount for _, of, amount in lines(made) if of == kind]


def test_a_fixed_price_is_due_by_milestone_and_hours_are_in_it(signed: Signed) -> None:
    spec = signed("veiligheidsregio")
    for day in range(18, 23):
        log(spec, "hours", "8 hours", "--on", f"2027-01-{day}", "--for", "M1")
    log(spec, "accepted", "M1", "--on", "2027-02-01")
    log(spec, "call", "2027-01-21 09:00/09:10")
    made = statement(spec, "2027-01-01", "2027-02-28")
    assert lines(made) == [("2027-02-01", "fees", "5760.00")]
    assert made["effective_rate"] == "143.40"  # 5,760 over 40 hours and 10 minutes


def test_what_is_withdrawn_counts_no_more_and_can_be_logged_again(signed: Signed) -> None:
    spec = signed("waterlinie")
    told = log(spec, "hours", "2 hours", "--on", "2027-01-12").stdout
    row = told.partition("row ")[2].partition(":")[0]
    assert "there already" in log(spec, "hours", "2 hours", "--on", "2027-01-12").stdout
    log(spec, "withdraw", row)
    assert statement(spec, "2027-01-01", "2027-01-31")["total"] == "0.00"
    again = run(*MARCH, "log", "withdraw", row, "--spec", spec)
    assert (again.exit_code, "SG717" in again.stderr) == (1, True)
    log(spec, "hours", "2 hours", "--on", "2027-01-12")
    assert statement(spec, "2027-01-01", "2027-01-31")["total"] == "190.00"
    assert run("verify", spec).exit_code == 0


def test_an_emergency_needs_no_confirmation_where_the_letter_has_one(signed: Signed) -> None:
    spec = signed("waterlinie")
    log(spec, "call", "2027-01-16 10:00/10:30", "--emergency")
    assert statement(spec, "2027-01-01", "2027-01-31")["total"] == "71.25"  # Saturday, + 50 %
    other = signed("nachtclient")
    words = ("log", "call", "2027-01-23 10:00/10:30", "--emergency", "--spec", other)
    assert "SG714" in run(*MARCH, *words).stderr


def test_no_minute_is_billed_twice_and_no_day_has_too_many(signed: Signed) -> None:
    spec = signed("nachtclient")
    log(spec, "hours", "2027-01-20 18:00/19:10")
    log(spec, "no-show", "2027-01-22 10:00/11:00")
    log(spec, "hours", "20 hours", "--on", "2027-01-25")
    for words in (
        ("hours", "2027-01-20 18:00/19:10", "--agreed"),
        ("call", "2027-01-20 19:00/19:20"),
        ("cancellation", "2027-01-22 10:30/11:30", "--received", "2027-01-22 08:00"),
        ("hours", "6 hours", "--on", "2027-01-25"),
        ("hours", "30 hours", "--on", "2027-01-26"),
        ("hours", "2027-01-10 09:00/10:00"),
    ):
        done = run(*MARCH, "log", *words, "--spec", spec)
        assert done.exit_code == 1, words
        assert re.search("SG718|SG719|SG721", done.stderr), words
    assert len(lines(statement(spec, "2027-01-01", "2027-01-31"))) == 4


def test_limits_that_are_near_are_told_when_something_is_logged(signed: Signed) -> None:
    spec = signed("waterlinie")
    told = [log(spec, "hours", "20 hours", "--on", f"2027-01-1{day}") for day in range(1, 8)]
    assert "96" not in told[3].stderr
    assert "100 hours of the budget of 120 hours" in told[4].stderr
    assert "20 hours more than the budget" in told[6].stderr
    assert "4 hours of 6 hours used" in log(spec, "extra-work", "4 hours", "--what", "x").stderr
    assert "Above the limit: 2 hours" in log(spec, "extra-work", "4 hours", "--what", "y").stderr
    for minute in (0, 10, 20, 30):
        last = log(spec, "call", f"2027-01-18 10:{minute:02d}/10:{minute + 5:02d}")
    assert "4 ad-hoc calls" in last.stderr
    lost = log(spec, "hours", "2027-01-19 18:00/18:30")
    assert "Without --agreed no surcharge" in lost.stderr


def test_a_standing_call_that_is_no_working_time_costs_nothing(signed: Signed) -> None:
    spec = signed("veiligheidsregio")
    log(spec, "call", "2027-01-18 11:00/11:45", "--standing")
    log(spec, "cancellation", "2027-01-25 11:00/11:45", "--received", "2027-01-25 10:00")
    made = statement(spec, "2027-01-01", "2027-01-31")
    assert made["total"] == "0.00"
    assert len(lines(made, "at_no_charge")) == 2


def test_an_oral_instruction_is_noticed_and_put_in_writing_on_request(signed: Signed) -> None:
    spec = signed("waterlinie")
    note = ("--by", "J. de Vries", "--note", "Begin maar vast, dan zien we later wel.")
    warned = log(spec, "call", "2027-01-12 10:00/10:10", *note)
    assert "'begin maar vast' sounds like an oral instruction" in warned.stderr
    assert "log instruction" in warned.stderr
    assert not list((spec.parent / "documents").glob("instruction-*"))
    made = log(spec, "instruction", "Begin maar vast", "--by", "J. de Vries", "--confirm")
    assert "8 March 2027" in made.stdout
    kinds = {path.suffix for path in (spec.parent / "documents").glob("instruction-*")}
    assert kinds == {".docx", ".pdf", ".eml"}
    harmless = log(spec, "call", "2027-01-13 10:00/10:10", "--note", "De planning besproken.")
    assert harmless.stderr == ""


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["hours", "2027-04-01 09:00/10:00"], "SG417"),
        (["hours", "two hours"], "SG911"),
        (["hours", "2 hours", "--for", "M9"], "SG713"),
        (["hours", "0 hours"], "SG911"),
        (["call", "2027-01-12 10:00/09:00"], "SG910"),
        (["call", "2027-01-12 10:00/10:30", "--standby"], "SG714"),
        (["standby", "--from", "2027-01-01", "--until", "2027-01-02"], "SG714"),
        (["no-show", "2027-04-12 10:00/10:30"], "SG417"),
        (["withdraw", "1"], "SG717"),
    ],
)
def test_what_cannot_be_logged_is_refused_and_leaves_no_row(
    signed: Signed, words: list[str], code: str
) -> None:
    spec = signed("waterlinie")
    before = run("register", "show", spec).output
    done = run(*MARCH, "log", *words, "--spec", spec)
    assert done.exit_code in {1, 2}
    assert code in done.stderr
    assert run("register", "show", spec).output == before


def test_nothing_is_logged_before_the_letter_is_signed(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "samples" / "waterlinie", tmp_path / "w")
    for words in (["log", "hours", "2 hours"], ["statement"]):
        done = run(*words, "--spec", tmp_path / "w")
        assert (done.exit_code, "SG404" in done.stderr) == (4, True)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_word_pdf_csv_and_json_say_the_same(signed: Signed, language: str, tmp_path: Path) -> None:
    spec = signed("nachtclient")
    log(spec, "hours", "2027-01-20 16:00/18:00", "--agreed", "--what", "=1+1")
    log(spec, "call", "2027-01-21 10:00/10:25")
    log(spec, "no-show", "2027-01-22 10:00/11:30")
    log(spec, "standby", "--from", "2027-01-30", "--until", "2027-01-31")
    words = ("statement", "--spec", spec, "--from", "2027-01-01", "--to", "2027-01-31")
    done = run(*MARCH, *words, "--lang", language, "-o", tmp_path / "out")
    assert done.exit_code == 0, done.output
    word, pdf, table, data = (
        next((tmp_path / "out").glob(f"*.{kind}")) for kind in ("docx", "pdf", "csv", "json")
    )
    text = word_text(word.read_bytes())
    assert same_text(text, pdf_text(pdf.read_bytes()))
    made = json.loads(data.read_text(encoding="utf-8"))
    rows = list(csv.DictReader(io.StringIO(table.read_text(encoding="utf-8-sig"))))
    assert [row["amount"] for row in rows] == [
        one["amount"] for one in (*made["lines"], *made["at_no_charge"])
    ]
    assert rows[0]["what"] == "'=1+1"
    plain = text.replace("\N{NO-BREAK SPACE}", " ")
    for one in made["lines"]:
        assert shown(one["amount"], language) in plain
        assert all(step["text"] in plain for step in one["working"])
    assert shown(made["total_with_vat"], language) in plain
    assert made["letters"][0]["fingerprint"][:4] in plain


def shown(amount: str, language: str) -> str:
    if language == "en":
        return f"€{float(amount):,.2f}"
    return "€ " + f"{float(amount):,.2f}".translate(str.maketrans(",.", ".,"))


def test_the_same_statement_is_the_same_file_and_an_older_one_is_kept(signed: Signed) -> None:
    spec = signed("waterlinie")
    log(spec, "hours", "2 hours", "--on", "2027-01-12")
    words = ("statement", "--spec", spec, "--from", "2027-01-01", "--to", "2027-01-31")
    assert run(*MARCH, *words).exit_code == 0
    assert "was so already" in run(*MARCH, "--ui-lang", "en", *words).stdout
    log(spec, "hours", "1 hours", "--on", "2027-01-13")
    assert run(*MARCH, *words).exit_code == 0
    assert [one for one in names(spec.parent) if "replaced" in one and "statement" in one]


@pytest.mark.parametrize("words", [["--as", "xlsx"], ["--as", "pdf", "-o", "-"], ["--as", ""]])
def test_a_form_that_does_not_exist_is_refused(signed: Signed, words: list[str]) -> None:
    assert run(*MARCH, "statement", "--spec", signed("waterlinie"), *words).exit_code == 2
