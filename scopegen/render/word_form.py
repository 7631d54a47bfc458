"""Read a returned Word form: what people filled in, and what the form itself says.

The file comes from a stranger. It is read within limits, and nothing in it is followed or run.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from xml.etree.ElementTree import Element, ParseError

from scopegen.diagnostics import ScopegenError
from scopegen.render.word_controls import FIXED_MARK, MARK
from scopegen.render.word_numbering import W, value
from scopegen.render.word_package import read_parts
from scopegen.render.word_text import parsed, text_of_runs
from scopegen.render.word_transcript import Field
from scopegen.render.word_whole import transcript
from scopegen.render.word_xml import check_amount

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

DOCUMENT = "word/document.xml"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
CONTROL, CONTENT = f"{W}sdt", f"{W}sdtContent"
PARAGRAPH, MARK_START, MARK_END = f"{W}p", f"{W}bookmarkStart", f"{W}bookmarkEnd"
MARKED = re.compile(f"{MARK}|{FIXED_MARK}")
LOCKED = frozenset(("contentLocked", "sdtContentLocked"))
BOXES = {"\N{BALLOT BOX}": "no", "\N{BALLOT BOX WITH X}": "yes", "\N{BALLOT BOX WITH CHECK}": "yes"}
YES = frozenset(("1", "true", "on"))
LOOK, HIDDEN = f"{W}rPr", f"{W}rPr/{W}vanish"
STATES = {"1": "yes", "true": "yes", "on": "yes", "0": "no", "false": "no", "off": "no"}
LONGEST = {"line": 200, "area": 1_000}
"""Characters that a field holds; those of a PDF form hold as many."""
PLACEHOLDERS = frozenset(
    (
        *("", "Click or tap here to enter text.", "Click here to enter text."),
        *("Klik of tik om tekst in te voeren.", "Klik hier als u tekst wilt invoeren."),
    )
)
"""What stands in a field that was left alone, or emptied. Other text there may be a remark."""
IN_AN_ANSWER = frozenset(
    f"{W}{name}"
    for name in (
        *("sdtContent", "r", "t", "tab", "br", "cr", "noBreakHyphen", "softHyphen", "ins", "del"),
        *("delText", "smartTag", "hyperlink", "proofErr", "bookmarkStart", "bookmarkEnd"),
        "lastRenderedPageBreak",
    )
)
"""What stands in a field when somebody types in it; not so a table, a picture or a field code."""
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
    for name, control, _ in _named_controls(_document(read_parts(docx))):
        if name in values:
            raise ScopegenError("SG528", field=name)
        values[name] = _value(name, control)
    return values


def form_text(docx: bytes) -> str:
    """Give all that a form says but what people filled in, to compare a returned form by.

    It is the same for the form that was sent and for the one that came back, unless somebody
    changed more than the answers. It is not for people: it holds marks for what is hidden,
    inserted, drawn or unknown. Headers, footers, notes and comments are part of it. An answer that
    its field could not hold counts as text of the form.

    Raises:
        ScopegenError: SG503 when the bytes are no docx, pass the limits, or say in two ways where
            the text is.
    """
    parts = read_parts(docx)
    document = _document(parts)
    fields = {each.control: _field(each) for each in _named_controls(document)}
    return transcript(parts, document, fields)


class _Named(NamedTuple):
    """A control that is a field. `fixed` is what its bookmark says; its lock says so too."""

    name: str
    control: Element
    fixed: bool


def _named_controls(document: Element) -> Iterator[_Named]:
    """Give the controls by the name of their field: their tag, or else their bookmark."""
    around = ""
    for element in _walked(document):
        if element.tag == MARK_START:
            around = _marked(element)
        elif element.tag == MARK_END:
            around = ""
        elif element.tag == CONTROL:
            mark = _mark(element, around)
            if name := value(_properties(element), "tag") or MARKED.sub("", mark, count=1):
                yield _Named(name, element, mark.startswith(FIXED_MARK))


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


def _mark(control: Element, around: str) -> str:
    if control.find(f".//{CONTROL}") is not None:
        return ""  # LibreOffice may put a control of its own around those of several fields
    inside = (_marked(mark) for mark in control.iter(MARK_START))
    return next(filter(None, inside), around)


def _marked(start: Element) -> str:
    name = start.get(f"{W}name", "")
    return name if MARKED.match(name) else ""


def _properties(control: Element) -> Element:
    found = control.find(f"{W}sdtPr")
    return Element("none") if found is None else found


def _document(parts: Mapping[str, bytes]) -> Element:
    if DOCUMENT not in parts:
        raise ScopegenError("SG503", hint="other")
    check_amount(parts)
    try:
        return parsed(parts[DOCUMENT])
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
    return shown is not None and shown.get(f"{W}val", "1").lower() in YES


def _field(named: _Named) -> Field:
    kind = _kind(named)
    return Field(name=named.name, kind=kind, is_answer=_is_answer(kind, named.control))


def _kind(named: _Named) -> str:
    properties = _properties(named.control)
    if properties.find(f"{W}dataBinding") is not None:
        return "bound"  # Word shows what stands elsewhere in the file
    if named.fixed or value(properties, "lock") in LOCKED:
        return "fixed"
    if properties.find(f"{W14}checkbox") is not None:
        return "check"
    line = properties.find(f"{W}text")
    if line is None:
        return "other"
    return "area" if line.get(f"{W}multiLine", "0").lower() in YES else "line"


def _is_answer(kind: str, control: Element) -> bool:
    if not _is_plain(control):
        return False
    text = _text(control)
    if _is_placeholder(_properties(control)):
        return kind in LONGEST and text in PLACEHOLDERS
    if kind == "check":
        return text in BOXES
    return len(text) <= LONGEST.get(kind, -1) and (kind == "area" or "\n" not in text)


def _is_plain(control: Element) -> bool:
    waiting = [content for content in control if content.tag == CONTENT]
    while waiting:
        element = waiting.pop()
        if element.tag not in IN_AN_ANSWER or element.find(HIDDEN) is not None:
            return False
        waiting.extend(inner for inner in element if inner.tag != LOOK)
    return True
