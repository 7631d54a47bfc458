"""What a YAML syntax error means, told by the line it stands on and not by the parser's words.

Nearly all of them are text that needs quotes; then the hint holds the line as it should be.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scopegen.diagnostics import Diagnostic, Location, finding

if TYPE_CHECKING:
    import yaml

LONGEST_FIX = 100
"""A longer line is not written out again in a hint."""
_ENTRY = re.compile(r"(?P<key>(?:- +)*+[^\s:#'\"\[{][^:#]*?): +(?P<value>\S.*)")
_NEEDS_QUOTES = re.compile(r"[@`%*&!|>,\]}?'\"]|\[.*\]|\{.*\}|.*:(?: |$)")
_AT_THE_START = ("quoted scalar", "simple key", "flow ")
"""What the parser was reading when its place is best told by where that began."""


def explain(error: yaml.MarkedYAMLError, text: str, file: str) -> Diagnostic:
    """Tell where the trouble is and what to type instead."""
    begun = any(words in (error.context or "") for words in _AT_THE_START)
    mark = (begun and error.context_mark) or error.problem_mark or error.context_mark
    lines = text.split("\n")
    number = min(mark.line if mark else 0, len(lines) - 1)
    hint, fix = _remedy(lines[number].strip(), error)
    column = min(mark.column if mark else 0, len(lines[number].rstrip("\r")))
    if number and hint == "indent" and _lacks_colon(lines[number - 1]):
        hint, number = "colon", number - 1
        column = len(lines[number]) - len(lines[number].lstrip())
    place = Location(file, number + 1, column + 1, number + 1, column + 1)
    return finding("SG110", place, hint=hint, fix=fix)


def _lacks_colon(line: str) -> bool:
    """Tell whether this may be a field whose colon was forgotten, which shows on the next line."""
    text = line.strip()
    return bool(text) and ":" not in text and text[0] not in "-#"


def _remedy(line: str, error: yaml.MarkedYAMLError) -> tuple[str, str]:
    entry = _ENTRY.fullmatch(line)
    if entry and entry["value"].startswith("- "):
        return "dash", entry["key"]
    if entry and len(line) <= LONGEST_FIX and _NEEDS_QUOTES.match(entry["value"]):
        return "quotes", f"{entry['key']}: {quoted(entry['value'])}"
    if "flow " in (error.context or ""):
        return "bracket", ""
    return ("colon" if "expected ':'" in (error.problem or "") else "indent"), ""


def quoted(value: str) -> str:
    """Put text in the quotes that leave it as it is."""
    value = value.partition(" #")[0].rstrip()
    if value[0] in "'\"":
        value = value[1:].removesuffix(value[0])
    if '"' in value or "\\" in value:
        return "'" + value.replace("'", "''") + "'"
    return f'"{value}"'
