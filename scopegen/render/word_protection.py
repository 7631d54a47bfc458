"""Protection of a Word form: everything but its fields is closed to typing.

There is no password: the protection keeps people from slips. What came back is always compared
with what was sent.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from scopegen.diagnostics import ScopegenError
from scopegen.render.word_package import Member, content_of, member

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SETTINGS = "word/settings.xml"
NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = f"{{{NAMESPACE}}}"
PROTECTION = f"{W}documentProtection"
BEFORE = frozenset(
    f"{W}{name}"
    for name in (
        *("writeProtection", "view", "zoom", "removePersonalInformation", "removeDateAndTime"),
        *("doNotDisplayPageBoundaries", "displayBackgroundShape", "printPostScriptOverText"),
        *("printFractionalCharacterWidth", "printFormsData", "embedTrueTypeFonts"),
        *("embedSystemFonts", "saveSubsetFonts", "saveFormsData", "mirrorMargins"),
        *("alignBordersAndEdges", "bordersDoNotSurroundHeader", "bordersDoNotSurroundFooter"),
        *("gutterAtTop", "hideSpellingErrors", "hideGrammaticalErrors", "activeWritingStyle"),
        *("proofState", "formsDesign", "attachedTemplate", "linkStyles"),
        *("stylePaneFormatFilter", "stylePaneSortMethod", "documentType", "mailMerge"),
        *("revisionView", "trackRevisions", "doNotTrackMoves", "doNotTrackFormatting"),
    )
)
"""The settings that stand before the protection (ECMA-376, part 1, section 17.15.1.78)."""

EMPTY_SETTINGS = f'<w:settings xmlns:w="{NAMESPACE}"/>'.encode()
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ANNOUNCEMENTS = {
    "[Content_Types].xml": (
        b'<Override PartName="/word/settings.xml" ContentType="application/vnd.openxmlformats-'
        b'officedocument.wordprocessingml.settings+xml"/>'
    ),
    "word/_rels/document.xml.rels": (
        f'<Relationship Id="ownSettings" Type="{OFFICE}/settings" Target="settings.xml"/>'.encode()
    ),
}


def protected(members: Iterable[Member]) -> Iterator[Member]:
    """Give the parts of a document with its protection; settings are made when it has none.

    Raises:
        ScopegenError: SG501 when the settings of the template are no XML.
    """
    parts = list(members)
    lacking = all(part.name != SETTINGS for part in parts)
    for part in parts:
        if part.name == SETTINGS:
            yield member(SETTINGS, _protected_settings(content_of(part)))
        elif lacking and part.name in ANNOUNCEMENTS:
            yield member(part.name, _with_last(content_of(part), ANNOUNCEMENTS[part.name]))
        else:
            yield part
    if lacking:
        yield member(SETTINGS, _protected_settings(EMPTY_SETTINGS))


def _protected_settings(settings: bytes) -> bytes:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(settings, parser)
    except etree.XMLSyntaxError as error:
        raise ScopegenError("SG501", place=SETTINGS, tag="", problem=error) from error
    for old in root.findall(PROTECTION):
        root.remove(old)
    protection = etree.Element(PROTECTION, {f"{W}edit": "forms", f"{W}enforcement": "1"})
    root.insert(sum(element.tag in BEFORE for element in root), protection)
    written: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
    return written


def _with_last(xml: bytes, element: bytes) -> bytes:
    """Add an element as the last one of the root, and leave all else as it is."""
    return re.sub(rb"(</[\w:]+>\s*)\Z", lambda end: element + end[0], xml)
