"""Write the dated holiday tables from the `holidays` library (a development tool).

    python templates/calendars/build_calendars.py

Rule R8: the dates come from the library, and are frozen in these tables so that every machine with
the same scopegen gives the same dates. Years after the officially published lists are computed.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import holidays

SATURDAY = 5
YEARS = range(2024, 2041)
HERE = Path(__file__).parent
NL = {
    "New Year's Day": ("Nieuwjaarsdag", "New Year's Day", "core"),
    "Easter Monday": ("Tweede Paasdag", "Easter Monday", "core"),
    "King's Day": ("Koningsdag", "King's Day", "core"),
    "Ascension Day": ("Hemelvaartsdag", "Ascension Day", "core"),
    "Pentecost Monday": ("Tweede Pinksterdag", "Whit Monday", "core"),
    "Christmas Day": ("Eerste Kerstdag", "Christmas Day", "core"),
    "Second Day of Christmas": ("Tweede Kerstdag", "Boxing Day", "core"),
    "Good Friday": ("Goede Vrijdag", "Good Friday", "good_friday"),
}
EW = {
    "New Year's Day": ("Nieuwjaarsdag", "New Year's Day"),
    "Good Friday": ("Goede Vrijdag", "Good Friday"),
    "Easter Monday": ("Tweede Paasdag", "Easter Monday"),
    "May Day": ("Early May bank holiday", "Early May bank holiday"),
    "Spring Bank Holiday": ("Spring bank holiday", "Spring bank holiday"),
    "Late Summer Bank Holiday": ("Summer bank holiday", "Summer bank holiday"),
    "Christmas Day": ("Eerste Kerstdag", "Christmas Day"),
    "Boxing Day": ("Tweede Kerstdag", "Boxing Day"),
}
Row = tuple[str, str, str, str]


def dutch() -> Iterator[Row]:
    """Give the Dutch rows; 5 May stands in every year, as a switch of its own."""
    for day, name in holidays.country_holidays("NL", years=YEARS, language="en_US").items():
        if name in NL:
            nl, en, kind = NL[name]
            yield day.isoformat(), kind, nl, en
    for year in YEARS:
        yield date(year, 5, 5).isoformat(), "liberation_day", "Bevrijdingsdag", "Liberation Day"


def english() -> Iterator[Row]:
    """Give the rows for England and Wales, substitute days included, weekend days left out."""
    found = holidays.country_holidays("GB", subdiv="ENG", years=YEARS, language="en_GB")
    for day, name in found.items():
        nl, en = EW[name.removesuffix(" (observed)")]
        if day.weekday() < SATURDAY:
            yield day.isoformat(), "core", nl, en


def write(name: str, rows: Iterator[Row]) -> None:
    """Write one table, in order of date."""
    today = datetime.now().astimezone().date()
    about = f"# as_of {today.isoformat()}; source: holidays {holidays.__version__}\n"
    with (HERE / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        file.write(about)
        table = csv.writer(file, lineterminator="\n")
        table.writerow(("date", "kind", "nl", "en"))
        table.writerows(sorted(rows))


if __name__ == "__main__":
    write("NL", dutch())
    write("EW", english())
    sys.exit(0)
