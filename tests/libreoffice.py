"""LibreOffice, for tests that look at what it makes of a Word file."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

needs_libreoffice = pytest.mark.skipif(
    not shutil.which("soffice") and not os.environ.get("SCOPEGEN_REQUIRE_SOFFICE"),
    reason="LibreOffice is not installed here",
)
"""Where it is promised to be there, a test that lacks it fails."""


def as_pdf(docx: bytes, folder: Path) -> Path:
    """Let LibreOffice print a Word file, with a profile of its own."""
    (folder / "letter.docx").write_bytes(docx)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    convert = ["--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    command = ["soffice", profile, *convert, str(folder / "letter.docx")]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return folder / "letter.pdf"
