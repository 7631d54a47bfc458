"""A returned PDF form: what it says, whether it is the issued form, and who signed it.

The file is read in a process apart, with limits on time and memory. It is read from memory, the
same bytes that were hashed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from scopegen.confined.running import Limits, run_confined
from scopegen.diagnostics import Checked, ScopegenError, finding
from scopegen.evidence.pdf_sight import refusal, refuse_at_sight
from scopegen.evidence.wire import answered, question
from scopegen.model.evidence import Medium, Returned

READER = "scopegen.evidence.pdf_child"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """A certificate that an authorised signatory is expected to sign with.

    `certificate` is the SHA-256 of the signatory's own certificate, in hexadecimal, in either
    case, with or without colons. Nobody else has to vouch for it.
    """

    name: str
    certificate: str


def read_returned_pdf(
    data: bytes, issued: bytes, pins: Sequence[Pin], limits: Limits | None = None
) -> Checked[Returned]:
    """Read a returned form, compare it with the form as issued, and check its signature.

    The value is always there, with as much as could be read. It is `bound` only when its content
    is the issued form with nothing but its fields filled in; what was decided is not judged here.
    Findings: errors (SG420 to SG432) mean that it is no evidence at all; warnings (SG433, SG434)
    that a person has to attest who sent it; the note (SG435) says what was not checked. Nothing
    is raised for what is in the file, whatever it holds.
    """
    returned = Returned(medium=Medium.PDF, sha256=hashlib.sha256(data).hexdigest())
    try:
        refuse_at_sight(data, issued)
    except ScopegenError as error:
        return Checked(returned, (refusal(error),))
    prints = ["".join(pin.certificate.lower().replace(":", "").split()) for pin in pins]
    found = run_confined(READER, question(data, issued, prints), limits)
    checked = answered(found, Medium.PDF, returned.sha256)
    if checked is None or checked.value is None:
        return Checked(returned, (finding("SG421", None, hint="effort"),))
    return checked
