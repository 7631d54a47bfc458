"""One canonical byte form of any noun, and its digest: what a signature binds.

The form is JSON with sorted keys, no spaces, UTF-8. Amounts, percentages and periods are text, so
that no reader can round them. Field order and default handling cannot change the digest; a changed
value always does.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from datetime import date
from decimal import Decimal
from enum import Enum


def canonical(noun: object) -> bytes:
    """Give the canonical form of a noun."""
    plain = _plain(noun)
    return json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def digest(*parts: bytes) -> str:
    """Give the SHA-256 of parts, each with its length, so that no two ways of cutting collide."""
    running = hashlib.sha256()
    for part in parts:
        running.update(f"{len(part)}:".encode() + part)
    return running.hexdigest()


def _plain(value: object) -> object:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = dataclasses.fields(value)
        return {field.name: _plain(getattr(value, field.name)) for field in fields}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, Decimal):
        return f"{value.normalize() + 0:f}"  # + 0: there is one zero, not two
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, str | int):
        return value
    raise TypeError(f"no canonical form for {type(value).__name__}")
