"""How a firm's documents look: a handful of values that Word and PDF both follow."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Logo:
    """A picture at the head of page one; `alt` says what it is for people who cannot see it."""

    content: bytes
    kind: str
    """`png`, `jpeg` or `svg` (a PDF takes all three, Word no svg)."""
    alt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Brand:
    """The look of a house standard; whatever is None is as in the bundled template."""

    accent: str | None = None
    """A colour as `#1f4e5f`; of headings and rules. Dark enough to read: at least 4.5 to 1."""
    font: str | None = None
    """A font family that is installed on this machine, or lies in `fonts`."""
    fonts: tuple[bytes, ...] = ()
    """Font files (TrueType or OpenType) of that family: regular, bold, italic."""
    logo: Logo | None = None
