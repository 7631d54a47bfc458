"""The zip around a Word file or a dossier: read within limits, written the same every time."""

from __future__ import annotations

import re
import struct
import unicodedata
import zlib
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from scopegen.diagnostics import ScopegenError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date
    from zipfile import ZipInfo

MEMBER_LIMIT = 2_000
INFLATED_LIMIT = 50_000_000
PACKED = (ZIP_STORED, ZIP_DEFLATED)
"""How a part may be packed (ECMA-376 part 2, annex B); other ways have errors of their own."""
DIRECTORY_LIMIT = 1_000_000
"""Bytes of the list of parts. It is read whole before anything can be counted."""
UNSAFE_NAME = re.compile(r"\\|\0|^\w:|(^|/)\.{0,2}/|(^|/)\.{1,2}$|%(2[ef]|5c|00)", re.IGNORECASE)
"""Names outside the file, and two ways to write one name (ISO/IEC 29500-2, section 9.1.1)."""

FAST, SMALL = 1, 9
"""Levels of deflate. Fast takes a third of the time of the default; a letter grows by a few kB."""

# PKWARE APPNOTE.TXT 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16
LOCAL, LOCAL_SIGN = struct.Struct("<HHHHHIIIHH"), b"PK\x03\x04"
CENTRAL_TAIL, CENTRAL_SIGN = struct.Struct("<HHHII"), b"PK\x01\x02"
END, END_SIGN = struct.Struct("<HHHHIIH"), b"PK\x05\x06"
VERSION, UTF8_NAMES, STORED, DEFLATED = 20, 0x0800, 0, 8
TAIL = 65_535 + END.size + len(END_SIGN)
"""Bytes at the end of a file within which the list of parts ends."""
BIG_LOCATOR, BIG_LOCATOR_SIGN = 20, b"PK\x06\x07"
ENCRYPTED, SIZES_FOLLOW = 0x2041, 0x0008
LINK, KIND_OF_FILE = 0o120000, 0o170000


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
            when a name points outside the file, or when the file can be read in two ways: one name
            for two parts, parts that overlap, two lists of parts.
    """
    try:
        _check_end(docx)
        with ZipFile(BytesIO(docx)) as package:
            names = _names_within_limits(package, docx)
            return {n: package.read(n) for n in names if wanted is None or n in wanted}
    except (ArithmeticError, EOFError, OSError, RuntimeError, ValueError) as error:
        raise ScopegenError("SG503", hint="damaged") from error
    except (BadZipFile, struct.error, zlib.error) as error:
        raise ScopegenError("SG503", hint="damaged") from error


def _check_end(docx: bytes) -> None:
    """Check the end of the zip before `ZipFile` reads the list of parts, of any length, whole.

    Word writes one plain list, at the end, of parts that begin at the first byte.
    """
    at = docx.rfind(END_SIGN, max(0, len(docx) - TAIL))
    if at < 0 or docx.find(END_SIGN, max(0, len(docx) - TAIL)) != at:
        raise BadZipFile("no end, or two")
    _, _, _, count, size, start, comment = END.unpack_from(docx, at + len(END_SIGN))
    if count > MEMBER_LIMIT or size > DIRECTORY_LIMIT:
        raise ScopegenError("SG503", hint="limits")
    locator = docx[max(0, at - BIG_LOCATOR) : at]
    whole = start + size == at and at + len(END_SIGN) + END.size + comment == len(docx)
    if not whole or locator.startswith(BIG_LOCATOR_SIGN):
        raise BadZipFile("not in one piece")


def _names_within_limits(package: ZipFile, docx: bytes) -> list[str]:
    entries = package.infolist()
    names = [entry.filename for entry in entries]
    # ZipFile never reads more of a member than the size that is declared here.
    if len(entries) > MEMBER_LIMIT or sum(e.file_size for e in entries) > INFLATED_LIMIT:
        raise ScopegenError("SG503", hint="limits")
    # A part has one name whatever its case (ISO/IEC 29500-2, section 9.1.1).
    if len({unicodedata.normalize("NFC", name).casefold() for name in names}) < len(names):
        raise ScopegenError("SG503", hint="twice")
    pairs = zip(names, entries, strict=True)
    if any(UNSAFE_NAME.search(name) or _is_link(entry) for name, entry in pairs):
        raise ScopegenError("SG503", hint="names")
    end = 0
    for entry in sorted(entries, key=lambda each: each.header_offset):
        if entry.header_offset < end or (not end and entry.header_offset):
            raise ScopegenError("SG503", hint="twice")
        end = _end_of(entry, docx)
    if end > package.start_dir:
        raise ScopegenError("SG503", hint="twice")
    if any(entry.compress_type not in PACKED for entry in entries):
        raise ScopegenError("SG503", hint="damaged")
    return names


def _is_link(entry: ZipInfo) -> bool:
    return entry.external_attr >> 16 & KIND_OF_FILE == LINK


def _end_of(entry: ZipInfo, docx: bytes) -> int:
    """Give where a part ends; raises BadZipFile when its own head says other than the list."""
    at = entry.header_offset + len(LOCAL_SIGN)
    _, flags, method, _, _, checksum, packed, size, name, extra = LOCAL.unpack_from(docx, at)
    own, listed = (checksum, packed, size), (entry.CRC, entry.compress_size, entry.file_size)
    differs = method != entry.compress_type or (not flags & SIZES_FOLLOW and own != listed)
    # Other ways to pack take memory without end, and Word knows none of them.
    if differs or method not in {STORED, DEFLATED} or flags & ENCRYPTED:
        raise BadZipFile("not as it is listed")
    end: int = at + LOCAL.size + name + extra + entry.compress_size
    return end


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
