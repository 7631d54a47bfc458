"""YAML to nodes: every scalar stays text, every node knows its place.

Only the plain part of YAML is read: groups, lists and text. Anchors, aliases, merge keys, tags and
further documents are refused, and a file is read no further than its limits. PyYAML is used for
its events alone: its composer and constructors guess types and follow aliases.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NoReturn

import yaml

from scopegen.diagnostics import Checked, Diagnostic, Location, Path, Rejected, finding
from scopegen.source.characters import check_value
from scopegen.source.syntax import explain

if TYPE_CHECKING:
    from collections.abc import Callable

DEEPEST = 30
MOST_NODES = 10_000
MOST_ENTRIES = 200
"""Items of one list or fields of one group; Cerberus sorts all its errors for every new one."""
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # PyYAML may be built without its C parser
Mark = Any
"""A place as PyYAML tells it; its two parsers have a class of their own each."""
START = yaml.Mark("", 0, 0, 0, None, 0)
"""The place of what stands in no file."""


@dataclass(slots=True, eq=False)
class Scalar:
    """A piece of text. `quoted` is true for every style but the plain one."""

    start: Mark
    end: Mark
    text: str
    quoted: bool


@dataclass(slots=True, eq=False)
class Items:
    """A list."""

    start: Mark
    end: Mark
    nodes: list[Node]


@dataclass(slots=True, eq=False)
class Group:
    """A mapping; each entry keeps its key and its value."""

    start: Mark
    end: Mark
    entries: dict[str, tuple[Scalar, Node]]


Node = Scalar | Items | Group


@dataclass(frozen=True, slots=True)
class Places:
    """Where the nodes of a file are, with those that another file lent to it."""

    file: str
    root: Group
    lent: Mapping[Node, str] = field(default_factory=dict)
    """The nodes of another file, by identity, each with that file."""

    def location(self, path: Path) -> Location:
        """Give the place of a value; of a missing one, the key of its nearest parent."""
        node = self.node(path)
        return self._place(node) if node and path else self.key_location(path)

    def key_location(self, path: Path) -> Location:
        """Give the place of the key, or of its nearest parent's.

        An item of a list has no key, so that its first line stands for it; the first key of the
        file stands for the whole.
        """
        node: Node | None = self.root
        key = _first(self.root)
        for step in path:
            if isinstance(node, Group) and step in node.entries:
                key = node.entries[str(step)][0]
            node = _child(node, step)
            if node and isinstance(step, int):
                key = _first(node)
        return self._place(key)

    def text(self, path: Path) -> str:
        """Give the text of a value as it was typed; empty for a list or a group."""
        node = self.node(path)
        return node.text if isinstance(node, Scalar) else ""

    def _place(self, node: Node) -> Location:
        return place_of(node, self.lent.get(node, self.file))

    def node(self, path: Path) -> Node | None:
        """Give the node at a path, if there is one."""
        node: Node | None = self.root
        for step in path:
            node = _child(node, step)
        return node


def parse(text: str, file: str) -> Checked[Group]:
    """Read the nodes of a file; several things may be refused at once."""
    composer = _Composer(text, file)
    try:
        root = composer.root()
    except yaml.MarkedYAMLError as error:
        return Checked(None, (*composer.found, explain(error, text, file)))
    except Rejected as refusal:
        return Checked(None, (*composer.found, *refusal.diagnostics))
    return Checked(None if composer.refused else root, tuple(composer.found))


def place_of(node: Node, file: str) -> Location:
    """Give the place of a node."""
    return _span(node.start, node.end, file)


def _span(start: Mark, end: Mark, file: str) -> Location:
    """PyYAML counts lines and columns from 0."""
    return Location(file, start.line + 1, start.column + 1, end.line + 1, end.column + 1)


class _Composer:
    """Builds nodes from events; each method reads exactly the events of its node."""

    def __init__(self, text: str, file: str) -> None:
        self.next: Callable[[], Any] = _LOADER(text).get_event
        self.file = file
        self.has_escapes = "\\" in text
        self.found: list[Diagnostic] = []
        self.refused = False
        self.count = 0

    def root(self) -> Group:
        self.next()  # the start of the stream
        opening = self.next()
        if isinstance(opening, yaml.StreamEndEvent):
            raise Rejected([finding("SG115", Location(self.file, 1, 1, 1, 1))])
        if opening.version or opening.tags:
            self._refuse("SG113", opening, (), hint="directive")
        event = self.next()
        root = self._node(event, ())
        if not isinstance(root, Group):
            empty = isinstance(root, Scalar) and not root.text
            self._stop("SG115" if empty else "SG114", event)
        self.next()  # the end of the document
        following = self.next()
        if isinstance(following, yaml.DocumentStartEvent):
            self._refuse("SG116", following, ())
        return root

    def _node(self, event: Any, path: Path) -> Node:
        self.count += 1
        self._limit("count", self.count, MOST_NODES, event)
        if isinstance(event, yaml.AliasEvent):
            self._refuse("SG111", event, path, name=f"*{event.anchor}")
            return Scalar(event.start_mark, event.end_mark, "", quoted=True)
        if event.anchor is not None:
            self._refuse("SG111", event, path, name=f"&{event.anchor}")
        if event.tag is not None:
            self._refuse("SG113", event, path, hint="tag")
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        self._limit("depth", len(path) + 1, DEEPEST, event)
        is_list = isinstance(event, yaml.SequenceStartEvent)
        return self._items(event, path) if is_list else self._group(event, path)

    def _scalar(self, event: Any) -> Scalar:
        scalar = Scalar(event.start_mark, event.end_mark, event.value, quoted=bool(event.style))
        if self.has_escapes and event.style == '"':
            self.found += check_value(scalar.text, place_of(scalar, self.file))
        return scalar

    def _items(self, start: Any, path: Path) -> Items:
        items = Items(start.start_mark, start.end_mark, [])
        while not isinstance(event := self.next(), yaml.SequenceEndEvent):
            item = self._node(event, (*path, len(items.nodes)))
            items.nodes.append(item)
            items.end = item.end
            self._limit("length", len(items.nodes), MOST_ENTRIES, event)
        if start.flow_style:  # in block style the end event lies before the next thing instead
            items.end = event.end_mark
        return items

    def _group(self, start: Any, path: Path) -> Group:
        group = Group(start.start_mark, start.end_mark, {})
        while not isinstance(event := self.next(), yaml.MappingEndEvent):
            key = self._node(event, (*path, "?"))
            name = key.text if isinstance(key, Scalar) else ""
            value = self._node(self.next(), (*path, name))
            self._enter(group, key, value, path)
            group.end = value.end
            self._limit("length", len(group.entries), MOST_ENTRIES, event)
        if start.flow_style:
            group.end = event.end_mark
        return group

    def _enter(self, group: Group, key: Node, value: Node, path: Path) -> None:
        if not isinstance(key, Scalar) or not key.text:
            self._refuse("SG117", key, path)
        elif key.text == "<<" and not key.quoted:
            self._refuse("SG112", key, path)
        elif key.text in group.entries:
            first = group.entries[key.text][0].start.line + 1
            here, place = (*path, key.text), place_of(key, self.file)
            self.found.append(finding("SG109", place, here, field=key.text, first=first))
        else:
            group.entries[key.text] = (key, value)

    def _limit(self, what: str, count: int, limit: int, event: Any) -> None:
        if count > limit:
            self._stop("SG100", event, hint=what, limit=limit)

    def _refuse(self, code: str, what: Any, path: Path, **facts: Any) -> None:
        self.found.append(finding(code, self._place(what), path, **facts))
        self.refused = True

    def _stop(self, code: str, event: Any, **facts: Any) -> NoReturn:
        raise Rejected([finding(code, self._place(event), **facts)])

    def _place(self, what: Any) -> Location:
        if isinstance(what, Node):
            return place_of(what, self.file)
        return _span(what.start_mark, what.end_mark, self.file)


def _child(node: Node | None, step: str | int) -> Node | None:
    if isinstance(node, Group) and step in node.entries:
        return node.entries[str(step)][1]
    if isinstance(node, Items) and isinstance(step, int) and step < len(node.nodes):
        return node.nodes[step]
    return None


def _first(node: Node) -> Node:
    """Give the first key of a group, and anything else whole."""
    if isinstance(node, Group) and node.entries:
        return next(iter(node.entries.values()))[0]
    return node
