"""What a returned form says otherwise than the form that was issued, one finding a difference."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from scopegen.diagnostics import Diagnostic, finding
from scopegen.evidence.pdf_fingerprint import (
    READ_ONLY,
    Box,
    FieldPrint,
    FormFingerprint,
    PagePrint,
)

ROUNDING = 6
"""How far a side may move, in hundredths of a point, when a program writes its numbers anew."""


def differences(issued: FormFingerprint, found: FormFingerprint) -> Iterator[Diagnostic]:
    """Find what differs: SG425 (page), SG426 (added), SG427 (field)."""
    yield from _pages(issued.pages, found.pages)
    for name in sorted(issued.fields.keys() | found.fields.keys()):
        yield from _field(name, issued, found)
    for name in sorted(issued.beyond.keys() | found.beyond.keys()):
        if issued.beyond.get(name) != found.beyond.get(name):
            yield finding("SG426", None, what=name.removeprefix("/"))


def _pages(issued: tuple[PagePrint, ...], found: tuple[PagePrint, ...]) -> Iterator[Diagnostic]:
    for number in range(1, max(len(issued), len(found)) + 1):
        one, other = issued[number - 1 : number], found[number - 1 : number]
        if not (one and other and _same_page(one[0], other[0])):
            yield finding("SG425", None, page=number)
        elif one[0].laid != other[0].laid:
            kinds = sorted({kind for kind, _ in set(other[0].laid) ^ set(one[0].laid)})
            yield finding("SG426", None, what=", ".join(kinds) or "Annots")


def _same_page(issued: PagePrint, found: PagePrint) -> bool:
    boxes = all(_same_box(*pair) for pair in zip(issued.boxes, found.boxes, strict=True))
    return boxes and replace(found, boxes=issued.boxes, laid=issued.laid) == issued


def _field(name: str, issued: FormFingerprint, found: FormFingerprint) -> Iterator[Diagnostic]:
    before, after = issued.fields.get(name, ()), found.fields.get(name, ())
    if not before:
        yield finding("SG426", None, what=f"Field {name}"[:80])
    elif len(before) != len(after) or not all(map(_same_field, before, after)):
        yield finding("SG427", None, field=name[:80])


def _same_field(issued: FieldPrint, found: FieldPrint) -> bool:
    if len(issued.places) != len(found.places):
        return False
    pairs = zip(issued.places, found.places, strict=True)
    stays = all(one[0] == other[0] and _same_box(one[1], other[1]) for one, other in pairs)
    # a viewer may lock a field that was filled in
    flags = found.flags if issued.flags & READ_ONLY else found.flags & ~READ_ONLY
    return stays and replace(found, places=issued.places, flags=flags) == issued


def _same_box(issued: Box, found: Box) -> bool:
    return all(abs(one - other) <= ROUNDING for one, other in zip(issued, found, strict=True))
