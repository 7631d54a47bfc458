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

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

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
SVG = "{http://www.w3.org/2000/svg}"
UNSAFE = frozenset(
    (
        *("script", "foreignObject", "image", "use", "text", "filter", "feImage", "style"),
        *("animate", "animateMotion", "animateTransform", "set", "iframe", "switch"),
    )
)
OUTSIDE = re.compile(r"url\((?!['\"]?#)|@import|javascript:|expression\(", re.I)
MOST_SHAPES = 5_000
SIZE = re.compile(r"\s*([0-9]*\.?[0-9]+)\s*(?:px|pt|mm|cm|in)?\s*")


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
    _unpack(b"".join(_chunks(content, b"IDAT")), longest)
    return shape


def _chunks(content: bytes, wanted: bytes) -> list[bytes]:
    """Give the chunks of one kind; any other may hold at most what fits the file."""
    found, at = [], len(PNG)
    while at < len(content):
        size, kind = struct.unpack(">I4s", content[at : at + 8])
        body = content[at + 8 : at + 8 + size]
        (checksum,) = struct.unpack(">I", content[at + 8 + size : at + 12 + size])
        if zlib.crc32(kind + body) != checksum:
            raise ValueError("checksum")
        found += [body] if kind == wanted else []
        at += 12 + size
    return found


def _unpack(packed: bytes, longest: int) -> None:
    opened = zlib.decompressobj()
    if not opened.decompress(packed, longest) or opened.unconsumed_tail or not opened.eof:
        raise ValueError("more or less in it than it says")


def _jpeg(content: bytes) -> Shape:
    if not content.startswith(JPEG):
        raise ScopegenError("SG577", hint="kind")
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
    text = content.decode("utf-8-sig")
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise ScopegenError("SG577", hint="outside")
    root = ElementTree.XML(text)
    if root.tag != f"{SVG}svg":
        raise ScopegenError("SG577", hint="kind")
    shapes = list(root.iter())
    if len(shapes) > MOST_SHAPES:
        raise ScopegenError("SG577", hint="limits")
    if any(_reaches_out(shape) for shape in shapes):
        raise ScopegenError("SG577", hint="outside")
    return _drawn(root)


def _reaches_out(shape: ElementTree.Element) -> bool:
    if shape.tag.rpartition("}")[2] in UNSAFE:
        return True
    linked = (text for name, text in shape.attrib.items() if name.rpartition("}")[2] == "href")
    programs = any(name.lower().startswith("on") for name in shape.attrib)
    fetched = any(OUTSIDE.search(text) for text in shape.attrib.values())
    return programs or fetched or any(not text.startswith("#") for text in linked)


def _drawn(root: ElementTree.Element) -> Shape:
    """Read the size of a drawing: its box, else its width and height."""
    box = root.get("viewBox", "").replace(",", " ").split()
    sizes = box[2:] if box else [root.get("width", ""), root.get("height", "")]
    found = [SIZE.fullmatch(size) for size in sizes]
    width, height = (float(one[1]) for one in found if one)
    if not width or not height:
        raise ValueError("no size")
    return Shape(width, height)


MEASURES: Mapping[str, Callable[[bytes], Shape]] = {"png": _png, "jpeg": _jpeg, "svg": _svg}
