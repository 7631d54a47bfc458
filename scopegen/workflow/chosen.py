"""What was chosen for the user: the defaults that were used, and what the firm filled in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from scopegen.diagnostics import Path, dotted
from scopegen.model.engagement import Engagement
from scopegen.source.writing import typed_data, typed_in_flow
from scopegen.workflow.reading import Examined

NOTHING: tuple[object, ...] = ((), None)


def used_defaults(examined: Examined) -> Iterator[tuple[str, str]]:
    """Give the fields that a default filled in, with the value as one would type it.

    They stand in the order of the sections. Empty lists are left out: what is not there is no term.
    """
    spec = examined.spec
    if spec is None:
        return
    order = [section.name for section in fields(Engagement)]
    terms = [path for path in spec.defaults if path[0] in order]
    for path in sorted(terms, key=lambda path: order.index(str(path[0]))):
        value = _value_at(spec.engagement, path)
        if value not in NOTHING:
            yield dotted(path), typed_in_flow(value)


def from_house(examined: Examined) -> Iterator[tuple[str, str]]:
    """Give the fields that the house standard filled in, with the value as one would type it."""
    tree = examined.tree
    for path in tree.lent if tree else ():
        yield dotted(path), typed_data(_in_data(tree.data if tree else {}, path))


def _in_data(data: Any, path: Path) -> object:
    for step in path:
        data = data[step]
    return data


def _value_at(engagement: Engagement, path: Path) -> object:
    noun: Any = engagement
    for step in path:
        noun = noun[step] if isinstance(step, int) else getattr(noun, step)
    return noun
