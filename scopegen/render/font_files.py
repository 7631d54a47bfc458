"""Read what matters of a font file: family, style, characters, and whether it may travel.

By the OpenType specification, 1.9; only the tables that are needed, and nothing of the glyphs.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scopegen.diagnostics import ScopegenError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LARGEST = 10_000_000
TRUETYPE, OUTLINES = (b"\x00\x01\x00\x00", b"true"), b"OTTO"
RESTRICTED = 0x0002
"""The bit of OS/2.fsType by which a maker forbids embedding, when no other allows it."""
MAY_EDIT, BITMAPS_ONLY = 0x0008, 0x0200
ITALIC, BOLD = 1, 1 << 5
FAMILY, TYPOGRAPHIC_FAMILY = 1, 16
WINDOWS, MACINTOSH = 3, 1
MOST_TABLES, MOST_NAMES, MOST_MAPS = 100, 2_000, 50
MOST_MAPPED = 1_500_000
"""Codes that the maps of one font may name together; Unicode has a good million."""
LONGEST_NAME = 200
READ = frozenset((b"OS/2", b"name", b"cmap"))


@dataclass(frozen=True, slots=True, kw_only=True)
class FontFile:
    """A font: what it is called, what it can print, and what its maker allows."""

    families: frozenset[str]
    bold: bool
    italic: bool
    characters: frozenset[str]
    is_truetype: bool
    rights: int
    """OS/2.fsType."""

    @property
    def may_travel(self) -> bool:
        """Tell whether a document may carry it."""
        return not (self.rights & RESTRICTED and not self.rights & MAY_EDIT) and not (
            self.rights & BITMAPS_ONLY
        )

    @property
    def may_be_edited(self) -> bool:
        """Tell whether a document that others edit may carry it."""
        return self.may_travel and self.rights & 0x000E in {0, MAY_EDIT}


def read_font(content: bytes) -> FontFile:
    """Read a font.

    Raises:
        ScopegenError: SG578 when it is damaged, too large, or no TrueType or OpenType font.
    """
    if len(content) > LARGEST:
        raise ScopegenError("SG578", hint="limits", found="")
    try:
        return _read(content)
    except (IndexError, KeyError, ValueError, struct.error) as error:
        raise ScopegenError("SG578", hint="damaged", found="") from error


def _read(content: bytes) -> FontFile:
    if content[:4] not in (*TRUETYPE, OUTLINES):
        raise ValueError("no font")
    tables = _tables(content)
    about = tables["OS/2"]
    (selection,) = struct.unpack(">H", about[62:64])
    (rights,) = struct.unpack(">H", about[8:10])
    return FontFile(
        families=frozenset(_families(tables["name"])),
        bold=bool(selection & BOLD),
        italic=bool(selection & ITALIC),
        characters=frozenset(_characters(tables["cmap"])),
        is_truetype=content[:4] != OUTLINES,
        rights=rights,
    )


def _tables(content: bytes) -> Mapping[str, bytes]:
    (count,) = struct.unpack(">H", content[4:6])
    _few(count, MOST_TABLES)
    tables: dict[str, bytes] = {}
    for number in range(count):
        entry = content[12 + 16 * number : 28 + 16 * number]
        tag, _, start, size = struct.unpack(">4sIII", entry)
        if start + size > len(content):
            raise ValueError("cut short")
        if tag in READ:
            tables[tag.decode().strip()] = content[start : start + size]
    return tables


def _few(count: int, most: int) -> None:
    """Refuse a list that is read again and again: its entries may all be the same bytes."""
    if count > most:
        raise ValueError("too many")


def _families(names: bytes) -> Iterator[str]:
    _, count, storage = struct.unpack(">HHH", names[:6])
    _few(count, MOST_NAMES)
    for number in range(count):
        entry = struct.unpack(">HHHHHH", names[6 + 12 * number : 18 + 12 * number])
        platform, _, _, name, size, start = entry
        text = names[storage + start : storage + start + min(size, LONGEST_NAME)]
        if name in {FAMILY, TYPOGRAPHIC_FAMILY}:
            if platform == WINDOWS:
                yield text.decode("utf-16-be")
            elif platform == MACINTOSH:
                yield text.decode("mac-roman")


def _characters(maps: bytes) -> Iterator[str]:
    (count,) = struct.unpack(">H", maps[2:4])
    _few(count, MOST_MAPS)
    entries = (struct.unpack(">HHI", maps[4 + 8 * n : 12 + 8 * n]) for n in range(count))
    starts = {start for platform, _, start in entries if platform in {0, WINDOWS}}
    mapped = 0
    for start in sorted(starts):
        table = maps[start:]
        (form,) = struct.unpack(">H", table[:2])
        reader = {4: _segments, 12: _groups}.get(form)
        for code, glyph in reader(table) if reader else ():
            mapped += 1
            _few(mapped, MOST_MAPPED)
            if glyph:
                yield chr(code)


def _segments(table: bytes) -> Iterator[tuple[int, int]]:
    (twice,) = struct.unpack(">H", table[6:8])
    half = twice // 2
    ends = struct.unpack(f">{half}H", table[14 : 14 + twice])
    starts = struct.unpack(f">{half}H", table[16 + twice : 16 + 2 * twice])
    deltas = struct.unpack(f">{half}H", table[16 + 2 * twice : 16 + 3 * twice])
    offsets = struct.unpack(f">{half}H", table[16 + 3 * twice : 16 + 4 * twice])
    for number, (first, last, delta, offset) in enumerate(
        zip(starts, ends, deltas, offsets, strict=True)
    ):
        for code in range(first, min(last, 0xFFFE) + 1):
            place = 16 + 3 * twice + 2 * number + offset + 2 * (code - first)
            glyph = struct.unpack(">H", table[place : place + 2])[0] if offset else code + delta
            yield code, glyph & 0xFFFF


def _groups(table: bytes) -> Iterator[tuple[int, int]]:
    (count,) = struct.unpack(">I", table[12:16])
    _few(count, MOST_MAPPED)
    for number in range(count):
        first, last, glyph = struct.unpack(">III", table[16 + 12 * number : 28 + 12 * number])
        if last > 0x10FFFF:  # noqa: PLR2004 - the end of Unicode
            raise ValueError("beyond Unicode")
        yield from ((code, glyph + code - first) for code in range(first, last + 1))
