"""Text as runs of WordprocessingML, with bookmarks and live references.

Text is data: it becomes XML here and is never looked at again, so that neither Jinja nor Word sees
markup in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from itertools import chain, count

from scopegen.diagnostics import ScopegenError
from scopegen.document import Block, Heading, Line, Provision, Reference, Span, Text, leading

NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
BREAKS = re.compile(r"\r\n|[\r\n\t]")
OPEN, CLOSE = '<w:t xml:space="preserve">', "</w:t>"
STEM_LENGTH = 30
"""Word allows names of 40 characters; the rest is for what makes a name unique."""
FIRST_POSITION = 1_000
"""Below it are the bookmarks that Word itself leaves in a template."""


class Xml(str):
    """XML that was made here from escaped text; Jinja may print it as it stands."""

    __slots__ = ()

    def __html__(self) -> str:
        """Tell Jinja's autoescape that there is nothing left to escape."""
        return str(self)


@dataclass(frozen=True, slots=True)
class Bookmark:
    """The place of a block. `lead` is the word that Word counts with, e.g. `Bijlage`.

    Word counts only what is `numbered`.
    """

    name: str
    position: int
    lead: str
    numbered: bool = True


Bookmarks = Mapping[str, Bookmark]


def bookmarks_of(blocks: Iterable[Block]) -> dict[str, Bookmark]:
    """Name the anchors as Word can: letters, digits and `_`, unique, the same every time."""
    made: dict[str, Bookmark] = {}
    taken: set[str] = set()
    for block in map(leading, blocks):
        if isinstance(block, Heading | Provision) and block.anchor:
            stem = _stem(block.anchor)
            names = chain((stem,), (f"{stem}_{number}" for number in count(2)))
            name = next(name for name in names if name not in taken)
            taken.add(name)
            lead = block.lead if isinstance(block, Heading) else ""
            position, counts = FIRST_POSITION + len(made), bool(block.number)
            made[block.anchor] = Bookmark(name, position, lead, counts)
    return made


@lru_cache(maxsize=1_024)
def _stem(anchor: str) -> str:
    return "ref_" + re.sub(r"[^a-z0-9]+", "_", anchor.lower())[:STEM_LENGTH]


def legal(text: str) -> str:
    """Give the text back; raises SG504 when it holds a character that XML cannot carry."""
    found = None if text.isprintable() else NOT_IN_XML.search(text)
    if found:
        raise ScopegenError("SG504", character=f"U+{ord(found[0]):04X}", text=ascii(text))
    return text


def words(text: str) -> Xml:
    """Give text as it may stand inside `w:t`; line breaks and tabs become Word's own."""
    if text.isprintable():
        return Xml(escape(text, quote=False))
    return Xml(BREAKS.sub(_broken, escape(legal(text), quote=False)))


def _broken(found: re.Match[str]) -> str:
    mark = "<w:tab/>" if found[0] == "\t" else "<w:br/>"
    return f"{CLOSE}{mark}{OPEN}"


def field(instruction: str, result: str) -> str:
    """Make a live field with the result as it stands now."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f"{run(result)}"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def field_in_run(instruction: str, result: str) -> str:
    """Make a live field for the middle of a text, in the look of the run that it stands in."""
    return (
        f'{CLOSE}<w:fldChar w:fldCharType="begin"/>'
        f'<w:instrText xml:space="preserve"> {instruction} </w:instrText>'
        f'<w:fldChar w:fldCharType="separate"/>{OPEN}{result}{CLOSE}'
        f'<w:fldChar w:fldCharType="end"/>{OPEN}'
    )


def runs(line: Line, bookmarks: Bookmarks, anchor: str = "", language: str = "") -> Xml:
    """Make the runs of a line, inside a bookmark when it has an anchor.

    `language` (BCP 47) is for a line in another language than that of the document.
    """
    if not anchor and len(line) == 1 and isinstance(line[0], Text):
        return run(line[0].text, look(line[0].bold, line[0].italic, language))
    made = "".join([_run(span, bookmarks, language) for span in line])
    return marked(made, bookmarks[anchor]) if anchor else Xml(made)


def marked(made: str, mark: Bookmark) -> Xml:
    """Put runs inside a bookmark."""
    start = f'<w:bookmarkStart w:id="{mark.position}" w:name="{mark.name}"/>'
    return Xml(f'{start}{made}<w:bookmarkEnd w:id="{mark.position}"/>')


@lru_cache(maxsize=4_096)  # letters share the text of their clauses
def run(text: str, look: str = "") -> Xml:
    """Make a run of text."""
    return Xml(f"<w:r>{look}{OPEN}{words(text)}{CLOSE}</w:r>")


@lru_cache(maxsize=64)
def look(bold: bool, italic: bool, language: str, size: int = 0) -> str:  # noqa: FBT001
    """Make the properties of a run; none when it looks as its paragraph does.

    `size` is in half points.
    """
    told = f'<w:lang w:val="{language}"/>' if language else ""
    small = f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>' if size else ""
    marks = "<w:b/>" * bold + "<w:i/>" * italic + small + told
    return f"<w:rPr>{marks}</w:rPr>" if marks else ""


def _run(span: Span, bookmarks: Bookmarks, language: str) -> str:
    if isinstance(span, Text):
        return run(span.text, look(span.bold, span.italic, language))
    return reference(span, bookmarks)


def reference(span: Reference, bookmarks: Bookmarks) -> str:
    """Make a live reference: the number of what it leads to, or the text where none is counted."""
    mark = bookmarks.get(span.target)
    if mark is None:
        return run(span.number)
    if not mark.numbered or (mark.lead and not span.number.startswith(mark.lead)):
        # Word counts the annex as `Bijlage A`; a live number would say `bijlage Bijlage A`.
        return field(rf'HYPERLINK \l "{mark.name}"', span.number)
    return field(rf"REF {mark.name} \r \h", span.number)
