"""The ways to change a spec, and what a change brings along from the file below it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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


def with_rows_below(
    changes: Iterable[Amendment], tree: Value, under: Underlay | None
) -> Iterator[Amendment]:
    """Add the rows of a list from below first: a list that is begun here would hide them."""
    begun: set[Path] = set()
    for change in changes:
        if under and isinstance(change, Add) and change.path not in begun:
            rows = value_at(under, change.path) if is_open(tree, change.path) else None
            yield from (Add(change.path, row) for row in (rows if isinstance(rows, list) else ()))
            begun.add(change.path)
        yield change
