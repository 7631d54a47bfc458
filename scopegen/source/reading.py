"""From the text of a file to its tree: parse, read the values, judge the structure, fill in."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from scopegen.diagnostics import Checked, Diagnostic, Location, Path, in_order
from scopegen.source.characters import BYTE_ORDER_MARK, MOST_REPORTED, check_text
from scopegen.source.nodes import START, Group, Node, Places, Scalar, parse
from scopegen.source.overlay import Overlaid, Underlay, laid_over
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
    lent: tuple[Path, ...] = ()
    """The values that the file below filled in; a list as a whole."""

    def location(self, path: Path) -> Location:
        """Give the place of a value; of one that is not in the file, the nearest parent's key."""
        return self._places.location(path)

    def key_location(self, path: Path) -> Location:
        """Give the place of a key; of one that is not in the file, the nearest parent's."""
        return self._places.key_location(path)

    def values(self) -> Iterator[tuple[Path, Any]]:
        """Walk all values but groups and lists, each with its path."""
        return _values(self.data, ())

    def under(self, path: Path) -> Underlay | None:
        """Give the group at a path, to lay a file over; None when it is not there."""
        node = self._places.node(path)
        return Underlay(self.file, node) if isinstance(node, Group) else None

    def read_as(self, path: Path, rule: Rule) -> Checked[Any]:
        """Read the text at a path by another rule; what is wrong with it is told at its place."""
        text, place = self._places.text(path), self.location(path)
        told = read_value(text, rule)
        return Checked(told.value, tuple(replace(o, location=place, path=path) for o in told))


def _values(node: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    if isinstance(node, dict):
        for name, child in node.items():
            yield from _values(child, (*path, name))
    elif isinstance(node, list):
        for at, child in enumerate(node):
            yield from _values(child, (*path, at))
    else:
        yield path, node


def read(text: str, file: str, schema: Schema, under: Underlay | None = None) -> Checked[Tree]:
    """Read a file by its schema; finds everything at once, in three steps that need each other.

    What the file leaves out is taken from the file below it, and then from the schema.
    """
    text = text.removeprefix(BYTE_ORDER_MARK)
    if refused := checked_text(text, file):
        return Checked(None, refused)
    parsed = parse(text, file)
    if parsed.value is None:
        return Checked(None, in_order(parsed)[:MOST_REPORTED])
    whole = laid_over(parsed.value, under, schema.root) if under else Overlaid(parsed.value)
    return read_laid(whole, file, schema, parsed.diagnostics)


def checked_text(text: str, file: str) -> tuple[Diagnostic, ...]:
    """Find what keeps a text from being parsed at all: its size, or its characters."""
    return in_order(check_text(text, file))


@dataclass(frozen=True, slots=True)
class Sound:
    """Groups that were read and found sound: the same node need not be read again.

    Of files that are laid over one base most groups are the very nodes of that base.
    """

    groups: dict[str, tuple[Node, Any]] = field(default_factory=dict)

    def of(self, root: Group) -> dict[str, Any]:
        """Give the values of the groups of a file that are known, by name."""
        entries = ((name, node, self.groups.get(name)) for name, (_, node) in root.entries.items())
        return {name: known[1] for name, node, known in entries if known and known[0] is node}

    def add(self, root: Group, data: Mapping[str, Any]) -> None:
        """Keep the groups of a file without findings."""
        for name, (_, node) in root.entries.items():
            self.groups[name] = (node, data[name])


def read_laid(
    whole: Overlaid,
    file: str,
    schema: Schema,
    before: tuple[Diagnostic, ...] = (),
    sound: Sound | None = None,
) -> Checked[Tree]:
    """Read files that were laid over each other, as `read` does one; `before` was found earlier.

    `sound` remembers groups from one call to the next.
    """
    places = Places(file, whole.root, whole.lent)
    reader = ValueReader(places)
    known = sound.of(whole.root) if sound else {}
    data = known | reader.read(_without(whole.root, known), schema.root)
    found = in_order([*before, *reader.found, *check_structure(data, schema, places, known)])
    if found:
        return Checked(None, found[:MOST_REPORTED])
    if sound:
        sound.add(whole.root, data)
    filler = _Filler(reader)
    filled = filler.fill(schema.root, data, ())
    return Checked(Tree(file, filled, tuple(filler.used), places, whole.paths))


def _without(root: Group, known: Mapping[str, Any]) -> Group:
    left = {name: entry for name, entry in root.entries.items() if name not in known}
    return Group(root.start, root.end, left)


def read_value(text: str, rule: Rule) -> Checked[Any]:
    """Read one value by a rule, as it would be read in a file; it has no place of its own."""
    name = "value"
    key, node = (Scalar(START, START, one, quoted=False) for one in (name, text))
    places = Places("", Group(START, START, {name: (key, node)}))
    reader, alone = ValueReader(places), replace(rule, required=True)
    schema = Schema(Rule(kind=GROUP, fields={name: alone}))
    data = reader.read(places.root, schema.root)
    found = in_order([*reader.found, *check_structure(data, schema, places)])
    return Checked(None, found) if found else Checked(data[name])


def text_in(text: str, file: str, path: Path) -> tuple[str, Location] | None:
    """Give one text of a file with its place, if the file can be parsed; its rules do not count."""
    text = text.removeprefix(BYTE_ORDER_MARK)
    if any(check_text(text, file)):
        return None
    parsed = parse(text, file)
    places = Places(file, parsed.value) if parsed.value else None
    said = places.text(path) if places else ""
    return (said, places.location(path)) if places and said else None


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
