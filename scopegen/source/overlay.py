"""One file laid over another: what the upper one says counts, the lower one fills in the rest.

Groups are merged field by field and lists are taken whole, so that an engagement says only what
differs from its firm's standard. Nodes of both files keep their own place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from scopegen.diagnostics import Path
from scopegen.source.nodes import Group, Items, Node, Scalar
from scopegen.source.schema import GROUP, Rule
from scopegen.source.values import NONE


@dataclass(frozen=True, slots=True)
class Underlay:
    """The values of another file that fill in what a file leaves out."""

    file: str
    root: Group


@dataclass(frozen=True, slots=True)
class Overlaid:
    """Two files as one."""

    root: Group
    lent: Mapping[Node, str] = field(default_factory=dict)
    """The nodes that came from below, keys as well, with their file."""
    paths: tuple[Path, ...] = ()
    """The values that came from below; a list as a whole."""


def laid_over(upper: Group, under: Underlay, rule: Rule) -> Overlaid:
    """Lay one file over another; both keep what they say.

    A plain `none` takes away a value from below where a field that is left out is nothing: an
    engagement can do without a group or text that its firm fills in.
    """
    layers = _Layers(under.file)
    root = layers.merged(upper, under.root, rule, ())
    return Overlaid(root, layers.lent, tuple(layers.paths))


class _Layers:
    """Merges groups, and notes what came from below."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.lent: dict[Node, str] = {}
        self.paths: list[Path] = []

    def merged(self, upper: Group, lower: Group, rule: Rule, path: Path) -> Group:
        entries = dict(upper.entries)
        for name, (key, below) in lower.entries.items():
            inner, here = rule.fields.get(name), (*path, name)
            if name not in entries:
                entries[name] = (key, below)
                self._lend(key, below, here)
                continue
            own, above = entries[name]
            if isinstance(above, Group) and isinstance(below, Group) and inner:
                entries[name] = (own, self.merged(above, below, inner, here))
            elif inner and _is_nothing(above) and may_go(inner):
                del entries[name]
        return Group(upper.start, upper.end, entries)

    def _lend(self, key: Scalar, node: Node, path: Path) -> None:
        self.lent |= dict.fromkeys((key, *nodes_of(node)), self.file)
        self.paths += _leaves(node, path)


def _is_nothing(node: Node) -> bool:
    return isinstance(node, Scalar) and not node.quoted and node.text.lower() in NONE


def may_go(rule: Rule) -> bool:
    """Tell whether a field that is left out is nothing, and `none` is no value of its own."""
    filled = rule.default or rule.computed or rule.required or rule.nullable
    own = set(rule.allowed) & set(NONE)
    return not (filled or own) and (rule.kind != GROUP or rule.optional)


def _leaves(node: Node, path: Path) -> Iterator[Path]:
    if isinstance(node, Group) and node.entries:
        for name, (_, inner) in node.entries.items():
            yield from _leaves(inner, (*path, name))
    else:
        yield path


def nodes_of(node: Node) -> Iterator[Node]:
    """Give a node with all that is in it; keys of groups too."""
    yield node
    if isinstance(node, Items):
        for each in node.nodes:
            yield from nodes_of(each)
    elif isinstance(node, Group):
        for key, each in node.entries.values():
            yield key
            yield from nodes_of(each)
