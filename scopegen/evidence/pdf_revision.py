"""Which bytes of a file were signed, by which field, and what came after them.

A signature says which bytes it covers. Only when that is one stretch from the first byte of the
file to the end of a revision, with nothing but the signature itself left out, does it cover what
people saw. (The known forgeries widen the gap, empty it, or put a revision behind it.)
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pypdf.generic import DictionaryObject, NumberObject

from scopegen.diagnostics import ScopegenError
from scopegen.evidence.pdf_objects import Parts, array, entry, resolved

GAP = re.compile(rb"<(?:[0-9A-Fa-f]{2})+>")
ENDING = re.compile(rb"startxref\s+(\d{1,10})\s+%%EOF\s*\Z")
STAMP = "/DocTimeStamp"
RANGE = 4
"""Two stretches, each with its first byte and its length."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """The bytes that a signature covers: all up to `end`, but for those from `start` to `stop`."""

    start: int
    stop: int
    end: int


def signed_fields(parts: Parts) -> tuple[str, ...]:
    """Give the names of the fields that hold a signature; time stamps are left out."""
    return tuple(
        each.name
        for each in parts.fields
        if each.kind == "/Sig" and each.value is not None and not _is_stamp(each.value)
    )


def stretch_of(value: object, data: bytes) -> Stretch:
    """Give the bytes that a signature covers.

    Raises:
        ScopegenError: SG431 when that is not one whole stretch from the start of the file.
    """
    signature = value if isinstance(value, DictionaryObject) else DictionaryObject()
    numbers = [resolved(each) for each in array(entry(signature, "/ByteRange"))]
    whole = [int(each) for each in numbers if isinstance(each, NumberObject)]
    if len(whole) != len(numbers) or len(whole) != RANGE:
        raise ScopegenError("SG431")
    first, start, stop, rest = whole
    end = stop + rest
    if first or not 0 < start < stop < end <= len(data):
        raise ScopegenError("SG431")
    gap = data[start:stop]
    if not GAP.fullmatch(gap) or bytes.fromhex(gap[1:-1].decode()) != _contents(signature):
        raise ScopegenError("SG431")
    return Stretch(start=start, stop=stop, end=end)


def ends_well(data: bytes, after: int) -> bool:
    """Tell whether a file ends as a revision does that begins behind these bytes."""
    found = ENDING.search(data, max(after, len(data) - 200))
    return found is not None and int(found[1]) >= after


def _is_stamp(value: object) -> bool:
    return isinstance(value, DictionaryObject) and entry(value, "/Type") == STAMP


def _contents(signature: DictionaryObject) -> bytes:
    found = entry(signature, "/Contents")
    return bytes(getattr(found, "original_bytes", b""))
