"""What the appearance of a field shows: the text of a line, the tick in a box."""

from __future__ import annotations

import re
from typing import cast

from pypdf import PageObject
from pypdf.generic import EncodedStreamObject, StreamObject

TOKEN = re.compile(
    rb"\((?:\\.|[^\\()])*\)|<[0-9A-Fa-f\s]*>|/[^\s/\[\](){}<>]*|\[|\]|[^\s/\[\](){}<>]+", re.DOTALL
)
SHOWS = {b"Tj", b"TJ", b"'", b'"'}
PICTURES = {b"Do", b"BI", b"sh"}
DRAWS = {b"l", b"c", b"v", b"y", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*"} | PICTURES


def is_marked(drawing: bytes) -> bool:
    """Tell whether a box so drawn has a mark in it: lines or a sign, more than its frame."""
    tokens = TOKEN.findall(drawing)
    return any(token in DRAWS for token in tokens) or _shows_text(tokens)


def has_picture(drawing: bytes) -> bool:
    """Tell whether a drawing shows a picture or another drawing, which no line of text needs."""
    return any(token in PICTURES for token in TOKEN.findall(drawing))


def shown_text(drawing: StreamObject, page: PageObject) -> str:
    """Give the text that an appearance shows, as far as its fonts say."""
    return page.extract_xform_text(cast("EncodedStreamObject", drawing))  # it takes any stream


def agrees(stored: str, shown: str) -> bool:
    """Tell whether what is shown is what is stored.

    How lines break is the program's choice. A letter that the form's font lacks may be missing or
    be shown as another sign: programs do not agree on what to put there.
    """
    pattern = "".join(_sign(sign) for sign in stored if not sign.isspace())
    return re.fullmatch(pattern, "".join(shown.split()), re.DOTALL) is not None


def is_western(words: str) -> bool:
    """Tell whether the form's own font has all the letters (Windows-1252)."""
    try:
        words.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True


def _sign(sign: str) -> str:
    return re.escape(sign) if is_western(sign) else ".{0,2}"


def _shows_text(tokens: list[bytes]) -> bool:
    shown = any(token in SHOWS for token in tokens)
    texts = [token[1:-1].strip() for token in tokens if token[:1] in {b"(", b"<"}]
    return shown and any(texts)
