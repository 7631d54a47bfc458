"""From the text of a file to its tree: parse, read the values, judge the structure, fill in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from scopegen.diagnostics import Checked, Location, Path, in_order
from scopegen.source.characters import BYTE_ORDER_MARK, MOST_REPORTED, check_text
from scopegen.source.nodes import Places, parse
from scopegen.source.schema import GROUP, Rule, Schema
from scopegen.source.structure import check_structure
from scopegen.source.values import ValueReader

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@dataclass(frozen=True, slots=True)
class Tree:
    """What a file says, with the defaults of the schema filled in."""

    file: str
    data: Mapping[str, Any]
    """Typed values. What is left out and has no static default is None."""
    defaults: tuple[Path, ...]
    """Where a default was used that is a value: a field, or a list as a whole."""
    _places: Places = field(repr=False, compare=False)

    def location(self, path: Path) -> Location:
        """Give the place of a value; of one that is not in the file, the nearest parent's key."""
        return self._places.location(path)

    def key_location(self, path: Path) -> Location:
        """Give the place of a key; of one that is not in the file, the nearest parent's."""
        return self._places.key_location(path)

    def values(self) -> Iterator[tuple[Path, Any]]:
        """Walk all values but groups and lists, each with its path."""
        return _values(self.data, ())


def _values(node: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    if isinstance(node, dict):
        for name, child in node.items():
            yield from _values(child, (*path, name))
    elif isinstance(node, list):
        for at, child in enumerate(node):
            yield from _values(child, (*path, at))
    else:
        yield path, node


def read(text: str, file: str, schema: Schema) -> Checked[Tree]:
    """Read a file by its schema; finds everything at once, in three steps that need each other."""
    text = text.removeprefix(BYTE_ORDER_MARK)
    if refused := in_order(check_text(text, file)):
        return Checked(None, refused)
    parsed = parse(text, file)
    if parsed.value is None:
        return Checked(None, in_order(parsed)[:MOST_REPORTED])
    places = Places(file, parsed.value)
    reader = ValueReader(places)
    data = reader.read(parsed.value, schema.root)
    found = in_order([*parsed, *reader.found, *check_structure(data, schema, places)])
    if found:
        return Checked(None, found[:MOST_REPORTED])
    filler = _Filler(reader)
    filled = filler.fill(schema.root, data, ())
    return Checked(Tree(file, filled, tuple(filler.used), places))


_ABSENT = object()
"""Tells what was not given from what was given as none."""


class _Filler:
    """Fills in what is absent, and notes in `used` where a default came in."""

    def __init__(self, reader: ValueReader) -> None:
        self.reader = reader
        self.used: list[Path] = []

    def fill(self, rule: Rule, value: Any, path: Path) -> Any:
        if value is _ABSENT:
            return self._default(rule, path)
        if isinstance(value, dict):
            return {
                name: self.fill(each, value.get(name, _ABSENT), (*path, name))
                for name, each in rule.fields.items()
            }
        if isinstance(value, list) and rule.items:
            return [self.fill(rule.items, each, (*path, n)) for n, each in enumerate(value)]
        return value

    def _default(self, rule: Rule, path: Path) -> Any:
        if rule.kind == GROUP:
            return None if rule.optional else self.fill(rule, {}, path)
        value = self.reader.read(rule.default, rule) if rule.default else None
        if value is not None:
            self.used.append(path)
        return _Filler(self.reader).fill(rule, value, path)  # a list is noted as a whole
