"""A logo as Word takes it: a png or jpeg as it is, a drawing (svg) turned into a png by Typst."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from scopegen.render.logos import shape_of

if TYPE_CHECKING:
    from scopegen.model.brand import Logo

SHARP = 400
"""Pixels to the inch."""
POINTS = 72 / 25.4


def as_picture(logo: Logo) -> bytes:
    """Give the bytes of a png or jpeg.

    Raises:
        ScopegenError: SG577 for a logo that cannot be used, SG553 when a drawing needs Typst and
            it is not installed.
    """
    width, height = shape_of(logo).printed
    if logo.kind != "svg":
        return logo.content
    size = f"width: {width * POINTS:.3f}pt, height: {height * POINTS:.3f}pt"
    source = f'#set page({size}, margin: 0pt, fill: none)\n#image("logo.svg", {size})'
    pdf = import_module("scopegen.render.pdf")
    with pdf.typst_faults("SG577", hint="damaged"):
        compiler = pdf.load_typst().Compiler()
        made = compiler.compile(
            {"main.typ": source.encode(), "logo.svg": logo.content}, format="png", ppi=SHARP
        )
    picture: bytes = made[0] if isinstance(made, list) else made
    return picture
