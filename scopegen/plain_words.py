"""Words that do not belong in a letter, by language, each with what to write instead.

The lists live in `templates/wording/nl.toml` and `en.toml`, one table a kind of word:

    [archaic]
    "derhalve" = "daarom"

Forms of one word stand together with a slash. Words are found whole, in any case, and never in
quoted text: what somebody else said stays as it was said.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

PAIRS = ("“”", "„”", "„“", "«»", "\N{LEFT SINGLE QUOTATION MARK}’", '""')
QUOTED = re.compile(
    "|".join(f"{pair[0]}[^{pair[1]}]*{pair[1]}" for pair in PAIRS)
    + r"|(?<!\w)'[^'\n]+'(?!\w)"  # an apostrophe inside a word is no quote
)
SENTENCE_END = re.compile(r"(?<=[.!?;:])\s")
WHOLE = ("placeholder", "vague", "party")
"""Kinds that only matter as the whole of a text; see `is_only`."""
AND_OR = "and/or"
"""The one word with a slash of its own."""
LONGEST_SENTENCE = 40
"""Words; longer than this nobody reads at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A word that was found: as it stands there, and what to write instead."""

    start: int
    found: str
    kind: str
    instead: str


@dataclass(frozen=True)
class Wording:
    """The lists of one language: kind, then word, then what to write instead."""

    tables: Mapping[str, Mapping[str, str]]

    def hits(self, text: str, *kinds: str) -> Iterator[Hit]:
        """Find the words of these kinds, in order, outside of quoted text."""
        open_text = QUOTED.sub(lambda quote: " " * len(quote[0]), text)
        for match in self._pattern.finditer(open_text):
            kind, instead = self._words[_plain(match[0])]
            if kind in kinds:
                yield Hit(start=match.start(), found=match[0], kind=kind, instead=instead)

    def is_only(self, text: str, kind: str) -> bool:
        """Tell whether a text is nothing but one of these words."""
        return self._words.get(_plain(text.strip(" .!")), ("", ""))[0] == kind

    @cached_property
    def _words(self) -> Mapping[str, tuple[str, str]]:
        return {
            _plain(form): (kind, instead)
            for kind, words in self.tables.items()
            for word, instead in words.items()
            for form in (word.split("/") if word != AND_OR else [word])
        }

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        inside = (word for word, (kind, _) in self._words.items() if kind not in WHOLE)
        longest_first = sorted(inside, key=len, reverse=True)
        words = (re.escape(word).replace(r"\ ", r"\s+") for word in longest_first)
        return re.compile(rf"(?<![\w-])(?:{'|'.join(words)})(?![\w-])", re.IGNORECASE)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def sentences(text: str) -> Iterator[tuple[int, str]]:
    """Give each sentence with where it starts."""
    start = 0
    for end in SENTENCE_END.finditer(text):
        yield start, text[start : end.start()]
        start = end.end()
    yield start, text[start:]


def load_wording(path: Path) -> Wording:
    """Read the lists of one language."""
    tables: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    return Wording(tables)
