"""Fields as people write them, and the values that stand there: `attendance.tiers[].charge`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from scopegen.diagnostics import Path

POSITION = re.compile(r"\[[0-9]+\]")


def generic(field: str) -> str:
    """Give a field of one row as the field of every row: `tiers[0].charge` as `tiers[].charge`."""
    return POSITION.sub("[]", field)


def values_at(node: Any, field: str) -> Iterator[tuple[Path, Any]]:
    """Walk the values at a field of data or of a noun; `[]` stands for each row of a list.

    Nothing is given where a group on the way is not there.
    """
    yield from _walk(node, tuple(field.split(".")), ())


def _walk(node: Any, steps: Sequence[str], path: Path) -> Iterator[tuple[Path, Any]]:
    if not steps:
        yield path, node
        return
    step, rest = steps[0], steps[1:]
    name = step.removesuffix("[]")
    here, inner = (*path, name), _child(node, name)
    if not step.endswith("[]"):
        if node is not None:
            yield from _walk(inner, rest, here)
        return
    for at, row in enumerate(inner or ()):
        yield from _walk(row, rest, (*here, at))


def _child(node: Any, name: str) -> Any:
    return node.get(name) if isinstance(node, Mapping) else getattr(node, name, None)
