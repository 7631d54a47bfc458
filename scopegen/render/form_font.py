"""The font that the fields of a PDF form are typed in: its characters, widths and PDF object.

Made by `templates/pdf/build_form_font.py`. One byte a character, of Windows-1252: that is what
every program that fills in forms can write.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from pypdf import PdfWriter
    from pypdf.generic import IndirectObject, PdfObject

ENCODING = "cp1252"
RESOURCE = "/ScgF"
"""The name by which fields call the font."""
FLAGS_NOT_SYMBOLIC = 32
STEM = 80
SUBSET_TAG = "SCGFRM+"


@dataclass(frozen=True, slots=True, kw_only=True)
class FormFont:
    """The font and its measures, in thousandths of its size."""

    file: bytes
    name: str
    box: tuple[int, ...]
    ascent: int
    descent: int
    capitals: int
    first: int
    widths: tuple[int, ...]

    def lacks(self, text: str) -> list[str]:
        """Give the characters of a text that it cannot print, each once, in order."""
        return sorted({sign for sign in text if not self._width_of(sign)})

    def width(self, text: str) -> int:
        """Give the width of a text in thousandths of the font size."""
        return sum(map(self._width_of, text))

    def _width_of(self, sign: str) -> int:
        code = sign.encode(ENCODING, errors="ignore")
        known = code and code[0] >= self.first
        return self.widths[code[0] - self.first] if known else 0


def load_form_font(folder: Path) -> FormFont:
    """Read `form_font.ttf` and `form_font.json` of a folder."""
    measures = json.loads((folder / "form_font.json").read_text(encoding="ascii"))
    measures["box"], measures["widths"] = tuple(measures["box"]), tuple(measures["widths"])
    return FormFont(file=(folder / "form_font.ttf").read_bytes(), **measures)


def add_form_font(writer: PdfWriter, font: FormFont) -> IndirectObject:
    """Embed the font and give its reference."""
    program = DecodedStreamObject()
    program.set_data(font.file)
    packed = program.flate_encode()
    packed[NameObject("/Length1")] = NumberObject(len(font.file))
    name = NameObject(f"/{SUBSET_TAG}{font.name}")
    descriptor: dict[str, PdfObject] = {
        "/Type": NameObject("/FontDescriptor"),
        "/FontName": name,
        "/Flags": NumberObject(FLAGS_NOT_SYMBOLIC),
        "/FontBBox": _numbers(font.box),
        "/ItalicAngle": NumberObject(0),
        "/Ascent": NumberObject(font.ascent),
        "/Descent": NumberObject(font.descent),
        "/CapHeight": NumberObject(font.capitals),
        "/StemV": NumberObject(STEM),
        "/FontFile2": writer._add_object(packed),
    }
    whole: dict[str, PdfObject] = {
        "/Type": NameObject("/Font"),
        "/Subtype": NameObject("/TrueType"),
        "/BaseFont": name,
        "/Encoding": NameObject("/WinAnsiEncoding"),
        "/FirstChar": NumberObject(font.first),
        "/LastChar": NumberObject(font.first + len(font.widths) - 1),
        "/Widths": _numbers(font.widths),
        "/FontDescriptor": writer._add_object(_dictionary(descriptor)),
    }
    return writer._add_object(_dictionary(whole))


def _numbers(values: Iterable[int]) -> ArrayObject:
    return ArrayObject(map(NumberObject, values))


def _dictionary(entries: dict[str, PdfObject]) -> DictionaryObject:
    return DictionaryObject({NameObject(key): value for key, value in entries.items()})
