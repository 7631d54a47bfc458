"""A table of names and its twin in another language as one table, with a column a language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from scopegen.document import Cell, Line, Span, Table, Text

Lines = tuple[Line, ...]


def twin_rows(left: Table, right: Table) -> Iterator[tuple[Lines, Lines]]:
    """Give row by row what stands left and right: the name in bold, and under it what it says."""
    for one, two in zip(left.rows, right.rows, strict=True):
        yield _lines(one), _lines(two)


def _lines(row: tuple[Cell, ...]) -> Lines:
    name, *told = row
    bold = tuple(tuple(map(_in_bold, line)) for line in name.lines)
    return (*bold, *(line for cell in told for line in cell.lines))


def _in_bold(span: Span) -> Span:
    return replace(span, bold=True) if isinstance(span, Text) else span
