"""A PDF taken apart without mending anything: its catalogue, its pages and its form fields.

Viewers repair broken files, each in its own way; what one of them shows, another may not. So a
file that cannot be read by the letter is refused here, also where pypdf would help itself.
"""

from __future__ import annotations

import logging
import sys
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO

from pypdf import PdfReader
from pypdf.errors import LimitReachedError, PyPdfError
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NullObject,
    NumberObject,
    TextStringObject,
)

from scopegen.diagnostics import ScopegenError

MOST_PAGES = 200
MOST_FIELDS = 500
DEEPEST = 30

HARMLESS = "Xref table not zero-indexed"
"""What pypdf says of the short tables that incremental updates rightly have."""

INHERITED = ("/Resources", "/MediaBox", "/CropBox", "/Rotate")

HEAVY = (MemoryError, RecursionError, LimitReachedError)
FAULTS = (
    PyPdfError,
    zlib.error,
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    TypeError,
    ValueError,
)
"""What parsers raise on files that are not what they seem."""

Key = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page: its own entries, those it has from above, and what lies on it."""

    number: int
    key: Key
    node: DictionaryObject
    inherited: Mapping[str, object]
    annotations: tuple[object, ...]

    def entry(self, name: str) -> object:
        """Give an entry of the page, or the one it has from above."""
        found = entry(self.node, name)
        return self.inherited.get(name) if found is None else found


@dataclass(frozen=True, slots=True, kw_only=True)
class Widget:
    """Where a field stands: on which page (0 when on none), and with which entries."""

    page: int
    key: Key | None
    node: DictionaryObject


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field of the form, with what it has from its parents."""

    name: str
    kind: str
    flags: int
    value: object
    node: DictionaryObject
    widgets: tuple[Widget, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """A whole file, taken apart. `form` holds the entries of the form itself."""

    reader: PdfReader
    catalogue: DictionaryObject
    form: DictionaryObject
    pages: tuple[Page, ...]
    fields: tuple[Field, ...]

    def field(self, name: str) -> Field | None:
        """Give the one field of that name; None when there is none, or more than one."""
        found = [each for each in self.fields if each.name == name]
        return found[0] if len(found) == 1 else None

    def text(self, name: str) -> str:
        """Give the text of a field; empty when it has none."""
        found = self.field(name)
        return text(found.value) if found else ""


@contextmanager
def taken_apart(data: bytes) -> Iterator[Parts]:
    """Take a file apart for as long as the block lasts.

    Raises:
        ScopegenError: SG420 (not readable as it stands), SG421 (too heavy), SG422 (encrypted).
    """
    with _heard() as complaints:
        try:
            yield _parts(PdfReader(BytesIO(data), strict=True))
        except HEAVY as error:
            raise ScopegenError("SG421", hint="effort") from error
        except FAULTS as error:
            raise ScopegenError("SG420", hint="damaged") from error
        if complaints:
            raise ScopegenError("SG420", hint="damaged")


def resolved(item: object) -> object:
    """Follow references to what they mean; null is None."""
    for _ in range(DEEPEST):
        if not isinstance(item, IndirectObject):
            return None if isinstance(item, NullObject) else item
        item = item.get_object()
    raise ScopegenError("SG420", hint="damaged")


def entry(node: DictionaryObject, name: str) -> object:
    """Give what an entry means; None when there is none."""
    return resolved(node.raw_get(name)) if name in node else None


def dictionary(item: object) -> DictionaryObject:
    """Give what the item means as a dictionary; an empty one when it is none."""
    found = resolved(item)
    return found if isinstance(found, DictionaryObject) else DictionaryObject()


def array(item: object) -> tuple[object, ...]:
    """Give what the item means as a row of items, unresolved; empty when it is none."""
    found = resolved(item)
    return tuple(found) if isinstance(found, ArrayObject) else ()


def key_of(item: object) -> Key | None:
    """Give the number and generation of a reference; None for what stands in place."""
    return (item.idnum, item.generation) if isinstance(item, IndirectObject) else None


def number(item: object) -> int:
    """Give a whole number; 0 for anything else."""
    found = resolved(item)
    return int(found) if isinstance(found, NumberObject) else 0


def text(item: object) -> str:
    """Give a text, with nothing in it that cannot be written; empty for anything else."""
    found = resolved(item)
    if isinstance(found, bytes):
        return found.decode("latin-1")
    whole = str(found) if isinstance(found, TextStringObject) else ""
    return whole.encode("utf-8", "replace").decode()


class _Ear(logging.Handler):
    """Keeps what pypdf says while it reads: each word is about something that it mended."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.complaints: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a complaint."""
        if not str(record.msg).startswith(HARMLESS):
            self.complaints.append(str(record.msg))


@contextmanager
def _heard() -> Iterator[list[str]]:
    """Listen to pypdf, whatever was said elsewhere about what is logged.

    Reading without hearing would be reading what pypdf made of the file, so that is refused.
    """
    logger, ear = logging.getLogger("pypdf"), _Ear()
    before = logger.level, logger.propagate, logging.root.manager.disable
    logger.setLevel(logging.WARNING)
    logger.propagate, logging.root.manager.disable = False, logging.NOTSET
    logger.addHandler(ear)
    try:
        _prove_that_it_hears(ear)
        yield ear.complaints
    finally:
        logger.removeHandler(ear)
        logger.setLevel(before[0])
        logger.propagate, logging.root.manager.disable = before[1:]


def _prove_that_it_hears(ear: _Ear) -> None:
    speakers = [name for name in sys.modules if name.partition(".")[0] == "pypdf"]
    for name in speakers:
        logging.getLogger(name).warning("heard?")
    if len(ear.complaints) != len(speakers):
        raise ScopegenError("SG421", hint="effort")
    ear.complaints.clear()


def _parts(reader: PdfReader) -> Parts:
    if "/Encrypt" in reader.trailer:
        raise ScopegenError("SG422")
    catalogue = dictionary(reader.trailer.raw_get("/Root"))
    pages = tuple(_Pages().walk(catalogue.raw_get("/Pages")))
    form = dictionary(entry(catalogue, "/AcroForm"))
    fields = tuple(_Fields(pages).walk(form))
    return Parts(reader=reader, catalogue=catalogue, form=form, pages=pages, fields=fields)


@dataclass(slots=True)
class _Pages:
    """A walk through the tree of pages, which may not meet itself."""

    seen: set[Key] = field(default_factory=set)
    count: int = 0

    def walk(
        self, item: object, above: Mapping[str, object] | None = None, depth: int = 0
    ) -> Iterator[Page]:
        key, node = key_of(item), dictionary(item)
        if key is None or key in self.seen or depth > DEEPEST or self.count >= MOST_PAGES:
            raise ScopegenError("SG420", hint="damaged")
        self.seen.add(key)
        own = {name: entry(node, name) for name in INHERITED if name in node}
        inherited = {**(above or {}), **own}
        if "/Kids" in node:
            for kid in array(node["/Kids"]):
                yield from self.walk(kid, inherited, depth + 1)
            return
        self.count += 1
        yield Page(
            number=self.count,
            key=key,
            node=node,
            inherited=inherited,
            annotations=array(entry(node, "/Annots")),
        )


@dataclass(slots=True)
class _Fields:
    """A walk through the tree of fields, which may not meet itself."""

    pages: tuple[Page, ...]
    seen: set[Key] = field(default_factory=set)
    count: int = 0

    def walk(self, form: DictionaryObject) -> Iterator[Field]:
        for item in array(entry(form, "/Fields")):
            yield from self._field(item, "", {})

    def _field(self, item: object, prefix: str, above: Mapping[str, object]) -> Iterator[Field]:
        node = self._once(item)
        name = ".".join(part for part in (prefix, text(entry(node, "/T"))) if part)
        own = {key: entry(node, key) for key in ("/FT", "/Ff", "/V") if key in node}
        inherited = {**above, **own}
        kids = array(entry(node, "/Kids"))
        if any("/T" in dictionary(kid) for kid in kids):
            for kid in kids:
                yield from self._field(kid, name, inherited)
            return
        yield Field(
            name=name,
            kind=str(inherited.get("/FT", "")),
            flags=number(inherited.get("/Ff")),
            value=inherited.get("/V"),
            node=node,
            widgets=tuple(self._widget(each) for each in (kids or (item,))),
        )

    def _once(self, item: object) -> DictionaryObject:
        key = key_of(item)
        self.count += 1
        if key is None or key in self.seen or self.count > MOST_FIELDS:
            raise ScopegenError("SG420", hint="damaged")
        self.seen.add(key)
        return dictionary(item)

    def _widget(self, item: object) -> Widget:
        key = key_of(item)
        places = [
            page.number for page in self.pages for each in page.annotations if key_of(each) == key
        ]
        place = places[0] if key and len(places) == 1 else 0
        return Widget(page=place, key=key, node=dictionary(item))
