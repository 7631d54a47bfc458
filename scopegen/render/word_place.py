"""Say where in a Word file something stands, the way people look for it: part, paragraph, cell."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from scopegen.diagnostics import Path

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NAMED_PARTS = {"document": "body"}
NUMBERED = re.compile(r"word/([a-z]+)(\d*)\.xml", re.I)
FIRST_WORDS = 40
"""Characters of a paragraph that are shown, so that it can be found in Word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place in a Word file; counts start at 1, and 0 means that it does not apply.

    Paragraphs are counted through the whole part, those in tables included.
    """

    part: str
    """`body`, `header`, `footer`, `footnotes`, `endnotes`, `comments`, or the stem of the part."""
    number: int = 0
    paragraph: int = 0
    words: str = ""
    table: int = 0
    row: int = 0
    cell: int = 0

    @property
    def path(self) -> Path:
        """Give the place for machines: `header1.table[2].row[1].cell[3].paragraph[7]`."""
        steps: Path = (f"{self.part}{self.number or ''}",)
        for name in ("table", "row", "cell", "paragraph"):
            count = getattr(self, name)
            steps = (*steps, name, count) if count else steps
        return steps

    @property
    def facts(self) -> dict[str, object]:
        """Give what a sentence about the place is made of."""
        names = ("part", "number", "paragraph", "words", "table", "row", "cell")
        return {name: getattr(self, name) for name in names}


def part_place(name: str) -> Place:
    """Give the place of a whole part, such as `word/header2.xml`."""
    found = NUMBERED.fullmatch(name)
    if found is None:
        return Place(part=name)
    stem = found[1].lower()
    numbered = stem in {"header", "footer"}
    number = int(found[2] or 1) if numbered else 0
    return Place(part=NAMED_PARTS.get(stem, stem), number=number)


def paragraphs(name: str, root: etree._Element) -> Iterator[tuple[etree._Element, Place]]:
    """Give every paragraph of a part, in order, with its place."""
    part = part_place(name)
    tables = {table: count for count, table in enumerate(root.iter(f"{W}tbl"), 1)}
    inside = _counted_inside(root)
    for count, paragraph in enumerate(root.iter(f"{W}p"), 1):
        yield (
            paragraph,
            Place(
                part=part.part,
                number=part.number,
                paragraph=count,
                words=shortened("".join(text.text or "" for text in texts_of(paragraph))),
                **_cell_of(paragraph, tables, inside),
            ),
        )


def _counted_inside(root: etree._Element) -> dict[etree._Element, int]:
    """Count the rows of each table and the cells of each row."""
    found: dict[etree._Element, int] = {}
    for kind in ("tr", "tc"):
        counts: Counter[etree._Element] = Counter()
        for element in root.iter(f"{W}{kind}"):
            counts[element.getparent()] += 1
            found[element] = counts[element.getparent()]
    return found


def texts_of(paragraph: etree._Element) -> list[etree._Element]:
    """Give the texts of a paragraph, without those of a text box that hangs in it."""
    return [
        text
        for text in paragraph.iter(f"{W}t")
        if next(text.iterancestors(f"{W}p"), None) is paragraph
    ]


def shortened(text: str) -> str:
    """Give the first words of a text."""
    line = " ".join(text.split())
    return line if len(line) <= FIRST_WORDS else f"{line[: FIRST_WORDS - 1]}\N{HORIZONTAL ELLIPSIS}"


def _cell_of(
    paragraph: etree._Element,
    tables: Mapping[etree._Element, int],
    inside: Mapping[etree._Element, int],
) -> dict[str, int]:
    cell = next(paragraph.iterancestors(f"{W}tc"), None)
    row = None if cell is None else next(cell.iterancestors(f"{W}tr"), None)
    table = None if row is None else next(row.iterancestors(f"{W}tbl"), None)
    if cell is None or row is None or table is None:
        return {}
    return {"table": tables[table], "row": inside[row], "cell": inside[cell]}
