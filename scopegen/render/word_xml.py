"""The XML of a part, before it is parsed: in one encoding, without a document type, not too much.

A parser makes an object of every mark of a file. So what comes from elsewhere is counted first.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scopegen.diagnostics import ScopegenError

if TYPE_CHECKING:
    from collections.abc import Mapping

MARKUP = (".xml", ".rels")
MOST_MARKS, MOST_ATTRIBUTES = 100_000, 200_000
"""Starts and ends of elements in all parts; a letter of forty pages has a third of that."""
LARGEST_PART = 5_000_000
"""Bytes of a part with text; pictures may be larger."""
DECLARED = re.compile(r"\s*<\?xml\s[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]*)", re.ASCII)
PLAIN = frozenset(("utf-8", "us-ascii"))


def is_markup(name: str) -> bool:
    """Tell by its name whether a part is XML; names have no case."""
    return name.lower().endswith(MARKUP)


def markup(part: bytes) -> str:
    """Give the XML of a part as text.

    Raises:
        UnicodeDecodeError: It is not in UTF-8.
        ScopegenError: SG503 when it declares a document type, which no Word file needs and attacks
            do, or another encoding, by which another program would read other text.
    """
    text = part.decode("utf-8-sig")  # as text, so that no declared encoding hides a declaration
    declared = DECLARED.match(text)
    if "<!DOCTYPE" in text or (declared and declared[1].lower() not in PLAIN):
        raise ScopegenError("SG503", hint="declared")
    return text


def check_amount(parts: Mapping[str, bytes]) -> None:
    """Refuse more XML than people write, before it takes memory.

    Raises:
        ScopegenError: SG503.
    """
    texts = [part for name, part in parts.items() if is_markup(name)]
    counts = ((b"<", MOST_MARKS), (b"=", MOST_ATTRIBUTES))
    too_many = any(sum(part.count(sign) for part in texts) > most for sign, most in counts)
    if too_many or any(len(part) > LARGEST_PART for part in texts):
        raise ScopegenError("SG503", hint="limits")
