"""Bring together all parts of a Word file that say something: text, margins, notes and pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, ParseError

from scopegen.diagnostics import ScopegenError
from scopegen.render.word_looks import Looks
from scopegen.render.word_numbering import Counter, W, numbering_of
from scopegen.render.word_text import DOCUMENT, LISTS, STYLES, parsed
from scopegen.render.word_transcript import Field, Transcriber, file_mark, part_mark
from scopegen.render.word_xml import is_markup

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scopegen.render.word_numbering import Numbering

RELATIONS, OF_DOCUMENT = "_rels/.rels", "word/_rels/document.xml.rels"
PLACES = {
    RELATIONS: {"officeDocument": ("word/document.xml", "/word/document.xml")},
    OF_DOCUMENT: {
        "styles": ("styles.xml", "/word/styles.xml"),
        "numbering": ("numbering.xml", "/word/numbering.xml"),
    },
}
"""Where the parts are that are read here. A file may name other places, and Word would go there."""
SAYING = frozenset(
    f"{W}{name}" for name in ("document", "hdr", "ftr", "footnotes", "endnotes", "comments")
)
WORDLESS = ("docProps/", "word/fonts/", "word/printerSettings", "_xmlsignatures/")
"""Where Word keeps what is not shown on the page."""


def transcript(
    parts: Mapping[str, bytes], document: Element, fields: Mapping[Element, Field]
) -> str:
    """Give all that the parts of a file say but the answers in its fields.

    Raises:
        ScopegenError: SG503 when a part is damaged, or the text is not where it is looked for.
    """
    try:
        check_places(parts)
        styles = parsed(parts[STYLES])
        numbering = numbering_of(styles, parsed(parts[LISTS]) if LISTS in parts else None)
        looks = Looks(styles)
        texts = Transcriber(fields, looks, Counter(numbering)).lines(document)
        beside = sorted(set(_beside(parts, looks, numbering)))
    except (ParseError, ValueError, LookupError, RecursionError) as error:
        raise ScopegenError("SG503", hint="damaged") from error
    return "\n".join((*texts, *beside, ""))


def check_places(parts: Mapping[str, bytes]) -> None:
    """Check that Word reads the text, styles and lists from where they are read here.

    Raises:
        ScopegenError: SG503 when a relation names another place.
    """
    for name, places in PLACES.items():
        for relation in parsed(parts[name]) if name in parts else ():
            kind = relation.get("Type", "").rpartition("/")[2]
            if relation.get("Target") not in places.get(kind, (relation.get("Target"),)):
                raise ScopegenError("SG503", hint="other")


def _beside(parts: Mapping[str, bytes], looks: Looks, numbering: Numbering) -> Iterator[str]:
    """Give what each other part says. Programs number and order these parts as they like."""
    for name, content in parts.items():
        if name == DOCUMENT or name.startswith(WORDLESS):
            continue
        root = _as_xml(name, content)
        if root is None:
            yield file_mark(content)
        elif root.tag in SAYING:
            lines = Transcriber({}, looks, Counter(numbering)).lines(root)
            yield from ["\n".join((part_mark(root.tag.removeprefix(W)), *lines))] if lines else []


def _as_xml(name: str, content: bytes) -> Element | None:
    """Read a part; one in another encoding than Word writes counts as a file of its own kind."""
    if not is_markup(name):
        return None
    try:
        return parsed(content)
    except UnicodeDecodeError:
        return None
