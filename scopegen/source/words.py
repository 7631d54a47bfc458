"""Readers of text: lines, ids, choices, yes and no, addresses.

A reader takes the text of one value and gives the value, or raises `UnreadableError` with
the hint that helps. Every pattern is written so that Python and JSON Schema read it alike.
"""

from __future__ import annotations

import re
from string import ascii_lowercase
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

SPACE = "[ \\u00a0]"
"""One space; texts that were copied from Word often hold the kind that does not break."""


class UnreadableError(ValueError):
    """The text is not of the kind asked for. `hint` names a sentence, `facts` fill it."""

    def __init__(self, hint: str = "default", **facts: Any) -> None:
        """Keep the hint and its facts."""
        super().__init__(hint)
        self.hint = hint
        self.facts = facts


def mended(pattern: str, read: Callable[[str], Any], *candidates: str) -> UnreadableError:
    """Make the refusal that offers the first candidate that can be read, if there is one."""
    for each in candidates:
        if re.fullmatch(pattern, each) and _can_be_read(read, each):
            return UnreadableError("fix", fix=each)
    return UnreadableError()


def _can_be_read(read: Callable[[str], Any], text: str) -> bool:
    try:
        read(text)
    except UnreadableError:
        return False
    return True


_EITHER_CASE = {ord(each): f"[{each.upper()}{each}]" for each in ascii_lowercase} | {
    ord(" "): f"{SPACE}+"
}


def any_case(those: Iterable[str]) -> str:
    """Give a pattern for any of these words in capitals or not; JSON Schema has no flag for it."""
    return f"(?:{'|'.join(word.translate(_EITHER_CASE) for word in those)})"


LONGEST_LINE = 500
LONGEST_TEXT = 10_000


def read_line(text: str) -> str:
    """Read one line of text."""
    line = _trimmed(text, LONGEST_LINE)
    if "\n" in line:
        raise UnreadableError("newline")
    return line


def read_text(text: str) -> str:
    """Read text of any number of lines."""
    return _trimmed(text, LONGEST_TEXT)


def _trimmed(text: str, longest: int) -> str:
    trimmed = text.strip()
    if not trimmed:
        raise UnreadableError("empty")
    if len(trimmed) > longest:
        raise UnreadableError("long", length=len(trimmed), limit=longest)
    if "\t" in trimmed:
        raise UnreadableError("tab")
    return trimmed


SLUG = r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,38}[A-Za-z0-9_-])?"
"""Fit for a file name anywhere; Windows drops a dot at the end."""
_WINDOWS_DEVICE = re.compile(r"(?i:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?")


def read_slug(text: str) -> str:
    """Read a short id that can be part of a file name."""
    if not re.fullmatch(SLUG, text):
        raise mended(SLUG, read_slug, re.sub(r"[^A-Za-z0-9]+", "-", text).strip("-")[:40])
    if _WINDOWS_DEVICE.fullmatch(text):
        raise UnreadableError("reserved")
    return text


def read_choice(text: str) -> str:
    """Give the word as it stands; the schema knows which words may be chosen."""
    return text


YES, NO = ("yes", "ja", "true", "on"), ("no", "nee", "false", "off")
YES_NO = any_case((*YES, *NO))


def read_yesno(text: str) -> bool:
    """Read yes or no, in English or Dutch."""
    if not re.fullmatch(YES_NO, text):
        raise UnreadableError
    return text.lower() in YES


_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
EMAIL = rf"{_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})+"
LONGEST_EMAIL = 254  # RFC 5321, section 4.5.3.1


def read_email(text: str) -> str:
    """Read one plain e-mail address; nothing that could start a second header line."""
    if not re.fullmatch(EMAIL, text):
        raise mended(
            EMAIL, read_email, text.removeprefix("mailto:"), text.rpartition("<")[2].strip(" >")
        )
    if len(text) > LONGEST_EMAIL:
        raise UnreadableError("long", length=len(text), limit=LONGEST_EMAIL)
    return text


IBAN = rf"[A-Z]{{2}}[0-9]{{2}}(?:{SPACE}*[A-Z0-9]){{11,30}}"


def read_iban(text: str) -> str:
    """Read the shape of an account number and drop its spaces; whether it exists is not asked."""
    if not re.fullmatch(IBAN, text):
        raise mended(IBAN, read_iban, re.sub(r"[^A-Z0-9]", "", text.upper()))
    return re.sub(SPACE, "", text)
