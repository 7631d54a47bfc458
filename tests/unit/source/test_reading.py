"""Defaults, structure and what is told once only."""

from __future__ import annotations

from scopegen.quantities import Period, Unit
from scopegen.source import load_schema, read

SCHEMA = load_schema(
    """
    size: {type: integer, min: 1, max: 9, default: "2"}
    term: {type: period, units: [days], default: 5 days}
    trial: {type: period, units: [days], nullable: true, default: none}
    note: {type: line}
    group:
      type: dict
      schema:
        open: {type: yesno, default: "no"}
        inner: {type: dict, schema: {tags: {type: list, schema: {type: line}, default: [a, b]}}}
    extra:
      type: dict
      meta: {optional: true}
      schema: {cap: {type: integer, required: true}, open: {type: yesno, default: "yes"}}
    rows:
      type: list
      default: [{id: x}]
      schema: {type: dict, schema: {id: {type: slug, required: true}, on: {type: yesno, default: "yes"}}}
    loose: {type: list, schema: {type: line}}
    """  # noqa: E501
)


def codes(text: str) -> list[str]:
    return [f"{each.code} {each.dotted_path}" for each in read(text, "f", SCHEMA)]


def test_what_is_left_out_is_filled_in_and_listed() -> None:
    tree = read("note: x", "f", SCHEMA).require()
    assert tree.data == {
        "size": 2,
        "term": Period(tree.data["term"].count, Unit.DAYS),
        "trial": None,
        "note": "x",
        "group": {"open": False, "inner": {"tags": ["a", "b"]}},
        "extra": None,
        "rows": [{"id": "x", "on": True}],
        "loose": None,
    }
    assert tree.defaults == (
        ("size",),
        ("term",),
        ("group", "open"),
        ("group", "inner", "tags"),
        ("rows",),
    )


def test_what_is_given_is_filled_in_below() -> None:
    tree = read("extra: {cap: 1}\nrows: [{id: y, on: no}, {id: z}]", "f", SCHEMA).require()
    assert tree.data["extra"] == {"cap": 1, "open": True}
    assert tree.data["rows"] == [{"id": "y", "on": False}, {"id": "z", "on": True}]
    assert {("extra", "open"), ("rows", 1, "on")} <= set(tree.defaults)
    assert ("rows", 0, "on") not in tree.defaults


def test_defaults_are_fresh_for_each_file() -> None:
    first, second = (read("note: x", "f", SCHEMA).require() for _ in range(2))
    first.data["rows"][0]["id"] = "changed"
    first.data["group"]["inner"]["tags"].append("c")
    assert second.data == read("note: x", "f", SCHEMA).require().data


def test_a_value_that_cannot_be_read_is_told_once() -> None:
    assert codes("size: many\nrows: [{id: '?'}]\nterm: soon") == [
        "SG126 size",
        "SG121 rows[0].id",
        "SG129 term",
    ]


def test_an_empty_required_field_is_not_missing_as_well() -> None:
    assert codes("extra:\n  cap:") == ["SG107 extra.cap"]


def test_everything_is_found_at_once_in_the_order_of_the_file() -> None:
    assert codes("size: 0\nsise: 1\ngroup: [1]\nsize: 2\nrows: {}\nterm: 2 weeks\nextra: {}") == [
        "SG119 size",
        "SG104 sise",
        "SG106 group",
        "SG109 size",
        "SG106 rows",
        "SG135 term",
        "SG105 extra.cap",
    ]


def test_a_boolean_is_never_a_number() -> None:
    assert codes("size: true") == ["SG126 size"]
    assert codes("size: yes") == ["SG126 size"]
