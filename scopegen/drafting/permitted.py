"""What the text of a firm's own clause may do: print fields, choose sentences, go through a list.

Jinja's sandbox keeps a text out of the inside of the program, but not from taking all time and
memory there is. So the list of what is allowed is short and closed, as it is for Word templates;
it holds all that the bundled clauses do.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from jinja2 import nodes

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

ALLOWED = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.Tuple),
    *(nodes.List, nodes.If, nodes.For, nodes.CondExpr, nodes.Compare, nodes.Operand, nodes.And),
    *(nodes.Or, nodes.Not, nodes.Getattr, nodes.Getitem, nodes.Slice, nodes.Filter, nodes.Call),
    *(nodes.Keyword, nodes.Test, nodes.Add, nodes.Sub, nodes.Neg, nodes.Concat),
)
FILTERS = frozenset(
    (
        *("length", "count", "list", "sort", "unique", "first", "last", "join", "min", "max"),
        *("select", "reject", "selectattr", "rejectattr", "map", "sum", "default"),
    )
)
"""None of them makes anything larger than what goes in."""
METHODS = frozenset(("times",))
DEEPEST = 12
"""Conditions and loops inside each other; the bundled clauses have four."""
DEEPEST_NODE = 60
MOST_TOLD = 50

Offence = tuple[str, int, str, str]
"""Code, line of the text, what was found, and which hint says what to do."""


def offences(tree: nodes.Template, callable_: Collection[str]) -> Iterator[Offence]:
    """Give what a text may not do: SG203 for what lies inside a value, SG636 for the rest."""
    yield from _Walk(callable_=callable_).of(tree)


def is_too_deep(node: nodes.Node, depth: int = 0) -> bool:
    """Tell whether a text nests so deep that it cannot be walked."""
    return depth > DEEPEST_NODE or any(
        is_too_deep(child, depth + 1) for child in node.iter_child_nodes()
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Walk:
    """A way down a text: what may be called, and the names that loops have bound."""

    callable_: Collection[str]
    bound: frozenset[str] = frozenset()
    depth: int = 0

    def of(self, node: nodes.Node) -> Iterator[Offence]:
        told = self._refused(node)
        if told or self.depth > DEEPEST:
            hint = "default" if told else "deep"
            code = "SG203" if told.startswith("_") else "SG636"
            yield code, _line(node), told or "if, for", hint
            return
        below = replace(self, depth=self.depth + isinstance(node, nodes.If | nodes.For))
        if isinstance(node, nodes.For):
            names = frozenset(name.name for name in node.target.find_all(nodes.Name))
            below = replace(below, bound=self.bound | names | _named(node.target))
        for child in node.iter_child_nodes():
            yield from below.of(child)

    def _refused(self, node: nodes.Node) -> str:
        """Name what is refused; empty when nothing is."""
        match node:
            case nodes.Getattr(attr=str(name)) if name.startswith("_"):
                return name
            case nodes.Getitem(arg=nodes.Const(value=str(name))) if name.startswith("_"):
                return name
            case nodes.Filter():
                return self._filter(node)
            case nodes.Call():
                return self._call(node)
            case nodes.For():
                return self._loop(node)
        return "" if isinstance(node, ALLOWED) else type(node).__name__.lower()

    def _filter(self, node: nodes.Filter) -> str:
        of_values = node.name in {"map", "sum"} and node.args
        inside = any(
            isinstance(one.value, nodes.Const) and "_" in str(one.value.value)[:1]
            for one in node.kwargs
        )
        spread = node.dyn_args or node.dyn_kwargs
        return f"|{node.name}" if node.name not in FILTERS or of_values or inside or spread else ""

    def _call(self, node: nodes.Call) -> str:
        match node.node:
            case nodes.Name(name=name):
                known = name in self.callable_ and name not in self.bound
            case nodes.Getattr(attr=name):
                known = name in METHODS
            case _:
                known, name = False, "..."
        return "" if known and not (node.dyn_args or node.dyn_kwargs) else f"{name}()"

    def _loop(self, node: nodes.For) -> str:
        """A loop inside a loop goes through a part of the row at hand, or it has no end."""
        first = _first_name(node.iter)
        if node.recursive or (self.bound and first not in self.bound):
            return f"for ... in {first or '...'}"
        return ""


def _line(node: nodes.Node) -> int:
    """Give the line of a node; Jinja gives some none, but what is inside has one."""
    return next((inner.lineno for inner in (node, *node.find_all(nodes.Node)) if inner.lineno), 1)


def _first_name(node: nodes.Node) -> str:
    while not isinstance(node, nodes.Name):
        below = next(node.iter_child_nodes(), None)
        if below is None:
            return ""
        node = below
    return node.name


def _named(target: nodes.Node) -> frozenset[str]:
    return frozenset((target.name,)) if isinstance(target, nodes.Name) else frozenset()
