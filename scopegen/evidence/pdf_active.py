"""What in a PDF can act, play, or hold another file: no scan or print needs it.

A person judges a file without our form by what they see. A file that acts may show another person,
or the same one tomorrow, something else.
"""

from __future__ import annotations

from collections.abc import Iterator

from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from scopegen.diagnostics import ScopegenError
from scopegen.evidence.pdf_digest import MOST_NODES
from scopegen.evidence.pdf_objects import Key, Parts, entry, key_of

ACTS = frozenset(
    (
        *("/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Hide"),
        *("/SetOCGState", "/Rendition", "/Movie", "/Sound", "/RichMediaExecute", "/GoTo3DView"),
    )
)
"""Kinds of action (ISO 32000-2, table 201) that do more than turn a page or open a web page."""
PLAYS = frozenset(("/RichMedia", "/Movie", "/Screen", "/Sound", "/3D", "/FileAttachment"))
"""Kinds of annotation that play something or hold a file."""
HOLDS = ("/JS", "/XFA", "/EmbeddedFiles", "/EF")


def active_parts(parts: Parts) -> tuple[str, ...]:
    """Give what can act, by the names that PDF has for it, without repeats.

    Raises:
        ScopegenError: SG421 when there is too much to look through.
    """
    found: dict[str, None] = {}
    seen: set[Key] = set()
    waiting: list[object] = [parts.catalogue]
    for _ in range(MOST_NODES):
        if not waiting:
            return tuple(found)
        item = waiting.pop()
        key = key_of(item)
        if isinstance(item, IndirectObject) and key is not None and key not in seen:
            seen.add(key)
            waiting.append(item.get_object())
        elif isinstance(item, ArrayObject):
            waiting.extend(item)
        elif isinstance(item, DictionaryObject):
            found.update(dict.fromkeys(_acts(item)))
            waiting.extend(item.raw_get(name) for name in item)
    raise ScopegenError("SG421", hint="effort")


def _acts(node: DictionaryObject) -> Iterator[str]:
    for name, kinds in (("/S", ACTS), ("/Subtype", PLAYS)):
        kind = entry(node, name)
        if isinstance(kind, str) and kind in kinds:
            yield kind.removeprefix("/")
    yield from (name.removeprefix("/") for name in HOLDS if name in node)
