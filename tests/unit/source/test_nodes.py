"""YAML that is refused for its size, and the place of every node that is read."""

from __future__ import annotations

import time

import pytest

from scopegen.diagnostics import Location, Path
from scopegen.source import load_schema, read

SCHEMA = load_schema(
    """
    who: {type: dict, schema: {name: {type: line}, note: {type: text}, other: {type: line}}}
    tags: {type: list, schema: {type: line}}
    rows: {type: list, schema: {type: dict, schema: {id: {type: slug}, size: {type: line}}}}
    """
)
TEXT = """\
# a comment
who:
  name: Noor
  note: >
    one
    two

tags: [a, "b c"]
rows:
  - id: x
  - size: 2
    id: y
"""
TREE = read(TEXT, "spec.yaml", SCHEMA).require()


def span(line: int, column: int, end_line: int, end_column: int) -> Location:
    return Location("spec.yaml", line, column, end_line, end_column)


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (("who", "name"), span(3, 9, 3, 13)),
        (("tags",), span(8, 7, 8, 17)),
        (("tags", 1), span(8, 11, 8, 16)),
        (("rows",), span(10, 3, 12, 10)),
        (("rows", 1, "id"), span(12, 9, 12, 10)),
    ],
)
def test_a_value_has_its_own_place(path: Path, place: Location) -> None:
    assert TREE.location(path) == place


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ((), span(2, 1, 2, 4)),
        (("elsewhere", "x"), span(2, 1, 2, 4)),
        (("who", "other"), span(2, 1, 2, 4)),
        (("tags", 7), span(8, 1, 8, 5)),
        (("rows", 0, "size"), span(10, 5, 10, 7)),
    ],
)
def test_a_missing_value_is_at_the_key_of_its_nearest_parent(path: Path, place: Location) -> None:
    assert TREE.location(path) == place
    assert TREE.key_location(path) == place


def test_a_key_has_its_own_place_and_an_item_its_first() -> None:
    assert TREE.key_location(("who", "name")) == span(3, 3, 3, 7)
    assert TREE.key_location(("rows", 1)) == span(11, 5, 11, 9)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("tags: " + "[" * 1000, "depth"),
        ("? " * 1000 + "x", "depth"),
        ("{" * 1000, "depth"),
        ("tags:\n" + "- x\n" * 201, "length"),
        ("".join(f"k{n}: x\n" for n in range(201)), "length"),
        ("".join(f"k{n}: [{'x, ' * 150}x]\n" for n in range(100)), "count"),
    ],
)
def test_a_file_is_read_no_further_than_its_limits(text: str, hint: str) -> None:
    (diagnostic,) = read(text, "spec.yaml", SCHEMA).diagnostics
    assert diagnostic.code == "SG100"
    assert dict(diagnostic.facts)["hint"] == hint


def test_the_largest_list_is_still_read() -> None:
    tree = read("tags:\n" + "- x\n" * 200, "spec.yaml", SCHEMA).require()
    assert len(tree.data["tags"]) == 200


@pytest.mark.parametrize(
    "text",
    [
        "rows:\n" + "- {}\n" * 9000,
        "".join(f"k{n}: x\n" for n in range(9000)),
        "who:\n  name: " + "0" * 900_000 + "x",
        "who:\n  name: &a\n" + "  ? *a\n" * 3000,
        "a: 1\n " + "b" * 900_000 + ": @",
    ],
)
def test_a_hostile_file_is_refused_soon(text: str) -> None:
    started = time.perf_counter()
    assert read(text, "spec.yaml", SCHEMA).diagnostics
    assert time.perf_counter() - started < 5
