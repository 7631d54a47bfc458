"""What a Word file says of itself: its text, what identifies it, and the text of its foot."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from scopegen.diagnostics import ScopegenError
from scopegen.render.word_package import read_parts
from scopegen.render.word_text import word_text

PROPERTIES = "docProps/custom.xml"
LARGEST = 100_000
NAMED = re.compile(r'name="([a-z_]{1,40})"><vt:lpwstr>([^<]{1,200})</vt:lpwstr>')
TAG = re.compile(r"<[^>]*>")
FOOT = re.compile(r"word/(?:footer|header)\d*\.xml")


@dataclass(frozen=True, slots=True, kw_only=True)
class WordFacts:
    """What a Word file says. `wrong` is the code for why it could not be read."""

    wrong: str = ""
    text: str | None = None
    marks: Mapping[str, str] = field(default_factory=dict)
    foot: str = ""
    """The text of its headers and footers, without spaces."""


def word_facts(data: bytes) -> WordFacts:
    """Read a Word file from anywhere; nothing in it is followed, expanded or run."""
    try:
        parts = read_parts(data)
        text = word_text(data)
    except ScopegenError as error:
        return WordFacts(wrong=error.code)
    except RecursionError:
        return WordFacts(wrong="SG503")
    around = (part for name, part in parts.items() if FOOT.fullmatch(name))
    foot = "".join(TAG.sub("", part.decode(errors="replace")) for part in around)
    marks = marks_in(parts.get(PROPERTIES, b""))
    return WordFacts(text=text, marks=marks, foot="".join(foot.split()))


def marks_in(properties: bytes) -> dict[str, str]:
    """Give what identifies a paper of ours, out of its own properties."""
    return dict(NAMED.findall(properties[:LARGEST].decode("utf-8", errors="replace")))
