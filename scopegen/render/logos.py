"""A logo before it is printed: what kind it really is, how large, and nothing that could do harm.

Only the heads of the files are read. A picture that unpacks to more than the limits is refused
before anything unpacks it.
"""

from __future__ import annotations

import re
import struct
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from scopegen.diagnostics import ScopegenError
from scopegen.render.drawings import drawn_size

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from scopegen.model.brand import Logo

LARGEST = 2_000_000
MOST_PIXELS = 10_000_000
LEAST_HIGH = 100
"""Pixels: at 18 mm these are about 140 to the inch."""
FURTHEST = 20
"""How many times as wide as high a logo may be, or the other way round."""
HIGHEST, WIDEST = 18.0, 80.0
"""Millimetres; a logo keeps its proportions."""

PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
FRAMES = frozenset((*range(0xC0, 0xC4), *range(0xC5, 0xC8), *range(0xC9, 0xCC), *range(0xCD, 0xD0)))
"""The markers of a JPEG that say how large it is (ITU-T T.81, table B.1)."""
CMYK = 4
MOST_SCANS = 100
"""Times that a JPEG may go over the picture, each of which takes the time of a whole one."""
SCAN = b"\xff\xda"
PACKED = (b"iCCP", b"zTXt", b"iTXt")
"""Chunks of a PNG that hold something packed, and no picture."""
LONGEST_PACKED, PNG_NAMES = 4_000_000, 300


@dataclass(frozen=True, slots=True)
class Shape:
    """How large a picture is; pixels, or the units of a drawing."""

    width: float
    height: float

    @property
    def printed(self) -> tuple[float, float]:
        """Give width and height in millimetres, as large as the limits allow."""
        scale = min(HIGHEST / self.height, WIDEST / self.width)
        return self.width * scale, self.height * scale


def shape_of(logo: Logo) -> Shape:
    """Measure a logo.

    Raises:
        ScopegenError: SG577 with the reason as its hint.
    """
    if not logo.alt.strip():
        raise ScopegenError("SG577", hint="alt")
    if len(logo.content) > LARGEST:
        raise ScopegenError("SG577", hint="limits")
    measure = MEASURES.get(logo.kind)
    if measure is None:
        raise ScopegenError("SG577", hint="kind")
    try:
        shape = measure(logo.content)
    except (IndexError, ValueError, struct.error, zlib.error, ElementTree.ParseError) as error:
        raise ScopegenError("SG577", hint="damaged") from error
    if not 1 / FURTHEST <= shape.width / shape.height <= FURTHEST:
        raise ScopegenError("SG577", hint="shape")
    return shape


def _pixels(width: int, height: int) -> Shape:
    if not width or not height:
        raise ValueError("no pixels")
    if width * height > MOST_PIXELS:
        raise ScopegenError("SG577", hint="limits")
    if height < LEAST_HIGH:
        raise ScopegenError("SG577", hint="small")
    return Shape(width, height)


def _png(content: bytes) -> Shape:
    if not content.startswith(PNG):
        raise ScopegenError("SG577", hint="kind")
    width, height, depth, colours = struct.unpack(">IIBB", content[16:26])
    shape = _pixels(width, height)
    channels = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}.get(colours, 4)
    longest = (width * channels * depth // 8 + 8) * (height + 8) * 2
    _unpack(b"".join(_chunks(content, (b"IDAT",))), longest)
    for body in _chunks(content, PACKED):
        _unpack_beside(body)
    return shape


def _chunks(content: bytes, wanted: Collection[bytes]) -> list[bytes]:
    """Give the chunks of some kinds; any other may hold at most what fits the file."""
    found, at = [], len(PNG)
    while at < len(content):
        size, kind = struct.unpack(">I4s", content[at : at + 8])
        body = content[at + 8 : at + 8 + size]
        (checksum,) = struct.unpack(">I", content[at + 8 + size : at + 12 + size])
        if zlib.crc32(kind + body) != checksum:
            raise ValueError("checksum")
        found += [body] if kind in wanted else []
        at += 12 + size
    return found


def _unpack(packed: bytes, longest: int) -> None:
    opened = zlib.decompressobj()
    if not opened.decompress(packed, longest) or opened.unconsumed_tail or not opened.eof:
        raise ValueError("more or less in it than it says")


def _unpack_beside(body: bytes) -> None:
    """Try what is packed after the names that such a chunk begins with, at each place it may."""
    for at in (found.end() for found in re.finditer(rb"\0", body[:PNG_NAMES])):
        for start in (at, at + 1):
            opened = zlib.decompressobj()
            try:
                opened.decompress(body[start:], LONGEST_PACKED)
            except zlib.error:
                continue
            if opened.unconsumed_tail:
                raise ScopegenError("SG577", hint="limits")


def _jpeg(content: bytes) -> Shape:
    if not content.startswith(JPEG):
        raise ScopegenError("SG577", hint="kind")
    if content.count(SCAN) > MOST_SCANS:
        raise ScopegenError("SG577", hint="complex")
    at = 2
    while content[at] == 0xFF:  # noqa: PLR2004 - the sign before every marker
        marker, (size,) = content[at + 1], struct.unpack(">H", content[at + 2 : at + 4])
        if marker in FRAMES:
            height, width, inks = struct.unpack(">HHB", content[at + 5 : at + 10])
            if inks >= CMYK:
                raise ScopegenError("SG577", hint="inks")
            return _pixels(width, height)
        at += 2 + size
    raise ValueError("no size")


def _svg(content: bytes) -> Shape:
    return Shape(*drawn_size(content))


MEASURES: Mapping[str, Callable[[bytes], Shape]] = {"png": _png, "jpeg": _jpeg, "svg": _svg}
