"""Samples whose letter was built and signed, and what tests log in them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from command_line import run
from conftest import ROOT

PAGE = ROOT / "samples" / "veiligheidsregio" / "answers" / "0-getekende-pagina.png"
SIGNERS = {
    "waterlinie": "J. de Vries",
    "nachtclient": "B. Kolenberg",
    "northgate": "Helen Marsh",
    "veiligheidsregio": "A. Kuipers",
}
MARCH = ("--at", "2027-03-01 09:00")
Signed = Callable[[str], Path]


def sign(sample: str, folder: Path) -> Path:
    """Build and sign the letter of a sample in a new folder; give the folder."""
    shutil.copytree(ROOT / "samples" / sample, folder)
    spec = folder / "engagement.yaml"
    assert run("--at", "2026-12-15 10:00", "build", spec, "-q").exit_code == 0
    seen = ("--attest", "N. de Boer", "--method", "handwritten", "--signed-on", "2026-12-16")
    who = ("--signer", SIGNERS[sample], "--evidence", PAGE)
    done = run("--at", "2026-12-17 10:00", "sign", spec, *who, *seen)
    assert done.exit_code == 0, done.output
    return folder


def log(spec: Path, *words: str) -> Result:
    """Log something on the first of March 2027, in English."""
    done = run(*MARCH, "--ui-lang", "en", "log", *words, "--spec", spec)
    assert done.exit_code == 0, done.output
    return done


@pytest.fixture(scope="session")
def originals(tmp_path_factory: pytest.TempPathFactory) -> Signed:
    """Give the folder of a sample whose letter was built and signed."""
    made: dict[str, Path] = {}

    def signed(sample: str) -> Path:
        if sample not in made:
            made[sample] = sign(sample, tmp_path_factory.mktemp(sample) / "engagement")
        return made[sample]

    return signed


@pytest.fixture
def signed(originals: Signed, tmp_path: Path) -> Signed:
    """Give the spec of a sample whose letter was signed, in a folder of this test."""

    def copied(sample: str) -> Path:
        return Path(shutil.copytree(originals(sample), tmp_path / sample)) / "engagement.yaml"

    return copied
