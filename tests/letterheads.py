"""Letter paper as houses have it, made for the tests with python-docx, and by hand."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

import docx
from docx.oxml import parse_xml
from docx.shared import Mm

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
DOCUMENT, STYLES, HEADER = "word/document.xml", "word/styles.xml", "word/header1.xml"
LETTER = "{{p letter }}"
Paper = docx.document.Document
Edit = Callable[[Paper], object]


def paper(*edits: Edit, letter: str = LETTER) -> bytes:
    """Make A4 letter paper with a running head, and the letter where it belongs."""
    made = docx.Document()
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    section.header.paragraphs[0].text = "Bureau Voorbeeld"
    if letter:
        made.add_paragraph(letter)
    for edit in edits:
        edit(made)
    whole = io.BytesIO()
    made.save(whole)
    return whole.getvalue()


def says(text: str) -> Edit:
    """Put a paragraph in the body, after the letter."""
    return lambda made: made.add_paragraph(text)


def heads(text: str) -> Edit:
    """Put a text in the running head."""
    return lambda made: setattr(made.sections[0].header.paragraphs[0], "text", text)


def feet(text: str) -> Edit:
    """Put a text in the running foot."""
    return lambda made: setattr(made.sections[0].footer.paragraphs[0], "text", text)


def split(*pieces: str) -> Edit:
    """Put a paragraph in the body whose text is cut into runs."""

    def edit(made: Paper) -> None:
        paragraph = made.add_paragraph()
        for number, piece in enumerate(pieces):
            paragraph.add_run(piece).bold = number == 0

    return edit


def in_table(text: str) -> Edit:
    """Put a text in the second cell of the second row of a table."""
    return lambda made: setattr(made.add_table(2, 2).cell(1, 1), "text", text)


def raw(xml: str) -> Edit:
    """Put XML of Word in the body, before the page settings."""

    def edit(made: Paper) -> None:
        body = made.element.body
        body.insert(len(body) - 1, parse_xml(xml.replace(" ", f" {W} ", 1)))

    return edit


def changed(content: bytes, **parts: Callable[[str], str]) -> bytes:
    """Change parts of a file, named by their stem."""
    whole = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(whole, "w") as new:
        for name in old.namelist():
            edit = parts.get(Path(name).stem.strip("[]")) if name.endswith(".xml") else None
            part = old.read(name)
            new.writestr(name, edit(part.decode()) if edit else part)
    return whole.getvalue()


def with_parts(content: bytes, parts: Mapping[str, bytes]) -> bytes:
    """Add parts to a file, or replace them."""
    whole = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(whole, "w") as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, part in parts.items():
            new.writestr(name, part)
    return whole.getvalue()


def related(content: bytes, relation: str) -> bytes:
    """Add a relation to the document."""
    name = "word/_rels/document.xml.rels"
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        old = package.read(name)
    closing = b"</Relationships>"
    return with_parts(content, {name: old.replace(closing, relation.encode() + closing)})


def part_of(content: bytes, name: str) -> str:
    """Read a part."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return package.read(name).decode()


def picture(width: int = 300, height: int = 120) -> bytes:
    """Make a png of one colour."""
    rows = b"".join(b"\0" + bytes((160, 20, 60)) * width for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        chunk(kind, body)
        for kind, body in ((b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    )


def chunk(kind: bytes, body: bytes) -> bytes:
    """Make one chunk of a png."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
