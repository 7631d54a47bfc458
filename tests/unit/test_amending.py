"""A spec is changed in place as a careful person would: only what must change, in its own style."""

from __future__ import annotations

import pytest

from scopegen.assets import bundled
from scopegen.rules import load_catalogue
from scopegen.source import load_schema
from scopegen.source.amending import Add, Amendment, Remove, Set, amended

SCHEMA = load_schema(
    """
    name: {type: line, required: true}
    rate: {type: money}
    note: {type: line, nullable: true}
    roll: {type: choice, allowed: [none, next]}
    tags: {type: list, schema: {type: line}}
    group:
      type: dict
      schema:
        a: {type: line}
        b: {type: line}
        deep: {type: dict, schema: {c: {type: line}}}
    rows:
      type: list
      schema:
        type: dict
        schema: {id: {type: slug, required: true}, due: {type: date}, why: {type: text}}
    """
)
CATALOGUE = load_catalogue(bundled("templates") / "rules")


def change(text: str, *changes: Amendment) -> str:
    result = amended(text, changes, SCHEMA)
    assert result.value is not None, result.diagnostics
    return result.value


def codes(text: str, *changes: Amendment) -> list[str]:
    result = amended(text, changes, SCHEMA, file="f")
    assert result.value is None
    for one in result:
        assert all(CATALOGUE.of(one, language)[0] for language in ("nl", "en"))
    return [one.code for one in result]


CASES: dict[str, tuple[str, tuple[Amendment, ...], str]] = {
    "a value keeps the comment behind it": (
        "name: x   # who\nrate: EUR 1.00\n",
        (Set(("name",), "a: b"),),
        'name: "a: b"   # who\nrate: EUR 1.00\n',
    ),
    "quotes that were there for their own sake stay": (
        "name: '12'\nnote: \"34\"\n",
        (Set(("name",), "it's"), Set(("note",), "5")),
        "name: 'it''s'\nnote: \"5\"\n",
    ),
    "a block of text becomes one line and keeps the comment at its head": (
        "name: x\nnote: >-  # why\n  one\n  two\n\nroll: next\n",
        (Set(("note",), "three"),),
        "name: x\nnote: three  # why\n\nroll: next\n",
    ),
    "nothing is a plain word where the field takes it, and text elsewhere": (
        "name: x\nnote: y\n",
        (Set(("note",), "none"), Set(("roll",), "none"), Set(("name",), "none")),
        'name: "none"\nnote: none\nroll: none\n',
    ),
    "a new field stands in the order of the schema": (
        "name: x\n# about the tags\ntags: [a]\n",
        (Set(("rate",), "EUR 1.00"),),
        "name: x\nrate: EUR 1.00\n# about the tags\ntags: [a]\n",
    ),
    "comments that belong to the field before stay with it": (
        "name: x\ngroup:\n  a: 1\n  # b comes later\nrows: []\n",
        (Set(("group", "b"), "2"),),
        "name: x\ngroup:\n  a: 1\n  b: 2\n  # b comes later\nrows: []\n",
    ),
    "the first field goes above, with the comment at the head of the file on top": (
        "# all about it\nrate: EUR 1.00\nname: x\n",
        (Set(("rate",), "EUR 2.00"), Remove(("rate",)), Set(("note",), "n")),
        "# all about it\nname: x\nnote: n\n",
    ),
    "a new group is written as its neighbour": (
        "name: x\ntags: [a]\n",
        (Set(("group", "deep", "c"), "1, 2"),),
        'name: x\ntags: [a]\ngroup: {deep: {c: "1, 2"}}\n',
    ),
    "a new group is indented as the others": (
        "name: x\nrows:\n    - id: A\n      why: w\n",
        (Set(("group", "b"), "2"), Set(("group", "deep", "c"), "3")),
        "name: x\ngroup:\n  b: 2\n  deep:\n    c: 3\nrows:\n    - id: A\n      why: w\n",
    ),
    "a field goes into braces between its neighbours": (
        "name: x\ngroup: {a: 1, deep: {c: 3}}\n",
        (Set(("group", "b"), "2}"),),
        'name: x\ngroup: {a: 1, b: "2}", deep: {c: 3}}\n',
    ),
    "the first field of a row keeps the dash": (
        "name: x\nrows:\n  - due: 2027-01-01  # soon\n    id: A\n",
        (Remove(("rows", 0, "due")), Set(("rows", 0, "why"), "w"), Set(("rows", 0, "id"), "B")),
        "name: x\nrows:\n  - id: B\n    why: w\n",
    ),
    "a row is added in the style of the last one": (
        "name: x\nrows:\n-   id: A\n    why: w\n",
        (Add(("rows",), {"why": "v", "id": "B"}),),
        "name: x\nrows:\n-   id: A\n    why: w\n-   id: B\n    why: v\n",
    ),
    "rows that are parted by a blank line stay so": (
        "name: x\nrows:\n  - {id: A}\n\n  - {id: B} # b\n\ngroup: {}\n",
        (Add(("rows",), {"id": "C"}),),
        "name: x\nrows:\n  - {id: A}\n\n  - {id: B} # b\n\n  - {id: C}\n\ngroup: {}\n",
    ),
    "items on lines of their own between brackets stay so": (
        "name: x\ntags: [\n  a,\n  b # last\n]\n",
        (Add(("tags",), "c"),),
        "name: x\ntags: [\n  a,\n  b, # last\n  c\n]\n",
    ),
    "a comma at the end stays at the end": (
        "name: x\ntags: [\n  a,\n]\n",
        (Add(("tags",), "b"), Remove(("tags", 0))),
        "name: x\ntags: [\n  b,\n]\n",
    ),
    "a list is begun where there was none": (
        "name: x\nrows: []\n",
        (Add(("tags",), "a"), Add(("rows",), {"id": "A"})),
        "name: x\ntags:\n  - a\nrows: [{id: A}]\n",
    ),
    "the last item leaves the brackets, and the comments that are not its own": (
        "name: x\ntags: # some\n  # the first\n  - a # this\ngroup:\n  a: 1\n",
        (Remove(("tags", 0)), Remove(("group", "a"))),
        "name: x\ntags: [] # some\n  # the first\ngroup: {}\n",
    ),
    "a field goes with its own lines and one of two blank ones": (
        "name: x\n\n# the group\ngroup:\n  a: 1\n  # not b\n\nrows: []\n",
        (Remove(("group",)),),
        "name: x\n\n# the group\n\nrows: []\n",
    ),
    "from between brackets goes the item with its comma": (
        "name: x\ntags: [a, b, c]\ngroup: {a: 1, b: 2}\n",
        (Remove(("tags", 0)), Remove(("tags", 1)), Remove(("group", "b")), Remove(("group", "a"))),
        "name: x\ntags: [b]\ngroup: {}\n",
    ),
    "line ends, the mark at the start and the lack of a last line end stay": (
        "\ufeffname: x\r\nrows:\r\n  - id: A",
        (Add(("rows",), {"id": "B", "why": "w"}), Set(("note",), "n")),
        "\ufeffname: x\r\nnote: n\r\nrows:\r\n  - id: A\r\n  - id: B\r\n    why: w",
    ),
    "what ends a text without a line end leaves none": (
        "name: x\r\nnote: n",
        (Remove(("note",)),),
        "name: x",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_change_is_made_as_a_careful_person_would(name: str) -> None:
    text, changes, expected = CASES[name]
    assert change(text, *changes) == expected


def test_a_section_is_parted_by_a_blank_line_where_the_others_are() -> None:
    text = "name: x\n\ntags: [a]\n\nrows: []\n"
    assert change(text, Set(("group", "a"), "1")) == (
        "name: x\n\ntags: [a]\n\ngroup: {a: 1}\n\nrows: []\n"
    )
    assert change(text, Set(("group", "a"), "1"), Remove(("group",))) == text


TEXT = "name: x\nrows:\n  - {id: A}\ngroup:\n  a: 1\n"
REFUSALS: dict[str, tuple[tuple[Amendment, ...], list[str]]] = {
    "a row that is not there": ((Set(("rows", 3, "why"), "w"),), ["SG140"]),
    "an item of a list that is not there": ((Set(("tags", 0), "w"),), ["SG140"]),
    "a field inside a value": ((Set(("name", "first"), "w"),), ["SG140"]),
    "taking away what is not there": ((Remove(("rate",)),), ["SG140"]),
    "taking away everything": ((Remove(()),), ["SG140"]),
    "a value for a whole group": ((Set(("group",), "w"),), ["SG141"]),
    "an item for what is no list": ((Add(("group",), "w"),), ["SG141"]),
    "a value of another kind": ((Set(("rate",), "95"),), ["SG143", "SG127"]),
    "a field that does not exist": ((Set(("rat",), "EUR 1.00"),), ["SG143", "SG104"]),
    "taking away what is required": ((Remove(("name",)),), ["SG143", "SG105"]),
    "a character that no letter can hold": ((Set(("name",), "a\u202eb"),), ["SG143", "SG102"]),
    "the same before another change": (
        (Set(("name",), "a\u202eb"), Set(("name",), "a")),
        ["SG143", "SG102"],
    ),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_what_cannot_be_changed_is_told_and_nothing_is_made(name: str) -> None:
    changes, expected = REFUSALS[name]
    assert codes(TEXT, *changes) == expected


def test_a_text_with_errors_is_not_changed() -> None:
    assert codes("name: x\nrat: 1\n", Set(("name",), "y")) == ["SG104"]


def test_an_unusual_form_is_left_alone() -> None:
    assert codes("? name\n: x\n? group\n: a: 1\n", Remove(("group", "a"))) == ["SG142"]
    assert codes("name: x\ntags: [\n  a\n  , b]\n", Remove(("tags", 0))) == ["SG142"]


def test_a_finding_has_its_place_in_the_text_as_it_was() -> None:
    found = amended(TEXT, [Set(("rows", 0, "due"), "x")], SCHEMA, file="f").diagnostics
    assert [one.location and one.location.line for one in found] == [None, 3]
