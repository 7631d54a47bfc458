"""The story of the safety region, from letter to resumed work, with the refusals along the way."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command_line import run
from pdf_signing import CLIENT, STRANGER
from pypdf import PdfReader
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

from scopegen.render.word_text import word_text
from scopegen.workflow.checking import examine_file

LANGUAGES = ("nl", "en")


@pytest.mark.apart
@pytest.mark.parametrize("language", LANGUAGES)
def test_work_stands_still_until_this_version_is_signed_digitally(
    tmp_path: Path, language: str
) -> None:
    folder = held(tmp_path / "x", language, pin=CLIENT.pin)
    assert "SG401" in folder.run(TOLD, "resume").output
    agreed = answer(folder, signed_form(folder.form))
    assert agreed.exit_code == 0, agreed.output
    early = folder.run(TOLD, "resume")
    assert (early.exit_code, "SG403" in early.output) == (4, True)
    assert folder.about("2027-03-03 12:00", "log", "input", "P1").exit_code == 0
    done = folder.run("2027-03-04 12:00", "resume")
    assert done.exit_code == 0, done.output
    engagement = examine_file(str(folder.file)).spec
    assert engagement is not None
    letter = engagement.engagement
    assert [str(m.due) for m in letter.fees.milestones][1] == "2027-04-01"
    assert (letter.meta.version, letter.meta.amended_by[0].change) == (2, "CR-001")
    verified = folder.run("2027-03-05 12:00", "verify")
    assert verified.exit_code == 0, verified.output
    assert folder.run("2027-03-05 12:00", "status").exit_code == 0


def test_the_hold_fee_is_settled_by_the_letter(tmp_path: Path) -> None:
    folder = held(tmp_path / "x", pin=CLIENT.pin)
    assert answer(folder, signed_form(folder.form)).exit_code == 0
    folder.about("2027-03-03 12:00", "log", "input", "P1")
    # 22 February up to and including 3 March: 8 working days, 5 of them free, 3 x 216.00.
    assert "648,00" in folder.run("2027-03-04 12:00", "resume").output


def test_everything_but_the_amended_values_stays_in_the_spec(tmp_path: Path) -> None:
    folder = held(tmp_path / "x", pin=CLIENT.pin)
    before = folder.file.read_text(encoding="utf-8").splitlines()
    assert answer(folder, signed_form(folder.form)).exit_code == 0
    folder.about("2027-03-03 12:00", "log", "input", "P1")
    assert folder.run("2027-03-04 12:00", "resume").exit_code == 0
    after = folder.file.read_text(encoding="utf-8").splitlines()
    gone = [line for line in before if line not in after]
    assert [line.strip()[:8] for line in gone] == ["- {id: M", "- {id: P"]


def test_before_the_letter_is_signed_the_gate_is_shut(tmp_path: Path) -> None:
    folder = begun(tmp_path / "x")
    assert folder.run("2027-02-12 10:00", "handbrake", "--for", "P1").exit_code == 4
    assert folder.run("2027-02-12 10:00", "status").exit_code == 7
    data = json.loads(folder.run("2027-02-12 10:00", "status", "--format", "json").stdout)
    assert data["stands_still"] is True
    assert {stream["state"] for stream in data["streams"]} == {"unsigned"}


def test_the_letter_is_not_signed_without_a_person_who_saw_it(tmp_path: Path) -> None:
    folder = begun(tmp_path / "x")
    scan = returned(folder, PHOTO, "letter.jpg")
    refused = folder.run("2026-12-08 10:00", "sign", "--evidence", scan)
    assert (refused.exit_code, "SG484" in refused.output) == (4, True)
    assert folder.run("2026-12-08 10:00", "status").exit_code == 7


def test_a_signed_letter_cannot_be_issued_with_other_words(tmp_path: Path) -> None:
    folder = signed(tmp_path / "x")
    text = folder.file.read_text(encoding="utf-8")
    folder.file.write_text(text.replace("Eindrapport", "Slotrapport"), encoding="utf-8")
    assert "SG412" in folder.run("2026-12-09 10:00", "build", "-q", "--replace").output
    assert folder.run("2026-12-09 10:00", "build", "-q", "--draft").exit_code == 0


def test_the_same_letter_comes_out_the_same_after_it_was_signed(tmp_path: Path) -> None:
    folder = signed(tmp_path / "x")
    before = folder.document("VRM-2027-03-v1.nl.pdf")
    assert folder.run("2027-01-09 10:00", "build", "-q").exit_code == 0
    assert folder.document("VRM-2027-03-v1.nl.pdf") == before


def test_the_handbrake_waits_for_the_steps_of_the_letter(tmp_path: Path) -> None:
    folder = signed(tmp_path / "x")
    assert "SG419" in folder.run("2027-02-08 10:00", "handbrake", "--for", "P1").output
    warned = folder.run("2027-02-12 10:00", "handbrake", "--for", "P1")
    assert "22 februari 2027" in warned.output
    assert (folder.path / "documents" / "final-period-P1.mail.eml").is_file()
    waiting = folder.run("2027-02-19 16:59", "handbrake", "--for", "P1")
    assert waiting.exit_code == 4
    assert not (folder.path / "changes").exists()
    assert folder.run("2027-02-22 09:00", "handbrake", "--for", "P1").exit_code == 0


def test_a_notice_that_went_out_before_counts_from_its_day(tmp_path: Path) -> None:
    folder = signed(tmp_path / "x")
    told = folder.run("2027-02-22 09:00", "handbrake", "--for", "P1", "--notice-sent", "2027-02-12")
    assert told.exit_code == 0, told.output
    later = signed(tmp_path / "y")
    told = later.run("2027-02-22 09:00", "handbrake", "--for", "P1", "--notice-sent", "2027-02-15")
    assert told.exit_code == 4


def test_only_the_dependent_work_stops(tmp_path: Path) -> None:
    folder = held(tmp_path / "x")
    data = json.loads(folder.run(TOLD, "status", "--format", "json").stdout)
    states = {stream["id"]: stream["state"] for stream in data["streams"]}
    assert states == {"M1": "active", "M2": "held", "M3": "active", "M4": "active"}
    assert data["hold"]["days"] == 6


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_says_the_same_in_word_and_pdf(tmp_path: Path, language: str) -> None:
    folder = held(tmp_path / "x", language)
    word = word_text(folder.document(f"CR-001-v1.{language}.docx"))
    fields = PdfReader(folder.path / "documents" / f"CR-001-v1.{language}.pdf").get_fields() or {}
    assert fields["scg_form"]["/V"] == "VRM-2027-03/CR-001/v1"
    assert fields["scg_form"]["/V"] in word
    assert fields["scg_digest"]["/V"] in word


REFUSED = {
    "nothing filled in": ({}, "SG4"),
    "no option": ({"option_A": "/Off"}, "SG480"),
    "both boxes": ({"decision_refuse": "/Yes"}, "SG479"),
    "two options": ({"option_B": "/Yes"}, "SG480"),
    "no decision": ({"decision_agree": "/Off"}, "SG479"),
    "no date": ({"signed_on": ""}, "SG478"),
    "before it was issued": ({"signed_on": "21-2-2027"}, "SG476"),
    "after its last day": ({"signed_on": "9-3-2027"}, "SG47"),
    "on a day that is to come": ({"signed_on": "3-3-2027"}, "SG476"),
    "by nobody": ({"signer_name": ""}, "SG495"),
    "by a stranger": ({"signer_name": "M. Vreemd"}, "SG473"),
    "by someone who may only accept": ({"signer_name": "T. Yildiz"}, "SG474"),
    "a condition": ({"remarks": "akkoord, mits het een week later begint"}, "SG481"),
    "a refusal": ({"decision_agree": "/Off", "decision_refuse": "/Yes"}, "SG482"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_agreement_is_refused_whoever_attests_it(tmp_path: Path, case: str) -> None:
    changed, code = REFUSED[case]
    folder = held(tmp_path / "x")
    content = filled(folder.form, {**ANSWER, **changed} if changed else {})
    said = answer(folder, content, "--attest", "F. Dijkstra", "--method", "platform")
    assert (said.exit_code, code in said.output) == (4, True), said.output
    assert "change_signed" not in run("register", "export", folder.file).stdout


def test_a_form_that_is_not_signed_needs_a_person(tmp_path: Path) -> None:
    folder = held(tmp_path / "x")
    assert answer(folder, filled(folder.form)).exit_code == 4
    seen = answer(folder, filled(folder.form), "--attest", "F. Dijkstra", "--method", "email")
    assert seen.exit_code == 0, seen.output
    assert "klasse B" in seen.output or "class B" in seen.output


def test_a_signature_of_a_stranger_is_not_believed_by_itself(tmp_path: Path) -> None:
    folder = held(tmp_path / "x", pin=CLIENT.pin)
    said = answer(folder, signed_form(folder.form, STRANGER))
    assert said.exit_code == 4, said.output


def test_a_form_of_an_earlier_version_is_refused(tmp_path: Path) -> None:
    folder = held(tmp_path / "x", pin=CLIENT.pin)
    old = signed_form(folder.form)
    request = folder.path / "changes" / "CR-001.yaml"
    text = request.read_text(encoding="utf-8")
    request.write_text(text.replace("Alsnog leveren", "Toch nog leveren"), encoding="utf-8")
    again = folder.about("2027-02-24 10:00", "change", "issue", "CR-001")
    assert again.exit_code == 0, again.output
    said = answer(folder, old)
    assert (said.exit_code, "SG42" in said.output or "SG470" in said.output) == (4, True)
    assert folder.run(TOLD, "resume").exit_code == 4


def test_an_agreement_to_do_nothing_resumes_nothing(tmp_path: Path) -> None:
    folder = held(tmp_path / "x", pin=CLIENT.pin)
    nothing = {**ANSWER, "option_A": "/Off", "option_B": "/Yes"}
    said = answer(folder, signed_form(folder.form, answer=nothing))
    assert said.exit_code == 0, said.output
    assert "SG406" in folder.run(TOLD, "resume").output


def test_evidence_that_was_changed_afterwards_shuts_the_gate(tmp_path: Path) -> None:
    folder = held(tmp_path / "x", pin=CLIENT.pin)
    assert answer(folder, signed_form(folder.form)).exit_code == 0
    folder.about("2027-03-03 12:00", "log", "input", "P1")
    for kept in (folder.path / "evidence").glob("*/*"):
        kept.chmod(0o600)
        content = kept.read_bytes()
        kept.write_bytes(content[:-9] + bytes([content[-9] ^ 1]) + content[-8:])
        refused = folder.run("2027-03-04 12:00", "resume")
        assert refused.exit_code == 4, kept
        kept.write_bytes(content)
    assert folder.run("2027-03-04 12:00", "resume").exit_code == 0


def test_a_spec_that_was_changed_behind_the_letter_is_not_taken_in(tmp_path: Path) -> None:
    folder = held(tmp_path / "x", pin=CLIENT.pin)
    assert answer(folder, signed_form(folder.form)).exit_code == 0
    folder.about("2027-03-03 12:00", "log", "input", "P1")
    text = folder.file.read_text(encoding="utf-8")
    dearer = text.replace("hourly_rate: EUR 135.00", "hourly_rate: EUR 175.00")
    folder.file.write_text(dearer, encoding="utf-8")
    refused = folder.run("2027-03-04 12:00", "resume")
    assert (refused.exit_code, "SG416" in refused.output) == (4, True)


def test_a_second_cause_joins_the_hold_and_asks_for_a_new_version(tmp_path: Path) -> None:
    folder = held(tmp_path / "x", pin=CLIENT.pin)
    old = signed_form(folder.form)
    folder.run("2027-02-22 17:00", "handbrake", "--for", "P2")
    joined = folder.run("2027-03-02 10:00", "handbrake", "--for", "P2")
    assert joined.exit_code == 0, joined.output
    assert answer(folder, old).exit_code == 4
    form = folder.document("CR-001-v2.nl.pdf")
    assert answer(folder, signed_form(form)).exit_code == 0
    folder.about("2027-03-03 12:00", "log", "input", "P1")
    assert "P2" in folder.run("2027-03-04 12:00", "resume").output
    folder.about("2027-03-04 12:00", "log", "input", "P2")
    assert folder.run("2027-03-04 13:00", "resume").exit_code == 0


def test_the_clients_own_handbrake_costs_nothing(tmp_path: Path) -> None:
    folder = signed(tmp_path / "x", pin=CLIENT.pin)
    pulled = folder.run(
        "2027-02-22 16:00", "handbrake", "--by", "client", "--reason", "Het plan kwam niet."
    )
    assert pulled.exit_code == 0, pulled.output
    assert answer(folder, signed_form(folder.form)).exit_code == 0
    done = folder.run("2027-04-05 10:00", "resume")
    assert "€ 0,00" in done.output, done.output


def test_the_printed_head_proves_the_register(tmp_path: Path) -> None:
    folder = held(tmp_path / "x")
    reader = PdfReader(folder.path / "documents" / "CR-001-v1.nl.pdf")
    foot = reader.pages[0].extract_text().split("register ")[1][:14]
    assert folder.run(TOLD, "verify", "--head", foot).exit_code == 0
    other = held(tmp_path / "y")
    other.about("2027-02-23 10:00", "log", "input", "P2")
    lost = folder.run(TOLD, "verify", "--head", "0123 4567 89ab")
    assert lost.exit_code == 4


def test_a_portfolio_shows_every_engagement(tmp_path: Path) -> None:
    held(tmp_path / "a")
    begun(tmp_path / "b")
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "engagement.yaml").write_text("meta: [", encoding="utf-8")
    shown = run("--at", TOLD, "status", tmp_path)
    assert shown.exit_code == 1
    assert "M2" in shown.output
    data = json.loads(run("--at", TOLD, "status", tmp_path, "--format", "json").stdout)
    assert [one.get("stands_still") for one in data["engagements"]] == [True, True, None]


def test_nothing_is_resumed_twice(tmp_path: Path) -> None:
    folder = held(tmp_path / "x", pin=CLIENT.pin)
    answer(folder, signed_form(folder.form))
    folder.about("2027-03-03 12:00", "log", "input", "P1")
    assert folder.run("2027-03-04 12:00", "resume").exit_code == 0
    assert "SG408" in folder.run("2027-03-04 12:05", "resume").output


def test_pulling_twice_changes_nothing(tmp_path: Path) -> None:
    folder: Folder = held(tmp_path / "x")
    before = (folder.path / "register.db").read_bytes()
    again = folder.run("2027-02-22 16:30", "handbrake", "--for", "P1")
    assert again.exit_code == 0
    assert (folder.path / "register.db").read_bytes() == before
