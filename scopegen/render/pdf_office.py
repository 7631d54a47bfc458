"""Finish and check a PDF that LibreOffice made: fixed dates, title and language, the text itself.

LibreOffice writes the time of making into the file, also inside the fonts that it embeds, and a
random name. Both are replaced by what follows from the letter, so that the same letter gives the
same bytes with the same LibreOffice and fonts.
"""

from __future__ import annotations

import hashlib
import re
import struct
from io import BytesIO
from typing import TYPE_CHECKING

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, ByteStringObject, DictionaryObject, StreamObject

from scopegen.diagnostics import ScopegenError
from scopegen.render.pdf_text import pdf_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scopegen.document import Document

DESCRIBED = re.compile(rb"(<xmp:(?:Create|Modify|Metadata)Date>)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
UNMET = re.compile(rb"<rdf:Description [^>]*xmlns:pdfuaid=.*?</rdf:Description>", re.DOTALL)
"""The claim to meet PDF/UA-1: the tags are there, but LibreOffice 7.4 does not meet all of it, and
the claim as it writes it breaks PDF/A-2b."""
BULLETS = dict.fromkeys(map(ord, "\u2022\u00b7\uf0b7\uf0a7\u25aa\u25e6"))
"""Signs before an item: a house's own list may have another than the letter's."""
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
    """Write the file anew without the time and the random name that LibreOffice put in it."""
    day = document.imprint.date
    try:
        writer = PdfWriter(clone_from=BytesIO(pdf))
        for font in _embedded_fonts(writer):
            font.set_data(_undated(font.get_data()))
        for intent in writer.root_object.get("/OutputIntents", ArrayObject()):
            colours = intent.get_object()["/DestOutputProfile"].get_object()
            colours.set_data(_dated(colours.get_data(), document))
        described = writer.root_object["/Metadata"].get_object()
        if isinstance(described, StreamObject):
            told = UNMET.sub(b"", described.get_data())
            described.set_data(DESCRIBED.sub(rf"\g<1>{day}T00:00:00Z".encode(), told))
        writer.add_metadata({"/CreationDate": f"D:{day.replace('-', '')}000000Z"})
        name = ByteStringObject(hashlib.sha256(document.plain_text().encode()).digest()[:16])
        writer._ID = ArrayObject((name, name))
        writer.pdf_header = pdf[:8].decode("latin-1")
        written = BytesIO()
        writer.write(written)
    except (PyPdfError, KeyError, ValueError, struct.error) as error:
        raise ScopegenError("SG580", reason="pdf") from error
    return written.getvalue()


def _dated(profile: bytes, document: Document) -> bytes:
    """Give a colour profile the date of the letter (ISO 15076-1, 7.2.2: bytes 24 to 35)."""
    year, month, day = map(int, document.imprint.date.split("-"))
    return profile[:24] + struct.pack(">6H", year, month, day, 0, 0, 0) + profile[36:]


def _embedded_fonts(writer: PdfWriter) -> Iterator[StreamObject]:
    for number in range(len(writer._objects)):
        described = writer._objects[number]
        if isinstance(described, DictionaryObject) and "/FontFile2" in described:
            file = described["/FontFile2"].get_object()
            if isinstance(file, StreamObject):
                yield file


def _undated(font: bytes) -> bytes:
    """Take the time of making out of a TrueType font, and the sum that counts it (table head)."""
    (count,) = struct.unpack(">H", font[4:6])
    for entry in (12 + 16 * number for number in range(count)):
        tag, _, start, _ = struct.unpack(">4sIII", font[entry : entry + 16])
        if tag == b"head":
            font = font[:entry] + tag + bytes(4) + font[entry + 8 :]
            font = font[: start + 8] + bytes(4) + font[start + 12 :]
            return font[: start + 28] + font[start + 20 : start + 28] + font[start + 36 :]
    return font


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
    """Look for the whole letter in one piece; spaces, cells, line ends and bullets do not count."""
    try:
        said = _letters(pdf_text(pdf))
    except (PyPdfError, KeyError, IndexError, ValueError, AttributeError) as error:
        raise ScopegenError("SG580", reason="text") from error
    if _letters(document.plain_text()) in said:
        return
    lines = document.plain_text().splitlines()
    lost = next((line for line in lines if _letters(line) not in said), lines[0])
    raise ScopegenError("SG581", line=f"'{lost[:SHOWN]}'")


def _letters(text: str) -> str:
    return "".join(text.translate(BULLETS).split())
