"""A Word template to start from: the bundled one, with one tag where the letter goes."""

from __future__ import annotations

from datetime import date

from lxml import etree

from scopegen.render.word_adopt import DOCUMENT, parsed, written
from scopegen.render.word_package import SMALL, member, packaged, read_parts
from scopegen.render.word_place import W

LETTER_TAG = "{{p letter }}"
DAY = date(1980, 1, 1)
"""The day that a zip carries when it has none."""


def one_tag_template(bundled: bytes) -> bytes:
    """Put one paragraph in the place of all prototypes; styles, lists and headers stay."""
    parts = read_parts(bundled)
    document = parsed(parts[DOCUMENT])
    body = document.find(f"{W}body")
    for block in [block for block in body if block.tag != f"{W}sectPr"]:
        body.remove(block)
    paragraph = etree.Element(f"{W}p")
    run = etree.SubElement(paragraph, f"{W}r")
    etree.SubElement(run, f"{W}t").text = LETTER_TAG
    body.insert(0, paragraph)
    parts[DOCUMENT] = written(document)
    return packaged((member(name, part, SMALL) for name, part in parts.items()), DAY)
