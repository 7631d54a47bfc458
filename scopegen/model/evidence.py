"""What a client sent back, as read: none of it is believed before it is tied to what was issued."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Medium(StrEnum):
    """What kind of file came back."""

    PDF = "pdf"
    WORD = "word"
    MAIL = "mail"
    OTHER = "other"
    """A scan, a picture or anything else that only a person can read."""


class Decision(StrEnum):
    """What the client decided, as far as the file says."""

    AGREE = "agree"
    REFUSE = "refuse"
    CONDITIONAL = "conditional"
    """Yes, but: a counter-offer (art. 6:225 BW; Hyde v Wrench)."""
    BOTH = "both"
    NONE = "none"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True, kw_only=True)
class FormIdentity:
    """Which paper is meant. `item` is a change request such as CR-001, or `letter`."""

    engagement: str
    item: str
    version: int

    def __str__(self) -> str:
        """Print as it stands in the form: `VRM-2027-03/CR-001/v1`."""
        return f"{self.engagement}/{self.item}/v{self.version}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DigitalSignature:
    """A digital signature that holds mathematically over the revision that was read.

    `pinned` tells whether its certificate is one of those that were expected, and was valid then.
    `signed_at` is what the signer's machine claims, unless `timestamped`.
    """

    signer: str
    issuer: str
    certificate: str
    """SHA-256 of the certificate, in hexadecimal."""
    pinned: bool
    signed_at: datetime | None
    timestamped: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """What a returned file says. Texts are as found, cut to a sane length, and untrusted."""

    medium: Medium
    sha256: str
    form: str = ""
    """The identity that the form itself carries; empty when it carries none."""
    digest: str = ""
    """The digest that the form itself carries."""
    bound: bool = False
    """Its content was compared with the issued file, and is that form, merely filled in."""
    decision: Decision = Decision.NONE
    options: tuple[str, ...] = ()
    """The options that were chosen: A, B, ..."""
    name: str = ""
    role: str = ""
    place: str = ""
    dated: str = ""
    """The date on the form, as written."""
    remarks: str = ""
    sender: str = ""
    """The one address in From of a message."""
    sent_at: datetime | None = None
    message_id: str = ""
    words: str = ""
    """The part of a message that the sender wrote, without what is quoted."""
    signature: DigitalSignature | None = None
