"""Find what a Word template must not bring along: programs, and ties to places outside the file.

A template is copied into every letter, and clients open those. So nothing in it may run, and
nothing may be fetched when it is opened. A link that a reader has to click is no such danger.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scopegen.render.word_adopt import parsed
from scopegen.render.word_place import W, paragraphs, part_place

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml import etree

    from scopegen.render.word_place import Place

Danger = tuple[str, "Place", str]
"""What kind it is (a hint of SG568), where, and what it is called there."""

RUNNING = re.compile(r"vbaProject|vbaData|activeX|macro|control$|keyMapCustomizations", re.I)
EMBEDDED = re.compile(r"oleObject|/package$|aFChunk|subDocument", re.I)
RUNNING_TYPES = re.compile(rb"macroEnabled|vbaProject|activeX", re.I)
SAFE_LINKS = re.compile(r"(https?://|mailto:|tel:)[^\s]", re.I)
FETCHING_FIELDS = frozenset(
    (
        *("DATABASE", "DDE", "DDEAUTO", "IMPORT", "INCLUDE", "INCLUDEPICTURE", "INCLUDETEXT"),
        *("LINK", "MACROBUTTON", "MERGEFIELD", "RD"),
    )
)
"""Fields that fetch something, run something or want a mailing (ECMA-376, part 1, 17.16.5)."""


def dangers(parts: Mapping[str, bytes]) -> Iterator[Danger]:
    """Give everything in a file that runs, or fetches when the file is opened."""
    if RUNNING_TYPES.search(parts["[Content_Types].xml"]):
        yield "macro", part_place("[Content_Types].xml"), "macroEnabled"
    for name, part in parts.items():
        if name.endswith(".rels"):
            yield from _relations(name, part)
        elif re.fullmatch(r"word/\w+\.xml", name):
            root = parsed(part)
            yield from _fields(name, root)
            yield from _sources(name, root)


def _relations(name: str, part: bytes) -> Iterator[Danger]:
    for relation in parsed(part):
        kind = str(relation.get("Type", "")).rpartition("/")[2]
        target = str(relation.get("Target", ""))
        place = part_place(name.replace("_rels/", "").removesuffix(".rels"))
        if RUNNING.search(kind):
            yield "macro", place, target
        elif EMBEDDED.search(f"/{kind}"):
            yield "object", place, target
        elif relation.get("TargetMode") == "External" and not (
            kind == "hyperlink" and SAFE_LINKS.match(target)
        ):
            yield "outside", place, target


def _fields(name: str, root: etree._Element) -> Iterator[Danger]:
    for paragraph, place in paragraphs(name, root):
        codes = "".join(part.text or "" for part in paragraph.iter(f"{W}instrText"))
        simple = " ".join(part.get(f"{W}instr", "") for part in paragraph.iter(f"{W}fldSimple"))
        for word in re.findall(r"[A-Za-z]+", f"{codes} {simple}"):
            if word.upper() in FETCHING_FIELDS:
                yield "field", place, word.upper()


def _sources(name: str, root: etree._Element) -> Iterator[Danger]:
    """Find drawings of the older kind that name a picture elsewhere without a relation."""
    for element in root.iter("{urn:schemas-microsoft-com:vml}*"):
        source = element.get("src", "")
        if "://" in source or source.startswith("\\\\"):
            yield "outside", part_place(name), source
