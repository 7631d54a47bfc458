"""A second reader of a form, pyHanko: where two readers see different things, viewers may too.

It needs the extra `sign`, and is imported when that is there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pypdf.generic import create_string_object

from scopegen.diagnostics import ScopegenError
from scopegen.evidence.pdf_objects import DEEPEST, FAULTS, HEAVY, text

UNREADABLE = (PdfError, *FAULTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What this reader sees: the stored values by field, and the SHA-256 of each page's drawing."""

    values: Mapping[str, str]
    pages: tuple[str, ...]


def second_reading(data: bytes) -> Seen:
    """Read a form.

    Raises:
        ScopegenError: SG420 (not readable as it stands), SG421 (too heavy).
    """
    try:
        root = PdfFileReader(BytesIO(data), strict=False).root
        values = dict(_values(root["/AcroForm"]["/Fields"], ""))
        return Seen(values=values, pages=tuple(_pages(root["/Pages"], 0)))
    except HEAVY as error:
        raise ScopegenError("SG421", hint="effort") from error
    except UNREADABLE as error:
        raise ScopegenError("SG420", hint="damaged") from error


def _values(items: Any, prefix: str) -> Iterator[tuple[str, str]]:
    for item in items:
        node = item.get_object()
        name = ".".join(part for part in (prefix, str(_entry(node, "/T", ""))) if part)
        kids = _entry(node, "/Kids", ())
        if any("/T" in kid.get_object() for kid in kids):
            yield from _values(kids, name)
        elif _entry(node, "/FT", "") in {"/Tx", "/Btn"}:
            yield name, _text(_entry(node, "/V", ""))


def _entry(node: Any, name: str, otherwise: Any) -> Any:
    found = node.get(name, otherwise)  # it gives references as they are
    follow: Any = getattr(found, "get_object", None)
    return follow() if follow else found


def _text(value: Any) -> str:
    """Give a value as text; of one with line breaks pyHanko gives the bytes."""
    return text(create_string_object(value)) if isinstance(value, bytes) else str(value)


def _pages(node: Any, depth: int) -> Iterator[str]:
    if depth > DEEPEST:
        raise ScopegenError("SG420", hint="damaged")
    if "/Kids" not in node:
        yield _drawing(_entry(node, "/Contents", ()))
        return
    for kid in node["/Kids"]:
        yield from _pages(kid.get_object(), depth + 1)


def _drawing(contents: Any) -> str:
    streams = [contents] if hasattr(contents, "data") else [each.get_object() for each in contents]
    parts = [stream.data.strip(b"\r\n\t ") for stream in streams]
    return hashlib.sha256(b"\n".join(part for part in parts if part)).hexdigest()
