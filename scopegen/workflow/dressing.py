"""The look of a firm's documents, read from the files beside its house standard."""

from __future__ import annotations

from pathlib import Path

from scopegen.model.brand import Brand, Logo
from scopegen.workflow.look_files import kind_of
from scopegen.workflow.standard import Standard, inside


def template_of(standard: Standard) -> Path | None:
    """Give the firm's Word template, if it has one."""
    named = standard.house.word_template if standard.house else None
    return inside(standard, named) if named else None


def brand_of(standard: Standard) -> Brand | None:
    """Give the firm's look; None when the standard says nothing of it."""
    look = standard.house.brand if standard.house else None
    if look is None or standard.house is None:
        return None
    fonts = [place for name in look.fonts if (place := inside(standard, name))]
    picture = inside(standard, look.logo) if look.logo else None
    logo = None
    if picture:
        content = picture.read_bytes()
        alt = look.logo_alt or standard.house.name
        logo = Logo(content=content, kind=kind_of(content), alt=alt)
    return Brand(
        accent=look.accent,
        font=look.font,
        fonts=tuple(place.read_bytes() for place in fonts),
        logo=logo,
    )
