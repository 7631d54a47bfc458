"""A digital signature on a returned form, checked by pyHanko. Nothing is fetched from anywhere.

This is the only module that needs the extra `sign`; it is imported when there is a signature.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from asn1crypto import parser
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import (
    DEFAULT_DIFF_POLICY,
    FormUpdatingRule,
    GenericFieldModificationRule,
    ModificationLevel,
    SigFieldCreationRule,
    SigFieldModificationRule,
    StandardDiffPolicy,
    SuspiciousModification,
)
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathError, ValidationError

from scopegen.diagnostics import Diagnostic, ScopegenError, Severity, finding
from scopegen.evidence.pdf_objects import FAULTS, HEAVY
from scopegen.model.evidence import DigitalSignature

UNSOUND = (PdfError, PathError, ValidationError, *FAULTS)

PURPOSES = {"digital_signature", "non_repudiation"}
"""What a certificate must be for, one or the other; left to itself pyHanko asks the second, which
many personal certificates lack."""

AFTERWARDS = StandardDiffPolicy(
    global_rules=DEFAULT_DIFF_POLICY.global_rules,
    form_rule=FormUpdatingRule(
        field_rules=[
            SigFieldCreationRule(),  # type: ignore[no-untyped-call]
            SigFieldModificationRule(allow_in_place_appearance_stream_changes=False),
            GenericFieldModificationRule(allow_in_place_appearance_stream_changes=False),
        ]
    ),
)
"""After signing no field may change. pyHanko's own rule for appearances that change in place takes
an older appearance for a new one (0.38), and would call a time-stamped form tampered with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureCheck:
    """A signature that holds, and what a person should know about its certificate."""

    signature: DigitalSignature
    findings: tuple[Diagnostic, ...]


def check_signature(data: bytes, field: str, pins: Sequence[str]) -> SignatureCheck:
    """Check the signature in a field over the whole file; `pins` are SHA-256 of certificates.

    Only validation data and document time stamps may come after the signed revision.

    Raises:
        ScopegenError: SG430 (does not hold, or something came after), SG431 (does not cover the
            form), SG421 (too heavy).
    """
    quiet = logging.getLogger("pyhanko")
    quiet.setLevel(logging.CRITICAL)
    try:
        return _checked(data, field, pins)
    except HEAVY as error:
        raise ScopegenError("SG421", hint="effort") from error
    except UNSOUND as error:
        raise ScopegenError("SG430", hint="broken") from error


def _checked(data: bytes, field: str, pins: Sequence[str]) -> SignatureCheck:
    reader = PdfFileReader(BytesIO(data), strict=False)
    (embedded,) = [each for each in reader.embedded_regular_signatures if each.field_name == field]
    stamped = reader.embedded_timestamp_signatures
    _refuse_stuffed([embedded, *stamped])
    certificate = embedded.signer_cert
    pinned = certificate.sha256.hex() in pins
    signed_at = _aware(embedded.self_reported_timestamp)
    status = _status(embedded, certificate, signed_at)
    _refuse_unsound(status)
    stamp = status.timestamp_validity
    stamps = [_stamp_status(each) for each in stamped]
    if not all(each.intact and each.valid for each in (*stamps, *([stamp] if stamp else []))):
        raise ScopegenError("SG430", hint="broken")
    at = _aware(stamp.timestamp) if stamp else signed_at
    valid = _is_valid(certificate, at) and _may_sign(certificate) and bool(status.trusted)
    signature = DigitalSignature(
        signer=_common_name(certificate.subject),
        issuer=_common_name(certificate.issuer),
        certificate=certificate.sha256.hex(),
        pinned=pinned and valid,
        signed_at=at,
        timestamped=stamp is not None,
    )
    findings = tuple(_doubts(signature, known=pinned, valid=valid))
    return SignatureCheck(signature=signature, findings=findings)


def _refuse_stuffed(signatures: Sequence[Any]) -> None:
    """Refuse a text in the room behind a signature, which nothing covers."""
    for each in signatures:
        content = bytes(each.pkcs7_content)
        if content[parser.peek(content) :].strip(b"\0"):
            raise ScopegenError("SG431")


def _status(embedded: Any, certificate: Any, at: datetime | None) -> Any:
    context = ValidationContext(
        trust_roots=[certificate],
        allow_fetching=False,
        revocation_mode="soft-fail",
        moment=at or certificate.not_valid_before,
    )
    return validate_pdf_signature(
        embedded,
        context,
        diff_policy=AFTERWARDS,
        key_usage_settings=KeyUsageConstraints(key_usage=PURPOSES),
    )


def _stamp_status(embedded: Any) -> Any:
    certificate = embedded.signer_cert
    context = ValidationContext(
        trust_roots=[certificate],
        allow_fetching=False,
        revocation_mode="soft-fail",
        moment=certificate.not_valid_before,
    )
    return validate_pdf_timestamp(embedded, context)


def _refuse_unsound(status: Any) -> None:
    if not (status.intact and status.valid):
        raise ScopegenError("SG430", hint="broken")
    whole = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    if not whole and status.coverage != SignatureCoverageLevel.ENTIRE_REVISION:
        raise ScopegenError("SG431")
    changed = isinstance(status.diff_result, SuspiciousModification)
    level = ModificationLevel.OTHER if changed else status.modification_level
    if not whole and (level is None or level > ModificationLevel.LTA_UPDATES):
        raise ScopegenError("SG430", hint="added")


def _is_valid(certificate: Any, at: datetime | None) -> bool:
    return at is not None and certificate.not_valid_before <= at <= certificate.not_valid_after


def _may_sign(certificate: Any) -> bool:
    """Tell whether it is for signing. pyHanko does not ask this of a certificate it was given."""
    purposes = certificate.key_usage_value
    return purposes is None or bool(purposes.native & PURPOSES)


def _doubts(signature: DigitalSignature, *, known: bool, valid: bool) -> Iterator[Diagnostic]:
    for hint in [*([] if known else ["unknown"]), *([] if valid else ["validity"])]:
        yield finding(
            "SG433",
            None,
            severity=Severity.WARNING,
            hint=hint,
            signer=signature.signer,
            certificate=signature.certificate,
            moment=signature.signed_at.isoformat() if signature.signed_at else "-",
        )


def _common_name(name: Any) -> str:
    found = name.native.get("common_name") or name.human_friendly
    return str(found)[:200]


def _aware(moment: datetime | None) -> datetime | None:
    """Take a time without a zone, which a PDF may hold, for UTC."""
    return moment.replace(tzinfo=UTC) if moment and moment.tzinfo is None else moment
