"""Write form_font.ttf and form_font.json: what people type into the fields of a form is set in it.

A field takes the characters of Windows-1252, one byte each, so the font is cut down to those. It
is Carlito without what a field does not use; its licence keeps that name for the whole font, so
this one has another. Run it again when the font changes (needs fontTools):

    python templates/pdf/build_form_font.py
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = Path(__file__).resolve().parent
WHOLE_FONT = FOLDER.parent / "fonts" / "Carlito-Regular.ttf"
NAME = "ScopegenForm"
FIRST, LAST = 0x20, 0xFF
SHOWN_AS = {0xA0: 0x20, 0xAD: 0x2D}
"""A space that does not break is a space, and a soft hyphen a hyphen (ISO 32000-1, annex D)."""
NAMES_KEPT = (0, 13, 14)
"""Copyright, licence and its address."""


def points() -> Iterator[tuple[int, int]]:
    """Give each code of Windows-1252 that is used, with its Unicode code point."""
    for code in range(FIRST, LAST + 1):
        text = bytes([code]).decode("cp1252", errors="ignore")
        if (text and text.isprintable()) or code in SHOWN_AS:
            yield code, ord(text)


def cut_down() -> Any:
    """Give the font with only what is needed."""
    options = Options()
    options.hinting = False
    options.layout_features = []
    options.notdef_outline = True
    options.name_IDs = list(NAMES_KEPT)
    options.drop_tables += ["GPOS", "GSUB", "GDEF", "DSIG", "kern"]
    font = TTFont(WHOLE_FONT, recalcTimestamp=False)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[point for _, point in points()])
    subsetter.subset(font)
    return font


def complete(font: Any) -> None:
    """Give the font its own name, and a glyph to the codes that borrow one."""
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap |= {code: table.cmap[other] for code, other in SHOWN_AS.items()}
    for number, text in ((1, NAME), (2, "Regular"), (4, NAME), (6, NAME)):
        font["name"].setName(text, number, 3, 1, 0x409)


def metrics(font: Any) -> dict[str, object]:
    """Give what a PDF says of a font, in thousandths of its size."""
    unit, glyphs, advances = font["head"].unitsPerEm, font.getBestCmap(), font["hmtx"].metrics
    head, line, shape = font["head"], font["hhea"], font["OS/2"]

    def share(value: int) -> int:
        return round(value * 1000 / unit)

    known = dict(points())
    widths = (
        share(advances[glyphs[known[code]]][0]) if code in known else 0
        for code in range(FIRST, LAST + 1)
    )
    return {
        "name": NAME,
        "box": [share(side) for side in (head.xMin, head.yMin, head.xMax, head.yMax)],
        "ascent": share(line.ascent),
        "descent": share(line.descent),
        "capitals": share(shape.sCapHeight),
        "first": FIRST,
        "widths": list(widths),
    }


if __name__ == "__main__":
    form_font = cut_down()
    complete(form_font)
    form_font.save(FOLDER / "form_font.ttf")
    text = json.dumps(metrics(form_font)) + "\n"
    (FOLDER / "form_font.json").write_text(text, encoding="ascii", newline="\n")
