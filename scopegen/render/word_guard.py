"""Read the tags of a Word template as a program, and find what they may not do.

The sandbox would stop most of it, one letter at a time. Here everything is told at once, before
any letter is made: a template prints known fields, asks whether they are there, and loops over the
parts of the letter. It calls nothing, computes nothing and reaches into nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from jinja2 import TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from scopegen.render.word_fields import LETTER, PRINTED_FIELDS, TABLE_PARTS, VARIABLES

if TYPE_CHECKING:
    from collections.abc import Iterator

PLAIN = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.Tuple),
    *(nodes.If, nodes.For, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not),
)
"""What a template may be made of; anything else is refused."""
DEEPEST = 12
"""Loops and conditions inside each other; the bundled template has five."""

LOOPED_OVER = frozenset(
    ("blocks", "table.rows", "table.head", "row", "lines", "labels", "bars", "fields")
)
"""What the prototypes of the bundled template loop over."""

Offence = tuple[str, int, dict[str, str]]
"""Code, line of the source, and facts of the finding."""


def offences(source: str) -> Iterator[Offence]:
    """Give what is wrong with the tags of one part: SG563, SG564 and SG565, by line."""
    try:
        tree = ImmutableSandboxedEnvironment().parse(source)
    except TemplateSyntaxError as error:
        yield "SG564", error.lineno, {"problem": error.message or ""}
        return
    except RecursionError:
        yield "SG565", 1, {"what": "...", "hint": "deep"}
        return
    yield from _Walk(bound=frozenset()).of(tree)


@dataclass(frozen=True, slots=True)
class _Walk:
    """A way down a tree: the names that loops have bound, and what they loop over."""

    bound: frozenset[str]
    looping: tuple[str, ...] = ()
    depth: int = 0

    def of(self, node: nodes.Node) -> Iterator[Offence]:
        """Give the offences of a node and of all that it holds."""
        if self.depth > DEEPEST:
            yield "SG565", node.lineno, {"what": "if, for", "hint": "deep"}
        elif isinstance(node, nodes.For):
            yield from self._loop(node)
        elif isinstance(node, nodes.Getattr):
            yield from self._part(node)
        elif not isinstance(node, PLAIN):
            yield "SG565", _line(node), {"what": type(node).__name__.lower(), "hint": "default"}
        else:
            if isinstance(node, nodes.Name):
                yield from self._name(node)
            inner = isinstance(node, nodes.If)
            below = _Walk(self.bound, self.looping, self.depth + inner)
            for child in node.iter_child_nodes():
                yield from below.of(child)

    def _name(self, node: nodes.Name) -> Iterator[Offence]:
        if node.ctx == "load" and node.name not in VARIABLES | self.bound:
            nearest = get_close_matches(node.name, (*PRINTED_FIELDS, LETTER), n=1)
            facts = {"hint": "nearest", "nearest": nearest[0]} if nearest else {}
            yield "SG563", node.lineno, {"name": node.name, **facts}

    def _part(self, node: nodes.Getattr) -> Iterator[Offence]:
        owner = node.node
        known = isinstance(owner, nodes.Name) and owner.name in self.bound
        if not known or node.attr not in TABLE_PARTS:
            yield "SG565", node.lineno, {"what": f".{node.attr}", "hint": "default"}

    def _loop(self, node: nodes.For) -> Iterator[Offence]:
        """A loop inside a loop over the same thing would print a letter of any size."""
        over = _spelled(node.iter)
        if over in self.looping or node.recursive or node.test or over not in LOOPED_OVER:
            yield "SG565", node.lineno, {"what": f"for ... in {over or '...'}", "hint": "loop"}
            return
        names = frozenset(name.name for name in node.target.find_all(nodes.Name)) | _own(node)
        below = _Walk(self.bound | names, (*self.looping, over), self.depth + 1)
        for child in (*node.body, *node.else_):
            yield from below.of(child)


def _line(node: nodes.Node) -> int:
    """Give the line of a node; Jinja gives some none, but what is inside has one."""
    return next((inner.lineno for inner in (node, *node.find_all(nodes.Node)) if inner.lineno), 1)


def _spelled(node: nodes.Node) -> str:
    match node:
        case nodes.Name():
            return node.name
        case nodes.Getattr(node=nodes.Name() as owner):
            return f"{owner.name}.{node.attr}"
    return ""


def _own(node: nodes.For) -> frozenset[str]:
    target = node.target
    return frozenset((target.name,)) if isinstance(target, nodes.Name) else frozenset()
