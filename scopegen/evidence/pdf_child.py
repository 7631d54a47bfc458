"""What the process apart runs over a returned form."""

from __future__ import annotations

from scopegen.evidence.pdf_examine import examine_pdf
from scopegen.evidence.wire import answer, asked


def reply(content: bytes) -> dict[str, object]:
    """Read what is asked, and answer it."""
    return answer(examine_pdf(*asked(content)))
