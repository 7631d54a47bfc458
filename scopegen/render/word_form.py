"""Read what people filled in: the values of the content controls of a returned Word form.

The file comes from a stranger. It is read within limits, and nothing in it is followed or run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, ParseError

from scopegen.diagnostics import ScopegenError
from scopegen.render.word_controls import MARK
from scopegen.render.word_numbering import W, value
from scopegen.render.word_package import read_parts
from scopegen.render.word_text import text_of_runs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

DOCUMENT = "word/document.xml"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
CONTROL, CONTENT = f"{W}sdt", f"{W}sdtContent"
PARAGRAPH, MARK_START, MARK_END = f"{W}p", f"{W}bookmarkStart", f"{W}bookmarkEnd"
BOXES = {"\N{BALLOT BOX}": "no", "\N{BALLOT BOX WITH X}": "yes", "\N{BALLOT BOX WITH CHECK}": "yes"}
STATES = {"1": "yes", "true": "yes", "on": "yes", "0": "no", "false": "no", "off": "no"}
DEEPEST = 9
"""How many controls may stand inside one another; more than any form has."""


def read_word_form(docx: bytes) -> Mapping[str, str]:
    """Give the value of each field by its name: of a box to tick `yes` or `no`, else its text.

    A field that was left alone is empty. Space around a value is left out.

    Raises:
        ScopegenError: SG503 when the bytes are no docx or pass the limits, SG528 when a field is
            there twice, SG529 when a box shows another state than it holds.
    """
    values: dict[str, str] = {}
    for name, control in _named_controls(_document(docx)):
        if name in values:
            raise ScopegenError("SG528", field=name)
        values[name] = _value(name, control)
    return values


def _named_controls(document: Element) -> Iterator[tuple[str, Element]]:
    """Give the controls by the name of their field: their tag, or else their bookmark."""
    around = ""
    for element in _walked(document):
        if element.tag == MARK_START:
            around = _marked(element)
        elif element.tag == MARK_END:
            around = ""
        elif element.tag == CONTROL and (name := _name(element, around)):
            yield name, element


def _walked(document: Element) -> Iterator[Element]:
    """Walk all elements in the order of the document; refuse what nests as no form does."""
    waiting = [(document, 0)]
    while waiting:
        element, within = waiting.pop()
        depth = within + (element.tag == CONTROL)
        if depth > DEEPEST:
            raise ScopegenError("SG503", hint="damaged")
        yield element
        waiting.extend((inner, depth) for inner in reversed(element))


def _name(control: Element, around: str) -> str:
    tag = value(_properties(control), "tag")
    if tag or control.find(f".//{CONTROL}") is not None:
        return tag  # LibreOffice may put a control of its own around those of several fields
    inside = (_marked(mark) for mark in control.iter(MARK_START))
    return next(filter(None, inside), around)


def _marked(start: Element) -> str:
    name = start.get(f"{W}name", "")
    return name.removeprefix(MARK) if name.startswith(MARK) else ""


def _properties(control: Element) -> Element:
    found = control.find(f"{W}sdtPr")
    return Element("none") if found is None else found


def _document(docx: bytes) -> Element:
    parts = read_parts(docx, (DOCUMENT,))
    if DOCUMENT not in parts:
        raise ScopegenError("SG503", hint="other")
    try:
        text = parts[DOCUMENT].decode("utf-8-sig")
        if "<!DOCTYPE" in text:
            raise ScopegenError("SG503", hint="declared")
        return ElementTree.XML(text)
    except (ParseError, ValueError) as error:
        raise ScopegenError("SG503", hint="damaged") from error


def _value(name: str, control: Element) -> str:
    properties, text = _properties(control), _text(control)
    box = properties.find(f"{W14}checkbox")
    if box is None:
        return "" if _is_placeholder(properties) else text
    checked = box.find(f"{W14}checked")
    state = "0" if checked is None else checked.get(f"{W14}val", "1")
    if (held := STATES.get(state.lower())) is None or held != BOXES.get(text):
        raise ScopegenError("SG529", field=name)
    return held


def _text(control: Element) -> str:
    content = control.find(CONTENT)
    if content is None:
        return ""
    paragraphs = list(content.iter(PARAGRAPH)) or [content]
    return "\n".join(map(text_of_runs, paragraphs)).strip()


def _is_placeholder(properties: Element) -> bool:
    shown = properties.find(f"{W}showingPlcHdr")
    return shown is not None and shown.get(f"{W}val", "1").lower() in {"1", "true", "on"}
