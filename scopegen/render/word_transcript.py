"""Write out all that a Word form says but what people filled in, to compare two files by.

A transcript is for machines. What cannot be read with certainty, or would look different from what
it says, leaves a mark: an insertion, hidden text, a text box, a picture, an element that no form
of ours has. Marks are made of control characters, which no XML can hold, so that no text can pose
as one. Where text stands on the page and which font it has is not looked at.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, NamedTuple

from scopegen.render.word_numbering import W, value

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from xml.etree.ElementTree import Element

    from scopegen.render.word_looks import Looks
    from scopegen.render.word_numbering import Counter

OPEN, SAYS, CLOSE = "\x01", "\x02", "\x03"
BEGIN, SEPARATE, END = "\x04", "\x05", "\x06"
CELL, ROW = "\x07", "\x08"
NOTHING_HIDDEN = f"{OPEN}hidden{SAYS}{CLOSE}"
FIELD_MARKS = {"begin": BEGIN, "separate": SEPARATE, "end": END}
PAGE_NUMBER = re.compile(rf"{BEGIN}\s*(PAGE|NUMPAGES)(?:\s+\\\*\s*\w+)*\s*{SEPARATE}\d{{1,5}}{END}")
"""A number that every program counts anew."""

SIGNS = {
    "tab": "\t",
    "ptab": "\t",
    "br": "\n",
    "cr": "\n",
    "noBreakHyphen": "\N{NON-BREAKING HYPHEN}",
    "softHyphen": "\N{SOFT HYPHEN}",
}
SILENT = frozenset(
    (
        *("rPr", "tblPr", "tblPrEx", "tblGrid", "sectPr", "sdtPr", "sdtEndPr"),
        *("smartTagPr", "customXmlPr", "proofErr", "bookmarkStart", "bookmarkEnd", "permStart"),
        *("permEnd", "lastRenderedPageBreak", "commentRangeStart", "commentRangeEnd"),
        *("commentReference", "annotationRef", "footnoteRef", "endnoteRef", "separator"),
        *("continuationSeparator", "moveFromRangeStart", "moveFromRangeEnd"),
        *("moveToRangeStart", "moveToRangeEnd"),
    )
)
"""What says nothing itself, and what only says how something looks."""
PASSED = frozenset(
    (
        *("document", "body", "hdr", "ftr", "footnotes", "endnotes", "comments", "footnote"),
        *("endnote", "tbl", "sdt", "sdtContent", "smartTag", "customXml", "hyperlink", "dir"),
        *("bdo", "drawing", "pict", "object", "background"),
    )
)
"""What only holds the rest together."""
MARKED = frozenset(("ins", "del", "moveFrom", "moveTo", "txbxContent", "comment"))
TEXTS = frozenset(("t", "delText", "instrText", "delInstrText"))
CHANGES = ("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "hidden")
"""What the properties of a paragraph, row or cell say of the whole of it."""
OF_WHOLE = {"pPr": f"{W}rPr/", "trPr": "", "tcPr": ""}
CLOSED = SILENT | SIGNS.keys() | TEXTS | OF_WHOLE.keys()
WORDS = frozenset(f"{W}{name}" for name in ("p", "r", "t", "delText"))
"""What does not stand inside the closed ones; a program may show it there, or drop it."""
AFTER = {"tc": CELL, "tr": f"{ROW}\n"}
FOREIGN = re.compile(
    r"pic|wsp|shape|rect|roundrect|oval|line|polyline|curve|arc|image|chart|relIds|contentPart"
    r"|OLEObject|textpath"
)
"""Drawings, from any namespace but that of Word's text."""


class Field(NamedTuple):
    """A control with a name: what it is, and whether its content is an answer."""

    name: str
    kind: str
    is_answer: bool


class Step(NamedTuple):
    """How an element is written: what comes before, its parts, and what comes after."""

    before: str = ""
    parts: tuple[Element, ...] = ()
    after: str = ""


class Transcriber:
    """Writes out parts of one file."""

    def __init__(self, fields: Mapping[Element, Field], looks: Looks, counter: Counter) -> None:
        """Take the controls that are fields, how styles look, and what counts the numbers."""
        self.fields = fields
        self.looks = looks
        self.counter = counter
        self.style = ""

    def lines(self, root: Element) -> list[str]:
        """Give what a part says, without lines that say nothing.

        Raises:
            KeyError, IndexError, ValueError: Its numbering cannot be counted.
        """
        text = "".join(self._written(root)).replace(NOTHING_HIDDEN, "")
        text = PAGE_NUMBER.sub(rf"{OPEN}\1{CLOSE}", text)
        return [line for each in text.split("\n") if (line := each.strip(" ")).strip()]

    def _written(self, root: Element) -> Iterator[str]:
        """Walk without recursion, for the file may nest without end."""
        waiting: list[Element | str] = [root]
        while waiting:
            found = waiting.pop()
            if isinstance(found, str):
                yield found
                continue
            step = self._step(found)
            yield step.before
            waiting.append(step.after)
            waiting.extend(reversed(step.parts))

    def _step(self, element: Element) -> Step:
        space, _, name = element.tag.rpartition("}")
        if f"{space}}}" != W:
            return _foreign(element, name)
        if name in CLOSED and any(each.tag in WORDS for each in element.iterfind(".//*")):
            return Step(f"{OPEN}{name} with words{CLOSE}")
        if name in SILENT:
            return Step()
        if name in SIGNS:
            paged = element.get(f"{W}type", "textWrapping") != "textWrapping"
            return Step("" if paged else SIGNS[name])
        if name in TEXTS:
            text = element.text or ""
            return Step(text if "Text" not in name else f" {' '.join(text.split())} ")
        return self._holder(element, name)

    def _holder(self, element: Element, name: str) -> Step:
        match name:
            case "p":
                return self._paragraph(element)
            case "r":
                return self._run(element)
            case "sdt":
                return self._control(element)
        return _table_part(element, name) or _code(element, name) or _around(element, name)

    def _paragraph(self, paragraph: Element) -> Step:
        properties = paragraph.find(f"{W}pPr")
        self.style = "" if properties is None else value(properties, "pStyle")
        label = self.counter.label(paragraph)
        return Step(f"{label} " if label else "", tuple(paragraph), "\n")

    def _run(self, run: Element) -> Step:
        if self.looks.hides(run, self.style) and len(run):
            return Step(f"{OPEN}hidden{SAYS}", tuple(run), CLOSE)
        return Step("", tuple(run))

    def _control(self, control: Element) -> Step:
        field = self.fields.get(control)
        if field is None:
            return Step("", tuple(control))
        inner = () if field.is_answer else tuple(control)
        return Step(f"{OPEN}{field.kind} {field.name}{SAYS}", inner, CLOSE)


def _table_part(element: Element, name: str) -> Step | None:
    if name in OF_WHOLE:
        found = (c for c in CHANGES if element.find(f"{OF_WHOLE[name]}{W}{c}") is not None)
        return Step("".join(f"{OPEN}{change}{CLOSE}" for change in found))
    return Step("", tuple(element), AFTER[name]) if name in AFTER else None


def _code(element: Element, name: str) -> Step | None:
    if name == "fldChar":
        mark = FIELD_MARKS.get(element.get(f"{W}fldCharType", ""), "")
        return Step(mark, tuple(element))
    if name == "fldSimple":
        code = " ".join(element.get(f"{W}instr", "").split())
        return Step(f"{BEGIN} {code} {SEPARATE}", tuple(element), END)
    return None


def _around(element: Element, name: str) -> Step:
    if name in PASSED:
        return Step("", tuple(element))
    told = "" if name in MARKED else " ".join(sorted(element.attrib.values()))
    return Step(f"{OPEN}{name} {told}{SAYS}", tuple(element), CLOSE)


def _foreign(element: Element, name: str) -> Step:
    """Drawings, sums and what else may stand in text."""
    inner = tuple(element)
    if name == "t":  # the text of drawings and of mathematics
        return Step(element.text or "")
    if FOREIGN.fullmatch(name):
        return Step(f"{OPEN}drawing {element.get('string', '')}{CLOSE}", inner)
    return Step("", inner)


def file_mark(content: bytes) -> str:
    """Give the line of a picture or other file inside the form."""
    return f"{OPEN}file {hashlib.sha256(content).hexdigest()}{CLOSE}"


def part_mark(name: str) -> str:
    """Give the line above what a part other than the main text says."""
    return f"{OPEN}part {name}{CLOSE}"
