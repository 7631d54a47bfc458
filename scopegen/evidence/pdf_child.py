"""The process in which a returned form is read: bytes in, one JSON object out."""

from __future__ import annotations

import json
import sys

from scopegen.evidence.confined import confine
from scopegen.evidence.pdf_examine import examine_pdf
from scopegen.evidence.pdf_wire import answer, asked


def main() -> None:
    """Read what is asked from standard input, and answer on standard output."""
    data, issued, pins = asked(confine())
    out, sys.stdout = sys.stdout, sys.stderr  # nothing else may speak there
    out.write(json.dumps(answer(examine_pdf(data, issued, pins))))
    out.flush()
