"""Find the tags of a Word template in its paragraphs, and put together what Word split over runs.

Word cuts text into runs wherever the spelling checker, an edit or a font passed by, also inside a
tag. Nothing is lost by that: the tag moves whole into the run in which it begins.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from scopegen.render.word_fields import LETTER, PAGE_TEXT, PRINTED_FIELDS
from scopegen.render.word_place import texts_of

if TYPE_CHECKING:
    from lxml import etree

TAG = re.compile(r"\{\{.{0,2000}?\}\}|\{%.{0,2000}?%\}|\{#.{0,2000}?#\}", re.DOTALL)
"""A tag; whatever is longer counts as one that does not end."""
OPENING = re.compile(r"\{[{%#]")
PRINTING = re.compile(r"\{\{(?:[rp]\s+|\s*)(\w+)\s*\}\}")
WHOLE_LETTER = re.compile(rf"\{{\{{[rp]?\s*{LETTER}\s*\}}\}}")
OWN_TAG = re.compile(r"\{%\s*(keepnext|cell|columns)\s+(.*?)\s*%\}", re.DOTALL)
STRAIGHT = str.maketrans(dict(zip("\u201c\u201d\u2018\u2019", "\"\"''", strict=True)))
"""The quotes that Word makes while one types; docxtpl straightens them too."""
SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def text_of_paragraph(paragraph: etree._Element) -> str:
    """Give the text of a paragraph, tags and all."""
    return "".join(text.text or "" for text in texts_of(paragraph))


def tags_in(text: str) -> tuple[str, ...]:
    """Give the tags of a text."""
    return tuple(TAG.findall(text))


def is_left_open(text: str) -> bool:
    """Tell whether a tag begins in a text that does not end in it."""
    return bool(OPENING.search(TAG.sub("", text)))


def mend(paragraph: etree._Element) -> tuple[str, ...]:
    """Put every tag whole into the run in which it begins; give those that were split."""
    texts = texts_of(paragraph)
    pieces = [text.text or "" for text in texts]
    joined = "".join(pieces)
    owners = [number for number, piece in enumerate(pieces) for _ in piece]
    split: list[str] = []
    for found in TAG.finditer(joined):
        start, end = found.span()
        if owners[start] != owners[end - 1]:
            split.append(found[0])
            owners[start:end] = [owners[start]] * (end - start)
    if split:
        moved: dict[int, list[str]] = defaultdict(list)
        for character, owner in zip(joined, owners, strict=True):
            moved[owner].append(character)
        for number, text in enumerate(texts):
            text.text = "".join(moved[number])
            text.set(SPACE, "preserve")
    return tuple(split)


def settle(paragraph: etree._Element) -> None:
    """Write each tag that prints a field as it may stand in the middle of a run.

    docxtpl's `r` and `p` would take the run or paragraph with all else that stands in it.
    """
    for text in texts_of(paragraph):
        if text.text and "{{" in text.text:
            text.text = PRINTING.sub(_settled, text.text)
            text.set(SPACE, "preserve")


def _settled(found: re.Match[str]) -> str:
    name = found[1]
    if name == "page_label":
        return f"{{{{ {PAGE_TEXT} }}}}"
    return f"{{{{ {name} }}}}" if name in PRINTED_FIELDS else found[0]


def is_letter(paragraph: etree._Element) -> bool:
    """Tell whether a paragraph is where the letter goes, and nothing else."""
    return bool(WHOLE_LETTER.fullmatch(text_of_paragraph(paragraph).strip()))


def names_letter(text: str) -> bool:
    """Tell whether a text asks for the letter."""
    return bool(WHOLE_LETTER.search(text))


def as_program(text: str) -> str:
    """Give the tags of a paragraph as Jinja reads them in the end, on one line."""
    return " ".join(_plain(tag) for tag in tags_in(text)).translate(STRAIGHT)


def _plain(tag: str) -> str:
    if tag.startswith("{#"):
        return ""
    own = OWN_TAG.fullmatch(tag)
    if own:
        return f"{{{{ ({own[2]}) }}}}"
    return re.sub(r"^(\{[{%])(?:tr|tc|p|r) ", r"\1 ", " ".join(tag.split()))
