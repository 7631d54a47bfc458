"""The fields of a form, put into the PDF that Typst laid out.

Typst cannot make fields. It marks each place by a link to `scopegen:field/<name>`; the link knows
its rectangle and its element in the structure tree. Here each such link becomes the widget of that
field, and its element a `Form`. All else stays as Typst made it, and nothing depends on the clock
or on chance.
"""

from __future__ import annotations

import hashlib
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NumberObject,
)

from scopegen.diagnostics import ScopegenError
from scopegen.document import FieldKind, FormField
from scopegen.render.form_font import RESOURCE, FormFont, add_form_font, load_form_font
from scopegen.render.pdf_widgets import Extent, Inks, dictionary, typed_look, widget_entries

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from pypdf.generic import PdfObject

PLACE = "scopegen:field/"
SIGNATURES_EXIST = 1
OF_LINKS = ("/A", "/Contents", "/Border")
IDENTIFIER_SIZE = 16


class _Place(NamedTuple):
    """Where a field goes: a link, on a page."""

    link: IndirectObject
    page: PdfObject

    @property
    def annotation(self) -> DictionaryObject:
        return _as_dictionary(self.link)

    @property
    def extent(self) -> Extent:
        left, bottom, right, top = map(FloatObject, _as_array(self.annotation["/Rect"]))
        return Extent(right - left, top - bottom)


def with_fields(pdf: bytes, fields: Sequence[FormField], folder: Path) -> bytes:
    """Give the PDF with the places of its fields made into fields; `folder` has their font.

    Raises:
        ScopegenError: SG526 when the page has no place for a field, SG527 when a fixed value has
            characters that no field can show.
        ValueError: Two fields share a name.
    """
    font = load_form_font(folder)
    _check_fields(fields, font)
    reader = PdfReader(BytesIO(pdf))
    writer = PdfWriter(clone_from=reader)
    writer.pdf_header = reader.pdf_header
    places = dict(_places(writer))
    elements = dict(_elements(writer))
    inks = Inks(writer, font, add_form_font(writer, font))
    for field in fields:
        if field.name not in places:
            raise ScopegenError("SG526", field=field.name)
        _make_field(field, places[field.name], inks)
        _tag(places[field.name], elements)
    root = writer.root_object
    widgets = ArrayObject(places[field.name].link for field in fields)
    root[NameObject("/AcroForm")] = writer._add_object(_interactive_form(widgets, fields, inks))
    writer._ID = _identifiers(pdf, fields, writer)
    return _written(writer)


def _check_fields(fields: Sequence[FormField], font: FormFont) -> None:
    names = [field.name for field in fields]
    if len(set(names)) < len(names):
        raise ValueError(f"fields share a name: {names}")
    for field in fields:
        if missing := font.lacks(field.value):
            raise ScopegenError("SG527", field=field.name, characters=" ".join(missing))


def _places(writer: PdfWriter) -> Iterator[tuple[str, _Place]]:
    for page in writer.pages:
        for link in _as_array(page.get("/Annots", ArrayObject())):
            action = _as_dictionary(link).get("/A")
            target = str(action.get("/URI", "")) if isinstance(action, DictionaryObject) else ""
            if target.startswith(PLACE):
                yield target.removeprefix(PLACE), _Place(link, writer.get_reference(page))


def _make_field(field: FormField, place: _Place, inks: Inks) -> None:
    for entry in OF_LINKS:
        place.annotation.pop(entry, None)
    place.annotation[NameObject("/P")] = place.page
    place.annotation.update(dictionary(widget_entries(field, place.extent, inks)))


def _tag(place: _Place, elements: Mapping[PdfObject, DictionaryObject]) -> None:
    """Make the element of the link that of a field (ISO 14289-1, 7.18.4)."""
    element = elements[place.annotation["/StructParent"]]
    element[NameObject("/S")] = NameObject("/Form")


def _elements(writer: PdfWriter) -> Iterator[tuple[PdfObject, DictionaryObject]]:
    """Give the elements of annotations by their number in the parent tree."""
    tree = _as_dictionary(writer.root_object["/StructTreeRoot"])
    waiting = [_as_dictionary(tree["/ParentTree"])]
    while waiting:
        node = waiting.pop()
        waiting.extend(map(_as_dictionary, node.get("/Kids", ())))
        numbers = node.get("/Nums", ArrayObject())
        for number, element in zip(numbers[::2], numbers[1::2], strict=True):
            if isinstance(found := element.get_object(), DictionaryObject):
                yield number, found


def _interactive_form(
    widgets: ArrayObject, fields: Sequence[FormField], inks: Inks
) -> DictionaryObject:
    fonts = dictionary({RESOURCE: inks.reference})
    signed = any(field.kind is FieldKind.SIGNATURE for field in fields)
    flags = {"/SigFlags": NumberObject(SIGNATURES_EXIST)} if signed else {}
    entries = {
        "/Fields": widgets,
        "/DR": dictionary({"/Font": fonts}),
        "/DA": typed_look(),
        **flags,
    }
    return dictionary(entries)


def _identifiers(pdf: bytes, fields: Sequence[FormField], writer: PdfWriter) -> ArrayObject:
    """Keep the first identifier and derive that of this version from all that is in it."""
    given = "\0".join(f"{field.name}={field.value}" for field in fields)
    digest = hashlib.sha256(pdf + given.encode()).digest()[:IDENTIFIER_SIZE]
    first = writer._ID[0] if writer._ID else ByteStringObject(digest)
    return ArrayObject((first, ByteStringObject(digest)))


def _written(writer: PdfWriter) -> bytes:
    file = BytesIO()
    writer.write(file)
    return file.getvalue()


def _as_dictionary(thing: PdfObject) -> DictionaryObject:
    found = thing.get_object()
    if not isinstance(found, DictionaryObject):
        raise TypeError(f"not a dictionary: {found!r}")
    return found


def _as_array(thing: PdfObject) -> ArrayObject:
    found = thing.get_object()
    if not isinstance(found, ArrayObject):
        raise TypeError(f"not an array: {found!r}")
    return found
