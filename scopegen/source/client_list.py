"""A list of clients as a table: a head that names fields, and a row for each letter.

CSV and Excel come to the same: every cell is the text that one would type in a spec. Rows that are
empty are left out; they still count, so that a row keeps the number that a spreadsheet shows.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from io import StringIO
from pathlib import PurePath
from typing import TYPE_CHECKING

from scopegen.diagnostics import Checked, Diagnostic, Location, Rejected, finding
from scopegen.source.characters import check_value, decode

if TYPE_CHECKING:
    from typing import Any

LARGEST = 64 * 1024 * 1024
"""Bytes of a list."""
MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 100_000, 500, 10_000
WORKBOOKS = (".xlsx", ".xlsm")
DELIMITERS = (";", ",", "\t")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number from 1, and its cells in order."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClientList:
    """A list that was read. Findings name its file, its row as line, and its column as column."""

    file: str
    head: Row
    rows: tuple[Row, ...]

    def place(self, row: int, column: int) -> Location:
        """Give the place of a cell; columns count from 1."""
        return cell_at(self.file, row, column)


def cell_at(file: str, row: int, column: int) -> Location:
    """Give the place of a cell: its row as line, its column as column, both from 1."""
    return Location(file, row, column, row, column + 1)


def read_client_list(raw: bytes, file: str, sheet: str = "") -> Checked[ClientList]:
    """Read a list; the end of its name says what it is. `sheet` names one of a workbook.

    Finds what is too large (SG800), no list (SG801), empty (SG802), wider than its head (SG805),
    or has characters that no letter can have (SG102).
    """
    if len(raw) > LARGEST:
        limit = f"{LARGEST // 1024 // 1024} MiB"
        return Checked(None, (finding("SG800", None, file=file, hint="size", limit=limit),))
    try:
        if PurePath(file).suffix.lower() in WORKBOOKS:
            workbook: Any = import_module("scopegen.source.workbook")
            rows = list(_limited(workbook.rows_of(raw, file, sheet), file))
        else:
            rows = list(_limited(_csv_rows(raw, file), file))
    except Rejected as refused:
        return Checked(None, refused.diagnostics)
    return _judged(file, [row for row in rows if any(row.cells)])


def _judged(file: str, rows: Sequence[Row]) -> Checked[ClientList]:
    if len(rows) < len(("head", "row")):
        return Checked(None, (finding("SG802", None, file=file),))
    head, *others = rows
    listed = ClientList(file, head, tuple(others))
    found = [trouble for row in rows for trouble in _odd_cells(listed, row)]
    return Checked(None if found else listed, tuple(found))


def _odd_cells(listed: ClientList, row: Row) -> Iterator[Diagnostic]:
    for column, text in enumerate(row.cells, start=1):
        place = listed.place(row.number, column)
        if text and column > len(listed.head.cells):
            yield finding("SG805", place, found=text[:60], columns=len(listed.head.cells))
        elif len(text) > LONGEST_CELL:
            yield finding("SG800", place, file=listed.file, hint="cell", limit=str(LONGEST_CELL))
        else:
            yield from check_value(text, place)


def _limited(rows: Iterable[Row], file: str) -> Iterator[Row]:
    for count, row in enumerate(rows, start=1):
        if count > MOST_ROWS:
            raise Rejected([finding("SG800", None, file=file, hint="rows", limit=MOST_ROWS)])
        if len(row.cells) > MOST_COLUMNS:
            raise Rejected([finding("SG800", None, file=file, hint="columns", limit=MOST_COLUMNS)])
        yield row


def _csv_rows(raw: bytes, file: str) -> Iterator[Row]:
    decoded = decode(raw, file)
    if decoded.value is None:
        raise Rejected(decoded.diagnostics)
    text = decoded.value
    csv.field_size_limit(LARGEST)
    reader = csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    number = 1
    try:
        for cells in reader:
            yield Row(number, trimmed(cells))
            number = reader.line_num + 1
    except csv.Error as error:
        place = cell_at(file, number, 1)
        raise Rejected([finding("SG801", place, file=file, hint="csv", cause=error)]) from error


def _delimiter(text: str) -> str:
    """Give the sign that parts the most columns of the first line; Dutch Excel writes semicolons.

    A first line `sep=;`, which Excel understands, is not taken for a head.
    """
    first = text.lstrip("\n").partition("\n")[0]
    return max(DELIMITERS, key=first.count)


def trimmed(cells: Iterable[str]) -> tuple[str, ...]:
    """Take the white space around cells away, and the empty cells at the end of a row."""
    texts = [text.strip().replace("\r\n", "\n") for text in cells]
    while texts and not texts[-1]:
        texts.pop()
    return tuple(texts)
