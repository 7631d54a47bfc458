"""Rows of a list laid over a base file: each cell is the value of the field that its column names.

Columns are named as messages show fields, `parties.client.name`, and an item of a list by its place
or id: `preconditions[0].due` or `preconditions[P1].due`. An empty cell leaves the base as it is;
`none` takes a value away that may be left out. A text with several lines fills a list, a line an
item.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from typing import Any

import yaml

from scopegen.diagnostics import Checked, Diagnostic, Path, finding
from scopegen.source.client_list import ClientList, Row
from scopegen.source.nodes import Group, Items, Node, Scalar
from scopegen.source.overlay import Overlaid, may_go, nodes_of
from scopegen.source.schema import GROUP, LIST, Rule, Schema, fields
from scopegen.source.values import NONE

NOTE = "#"
"""How the name of a column begins that is for people, and not read."""
NAME = re.compile(r"\w+(?:\.\w+|\[[^\[\]]+\])*")
ITEM = re.compile(r"\[[^\[\]]*\]")
STEP = re.compile(r"(?P<name>[^.\[\]]+)|\[(?P<item>[^\[\]]+)\]")
ID = "id"
"""The field by which an item of a list is known."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column that is read: its number from 1, the field that it fills, and the field's rule."""

    number: int
    path: Path
    rule: Rule


@dataclass(frozen=True)
class Ground:
    """What rows are laid over: a base file, read once for all of them."""

    file: str
    root: Group
    columns: tuple[Column, ...]

    @cached_property
    def lent(self) -> Mapping[Node, str]:
        """Every node of the base, with its file."""
        return dict.fromkeys(nodes_of(self.root), self.file)


def ground_of(base: Group, file: str, listed: ClientList, schema: Schema) -> Checked[Ground]:
    """See which field each column fills; all columns that fill none are told.

    Finds a column without a name (SG803, default), one that is there twice (SG803, twice), one
    that is no field (SG804), one for a whole group (SG804, group) and one for an item that the base
    does not have (SG804, item).
    """
    finder = _Finder(base, listed, schema)
    columns = tuple(finder.columns())
    found = tuple(finder.found)
    return Checked(None if found else Ground(file, base, columns), found)


def laid(ground: Ground, row: Row) -> Overlaid:
    """Lay one row over the base; what comes from the row has its cell as its place."""
    root = ground.root
    for column in ground.columns:
        text = row.cells[column.number - 1] if column.number <= len(row.cells) else ""
        if text.lower() in NONE and may_go(column.rule) and _all_names(column.path):
            root = _without(root, column.path)
        elif text:
            planted = _planted(root, column.path, _node(text, row.number, column))
            root = planted if isinstance(planted, Group) else root
    return Overlaid(root, ground.lent)


def _all_names(path: Path) -> bool:
    return all(isinstance(step, str) for step in path)


def _node(text: str, line: int, column: Column) -> Node:
    if column.rule.kind != LIST:
        return _scalar(text, line, column.number)
    items: list[Node] = [_scalar(one, line, column.number) for one in text.split("\n") if one]
    place = _scalar("", line, column.number)
    return Items(place.start, place.end, items)


def _scalar(text: str, line: int, column: int) -> Scalar:
    start, end = (yaml.Mark("", 0, line - 1, at, None, 0) for at in (column - 1, column))
    return Scalar(start, end, text, quoted=False)


def _planted(node: Node | None, path: Path, value: Node) -> Node:
    """Give a copy of a node with a value at a path; what is beside the path stays the same node."""
    step, *deeper = path
    if isinstance(node, Items) and isinstance(step, int):
        items = list(node.nodes)
        items[step] = _planted(items[step], tuple(deeper), value) if deeper else value
        return Items(node.start, node.end, items)
    group = node if isinstance(node, Group) else Group(value.start, value.end, {})
    own = Scalar(value.start, value.end, str(step), quoted=False)
    key, inner = group.entries.get(str(step), (own, None))
    entry = (key, _planted(inner, tuple(deeper), value)) if deeper else (own, value)
    return Group(group.start, group.end, {**group.entries, str(step): entry})


def _without(node: Group, path: Path) -> Group:
    """Give a copy of a group that has nothing at a path."""
    name, *deeper = path
    entries = dict(node.entries)
    key, inner = entries.get(str(name), (None, None))
    if not deeper:
        entries.pop(str(name), None)
    elif key and isinstance(inner, Group):
        entries[str(name)] = (key, _without(inner, tuple(deeper)))
    return Group(node.start, node.end, entries)


class _Finder:
    """Finds the field of each column."""

    def __init__(self, base: Group, listed: ClientList, schema: Schema) -> None:
        self.base, self.listed, self.schema = base, listed, schema
        self.found: list[Diagnostic] = []

    def columns(self) -> Iterator[Column]:
        seen: dict[Path, int] = {}
        for number, name in enumerate(self.listed.head.cells, start=1):
            if name.startswith(NOTE) or not self._is_named(number, name):
                continue
            column = self._column(number, name)
            if column and column.path in seen:
                self._tell("SG803", number, name, hint="twice", first=seen[column.path])
            elif column:
                seen[column.path] = number
                yield column

    def _is_named(self, number: int, name: str) -> bool:
        filled = any(len(row.cells) >= number and row.cells[number - 1] for row in self.listed.rows)
        if not name and filled:
            self._tell("SG803", number, name)
        return bool(name)

    def _column(self, number: int, name: str) -> Column | None:
        rule: Rule | None = self.schema.root if NAME.fullmatch(name) else None
        node: Node | None = self.base
        path: list[str | int] = []
        for step in STEP.finditer(name):
            said = step["name"] or step["item"]
            at = _step(node, rule, said)
            if at is None and rule:
                self._tell("SG804", number, name, hint="item", item=said)
                return None
            path.append(at or 0)
            rule, node = _down(rule, node, at or 0)
        if rule is None:
            self._tell("SG804", number, name, **self._nearest(name))
            return None
        if rule.kind == GROUP or (rule.kind == LIST and rule.items and rule.items.fields):
            inner = next(iter(rule.fields or (rule.items.fields if rule.items else {})), "")
            self._tell("SG804", number, name, hint="group", inner=inner)
            return None
        return Column(number, tuple(path), rule)

    def _nearest(self, name: str) -> dict[str, str]:
        """Give the field that was meant; it names the items that the column named."""
        known = [each.path.removesuffix("[]") for each in fields(self.schema)]
        items = iter(ITEM.findall(name))
        bare = ITEM.sub("[]", name).lower()
        near = get_close_matches(bare, known, n=1)
        last = bare.rpartition(".")[2]
        alike = [each for each in known if each.rpartition(".")[2] == last]
        fix = (near or alike or [""])[0]
        named = ITEM.sub(lambda _: next(items, "[0]"), fix)
        return {"hint": "near", "fix": named} if fix else {}

    def _tell(self, code: str, number: int, name: str, **facts: Any) -> None:
        place = self.listed.place(self.listed.head.number, number)
        self.found.append(finding(code, place, found=name, column=number, **facts))


def _step(node: Node | None, rule: Rule | None, said: str) -> str | int | None:
    """Give the step to a field, or to an item of a list; None when the base lacks that item."""
    if rule is None or rule.kind != LIST:
        return said
    items: Sequence[Node] = node.nodes if isinstance(node, Items) else ()
    if said.isdigit():
        return int(said) if int(said) < len(items) else None
    ids = [
        one.entries[ID][1] if isinstance(one, Group) and ID in one.entries else None
        for one in items
    ]
    named = [isinstance(one, Scalar) and one.text == said for one in ids]
    return named.index(True) if True in named else None


def _down(rule: Rule | None, node: Node | None, at: str | int) -> tuple[Rule | None, Node | None]:
    if isinstance(at, int):
        return rule and rule.items, node.nodes[at] if isinstance(node, Items) else None
    inner = node.entries.get(at) if isinstance(node, Group) else None
    return (rule.fields.get(at) if rule else None), inner[1] if inner else None
