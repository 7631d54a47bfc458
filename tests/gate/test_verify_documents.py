"""`verify` on documents: who issued them, and whether they still say what was agreed."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from command_line import run
from conftest import ROOT
from pdf_signing import STRANGER
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject
from story import SAMPLE, Folder, signed_form
from whole_story import NOW, verify, whole

from scopegen.evidence import pdf_standards
from scopegen.workflow.pdf_facts import PdfFacts, facts_here, pdf_facts

LETTER, SECOND = "VRM-2027-03-v1.nl", "VRM-2027-03-v2.nl"


def checks(*given: str | Path) -> dict[str, dict[str, dict[str, Any]]]:
    """Verify files, and give what was found by file and claim."""
    data = json.loads(verify(*given, "--json").stdout)
    return {
        one["file"]: {check["claim"]: check for check in one["checks"]} for one in data["documents"]
    }


def results(*given: str | Path) -> dict[str, dict[str, str]]:
    return {
        file: {claim: check["code"] or check["result"] for claim, check in found.items()}
        for file, found in checks(*given).items()
    }


def alone(folder: Folder, tmp_path: Path, *files: str) -> list[Path]:
    """Put papers where no register is."""
    place = tmp_path / "alone"
    place.mkdir(exist_ok=True)
    for name in files:
        (place / name).write_bytes(folder.document(name))
    return [place / name for name in files]


def edited(docx: bytes, old: bytes, new: bytes, part: str = "word/document.xml") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as before, zipfile.ZipFile(made, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            assert name != part or old in content
            after.writestr(name, content.replace(old, new) if name == part else content)
    return made.getvalue()


def rewritten(pdf: bytes, *gone: str) -> bytes:
    """Write a PDF anew, without these entries of its catalogue."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    for name in gone:
        del writer.root_object[NameObject(name)]
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def test_every_paper_in_the_folder_is_the_one_that_was_issued(tmp_path: Path) -> None:
    folder = whole(tmp_path / "x")
    papers = sorted((folder.path / "documents").glob("*.[dp][od][cf]*"))
    done = verify(*papers)
    assert done.exit_code == 0, done.output
    found = results(*papers)
    assert len(found) == 20
    for claim in ("issued", "text", "printed", "head", "twin"):
        assert {one[claim] for one in found.values()} == {"holds"}, claim
    told = checks(
        folder.path / "documents" / f"{LETTER}.pdf", folder.path / "documents" / "CR-001-v1.nl.pdf"
    )
    assert told[f"{LETTER}.pdf"]["issued"]["facts"]["state"] == "superseded"
    assert told["CR-001-v1.nl.pdf"]["issued"]["facts"] == {
        "row": "10", "name": "CR-001-v1.nl.pdf", "state": "implemented",
    }  # fmt: skip


def test_what_came_from_the_client_is_judged_again(tmp_path: Path) -> None:
    folder = whole(tmp_path / "x")
    found = results(folder.path / "returned.pdf", folder.path / "letter.jpg")
    assert found["returned.pdf"] == {
        "issued": "holds", "text": "not_checked", "head": "holds", "standard": "not_checked",
        "signature": "holds", "agreement": "holds",
    }  # fmt: skip
    assert found["letter.jpg"] == {"issued": "holds", "agreement": "not_checked"}
    signature = json.loads(verify(folder.path / "returned.pdf", "--json").stdout)
    (one,) = signature["documents"][0]["signatures"]
    assert (one["signer"], one["pinned"], one["wrong"]) == ("A. Kuipers", True, "")


def test_a_file_is_known_by_its_content_and_not_by_its_name(tmp_path: Path) -> None:
    folder = whole(tmp_path / "x")
    copy = tmp_path / "brief van de adviseur.pdf"
    copy.write_bytes(folder.document(f"{SECOND}.pdf"))
    told = verify("--spec", folder.path, copy)
    assert (told.exit_code, "Uitgegeven in regel 15" in told.output) == (0, True), told.output


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        (f"{SECOND}.docx", b"gewoon tarief", b"dubbel tarief"),
        ("final-period-P1.nl.docx", b"Meldkamer", b"Brandweer"),
        ("CR-001-v1.nl.docx", b"Alsnog", b"Nooit"),
    ],
)
def test_other_words_under_the_name_of_an_issued_paper_are_found(
    tmp_path: Path, name: str, old: bytes, new: bytes
) -> None:
    folder = whole(tmp_path / "x")
    place = folder.path / "documents" / name
    place.write_bytes(edited(place.read_bytes(), old, new))
    found = results(place)[name]
    assert (found["issued"], found["text"]) == ("SG790", "SG792")
    assert verify(place).exit_code == 4


def test_a_pdf_that_was_saved_anew_still_says_the_same_but_is_another_file(tmp_path: Path) -> None:
    folder = whole(tmp_path / "x")
    place = folder.path / "documents" / f"{SECOND}.pdf"
    place.write_bytes(rewritten(place.read_bytes()))
    found = results(place)[place.name]
    assert (found["issued"], found["text"], found["printed"]) == ("SG790", "holds", "holds")


def test_a_file_that_no_row_knows_is_told(tmp_path: Path) -> None:
    folder = whole(tmp_path / "x")
    for name, content in (("a.eml", b"From: a@b.nl\n\nakkoord"), ("b.pdf", b"%PDF-1.7 x")):
        place = folder.path / name
        place.write_bytes(content)
        told = verify(place)
        assert (told.exit_code, f"SG791]: het register kent {name} niet" in told.output) == (
            4,
            True,
        )


def test_a_paper_of_another_history_carries_a_head_that_the_register_lacks(tmp_path: Path) -> None:
    folder = whole(tmp_path / "x")
    place = folder.path / "documents" / f"{SECOND}.docx"
    head = b'name="register"><vt:lpwstr>'
    strange = edited(place.read_bytes(), head, head + b"0", "docProps/custom.xml")
    place.write_bytes(strange)
    assert results("--spec", folder.path, place)[place.name]["head"] == "SG795"


def test_the_mark_at_the_foot_is_that_of_the_file(tmp_path: Path) -> None:
    folder = whole(tmp_path / "x")
    (place,) = alone(folder, tmp_path, "final-period-P1.nl.docx")
    mark = facts_mark(place)
    shown = " ".join(mark[at : at + 4] for at in (0, 4, 8)).encode()
    part = next(
        name
        for name in zipfile.ZipFile(place).namelist()
        if shown in zipfile.ZipFile(place).read(name)
    )
    place.write_bytes(edited(place.read_bytes(), shown, b"0000 0000 0000", part))
    assert results(place)[place.name]["printed"] == "SG793"


def facts_mark(place: Path) -> str:
    text = zipfile.ZipFile(place).read("docProps/custom.xml").decode()
    return text.partition('name="fingerprint"><vt:lpwstr>')[2][:64]


def test_a_paper_alone_is_held_against_itself_and_the_rest_is_said(tmp_path: Path) -> None:
    folder = whole(tmp_path / "x")
    files = alone(folder, tmp_path, f"{SECOND}.pdf", "H1-resumption.nl.docx", "CR-001-v1.nl.docx")
    found = results(*files)
    assert {one["issued"] for one in found.values()} == {"not_checked"}
    assert [one["text"] for one in found.values()] == ["not_checked", "holds", "not_checked"]
    told = verify(*files)
    assert (told.exit_code, told.output.count("Er is geen register bij")) == (0, 3)
    assert "pip install" not in told.output


def test_word_and_pdf_are_held_against_each_other_when_both_are_given(tmp_path: Path) -> None:
    folder = whole(tmp_path / "x")
    word, pdf = alone(folder, tmp_path, f"{LETTER}.docx", f"{LETTER}.pdf")
    assert {one["twin"] for one in results(word, pdf).values()} == {"holds"}
    word.write_bytes(edited(word.read_bytes(), b"gewoon tarief", b"dubbel tarief"))
    assert {one["twin"] for one in results(word, pdf).values()} == {"SG797"}


def test_a_letter_beside_its_spec_is_held_against_that(tmp_path: Path) -> None:
    spec = tmp_path / "engagement.yaml"
    text = (ROOT / "samples/northgate/engagement.yaml").read_text(encoding="utf-8")
    spec.write_text(text, encoding="utf-8")
    assert run("build", spec, "--draft", "-o", tmp_path, "-q").exit_code == 0
    (letter,) = tmp_path.glob("*.draft.en.docx")
    assert results("--spec", spec, letter)[letter.name]["text"] == "holds"
    spec.write_text(text.replace("EUR 105", "EUR 106").replace("GBP 105", "GBP 106"), "utf-8")
    spec.write_text(spec.read_text("utf-8").replace("title: ", "title: Other "), "utf-8")
    assert results("--spec", spec, letter)[letter.name]["text"] == "not_checked"


def test_a_stranger_s_signature_holds_but_is_told_to_be_a_stranger_s(tmp_path: Path) -> None:
    folder = whole(tmp_path / "x")
    place = tmp_path / "signed.pdf"
    place.write_bytes(signed_form(folder.form, STRANGER))
    told = verify("--spec", folder.path, place)
    assert (told.exit_code, "staat niet in de brief" in told.output) == (4, True)
    assert "Zonder register" in verify(place).output


def test_a_signature_over_something_else_does_not_hold(tmp_path: Path) -> None:
    folder = whole(tmp_path / "x")
    good = (folder.path / "returned.pdf").read_bytes()
    place = tmp_path / "signed.pdf"
    at = good.index(b"drs. A. Kuipers")
    place.write_bytes(good[:at] + b"mr." + good[at + 3 :])
    found = results(place)[place.name]
    assert (found["signature"], verify(place).exit_code) == ("SG796", 4)


LACKING = {
    "/Lang": "language", "/OutputIntents": "colours", "/ViewerPreferences": "title",
    "/MarkInfo": "tags",
}  # fmt: skip


@pytest.mark.parametrize("entry", LACKING)
def test_a_pdf_that_claims_a_standard_it_does_not_keep_is_found_without_a_validator(
    tmp_path: Path, entry: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf_standards, "_validator", lambda: "")
    pdf = whole(tmp_path / "x").document("H1-resumption.nl.pdf")
    assert facts_here(pdf, ()).defects == ()
    facts = facts_here(rewritten(pdf, entry), ())
    assert (facts.claims, facts.defects) == (("PDF/A-2a", "PDF/UA-1"), (LACKING[entry],))


def test_without_a_validator_it_is_said_that_the_standard_was_not_checked_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = whole(tmp_path / "x")
    place = folder.path / "documents" / "CR-001-addendum.nl.pdf"
    assert "page-validation" in verify(place).output
    monkeypatch.setattr(pdf_standards, "_validator", lambda: "")
    place.write_bytes(place.read_bytes() + b"\n")  # not read before
    told = verify(place).output
    assert "pip install 'scopegen[verify]'" in told


def test_the_validator_finds_what_the_eye_of_a_machine_does_not(tmp_path: Path) -> None:
    pdf = whole(tmp_path / "x").document("H1-resumption.nl.pdf")
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    writer.pages[0][NameObject("/AA")] = DictionaryObject()
    made = io.BytesIO()
    writer.write(made)
    facts = facts_here(made.getvalue(), ())
    assert any("PDF/A-2a " in one for one in facts.defects)


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-",
        b"%PDF-1.7\n" + b"[" * 50_000,
        b"PK\x03\x04",
        b"PK\x03\x04word/" + bytes(99),
        b"\xff",
    ],
)
def test_a_file_that_is_not_what_it_seems_ends_in_words(tmp_path: Path, content: bytes) -> None:
    for name in ("x.pdf", "x.docx", "x.bin"):
        place = tmp_path / name
        place.write_bytes(content)
        told = verify(place)
        assert (told.exit_code, "Niet nagegaan" in told.output) == (0, True), told.output


@pytest.mark.apart
def test_a_pdf_is_read_in_a_process_apart_and_its_answer_is_no_more_than_data(
    tmp_path: Path,
) -> None:
    place = whole(tmp_path / "x").path / "returned.pdf"
    facts = pdf_facts(place.read_bytes(), ())
    assert facts == facts_here(place.read_bytes(), ())
    assert facts.signatures[0].signer == "A. Kuipers"
    assert pdf_facts(b"%PDF-1.7 x", ()) == PdfFacts(wrong="SG420")


def test_wrong_use_is_told(tmp_path: Path) -> None:
    folder = whole(tmp_path / "x")
    paper = folder.path / "documents" / f"{LETTER}.pdf"
    for given in ((folder.path, paper), ("--spec", folder.path), ("--head", "0123 4567", paper)):
        assert run("--at", NOW, "verify", *given).exit_code == 2, given
    missing = run("--at", NOW, "verify", tmp_path / "none.pdf")
    assert (missing.exit_code, "SG902" in missing.output) == (2, True)
    folder.file.write_text("meta: [", encoding="utf-8")
    broken = run("--at", NOW, "verify", "--spec", folder.file, paper)
    assert (broken.exit_code, "SG1" in broken.output) == (1, True), broken.output


def test_the_register_as_json_says_what_the_text_says(tmp_path: Path) -> None:
    folder = whole(tmp_path / "x")
    data = json.loads(run("--at", NOW, "verify", folder.path, "--json").stdout)
    assert (data["holds"], data["register"]["rows"], data["documents"]) == (True, 17, [])
    assert len(data["not_checked"]) == 1
    lost = run("--at", NOW, "verify", folder.path, "--json", "--head", "0123 4567")
    assert (lost.exit_code, json.loads(lost.stdout)["register"]["asked"]["row"]) == (4, None)
    next((folder.path / "evidence").glob("??/*")).unlink()
    wrong = run("--at", NOW, "verify", folder.path, "--json")
    found = json.loads(wrong.stdout)
    assert (wrong.exit_code, found["register"]["findings"][0]["code"]) == (4, "SG418")


def test_a_letter_on_a_house_s_own_paper_is_read_back_too(tmp_path: Path) -> None:
    """What the house says around the letter is its own, as long as it is the file as issued."""
    assert run("templates", "eject", tmp_path / "own").exit_code == 0
    template = tmp_path / "own" / "letter.docx"
    own = docx.Document(str(template))
    own.paragraphs[0].insert_paragraph_before("Ons huis, voor {{ client }}")
    for section in own.sections:
        for foot in (section.footer, section.first_page_footer):
            for paragraph in foot.paragraphs:
                paragraph.text = "Een eigen voet"
    own.save(str(template))
    folder = Folder(tmp_path / "x")
    folder.path.mkdir()
    folder.file.write_text(SAMPLE, encoding="utf-8")
    built = folder.run(
        "2026-12-01 10:00", "build", "-q", "--to", "docx", "--word-template", template
    )
    assert built.exit_code == 0, built.output
    place = folder.path / "documents" / f"{LETTER}.docx"
    found = results(place)[place.name]
    assert (found["issued"], found["text"], found["printed"]) == ("holds", "holds", "not_checked")
    place.write_bytes(edited(place.read_bytes(), b"gewoon tarief", b"dubbel tarief"))
    assert results(place)[place.name]["text"] == "SG792"


def test_a_word_file_that_is_damaged_inside_stops_no_register_from_being_verified(
    tmp_path: Path,
) -> None:
    folder = whole(tmp_path / "x")
    place = folder.path / "documents" / f"{LETTER}.docx"
    data = bytearray(place.read_bytes())
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        entry = package.getinfo("docProps/custom.xml")
    start = entry.header_offset + 30 + len(entry.filename)
    data[start : start + 20] = bytes([0xFF] * 20)
    place.write_bytes(data)
    done = run("--at", NOW, "verify", folder.path)
    assert done.exit_code == 0, done.output
