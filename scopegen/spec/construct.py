"""Typed data becomes the nouns: one recursive constructor for every dataclass of the model."""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

N = TypeVar("N")


def construct(noun: Callable[..., N], data: Mapping[str, Any]) -> N:
    """Build a noun of the model from data of the same shape; lists become tuples.

    Missing keys become None. The schema has already checked the data, so a misfit is a fault of
    ours and raises TypeError.
    """
    hints = _hints(noun)
    return noun(**{name: _value(hint, data.get(name)) for name, hint in hints.items()})


@cache
def _hints(noun: Callable[..., object]) -> dict[str, Any]:
    return get_type_hints(noun)


def _value(hint: Any, value: Any) -> Any:
    if get_origin(hint) in (Union, types.UnionType):
        hint = next(part for part in get_args(hint) if part is not type(None))
        return None if value is None else _value(hint, value)
    if get_origin(hint) is tuple:
        return tuple(_value(get_args(hint)[0], item) for item in value)
    if isinstance(value, Mapping):
        return construct(hint, value)
    return hint(value) if hint is not type(value) and _is_enum(hint) else value


def _is_enum(hint: Any) -> bool:
    return isinstance(hint, type) and hasattr(hint, "__members__")
