"""The text of a tagged PDF as a screen reader gives it: by the structure tree, in its order.

Headers, footers and watermarks are artifacts: they stand in no structure, so they are not read.
Meant for what Typst and LibreOffice make, whose fonts say what each code shows; the codes of a
font are all of one size.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING

from pypdf import PdfReader
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    NumberObject,
    PdfObject,
    TextStringObject,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pypdf import PageObject

    Glyphs = Mapping[bytes, str]  # what each code of a font shows
    Pieces = Mapping[int, str]  # the text of each numbered piece of marked content of a page

LINES = ("/P", "/Div", "/Form", "/TR", "/LI", "/H1", "/H2", "/H3")
READ_ONLY = 1
"""The flag of a field that cannot be filled in (ISO 32000-1, 12.7.3.1)."""


def pdf_text(pdf: bytes) -> str:
    """Give the text, one line a paragraph or table row, cells parted by tabs."""
    reader = PdfReader(BytesIO(pdf))
    pages = {_number_of(page.indirect_reference): _pieces(page) for page in reader.pages}
    text = _Reading(pages).text(reader.root_object["/StructTreeRoot"], 0)
    return "".join(f"{line.strip()}\n" for line in text.splitlines() if line.strip())


def same_text(left: str, right: str) -> bool:
    """Tell whether two texts say the same, wherever words, cells and lines part."""
    return "".join(left.split()) == "".join(right.split())


@dataclass(frozen=True, slots=True)
class _Reading:
    """The way through the structure tree; `pages` has the pieces of each page."""

    pages: Mapping[int, Pieces]

    def text(self, node: PdfObject, page: int) -> str:
        """Give the text of an element, or of a piece of `page`."""
        node = node.get_object() or node
        if isinstance(node, NumberObject):
            return self.pages[page].get(node, "")
        if not isinstance(node, DictionaryObject):
            return ""
        if node.get("/Type") == "/OBJR":
            return _fixed_text(node["/Obj"])
        own = _number_of(node.raw_get("/Pg")) if "/Pg" in node else page
        parts = [self.text(kid, own) for kid in _kids(node)]
        return _shaped(str(node.get("/S", "")), parts)


def _fixed_text(thing: PdfObject) -> str:
    """Give the text of a field that is part of the form; what people fill in is not."""
    match thing.get_object():
        case {"/FT": "/Tx", "/Ff": flags, "/V": value} if int(flags) & READ_ONLY:
            return str(value)
    return ""


def _kids(element: DictionaryObject) -> Sequence[PdfObject]:
    """Give what stands under an element; a reference to a piece names the piece instead."""
    under = element.get("/K", element.get("/MCID", ArrayObject()))
    return under if isinstance(under, ArrayObject) else [under]


def _shaped(role: str, parts: list[str]) -> str:
    match role:
        case "/Figure":
            return "\t".join(parts) + "\n"
        case "/TD" | "/TH":
            return "".join(parts).strip().replace("\n", " ") + "\t"
        case "/Lbl":
            return "".join(parts) + " "
    return "".join(parts) + "\n" * (role in LINES)


@dataclass(slots=True)
class _Drawing:
    """What has been drawn so far of a page, piece by piece."""

    fonts: Mapping[str, Glyphs]
    pieces: defaultdict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    marks: list[DictionaryObject] = field(default_factory=list)
    """The marked content that the next glyphs are in, innermost last."""
    glyphs: Glyphs = field(default_factory=dict)

    def draw(self, operator: bytes, operands: list[PdfObject]) -> None:
        """Follow one operation; those that neither draw text nor mark it do not matter."""
        match operator, operands:
            case b"Tf", [font, _]:
                self.glyphs = self.fonts[str(font)]
            case b"BDC", [_, DictionaryObject() as mark]:
                self.marks.append(mark)
                self._say(str(mark.get("/ActualText", "")))
            case b"BMC", _:
                self.marks.append(DictionaryObject())
            case b"EMC", _:
                self.marks.pop()
            case (b"TJ", [ArrayObject() as shown]) | (b"Tj", shown):
                self._show(shown)

    def _show(self, shown: Sequence[PdfObject]) -> None:
        if not any("/ActualText" in mark for mark in self.marks):
            self._say("".join(map(self._decoded, shown)))

    def _say(self, text: str) -> None:
        for mark in self.marks:
            if isinstance(number := mark.get("/MCID"), NumberObject):
                self.pieces[number].append(text)

    def _decoded(self, string: PdfObject) -> str:
        if not isinstance(string, TextStringObject | ByteStringObject):
            return ""  # kerning
        codes, size = string.original_bytes, len(next(iter(self.glyphs), b"12"))
        return "".join(self.glyphs[codes[at : at + size]] for at in range(0, len(codes), size))


def _pieces(page: PageObject) -> Pieces:
    drawing = _Drawing(_fonts(page))
    content = page.get_contents()
    for operands, operator in content.operations if content is not None else ():
        drawing.draw(operator, operands)
    return {number: "".join(texts) for number, texts in drawing.pieces.items()}


def _fonts(page: PageObject) -> dict[str, Glyphs]:
    match page["/Resources"].get_object():
        case {"/Font": PdfObject() as named}:
            fonts = named.get_object()
            if isinstance(fonts, DictionaryObject):
                return {name: _glyphs(fonts[name].get_object()) for name in fonts}
    return {}


def _glyphs(font: PdfObject | None) -> Glyphs:
    match font:
        case {"/ToUnicode": reference}:
            table = reference.get_object()
    lists = re.findall(r"beginbfchar(.*?)endbfchar", table.get_data().decode("ascii"), re.DOTALL)
    pairs = re.findall(r"<(\w+)> <(\w+)>", "".join(lists))
    return {bytes.fromhex(code): bytes.fromhex(text).decode("utf-16-be") for code, text in pairs}


def _number_of(reference: PdfObject | None) -> int:
    return getattr(reference, "idnum", 0)
