"""Ways round the gate that were tried, and what shuts each of them."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from unittest.mock import patch

import pytest
from answers import SEEN, applied, codes, delivered, scan, write_request
from command_line import run
from pdf_signing import CLIENT
from story import (
    ANSWER,
    PHOTO,
    TOLD,
    Folder,
    answer,
    begun,
    filled,
    held,
    returned,
    signed,
    signed_form,
)

from scopegen.diagnostics import ScopegenError
from scopegen.workflow.checking import examine_file


@pytest.mark.parametrize("field", ["signer_role", "signed_at", "signer_name"])
def test_a_condition_in_any_field_is_a_counter_proposal(tmp_path: Path, field: str) -> None:
    folder = held(tmp_path / "x", pin=CLIENT.pin)
    words = {**ANSWER, field: f"{ANSWER[field]}, mits de prijs omlaag gaat"}
    done = answer(folder, signed_form(folder.form, answer=words))
    assert (done.exit_code, "SG481" in done.output) == (4, True)


def test_a_role_as_long_as_a_sentence_is_read_by_a_person(tmp_path: Path) -> None:
    folder = held(tmp_path / "x", pin=CLIENT.pin)
    words = {**ANSWER, "signer_role": "directeur bedrijfsvoering " * 4}
    done = answer(folder, signed_form(folder.form, answer=words))
    assert (done.exit_code, "SG487" in done.output) == (4, True)


def test_an_agreement_does_not_cover_a_cause_that_came_after_it(tmp_path: Path) -> None:
    folder = held(tmp_path / "x")
    assert scan(folder).exit_code == 0
    unpaid = ("--nonpayment", "INV-7", "--invoice-date", "2026-12-15")
    joined = folder.run(TOLD, "handbrake", *unpaid, "--notice-sent", "2027-02-01")
    assert joined.exit_code == 0, joined.output
    delivered(folder)
    assert folder.run("2027-03-03 10:00", "resume").exit_code == 4
    assert scan(folder, *SEEN, "--option", "A", mark="2").exit_code == 0
    assert "INV-7" in folder.run("2027-03-03 10:00", "resume").output
    assert folder.about("2027-03-03 10:00", "log", "paid", "INV-7").exit_code == 0
    assert folder.run("2027-03-03 11:00", "resume").exit_code == 0


def test_a_change_of_the_letter_asks_for_a_new_version_of_what_is_open(tmp_path: Path) -> None:
    folder = held(tmp_path / "x")
    write_request(folder, "CR-002", "price: EUR 100.00, days: 0 working days")
    done = applied(folder, "CR-002", *SEEN, "--option", "A", mark="2")
    assert done.exit_code == 0, done.output
    late = scan(folder)
    assert (late.exit_code, bool({"SG414", "SG498"} & codes(late))) == (1, True)
    assert folder.about(TOLD, "change", "issue", "CR-001").exit_code == 0
    assert scan(folder, *SEEN, "--option", "A", mark="3").exit_code == 0
    delivered(folder)
    assert folder.run("2027-03-03 10:00", "resume").exit_code == 0
    assert folder.run("2027-03-03 10:00", "verify").exit_code == 0
    spec = examine_file(str(folder.file)).spec
    assert spec is not None
    assert spec.engagement.meta.version == 3


@pytest.mark.parametrize(
    "field", ["fees.fixed_price", "meta.id", "meta.version", "handbrake.notice", "hold_fee.share"]
)
def test_a_request_cannot_change_what_the_client_would_not_see(tmp_path: Path, field: str) -> None:
    folder = held(tmp_path / "x")
    write_request(folder, "CR-002", f"amend: [{{field: {field}, to: 9}}]")
    assert "SG365" in folder.about(TOLD, "change", "issue", "CR-002").output


def test_what_comes_off_does_not_hide_what_goes_on(tmp_path: Path) -> None:
    folder = held(tmp_path / "x")
    write_request(folder, "CR-002", "price: EUR 20000.00, reduction: EUR 20000.00")
    assert folder.about("2027-02-23 10:00", "change", "issue", "CR-002").exit_code == 0
    said = ("--attest", "F. Dijkstra", "--signer", "mr. L. Bos", "--option", "A")
    done = scan(folder, *said, "--method", "platform", "--signed-on", "2027-03-02", change="CR-002")
    assert "SG475" in done.output


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("phone.txt", b"Kuipers belde: prima, ga maar door"),
        ("phone.jpg", b"Kuipers belde: prima, ga maar door"),
        ("empty.pdf", b""),
        ("sheet.xlsx", b"PK\x03\x04 xl/workbook.xml"),
    ],
)
def test_a_note_is_no_scan(tmp_path: Path, name: str, content: bytes) -> None:
    folder = held(tmp_path / "x")
    place = returned(folder, content, name)
    given = ("--evidence", place, *SEEN, "--option", "A")
    assert "SG489" in folder.about(TOLD, "change", "sign", "CR-001", *given).output


def test_a_mail_is_a_mail_whatever_it_is_called(tmp_path: Path) -> None:
    folder = held(tmp_path / "x")
    mail = (
        b"From: drs. A. Kuipers <a.kuipers@vr-mij.example>\r\nDate: Tue, 2 Mar 2027 10:00 +0100\r\n"
        b"Subject: CR-001 versie 1\r\n\r\nNiet akkoord met CR-001 versie 1, optie A.\r\n"
    )
    place = returned(folder, mail, "m.jpg")
    given = ("--evidence", place, "--attest", "F. Dijkstra")
    assert "SG482" in folder.about(TOLD, "change", "sign", "CR-001", *given).output


def test_what_we_sent_is_no_answer(tmp_path: Path) -> None:
    folder = held(tmp_path / "x")
    own = folder.path / "documents" / "H1-handbrake.nl.pdf"
    given = ("--evidence", own, *SEEN, "--option", "A")
    assert "SG493" in folder.about(TOLD, "change", "sign", "CR-001", *given).output
    new = begun(tmp_path / "y")
    letter = new.path / "documents" / "VRM-2027-03-v1.nl.pdf"
    said = (*SEEN[:6], "--signed-on", "2026-12-07")
    assert "SG493" in new.run("2026-12-08 10:00", "sign", "--evidence", letter, *said).output


@pytest.mark.parametrize("name", ["", " ", "\x1b[31mF. Dijkstra", "F.\nDijkstra"])
def test_nobody_attests_without_a_name(tmp_path: Path, name: str) -> None:
    folder = held(tmp_path / "x")
    place = returned(folder, filled(folder.form))
    given = ("--evidence", place, "--attest", name, "--method", "platform")
    assert folder.about(TOLD, "change", "sign", "CR-001", *given).exit_code == 2


def test_the_zone_is_that_of_the_letter(tmp_path: Path) -> None:
    folder = held(tmp_path / "x")
    text = folder.file.read_text(encoding="utf-8").replace(
        "  voice: wij\n", "  voice: wij\n  timezone: Pacific/Kiritimati\n"
    )
    folder.file.write_text(text, encoding="utf-8")
    tomorrow = (*SEEN[:6], "--signed-on", "2027-03-03", "--option", "A")
    assert "SG476" in scan(folder, *tomorrow).output


def test_a_register_that_is_gone_or_older_is_noticed(tmp_path: Path) -> None:
    folder, before = held(tmp_path / "x"), signed(tmp_path / "y")
    shutil.copy(before.path / "register.db", folder.path / "register.db")
    told = folder.run(TOLD, "verify")
    assert (told.exit_code, {"SG469", "SG400"} <= codes(told)) == (4, True)
    assert folder.run(TOLD, "resume").exit_code == 4
    (folder.path / "register.db").unlink()
    assert folder.run(TOLD, "verify").exit_code == 4
    assert folder.run(TOLD, "status").exit_code == 4


def test_signing_twice_leaves_the_register_sound(tmp_path: Path) -> None:
    folder = held(tmp_path / "x")
    assert scan(folder).exit_code == 0
    again = scan(folder, *SEEN, "--option", "A", mark="2")
    assert (again.exit_code, "SG414" in again.output) == (1, True)
    delivered(folder)
    assert folder.run("2027-03-03 10:00", "resume").exit_code == 0


def test_after_the_end_nothing_is_recorded(tmp_path: Path) -> None:
    folder = held(tmp_path / "x")
    assert folder.about(TOLD, "log", "ended").exit_code == 0
    late = folder.about(TOLD, "log", "input", "P1")
    assert (late.exit_code, "SG415" in late.output) == (4, True)
    assert folder.run(TOLD, "verify").exit_code == 0


def test_a_new_version_of_a_signed_letter_is_only_made_by_a_change(tmp_path: Path) -> None:
    folder = signed(tmp_path / "x")
    text = folder.file.read_text(encoding="utf-8")
    folder.file.write_text(text.replace("  voice: wij", "  version: 2\n  voice: wij"), "utf-8")
    assert "SG412" in folder.run(TOLD, "build", "-q").output


def test_a_resumption_that_could_not_be_recorded_leaves_all_as_it_was(tmp_path: Path) -> None:
    folder = held(tmp_path / "x")
    assert scan(folder).exit_code == 0
    delivered(folder)
    before = {path: path.read_bytes() for path in folder.path.rglob("*") if path.is_file()}
    busy = ScopegenError("SG454", file="register.db", reason="busy")
    with patch("scopegen.workflow.finishing.record", side_effect=busy):
        assert folder.run("2027-03-03 10:00", "resume").exit_code == 1
    same = {path: path.read_bytes() for path in before}
    assert same == before
    assert not list((folder.path / "documents").glob("H1-resumption*"))
    assert folder.run("2027-03-05 10:00", "resume").exit_code == 0


def test_a_resumption_that_was_stopped_halfway_is_finished(tmp_path: Path) -> None:
    folder = held(tmp_path / "x")
    assert scan(folder).exit_code == 0
    delivered(folder)
    with patch("scopegen.workflow.finishing.deliver", side_effect=KeyboardInterrupt):
        assert folder.run("2027-03-03 10:00", "resume").exit_code == 130
    assert "2027-03-19" in folder.file.read_text(encoding="utf-8")
    again = folder.run("2027-03-05 10:00", "resume")
    assert "SG408" in again.output
    assert "amended_by" in folder.file.read_text(encoding="utf-8")
    assert (folder.path / "documents" / "VRM-2027-03-v2.nl.pdf").is_file()


def test_a_stream_that_does_not_exist_stops_nothing(tmp_path: Path) -> None:
    folder = signed(tmp_path / "x")
    given = ("--for", "P1", "--notice-sent", "2027-02-12", "--stream", "M99")
    refused = folder.run("2027-02-22 10:00", "handbrake", *given)
    assert (refused.exit_code, "SG411" in refused.output) == (1, True)
    assert "handrem" not in run("register", "show", folder.file).output


def test_a_broken_request_stops_a_second_cause_before_it_is_recorded(tmp_path: Path) -> None:
    folder = held(tmp_path / "x")
    (folder.path / "changes" / "CR-001.yaml").write_bytes(b"\xff\xfe id: [")
    before = (folder.path / "register.db").read_bytes()
    given = ("--for", "P2", "--notice-sent", "2027-02-12")
    folder.run("2027-02-22 17:00", "handbrake", "--for", "P2")
    shutil.copy(folder.path / "register.db", folder.path / "after.db")
    refused = folder.run("2027-03-02 17:00", "handbrake", *given)
    assert refused.exit_code == 1
    standing = run("--at", TOLD, "status", folder.file, "--format", "json").stdout
    assert standing.count('"P2"') <= 2
    assert before


def test_looking_changes_nothing(tmp_path: Path) -> None:
    folder = held(tmp_path / "x")
    before = (folder.path / "register.db").read_bytes()
    for command in (("list",), ("show", "CR-001"), ("check", "CR-001")):
        folder.about("2099-01-01 10:00", "change", *command)
    folder.run("2099-01-01 10:00", "status")
    assert (folder.path / "register.db").read_bytes() == before


def test_an_answer_given_in_time_counts_when_it_is_recorded_later(tmp_path: Path) -> None:
    folder = held(tmp_path / "x")
    place = returned(folder, PHOTO, "1.jpg")
    given = ("--evidence", place, *SEEN, "--option", "A")
    assert folder.about("2027-03-10 09:00", "change", "sign", "CR-001", *given).exit_code == 0


def test_no_file_is_written_outside_the_folder(tmp_path: Path) -> None:
    folder = signed(tmp_path / "deep" / "x")
    outside = sorted(tmp_path.glob("*"))
    for invoice in ("x/../../../../escaped", "a" * 300, "..\\..\\b", "\u202eabc"):
        given = ("--nonpayment", invoice, "--invoice-date", "2026-12-15")
        folder.run("2027-02-22 10:00", "handbrake", *given)
    assert sorted(tmp_path.glob("*")) == outside
    assert sorted(tmp_path.glob("deep/*")) == [folder.path]


def test_personal_data_are_erased_and_the_chain_holds(tmp_path: Path) -> None:
    folder = held(tmp_path / "x")
    assert scan(folder).exit_code == 0
    lines = run("register", "export", folder.file).stdout.splitlines()
    rows = [json.loads(line) for line in lines]
    (signing,) = (row for row in rows if row["kind"] == "change_signed")
    assert signing["personal"]["signer"] == "drs. A. Kuipers"
    erased = folder.about(TOLD, "register", "erase", str(signing["seq"]), "--yes")
    assert erased.exit_code == 0, erased.output
    export = run("register", "export", folder.file).stdout
    after = [json.loads(line) for line in export.splitlines()]
    assert [row["personal"] for row in after if row["seq"] == signing["seq"]] == [None]
    place = returned(folder, export.encode(), "register.jsonl")
    checked = run("register", "check-export", place, "--engagement", "VRM-2027-03")
    assert checked.exit_code == 0, checked.output
    delivered(folder)
    assert folder.run("2027-03-03 10:00", "resume").exit_code == 0


def test_requests_and_confirmations_are_on_record(tmp_path: Path) -> None:
    folder = signed(tmp_path / "x")
    assert folder.about(TOLD, "log", "requested", "P1").exit_code == 0
    assert "SG411" in folder.about(TOLD, "log", "requested", "P9").output
    mail = returned(folder, b"From: a@b.example\r\n\r\nBegin maar vast.", "m.eml")
    words = ("log", "confirmed", "begin maar vast", "--evidence", mail)
    assert folder.about(TOLD, *words).exit_code == 0
    assert "SG417" in folder.about(TOLD, "log", "requested", "P1", "--on", "2027-03-09").output
    shown = run("register", "show", folder.file).output
    assert "gegevens gevraagd" in shown
    assert "aanwijzing bevestigd" in shown


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_evidence_is_a_file(tmp_path: Path) -> None:
    folder = held(tmp_path / "x")
    os.mkfifo(folder.path / "pipe.pdf")
    given = ("--evidence", folder.path / "pipe.pdf", "--attest", "F. Dijkstra")
    assert "SG489" in folder.about(TOLD, "change", "sign", "CR-001", *given).output


def test_after_choosing_to_wait_there_is_a_way_on(tmp_path: Path) -> None:
    folder = held(tmp_path / "x")
    assert scan(folder, *SEEN, "--option", "B").exit_code == 0
    assert "SG406" in folder.run(TOLD, "resume").output
    again = folder.run(TOLD, "handbrake", "--for", "P1")
    assert (again.exit_code, "CR-002" in again.output) == (0, True)
    assert scan(folder, *SEEN, "--option", "A", change="CR-002", mark="2").exit_code == 0
    delivered(folder)
    assert folder.run("2027-03-03 10:00", "resume").exit_code == 0


def test_a_delay_of_ours_after_the_agreement_is_not_the_clients(tmp_path: Path) -> None:
    folder = held(tmp_path / "x")
    assert scan(folder).exit_code == 0
    assert folder.about("2027-03-03 10:00", "log", "input", "P1").exit_code == 0
    done = folder.run("2027-03-15 10:00", "resume")
    # One working day after everything was there (3 March), as the letter says.
    assert "4 maart 2027" in done.output
    assert "1 april 2027" in done.output


def test_the_letter_is_signed_by_mail_where_that_will_do(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    sample = "  signature: {least: platform, place: Deventer}"
    begun(tmp_path / "x")
    text = (tmp_path / "x" / "engagement.yaml").read_text(encoding="utf-8")
    assert sample.strip() in text
    folder.file.write_text(text.replace("least: platform", "least: email"), encoding="utf-8")
    assert folder.run("2026-12-01 10:00", "build", "-q").exit_code == 0
    mail = (
        "From: drs. A. Kuipers <a.kuipers@vr-mij.example>\r\n"
        "Date: Mon, 7 Dec 2026 10:00:00 +0100\r\nSubject: Opdrachtbrief VRM-2027-03\r\n\r\n"
        "Akkoord met de opdrachtbrief VRM-2027-03, versie 1.\r\n"
    )
    place = returned(folder, mail.encode(), "letter.eml")
    given = ("--evidence", place, "--attest", "F. Dijkstra")
    done = folder.run("2026-12-08 10:00", "sign", *given)
    assert done.exit_code == 0, done.output
