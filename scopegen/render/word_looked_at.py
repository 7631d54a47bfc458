"""Look at how a house's Word template will carry the letter: styles, numbers, page, fonts, marks.

Nothing here stops a letter. What is lacking is lent by the bundled template, and said.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from scopegen.diagnostics import Diagnostic, Severity, finding
from scopegen.render.word_adopt import DOCUMENT, LISTS, STYLES, TEXT_PARTS, parsed
from scopegen.render.word_looks import Looks
from scopegen.render.word_place import W, paragraphs, part_place, shortened
from scopegen.render.word_styles import FAMILIES, styles_of, unfit_families
from scopegen.render.word_tags import OPENING, is_letter, mend, tags_in, text_of_paragraph
from scopegen.render.word_template import REQUIRED_STYLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml import etree

    from scopegen.render.word_place import Place

A4 = (11906, 16838)
NARROWEST, SLACK = 6800, 120
"""Twentieths of a point: a text of 120 mm, and 2 mm."""
EVERYWHERE = frozenset(
    (
        *("Aptos", "Aptos Display", "Arial", "Calibri", "Calibri Light", "Cambria", "Carlito"),
        *("Courier New", "Georgia", "Segoe UI", "Symbol", "Tahoma", "Times New Roman"),
        *("Trebuchet MS", "Verdana", "Wingdings"),
    )
)
"""Fonts that come with Word, or look and measure like one that does."""
TRACKED = ("ins", "del", "moveFrom", "moveTo")
KEPT = {"controls": "sdt", "drawings": "drawing", "pictures": "pict", "fields": "fldSimple"}
"""What survives in a letter, and what is counted for it."""


def looked_at(parts: Mapping[str, bytes]) -> Iterator[Diagnostic]:
    """Give what is worth knowing of a template that can be read."""
    document, styles = parsed(parts[DOCUMENT]), parsed(parts[STYLES])
    with_blocks = "in blocks" in " ".join(document.itertext())
    yield from _styles(styles, with_blocks=with_blocks)
    yield from _unseen(parts)
    yield from () if with_blocks else _numbers(parts)
    yield from _page(document)
    yield from _fonts(parts, styles)
    yield from _draft(parts)
    yield from () if with_blocks else _own_text(document)
    yield from _tracked(parts)
    yield from _kept(parts)


def _told(code: str, place: Place, severity: Severity, **facts: object) -> Diagnostic:
    return finding(code, None, place.path, severity=severity, **{**place.facts, **facts})


def _styles(styles: etree._Element, *, with_blocks: bool) -> Iterator[Diagnostic]:
    """A template that spells out its blocks names its own styles, so none can be lent to it."""
    there, place = styles_of(styles), part_place("word/styles.xml")
    severity = Severity.ERROR if with_blocks else Severity.NOTE
    hint = "blocks" if with_blocks else "default"
    for name in REQUIRED_STYLES:
        kind = "table" if name.endswith(" table") else "paragraph"
        own = there.get(name.lower())
        if own is None:
            yield _told("SG560", place, severity, style=name, kind=kind, hint=hint)
        elif own.kind != kind:
            told = severity if with_blocks else Severity.WARNING
            yield _told("SG561", place, told, style=name, found=own.kind, kind=kind)


def _unseen(parts: Mapping[str, bytes]) -> Iterator[Diagnostic]:
    """Find styles by which nobody could see the text; bars have a ground of their own colour."""
    there = styles_of(parsed(parts[STYLES]))
    try:
        looks = Looks(ElementTree.XML(parts[STYLES]))
    except ValueError:
        return  # the numbers rest on the same styles, and tell it
    empty, place = ElementTree.Element(f"{W}r"), part_place("word/styles.xml")
    for name in (one for one in REQUIRED_STYLES if not one.startswith("Picture")):
        own = there.get(name.lower())
        if own and own.kind == "paragraph" and looks.hides(empty, own.id):
            yield _told("SG584", place, Severity.ERROR, style=name)


def _numbers(parts: Mapping[str, bytes]) -> Iterator[Diagnostic]:
    place = part_place("word/numbering.xml")
    there = styles_of(parsed(parts[STYLES]))
    try:
        unfit = unfit_families(parts[STYLES], parts.get(LISTS))
    except (ValueError, KeyError):
        yield _told("SG562", place, Severity.WARNING, styles="", hint="damaged")
        return
    for family in unfit:
        own = [name for name in FAMILIES[family] if name.lower() in there]
        if own:
            named = ", ".join(f"'{name}'" for name in own)
            yield _told("SG562", place, Severity.NOTE, styles=named)


def _page(document: etree._Element) -> Iterator[Diagnostic]:
    place = part_place(DOCUMENT)
    section = _section_of_letter(document)
    size = None if section is None else section.find(f"{W}pgSz")
    if section is None or size is None:
        yield _told("SG570", place, Severity.WARNING, found="?", hint="none")
        return
    wide, high = (_count(size, name) for name in ("w", "h"))
    if any(abs(own - a4) > SLACK for own, a4 in zip((wide, high), A4, strict=True)):
        yield _told("SG570", place, Severity.WARNING, found=f"{_mm(wide)} x {_mm(high)} mm")
    margins = section.find(f"{W}pgMar")
    sides = 0 if margins is None else _count(margins, "left") + _count(margins, "right")
    if wide - sides < NARROWEST:
        found = f"{_mm(max(0, wide - sides))} mm"
        yield _told("SG570", place, Severity.WARNING, found=found, hint="narrow")
    columns = section.find(f"{W}cols")
    if columns is not None and _count(columns, "num") > 1:
        yield _told("SG570", place, Severity.WARNING, found="", hint="columns")


def _section_of_letter(document: etree._Element) -> etree._Element | None:
    """Give the section that the letter falls in: the first that ends at or after its tag."""
    sections = list(document.iter(f"{W}sectPr"))
    letter = next((p for p in document.iter(f"{W}p") if is_letter(p)), None)
    if letter is None or not sections:
        return sections[-1] if sections else None
    order = {element: number for number, element in enumerate(document.iter())}
    after = (one for one in sections if order[one] > order[letter])
    return next(after, sections[-1])


def _count(element: etree._Element, name: str) -> int:
    written = element.get(f"{W}{name}", "0")
    return int(written) if re.fullmatch(r"-?\d{1,9}", written) else 0


def _mm(twentieths: int) -> int:
    return round(twentieths * 127 / 7200)


def _fonts(parts: Mapping[str, bytes], styles: etree._Element) -> Iterator[Diagnostic]:
    embedded = {
        one.get(f"{W}name")
        for one in _fonts_of(parts)
        if any(str(child.tag).startswith(f"{W}embed") for child in one)
    }
    used = {name for fonts in styles.iter(f"{W}rFonts") if (name := fonts.get(f"{W}ascii", ""))}
    for name in sorted(used - EVERYWHERE - embedded):
        yield _told("SG571", part_place("word/styles.xml"), Severity.NOTE, font=shortened(name))


def _fonts_of(parts: Mapping[str, bytes]) -> Iterator[etree._Element]:
    if "word/fontTable.xml" in parts:
        yield from parsed(parts["word/fontTable.xml"]).iter(f"{W}font")


def _draft(parts: Mapping[str, bytes]) -> Iterator[Diagnostic]:
    headers = [name for name in parts if re.fullmatch(r"word/header\w*\.xml", name)]
    for name in headers:
        if b"draft_mark" not in parts[name]:
            yield _told("SG572", part_place(name), Severity.NOTE)
    if not headers:
        yield _told("SG572", part_place(DOCUMENT), Severity.NOTE, hint="none")


def _own_text(document: etree._Element) -> Iterator[Diagnostic]:
    """Find what the file says beside the letter; the PDF and the register do not know of it."""
    own: list[tuple[str, Place]] = []
    for paragraph, place in paragraphs(DOCUMENT, document):
        mend(paragraph)
        text = text_of_paragraph(paragraph)
        for tag in tags_in(text):
            text = text.replace(tag, "")
        if text.strip() and not is_letter(paragraph) and not OPENING.search(text):
            own.append((text, place))
    if own:
        yield _told("SG569", own[0][1], Severity.NOTE, count=len(own))


def _tracked(parts: Mapping[str, bytes]) -> Iterator[Diagnostic]:
    for name in filter(TEXT_PARTS.fullmatch, parts):
        root = parsed(parts[name])
        names = [one for one in TRACKED if root.find(f".//{W}{one}") is not None]
        if names:
            yield _told("SG573", part_place(name), Severity.WARNING, hint="changes")
        if name == "word/comments.xml" and root.find(f"{W}comment") is not None:
            yield _told("SG573", part_place(name), Severity.WARNING, hint="comments")


def _kept(parts: Mapping[str, bytes]) -> Iterator[Diagnostic]:
    """Count what goes along into every letter, untouched."""
    roots = [parsed(parts[name]) for name in filter(TEXT_PARTS.fullmatch, parts)]
    counts = {
        kind: sum(1 for root in roots for _ in root.iter(f"{W}{name}"))
        for kind, name in KEPT.items()
    }
    begun = (one for root in roots for one in root.iter(f"{W}fldChar"))
    counts["fields"] += sum(one.get(f"{W}fldCharType") == "begin" for one in begun)
    counts["pictures"] += counts.pop("drawings")
    if any(counts.values()):
        yield _told("SG575", part_place(DOCUMENT), Severity.NOTE, **counts)
