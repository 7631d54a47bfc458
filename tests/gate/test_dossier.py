"""A packed dossier is whole, always the same, and verifies by itself; nothing in it can change."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from command_line import names, process
from conftest import ROOT
from pypdf import PdfReader
from story import Folder, begun, signed
from whole_story import NAME, NOW, WORK, dossier_bytes, verify, whole

from scopegen.render.pdf_text import pdf_text
from scopegen.workflow.dossier_archive import CONTENTS, MANIFEST, README, REGISTER, manifest
from scopegen.workflow.dossier_container import container, members_of

DAY = date(2027, 3, 20)
CHRONOLOGY = "chronology.nl.pdf"


def members() -> dict[str, bytes]:
    return members_of(dossier_bytes()).value or {}


def packed(path: Path, content: Mapping[str, bytes], *, listed: bool = True) -> Path:
    """Pack files as somebody would who knows how, with a manifest that fits."""
    others = {name: one for name, one in content.items() if name != MANIFEST}
    marks = manifest(others).encode() if listed else content[MANIFEST]
    path.write_bytes(container({MANIFEST: marks, **others}, DAY))
    return path


def put(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def test_a_dossier_verifies_far_from_the_folder_it_came_from(tmp_path: Path) -> None:
    done = verify(put(tmp_path / "from-a-client.zip", dossier_bytes()))
    assert done.exit_code == 0, done.output
    assert ("Niet nagegaan" in done.output, "niet getekend" in done.output) == (True, False)
    assert names(tmp_path) == ["from-a-client.zip"]


def test_the_same_register_gives_the_same_bytes_at_any_time_and_in_any_place(
    tmp_path: Path,
) -> None:
    folder = whole(tmp_path / "x")
    again = folder.run("2029-01-01 10:00", "dossier", "-o", tmp_path / "out" / "other.zip")
    assert again.exit_code == 0, again.output
    assert (tmp_path / "out" / "other.zip").read_bytes() == dossier_bytes()
    unchanged = folder.run(NOW, "dossier")
    assert (unchanged.exit_code, "was al zo" in unchanged.output) == (0, True)


def test_everything_that_was_issued_or_came_in_is_in_it_under_a_name_for_people() -> None:
    there = members()
    expected = {
        *("letters/VRM-2027-03-v1.nl.pdf", "letters/VRM-2027-03-v2.nl.docx"),
        *("changes/CR-001-v1.nl.pdf", "papers/H1-handbrake.nl.docx"),
        *("evidence/002-letter-v1.jpg", "evidence/011-CR-001-v1.pdf", "evidence/012-CR-001-v1.pdf"),
        *("frozen/v1-spec.yaml", "frozen/v2-terms.json", "frozen/CR-001-v1.yaml"),
        *(README, CHRONOLOGY, REGISTER, CONTENTS, MANIFEST),
    }
    assert expected <= there.keys()
    told = json.loads(there[CONTENTS])
    assert told["rows"] == len(there[REGISTER].splitlines()) == 17
    assert {one["path"] for one in told["files"]} == {p for p in there if "/" in p}
    assert all(
        hashlib.sha256(there[one["path"]]).hexdigest() == one["sha256"] for one in told["files"]
    )


@pytest.mark.skipif(sys.platform == "win32", reason="there the digests are asked one by one")
def test_the_manifest_can_be_checked_by_hand(tmp_path: Path) -> None:
    there = members()
    for name, content in there.items():
        place = tmp_path / name
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(content)
    command = ["sha256sum", "--strict", "-c", MANIFEST]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    assert (done.returncode, done.stdout.count(b": OK")) == (0, len(there) - 1)
    assert NAME.encode() in there[README]


def test_a_change_in_any_file_is_found_wherever_it_is() -> None:
    """One byte of each file: the first, one in the middle, the last; in the container too."""
    data, there = dossier_bytes(), members()
    at = 0
    for name, content in there.items():
        start = data.index(content, at)
        for place in (start - 1, start, start + len(content) // 2, start + len(content) - 1):
            found = members_of(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
            assert (found.value, bool(found.diagnostics)) == (None, True), (name, place)
        at = start + len(content)


@pytest.mark.parametrize("name", [README, CONTENTS, CHRONOLOGY])
def test_what_follows_from_the_register_cannot_be_changed_with_its_manifest(
    tmp_path: Path, name: str
) -> None:
    there = members()
    changed = (
        there[name].replace(b"20", b"21", 1)
        if name != CONTENTS
        else (there[name].replace(b'"size"', b'"Size"', 1))
    )
    done = verify(packed(tmp_path / "x.zip", {**there, name: changed}))
    assert (done.exit_code, f"SG785]: {name}" in done.output) == (4, True), done.output


def test_another_version_may_make_a_chronology_otherwise_and_says_what_it_did_not_check(
    tmp_path: Path,
) -> None:
    there = members()
    older = there[CONTENTS].replace(b'"typst": "', b'"typst": "0.', 1)
    done = verify(packed(tmp_path / "x.zip", {**there, CONTENTS: older}))
    assert done.exit_code == 0, done.output
    assert "De chronologie zegt wat het register zegt" in done.output
    assert "gemaakt met" in done.output
    strange = there["letters/VRM-2027-03-v1.nl.pdf"]
    done = verify(packed(tmp_path / "y.zip", {**there, CONTENTS: older, CHRONOLOGY: strange}))
    assert (done.exit_code, f"SG785]: {CHRONOLOGY}" in done.output) == (4, True)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("evidence/012-CR-001-v1.pdf", "SG784"),
        ("letters/VRM-2027-03-v1.nl.pdf", "SG784"),
        ("frozen/v1-terms.json", "SG784"),
        (README, "SG785"),
        (REGISTER, "SG780"),
    ],
)
def test_what_was_taken_out_is_missed(tmp_path: Path, name: str, code: str) -> None:
    there = {path: content for path, content in members().items() if path != name}
    listed = verify(packed(tmp_path / "x.zip", there, listed=False))
    assert (listed.exit_code, f"SG782]: {name}" in listed.output) == (4, True)
    done = verify(packed(tmp_path / "y.zip", there))
    assert (done.exit_code, code in done.output) == (4, True), done.output


def test_what_was_put_in_is_found(tmp_path: Path) -> None:
    there = {**members(), "evidence/099-yes.txt": b"akkoord"}
    for file, listed in (("x.zip", False), ("y.zip", True)):
        done = verify(packed(tmp_path / file, there, listed=listed))
        assert (done.exit_code, "SG783]: evidence/099-yes.txt" in done.output) == (4, True)


def test_what_was_exchanged_is_found(tmp_path: Path) -> None:
    """Evidence under the name of other evidence is still there; it is the contents that differ."""
    there = members()
    one, other = "evidence/011-CR-001-v1.pdf", "evidence/012-CR-001-v1.pdf"
    done = verify(packed(tmp_path / "x.zip", {**there, one: there[other], other: there[one]}))
    assert (done.exit_code, "SG785" in done.output) == (4, True)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"option": "A"', b'"option": "B"'),
        (b'"seq": 5', b'"seq": 6'),
        (b"Gesprekken", b"Gespreken"),
        (b'"kind": "resumed"', b'"kind": "ended"'),
    ],
)
def test_the_register_in_it_proves_itself(tmp_path: Path, old: bytes, new: bytes) -> None:
    there = members()
    changed = there[REGISTER].replace(old, new, 1)
    assert changed != there[REGISTER]
    done = verify(packed(tmp_path / "x.zip", {**there, REGISTER: changed}))
    assert (done.exit_code, "fout[SG4" in done.output) == (4, True), done.output


def test_a_register_that_was_cut_short_no_longer_fits_its_files(tmp_path: Path) -> None:
    there = members()
    lines = there[REGISTER].splitlines(keepends=True)
    done = verify(packed(tmp_path / "x.zip", {**there, REGISTER: b"".join(lines[:-1])}))
    assert (done.exit_code, "SG783" in done.output) == (4, True), done.output


def test_only_a_printed_head_shows_that_all_was_made_anew(tmp_path: Path) -> None:
    """The same letter signed again in a new register: whole in itself, but not what was sent."""
    made_anew = signed(tmp_path / "anew")
    assert made_anew.run(NOW, "dossier", "-o", tmp_path / "anew.zip").exit_code == 0
    alone = verify(tmp_path / "anew.zip")
    assert (alone.exit_code, "--head" in alone.output) == (0, True), alone.output
    printed = json.loads(members()[CONTENTS])["head"][:12]
    head = " ".join(printed[at : at + 4] for at in (0, 4, 8))
    lost = verify(tmp_path / "anew.zip", "--head", head)
    assert (lost.exit_code, "SG787" in lost.output) == (4, True)
    found = verify(put(tmp_path / "true.zip", dossier_bytes()), "--head", head)
    assert (found.exit_code, f"bevat dit kenmerk: {head}" in found.output) == (0, True)


def test_an_earlier_dossier_is_never_overwritten_unasked(tmp_path: Path) -> None:
    folder = whole(tmp_path / "x")
    assert folder.about("2027-04-02 10:00", "log", "paid", "2027-01").exit_code == 0
    refused = folder.run(NOW, "dossier")
    assert (refused.exit_code, "SG520" in refused.output) == (1, True)
    assert (folder.path / NAME).read_bytes() == dossier_bytes()
    done = folder.run("2027-04-02 11:00", "dossier", "--replace")
    assert done.exit_code == 0, done.output
    assert (folder.path / "replaced" / NAME).read_bytes() == dossier_bytes()
    assert verify(folder.path / NAME).exit_code == 0


def test_a_register_that_does_not_hold_is_not_packed(tmp_path: Path) -> None:
    folder = whole(tmp_path / "x")
    evidence = next((folder.path / "evidence").glob("??/*"))
    evidence.chmod(0o600)
    evidence.write_bytes(b"something else")
    done = folder.run(NOW, "dossier", "-o", tmp_path / "new.zip")
    assert (done.exit_code, "SG418" in done.output) == (4, True)
    assert not (tmp_path / "new.zip").exists()


def test_before_a_letter_is_issued_there_is_nothing_to_pack(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.file.write_text((ROOT / "samples/waterlinie/engagement.yaml").read_text("utf-8"))
    done = folder.run(NOW, "dossier")
    assert (done.exit_code, "SG416" in done.output) == (4, True)
    assert names(tmp_path) == ["engagement.yaml"]


def test_a_letter_that_waits_for_a_signature_can_be_packed(tmp_path: Path) -> None:
    folder = begun(tmp_path / "x", "en")
    assert folder.run(NOW, "dossier").exit_code == 0
    done = verify(folder.path / NAME, language="en")
    assert done.exit_code == 0, done.output


def test_it_does_not_go_where_evidence_is(tmp_path: Path) -> None:
    folder = whole(tmp_path / "x")
    done = folder.run(NOW, "dossier", "-o", folder.path / "evidence" / "x.zip")
    assert (done.exit_code, "SG786" in done.output) == (2, True)


def test_what_was_erased_stays_erased(tmp_path: Path) -> None:
    folder = whole(tmp_path / "x")
    row = next(
        number
        for number, line in enumerate(members()[REGISTER].splitlines(), start=1)
        if WORK.encode() in line
    )
    erased = folder.about(NOW, "register", "erase", str(row), "--yes")
    assert erased.exit_code == 0, erased.output
    assert folder.run(NOW, "dossier", "--replace").exit_code == 0
    there = members_of((folder.path / NAME).read_bytes()).value or {}
    assert WORK.encode() not in there[REGISTER]
    assert WORK not in pdf_text(there[CHRONOLOGY])
    assert verify(folder.path / NAME).exit_code == 0


def test_the_report_for_programs_has_keys_that_stay(tmp_path: Path) -> None:
    done = verify(put(tmp_path / "x.zip", dossier_bytes()), "--json")
    data = json.loads(done.stdout)
    assert list(data) == [
        *("format_version", "scopegen", "holds", "register", "documents", "not_checked"),
    ]
    (whole_one,) = data["documents"]
    assert list(whole_one) == [
        *("file", "sha256", "size", "kind", "holds", "issued", "checks", "signatures", "members"),
    ]
    assert {check["claim"] for check in whole_one["checks"]} == {
        *("container", "manifest", "register", "files", "agreed", "made_again", "head"),
    }
    assert (data["holds"], whole_one["kind"], len(whole_one["members"])) == (True, "dossier", 20)
    assert list(whole_one["checks"][0]) == ["claim", "result", "code", "text", "facts"]


def test_the_chronology_is_an_accessible_pdf_with_its_contents() -> None:
    pdf = PdfReader(BytesIO(members()[CHRONOLOGY]))
    told = " ".join(pdf.pages[0].extract_text().split())
    assert "1. Versies van de brief" in told
    assert len(pdf.outline) == 8
    links = [a.get_object() for page in pdf.pages[:1] for a in page.get("/Annots", ())]
    assert len([one for one in links if one["/Subtype"] == "/Link"]) == 8


@pytest.mark.apart
def test_in_use_every_pdf_is_read_in_a_process_apart(tmp_path: Path) -> None:
    folder = begun(tmp_path / "x", "en")
    assert folder.run(NOW, "dossier").exit_code == 0
    done = process("--at", NOW, "verify", folder.path / NAME)
    assert done.returncode == 0, done.stdout + done.stderr
    assert b"2 papers read back" in done.stdout
