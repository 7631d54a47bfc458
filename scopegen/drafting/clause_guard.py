"""Read the text of a firm's clause as a program, and find what it may not do.

The sandbox would stop some of it, one letter at a time, and puts no bound on time or size. Here
everything is told at once, before any letter is made: a clause prints fields, chooses sentences
with `if` and goes along the lists of the spec with `for`. It defines and computes nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from jinja2 import Environment, TemplateSyntaxError, nodes
from jinja2.meta import find_undeclared_variables

from scopegen.diagnostics import Diagnostic, Location, finding
from scopegen.drafting.library import without_statement_lines
from scopegen.source.characters import check_value

PLAIN = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.Keyword),
    *(nodes.If, nodes.CondExpr, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not),
    *(nodes.Getattr, nodes.Getitem, nodes.Slice, nodes.Add, nodes.Sub, nodes.Neg, nodes.Test),
)
"""What a clause may be made of, besides loops, lists, filters and calls of known names."""
FILTERS = frozenset(
    (
        *("first", "join", "last", "length", "list", "map", "reject", "rejectattr"),
        *("select", "selectattr", "sort", "sum", "unique"),
    )
)
DEEPEST = 40
"""Parts of a text inside each other; the bundled clauses have 12."""
MOST_LOOPS = 2
"""Loops inside each other, as in the bundled clauses."""
MOST_LISTED = 20
"""Values that a list in the text of a clause may have."""
METHODS = frozenset(("times",))
"""What a value may be asked with brackets: an amount, times a number."""


@dataclass(frozen=True, slots=True)
class Offence:
    """What is wrong with a line: a code of the catalogue, and what was found there."""

    code: str
    line: int
    found: str


def check_clause_text(text: str, file: Path, names: Collection[str]) -> Iterator[Diagnostic]:
    """Find what a clause may not say: SG102, SG203, SG204 and SG634, each with its line.

    `names` are those that a clause may use: sections of the spec, and words worked out from it.
    """
    try:
        tree = parsed(without_statement_lines(text))
    except TemplateSyntaxError as error:
        yield _told(Offence("SG204", error.lineno, error.message or ""), file)
        return
    offences = tuple(_Walk(frozenset(names)).of(tree))
    yield from (_told(one, file) for one in offences or _unknown(tree, names))
    for node in () if offences else tree.find_all(nodes.Const):
        if isinstance(node.value, str):
            yield from check_value(node.value, _place(file, node.lineno))


def parsed(text: str) -> nodes.Template:
    """Read the text of a clause.

    Raises:
        TemplateSyntaxError: it is no template, or one with brackets or digits by the thousand.
    """
    try:
        return Environment(autoescape=True).parse(text)
    except (RecursionError, ValueError) as error:
        raise TemplateSyntaxError("...", 1) from error


def _unknown(tree: nodes.Template, names: Collection[str]) -> Iterator[Offence]:
    unknown = find_undeclared_variables(tree) - set(names)
    for node in tree.find_all(nodes.Name):
        if node.name in unknown:
            yield Offence("SG203", node.lineno, f"'{node.name}'")


def _told(offence: Offence, file: Path) -> Diagnostic:
    line, found = offence.line, offence.found
    return finding(offence.code, _place(file, line), file=file, line=line, found=found)


def _place(file: Path, line: int) -> Location:
    return Location(file.as_posix(), line, 1, line, 1)


@dataclass(frozen=True, slots=True)
class _Walk:
    """A way down a tree. `along` is set where a loop says what it goes along."""

    names: frozenset[str]
    depth: int = 0
    loops: int = 0
    along: bool = False

    def of(self, node: nodes.Node) -> Iterator[Offence]:
        """Give the offences of a node and of all that it holds."""
        if self.depth > DEEPEST:
            yield Offence("SG634", node.lineno, "...")
        elif refused := self._refused(node):
            yield Offence("SG634", node.lineno, refused)
        elif isinstance(node, nodes.For):
            yield from self._loop(node)
        else:
            below = replace(self, depth=self.depth + 1)
            for child in node.iter_child_nodes():
                yield from below.of(child)

    def _loop(self, node: nodes.For) -> Iterator[Offence]:
        below = replace(self, depth=self.depth + 1, loops=self.loops + 1, along=False)
        yield from replace(below, along=True).of(node.iter)
        tests = (node.test,) if node.test else ()
        for child in (*tests, *node.body, *node.else_):
            yield from below.of(child)

    def _refused(self, node: nodes.Node) -> str:
        """Name what may not be there; empty when it may."""
        match node:
            case nodes.Call():
                return self._refused_call(node)
            case nodes.For():
                wrong = node.recursive or self.loops == MOST_LOOPS
                return "for" if wrong or isinstance(node.iter, nodes.Const) else ""
            case nodes.Filter():
                wrong = node.name not in FILTERS or (node.name == "map" and bool(node.args))
                return f"|{node.name}" if wrong else ""
            case nodes.List() | nodes.Tuple():
                return "[...]" if len(node.items) > MOST_LISTED else ""
        return "" if isinstance(node, PLAIN) else type(node).__name__.lower()

    def _refused_call(self, node: nodes.Call) -> str:
        """A loop goes along lists of the spec, not along what a call makes of words."""
        called = node.node
        known = isinstance(called, nodes.Name) and called.name in self.names
        asked = isinstance(called, nodes.Getattr) and called.attr in METHODS
        spread = node.dyn_args is not None or node.dyn_kwargs is not None
        if (known or asked) and not spread and not (self.along and node.args):
            return ""
        name = getattr(called, "name", "") or getattr(called, "attr", "")
        return f"{name}(...)"
