"""Lists of clients to make letters for, as CSV and as Excel."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO
from pathlib import Path

import openpyxl
from command_line import SMALLEST

HEAD = ("meta.id", "parties.client.name", "fees.hourly_rate")


def row(number: int) -> tuple[str, str, str]:
    return f"OPD-{number:03}", f"Stichting Nummer {number}", f"EUR {90 + number}.00"


def as_csv(rows: Iterable[Sequence[str]], delimiter: str = ",") -> str:
    table = StringIO(newline="")
    csv.writer(table, delimiter=delimiter).writerows(rows)
    return table.getvalue()


def as_workbook(rows: Iterable[Sequence[object]], formats: dict[str, str] | None = None) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for cells in rows:
        sheet.append(list(cells))
    for place, form in (formats or {}).items():
        sheet[place].number_format = form
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def ready(folder: Path, count: int = 3) -> Path:
    """Put a base and a list in a folder; give the list."""
    (folder / "base.yaml").write_text(SMALLEST, encoding="utf-8")
    place = folder / "clients.csv"
    place.write_text(as_csv([HEAD, *map(row, range(1, count + 1))]), encoding="utf-8")
    return place
