"""What each kind of value takes, what it refuses, and what it says to type instead."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sample_terms import euros

from scopegen.assets import bundled
from scopegen.quantities import (
    ClockTime,
    Currency,
    DayType,
    Money,
    Percent,
    Period,
    Unit,
    WeeklyHours,
)
from scopegen.rules import load_catalogue
from scopegen.source import load_schema, read

CATALOGUE = load_catalogue(bundled("templates") / "rules")
RULES = {"period": "type: period, units: [minutes, hours, days]", "choice": "type: choice"}
WEEK = tuple(DayType)[:7]


def value(kind: str, text: str) -> Any:
    """Read quoted text as a kind; it is None when the text was refused."""
    schema = load_schema(f"x: {{{RULES.get(kind, f'type: {kind}')}}}")
    quoted = text.replace("'", "''")
    tree = read(f"x: '{quoted}'", "f", schema).value
    return tree.data["x"] if tree else None


def hint(kind: str, text: str) -> str:
    """Say in English what to type instead."""
    schema = load_schema(f"x: {{{RULES.get(kind, f'type: {kind}')}}}")
    (diagnostic,) = read(f"x: {text}", "f", schema).diagnostics
    return CATALOGUE.of(diagnostic, "en")[1]


def period(count: str, unit: Unit) -> Period:
    return Period(Decimal(count), unit)


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("line", "  a # b: c  ", "a # b: c"),
        ("line", "x" * 500, "x" * 500),
        ("text", "x" * 10_000, "x" * 10_000),
        ("slug", "a", "a"),
        ("slug", "A1._-b", "A1._-b"),
        ("slug", "console", "console"),
        ("integer", "0", 0),
        ("integer", "999999999", 999999999),
        ("yesno", "Ja", True),
        ("yesno", "TRUE", True),
        ("yesno", "off", False),
        ("yesno", "nee", False),
        ("email", "a.b+c@x-y.example.co.uk", "a.b+c@x-y.example.co.uk"),
        ("iban", "NL91 ABNA 0417 1643 00", "NL91ABNA0417164300"),
        ("money", "EUR 95.00", euros("95")),
        ("money", "€95.5", euros("95.5")),
        ("money", "EUR\u00a00", euros("0")),
        ("money", "£ 999999999999.99", Money(Decimal("999999999999.99"), Currency.GBP)),
        ("percent", "12.5 %", Percent(Decimal("12.5"))),
        ("percent", "1000%", Percent(Decimal(1000))),
        ("period", "24h", period("24", Unit.HOURS)),
        ("period", "1.5 UUR", period("1.5", Unit.HOURS)),
        ("period", "90 minuten", period("90", Unit.MINUTES)),
        ("period", "1 dag", period("1", Unit.DAYS)),
        ("date", "2028-02-29", date(2028, 2, 29)),
        ("date", "2100-12-31", date(2100, 12, 31)),
        ("time", "00:00", ClockTime(0)),
        ("time", "23:59", ClockTime(1439)),
        ("zone", "Europe/Amsterdam", "Europe/Amsterdam"),
        ("zone", "America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"),
        ("weekday", "mon", DayType.MONDAY),
        ("weekday", "Zondag", DayType.SUNDAY),
        ("hours", "mon-fri 09:00-17:00", WeeklyHours(WEEK[:5], 540, 1020)),
        ("hours", "ma, wo 09:00 - 12:30", WeeklyHours((WEEK[0], WEEK[2]), 540, 750)),
        ("hours", "fri-mon 00:00-24:00", WeeklyHours((WEEK[0], *WEEK[4:]), 0, 1440)),
        ("hours", "feestdag 00:00-24:00", WeeklyHours((DayType.HOLIDAY,), 0, 1440)),
        ("hours", "sun,holiday 01:00-02:00", WeeklyHours((WEEK[6], DayType.HOLIDAY), 60, 120)),
        ("band", "Overig", "rest"),
        ("band", "sat 08:00-18:00", WeeklyHours((WEEK[5],), 480, 1080)),
    ],
)
def test_a_kind_takes(kind: str, text: str, expected: object) -> None:
    found = value(kind, text)
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize(
    ("kind", "texts"),
    [
        ("line", ["", "   ", "x" * 501]),
        ("text", ["", "x" * 10_001]),
        ("slug", ["", "-a", "a.", "é", "x" * 41, "a b", "COM1", "lpt9.txt", "../x"]),
        ("integer", ["", "-1", "+1", "1.0", "1e3", "012", "1_000", "true", "½", "٣", "1 0"]),
        ("yesno", ["y", "n", "1", "0", "yes please"]),
        ("email", ["a@b", "a b@x.nl", "a@x.nl,b@x.nl", ".a@x.nl", "a@-x.nl", "a@x..nl"]),
        ("iban", ["NL91", "1234", "NL91ABNA!417164300"]),
        ("money", ["95", "EUR", "EUR 1.234", "EUR 1,00", "EUR -1", "USD 1", "EUR 1e3", "EUR 01"]),
        ("percent", ["50", "1000.1%", "-1%", "NaN%", "1.23456%", "%"]),
        ("period", ["10", "10 fortnights", "1.5 dagen", "1,5 uur", "-1 day", "h", "P1D"]),
        ("date", ["2026-02-30", "1999-01-01", "2101-01-01", "2026-1-1", "20261201", "today"]),
        ("time", ["9:00", "24:00", "09:60", "09", "9am"]),
        ("zone", ["CET", "UTC", "GMT+1", "Etc/GMT+1", "europe/amsterdam", "Europe", "Europe/X"]),
        ("weekday", ["m", "holiday", "mon-fri"]),
        ("hours", ["mon 17:00-09:00", "mon 09:00-09:00", "mon 9-17", "09:00-17:00"]),
        ("hours", ["mon-holiday 01:00-02:00", "mon-tue-wed 01:00-02:00", "mon, 01:00-02:00"]),
        ("band", ["the rest", "restt"]),
    ],
)  # fmt: skip
def test_a_kind_refuses(kind: str, texts: list[str]) -> None:
    assert [text for text in texts if value(kind, text) is not None] == []


@pytest.mark.parametrize(
    ("kind", "text", "words"),
    [
        ("integer", "012", "write 12"),
        ("integer", "2.0", "write 2"),
        ("money", "95", "GBP 95 (or EUR 95)"),
        ("money", "95,00", "GBP 95.00 (or EUR 95.00)"),
        ("money", "EUR 95,00", "write EUR 95.00"),
        ("money", "€ 1.234,50", "write EUR 1234.50"),
        ("money", "£1,234.50", "write GBP 1234.50"),
        ("money", "95 euro", "write EUR 95"),
        ("money", "EUR 24.000,-", "write EUR 24000"),
        ("money", "EUR 095", "write EUR 95"),
        ("percent", "50", "write 50%"),
        ("percent", "12,5%", "write 12.5%"),
        ("percent", "0.5", "write 50% if you mean the share, or 0.5%"),
        ("percent", "50 procent", "write 50%"),
        ("percent", "2000%", "from 0% up to 1000%"),
        ("period", "10", "add the unit: 10 minutes"),
        ("period", "1,5 uur", "write 1.5 uur"),
        ("period", "10 dagne", "write 10 dagen"),
        ("period", "10 parsecs", "choose as unit: minutes / hours / days"),
        ("period", "1.5 days", "only minutes and hours"),
        ("date", "1-12-2026", "write 2026-12-01"),
        ("date", "13/12/2026", "write 2026-12-13"),
        ("date", "12/13/2026", "write 2026-12-13"),
        ("date", "01/12/2026", "write 2026-12-01, or 2026-01-12 if the month comes first"),
        ("date", "1 december 2026", "write 2026-12-01"),
        ("date", "May 3, 2027", "write 2027-05-03"),
        ("date", "2026/1/5", "write 2026-01-05"),
        ("date", "20261201", "write 2026-12-01"),
        ("date", "2026-12-01T09:00", "write 2026-12-01"),
        ("date", "2026-02-30", "no such day"),
        ("time", "9:00", "write 09:00"),
        ("time", "9.30 uur", "write 09:30"),
        ("time", "12 am", "write 00:00"),
        ("time", "5pm", "write 17:00"),
        ("zone", "CET", "write Europe/Amsterdam"),
        ("zone", "BST", "write Europe/London"),
        ("zone", "europe/amsterdam", "write Europe/Amsterdam"),
        ("zone", "New York", "write America/New_York"),
        ("weekday", "dinsdg", "write dinsdag"),
        ("hours", "mon-fri 9-17", "write mon-fri 09:00-17:00"),
        ("hours", "ma–vr 9.00–17.30 uur", "write ma-vr 09:00-17:30"),
        ("hours", "mon-fri 17:00-00:00", "write mon-fri 17:00-24:00"),
        ("hours", "sat,sun 20:00-02:00", "sat,sun 20:00-24:00 and mon,sun 00:00-02:00"),
        ("hours", "mon 22-6", "mon 22:00-24:00 and tue 00:00-06:00"),
        ("hours", "weekdays 09:00-17:00", "'weekdays' is not a day"),
        ("slug", "OPD 2026/14", "write OPD-2026-14"),
        ("email", "mailto:a@x.nl", "write a@x.nl"),
        ("iban", "nl91abna0417164300", "write NL91ABNA0417164300"),
        ("line", '"a\\nb"', "on one line"),
        ("line", '"a\\tb"', "replace the tab"),
        ("line", '""', "fill something in"),
    ],
)  # fmt: skip
def test_a_hint_holds_what_to_type(kind: str, text: str, words: str) -> None:
    assert words in hint(kind, text)


@pytest.mark.parametrize("word", ["none", "geen", "null", "~", "NULL", "None"])
def test_none_is_taken_only_where_it_may_be(word: str) -> None:
    nullable = load_schema("x: {type: money, nullable: true}")
    assert read(f"x: {word}", "f", nullable).require().data == {"x": None}
    assert [each.code for each in read(f"x: '{word}'", "f", nullable)] == ["SG127"]
    plain = load_schema("x: {type: line}")
    assert [each.code for each in read(f"x: {word}", "f", plain)] == ["SG108"]
    assert read(f"x: '{word}'", "f", plain).require().data == {"x": word}


def test_none_can_be_a_choice_of_its_own() -> None:
    schema = load_schema("x: {type: choice, allowed: [none, all]}")
    assert read("x: none", "f", schema).require().data == {"x": "none"}


@pytest.mark.parametrize("text", ["x:", "x: # a comment", "x: ~ # none", "other: 1\nx:"])
def test_no_value_is_never_taken_for_none(text: str) -> None:
    schema = load_schema("x: {type: line}\nother: {type: integer}")
    assert {each.code for each in read(text, "f", schema)} <= {"SG107", "SG108"}
    assert read(text, "f", schema).value is None
