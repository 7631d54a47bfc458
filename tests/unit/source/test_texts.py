"""A file as a tree of plain text: as it stands, with its places, also under dotted names."""

from __future__ import annotations

from functools import cache

import pytest
from conftest import ROOT

from scopegen.diagnostics import finding
from scopegen.source import Schema, load_schema
from scopegen.source.nodes import Places, parse
from scopegen.source.texts import TextFile, Value, is_open, planted, read_texts, text_at


@cache
def schema() -> Schema:
    return load_schema((ROOT / "schemas" / "engagement.yaml").read_text(encoding="utf-8"))


def read(text: str) -> TextFile:
    return read_texts(text, "answers.yaml", schema()).require()


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("meta: {id: 012}", {"meta": {"id": "012"}}),
        ("meta.id: A", {"meta": {"id": "A"}}),
        ("meta.id: A\nmeta: {title: B}", {"meta": {"id": "A", "title": "B"}}),
        ("a.b.c: x\na.b.d: y", {"a": {"b": {"c": "x", "d": "y"}}}),
        ("a..b: x", {"a..b": "x"}),
        ("engagement.scope: [a; b, c]", {"engagement": {"scope": ["a; b", "c"]}}),
        ("engagement: {trial: geen}", {"engagement": {"trial": None}}),
        ("engagement: {goal: 'geen'}", {"engagement": {"goal": "geen"}}),
        ("parties.authority.name: A", {"parties": {"authority": [{"name": "A"}]}}),
        ("fees: {milestones: {id: M1}}", {"fees": {"milestones": [{"id": "M1"}]}}),
    ],
)
def test_texts_stand_in_a_tree_as_a_spec_has_it(text: str, tree: Value) -> None:
    assert read(text).tree == tree


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("meta.id: A\nmeta: {id: B}", "SG109", 2, 8),
        ("meta: x\nmeta.id: A", "SG109", 2, 1),
        ("meta:\n  id:\n", "SG107", 2, 3),
        ("# x\n- a", "SG114", 2, 1),
    ],
)
def test_what_cannot_be_a_tree_is_told_with_its_place(
    text: str, code: str, line: int, column: int
) -> None:
    (found,) = read_texts(text, "answers.yaml", schema()).diagnostics
    place = found.location
    assert place
    assert (found.code, place.line, place.column) == (code, line, column)


SPEC = "meta:\n  title: B\n  id: A\nfees:\n  model: x\n"


@pytest.mark.parametrize(
    ("path", "at_key", "line", "column"),
    [
        (("meta", "id"), False, 2, 10),
        (("meta", "id"), True, 2, 1),
        (("fees", "model"), False, 3, 15),
        (("fees", "rate"), True, 3, 1),
        ((), True, 1, 1),
    ],
)
def test_a_finding_on_the_spec_moves_to_where_its_cause_stands(
    path: tuple[str, ...], at_key: bool, line: int, column: int
) -> None:
    answers = read("meta.title: B\nmeta.id: A\nfees: {model: x}\n")
    root = parse(SPEC, "spec").require()
    places = Places("spec", root)
    place = places.key_location(path) if at_key else places.location(path)
    (moved,) = answers.moved([finding("SG321", place, path, line=3)], SPEC)
    assert moved.location
    assert moved.location.file == "answers.yaml"
    assert (moved.location.line, moved.location.column) == (line, column)
    assert dict(moved.facts)["line"] == "2"


def test_a_path_is_open_when_nothing_stands_there_or_in_its_way() -> None:
    tree: Value = {"a": {"b": "x"}, "c": [{"d": "y"}]}
    assert is_open(tree, ("a", "e"))
    assert is_open(tree, ("c", 0, "e"))
    assert is_open(tree, ("c", 1))
    assert not is_open(tree, ("a", "b"))
    assert not is_open(tree, ("a", "b", "c"))
    assert not is_open(tree, ("a", 0))


def test_what_is_planted_stands_there_and_the_rest_stays() -> None:
    tree: Value = {"a": {"b": "x"}}
    after = planted(planted(tree, ("c", 0, "d"), "y"), ("a", "e"), "z")
    assert after == {"a": {"b": "x", "e": "z"}, "c": [{"d": "y"}]}
    assert text_at(after, ("c", 0, "d")) == "y"
    assert text_at(after, ("c", 1, "d")) == ""
    assert tree == {"a": {"b": "x"}}
