"""An engagement that goes wrong, told with commands: the safety region whose forms do not come."""

from __future__ import annotations

import atexit
import io
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from click.testing import Result
from command_line import run
from conftest import ROOT
from pdf_signing import CLIENT, Identity, sign
from pypdf import PdfReader, PdfWriter

SAMPLE = (ROOT / "samples" / "veiligheidsregio" / "engagement.yaml").read_text(encoding="utf-8")
SIGNATORY = "email: a.kuipers@vr-mij.example"
ANSWER = {
    "option_A": "/Yes",
    "decision_agree": "/Yes",
    "signer_name": "drs. A. Kuipers",
    "signer_role": "directeur bedrijfsvoering",
    "signed_at": "Zutphen",
    "signed_on": "2-3-2027",
}
PHOTO = b"\xff\xd8\xff\xe0 "
"""How a photo begins."""
TOLD = "2027-03-02 12:00"
MOMENT_SIGNED = datetime.fromisoformat("2027-03-02T11:00:00+00:00")


def spec(language: str = "nl", *, pin: str = "") -> str:
    """The sample, in one of both languages; with the certificate of its signatory when given."""
    text = SAMPLE.replace("  voice: wij\n", "") if language == "en" else SAMPLE
    if language == "en":
        text = text.replace("  date: 2026", "  language: en\n  law: NL\n  date: 2026")
    return text.replace(SIGNATORY, f"{SIGNATORY}, certificate: {pin}") if pin else text


@dataclass(frozen=True)
class Folder:
    """The folder of one engagement, and the commands that are given in it."""

    path: Path
    language: str = "nl"

    @property
    def file(self) -> Path:
        return self.path / "engagement.yaml"

    def run(self, at: str, *arguments: str | Path) -> Result:
        return run("--at", at, *arguments, self.file)

    def about(self, at: str, *arguments: str | Path) -> Result:
        """Run a command that names the engagement by an option."""
        return run("--at", at, *arguments, "--spec", self.file)

    def document(self, name: str) -> bytes:
        return (self.path / "documents" / name).read_bytes()

    @property
    def form(self) -> bytes:
        return self.document(f"CR-001-v1.{self.language}.pdf")


def begun(path: Path, language: str = "nl", *, pin: str = "") -> Folder:
    """An engagement whose letter is issued."""
    path.mkdir(parents=True, exist_ok=True)
    folder = Folder(path, language)
    folder.file.write_text(spec(language, pin=pin), encoding="utf-8")
    assert folder.run("2026-12-01 10:00", "build", "-q").exit_code == 0
    return folder


@cache
def _shelf() -> Path:
    """Where a chapter of the story is kept once it was told, to begin others from."""
    folder = TemporaryDirectory(prefix="scopegen story ")
    atexit.register(folder.cleanup)
    return Path(folder.name)


def _told_before(path: Path, name: str, language: str, pin: str) -> Folder:
    """Give a copy of a chapter, told now if it was not told before."""
    shelf = _shelf() / f"{name}-{language}-{pin[:8]}"
    if not shelf.exists():
        CHAPTERS[name](shelf, language, pin)
    shutil.copytree(shelf, path)
    return Folder(path, language)


def signed(path: Path, language: str = "nl", *, pin: str = "") -> Folder:
    """An engagement whose letter is signed."""
    return _told_before(path, "signed", language, pin)


def held(path: Path, language: str = "nl", *, pin: str = "") -> Folder:
    """An engagement on hold for P1, with a change request that waits for an answer."""
    return _told_before(path, "held", language, pin)


def _sign(path: Path, language: str, pin: str) -> None:
    sign_letter(begun(path, language, pin=pin))


def sign_letter(folder: Folder) -> None:
    """Let the client sign the letter with a pen."""
    scan = folder.path / "letter.jpg"
    scan.write_bytes(PHOTO + b"of the signed page")
    said = ("--attest", "F. Dijkstra", "--signer", "drs. A. Kuipers", "--method", "handwritten")
    done = folder.run(
        "2026-12-08 10:00", "sign", "--evidence", scan, *said, "--signed-on", "2026-12-07"
    )
    assert done.exit_code == 0, done.output


def _hold(path: Path, language: str, pin: str) -> None:
    folder = signed(path, language, pin=pin)
    warned = folder.run("2027-02-12 10:00", "handbrake", "--for", "P1")
    assert warned.exit_code == 4, warned.output
    pulled = folder.run("2027-02-22 16:00", "handbrake", "--for", "P1")
    assert pulled.exit_code == 0, pulled.output


CHAPTERS = {"signed": _sign, "held": _hold}


def filled(form: bytes, answer: Mapping[str, str] = ANSWER) -> bytes:
    """Fill a form in, as a viewer that writes the file anew."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(form)))
    for page in writer.pages:
        if "/Annots" in page:
            writer.update_page_form_field_values(page, dict(answer), auto_regenerate=False)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def returned(folder: Folder, content: bytes, name: str = "returned.pdf") -> Path:
    """Put a file where the answer of the client arrives."""
    place = folder.path / name
    place.write_bytes(content)
    return place


def answer(folder: Folder, content: bytes, *said: str, at: str = TOLD) -> Result:
    """Hold a returned PDF against CR-001."""
    place = returned(folder, content)
    return folder.about(at, "change", "sign", "CR-001", "--evidence", place, *said)


def signed_form(form: bytes, who: Identity = CLIENT, answer: Mapping[str, str] = ANSWER) -> bytes:
    """Fill a form in and sign it digitally, on the day of the story."""
    with patch("pyhanko.sign.signers.pdf_signer.datetime", _Then):
        return sign(filled(form, answer), who)


class _Then(datetime):
    """The clock of the signer's machine."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        return MOMENT_SIGNED.astimezone(tz)
