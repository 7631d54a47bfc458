"""The zip of a dossier: each byte of it is fixed by what is in it, so that none can change unseen.

Nothing is compressed, and nothing stands between the files. A zip that was made otherwise, changed
or packed anew is not read at all: so no bomb, hidden file or second directory gets a say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from scopegen.diagnostics import Checked, Diagnostic, ScopegenError, finding
from scopegen.render.word_package import END, END_SIGN, packaged, stored
from scopegen.workflow.files import leading_bytes

LARGEST = 250_000_000
"""Bytes that a dossier may have."""
MOST_MEMBERS = 10_000
NAME = re.compile(r"(?:[A-Za-z0-9_+][A-Za-z0-9._+-]*/)?[A-Za-z0-9_+][A-Za-z0-9._+-]*")
LONGEST_NAME = 200
LONGEST_ENTRY = 46 + LONGEST_NAME
"""Bytes of an entry of the directory (PKWARE APPNOTE.TXT 6.3.10, section 4.3.12), with its name."""
END_LENGTH = len(END_SIGN) + END.size
FIRST_YEAR, LAST_YEAR = 1980, 2107
"""The years that a zip can carry."""


def container(members: Mapping[str, bytes], day: date) -> bytes:
    """Pack files as they are, in this order, all of them dated midnight of one day.

    Raises:
        ScopegenError: SG780 when it would be too large to be read back.
    """
    year = min(max(day.year, FIRST_YEAR), LAST_YEAR)
    packed = _packed(members, day.replace(year=year))
    if len(members) > MOST_MEMBERS or len(packed) > LARGEST:
        raise ScopegenError("SG780", hint="limits")
    return packed


def _packed(members: Mapping[str, bytes], day: date) -> bytes:
    return packaged((stored(name, content) for name, content in members.items()), day)


def read_container(path: Path) -> bytes:
    """Read the bytes of a file that may be a dossier, within limits.

    Raises:
        ScopegenError: SG902 or SG907 when it cannot be read, SG780 when it is too large.
    """
    data = leading_bytes(path, LARGEST)
    if len(data) > LARGEST:
        raise ScopegenError("SG780", hint="limits")
    return data


def members_of(data: bytes) -> Checked[dict[str, bytes]]:
    """Take a dossier apart; it is trusted in nothing.

    Finds SG780 (no zip that scopegen packed: `hint` says why) and SG781 (a file in it was
    changed). The value is there when every file could be read.
    """
    if not _has_one_directory(data):
        return Checked(None, (finding("SG780", None, hint="damaged"),))
    try:
        with ZipFile(BytesIO(data)) as package:
            entries = package.infolist()
            wrong = next(_improper(entries), "")
            if wrong:
                return Checked(None, (finding("SG780", None, hint=wrong),))
            members, found = _read(package, entries)
            day = date(*entries[0].date_time[:3])
    except (BadZipFile, OSError, RuntimeError, ValueError, EOFError, NotImplementedError):
        return Checked(None, (finding("SG780", None, hint="damaged"),))
    if found:
        return Checked(None, tuple(found))
    if _packed(members, day) != data:
        return Checked(None, (finding("SG780", None, hint="changed"),))
    return Checked(members)


def _has_one_directory(data: bytes) -> bool:
    """See that the end of the file tells of a directory right before it, of a sane length.

    A zip reader walks the whole directory before anybody can say that it is too long.
    """
    tail = data[-END_LENGTH:]
    if len(tail) < END_LENGTH or not tail.startswith(END_SIGN):
        return False
    disk, other, count, whole, size, start, comment = END.unpack(tail[len(END_SIGN) :])
    fits = start + size + END_LENGTH == len(data) and size <= count * LONGEST_ENTRY
    return count == whole and fits and not (disk or other or comment)


def _improper(entries: list[ZipInfo]) -> Iterator[str]:
    names = [entry.filename for entry in entries]
    if not names:
        yield "empty"
    if len(names) > MOST_MEMBERS or sum(entry.file_size for entry in entries) > LARGEST:
        yield "limits"
    if not all(len(one) <= LONGEST_NAME and NAME.fullmatch(one) for one in names):
        yield "names"
    if len({one.casefold() for one in names}) < len(names):
        yield "twice"
    if any(entry.compress_type != ZIP_STORED for entry in entries):
        yield "packed"
    if any(entry.flag_bits & 1 for entry in entries):
        yield "encrypted"


def _read(package: ZipFile, entries: list[ZipInfo]) -> tuple[dict[str, bytes], list[Diagnostic]]:
    members: dict[str, bytes] = {}
    found: list[Diagnostic] = []
    for entry in entries:
        try:
            members[entry.filename] = package.read(entry)
        except (BadZipFile, EOFError):
            found.append(finding("SG781", None, file=entry.filename))
    return members, found
