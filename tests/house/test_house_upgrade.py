"""Another version of a standard: what changes in open engagements, and what never changes."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import Result
from command_line import run
from conftest import ROOT
from houses import firm, sample

PAGE = ROOT / "samples" / "veiligheidsregio" / "answers" / "0-getekende-pagina.png"
SEEN = ("--attest", "N. de Boer", "--method", "handwritten", "--signer", "R. Amrani")
LETTER = "LB-2027-005-v1.nl.pdf"


def upgrade(folder: Path) -> tuple[Path, Path]:
    """Change the standard of the sample; give the old one and the new one."""
    new = folder / "house.yaml"
    old = shutil.copy(new, folder / "house-2026.2.yaml")
    text = new.read_text(encoding="utf-8")
    for before, after in (
        ('version: "2026.2"', 'version: "2027.1"'),
        ("payment: {term: 14 days}", "payment: {term: 21 days}"),
        ("at_most: 30 days", "at_most: 21 days"),
        ("hourly_rate: EUR 120.00", "hourly_rate: EUR 130.00"),
        ("complaints]", "complaints, liability]"),
    ):
        assert before in text
        text = text.replace(before, after)
    new.write_text(text, encoding="utf-8")
    mine = folder / "clauses" / "complaints" / "nl.md"
    mine.write_text("# Klachten\n\n[#report] Bel ons.\n", encoding="utf-8")
    return Path(old), new


def signed(folder: Path) -> Path:
    """Build and sign the letter of one engagement of the sample; give its spec."""
    spec = folder / "stichting" / "engagement.yaml"
    built = run("--at", "2026-12-10 10:00", "build", spec, "-q")
    assert built.exit_code == 0, built.output
    said = ("--signed-on", "2026-12-11", "--evidence", PAGE)
    done = run("--at", "2026-12-12 10:00", "sign", spec, *SEEN, *said)
    assert done.exit_code == 0, done.output
    return spec


def told(done: Result) -> dict[str, dict[str, object]]:
    return {row["engagement"]: row for row in json.loads(done.stdout)["engagements"]}


def test_diff_tells_what_changes_and_what_stays(tmp_path: Path) -> None:
    folder = sample(tmp_path)
    signed(folder)
    old, new = upgrade(folder)
    done = run("house", "diff", old, new, folder, "--format", "json")
    whole = json.loads(done.stdout)
    parts = {(one["part"], one["name"]) for one in whole["changes"]}
    assert parts == {
        ("identity", "version"),
        ("defaults", "fees.hourly_rate"),
        ("defaults", "payment.term"),
        ("limits", "payment.term"),
        ("required", "liability"),
    }
    rows = told(done)
    assert rows["LB-2027-005"]["standing"] == "signed"
    assert (rows["LB-2027-005"]["stays"], rows["LB-2027-005"]["changes"]) == (True, [])
    assert rows["LB-2027-004"]["deviations"] == ["payment.term: 30 days"]
    assert done.exit_code == 1


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nl", ["Blijft zoals hij is", "Uurtarief, zonder btw (fees.hourly_rate)", "€ 130,00"]),
        ("en", ["Stays as it is", "Hourly rate, without VAT (fees.hourly_rate)", "€130.00"]),
    ],
)
def test_diff_speaks_both_languages(tmp_path: Path, language: str, words: list[str]) -> None:
    folder = sample(tmp_path)
    signed(folder)
    done = run("--ui-lang", language, "house", "diff", *upgrade(folder), folder)
    text = done.output.replace("\N{NO-BREAK SPACE}", " ")
    assert [one for one in words if one not in text] == []


def test_a_standard_beside_itself_differs_nowhere(tmp_path: Path) -> None:
    folder = sample(tmp_path)
    done = run("house", "diff", folder, folder, folder, "--format", "json")
    assert done.exit_code == 0
    assert json.loads(done.stdout)["changes"] == []
    assert [row["changes"] for row in told(done).values()] == [[], []]


def test_engagements_of_another_firm_are_left_alone(tmp_path: Path) -> None:
    folder = sample(tmp_path)
    firm(folder / "elders")
    assert "L-1" not in told(run("house", "diff", folder, folder, folder, "--format", "json"))


def test_a_wrong_standard_is_not_compared(tmp_path: Path) -> None:
    folder = sample(tmp_path)
    old, new = upgrade(folder)
    new.write_text("name: x\n", encoding="utf-8")
    assert run("house", "diff", old, new).exit_code == 1
    assert run("house", "diff", old, folder / "nowhere").exit_code == 2


def test_a_signed_letter_is_built_as_it_was(tmp_path: Path) -> None:
    folder = sample(tmp_path)
    spec = signed(folder)
    letter = spec.parent / "documents" / LETTER
    before = letter.read_bytes()
    upgrade(folder)
    done = run("--ui-lang", "en", "build", spec)
    assert (done.exit_code, done.output.count("was so already")) == (0, 2), done.output
    assert letter.read_bytes() == before
    assert "payment  term: 14 days" in done.output
    assert run("verify", spec).exit_code == 0


@pytest.mark.parametrize("text", ["", "name: [", "name: x\n", None])
def test_a_broken_standard_stops_no_signed_work(tmp_path: Path, text: str | None) -> None:
    folder = sample(tmp_path)
    spec = signed(folder)
    house = folder / "house.yaml"
    if text is None:
        house.unlink()
    else:
        house.write_text(text, encoding="utf-8")
    about = ("2027-01-12 09:00/12:00", "--what", "Gesprekken", "--spec", spec)
    logged = run("--at", "2027-01-12 13:00", "log", "hours", *about)
    assert logged.exit_code == 0, logged.output
    assert run("verify", spec).exit_code == 0
    built = run("--ui-lang", "en", "build", spec, "-q")
    assert (built.exit_code, built.output.count("was so already")) == (0, 2), built.output


def test_a_letter_that_is_not_signed_follows_the_standard_of_today(tmp_path: Path) -> None:
    folder = sample(tmp_path)
    spec = folder / "stichting" / "engagement.yaml"
    upgrade(folder)
    done = run("--ui-lang", "en", "build", spec, "--dry-run")
    assert "payment  term: 21 days" in done.output
    assert "SG623" in done.output


REQUEST = """\
id: CR-001
engagement: LB-2027-005
title: Een derde plan
type: scope
author: M. de Graaf
trigger: {kind: wish}
agreed: Twee plannen.
proposed: Drie plannen.
reason: Het bestuur wil meer keuze.
options:
  - {id: A, title: Doen, effect: Er komt een derde plan., hours: 10 hours}
  - {id: B, title: Niets, effect: Het blijft bij twee., nothing: yes}
"""


def test_a_change_to_a_signed_letter_keeps_the_standard_that_was_signed(tmp_path: Path) -> None:
    folder = sample(tmp_path)
    spec = signed(folder)
    before = (spec.parent / "documents" / LETTER).read_bytes()
    upgrade(folder)
    request = spec.parent / "changes" / "CR-001.yaml"
    request.parent.mkdir(exist_ok=True)
    request.write_text(REQUEST, encoding="utf-8")
    about = ("--spec", spec)
    issued = run("--at", "2027-01-12 10:00", "change", "issue", "CR-001", *about)
    assert issued.exit_code == 0, issued.output
    scan = tmp_path / "scan.jpg"
    scan.write_bytes(b"\xff\xd8\xff\xe0 of the signed form")
    said = (*SEEN, "--signed-on", "2027-01-13", "--option", "A", "--evidence", scan)
    agreed = run("--at", "2027-01-14 10:00", "change", "sign", "CR-001", *said, *about)
    assert agreed.exit_code == 0, agreed.output
    done = run("--at", "2027-01-14 11:00", "change", "apply", "CR-001", *about)
    assert done.exit_code == 0, done.output
    addendum = run("--at", "2027-01-14 11:00", "build", spec, "--to", "txt", "-q", "--replace")
    assert addendum.exit_code == 0, addendum.output
    text = next((spec.parent / "documents").glob("*v2*.txt")).read_text(encoding="utf-8")
    assert "14 dagen" in text.replace("\N{NO-BREAK SPACE}", " ")
    assert "Als u niet tevreden bent" in text
    assert "21 dagen" not in text.replace("\N{NO-BREAK SPACE}", " ")
    assert (spec.parent / "documents" / LETTER).read_bytes() == before
    assert run("verify", spec).exit_code == 0


def test_a_signed_letter_is_judged_by_the_standard_that_was_signed(tmp_path: Path) -> None:
    folder = sample(tmp_path)
    spec = signed(folder)
    before = run("--ui-lang", "en", "house", "show", spec).output
    upgrade(folder)
    house = folder / "house.yaml"
    text = house.read_text(encoding="utf-8").replace("forbidden: [", "forbidden: [conduct, ")
    house.write_text(text, encoding="utf-8")
    assert run("--ui-lang", "en", "house", "show", spec).output == before
    checked = run("check", spec)
    assert (checked.exit_code, "SG613" in checked.output) == (0, False), checked.output
