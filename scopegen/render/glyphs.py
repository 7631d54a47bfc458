"""Which characters the letter's fonts can print, known without loading a font."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

LINE_AND_TAB = frozenset("\n\t")


def load_printable(fonts: Path) -> frozenset[str]:
    """Read `coverage.txt` of the fonts folder."""
    lines = (fonts / "coverage.txt").read_text(encoding="ascii").splitlines()
    return frozenset().union(*(_characters(line) for line in lines if not line.startswith("#")))


def missing_glyphs(text: str, printable: frozenset[str]) -> tuple[str, ...]:
    """Give the characters of a text that cannot be printed, each once, in code point order.

    A letter and its accent count as the one character that they make, as they do in print.
    """
    composed = unicodedata.normalize("NFC", text)
    return tuple(sorted(set(composed) - printable - LINE_AND_TAB))


def _characters(line: str) -> frozenset[str]:
    first, last = (int(end, 16) for end in line.split("-"))
    return frozenset(map(chr, range(first, last + 1)))
