"""What the process apart runs over a returned message."""

from __future__ import annotations

from scopegen.evidence.mail import read_mail
from scopegen.evidence.wire import answer


def reply(content: bytes) -> dict[str, object]:
    """Read a message."""
    return answer(read_mail(content))
