"""The whole story of the safety region: from letter to amended letter, to be packed and verified.

It is told once, and copied for each test; returned PDFs are read in this process.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from unittest.mock import patch

import story
from click.testing import Result
from command_line import run
from pdf_signing import CLIENT
from story import Folder, answer, filled, signed, signed_form

from scopegen.workflow.pdf_facts import PdfFacts, facts_here
from scopegen.workflow.verifying_archive import verify_archive

NOW = "2027-04-01 10:00"
MORNING = "2027-01-12 09:00/12:30"
NAME = "VRM-2027-03-dossier.zip"
WORK = "Gesprekken met de meldkamer"


@cache
def _told() -> Path:
    """Tell the story, and pack its dossier."""
    path = story._shelf() / "whole"
    folder = signed(path, pin=CLIENT.pin)
    steps: tuple[tuple[int, Result], ...] = (
        (0, folder.about("2027-01-12 18:00", "log", "hours", MORNING, "--what", WORK)),
        (0, folder.about("2027-01-14 18:00", "log", "call", "2027-01-14 10:00/10:25")),
        (0, folder.about("2027-01-28 18:00", "log", "requested", "P1")),
        (4, folder.run("2027-02-12 10:00", "handbrake", "--for", "P1")),
        (0, folder.run("2027-02-22 16:00", "handbrake", "--for", "P1")),
        (4, answer(folder, filled(folder.form), at="2027-03-01 10:00")),
        (0, answer(folder, signed_form(folder.form))),
        (0, folder.about("2027-03-03 12:00", "log", "input", "P1")),
        (0, folder.run("2027-03-04 12:00", "resume")),
        (0, folder.about("2027-03-20 12:00", "log", "accepted", "M1")),
        (0, folder.about("2027-03-20 13:00", "notice", "availability-card")),
        (0, folder.run(NOW, "dossier")),
    )
    assert [done.exit_code for _, done in steps] == [code for code, _ in steps], steps
    return path


def whole(path: Path) -> Folder:
    """Give a copy of the folder, with its dossier packed."""
    shutil.copytree(_told(), path)
    return Folder(path)


def dossier_bytes() -> bytes:
    """Give the packed dossier of the story."""
    return (_told() / NAME).read_bytes()


@cache
def facts_of(data: bytes, pins: Sequence[str]) -> PdfFacts:
    """Read a PDF here, once: the story hands out the same files again and again."""
    return facts_here(data, pins)


@contextmanager
def pdfs_read_here() -> Iterator[None]:
    """Read PDFs in this process, one at a time; the process apart is held elsewhere."""
    where = ("verifying_documents", "verifying_archive")
    with (
        patch(f"scopegen.workflow.{where[0]}.pdf_facts", facts_of),
        patch(f"scopegen.workflow.{where[1]}.pdf_facts", facts_of),
        patch("scopegen.workflow.verifying_given.verify_apart", verify_archive),
    ):
        yield


def verify(*given: str | Path, language: str = "nl") -> Result:
    """Verify files on the day of the story."""
    with pdfs_read_here():
        return run("--ui-lang", language, "--at", NOW, "verify", *given)
