"""Ways through an engagement that are nobody's attack, and must not end in a dead end."""

from __future__ import annotations

from pathlib import Path

import pytest
from answers import SEEN, applied, delivered, scan, write_request
from conftest import ROOT
from pdf_signing import CLIENT
from story import ANSWER, PHOTO, TOLD, Folder, answer, held, returned, signed, signed_form


def test_a_quick_agreement_resumes_before_the_promised_date(tmp_path: Path) -> None:
    folder = signed(tmp_path / "x")
    assert folder.run("2027-03-03 10:20", "handbrake", "--for", "P2").exit_code == 4
    assert folder.run("2027-03-12 10:20", "handbrake", "--for", "P2").exit_code == 0
    place = returned(folder, PHOTO, "1.jpg")
    given = (*SEEN[:6], "--signed-on", "2027-03-12", "--option", "A", "--evidence", place)
    at = "2027-03-12 17:00"
    assert folder.about(at, "change", "sign", "CR-001", *given).exit_code == 0
    assert folder.about(at, "log", "input", "P2").exit_code == 0
    done = folder.run("2027-03-15 10:00", "resume")
    assert done.exit_code == 0, done.output


def test_a_late_handbrake_still_gives_a_request_that_can_be_signed(tmp_path: Path) -> None:
    folder = signed(tmp_path / "x")
    folder.run("2027-03-15 10:00", "handbrake", "--for", "P2")
    late = folder.run("2027-03-29 10:00", "handbrake", "--for", "P2")
    assert late.exit_code == 0, late.output
    assert (folder.path / "documents" / "CR-001-v1.nl.pdf").is_file()


def test_who_chose_to_wait_and_then_delivers_gets_a_new_request(tmp_path: Path) -> None:
    folder = held(tmp_path / "x")
    assert scan(folder, *SEEN, "--option", "B").exit_code == 0
    delivered(folder)
    again = folder.run(TOLD, "handbrake", "--for", "P1")
    assert (again.exit_code, "CR-002" in again.output) == (0, True), again.output


def test_a_second_cause_after_the_first_date_passed_gets_its_notice(tmp_path: Path) -> None:
    folder = held(tmp_path / "x")
    unpaid = ("--nonpayment", "INV-7", "--invoice-date", "2026-12-15")
    given = (*unpaid, "--notice-sent", "2027-02-01")
    joined = folder.run("2027-03-22 10:00", "handbrake", *given)
    assert joined.exit_code == 0, joined.output
    assert (folder.path / "documents" / "H1-handbrake-2.nl.pdf").is_file()


def test_to_do_nothing_changes_no_letter(tmp_path: Path) -> None:
    folder = held(tmp_path / "x")
    assert scan(folder).exit_code == 0
    write_request(folder, "CR-002", "price: EUR 100.00")
    done = applied(folder, "CR-002", *SEEN, "--option", "B", mark="2")
    assert (done.exit_code, "SG406" in done.output) == (4, True)
    delivered(folder)
    assert folder.run("2027-03-03 10:00", "resume").exit_code == 0


def test_a_payment_is_no_delivery(tmp_path: Path) -> None:
    folder = held(tmp_path / "x")
    assert scan(folder).exit_code == 0
    assert folder.about(TOLD, "log", "paid", "P1").exit_code == 0
    assert "SG403" in folder.run("2027-03-03 10:00", "resume").output


@pytest.mark.parametrize(
    "words", ["geweigerd", "nee", "na goedkeuring bestuur", "akkoord met B", "adviseur"]
)
def test_another_role_than_in_the_letter_is_read_by_a_person(tmp_path: Path, words: str) -> None:
    folder = held(tmp_path / "x", pin=CLIENT.pin)
    done = answer(folder, signed_form(folder.form, answer={**ANSWER, "signer_role": words}))
    assert done.exit_code == 4, done.output


@pytest.mark.parametrize(
    ("sample", "name"), [("waterlinie", "M. Jansen"), ("northgate", "Tom O'Neill")]
)
def test_a_limit_holds_for_a_letter_without_a_fixed_price(
    tmp_path: Path, sample: str, name: str
) -> None:
    folder = Folder(tmp_path)
    text = (ROOT / "samples" / sample / "engagement.yaml").read_text(encoding="utf-8")
    folder.file.write_text(text, encoding="utf-8")
    assert folder.run("2026-12-08 10:00", "build", "-q").exit_code == 0
    place = returned(folder, PHOTO, "1.jpg")
    given = ("--evidence", place, "--attest", "Piet Bol", "--signer", name)
    said = (*given, "--method", "handwritten", "--signed-on", "2026-12-08")
    assert "SG475" in folder.run("2026-12-09 10:00", "sign", *said).output
