"""A returned message, read in a process apart with limits on time and memory."""

from __future__ import annotations

import hashlib

from scopegen.confined.running import Limits, run_confined
from scopegen.diagnostics import Checked, finding
from scopegen.evidence.wire import answered
from scopegen.model.evidence import Medium, Returned

READER = "scopegen.evidence.mail_child"


def read_returned_mail(data: bytes, limits: Limits | None = None) -> Checked[Returned]:
    """Read a message as it was saved, as `mail.read_mail` does; raises nothing.

    One that cannot be read within the limits is unreadable (SG436).
    """
    found = run_confined(READER, data, limits)
    read = answered(found, Medium.MAIL, hashlib.sha256(data).hexdigest())
    return read or Checked(None, (finding("SG436", None, hint="effort"),))
