"""No cell of a table is worked out, and what is written is what is read back."""

from __future__ import annotations

import csv
import io
import re
import tomllib

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from scopegen.spreadsheets import csv_table, defused

CELLS = tomllib.loads(
    (ROOT / "tests" / "corpus" / "hostile" / "csv" / "cells.toml").read_text(encoding="utf-8")
)
RUNS = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")


@pytest.mark.parametrize("kind", CELLS)
def test_cells_become_harmless_and_no_more_than_that(kind: str) -> None:
    assert {text: defused(text) for text in CELLS[kind]} == CELLS[kind]


@given(st.lists(st.lists(st.text(st.sampled_from("=-+@;,\"' \t\r\n1.a\u202e\uff1d")), min_size=2)))
def test_no_cell_of_a_table_is_worked_out_wherever_it_is_parted(rows: list[list[str]]) -> None:
    text = csv_table(rows, end="\n")
    read = list(csv.reader(io.StringIO(text)))
    assert read == [[defused(cell) for cell in row] for row in rows]
    assert not [cell for row in read for cell in row if runs(cell)]
    assert not [cell for line in text.splitlines() for cell in line.split(";")[1:] if runs(cell)]


def runs(cell: str) -> bool:
    """Tell whether a spreadsheet may work a cell out; one that parts by `;` may miss its quotes."""
    bare = cell.lstrip(' "')
    return bare.startswith(RUNS) and not re.fullmatch(r"-?[0-9.]+", bare)


def test_each_row_is_one_line() -> None:
    assert csv_table([("a\nb", "c\r\nd"), ("1", "2")], end="\r\n").count("\n") == 2
