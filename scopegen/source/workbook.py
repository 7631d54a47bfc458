"""Rows of an Excel workbook as the text that one would type in a spec; openpyxl's landlord.

A workbook comes from somebody else's program: it is measured before it is opened, no formula is
worked out and no link is followed. A date becomes `2027-01-15`, an amount in a currency format
`EUR 95.00`, a share in a percent format `25%`; a bare number stays one.
"""

from __future__ import annotations

import re
import warnings
import zlib
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from typing import Any, NoReturn
from zipfile import BadZipFile, ZipFile, ZipInfo

import openpyxl

from scopegen.diagnostics import Rejected, finding
from scopegen.source.client_list import Row, cell_at, trimmed

MOST_PARTS = 2_000
MOST_UNPACKED = 256 * 1024 * 1024
"""Bytes of all parts together."""
DOCTYPE, PROLOG = b"<!DOCTYPE", 64 * 1024
CURRENCIES = {"€": "EUR", "£": "GBP", "$": "USD"}
CURRENCY = re.compile(r"[€£$]|EUR|GBP|USD")
PLACES = 15
"""Digits that Excel keeps of a number; what comes after is noise of its arithmetic."""
DAMAGED = (
    *(ArithmeticError, AttributeError, EOFError, LookupError, OSError, RuntimeError, TypeError),
    *(ValueError, zlib.error, BadZipFile),
)
"""What may be raised over a file that is no workbook."""


def rows_of(raw: bytes, file: str, sheet: str) -> Iterator[Row]:
    """Walk the rows of one sheet, the first unless it is named.

    Raises:
        Rejected: SG801 for what is no sound workbook or sheet, SG800 for one that unpacks to too
            much, SG809 for a cell that holds no value.
    """
    _measure(raw, file)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl tells of features that matter to no value
        try:
            book = openpyxl.load_workbook(BytesIO(raw), read_only=True, data_only=True)
            chosen = _sheet(book, file, sheet)
            chosen.reset_dimensions()  # what a file says of its own size is not relied on
            for number, cells in enumerate(chosen.iter_rows(), start=1):
                yield Row(number, trimmed(_texts(cells, file, number)))
        except (*DAMAGED, SyntaxError) as error:  # XML that is none is a syntax error to Python
            raise Rejected([finding("SG801", None, file=file, hint="xlsx")]) from error


def _measure(raw: bytes, file: str) -> None:
    try:
        with ZipFile(BytesIO(raw)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(one.file_size for one in parts) > MOST_UNPACKED:
                raise Rejected([finding("SG800", None, file=file, hint="unpacked")])
            if any(DOCTYPE in _prolog(archive, one) for one in parts):
                _refuse(file)
    except DAMAGED as error:
        raise Rejected([finding("SG801", None, file=file, hint="xlsx")]) from error


def _prolog(archive: ZipFile, part: ZipInfo) -> bytes:
    """Give how a part begins, in any encoding that XML parsers know."""
    with archive.open(part) as opened:
        return opened.read(PROLOG).replace(b"\0", b"")


def _refuse(file: str) -> NoReturn:
    raise Rejected([finding("SG801", None, file=file, hint="xlsx")])


def _sheet(book: Any, file: str, name: str) -> Any:
    sheets = {one.title: one for one in book.worksheets}
    if not sheets or (name and name not in sheets):
        names = ", ".join(sheets)
        raise Rejected([finding("SG801", None, file=file, hint="sheet", found=name, names=names)])
    return sheets[name] if name else book.worksheets[0]


def _texts(cells: Iterable[Any], file: str, number: int) -> Iterator[str]:
    for column, cell in enumerate(cells, start=1):
        if cell.data_type == "e":
            place = cell_at(file, number, column)
            raise Rejected([finding("SG809", place, found=cell.value)])
        yield text_of(cell.value, str(cell.number_format or ""))


def text_of(value: object, form: str) -> str:
    """Give the text of a value in the number format of its cell; one without a value is empty."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | Decimal):
        return _number(Decimal(value), form)
    if isinstance(value, date | time):
        return _moment(value)
    if value is None or isinstance(value, str):
        return value or ""
    return _number(Decimal(f"{value:.{PLACES}g}"), form)


def _moment(value: date | time) -> str:
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, datetime) and value.time() != time():
        return value.isoformat(sep=" ", timespec="minutes")
    return value.strftime("%Y-%m-%d")


def _number(value: Decimal, form: str) -> str:
    if "%" in form:
        return f"{_plain(value * 100)}%"
    currency = CURRENCY.search(form.replace("[$", ""))  # the sign that opens a locale
    if currency:
        exact = value if _is_finer_than_cents(value) else value.quantize(Decimal("0.01"))
        return f"{CURRENCIES.get(currency[0], currency[0])} {exact:f}"
    return _plain(value)


def _is_finer_than_cents(value: Decimal) -> bool:
    exponent = value.normalize().as_tuple().exponent
    return isinstance(exponent, int) and exponent < -2  # noqa: PLR2004 - cents


def _plain(value: Decimal) -> str:
    whole = value.to_integral_value()
    return f"{whole:f}" if whole == value else f"{value.normalize():f}"
