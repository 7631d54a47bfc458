"""The zip around a Word file or a dossier: read within limits, written the same every time."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from scopegen.diagnostics import ScopegenError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

MEMBER_LIMIT = 2_000
INFLATED_LIMIT = 50_000_000
PACKED = (ZIP_STORED, ZIP_DEFLATED)
"""How a part may be packed (ECMA-376 part 2, annex B); other ways have errors of their own."""

FAST, SMALL = 1, 9
"""Levels of deflate. Fast takes a third of the time of the default; a letter grows by a few kB."""

# PKWARE APPNOTE.TXT 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16
LOCAL, LOCAL_SIGN = struct.Struct("<HHHHHIIIHH"), b"PK\x03\x04"
CENTRAL_TAIL, CENTRAL_SIGN = struct.Struct("<HHHII"), b"PK\x01\x02"
END, END_SIGN = struct.Struct("<HHHHIIH"), b"PK\x05\x06"
VERSION, UTF8_NAMES, STORED, DEFLATED = 20, 0x0800, 0, 8


@dataclass(frozen=True, slots=True)
class Member:
    """One part of a package, ready to be written: deflated, or stored as it is."""

    name: str
    checksum: int
    size: int
    packed: bytes
    method: int = DEFLATED


def member(name: str, content: bytes, level: int = FAST) -> Member:
    """Deflate a part."""
    packer = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = packer.compress(content) + packer.flush()
    return Member(name, zlib.crc32(content), len(content), packed)


def stored(name: str, content: bytes) -> Member:
    """Take a part as it is, so that each of its bytes is one of the package."""
    return Member(name, zlib.crc32(content), len(content), content, STORED)


def content_of(part: Member) -> bytes:
    """Inflate a part that was made by `member`."""
    return zlib.decompress(part.packed, -zlib.MAX_WBITS)


def read_parts(docx: bytes, wanted: Collection[str] | None = None) -> dict[str, bytes]:
    """Give the content of the wanted parts that are there, or of all, in the order of the package.

    Raises:
        ScopegenError: SG503 when the bytes are no zip or are damaged, when the limits are passed,
            or when one name stands for two parts, of which another program may read the other.
    """
    try:
        with ZipFile(BytesIO(docx)) as package:
            names = _names_within_limits(package)
            return {n: package.read(n) for n in names if wanted is None or n in wanted}
    except (BadZipFile, EOFError, OSError, RuntimeError, ValueError, zlib.error) as error:
        raise ScopegenError("SG503", hint="damaged") from error


def _names_within_limits(package: ZipFile) -> list[str]:
    entries = package.infolist()
    names = [entry.filename for entry in entries]
    # ZipFile never reads more of a member than the size that is declared here.
    if len(entries) > MEMBER_LIMIT or sum(e.file_size for e in entries) > INFLATED_LIMIT:
        raise ScopegenError("SG503", hint="limits")
    if len(set(names)) < len(names):
        raise ScopegenError("SG503", hint="twice")
    if any(entry.compress_type not in PACKED for entry in entries):
        raise ScopegenError("SG503", hint="damaged")
    return names


def packaged(members: Iterable[Member], day: date) -> bytes:
    """Write a package in which every part carries midnight of one day."""
    stamp = (day.year - 1980) << 9 | day.month << 5 | day.day
    chunks: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for part in members:
        name = part.name.encode()
        sizes = (part.checksum, len(part.packed), part.size, len(name), 0)
        head = LOCAL.pack(VERSION, UTF8_NAMES, part.method, 0, stamp, *sizes)
        tail = CENTRAL_TAIL.pack(0, 0, 0, 0, offset)
        directory.append(CENTRAL_SIGN + VERSION.to_bytes(2, "little") + head + tail + name)
        chunks += (LOCAL_SIGN, head, name, part.packed)
        offset += len(LOCAL_SIGN) + len(head) + len(name) + len(part.packed)
    listing, count = b"".join(directory), len(directory)
    end = END_SIGN + END.pack(0, 0, count, count, len(listing), offset, 0)
    return b"".join((*chunks, listing, end))
