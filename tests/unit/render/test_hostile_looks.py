"""Hostile logos and fonts are refused before anything draws them."""

from __future__ import annotations

import struct
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT
from hostile_word import HOSTILE
from letterheads import chunk, picture

from scopegen.diagnostics import ScopegenError
from scopegen.model.brand import Logo
from scopegen.render.font_files import read_font
from scopegen.render.logo_picture import as_picture
from scopegen.render.logos import shape_of
from scopegen.render.pdf import typst_faults

DRAWINGS = sorted((HOSTILE / "drawings").glob("*.svg"))
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50">{}</svg>'
BOX = '<rect width="9" height="9"/>'
LAYERS = '<g opacity="0.9">{}</g>'
HEAPS = {
    "shapes": BOX * 5_001,
    "layers": LAYERS.format(BOX) * 301,
    "deep": "<g>" * 26 + "</g>" * 26,
    "attributes": "<rect " + " ".join(f'a{n}=""' for n in range(101)) + "/>",
    "more attributes": "<rect " + " ".join(f'a{n}=""' for n in range(50_000)) + "/>",
    "names": "<g " + " ".join(f'xmlns:a{n}="u"' for n in range(51)) + "/>",
    "long": '<path d="M0 0' + " L1 9" * 100_000 + '"/>',
    "gradients": '<linearGradient id="g">'
    + '<stop offset="1"/>' * 200
    + "</linearGradient>"
    + '<rect fill="url(#g)"/>' * 200,
    "masks": f'<mask id="m">{BOX * 100}</mask>' + '<rect mask="url(#m)"/>' * 250,
}
ALLOWED = (
    f'<mask id="m">{BOX}</mask><clipPath id="c">{BOX}</clipPath>'
    '<linearGradient id="g"><stop offset="0" stop-color="#fff"/></linearGradient>'
    '<g style="opacity:0.5" mask="url(#m)"><path d="M0 0C1 9 90 40 8 8" fill="url(#g)"/></g>'
    '<g clip-path="url(#c)"><circle cx="5" cy="5" r="4" style="fill-opacity:0.5"/></g>'
)


def refused(content: bytes, kind: str) -> str:
    """Give why a logo is refused; in no time, for nothing is drawn."""
    start = time.process_time()
    with pytest.raises(ScopegenError) as error:
        shape_of(Logo(content=content, kind=kind, alt="x"))
    assert time.process_time() - start < 1
    assert error.value.code == "SG577"
    return dict(error.value.facts)["hint"]


@pytest.mark.parametrize("file", DRAWINGS, ids=lambda file: file.stem)
def test_a_hostile_drawing_is_refused(file: Path) -> None:
    assert refused(file.read_bytes(), "svg") == file.stem.partition("-")[0]


@pytest.mark.parametrize("heap", HEAPS)
def test_a_drawing_that_asks_too_much_is_refused(heap: str) -> None:
    assert refused(DRAWING.format(HEAPS[heap]).encode(), "svg") == "complex"


@pytest.mark.parametrize("content", [b"\xff\xfe<svg/>", "<svg/>".encode("utf-16"), b"", b"\0" * 99])
def test_what_is_no_text_is_no_drawing(content: bytes) -> None:
    assert refused(content, "svg") == "damaged"


def test_an_ordinary_drawing_is_printed() -> None:
    logo = Logo(content=DRAWING.format(ALLOWED).encode(), kind="svg", alt="x")
    assert shape_of(logo).width == 100
    assert as_picture(logo).startswith(b"\x89PNG")


def test_a_breakdown_of_typst_is_told_as_any_fault() -> None:
    class PanicException(BaseException):
        pass

    with pytest.raises(ScopegenError) as error, typst_faults("SG577", hint="damaged"):
        raise PanicException("unwrap")
    assert error.value.code == "SG577"
    with pytest.raises(KeyboardInterrupt), typst_faults("SG577"):
        raise KeyboardInterrupt


# ---- Pictures ----


def png(
    width: int, height: int, *beside: tuple[bytes, bytes], packed: bytes | None = None
) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = packed if packed is not None else zlib.compress((b"\0" + b"\7" * 3 * width) * height)
    chunks = ((b"IHDR", head), *beside, (b"IDAT", body), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(kind, content) for kind, content in chunks)


BOMB = zlib.compress(b"\0" * 50_000_000, 9)


@pytest.mark.parametrize(
    ("content", "hint"),
    [
        (png(100_000, 100_000, packed=BOMB), "limits"),
        (png(2**31 - 1, 2**31 - 1, packed=BOMB), "limits"),
        (png(300, 200, packed=BOMB), "damaged"),
        (png(300, 200, packed=zlib.compress(b"")), "damaged"),
        (png(300, 200, packed=b"no zlib"), "damaged"),
        (png(0, 200), "damaged"),
        (png(300, 200, (b"iCCP", b"name\0\0" + BOMB)), "limits"),
        (png(300, 200, (b"zTXt", b"name\0\0" + BOMB)), "limits"),
        (png(300, 200, (b"iTXt", b"name\0\1\0nl\0naam\0" + BOMB)), "limits"),
        (picture()[:-30], "damaged"),
        (picture().replace(b"IDAT", b"IDAX"), "damaged"),
        (picture() + b"\0" * 2_000_000, "limits"),
        (b"GIF89a" + b"\0" * 100, "kind"),
    ],
    ids=range(13),
)
def test_a_hostile_png_is_refused(content: bytes, hint: str) -> None:
    assert refused(content, "png") == hint


def jpeg(width: int, height: int, scans: int = 1, inks: int = 3) -> bytes:
    frame = b"\xff\xc2" + struct.pack(">HBHHB", 8 + 3 * inks, 8, height, width, inks) + b"\0" * 9
    return b"\xff\xd8\xff\xe0\0\2" + frame + b"\xff\xda\0\x0c\3\1\0\2\x11\3\x11\0\x3f\0" * scans


@pytest.mark.parametrize(
    ("content", "hint"),
    [
        (jpeg(65_535, 65_535), "limits"),
        (jpeg(300, 200, scans=101), "complex"),
        (jpeg(300, 200, inks=4), "inks"),
        (jpeg(300, 200)[:9], "damaged"),
        (b"\xff\xd8\xff" + b"\xff\xe0\0\2" * 1_000, "damaged"),
        (b"\xff\xd8" + b"\xff\xe0\0\0" * 1_000, "damaged"),
    ],
    ids=["large", "scans", "inks", "cut", "no end", "no way on"],
)
def test_a_hostile_jpeg_is_refused(content: bytes, hint: str) -> None:
    assert refused(content, "jpeg") == hint


# ---- Fonts ----


def font(name: bytes = b"\0" * 6, maps: bytes = b"\0" * 4, tables: int = 0) -> bytes:
    """Make a font of the tables that are read; all other tables are the same bytes."""
    kept = {b"OS/2": b"\0" * 100, b"cmap": maps, b"name": name}
    start = 12 + 16 * (len(kept) + tables)
    listed, body = b"", b""
    for tag, content in kept.items():
        listed += struct.pack(">4sIII", tag, 0, start + len(body), len(content))
        body += content
    listed += struct.pack(">4sIII", b"abcd", 0, 0, start + len(body)) * tables
    return b"\0\1\0\0" + struct.pack(">HHHH", len(kept) + tables, 0, 0, 0) + listed + body


def named(count: int) -> bytes:
    rows = (struct.pack(">HHHHHH", 3, 1, 0, 1, 65_534, n) for n in range(count))
    return struct.pack(">HHH", 0, count, 6) + b"".join(rows) + b"A\0" * 70_000


def mapped(table: bytes, count: int = 1) -> bytes:
    start = 4 + 8 * count
    return struct.pack(">HH", 0, count) + struct.pack(">HHI", 3, 10, start) * count + table


def segments(count: int) -> bytes:
    ends, zeros = b"\xff\xfe" * count, b"\0\0" * count
    return struct.pack(">HHHHHHH", 4, 0, 0, count * 2, 0, 0, 0) + ends + b"\0\0" + zeros * 3


def groups(count: int, last: int = 0x10FFFF) -> bytes:
    return struct.pack(">HHIII", 12, 0, 0, 0, count) + struct.pack(">III", 0, last, 0) * count


FONTS: dict[str, Callable[[], bytes]] = {
    "empty": lambda: b"",
    "cut short": lambda: (ROOT / "templates/fonts/Carlito-Regular.ttf").read_bytes()[:900],
    "names on names": lambda: font(named(60_000)),
    "tables on tables": lambda: font(tables=60_000),
    "maps on maps": lambda: font(maps=mapped(b"\0" * 2_000_000, 60_000)),
    "segments on segments": lambda: font(maps=mapped(segments(30_000))),
    "groups on groups": lambda: font(maps=mapped(groups(300_000))),
    "beyond Unicode": lambda: font(maps=mapped(groups(1, 2**31))),
    "counts more than it has": lambda: font(maps=mapped(groups(1)[:-4])),
    "too large": lambda: b"\0\1\0\0" + b"\0" * 10_000_001,
}


@pytest.mark.parametrize("name", FONTS)
def test_a_hostile_font_is_refused(name: str) -> None:
    content, start = FONTS[name](), time.process_time()
    with pytest.raises(ScopegenError) as error:
        read_font(content)
    assert time.process_time() - start < 5
    assert error.value.code == "SG578"


def test_a_long_name_of_a_font_is_cut() -> None:
    assert max(map(len, read_font(font(named(10))).families)) <= 100
