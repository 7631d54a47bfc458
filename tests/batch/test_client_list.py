"""A list of clients says what one would type in a spec, whatever program wrote it."""

from __future__ import annotations

import zipfile
from datetime import date, datetime, time
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lists import as_csv, as_workbook

from scopegen.source.client_list import Row, read_client_list


def rows(raw: bytes, file: str = "clients.csv") -> list[tuple[str, ...]]:
    listed = read_client_list(raw, file).require()
    return [listed.head.cells, *(one.cells for one in listed.rows)]


def codes(raw: bytes, file: str = "clients.csv", sheet: str = "") -> list[str]:
    found = read_client_list(raw, file, sheet)
    assert found.value is None
    return [one.code for one in found]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_may_be_parted_by_what_the_spreadsheet_uses(delimiter: str) -> None:
    wanted = [("a", "b", "c"), ("1", "x, y; z", "3")]
    assert rows(as_csv(wanted, delimiter).encode()) == wanted


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_rows_keep_the_number_that_the_spreadsheet_shows(mark: bytes, ends: str) -> None:
    text = ends.join(('name,"two', 'lines"', "", "Noor,1", ",,", " Łódź ,2", ""))
    listed = read_client_list(mark + text.encode(), "clients.csv").require()
    assert listed.head == Row(1, ("name", "two\nlines"))
    assert listed.rows == (Row(4, ("Noor", "1")), Row(6, ("Łódź", "2")))


@settings(max_examples=15)
@given(
    st.lists(
        st.lists(st.text(st.characters(codec="utf-8", categories=("L", "N", "P")), min_size=1),
                 min_size=2, max_size=2),
        min_size=1, max_size=4,
    )
)  # fmt: skip
def test_csv_and_excel_say_the_same(table: list[list[str]]) -> None:
    table = [["one", "two"], *([f"x{cell}" for cell in each] for each in table)]
    assert rows(as_csv(table).encode()) == rows(as_workbook(table), "clients.xlsx")


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (95, "General", "95"),
        (0.1 + 0.2, "General", "0.3"),
        (95, '"€" #,##0.00', "EUR 95.00"),
        (95.5, "[$€-413] #,##0.00", "EUR 95.50"),
        (-12.5, "[$£-809]#,##0.00", "GBP -12.50"),
        (0.25, "0%", "25%"),
        (0.125, "0.0%", "12.5%"),
        (date(2027, 1, 15), "dd-mm-yyyy", "2027-01-15"),
        (datetime(2027, 1, 15, 9, 30), "dd-mm-yyyy hh:mm", "2027-01-15 09:30"),  # noqa: DTZ001 - as Excel has it
        (time(9, 5), "hh:mm", "09:05"),
        (True, "General", "yes"),
        ("  EUR 95.00 ", "General", "EUR 95.00"),
        (1e21, "General", "1000000000000000000000"),
    ],
)
def test_a_cell_of_a_workbook_is_what_one_would_type(value: object, form: str, text: str) -> None:
    raw = as_workbook([["name", "value"], ["x", value]], {"B2": form})
    assert rows(raw, "clients.xlsx")[1] == ("x", text)


def test_a_sheet_is_found_by_its_name() -> None:
    raw = as_workbook([["a"], ["1"]])
    assert read_client_list(raw, "clients.xlsx", "Sheet").value
    assert codes(raw, "clients.xlsx", "Klanten") == ["SG801"]


def packed(parts: dict[str, bytes]) -> bytes:
    kept = BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return kept.getvalue()


def repacked(raw: bytes, part: str, old: bytes, new: bytes) -> bytes:
    with zipfile.ZipFile(BytesIO(raw)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = parts[part].replace(old, new)
    return packed(parts)


GOOD = as_workbook([["a"], ["1"]])
SHEET = "xl/worksheets/sheet1.xml"
ENTITY = b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet '
BAD = {
    "no rows": ("x.csv", b"a,b\n", "SG802"),
    "nothing": ("x.csv", b"", "SG802"),
    "an open quote": ("x.csv", b'a,b\n"1,2\n', "SG801"),
    "another encoding": ("x.csv", "naam\nZoë\n".encode("cp1252"), "SG101"),
    "a control character": ("x.csv", b"a\n\x1b[31m\n", "SG102"),
    "a row that is too long": ("x.csv", b"a,b\n1,2,3\n", "SG805"),
    "a cell that is too long": ("x.csv", b"a\n" + b"x" * 20_000, "SG800"),
    "too many columns": ("x.csv", b"a," * 600 + b"\n1", "SG800"),
    "too many rows": ("x.csv", b"a\n" + b"1\n" * 100_001, "SG800"),
    "no workbook": ("x.xlsx", b"PK\x03\x04" + bytes(200), "SG801"),
    "an old workbook": ("x.xlsx", b"\xd0\xcf\x11\xe0" + bytes(600), "SG801"),
    "a workbook cut off": ("x.xlsx", GOOD[:-40], "SG801"),
    "an empty archive": ("x.xlsx", packed({"a": b""}), "SG801"),
    "a bomb": ("x.xlsx", packed({f"xl/{n}": bytes(60_000_000) for n in range(5)}), "SG800"),
    "an entity": ("x.xlsx", repacked(GOOD, SHEET, b"<worksheet ", ENTITY), "SG801"),
    "no XML": ("x.xlsx", repacked(GOOD, SHEET, b"</sheetData>", b"<"), "SG801"),
    "an error value": ("x.xlsx", as_workbook([["a"], ["#DIV/0!"]]), "SG809"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_no_list_is_told(case: str) -> None:
    file, raw, code = BAD[case]
    assert set(codes(raw, file)) == {code}


def test_a_formula_is_never_worked_out() -> None:
    raw = as_workbook([["a", "b"], ["x", "=1+1"]])
    assert rows(raw, "clients.xlsx")[1] == ("x",)


@settings(max_examples=40)
@given(st.integers(0, len(GOOD) - 1), st.binary(min_size=1, max_size=8))
def test_a_damaged_workbook_is_read_or_told(at: int, noise: bytes) -> None:
    found = read_client_list(GOOD[:at] + noise + GOOD[at + len(noise) :], "clients.xlsx")
    assert found.value or {one.code for one in found} <= {
        "SG800",
        "SG801",
        "SG802",
        "SG102",
        "SG809",
    }
