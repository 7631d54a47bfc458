"""The colours of a letter that follow from one brand colour, all dark or light enough to read.

Contrast is that of WCAG 2.2. Shades are mixed with white, so that the steps of a picture still run
from light to dark on a grey print.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

READABLE = 4.5
"""The least contrast of text (WCAG 2.2, criterion 1.4.3)."""
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
BUNDLED = {
    "accent": "0f4c5c",
    "rule": "c5d3d6",
    "shade": "e4edee",
    "base": "d3e4e4",
    "low": "abcfd0",
    "middle": "71a8ad",
}
"""The bundled colours by what they are for; Word and Typst templates spell the same ones."""
TINTS = {"rule": 24, "shade": 11, "base": 18, "low": 36, "middle": 58}
"""How much of the brand colour is in each shade, in percent; the rest is white."""

NEARLY_BLACK = 0.04045
"""Up to here a colour channel counts linearly (WCAG 2.2, relative luminance)."""

Rgb = tuple[int, int, int]


def is_colour(text: str) -> bool:
    """Tell whether a text is a colour as `#1f4e5f`."""
    return bool(COLOUR.fullmatch(text))


def contrast_on_white(colour: str) -> float:
    """Give the contrast of a colour on white, from 1 to 21."""
    return 1.05 / (_luminance(_rgb(colour)) + 0.05)


def darkened(colour: str) -> str:
    """Give the nearest colour of the same hue that is readable on white."""
    red, green, blue = _rgb(colour)
    shades = ((red * n // 100, green * n // 100, blue * n // 100) for n in range(100, -1, -1))
    return next(_hex(shade) for shade in shades if contrast_on_white(_hex(shade)) >= READABLE)


@lru_cache(maxsize=8)
def palette(accent: str | None) -> Mapping[str, str]:
    """Give the colours of a letter by what they are for, as six hexadecimal digits.

    The middle shade is lightened until black text on it is readable.
    """
    if accent is None:
        return BUNDLED
    rgb = _rgb(accent)
    tinted = {name: _tint(rgb, share) for name, share in TINTS.items()}
    share = TINTS["middle"]
    while (_luminance(_rgb(f"#{tinted['middle']}")) + 0.05) / 0.05 < READABLE:
        share -= 2
        tinted["middle"] = _tint(rgb, share)
    return {"accent": accent[1:].lower(), **tinted}


def _tint(rgb: Rgb, share: int) -> str:
    red, green, blue = (255 - (255 - part) * share // 100 for part in rgb)
    return _hex((red, green, blue))[1:]


def _rgb(colour: str) -> Rgb:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _hex(rgb: Rgb) -> str:
    return "#{:02x}{:02x}{:02x}".format(*rgb)


def _luminance(rgb: Rgb) -> float:
    red, green, blue = (_linear(part / 255) for part in rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    linear: float = part / 12.92 if part <= NEARLY_BLACK else ((part + 0.055) / 1.055) ** 2.4
    return linear
