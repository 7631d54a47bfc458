"""Take any Word file with our tags as a template: put the letter's prototypes where it says.

The file stays as it is: letterhead, cover, text boxes, content controls, pictures and sections.
What is added is what the letter cannot do without, taken from the bundled template: the blocks of
the letter where the tag `letter` stands, styles and lists that are missing, and the mark of a
draft in headers that have none.
"""

from __future__ import annotations

import re
from copy import deepcopy
from typing import TYPE_CHECKING

from lxml import etree

from scopegen.render.word_place import W
from scopegen.render.word_styles import Lending, set_language, unfit_families
from scopegen.render.word_tags import is_letter, mend, settle
from scopegen.render.word_xml import markup

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

DOCUMENT, STYLES, LISTS = "word/document.xml", "word/styles.xml", "word/numbering.xml"
TYPES, RELATIONS = "[Content_Types].xml", "word/_rels/document.xml.rels"
EFFECTS = "word/stylesWithEffects.xml"
"""A copy of the styles for Word 2010; Word takes a file in which the two differ for damaged."""
HEADER = "word/header1.xml"
MARK_HEADER = "word/headerDraftMark.xml"
TEXT_PARTS = re.compile(r"word/(document|header\w*|footer\w*|footnotes|endnotes|comments)\.xml")
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
R_ID = f"{{{OFFICE}}}id"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
TEMPLATE_TYPE = f"{WORD_TYPE}.template.main+xml".encode()
EMPTY_LISTS = f'<w:numbering xmlns:w="{W[1:-1]}"/>'.encode()
PARSER = etree.XMLParser(encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False)


def adopted(own: Mapping[str, bytes], bundled: Mapping[str, bytes]) -> dict[str, bytes]:
    """Give the parts of a house's file with all that the letter needs.

    Raises:
        SyntaxError, ValueError, KeyError: A part is no XML, or not what Word would write.
    """
    parts = dict(own)
    parts[TYPES] = parts[TYPES].replace(TEMPLATE_TYPE, f"{WORD_TYPE}.document.main+xml".encode())
    _forget(parts, EFFECTS)
    for name in [name for name in parts if TEXT_PARTS.fullmatch(name)]:
        root = parsed(parts[name])
        for paragraph in root.iter(f"{W}p"):
            mend(paragraph)
            settle(paragraph)
        parts[name] = written(root)
    document = parsed(parts[DOCUMENT])
    place = next((one for one in document.iter(f"{W}p") if is_letter(one)), None)
    if place is not None:
        _put_letter(parts, bundled, place)
    _mark_drafts(parts, bundled, document)
    parts[DOCUMENT] = written(document)
    return parts


def _forget(parts: dict[str, bytes], name: str) -> None:
    """Take out a part, and what names it."""
    if parts.pop(name, None) is None:
        return
    for listing, key, value in (
        (TYPES, "PartName", f"/{name}"),
        (RELATIONS, "Target", name.removeprefix("word/")),
    ):
        root = parsed(parts[listing])
        for entry in [entry for entry in root if entry.get(key) == value]:
            root.remove(entry)
        parts[listing] = written(root)


def parsed(xml: bytes) -> etree._Element:
    """Read a part, following and expanding nothing.

    Raises:
        ScopegenError: SG503 when it declares a document type or another encoding than UTF-8.
        ValueError: It is not in UTF-8.
        SyntaxError: It is no XML.
    """
    return etree.fromstring(markup(xml).encode(), PARSER)


def written(root: etree._Element) -> bytes:
    """Write a part."""
    made: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
    return made


def prototypes(bundled: Mapping[str, bytes]) -> list[etree._Element]:
    """Give what the tag `letter` stands for: the title, and a prototype for each kind of block."""
    body = parsed(bundled[DOCUMENT]).find(f"{W}body")
    return [block for block in body if block.tag != f"{W}sectPr"]


def _put_letter(
    parts: dict[str, bytes], bundled: Mapping[str, bytes], place: etree._Element
) -> None:
    blocks = prototypes(bundled)
    styles = parsed(parts[STYLES])
    lists = parsed(parts.get(LISTS, EMPTY_LISTS))
    lending = Lending(
        styles=styles,
        lists=lists,
        bundled_styles=parsed(bundled[STYLES]),
        bundled_lists=parsed(bundled[LISTS]),
        unfit=unfit_families(parts[STYLES], parts.get(LISTS)),
    )
    lending.lend(blocks)
    set_language(styles)
    _replace(place, blocks)
    parts[STYLES] = written(styles)
    if len(lists):
        if LISTS not in parts:
            announce(parts, LISTS, "numbering")
        parts[LISTS] = written(lists)


def _replace(place: etree._Element, blocks: list[etree._Element]) -> None:
    """Put the letter in place of its tag; a section that ends there still does."""
    holder = place.getparent()
    at = holder.index(place)
    section = place.find(f"{W}pPr/{W}sectPr")
    holder.remove(place)
    if section is not None:
        ending = etree.Element(f"{W}p")
        etree.SubElement(ending, f"{W}pPr").append(section)
        blocks = [*blocks, ending]
    for number, block in enumerate(blocks):
        holder.insert(at + number, block)


def announce(parts: dict[str, bytes], name: str, kind: str) -> str:
    """Name a new part of Word's own in the lists of contents; give the id of its relation."""
    types = parsed(parts[TYPES])
    space = etree.QName(types).namespace
    etree.SubElement(
        types,
        f"{{{space}}}Override",
        {"PartName": f"/{name}", "ContentType": f"{WORD_TYPE}.{kind}+xml"},
    )
    parts[TYPES] = written(types)
    return relate(parts, name.removeprefix("word/"), kind)


def relate(parts: dict[str, bytes], target: str, kind: str) -> str:
    """Tie a part to the document; give the id of the relation."""
    empty = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'
    relations = parsed(parts.get(RELATIONS, empty))
    identifier = f"scopegen{len(relations) + 1}"
    space = etree.QName(relations).namespace
    etree.SubElement(
        relations,
        f"{{{space}}}Relationship",
        {"Id": identifier, "Type": f"{OFFICE}/{kind}", "Target": target},
    )
    parts[RELATIONS] = written(relations)
    return identifier


def _mark_drafts(
    parts: dict[str, bytes], bundled: Mapping[str, bytes], document: etree._Element
) -> None:
    """Draw the mark of a draft in each header; a file without headers gets one that holds it."""
    headers = [name for name in parts if re.fullmatch(r"word/header\w*\.xml", name)]
    for name in headers:
        if b"draft_mark" not in parts[name]:
            root = parsed(parts[name])
            _last_paragraph(root).extend(_mark(bundled))
            parts[name] = written(root)
    first = next(document.iter(f"{W}sectPr"), None)
    lacking = [] if first is None else list(_lacking(first, parts))
    if lacking and not any(b"draft_mark" in parts[name] for name in _text_names(parts, headers)):
        _add_header(parts, bundled, first, lacking)


def _text_names(parts: Mapping[str, bytes], headers: list[str]) -> list[str]:
    """Name the parts that may already draw the mark where no header does."""
    return [name for name in parts if TEXT_PARTS.fullmatch(name) and name not in headers]


def _mark(bundled: Mapping[str, bytes]) -> list[etree._Element]:
    """Give the runs that draw it: the first says when, the last ends that."""
    runs = list(parsed(bundled[HEADER]).iter(f"{W}r"))
    first = next(n for n, run in enumerate(runs) if "draft_mark" in "".join(run.itertext()))
    return [deepcopy(run) for run in runs[first:]]


def _last_paragraph(root: etree._Element) -> etree._Element:
    own = root.findall(f"{W}p")
    return own[-1] if own else etree.SubElement(root, f"{W}p")


def _lacking(section: etree._Element, parts: Mapping[str, bytes]) -> Iterator[str]:
    """Give the kinds of page of a first section that have no header at all."""
    there = {one.get(f"{W}type") for one in section.findall(f"{W}headerReference")}
    wanted = ["default"]
    if section.find(f"{W}titlePg") is not None:
        wanted.append("first")
    if b"evenAndOddHeaders" in parts.get("word/settings.xml", b""):
        wanted.append("even")
    return (kind for kind in wanted if kind not in there)


def _add_header(
    parts: dict[str, bytes],
    bundled: Mapping[str, bytes],
    section: etree._Element,
    kinds: list[str],
) -> None:
    root = parsed(bundled[HEADER])
    for paragraph in root.findall(f"{W}p"):
        root.remove(paragraph)
    etree.SubElement(root, f"{W}p").extend(_mark(bundled))
    parts[MARK_HEADER] = written(root)
    identifier = announce(parts, MARK_HEADER, "header")
    for kind in kinds:
        reference = etree.Element(f"{W}headerReference", {f"{W}type": kind, R_ID: identifier})
        section.insert(0, reference)
