"""The ways to change a spec, and what a change brings along from the file below it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scopegen.diagnostics import Path
from scopegen.source.overlay import Underlay
from scopegen.source.texts import Value, is_open, value_at


@dataclass(frozen=True, slots=True)
class Set:
    """Give a field this text, as a user would type it; one that is not there is added.

    None, and `none` where the field takes it, are written as the plain word.
    """

    path: Path
    text: str | None


@dataclass(frozen=True, slots=True)
class Add:
    """Append an item, of text or a group of texts, to a list; a list that is not there is begun."""

    path: Path
    item: Value


@dataclass(frozen=True, slots=True)
class Remove:
    """Take away a field or an item, with its own lines and the comments on them."""

    path: Path


Amendment = Set | Add | Remove


def _with_rows_below(change: Amendment, tree: Value, under: Underlay | None) -> Iterator[Amendment]:
    """Add the rows of a list from below first: one that is begun here would hide them."""
    if under and isinstance(change, Add) and is_open(tree, change.path):
        rows = value_at(under, change.path)
        yield from (Add(change.path, row) for row in (rows if isinstance(rows, list) else ()))
    yield change
