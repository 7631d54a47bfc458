"""Check a house's Word template: every finding at once, each with its place in the document."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from scopegen.diagnostics import Diagnostic, ScopegenError, Severity, as_finding, finding
from scopegen.render.word_adopt import DOCUMENT, STYLES, parsed
from scopegen.render.word_dangers import dangers
from scopegen.render.word_fields import IN_ATTRIBUTES
from scopegen.render.word_guard import offences
from scopegen.render.word_listing import check_listing
from scopegen.render.word_looked_at import looked_at
from scopegen.render.word_looks import Looks
from scopegen.render.word_package import read_parts
from scopegen.render.word_place import Place, W, paragraphs, part_place, shortened
from scopegen.render.word_styles import has_prefix
from scopegen.render.word_tags import (
    OPENING,
    as_program,
    is_left_open,
    is_letter,
    mend,
    names_letter,
    settle,
    tags_in,
    text_of_paragraph,
)
from scopegen.render.word_template import NEEDED
from scopegen.render.word_whole import check_places
from scopegen.render.word_xml import check_amount, is_markup, markup

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from lxml import etree

MOST_TAGS = 1_000
LONGEST_TAG = 200
MOST_FOUND = 500
"""Findings that are told; nobody reads more, and a hostile file would give millions."""
RENDERED = re.compile(r"word/\w+\.xml")
HOLDERS = {"tbl": "table", "txbxContent": "box"}
"""What the letter may not stand in, with the hint of SG567."""


@dataclass(frozen=True, slots=True)
class Read:
    """A template that could be read: its parts, and those with text as trees."""

    parts: Mapping[str, bytes]
    roots: Mapping[str, etree._Element]


@lru_cache(maxsize=8)
def lint_word_template(file: str, content: bytes) -> tuple[Diagnostic, ...]:
    """Give all that is wrong with a template, or worth knowing, in the order of the document.

    What is found before the parts can be read stands alone, for the rest cannot be looked at then.
    """
    try:
        read = _read(file, content)
    except ScopegenError as error:
        return (as_finding(error),)
    many = sum(len(OPENING.findall("".join(root.itertext()))) for root in read.roots.values())
    if many > MOST_TAGS:
        return (_found("SG565", part_place(DOCUMENT), what=str(many), hint="many"),)
    whole = chain(_dangerous(read), _tagged(read), _placed(read), looked_at(read.parts))
    told = tuple(islice(whole, MOST_FOUND + 1))
    if len(told) <= MOST_FOUND:
        return told
    return (*told[:MOST_FOUND], _found("SG585", part_place(DOCUMENT), count=MOST_FOUND))


def _read(file: str, content: bytes) -> Read:
    """Read all parts; raises SG500 with the reason as its hint."""
    try:
        return _opened(content)
    except ScopegenError as error:
        raise ScopegenError("SG500", file=file, **dict(error.facts)) from error


def _opened(content: bytes) -> Read:
    parts = read_parts(content)
    if NEEDED - parts.keys():
        raise ScopegenError("SG503", hint="other")
    check_amount(parts)
    roots: dict[str, etree._Element] = {}
    for name, part in parts.items():
        if is_markup(name):
            root = _root(part)
            roots |= {name: root} if RENDERED.fullmatch(name) else {}
    check_listing(parts)
    check_places(parts)
    try:
        Looks(ElementTree.XML(markup(parts[STYLES])))
    except ValueError as error:
        raise ScopegenError("SG503", hint="damaged") from error
    if not has_prefix(markup(parts[DOCUMENT])):
        raise ScopegenError("SG503", hint="strict")
    return Read(parts, roots)


def _root(part: bytes) -> etree._Element:
    try:
        return parsed(part)
    except ValueError as error:
        raise ScopegenError("SG503", hint="declared") from error
    except SyntaxError as error:
        raise ScopegenError("SG503", hint="damaged") from error


def _dangerous(read: Read) -> Iterator[Diagnostic]:
    for kind, place, what in dangers(read.parts):
        yield _found("SG568", place, hint=kind, what=what)


def _found(
    code: str, place: Place, severity: Severity = Severity.ERROR, **facts: object
) -> Diagnostic:
    return finding(code, None, place.path, severity=severity, **{**place.facts, **facts})


def _tagged(read: Read) -> Iterator[Diagnostic]:
    """Check the tags of each part: whole, in a place where they print, and allowed."""
    for name, root in read.roots.items():
        known = list(paragraphs(name, root))
        yield from _unprinted(name, root, dict(known))
        left_open = [
            _found("SG564", at, hint=why, problem=shortened(text_of_paragraph(paragraph)))
            for paragraph, at in known
            if (why := _open(paragraph))
        ]
        yield from left_open
        yield from _mended(known)
        yield from () if left_open else _followed(known)


def _open(paragraph: etree._Element) -> str:
    text = text_of_paragraph(paragraph)
    if any(len(tag) > LONGEST_TAG for tag in tags_in(text)):
        return "long"
    return "open" if is_left_open(text) else ""


def _mended(known: Iterable[tuple[etree._Element, Place]]) -> Iterator[Diagnostic]:
    for paragraph, place in known:
        for tag in mend(paragraph):
            yield _found("SG566", place, Severity.NOTE, tag=tag)
        settle(paragraph)


def _unprinted(
    name: str, root: etree._Element, known: Mapping[etree._Element, Place]
) -> Iterator[Diagnostic]:
    """Find tags where they would change the file rather than its text: in attributes and codes."""
    for element in root.iter("{*}*"):
        own = () if element.tag == f"{W}t" else (element.text or "",)
        for text in (*element.attrib.values(), *own, element.tail or ""):
            if OPENING.search(text) and text.strip() not in IN_ATTRIBUTES:
                around = (element, *element.iterancestors(f"{W}p"))
                place = next((known[one] for one in around if one in known), part_place(name))
                yield _found("SG565", place, what=shortened(text), hint="attribute")


def _followed(known: list[tuple[etree._Element, Place]]) -> Iterator[Diagnostic]:
    """Read the tags of a part as a program, where each line is a paragraph."""
    lines = ["" if is_letter(p) else as_program(text_of_paragraph(p)) for p, _ in known]
    for code, line, facts in offences("\n".join(lines)):
        place = known[min(line, len(known)) - 1][1]
        told: dict[str, object] = {**place.facts, **facts}
        yield finding(code, None, place.path, severity=Severity.ERROR, **told)


def _placed(read: Read) -> Iterator[Diagnostic]:
    """Check that the letter has one place, in the body, where its blocks can stand."""
    places: list[tuple[etree._Element, Place]] = []
    for name, root in read.roots.items():
        for paragraph, place in paragraphs(name, root):
            if names_letter(text_of_paragraph(paragraph)):
                places.append((paragraph, place))
    loops = "in blocks" in " ".join(read.roots[DOCUMENT].itertext())
    if not places and not loops:
        yield _found("SG567", part_place(DOCUMENT), hint="none")
    for number, (paragraph, place) in enumerate(places):
        reason = _misplaced(paragraph, place)
        if reason or number or loops:
            yield _found("SG567", place, hint=reason or "twice")


def _misplaced(paragraph: etree._Element, place: Place) -> str:
    if place.part != "body":
        return "outside"
    around = {holder.tag for holder in paragraph.iterancestors()}
    held = (reason for name, reason in HOLDERS.items() if f"{W}{name}" in around)
    return next(held, "" if is_letter(paragraph) else "beside")
