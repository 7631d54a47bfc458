"""Dress the bundled Word template in a brand: its colour, its font and its logo.

What is written into the source of a template is escaped twice: as XML, and against Jinja, which
reads that source afterwards.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from scopegen.render.colours import BUNDLED, palette
from scopegen.render.font_files import FontFile, read_font
from scopegen.render.logos import shape_of
from scopegen.render.word_runs import legal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scopegen.model.brand import Brand, Logo

FONT = "Calibri"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
TYPES = "[Content_Types].xml"
DOCUMENT, DOCUMENT_RELATIONS = "word/document.xml", "word/_rels/document.xml.rels"
FONTS, FONT_RELATIONS = "word/fontTable.xml", "word/_rels/fontTable.xml.rels"
SETTINGS = "word/settings.xml"
DRESSED = re.compile(r"word/(styles|numbering|header\w*)\.xml")
EMU = 36_000
"""The units of a drawing in a millimetre (ECMA-376, part 1, section 20.1.2.1)."""
SPELLED = re.compile(f'"({"|".join(BUNDLED.values())})"', re.IGNORECASE)
ORDER = ("embedRegular", "embedBold", "embedItalic", "embedBoldItalic")
KEY_LENGTH, HIDDEN = 16, 32
"""The first bytes of an embedded font are mixed with its key (ECMA-376, part 1, 17.8.1)."""


def dressed(parts: Mapping[str, bytes], brand: Brand) -> dict[str, bytes]:
    """Give the raw parts of the bundled template in the colours and font of a brand."""
    return {
        name: _dress(part.decode(), brand).encode() if DRESSED.fullmatch(name) else part
        for name, part in parts.items()
    }


def dressed_sources(sources: Mapping[str, str], brand: Brand) -> dict[str, str]:
    """Give the Jinja sources likewise, with the logo at the head of the letter."""
    made = {
        name: _dress(source, brand) if DRESSED.fullmatch(name) else source
        for name, source in sources.items()
    }
    if brand.logo:
        drawn = _drawn(brand.logo)
        made[DOCUMENT] = made[DOCUMENT].replace("<w:body>", f"<w:body>{drawn}", 1)
    return made


def with_files(parts: Mapping[str, bytes], brand: Brand, logo: bytes) -> dict[str, bytes]:
    """Add the files of a brand: `logo` as png or jpeg, and the fonts that may be carried."""
    made = dict(parts)
    if brand.logo:
        kind = "jpeg" if brand.logo.kind == "jpeg" else "png"
        made[f"word/media/logo.{kind}"] = logo
        _declare(made, kind, f"image/{kind}")
        _relate(made, DOCUMENT_RELATIONS, "ownLogo", f"{OFFICE}/image", f"media/logo.{kind}")
    if brand.font:
        _carry_fonts(made, brand)
    return made


def _dress(xml: str, brand: Brand) -> str:
    chosen = palette(brand.accent)
    names = {spelled: name for name, spelled in BUNDLED.items()}
    coloured = SPELLED.sub(lambda found: f'"{chosen[names[found[1].lower()]].upper()}"', xml)
    return coloured.replace(FONT, _inert(brand.font)) if brand.font else coloured


def _inert(text: str) -> str:
    """Escape for XML and for Jinja."""
    return escape(legal(text)).replace("{", "&#123;").replace("}", "&#125;")


def _drawn(logo: Logo) -> str:
    width, height = (round(side * EMU) for side in shape_of(logo).printed)
    described = f'id="1" name="Logo" descr="{_inert(logo.alt)}"'
    picture = (
        f'<pic:pic xmlns:pic="{DRAWING}/picture"><pic:nvPicPr><pic:cNvPr {described}/>'
        '<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="ownLogo"/><a:stretch>'
        "<a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>"
        f'<a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
    )
    return (
        '<w:p><w:pPr><w:keepNext/><w:spacing w:before="0" w:after="240"/></w:pPr><w:r><w:drawing>'
        f'<wp:inline xmlns:wp="{DRAWING}/wordprocessingDrawing" distT="0" distB="0" distL="0" '
        f'distR="0"><wp:extent cx="{width}" cy="{height}"/><wp:docPr {described}/>'
        f'<a:graphic xmlns:a="{DRAWING}/main"><a:graphicData uri="{DRAWING}/picture">{picture}'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )


def _declare(parts: dict[str, bytes], extension: str, kind: str) -> None:
    declared = f'<Default Extension="{extension}" ContentType="{kind}"/>'.encode()
    if declared not in parts[TYPES]:
        parts[TYPES] = re.sub(rb"(<Types[^>]*>)", lambda f: f[1] + declared, parts[TYPES], count=1)


def _relate(parts: dict[str, bytes], name: str, identifier: str, kind: str, target: str) -> None:
    relations = parts.get(name, f'<Relationships xmlns="{PACKAGE}"></Relationships>'.encode())
    made = f'<Relationship Id="{identifier}" Type="{kind}" Target="{target}"/></Relationships>'
    parts[name] = relations.replace(b"</Relationships>", made.encode())


@dataclass(frozen=True, slots=True)
class _Carried:
    """A font inside the file, and the element that names it."""

    element: str
    key: str
    content: bytes


def _carry_fonts(parts: dict[str, bytes], brand: Brand) -> None:
    """Name the font, and embed the files whose maker lets documents that are edited carry them."""
    name = escape(brand.font or "")
    carried = sorted(_carried(brand), key=lambda one: ORDER.index(one.element))
    embeds = "".join(
        f'<w:{one.element} r:id="font{n}" w:fontKey="{one.key}"/>' for n, one in enumerate(carried)
    )
    listed = (
        f'<w:font xmlns:r="{OFFICE}" w:name="{name}"><w:altName w:val="Carlito"/>'
        f'<w:pitch w:val="variable"/>{embeds}</w:font></w:fonts>'
    )
    parts[FONTS] = parts[FONTS].replace(b"</w:fonts>", listed.encode())
    for number, one in enumerate(carried):
        file = f"fonts/font{number}.odttf"
        parts[f"word/{file}"] = one.content
        _relate(parts, FONT_RELATIONS, f"font{number}", f"{OFFICE}/font", file)
    if carried:
        kind = "application/vnd.openxmlformats-officedocument.obfuscatedFont"
        _declare(parts, "odttf", kind)
        zoom = rb"(<w:zoom [^>]*/>)"
        parts[SETTINGS] = re.sub(zoom, rb"\1<w:embedTrueTypeFonts/>", parts[SETTINGS], count=1)


def _carried(brand: Brand) -> Iterator[_Carried]:
    taken: set[str] = set()
    for content in brand.fonts:
        font = read_font(content)
        element = _style(font)
        if font.is_truetype and font.may_be_edited and element not in taken:
            taken.add(element)
            digest = hashlib.sha256(content).hexdigest()[:HIDDEN].upper()
            parts = (digest[:8], digest[8:12], digest[12:16], digest[16:20], digest[20:])
            yield _Carried(element, f"{{{'-'.join(parts)}}}", _hidden(content, digest))


def _style(font: FontFile) -> str:
    return ORDER[font.bold + 2 * font.italic]


def _hidden(content: bytes, key: str) -> bytes:
    mask = bytes.fromhex(key)[::-1] * (HIDDEN // KEY_LENGTH)
    head = bytes(one ^ other for one, other in zip(content[:HIDDEN], mask, strict=True))
    return head + content[HIDDEN:]
