"""LibreOffice as a printer: the Word file as LibreOffice shows it, as a PDF.

It runs without windows, in an empty profile of its own that allows no macros, with nothing to read
but the file, and is ended when it takes too long. How strictly it is shut off from the network is
up to the system: proxies are set to an address where nothing listens, and our files name no links.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

from scopegen.diagnostics import ScopegenError
from scopegen.document import Document
from scopegen.render.pdf_office import finished

SECONDS = 120
SECONDS_TO_ANSWER = 30
NAMES = ("soffice", "libreoffice")
USUAL = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
)
NOWHERE = "http://127.0.0.1:9"
"""The discard port: nothing listens there."""
PROXIES = ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
FILTER: dict[str, tuple[str, object]] = {
    "SelectPdfVersion": ("long", 2),  # PDF/A-2b
    "PDFUACompliance": ("boolean", True),
    "UseTaggedPDF": ("boolean", True),
    "ExportBookmarks": ("boolean", True),
    "ExportFormFields": ("boolean", False),
    "ExportNotes": ("boolean", False),
    "UseLosslessCompression": ("boolean", True),
}
SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
</oor:items>
"""
"""No macros, and no links that are followed on opening."""


def office_pdf(docx: bytes, document: Document) -> bytes:
    """Print a Word file as tagged PDF, and read it back.

    Raises:
        ScopegenError: SG579 when LibreOffice is not found, SG580 when it fails or takes over two
            minutes, SG581 when the PDF says something else than the letter.
    """
    program = find_office()
    with TemporaryDirectory(prefix="scopegen-office-", ignore_cleanup_errors=True) as folder:
        place = Path(folder)
        profile = place / "profile"
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(SETTINGS, encoding="utf-8")
        (place / "letter.docx").write_bytes(docx)
        _run([program, *_arguments(place, profile)], place)
        made = place / "letter.pdf"
        if not made.is_file():
            raise ScopegenError("SG580", reason="-")
        return finished(made.read_bytes(), document)


def find_office() -> str:
    """Find the program: on the path, or where its installer puts it."""
    homes = (os.environ.get(name) for name in ("ProgramFiles", "ProgramFiles(x86)"))
    windows = (str(Path(home, "LibreOffice", "program", "soffice.com")) for home in homes if home)
    on_path = (found for name in NAMES if (found := shutil.which(name)))
    usual = (place for place in (*windows, *USUAL) if Path(place).is_file())
    found = next(chain(on_path, usual), None)
    if found is None:
        raise ScopegenError("SG579")
    return found


def office_version(program: str) -> str:
    """Ask LibreOffice its version, as `LibreOffice 24.8.1.2`; it opens no window and no profile.

    Raises:
        ScopegenError: SG580 when it does not answer in half a minute.
    """
    try:
        asked = subprocess.run(  # noqa: S603 - a fixed command, no shell
            [program, "--version"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS_TO_ANSWER,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ScopegenError("SG580", reason=f"{program}: {error}") from error
    answer = asked.stdout.decode(errors="replace").split()
    if asked.returncode or not answer:
        raise ScopegenError("SG580", reason=f"{program}: {asked.returncode}")
    return " ".join(answer[:2])


def _arguments(place: Path, profile: Path) -> list[str]:
    wishes = {
        name: {"type": kind, "value": _spelled(value)} for name, (kind, value) in FILTER.items()
    }
    return [
        f"-env:UserInstallation={profile.as_uri()}",
        *("--headless", "--nologo", "--nodefault", "--norestore", "--nolockcheck"),
        *("--nofirststartwizard", "--convert-to", f"pdf:writer_pdf_Export:{json.dumps(wishes)}"),
        *("--outdir", str(place), str(place / "letter.docx")),
    ]


def _spelled(value: object) -> str:
    return str(value).lower()


def _run(command: list[str], place: Path) -> None:
    surroundings = {**os.environ, **dict.fromkeys(PROXIES, NOWHERE)}
    try:
        process = subprocess.Popen(  # noqa: S603 - a fixed command, no shell
            command,
            cwd=place,
            env=surroundings,
            start_new_session=sys.platform != "win32",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
    except OSError as error:
        raise ScopegenError("SG580", reason=error.strerror or "") from error
    try:
        _, told = process.communicate(timeout=SECONDS)
    except subprocess.TimeoutExpired as error:
        _end(process)
        raise ScopegenError("SG580", reason=f"{SECONDS} s") from error
    if process.returncode:
        lines = told.decode(errors="replace").strip().splitlines()
        raise ScopegenError("SG580", reason=lines[-1] if lines else str(process.returncode))


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the program, and the one that it started in its turn."""
    if sys.platform == "win32":
        process.kill()
    else:
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
