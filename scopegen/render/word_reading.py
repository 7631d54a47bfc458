"""Read a letter back that was printed with a house's own template, and hold it to its document."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from scopegen.diagnostics import ScopegenError
from scopegen.render.word_package import read_parts
from scopegen.render.word_text import parsed, word_text

if TYPE_CHECKING:
    from scopegen.document import Document

SHOWN = 60


def read_back_own(docx: bytes, document: Document, file: str) -> None:
    """Check that the whole letter stands in a file in one piece, with its numbers.

    What the template says before and after it is the house's own.

    Raises:
        ScopegenError: SG574 with the first line that differs, or when a part is no XML.
    """
    try:
        for name, part in read_parts(docx).items():
            if name.endswith((".xml", ".rels")):
                parsed(part)
        text = word_text(docx)
    except (ParseError, UnicodeDecodeError, ScopegenError) as error:
        raise ScopegenError("SG574", file=file, line="", hint="damaged") from error
    wanted = document.plain_text()
    if f"\n{wanted}" not in f"\n{text}":
        line = first_missing(wanted.splitlines(), text.splitlines())
        raise ScopegenError("SG574", file=file, line=f"'{line}'")


def first_missing(wanted: list[str], found: list[str]) -> str:
    """Give the first line that is not where it should be, shortened."""
    matcher = SequenceMatcher(a=wanted, b=found, autojunk=False)
    match = matcher.find_longest_match(0, len(wanted), 0, len(found))
    at = match.a + match.size if match.a == 0 else 0
    line = wanted[min(at, len(wanted) - 1)]
    return line if len(line) <= SHOWN else f"{line[:SHOWN]}\N{HORIZONTAL ELLIPSIS}"
