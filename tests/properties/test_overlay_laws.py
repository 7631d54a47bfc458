"""Laws of a file over a file, for engagements of every shape: the upper one always wins."""

from __future__ import annotations

import random
from typing import Any

from engagement_texts import SCHEMA, valid_text
from hypothesis import given
from hypothesis import strategies as st

from scopegen.diagnostics import Path
from scopegen.source.nodes import Group, parse
from scopegen.source.overlay import Underlay, laid_over
from scopegen.source.reading import read
from scopegen.source.texts import Value, value_at

SEEDS = st.integers(0, 2**32)


def group(text: str) -> Group:
    return parse(text, "f").require()


def below(text: str) -> Underlay:
    return Underlay("house.yaml", group(text))


def tree(root: Group) -> Value:
    return value_at(Underlay("f", root), ())


def leaves(node: Value, path: Path = ()) -> dict[Path, Value]:
    """The values of a tree; a list is one value."""
    if not isinstance(node, dict):
        return {path: node}
    found: dict[Path, Value] = {}
    for name, inner in node.items():
        found |= leaves(inner, (*path, name))
    return found


def at(node: Value, path: Path) -> Any:
    for step in path:
        node = node[step] if isinstance(node, dict) else None  # type: ignore[index]
    return node


def two(seed: int) -> tuple[str, str]:
    chance = random.Random(seed)
    return valid_text(chance), valid_text(chance)


@given(SEEDS)
def test_nothing_below_changes_nothing(seed: int) -> None:
    spec, _ = two(seed)
    nothing = Underlay("house.yaml", group("{}"))
    made = laid_over(group(spec), nothing, SCHEMA.root)
    assert tree(made.root) == tree(group(spec))
    assert (made.paths, made.lent) == ((), {})
    assert read(spec, "f", SCHEMA, nothing) == read(spec, "f", SCHEMA)


@given(SEEDS)
def test_the_values_of_the_spec_always_win(seed: int) -> None:
    spec, house = two(seed)
    made = tree(laid_over(group(spec), below(house), SCHEMA.root).root)
    for path, value in leaves(tree(group(spec))).items():
        if value is not None:
            assert at(made, path) == value


@given(SEEDS)
def test_the_rest_is_what_the_standard_says(seed: int) -> None:
    spec, house = two(seed)
    overlaid = laid_over(group(spec), below(house), SCHEMA.root)
    made, theirs = tree(overlaid.root), tree(group(house))
    for path in overlaid.paths:
        assert at(made, path) == at(theirs, path)
        assert path not in leaves(tree(group(spec)))


@given(SEEDS)
def test_laying_over_twice_is_laying_over_once(seed: int) -> None:
    spec, house = two(seed)
    under = below(house)
    once = laid_over(group(spec), under, SCHEMA.root).root
    assert tree(laid_over(once, under, SCHEMA.root).root) == tree(once)


@given(SEEDS)
def test_every_value_has_its_place_in_the_file_that_says_it(seed: int) -> None:
    spec, house = two(seed)
    made = read(spec, "f", SCHEMA, below(house))
    if made.value is None:  # the two may name the same thing twice, or lack what is needed
        assert all(one.location for one in made.diagnostics)
        return
    theirs, ours = set(made.value.lent), leaves(tree(group(spec)))
    for path in theirs:
        assert made.value.location(path).file == "house.yaml"
    for path, value in ours.items():
        if value is not None:
            assert made.value.location(path).file == "f"
