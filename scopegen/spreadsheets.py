"""Tables as CSV for a spreadsheet: no cell is worked out as a formula, each row is one line.

Excel and LibreOffice take a cell for a formula by its first sign (CWE-1236). Where a semicolon
parts cells, as in Dutch Excel, a part of a text may become a cell of its own.
"""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections.abc import Iterable, Sequence

NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
FORMULA = re.compile(r"(?:^|(?<=[;\t\r\n]))(?=[\s'\"]*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20])")
"""Where a formula may begin: at the start of a text, or of what a separator makes a cell. The last
four signs are the full-width ones."""
UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def csv_table(rows: Iterable[Sequence[str]], *, end: str) -> str:
    """Write rows as CSV, with this end of line; numbers stay numbers, also below zero."""
    out = io.StringIO()
    csv.writer(out, lineterminator=end).writerows([defused(text) for text in row] for row in rows)
    return out.getvalue()


def defused(text: str) -> str:
    r"""Give a cell that a spreadsheet shows as it stands: an apostrophe before what it would run.

    What cannot be seen or steers the text is written out as in JSON (`\u202e`, `\n`).
    """
    return text if NUMBER.fullmatch(text) else written_out(FORMULA.sub("'", text))


def written_out(text: str) -> str:
    r"""Write out, as JSON does, what cannot be seen or steers the text."""
    return "".join(_escape(one) if unicodedata.category(one) in UNSEEN else one for one in text)


def _escape(sign: str) -> str:
    return json.dumps(sign)[1:-1] if sign != "\x7f" else "\\u007f"
