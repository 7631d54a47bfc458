"""Finish and check a PDF that LibreOffice made: fixed dates, title and language, the text itself.

LibreOffice writes the time of making and a random name into the file. Both are replaced by what
follows from the letter, byte for byte as long, so that no place in the file moves.
"""

from __future__ import annotations

import hashlib
import re
from io import BytesIO
from typing import TYPE_CHECKING

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from scopegen.diagnostics import ScopegenError
from scopegen.render.pdf_text import pdf_text

if TYPE_CHECKING:
    from scopegen.document import Document

MADE = re.compile(rb"(/CreationDate\(D:)\d{14}")
DESCRIBED = re.compile(rb"(<xmp:(?:Create|Modify|Metadata)Date>)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
NAMED = re.compile(rb"(/ID \[ <)[0-9A-F]{32}(>\s*<)[0-9A-F]{32}(> \])")
SUMMED = re.compile(rb"(/DocChecksum /)[0-9A-F]{32}")
SHOWN = 60


def finished(pdf: bytes, document: Document) -> bytes:
    """Give the PDF with the letter's date for every time in it.

    Raises:
        ScopegenError: SG580 when it is no tagged PDF with title, language and outline; SG581 when
            it says something else than the letter.
    """
    fixed = _fixed(pdf, document)
    _check_head(fixed, document)
    _check_text(fixed, document)
    return fixed


def _fixed(pdf: bytes, document: Document) -> bytes:
    day = document.imprint.date
    compact = day.replace("-", "").encode() + b"000000"
    dated = MADE.sub(lambda found: found[1] + compact, pdf)
    dated = DESCRIBED.sub(lambda found: found[1] + f"{day}T00:00:00Z".encode(), dated)
    blank = b"0" * 32
    bare = SUMMED.sub(lambda found: found[1] + blank, dated)
    bare = NAMED.sub(lambda found: found[1] + blank + found[2] + blank + found[3], bare)
    name = hashlib.sha256(bare).hexdigest()[:32].upper().encode()
    named = NAMED.sub(lambda found: found[1] + name + found[2] + name + found[3], bare)
    return SUMMED.sub(lambda found: found[1] + name, named)


def _check_head(pdf: bytes, document: Document) -> None:
    imprint = document.imprint
    try:
        reader = PdfReader(BytesIO(pdf))
        title = reader.metadata.title if reader.metadata else ""
        root = reader.root_object
        wanting = {
            "title": title != imprint.title,
            "language": str(root.get("/Lang", "")) != imprint.language,
            "structure": "/StructTreeRoot" not in root,
            "outline": not reader.outline,
        }
    except (PyPdfError, KeyError, ValueError, OSError) as error:
        raise ScopegenError("SG580", reason="pdf") from error
    missing = ", ".join(name for name, lacks in wanting.items() if lacks)
    if missing:
        raise ScopegenError("SG580", reason=missing)


def _check_text(pdf: bytes, document: Document) -> None:
    """Look for the whole letter in one piece; spaces, cells and line ends do not count."""
    try:
        said = "".join(pdf_text(pdf).split())
    except (PyPdfError, KeyError, IndexError, ValueError, AttributeError) as error:
        raise ScopegenError("SG580", reason="text") from error
    if "".join(document.plain_text().split()) in said:
        return
    lines = document.plain_text().splitlines()
    lost = next((line for line in lines if "".join(line.split()) not in said), lines[0])
    raise ScopegenError("SG581", line=f"'{lost[:SHOWN]}'")
