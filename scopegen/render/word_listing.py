"""Hold the list of contents of a Word file to its parts: Word goes by the list, not by the names.

A part that is listed as text under a name that does not say so would be printed by Word, and
looked at by nobody here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scopegen.diagnostics import ScopegenError
from scopegen.render.word_adopt import DOCUMENT, TYPES, parsed
from scopegen.render.word_xml import is_markup

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml import etree

START = "_rels/.rels"
CONTENT = "{http://schemas.openxmlformats.org/package/2006/content-types}"
TIES = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationships"
MAIN = ".main+xml"
"""How the type of a document ends, a template, or either with macros, which are refused later."""
PICTURES = "image/"
"""Drawings are XML, under names of their own."""


def check_listing(parts: Mapping[str, bytes]) -> None:
    """Check that the text is listed as text, and that all XML is named so.

    Raises:
        ScopegenError: SG503 when it is not.
        ValueError, SyntaxError: A list cannot be read.
    """
    types, start = parsed(parts[TYPES]), parsed(parts[START])
    own, by_ending = _listed(types, "PartName"), _listed(types, "Extension")
    kinds = {
        name: own.get(f"/{name.lower()}", by_ending.get(name.lower().rpartition(".")[2], ""))
        for name in parts
    }
    hidden = any(_is_text(kind) and not is_markup(name) for name, kind in kinds.items())
    begins = any(tie.get("Type", "").endswith("/officeDocument") for tie in start)
    named = types.tag == f"{CONTENT}Types" and start.tag == TIES
    if hidden or not named or not begins or not kinds[DOCUMENT].endswith(MAIN):
        raise ScopegenError("SG503", hint="types")


def _listed(types: etree._Element, by: str) -> dict[str, str]:
    """Give the content types by the names, or the endings, that they are listed for."""
    return {line.get(by, "").lower(): line.get("ContentType", "").lower() for line in types}


def _is_text(kind: str) -> bool:
    return kind.endswith("xml") and not kind.startswith(PICTURES)
