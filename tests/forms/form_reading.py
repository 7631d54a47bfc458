"""What is in a PDF form: its fields, their values, its fonts, and what people see of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pypdfium2
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, StreamObject

from scopegen.document import Document, Form, FormField


@dataclass(frozen=True)
class Widget:
    """A field as it stands on a page; `box` is left, bottom, right and top in points."""

    page: int
    box: tuple[float, ...]
    entries: Any

    @property
    def look(self) -> Any:
        """The appearance as it is now: a stream."""
        normal = self.entries["/AP"]["/N"]
        return normal if isinstance(normal, StreamObject) else normal[self.entries["/AS"]]


def widgets(pdf: bytes) -> dict[str, Widget]:
    sheets = enumerate(PdfReader(BytesIO(pdf), strict=True).pages)
    found: list[tuple[int, Any]] = [(n, a) for n, s in sheets for a in s.annotations or ()]
    return {
        str(one["/T"]): Widget(n, tuple(map(float, one["/Rect"])), one)
        for n, one in ((n, annotation.get_object()) for n, annotation in found)
        if one["/Subtype"] == "/Widget"
    }


def values(pdf: bytes) -> dict[str, str]:
    fields = PdfReader(BytesIO(pdf)).get_fields() or {}
    return {name: str(found.get("/V", "")) for name, found in fields.items()}


def shown(pdf: bytes) -> str:
    """Give all that a reader sees, fields included."""
    opened = pypdfium2.PdfDocument(pdf)
    opened.init_forms()
    texts = []
    for number in range(len(opened)):
        sheet = opened[number]
        sheet.flatten()
        texts.append(opened[number].get_textpage().get_text_range())
    return "\n".join(texts)


def fields_of(document: Document) -> list[FormField]:
    return [field for block in document.flow() if isinstance(block, Form) for field in block.fields]


def fonts_of(pdf: bytes) -> Iterator[Any]:
    reader = PdfReader(BytesIO(pdf))
    numbers = range(1, int(str(reader.trailer["/Size"])))
    things = (reader.get_object(number) for number in numbers)
    for thing in things:
        if isinstance(thing, DictionaryObject) and thing.get("/Type") == "/Font":
            yield thing
