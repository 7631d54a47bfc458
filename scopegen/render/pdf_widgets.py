"""What each kind of form field is in PDF: its type, its flags, and how it looks when printed.

Page content draws what a pen needs: boxes and rules. A widget draws only what a keyboard adds: the
cross, the typed text, the fixed text. So nothing is drawn twice, and a form prints well without
its fields. Every widget has an appearance of its own, so that no program needs to make one up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from scopegen.document import FieldKind, FormField, text_of
from scopegen.render.form_font import ENCODING, RESOURCE, FormFont

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pypdf import PdfWriter
    from pypdf.generic import IndirectObject, PdfObject

    Entries = Mapping[str, PdfObject]

PRINTED = 4
"""The annotation flag `Print` alone: shown and printed (ISO 19005-2, 6.3.2)."""
READ_ONLY = 1
MULTILINE = 1 << 12
DO_NOT_SCROLL = 1 << 23
"""No more text than the field can show, so that nothing that was agreed is out of sight."""
LONGEST_LINE = 200
LONGEST_AREA = 1000

TYPED_LOOK = "0 g"
TYPED_SIZE = 10
FIXED_LOOK = "0.35 g"
FIXED_SIZE = 8
SMALLEST_SIZE = 1
"""Nought would ask the program that shows the field to choose a size."""
MARGIN = 2
"""Between the edge of a field and its text, in points; what most programs keep."""
CROSS = "q 1.4 w 1 J 0.13 G {low} {low} m {high} {high} l {low} {high} m {high} {low} l S Q"


class Extent(NamedTuple):
    """The size of a widget, in points."""

    width: float
    height: float


class Inks(NamedTuple):
    """What widgets are made with: the file, the font and where the font is in the file."""

    writer: PdfWriter
    font: FormFont
    reference: IndirectObject


def widget_entries(field: FormField, extent: Extent, inks: Inks) -> Entries:
    """Give what makes an annotation the widget of a field, but for its place on the page."""
    make = {
        FieldKind.CHECK: _check,
        FieldKind.LINE: _typed,
        FieldKind.AREA: _typed,
        FieldKind.FIXED: _fixed,
        FieldKind.SIGNATURE: _signature,
    }
    return {
        "/Subtype": NameObject("/Widget"),
        "/T": TextStringObject(field.name),
        "/TU": TextStringObject(text_of(field.label)),
        "/F": NumberObject(PRINTED),
        **make[field.kind](field, extent, inks),
    }


def typed_look() -> TextStringObject:
    """Give the default look of text in the fields of a form."""
    return _look(TYPED_SIZE, TYPED_LOOK)


def dictionary(entries: Entries) -> DictionaryObject:
    """Make a PDF dictionary; names start with a slash."""
    return DictionaryObject({NameObject(name): value for name, value in entries.items()})


def _check(_: FormField, extent: Extent, inks: Inks) -> Entries:
    inset = extent.height / 5
    cross = CROSS.format(low=f"{inset:.2f}", high=f"{extent.height - inset:.2f}")
    states = {"/Yes": _drawing(cross, extent, inks), "/Off": _drawing("", extent, inks)}
    return {
        "/FT": NameObject("/Btn"),
        "/V": NameObject("/Off"),
        "/AS": NameObject("/Off"),
        "/AP": dictionary({"/N": dictionary(states)}),
    }


def _typed(field: FormField, extent: Extent, inks: Inks) -> Entries:
    large = field.kind is FieldKind.AREA
    return {
        "/FT": NameObject("/Tx"),
        "/Ff": NumberObject(DO_NOT_SCROLL | (MULTILINE if large else 0)),
        "/MaxLen": NumberObject(LONGEST_AREA if large else LONGEST_LINE),
        "/V": TextStringObject(""),
        "/DA": typed_look(),
        "/AP": _normal("/Tx BMC EMC", extent, inks),
    }


def _fixed(field: FormField, extent: Extent, inks: Inks) -> Entries:
    size = _fitting(field.value, extent, inks.font)
    rise = (extent.height - size * (inks.font.ascent + inks.font.descent) / 1000) / 2
    codes = field.value.encode(ENCODING).hex()
    text = f"{MARGIN} {rise:.2f} Td <{codes}> Tj"
    drawn = f"/Tx BMC q BT {FIXED_LOOK} {RESOURCE} {size} Tf {text} ET Q EMC"
    return {
        "/FT": NameObject("/Tx"),
        "/Ff": NumberObject(READ_ONLY),
        "/V": TextStringObject(field.value),
        "/DA": _look(size, FIXED_LOOK),
        "/AP": _normal(drawn, extent, inks),
    }


def _signature(_: FormField, extent: Extent, inks: Inks) -> Entries:
    lock = {"/Type": NameObject("/SigFieldLock"), "/Action": NameObject("/All")}
    return {
        "/FT": NameObject("/Sig"),
        "/Lock": inks.writer._add_object(dictionary(lock)),
        "/AP": _normal("", extent, inks),
    }


def _fitting(text: str, extent: Extent, font: FormFont) -> float:
    room = (extent.width - 2 * MARGIN) * 1000
    fitting = round(room / max(font.width(text), 1) - 0.05, 1)
    return max(SMALLEST_SIZE, min(FIXED_SIZE, fitting))


def _look(size: float, colour: str) -> TextStringObject:
    return TextStringObject(f"{RESOURCE} {size} Tf {colour}")


def _normal(content: str, extent: Extent, inks: Inks) -> DictionaryObject:
    return dictionary({"/N": _drawing(content, extent, inks)})


def _drawing(content: str, extent: Extent, inks: Inks) -> IndirectObject:
    stream = DecodedStreamObject()
    stream.set_data(content.encode("ascii"))
    fonts = dictionary({RESOURCE: inks.reference})
    form: Entries = {
        "/Type": NameObject("/XObject"),
        "/Subtype": NameObject("/Form"),
        "/BBox": ArrayObject(map(FloatObject, (0, 0, *(f"{side:.3f}" for side in extent)))),
        "/Resources": dictionary({"/Font": fonts}),
    }
    stream.update(dictionary(form))
    return inks.writer._add_object(stream)
