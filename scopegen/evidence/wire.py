"""How a question about a returned file travels to the process apart, and the answer back."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from scopegen.diagnostics import Checked, Diagnostic, Severity
from scopegen.model.evidence import Decision, DigitalSignature, Medium, Returned


def question(data: bytes, issued: bytes, pins: Sequence[str]) -> bytes:
    """Put a question into bytes: what came back, what was issued, and the pins."""
    head = json.dumps({"issued": len(issued), "pins": list(pins)})
    return head.encode() + b"\n" + issued + data


def asked(content: bytes) -> tuple[bytes, bytes, list[str]]:
    """Take a question out of bytes: what came back, what was issued, and the pins."""
    line, _, rest = content.partition(b"\n")
    head = json.loads(line)
    return rest[head["issued"] :], rest[: head["issued"]], head["pins"]


def answer(checked: Checked[Returned]) -> dict[str, object]:
    """Put an answer into JSON."""
    findings = [[each.code, each.severity, dict(each.facts)] for each in checked.diagnostics]
    return {"value": checked.value and _plain(checked.value), "findings": findings}


def answered(
    found: Mapping[str, Any] | None, medium: Medium, sha256: str
) -> Checked[Returned] | None:
    """Take an answer out of JSON; None when it is not one, or not about this file."""
    if found is None:
        return None
    try:
        findings = tuple(
            Diagnostic(
                code=str(code),
                severity=Severity(severity),
                facts=tuple((str(name), str(fact)) for name, fact in facts.items()),
            )
            for code, severity, facts in found["findings"]
        )
        value = None if found["value"] is None else _returned(found["value"])
    except (LookupError, TypeError, ValueError, AttributeError):
        return None
    known = bool(findings) if value is None else (value.medium, value.sha256) == (medium, sha256)
    return Checked(value, findings) if known else None


def _plain(value: Returned) -> dict[str, Any]:
    plain = asdict(value)
    plain["sent_at"] = _written(value.sent_at)
    if value.signature:
        plain["signature"]["signed_at"] = _written(value.signature.signed_at)
    return plain


def _written(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


TEXTS = (
    *("sha256", "form", "digest", "name", "role", "place", "dated", "remarks"),
    *("sender", "message_id", "words"),
)


def _returned(plain: Mapping[str, Any]) -> Returned:
    return Returned(
        medium=Medium(plain["medium"]),
        bound=plain["bound"] is True,
        decision=Decision(plain["decision"]),
        options=tuple(str(each) for each in plain["options"]),
        sent_at=_moment(plain["sent_at"]),
        signature=_signature(plain["signature"]),
        **{name: str(plain[name]) for name in TEXTS},
    )


def _signature(plain: Mapping[str, Any] | None) -> DigitalSignature | None:
    if plain is None:
        return None
    return DigitalSignature(
        signer=str(plain["signer"]),
        issuer=str(plain["issuer"]),
        certificate=str(plain["certificate"]),
        pinned=plain["pinned"] is True,
        signed_at=_moment(plain["signed_at"]),
        timestamped=plain["timestamped"] is True,
    )


def _moment(written: str | None) -> datetime | None:
    return None if written is None else datetime.fromisoformat(written)
