"""Write coverage.txt: the characters that every font in this folder can print.

Run it again when a font file changes (needs fontTools):

    python templates/fonts/build_coverage.py
"""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

from fontTools.ttLib import TTFont

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = Path(__file__).resolve().parent
NO_BREAK_SPACE = 0xA0
"""Printed as a space by the shaper, though these fonts have no glyph of its own for it."""


def characters(font_file: Path) -> set[int]:
    """Give the code points that a font has a glyph for."""
    with TTFont(font_file, lazy=True) as font:
        return set(font.getBestCmap())


def covered() -> set[int]:
    """Give the code points in all fonts that print; controls and private use do not."""
    shared = set.intersection(*map(characters, sorted(FOLDER.glob("*.ttf"))))
    drawn = {point for point in shared if not unicodedata.category(chr(point)).startswith("C")}
    return drawn | {NO_BREAK_SPACE}


def ranges(points: set[int]) -> Iterator[tuple[int, int]]:
    """Give first and last of each unbroken run."""
    firsts = sorted(point for point in points if point - 1 not in points)
    lasts = sorted(point for point in points if point + 1 not in points)
    return zip(firsts, lasts, strict=True)


def coverage() -> str:
    """Give the text of coverage.txt: one range a line, in hexadecimal, both ends included."""
    lines = (f"{first:04X}-{last:04X}\n" for first, last in ranges(covered()))
    return "# Made by build_coverage.py\n" + "".join(lines)


if __name__ == "__main__":
    (FOLDER / "coverage.txt").write_text(coverage(), encoding="ascii", newline="\n")
