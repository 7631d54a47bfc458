"""A digest of what an object in a PDF means, whatever its number, its order or its compression."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Decimal

from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NullObject,
    StreamObject,
    TextStringObject,
)

from scopegen.diagnostics import ScopegenError
from scopegen.evidence.pdf_objects import Key, entry

MOST_NODES = 300_000
DEEPEST = 150
MOST_BYTES = 60_000_000
"""How much may come out of all compressed parts of a file together."""

PACKING = frozenset({"/Length", "/Filter", "/DecodeParms", "/DL"})
THOUSANDTH = Decimal("0.001")


@dataclass(slots=True)
class Digester:
    """Makes digests of one file. `names` gives pages and fields a name that outlives rewriting."""

    names: Mapping[Key, str]
    known: dict[Key, str] = field(default_factory=dict)
    open: set[Key] = field(default_factory=set)
    nodes: int = 0
    unpacked_bytes: int = 0

    def digest(self, item: object, *, without: frozenset[str] = frozenset(), depth: int = 0) -> str:
        """Give the SHA-256 of what an item means, in hexadecimal; `without` these entries.

        Raises:
            ScopegenError: SG421 when there is too much of it.
        """
        self.nodes += 1
        if self.nodes > MOST_NODES or depth > DEEPEST:
            raise ScopegenError("SG421", hint="effort")
        if isinstance(item, IndirectObject):
            return self._referred(item, without, depth)
        if isinstance(item, DictionaryObject):
            return self._entries(item, without, depth)
        if isinstance(item, ArrayObject):
            return _hash("A", *(self.digest(each, depth=depth + 1) for each in item))
        return _hash(*_plain(item))

    def unpacked(self, stream: StreamObject) -> bytes | None:
        """Give what a stream holds; None when it is packed in another way than Flate.

        pypdf itself makes do with half a stream; a viewer may show the other half.
        """
        raw = bytes(stream._data)  # it has no public name, and get_data() mends
        match _filters(stream):
            case []:
                return raw
            case ["/FlateDecode"] if entry(stream, "/DecodeParms") is None:
                return self._inflated(raw)
            case _:
                return None

    def _inflated(self, raw: bytes) -> bytes:
        if not raw:
            return raw  # how qpdf packs nothing
        engine = zlib.decompressobj()
        content = engine.decompress(raw, MOST_BYTES - self.unpacked_bytes)
        self.unpacked_bytes += len(content)
        if self.unpacked_bytes >= MOST_BYTES:
            raise ScopegenError("SG421", hint="effort")
        if not engine.eof or engine.unused_data.strip():
            raise ScopegenError("SG420", hint="damaged")
        return content

    def _referred(self, item: IndirectObject, without: frozenset[str], depth: int) -> str:
        key = (item.idnum, item.generation)
        if key in self.names and depth:
            return _hash("N", self.names[key])
        if key in self.known and not without:
            return self.known[key]
        if key in self.open:
            return _hash("loop")
        self.open.add(key)
        found = self.digest(item.get_object(), without=without, depth=depth + 1)
        self.open.discard(key)
        if not without:
            self.known[key] = found
        return found

    def _entries(self, node: DictionaryObject, without: frozenset[str], depth: int) -> str:
        content: tuple[str, ...] = ("D",)
        skipped = without
        if isinstance(node, StreamObject):
            content = self._content(node)
            skipped |= PACKING if content[0] == "S" else frozenset()
        rows = (
            (str(name), self.digest(node.raw_get(name), depth=depth + 1))
            for name in sorted(node)
            if name not in skipped and not isinstance(node.raw_get(name), NullObject)
        )
        return _hash(*content, *(part for row in rows for part in row))

    def _content(self, stream: StreamObject) -> tuple[str, ...]:
        content = self.unpacked(stream)
        kind, kept = ("R", bytes(stream._data)) if content is None else ("S", content)
        return kind, hashlib.sha256(kept.rstrip()).hexdigest()


def hundredths(item: object) -> int:
    """Give a number in hundredths, rounded; 0 for anything else."""
    if isinstance(item, NullObject | BooleanObject) or not _is_number(item):
        return 0
    return int((Decimal(str(item)) * 100).to_integral_value(ROUND_HALF_EVEN))


def _is_number(item: object) -> bool:
    return hasattr(item, "as_integer_ratio")


def _plain(item: object) -> tuple[str, str]:
    if item is None or isinstance(item, NullObject):
        return "0", ""
    if isinstance(item, BooleanObject):
        return "B", str(bool(item.value))
    if isinstance(item, NameObject | TextStringObject):
        return type(item).__name__, str(item)
    if isinstance(item, bytes):
        return "TextStringObject", item.decode("latin-1")
    return "n", str(Decimal(str(item)).quantize(THOUSANDTH).normalize() + 0)


def _filters(stream: StreamObject) -> list[str]:
    found = entry(stream, "/Filter")
    if isinstance(found, ArrayObject):
        return [str(each) for each in found]
    return [] if found is None else [str(found)]


def _hash(*parts: str) -> str:
    """Hash parts so that no two rows of parts look alike."""
    whole = hashlib.sha256()
    for part in parts:
        content = part.encode("utf-8", "surrogatepass")
        whole.update(b"%d:" % len(content) + content)
    return whole.hexdigest()
