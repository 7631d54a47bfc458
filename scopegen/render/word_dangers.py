"""Find what a Word template must not bring along: programs, and ties to places outside the file.

A template is copied into every letter, and clients open those. So nothing in it may run, and
nothing may be fetched when it is opened. A link that a reader has to click is no such danger.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scopegen.render.word_adopt import parsed
from scopegen.render.word_place import W, paragraphs, part_place
from scopegen.render.word_xml import is_markup

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml import etree

    from scopegen.render.word_place import Place

Danger = tuple[str, "Place", str]
"""What kind it is (a hint of SG568), where, and what it is called there."""

RUNNING = re.compile(
    r"vbaProject|vbaData|activeX|macro|control$|keyMapCustomizations|webextension|ui/|customUI",
    re.IGNORECASE,
)
"""Programs: macros, controls, buttons of one's own, and add-ins that open a page of the web."""
EMBEDDED = re.compile(r"oleObject|/package$|aFChunk|subDocument", re.I)
RUNNING_TYPES = re.compile(rb"macroEnabled|vbaProject|activeX|webextension", re.I)
ELSEWHERE = re.compile(r"\s*([a-z][a-z0-9+.-]*:|//|\\\\)", re.IGNORECASE)
SAFE_LINKS = re.compile(r"(https?://|mailto:|tel:)[^\s]", re.I)
FETCHING_FIELDS = frozenset(
    (
        *("DATABASE", "DDE", "DDEAUTO", "IMPORT", "INCLUDE", "INCLUDEPICTURE", "INCLUDETEXT"),
        *("LINK", "MACROBUTTON", "MERGEFIELD", "RD"),
    )
)
"""Fields that fetch something, run something or want a mailing (ECMA-376, part 1, 17.16.5)."""
ACTING_FIELDS = frozenset(("ASK", "CONTROL", "EMBED", "FILLIN", "HTMLCONTROL", "PRINT"))
"""Fields that hold a program, ask the reader something, or send codes to the printer."""
CODES = frozenset(f"{W}{name}" for name in ("instrText", "delInstrText"))
FETCHED = ("src", "href", "movie", "althref")
"""Attributes of the older drawings that name another file, in whatever namespace."""


def dangers(parts: Mapping[str, bytes]) -> Iterator[Danger]:
    """Give everything in a file that runs, or fetches when the file is opened."""
    if RUNNING_TYPES.search(parts["[Content_Types].xml"]):
        yield "macro", part_place("[Content_Types].xml"), "macroEnabled"
    for name, part in parts.items():
        if name.lower().endswith(".rels"):
            yield from _relations(name, part)
        elif is_markup(name):
            root = parsed(part)
            yield from _fields(name, root)
            yield from _sources(name, root)


def _relations(name: str, part: bytes) -> Iterator[Danger]:
    for relation in parsed(part).iter("{*}Relationship"):
        whole = str(relation.get("Type", "")).rstrip("/")
        kind, target = whole.rpartition("/")[2], str(relation.get("Target", ""))
        place = part_place(name.replace("_rels/", "").removesuffix(".rels"))
        outside = relation.get("TargetMode", "").lower() == "external" or ELSEWHERE.match(target)
        if RUNNING.search(kind) or "/ui/" in whole:
            yield "macro", place, target
        elif EMBEDDED.search(f"/{kind}"):
            yield "object", place, target
        elif outside and not (kind == "hyperlink" and SAFE_LINKS.match(target)):
            yield "outside", place, target


def _fields(name: str, root: etree._Element) -> Iterator[Danger]:
    """Find field codes; of two fields beside each other the words do not run together."""
    for paragraph, place in paragraphs(name, root):
        for code in _codes(paragraph):
            words = [word.upper() for word in re.findall(r"[A-Za-z]+", code)]
            yield from (("field", place, word) for word in words if word in FETCHING_FIELDS)
            if words and words[0] in ACTING_FIELDS:
                yield "field", place, words[0]
            linked = re.match(r"\s*HYPERLINK\s+[\"\u201c]?\s*([^\s\"\u201d]+)", code, re.IGNORECASE)
            if linked and ELSEWHERE.match(linked[1]) and not SAFE_LINKS.match(linked[1]):
                yield "outside", place, linked[1]
    for mailing in root.iter(f"{W}mailMerge"):
        yield "field", part_place(name), mailing.tag.removeprefix(W)


def _codes(paragraph: etree._Element) -> list[str]:
    """Give the codes of the fields of a paragraph, and of those inside them."""
    marks = {*CODES, f"{W}fldChar", f"{W}fldSimple"}
    pieces = [
        (one.text or "") if one.tag in CODES else f"\0{one.get(f'{W}instr', '')}\0"
        for one in paragraph.iter(*marks)
    ]
    return "".join(pieces).split("\0")


def _sources(name: str, root: etree._Element) -> Iterator[Danger]:
    """Find drawings of the older kind that name a picture elsewhere without a relation."""
    for element in root.iter("{urn:schemas-microsoft-com:vml}*"):
        for key, target in element.attrib.items():
            way = key.rpartition("}")[2]
            safe = key == "href" and SAFE_LINKS.match(target)
            if way in FETCHED and ELSEWHERE.match(target) and not safe:
                yield "outside", part_place(name), target
