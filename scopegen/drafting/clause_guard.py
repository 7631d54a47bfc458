"""Read the text of a firm's clause as a program, and find what it may not do.

The sandbox would stop some of it, one letter at a time, and puts no bound on time or size. Here
everything is told at once, before any letter is made. What is allowed stands in `permitted`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import islice
from pathlib import Path

from jinja2 import Environment, TemplateSyntaxError, nodes
from jinja2.meta import find_undeclared_variables

from scopegen.diagnostics import Diagnostic, Location, finding
from scopegen.drafting.library import without_statement_lines
from scopegen.drafting.permitted import MOST_TOLD, Offence, is_too_deep, offences
from scopegen.source import check_value

TOO_MUCH = TemplateSyntaxError("...", 1)
"""Brackets or digits by the thousand."""


def check_clause_text(text: str, file: Path, names: Collection[str]) -> Iterator[Diagnostic]:
    """Find what a clause may not say: SG102, SG203, SG204 and SG636, each with its line.

    `names` are those that a clause may use: sections of the spec, and words worked out from it.
    """
    try:
        tree = parsed(without_statement_lines(text))
    except TemplateSyntaxError as error:
        code, hint = ("SG636", "deep") if error is TOO_MUCH else ("SG204", "default")
        yield _told((code, error.lineno, error.message or "", hint), file)
        return
    found = tuple(islice(offences(tree, names), MOST_TOLD))
    yield from (_told(one, file) for one in found or _unknown(tree, names))
    for node in () if found else tree.find_all(nodes.Const):
        if isinstance(node.value, str):
            yield from check_value(node.value, _place(file, node.lineno))


def parsed(text: str) -> nodes.Template:
    """Read the text of a clause.

    Raises:
        TemplateSyntaxError: it is no template, or one with brackets or digits by the thousand.
    """
    environment = Environment(autoescape=True, optimized=False)
    environment.globals.clear()
    try:
        tree = environment.parse(text)
        deep = is_too_deep(tree)
    except ValueError as error:  # a number of pages
        raise TemplateSyntaxError(str(error).partition(";")[0], 1) from error
    except RecursionError as error:
        raise TOO_MUCH from error
    if deep:
        raise TOO_MUCH
    return tree


def _unknown(tree: nodes.Template, names: Collection[str]) -> Iterator[Offence]:
    unknown = find_undeclared_variables(tree) - set(names)
    told = [(node.lineno, node.name) for node in tree.find_all(nodes.Name) if node.name in unknown]
    for line, name in list(dict.fromkeys(told))[:MOST_TOLD]:
        yield "SG203", line, f"'{name}'", "default"


def _told(offence: Offence, file: Path) -> Diagnostic:
    code, line, found, hint = offence
    return finding(code, _place(file, line), file=file, line=line, found=found, hint=hint)


def _place(file: Path, line: int) -> Location:
    return Location(file.as_posix(), line, 1, line, 1)
