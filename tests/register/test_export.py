"""The register as text: it proves itself, and no cell or line can do harm."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from registers import ENGAGEMENT, codes, entries, entry, erasure, named_rows

from scopegen.model.events import Entry
from scopegen.register.export import export_csv, export_jsonl, export_text, inspect_export
from scopegen.register.journal import Register, open_register
from scopegen.register.rows import genesis, sealed


def register_of(folder: Path, *given_entries: Entry) -> Register:
    register = open_register(folder / "register.db", ENGAGEMENT)
    register.append(given_entries)
    return register


def exported(folder: Path, count: int = 6) -> str:
    with register_of(folder, *entries(count)) as register:
        register.erase(2, erasure(2))
        return export_jsonl(register.rows())


def test_json_lines_prove_themselves(tmp_path: Path) -> None:
    text = exported(tmp_path)
    assert inspect_export(text, ENGAGEMENT) == ()
    assert inspect_export("\ufeff" + text.replace("\n", "\r\n"), ENGAGEMENT) == ()
    assert inspect_export("", ENGAGEMENT) == ()
    assert "SG458" in codes(inspect_export(text, "other"))


def test_json_lines_say_what_the_register_says(tmp_path: Path) -> None:
    lines = [json.loads(line) for line in exported(tmp_path).splitlines()]
    assert [line["seq"] for line in lines] == [1, 2, 3, 4, 5, 6, 7]
    assert lines[2]["facts"] == {"item": "P3", "amount": "1512.00"}
    assert lines[2]["personal"] == {"name": "Anna van P3"}
    assert (lines[1]["personal"], lines[1]["personal_salt"]) == (None, None)
    assert (lines[0]["previous"], lines[0]["at"]) == (genesis(ENGAGEMENT), "2027-01-04T09:01:00Z")


def changed(line: str, **change: object) -> str:
    return json.dumps({**json.loads(line), **change})


CHANGES: dict[str, tuple[Callable[[list[str]], list[str]], str, str]] = {
    "a line taken out": (lambda lines: lines[:2] + lines[3:], "SG461", "3"),
    "the first line taken out": (lambda lines: lines[1:], "SG461", "1"),
    "a line twice": (lambda lines: [*lines[:3], *lines[2:]], "SG461", "4"),
    "lines exchanged": (lambda lines: [lines[1], lines[0], *lines[2:]], "SG461", "1"),
    "a fact": (lambda lines: [changed(lines[0], facts={}), *lines[1:]], "SG460", "1"),
    "a name": (lambda lines: [changed(lines[0], personal={"x": "y"}), *lines[1:]], "SG460", "1"),
    "a salt": (lambda lines: [changed(lines[0], facts_salt="00"), *lines[1:]], "SG460", "1"),
    "no name": (
        lambda lines: [changed(lines[0], personal=None, personal_salt=None), *lines[1:]],
        "SG460",
        "1",
    ),
    "no salt": (lambda lines: [changed(lines[0], personal_salt=None), *lines[1:]], "SG462", "1"),
    "an actor": (lambda lines: [changed(lines[0], actor="client"), *lines[1:]], "SG451", "1"),
    "a number as text": (lambda lines: [changed(lines[0], seq="1"), *lines[1:]], "SG462", "1"),
    "a fraction": (lambda lines: [changed(lines[0], facts={"n": 1.5}), *lines[1:]], "SG468", "1"),
    "a field too many": (lambda lines: [changed(lines[0], more=1), *lines[1:]], "SG468", "1"),
    "a field twice": (lambda lines: ['{"seq": 1, ' + lines[0][1:], *lines[1:]], "SG468", "1"),
    "a line cut off": (lambda lines: [*lines[:-1], lines[-1][:-20]], "SG468", "7"),
    "an empty line": (lambda lines: [*lines[:3], "", *lines[3:]], "SG468", "4"),
    "no object": (lambda lines: ["[]", *lines[1:]], "SG468", "1"),
    "nested without end": (lambda lines: ["[" * 100_000, *lines[1:]], "SG468", "1"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_in_json_lines_is_found_and_named(tmp_path: Path, name: str) -> None:
    change, code, row = CHANGES[name]
    text = "\n".join(change(exported(tmp_path).splitlines())) + "\n"
    found = [each for each in inspect_export(text, ENGAGEMENT) if each.code == code]
    assert row in named_rows(found)


@pytest.fixture(scope="module")
def two_lines(tmp_path_factory: pytest.TempPathFactory) -> str:
    return exported(tmp_path_factory.mktemp("register"), 2)


@given(data=st.data())
def test_any_other_character_in_json_lines_is_found_or_means_the_same(
    two_lines: str, data: st.DataObject
) -> None:
    text = two_lines
    place = data.draw(st.integers(0, len(text) - 2))
    other = data.draw(st.characters())
    after = text[:place] + other + text[place + 1 :]
    if not inspect_export(after, ENGAGEMENT):
        before = [json.loads(line) for line in text.splitlines()]
        assert [json.loads(line) for line in after.splitlines()] == before


def test_a_key_that_stands_twice_is_named() -> None:
    first = sealed(entry("k", minutes=1), 1, genesis(ENGAGEMENT))
    second = sealed(entry("k", minutes=2), 2, first.hash)
    found = inspect_export(export_jsonl((first, second)), ENGAGEMENT)
    assert (codes(found), named_rows(found)) == ({"SG464"}, {"2"})


DANGEROUS = (
    *("=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\N{FULLWIDTH EQUALS SIGN}1"),
    *("\N{FULLWIDTH PLUS SIGN}1", "\n=1", "=cmd|' /C calc'!A0"),
)


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_cell_is_worked_out_by_a_spreadsheet(tmp_path: Path, text: str) -> None:
    with register_of(tmp_path, entry(text)) as register:
        table = list(csv.DictReader(io.StringIO(export_csv(register.events()))))
    assert table[0]["key"].startswith("'")


def test_a_cell_holds_no_character_that_steers(tmp_path: Path) -> None:
    text = "a\0\x07\x1b[2J\x7f\u202e\u2028\u200b\nb\u00e9"
    with register_of(tmp_path, entry(text, facts={"x": text})) as register:
        shown = export_csv(register.events())
        told = export_text(register.events())
    (row,) = csv.DictReader(io.StringIO(shown))
    assert row["key"] == r"a\u0000\u0007\u001b[2J\u007f\u202e\u2028\u200b\nbé"
    assert json.loads(row["facts"]) == {"x": text}
    for each in (shown.replace("\r\n", ""), told.replace("\n", "")):
        assert not [sign for sign in each if not sign.isprintable()]


def test_a_table_has_a_line_an_event(tmp_path: Path) -> None:
    with register_of(tmp_path, *entries(3)) as register:
        register.erase(2, erasure(2))
        events = register.events()
    table = list(csv.DictReader(io.StringIO(export_csv(events))))
    assert [row["hash"] for row in table] == [event.hash for event in events]
    assert [row["seq"] for row in table] == ["1", "2", "3", "4"]
    assert table[1]["personal"] == ""
    assert table[0]["at"] == "2027-01-04T09:01:00Z"
    assert json.loads(table[2]["personal"]) == {"name": "Anna van P3"}


def test_plain_text_has_a_block_an_event(tmp_path: Path) -> None:
    with register_of(tmp_path, *entries(2)) as register:
        register.erase(1, erasure(1))
        events = register.events()
    words = {"input_received": "invoer ontvangen", "name": "naam", "provider": "opdrachtnemer"}
    first, second, third = export_text(events, words=words).split("\n\n")
    assert first.splitlines() == [
        "1. invoer ontvangen",
        "   2027-01-04T09:01:00Z (Europe/Amsterdam), opdrachtnemer",
        "   amount: 1512.00",
        "   item: P1",
        "   personal_erased",
        f"   {events[0].hash}",
    ]
    assert "   naam: Anna van P2" in second.splitlines()
    assert third.splitlines()[2] == "   seq: 1"
