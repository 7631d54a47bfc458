"""A file as a tree of plain text, for answers that a spec is made from.

The file holds what a spec may hold, and nothing is required of it: fields may stand in groups or,
at the top, under dotted names, and one group will do where a list of groups is meant. What the
values mean is not judged here; a finding on the spec that they end up in can be moved back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from scopegen.diagnostics import Checked, Diagnostic, Path, finding, in_order
from scopegen.source.characters import BYTE_ORDER_MARK, check_text
from scopegen.source.nodes import Group, Items, Node, Places, Scalar, parse, place_of
from scopegen.source.overlay import Underlay
from scopegen.source.schema import Rule, Schema
from scopegen.source.values import NONE

Value = str | None | list["Value"] | dict[str, "Value"]
"""Text, a list or a group; None is the plain word for nothing, such as `none`."""


@dataclass(frozen=True, slots=True)
class TextFile:
    """What a file says, as a tree of plain text, and where it says it."""

    tree: Value
    _places: Places = field(repr=False, compare=False)

    def moved(self, found: Iterable[Diagnostic], spec: str) -> tuple[Diagnostic, ...]:
        """Give findings on a spec that holds these texts the places where their causes stand here.

        What is not in this file is told at its nearest parent.
        """
        root = parse(spec, "").value
        there = Places("", root) if root else self._places
        paths = (path for path, _ in _leaves(root)) if root else ()
        lines = {there.location(p).line: str(self._places.location(p).line) for p in paths}
        return in_order(self._moved(one, there, lines) for one in found)

    def _moved(self, one: Diagnostic, there: Places, lines: dict[int, str]) -> Diagnostic:
        key = there.key_location(one.path)
        at_key = one.location and replace(one.location, file=key.file) == key
        place = self._places.key_location if at_key else self._places.location
        facts = tuple(
            (name, lines.get(int(fact), fact) if name == "line" else fact)
            for name, fact in one.facts
        )
        return replace(one, location=place(one.path), facts=facts)


def read_texts(text: str, file: str, schema: Schema) -> Checked[TextFile]:
    """Read a file of texts; its structure follows the schema where that leaves no choice."""
    text = text.removeprefix(BYTE_ORDER_MARK)
    if refused := in_order(check_text(text, file)):
        return Checked(None, refused)
    parsed = parse(text, file)
    if parsed.value is None:
        return Checked(None, in_order(parsed))
    root = Group(parsed.value.start, parsed.value.end, {})
    found = list(parsed)
    for key, value in parsed.value.entries.values():
        found += _merge(root, _undotted(key, value), (), file)
    _lists_of_one(root, schema.root)
    places = Places(file, root)
    for path, leaf in _leaves(root):
        if not leaf.text and not leaf.quoted:
            found.append(finding("SG107", places.key_location(path), path))
    return Checked(TextFile(_value(root), places), in_order(found))


def _undotted(key: Scalar, value: Node) -> tuple[Scalar, Node]:
    first, *rest = key.text.split(".")
    if not all((first, *rest)):
        return key, value
    for name in reversed(rest):
        value = Group(key.start, value.end, {name: (replace(key, text=name), value)})
    return replace(key, text=first), value


def _merge(group: Group, entry: tuple[Scalar, Node], path: Path, file: str) -> Iterator[Diagnostic]:
    key, value = entry
    first, there = group.entries.setdefault(key.text, entry)
    if there is value:
        return
    path = (*path, key.text)
    if isinstance(there, Group) and isinstance(value, Group):
        for inner in value.entries.values():
            yield from _merge(there, inner, path, file)
    else:
        place, line = place_of(key, file), first.start.line + 1
        yield finding("SG109", place, path, field=key.text, first=line)


def _lists_of_one(group: Group, rule: Rule) -> None:
    for name, (key, value) in group.entries.items():
        inner = rule.fields.get(name)
        if not inner or not isinstance(value, Group):
            continue
        if inner.items and inner.items.fields:
            group.entries[name] = (key, Items(value.start, value.end, [value]))
        else:
            _lists_of_one(value, inner)


def _value(node: Node) -> Value:
    if isinstance(node, Scalar):
        return None if not node.quoted and node.text.lower() in NONE else node.text
    if isinstance(node, Items):
        return [_value(each) for each in node.nodes]
    return {name: _value(value) for name, (_, value) in node.entries.items()}


def _leaves(node: Node, path: Path = ()) -> Iterator[tuple[Path, Scalar]]:
    if isinstance(node, Scalar):
        yield path, node
    elif isinstance(node, Items):
        for at, item in enumerate(node.nodes):
            yield from _leaves(item, (*path, at))
    else:
        for name, (_, value) in node.entries.items():
            yield from _leaves(value, (*path, name))


def text_at(tree: Value, path: Path) -> str:
    """Give the text at a path; empty when there is none."""
    for step in path:
        tree = _children(tree).get(step)
    return tree if isinstance(tree, str) else ""


def value_at(under: Underlay, path: Path) -> Value:
    """Give what stands at a path of a file below, as text; None when nothing does."""
    node: Node | None = Places(under.file, under.root).node(path)
    return _value(node) if node else None


def is_open(tree: Value, path: Path) -> bool:
    """Tell whether nothing stands at a path, nor in the way to it."""
    for step in path:
        if not isinstance(tree, list if isinstance(step, int) else dict):
            return False
        children = _children(tree)
        if step not in children:
            return True
        tree = children[step]
    return False


def planted(tree: Value, path: Path, value: Value) -> Value:
    """Give the tree with this value at a path."""
    if not path:
        return value
    step, children = path[0], _children(tree)
    children[step] = planted(children.get(step), path[1:], value)
    if isinstance(step, int):
        return list(children.values())
    return {str(name): child for name, child in children.items()}


def _children(node: Value) -> dict[str | int, Value]:
    if isinstance(node, list):
        return dict(enumerate(node))
    return dict(node.items()) if isinstance(node, dict) else {}
