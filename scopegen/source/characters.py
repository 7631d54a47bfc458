"""Bytes to text, and the characters that no letter, terminal or reviewer should meet.

Refused are characters that XML 1.0 cannot hold, control characters, those that reorder the text
around them or break lines in some programs only, and the private-use area, which scopegen itself
uses to hold places in a letter.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO

from scopegen.diagnostics import Checked, Diagnostic, Location, finding

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST = 1024 * 1024
"""Bytes of UTF-8 that one file may hold."""
ENOUGH = LARGEST + 16
_CUT = re.compile(rb"[\xc0-\xff][\x80-\xbf]{0,3}\Z")
MOST_REPORTED = 100
"""Findings that are told about one file; nobody mends more of them at a time."""
BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"

REFUSED = {
    "control": r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f",
    "line": r"\u2028\u2029",
    "bidi": r"\u202a-\u202e\u2066-\u2069",
    "private": r"\ue000-\uf8ff",
    "broken": r"\ud800-\udfff\ufeff\ufffe\uffff",
}
_IN_VALUE = re.compile("|".join(f"(?P<{why}>[{those}])" for why, those in REFUSED.items()))
_IN_TEXT = re.compile(_IN_VALUE.pattern + r"|(?P<return>\r(?!\n))|(?m:^)(?P<tab> *\t[ \t]*)(?=\S)")


def bounded(file: BinaryIO) -> bytes:
    """Read a file no further than it takes to tell that it is too large; no sign is cut in two."""
    raw = file.read(ENOUGH)
    return _CUT.sub(b"", raw) if len(raw) == ENOUGH else raw


def decode(raw: bytes, file: str) -> Checked[str]:
    """Read UTF-8, with or without a byte order mark; anything else is told with its remedy."""
    if raw[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\0" in raw[:2]:
        return Checked(None, (finding("SG101", Location(file, 1, 1, 1, 1), hint="utf16"),))
    try:
        return Checked(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8-sig")
        byte = raw[error.start : error.start + 1]
        meant = byte.decode("cp1252", errors="replace")
        place = place_of(before, len(before), file)
        return Checked(
            None, (finding("SG101", place, hint="cp1252", byte=byte.hex(), meant=meant),)
        )


def check_text(text: str, file: str) -> Iterator[Diagnostic]:
    """Find what may not stand in a file: too much text, bad characters, tabs as indentation."""
    if len(text) > LARGEST or len(text.encode("utf-8", "surrogatepass")) > LARGEST:
        yield finding("SG100", Location(file, 1, 1, 1, 1), hint="size", limit="1 MiB")
        return
    for match in islice(_IN_TEXT.finditer(text), MOST_REPORTED):
        if match.lastgroup == "tab":
            yield finding("SG103", place_of(text, match.end() - 1, file))
        else:
            yield _refusal(match, place_of(text, match.start(), file))


def check_value(value: str, place: Location) -> Iterator[Diagnostic]:
    r"""Find bad characters that came in by an escape such as "\u202e"."""
    for match in _IN_VALUE.finditer(value.replace("\r", "\0")):
        yield _refusal(match, place)


def place_of(text: str, offset: int, file: str) -> Location:
    """Give the place of one character."""
    line = text.count("\n", 0, offset) + 1
    column = offset - text.rfind("\n", 0, offset)
    return Location(file, line, column, line, column + 1)


def _refusal(match: re.Match[str], place: Location) -> Diagnostic:
    name = f"U+{ord(match[0][0]):04X}"
    return finding("SG102", place, character=name, hint=match.lastgroup)
