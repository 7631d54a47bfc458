"""How the question about a returned form travels to the process apart, and the answer back."""

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
    return {"value": _plain(checked.value), "findings": findings}


def answered(found: Mapping[str, Any]) -> Checked[Returned] | None:
    """Take an answer out of JSON; None when it is not one."""
    try:
        findings = tuple(
            Diagnostic(
                code=str(code),
                severity=Severity(severity),
                facts=tuple((str(name), str(fact)) for name, fact in facts.items()),
            )
            for code, severity, facts in found["findings"]
        )
        return Checked(_returned(found["value"]), findings)
    except (LookupError, TypeError, ValueError, AttributeError):
        return None


def _plain(value: Returned | None) -> dict[str, Any]:
    plain = asdict(value) if value else {}
    signature = plain.get("signature")
    if signature and signature["signed_at"]:
        signature["signed_at"] = signature["signed_at"].isoformat()
    return plain


def _returned(plain: Mapping[str, Any]) -> Returned:
    return Returned(
        medium=Medium.PDF,
        sha256=str(plain["sha256"]),
        form=str(plain["form"]),
        digest=str(plain["digest"]),
        bound=plain["bound"] is True,
        decision=Decision(plain["decision"]),
        options=tuple(str(each) for each in plain["options"]),
        name=str(plain["name"]),
        role=str(plain["role"]),
        place=str(plain["place"]),
        dated=str(plain["dated"]),
        remarks=str(plain["remarks"]),
        signature=_signature(plain["signature"]),
    )


def _signature(plain: Mapping[str, Any] | None) -> DigitalSignature | None:
    if plain is None:
        return None
    at = plain["signed_at"]
    return DigitalSignature(
        signer=str(plain["signer"]),
        issuer=str(plain["issuer"]),
        certificate=str(plain["certificate"]),
        pinned=plain["pinned"] is True,
        signed_at=None if at is None else datetime.fromisoformat(at),
        timestamped=plain["timestamped"] is True,
    )
