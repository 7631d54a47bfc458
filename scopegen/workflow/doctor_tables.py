"""The tables that go out of date: holidays, statutory interest, figures that laws move."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from scopegen.assets import bundled
from scopegen.spec.holidays import covered, parse_holidays
from scopegen.terms.late_payment import parse_rates
from scopegen.workflow.doctor_check import Check, Examining, Facts

TABLES = Examining("tables")
AS_OF = re.compile(r"# as_of (\d{4}-\d{2}-\d{2});")
OLD = timedelta(days=365)


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedTable:
    """A table: when it was made, and the last day that it speaks of, if it has one."""

    kind: str
    name: str
    as_of: date
    until: date | None = None


def tables() -> tuple[DatedTable, ...]:
    """Read the dates of every bundled table.

    Raises:
        ValueError: for a table that does not say when it was made.
    """
    return (*_holidays(), *_rates(), *_limits())


def _holidays() -> Iterator[DatedTable]:
    for path in sorted((bundled("templates") / "calendars").glob("*.csv")):
        text = path.read_text(encoding="utf-8")
        said = AS_OF.match(text)
        if said is None:
            raise ValueError(f"{path.name} does not say as_of")
        _, last = covered(parse_holidays(text))
        as_of = date.fromisoformat(said[1])
        yield DatedTable(kind="holidays", name=path.stem, as_of=as_of, until=last)


def _rates() -> Iterator[DatedTable]:
    for path in sorted((bundled("templates") / "rates").glob("*.csv")):
        table = parse_rates(path.stem, path.read_text(encoding="utf-8"))
        yield DatedTable(kind="rates", name=path.stem, as_of=table.as_of, until=table.until)


def _limits() -> Iterator[DatedTable]:
    for path in sorted((bundled("templates") / "limits").glob("*.toml")):
        as_of = tomllib.loads(path.read_text(encoding="utf-8"))["as_of"]
        yield DatedTable(kind="limits", name=path.stem, as_of=as_of)


def ages(found: tuple[DatedTable, ...], today: date) -> Iterator[Check]:
    """Say which tables end soon, or were made more than a year ago.

    Holidays must reach to the end of next year, so that a letter of a year can be made; interest
    is set each half-year and can only reach to the end of this one.
    """
    for table in found:
        facts: Facts = {"as_of": table.as_of, "until": table.until or "\N{EN DASH}"}
        needed = date(today.year + 1, 12, 31) if table.kind == "holidays" else today
        if table.until and table.until < needed:
            yield TABLES.noted(table.kind, "ends", table.name, **facts)
        elif today - table.as_of > OLD:
            yield TABLES.noted(table.kind, "old", table.name, **facts)
        else:
            yield TABLES.found(table.kind, table.name, **facts)
