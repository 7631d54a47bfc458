"""What a logo and a font file are, told by how they begin; a file name promises nothing."""

from __future__ import annotations

from pathlib import Path

PICTURES = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpeg"}
FONTS = (b"\x00\x01\x00\x00", b"OTTO", b"true")
LARGEST = {"logo": 2 * 1024 * 1024, "font": 8 * 1024 * 1024}
"""Bytes that one file may have: it goes into every document."""
HEAD = 512


def fits(place: Path, what: str) -> bool:
    """Tell whether a file is a `logo` or a `font` that can be used."""
    if place.stat().st_size > LARGEST[what]:
        return False
    content = place.read_bytes()
    return bool(kind_of(content)) if what == "logo" else content.startswith(FONTS)


def kind_of(content: bytes) -> str:
    """Name the kind of a picture: png, jpeg or svg; empty when it is none of these."""
    for start, kind in PICTURES.items():
        if content.startswith(start):
            return kind
    return "svg" if b"<svg" in content[:HEAD] else ""
