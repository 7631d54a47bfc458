"""Check a house's Word template: every finding at once, each with its place in the document."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from scopegen.diagnostics import Diagnostic, ScopegenError, Severity, as_finding, finding
from scopegen.render.word_adopt import DOCUMENT, TEXT_PARTS, parsed
from scopegen.render.word_dangers import dangers
from scopegen.render.word_fields import IN_ATTRIBUTES
from scopegen.render.word_guard import offences
from scopegen.render.word_looked_at import looked_at
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

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from lxml import etree

MOST_TAGS = 1_000
LONGEST_TAG = 200
LARGEST_PART = 5_000_000
"""Bytes of a part with text; pictures may be larger."""
RENDERED = re.compile(r"word/\w+\.xml")
UNSAFE_NAME = re.compile(r"^[/\\]|(^|[/\\])\.\.([/\\]|$)|\\|^\w:|\0")
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
    return (*_dangerous(read), *_tagged(read), *_placed(read), *looked_at(read.parts))


def _read(file: str, content: bytes) -> Read:
    """Read all parts; raises SG500 with the reason as its hint."""
    try:
        parts = read_parts(content)
    except ScopegenError as error:
        raise ScopegenError("SG500", file=file, **dict(error.facts)) from error
    reason = next(_unreadable(parts), "")
    if reason:
        raise ScopegenError("SG500", file=file, hint=reason)
    roots: dict[str, etree._Element] = {}
    for name, part in parts.items():
        if name.endswith((".xml", ".rels")):
            root = _root(file, part)
            roots |= {name: root} if RENDERED.fullmatch(name) else {}
    try:
        check_places(parts)
    except ScopegenError as error:
        raise ScopegenError("SG500", file=file, **dict(error.facts)) from error
    if not has_prefix(parts[DOCUMENT].decode("utf-8-sig")):
        raise ScopegenError("SG500", file=file, hint="strict")
    return Read(parts, roots)


def _unreadable(parts: Mapping[str, bytes]) -> Iterator[str]:
    if any(UNSAFE_NAME.search(name) for name in parts):
        yield "names"
    if NEEDED - parts.keys():
        yield "other"
    if any(len(part) > LARGEST_PART for name, part in parts.items() if name.endswith(".xml")):
        yield "limits"


def _root(file: str, part: bytes) -> etree._Element:
    try:
        return parsed(part)
    except ValueError as error:
        raise ScopegenError("SG500", file=file, hint="declared") from error
    except SyntaxError as error:
        raise ScopegenError("SG500", file=file, hint="damaged") from error


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
        yield from _unprinted(name, root)
        if TEXT_PARTS.fullmatch(name):
            known = list(paragraphs(name, root))
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


def _unprinted(name: str, root: etree._Element) -> Iterator[Diagnostic]:
    """Find tags where they would change the file rather than its text: in attributes and codes."""
    for element in root.iter("{*}*"):
        own = () if element.tag == f"{W}t" else (element.text or "",)
        for text in (*element.attrib.values(), *own, element.tail or ""):
            if OPENING.search(text) and text.strip() not in IN_ATTRIBUTES:
                place = _near(name, root, element)
                yield _found("SG565", place, what=shortened(text), hint="attribute")


def _near(name: str, root: etree._Element, element: etree._Element) -> Place:
    holders = {element, *element.iterancestors(f"{W}p")}
    near = (place for paragraph, place in paragraphs(name, root) if paragraph in holders)
    return next(near, part_place(name))


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
