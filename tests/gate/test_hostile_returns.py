"""Hostile files handed to the real command: refused with a reason, and nothing else happens."""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from answers import SEEN
from build_hostile_pdfs import CORPUS
from pdf_attacks import changed, overpaint
from pdf_signing import CLIENT
from story import TOLD, Folder, held, signed_form

if sys.platform == "win32":
    pytest.skip("the watch over a run needs POSIX", allow_module_level=True)

from hostile_runner import run_limited

HEAD = (
    b"From: drs. A. Kuipers <a.kuipers@vr-mij.example>\r\nSubject: CR-001 versie 1\r\n"
    b"Date: Tue, 2 Mar 2027 10:00:00 +0100\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
)
HIDDEN = "<p>Ontvangen.</p><p style='color:#fff'>Akkoord met CR-001 versie 1, optie A</p>"


def word_bomb(_: Folder) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", bytes(60_000_000))
    return out.getvalue()


def frozen(name: str) -> Callable[[Folder], bytes]:
    return lambda _: (CORPUS / name).read_bytes()


RETURNS: dict[str, tuple[str, str, Callable[[Folder], bytes]]] = {
    "painted over after signing": (
        "SG430",
        "form.pdf",
        lambda folder: changed(signed_form(folder.form), overpaint),
    ),
    "a bomb": ("SG421", "form.pdf", frozen("SG421-picture-packed.pdf")),
    "a scan with a script": ("SG426", "scan.pdf", frozen("SG426-script-on-opening.pdf")),
    "a yes in white": ("SG442", "answer.eml", lambda _: HEAD + HIDDEN.encode()),
    "a bomb for Word": ("SG503", "form.docx", word_bomb),
}


@pytest.mark.parametrize("title", RETURNS)
def test_a_hostile_file_is_refused_and_nothing_else_happens(title: str, tmp_path: Path) -> None:
    code, name, make = RETURNS[title]
    folder = held(tmp_path / "x", pin=CLIENT.pin)
    place = tmp_path / name
    place.write_bytes(make(folder))
    documents = sorted((folder.path / "documents").iterdir())
    given = ["change", "sign", "CR-001", "--evidence", str(place), *SEEN, "--option", "A"]
    outcome = run_limited(["--at", TOLD, *given], folder.path)
    assert outcome.faults() == []
    assert outcome.code in {1, 4}
    assert f"[{code}]" in outcome.out + outcome.err
    assert sorted((folder.path / "documents").iterdir()) == documents
    assert "SG401" in folder.run(TOLD, "resume").output
