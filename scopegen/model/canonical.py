"""One canonical byte form of any noun, its digest, and the way back: what a signature binds.

The form is JSON with sorted keys, no spaces, UTF-8. Amounts, percentages and periods are text, so
that no reader can round them. Field order and default handling cannot change the digest; a changed
value always does.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import types
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

N = TypeVar("N")


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


def revived(noun: type[N], form: bytes) -> N:
    """Give the noun of a canonical form: terms that were frozen need no reader that may change.

    A group that did not exist yet when they were frozen is absent.

    Raises:
        ValueError, KeyError or TypeError: it is not a form of this noun.
    """
    value = _value(noun, json.loads(form))
    if not isinstance(value, noun):
        raise TypeError(noun.__name__)
    return value


@cache
def _hints(noun: type) -> Mapping[str, Any]:
    return get_type_hints(noun)


def _value(hint: Any, plain: Any) -> Any:
    if get_origin(hint) in (Union, types.UnionType):
        hint = next(part for part in get_args(hint) if part is not type(None))
        return None if plain is None else _value(hint, plain)
    if get_origin(hint) is tuple:
        return tuple(_value(get_args(hint)[0], item) for item in plain)
    if dataclasses.is_dataclass(hint):
        return _noun(hint, plain)
    if hint is date:
        return date.fromisoformat(plain)
    return plain if hint in (bool, str) else hint(plain)


def _noun(noun: Any, plain: Mapping[str, Any]) -> Any:
    told = _hints(noun)
    given = {**dict.fromkeys(_optional(noun)), **plain}
    return noun(**{name: _value(told[name], given[name]) for name in told})


@cache
def _optional(noun: type) -> tuple[str, ...]:
    """Name the fields that may be absent."""
    return tuple(name for name, hint in _hints(noun).items() if type(None) in get_args(hint))
