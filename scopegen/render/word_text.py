"""Read the text back out of a docx, as a reader of Word sees it.

Native numbers are counted anew from the styles, the lists and the paragraphs, so that a letter can
be checked against its `Document`. The file may come from a stranger: nothing in it is followed,
expanded or run.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, ParseError

from scopegen.diagnostics import ScopegenError
from scopegen.render.word_numbering import Counter, Numbering, W, numbering_of, value
from scopegen.render.word_package import read_parts
from scopegen.render.word_xml import markup

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

DOCUMENT, STYLES, LISTS = "word/document.xml", "word/styles.xml", "word/numbering.xml"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
PARAGRAPH, TABLE, RUN, TEXT = f"{W}p", f"{W}tbl", f"{W}r", f"{W}t"
CONTROL = f"{W}sdt"
TO_FILL_IN = frozenset((f"{W}showingPlcHdr", f"{W14}checkbox"))
WRAPPERS = frozenset(f"{W}{name}" for name in ("sdt", "sdtContent", "ins"))
LINE_BY_LINE = frozenset(("signature table", "pair table", "twin table"))
"""Tables whose paragraphs are read one by one, not as a row of cells."""
HEADINGS = frozenset(("heading 2", "annex heading"))
REPEATED = frozenset(("right clause paragraph", "right clause item"))
MARKS = {
    f"{W}tab": "\t",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "\N{NON-BREAKING HYPHEN}",
}


def word_text(docx: bytes) -> str:
    """Give the whole text in the form of `Document.plain_text()`, numbers included.

    Raises:
        ScopegenError: SG503 when the bytes are no docx, when it is too large, or when it declares
            a document type, which no Word file needs and attacks do.
    """
    parts = read_parts(docx, (DOCUMENT, STYLES, LISTS))
    if not {DOCUMENT, STYLES} <= parts.keys():
        raise ScopegenError("SG503", hint="other")
    try:
        body = parsed(parts[DOCUMENT]).find(f"{W}body")
        numbering, table_styles = _styling(parts[STYLES], parts.get(LISTS, b""))
        if body is None:
            raise ScopegenError("SG503", hint="other")
        return "\n".join((*_lines(body, Counter(numbering), table_styles), ""))
    except (ParseError, ValueError, LookupError, RecursionError) as error:
        raise ScopegenError("SG503", hint="damaged") from error


def parsed(part: bytes) -> Element:
    """Read the XML of a part.

    Raises:
        ScopegenError: SG503 when it declares a document type or another encoding than UTF-8.
        ParseError, UnicodeDecodeError: It is no XML, or not in UTF-8.
    """
    return ElementTree.XML(markup(part))


@lru_cache(maxsize=4)
def _styling(styles: bytes, lists: bytes) -> tuple[Numbering, Mapping[str, str]]:
    """Letters from one template share these parts, so they are read once."""
    root = parsed(styles)
    names = {s.get(f"{W}styleId", ""): value(s, "name").lower() for s in root.iter(f"{W}style")}
    return numbering_of(root, parsed(lists) if lists else None), names


def _lines(body: Element, counter: Counter, styles: Mapping[str, str]) -> Iterator[str]:
    for block in _blocks(body):
        if block.tag == TABLE:
            yield from _table_lines(block, counter, styles)
        else:
            line = _paragraph_line(block, counter, styles)
            if line.strip(
                "\n"
            ):  # the gaps after tables and the frame to sign in are empty paragraphs
                yield line


def _blocks(body: Element) -> Iterator[Element]:
    waiting = list(reversed(body))
    while waiting:
        block = waiting.pop()
        if block.tag in WRAPPERS:
            waiting.extend(reversed(block))
        elif block.tag in {PARAGRAPH, TABLE}:
            yield block


def _paragraph_line(paragraph: Element, counter: Counter, styles: Mapping[str, str]) -> str:
    label = counter.label(paragraph)
    text = _with_repeated_number(_text(paragraph), _style(paragraph, styles))
    return f"{label} {text}" if label else text


def _style(paragraph: Element, styles: Mapping[str, str]) -> str:
    properties = paragraph.find(f"{W}pPr")
    return "" if properties is None else styles.get(value(properties, "pStyle"), "")


def _with_repeated_number(text: str, style: str) -> str:
    """Read a number in the right of two columns as the counted one left: a space parts it."""
    if "\t" not in text:
        return text
    if style in REPEATED:
        return text.replace("\t", " ", 1)
    parts = text.split("\t")
    if style in HEADINGS and len(parts) == len(("left", "number", "right")):
        return f"{parts[0]}\t{parts[1]} {parts[2]}"
    return text


def _text(paragraph: Element) -> str:
    if next(paragraph.iter(CONTROL), None) is None:
        return text_of_runs(paragraph)
    # What is around a field is not part of its label: the gap to it, and the room to write.
    return "".join(_around_fields(paragraph)).strip("\t\n")


def text_of_runs(holder: Element) -> str:
    """Give the text of all runs inside an element."""
    return "".join(map(_text_of_run, holder.iter(RUN)))


def _text_of_run(run: Element) -> str:
    return "".join(
        [piece.text or "" if piece.tag == TEXT else MARKS.get(piece.tag, "") for piece in run]
    )


def _around_fields(holder: Element) -> Iterator[str]:
    """Give the texts, but for boxes to tick and for what only keeps a place."""
    for element in holder:
        if element.tag == RUN:
            yield _text_of_run(element)
        elif element.tag != CONTROL or not _is_to_fill_in(element):
            yield from _around_fields(element)


def _is_to_fill_in(control: Element) -> bool:
    marks = control.find(f"{W}sdtPr")
    return marks is not None and any(mark.tag in TO_FILL_IN for mark in marks)


def _table_lines(table: Element, counter: Counter, styles: Mapping[str, str]) -> Iterator[str]:
    style = table.find(f"{W}tblPr/{W}tblStyle")
    name = styles.get("" if style is None else style.get(f"{W}val", ""), "")
    for row in table.iter(f"{W}tr"):
        cells = [
            [_paragraph_line(paragraph, counter, styles) for paragraph in cell.iter(PARAGRAPH)]
            for cell in row.iter(f"{W}tc")
        ]
        if name in LINE_BY_LINE:
            yield from (line for cell in cells for line in cell)
        else:
            texts = [" ".join(cell) for cell in cells]
            yield "\t".join(filter(None, texts) if name == "picture table" else texts)
