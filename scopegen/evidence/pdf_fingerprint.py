"""What a form says, whoever wrote the file: the same for a filled form and for the one issued.

Programs that fill in a form write it anew, each in its own way: other object numbers, another
order, other compression. None of that is in a fingerprint. What people see or what could act is:
the content of the pages, everything that lies on them, the fields but not what is filled in, and
whatever else hangs from the catalogue.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pypdf.generic import DictionaryObject, StreamObject

from scopegen.diagnostics import ScopegenError
from scopegen.evidence.pdf_digest import Digester, hundredths
from scopegen.evidence.pdf_marks import is_marked
from scopegen.evidence.pdf_objects import (
    Field,
    Key,
    Page,
    Parts,
    Widget,
    array,
    dictionary,
    entry,
    key_of,
    number,
    resolved,
    taken_apart,
)

FILLING = frozenset(
    {
        "/AP",
        "/AS",
        "/BS",
        "/Border",
        "/DA",
        "/DR",
        "/DS",
        "/F",
        "/Ff",
        "/FT",
        "/Kids",
        "/M",
        "/MK",
        "/NM",
        "/P",
        "/Parent",
        "/Q",
        "/RV",
        "/Rect",
        "/StructParent",
        "/Subtype",
        "/T",
        "/Type",
        "/V",
    }
)
"""What a viewer may write when somebody fills in a field, and what is compared on its own."""

OF_PAGE = frozenset(
    {
        "/Annots",
        "/Contents",
        "/CropBox",
        "/LastModified",
        "/MediaBox",
        "/Parent",
        "/Resources",
        "/Rotate",
        "/Type",
    }
)
OF_CATALOGUE = frozenset(
    {"/AcroForm", "/DSS", "/Extensions", "/Metadata", "/Pages", "/Type", "/Version"}
)
"""What is compared on its own, or says nothing that people see."""

OF_FORM = frozenset({"/DA", "/DR", "/Fields", "/NeedAppearances", "/Q", "/SigFlags"})
UNSEEN = 1 | 2 | 32 | 256
"""The flags that hide a field from the screen or from paper (ISO 32000-2, table 167)."""

READ_ONLY = 1

Box = tuple[int, int, int, int]
"""Left, bottom, right, top in hundredths of a point."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PagePrint:
    """What one page says. Texts are SHA-256 in hexadecimal."""

    content: str
    resources: str
    boxes: tuple[Box, Box]
    rotation: int
    rest: str
    laid: tuple[tuple[str, str], ...]
    """What lies on it and is no field: its kind and its digest, from bottom to top."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldPrint:
    """What one field is, apart from what is filled in."""

    kind: str
    flags: int
    places: tuple[tuple[int, Box], ...]
    hidden: int
    states: tuple[tuple[str, str], ...]
    """How a box to tick looks in each of its states: `blank`, `marked`, or the digest of both."""
    rest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FormFingerprint:
    """What the document says. `beyond` holds the catalogue's other entries and the form's."""

    pages: tuple[PagePrint, ...]
    fields: Mapping[str, tuple[FieldPrint, ...]]
    beyond: Mapping[str, str]


def fingerprint(data: bytes) -> FormFingerprint:
    """Read a file and give its fingerprint.

    Raises:
        ScopegenError: SG420 (not readable as it stands), SG421 (too heavy), SG422 (encrypted).
    """
    with taken_apart(data) as parts:
        return fingerprint_of(parts)


def fingerprint_of(parts: Parts) -> FormFingerprint:
    """Give the fingerprint of a file that was taken apart."""
    digester = Digester(names=dict(_names(parts)))
    fields: dict[str, tuple[FieldPrint, ...]] = {}
    for each in parts.fields:
        fields[each.name] = (*fields.get(each.name, ()), _field(each, digester))
    return FormFingerprint(
        pages=tuple(_page(page, parts, digester) for page in parts.pages),
        fields=fields,
        beyond=dict(_beyond(parts, digester)),
    )


def _names(parts: Parts) -> Iterator[tuple[Key, str]]:
    for page in parts.pages:
        yield page.key, f"page {page.number}"
    for each in parts.fields:
        for order, widget in enumerate(each.widgets):
            if widget.key:
                yield widget.key, f"field {each.name} {order}"


def _page(page: Page, parts: Parts, digester: Digester) -> PagePrint:
    frame = _box(page.entry("/MediaBox"))
    crop = page.entry("/CropBox")
    resources = dictionary(page.entry("/Resources"))
    return PagePrint(
        content=_content(page, digester),
        resources=digester.digest(resources, without=frozenset({"/ProcSet"})),
        boxes=(frame, frame if crop is None else _box(crop)),
        rotation=number(page.entry("/Rotate")) % 360,
        rest=digester.digest(page.node, without=OF_PAGE),
        laid=tuple(_laid(page, parts, digester)),
    )


def _content(page: Page, digester: Digester) -> str:
    """Give the digest of the page's drawing, however many streams it is cut into."""
    found = entry(page.node, "/Contents")
    streams = [found] if isinstance(found, StreamObject) else map(resolved, array(found))
    whole = [_drawing(stream, digester) for stream in streams]
    return hashlib.sha256(b"\n".join(part for part in whole if part)).hexdigest()


def _drawing(stream: object, digester: Digester) -> bytes:
    content = digester.unpacked(stream) if isinstance(stream, StreamObject) else None
    if content is None:
        raise ScopegenError("SG420", hint="damaged")
    return content.strip(b"\r\n\t ")


def _laid(page: Page, parts: Parts, digester: Digester) -> Iterator[tuple[str, str]]:
    fields = {widget.key for each in parts.fields for widget in each.widgets}
    for item in page.annotations:
        if key_of(item) not in fields or key_of(item) is None:
            kind = str(entry(dictionary(item), "/Subtype")).removeprefix("/")
            yield kind, digester.digest(dictionary(item), without=frozenset({"/P", "/Parent"}))


def _field(each: Field, digester: Digester) -> FieldPrint:
    nodes = [widget.node for widget in each.widgets]
    rests = [digester.digest(node, without=FILLING) for node in (each.node, *nodes)]
    return FieldPrint(
        kind=each.kind,
        flags=each.flags,
        places=tuple((widget.page, _box(entry(widget.node, "/Rect"))) for widget in each.widgets),
        hidden=_hidden(each.widgets),
        states=tuple(_states(each, digester)),
        rest=hashlib.sha256("".join(rests).encode()).hexdigest(),
    )


def _hidden(widgets: tuple[Widget, ...]) -> int:
    found = 0
    for widget in widgets:
        found |= number(entry(widget.node, "/F")) & UNSEEN
    return found


def _states(each: Field, digester: Digester) -> Iterator[tuple[str, str]]:
    """Tell how a box looks in each state; programs may draw their own tick, but not another."""
    if each.kind != "/Btn":
        return
    for widget in each.widgets:
        looks = dictionary(entry(dictionary(entry(widget.node, "/AP")), "/N"))
        for state in sorted(looks):
            yield str(state), _look(looks, state, digester)


def _look(looks: DictionaryObject, state: str, digester: Digester) -> str:
    drawing = entry(looks, state)
    content = digester.unpacked(drawing) if isinstance(drawing, StreamObject) else None
    if content is None:
        return "unclear"
    return "marked" if is_marked(content) else "blank"


def _beyond(parts: Parts, digester: Digester) -> Iterator[tuple[str, str]]:
    for name in sorted(parts.catalogue.keys() - OF_CATALOGUE):
        yield str(name), digester.digest(parts.catalogue.raw_get(name), depth=1)
    for name in sorted(parts.form.keys() - OF_FORM):
        yield f"/AcroForm{name}", digester.digest(parts.form.raw_get(name), depth=1)


def _box(item: object) -> Box:
    sides = [hundredths(resolved(side)) for side in array(item)]
    match sides:
        case [x1, y1, x2, y2]:
            return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)
        case _:
            return 0, 0, 0, 0
