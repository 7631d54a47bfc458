"""Find what makes a brand unfit to print: a colour too light, a logo or font that will not do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scopegen.diagnostics import Diagnostic, ScopegenError, Severity, as_finding, finding
from scopegen.render.colours import READABLE, contrast_on_white, darkened, is_colour
from scopegen.render.font_files import FontFile, read_font
from scopegen.render.glyphs import missing_glyphs
from scopegen.render.logos import shape_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scopegen.model.brand import Brand

SPACES = "\N{NO-BREAK SPACE}"
"""Set as a space also by fonts that have no glyph of its own for it."""
MOST_SHOWN = 20
"""Characters that are named at most."""


def brand_findings(brand: Brand, needed: frozenset[str]) -> tuple[Diagnostic, ...]:
    """Give what is wrong with a brand; `needed` are the characters of the letters.

    SG576 for the colour, SG577 for the logo, SG578 for the font.
    """
    return (*_colour(brand), *_logo(brand), *_font(brand, needed))


def _colour(brand: Brand) -> Iterator[Diagnostic]:
    accent = brand.accent
    if accent is None:
        return
    if not is_colour(accent):
        yield finding("SG576", None, ("brand", "accent"), found=accent, hint="colour")
    elif contrast_on_white(accent) < READABLE:
        contrast = f"{int(contrast_on_white(accent) * 10) / 10:.1f}"
        yield finding(
            "SG576",
            None,
            ("brand", "accent"),
            found=accent,
            hint="contrast",
            contrast=contrast,
            darker=darkened(accent),
        )


def _logo(brand: Brand) -> Iterator[Diagnostic]:
    try:
        if brand.logo:
            shape_of(brand.logo)
    except ScopegenError as error:
        yield as_finding(error, ("brand", "logo"))


def _font(brand: Brand, needed: frozenset[str]) -> Iterator[Diagnostic]:
    place = ("brand", "font")
    if brand.fonts and not brand.font:
        yield finding("SG578", None, place, found="", hint="unnamed")
        return
    try:
        files = [read_font(content) for content in brand.fonts]
    except ScopegenError as error:
        yield as_finding(error, place, found=brand.font or "")
        return
    for file in files:
        yield from _misfit(file, brand.font or "")
    if files:
        covered = frozenset(SPACES).union(*(file.characters for file in files))
        lacking = missing_glyphs("".join(needed), covered)
        if lacking:
            shown = " ".join(lacking[:MOST_SHOWN])
            yield finding(
                "SG578", None, place, severity=Severity.WARNING, found=shown, hint="glyphs"
            )


def _misfit(file: FontFile, family: str) -> Iterator[Diagnostic]:
    place = ("brand", "font")
    if family not in file.families:
        named = ", ".join(sorted(file.families))
        yield finding("SG578", None, place, found=f"{family} / {named}", hint="family")
    if not file.may_travel:
        yield finding("SG578", None, place, found=family, hint="rights")
