"""Laws of changing a spec in place: it then says just that, and the rest of it is as it was."""

from __future__ import annotations

import random
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from conftest import ROOT, SAMPLES
from engagement_texts import GOOD, PERIODS, SCHEMA, valid_text
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scopegen.diagnostics import Path
from scopegen.source import read
from scopegen.source.amending import Add, Amendment, Remove, Set, amended
from scopegen.source.nodes import Group, Items, Node, Scalar, parse
from scopegen.source.schema import Rule
from scopegen.source.texts import Value, planted, read_texts
from scopegen.source.values import NONE
from scopegen.source.writing import scalar
from scopegen.workflow.spec_file import spec_text

SPECS = [(ROOT / "samples" / name / "engagement.yaml").read_text("utf-8") for name in SAMPLES]
QUICK = settings(
    deadline=None,
    max_examples=20,
    suppress_health_check=[HealthCheck.too_slow],
)
SEEDS = st.integers(0, 2**32).map(random.Random)
NASTY = ["a: b", "# 1", "none", "it's", 'say "x"', "[x", "a, b", "0123", " x", "", "{}"]


@dataclass
class Place:
    """What may be changed in a text: its path, its rule, and what is there, if anything."""

    path: Path
    rule: Rule
    node: Node | None


def places(rule: Rule, node: Node | None, path: Path = ()) -> Iterator[Place]:
    """All fields that there are and those that could be, with the items of lists."""
    if path:
        yield Place(path, rule, node)
    entries = node.entries if isinstance(node, Group) else {}
    for name, inner in rule.fields.items():
        yield from places(inner, entries[name][1] if name in entries else None, (*path, name))
    for at, item in enumerate(node.nodes if isinstance(node, Items) else ()):
        yield from places(rule.items or rule, item, (*path, at))


def root_of(text: str) -> Group:
    return parse(text.removeprefix("\ufeff"), "").require()


def values(text: str) -> list[tuple[Path, Scalar]]:
    """All single values, but a quoted 'none' where the plain word is a choice of its own."""
    return [
        (spot.path, spot.node)
        for spot in places(SCHEMA.root, root_of(text))
        if isinstance(spot.node, Scalar)
        and not (spot.rule.allowed and spot.node.quoted and spot.node.text in NONE)
    ]


def tree_of(text: str) -> Value:
    return read_texts(text, "", SCHEMA).require().tree


def some_value(rule: Rule, chance: random.Random) -> Any:
    """A value that a field takes, or sometimes one that it does not."""
    if rule.fields:
        return {
            name: some_value(inner, chance)
            for name, inner in rule.fields.items()
            if inner.required or chance.random() < 0.3
        }
    if rule.items:
        return [some_value(rule.items, chance) for _ in range(chance.randint(1, 2))]
    if chance.random() < 0.1:
        return chance.choice(NASTY)
    return chance.choice(rule.allowed or [PERIODS[u.name] for u in rule.units] or GOOD[rule.kind])


def some_change(text: str, chance: random.Random) -> Amendment:
    spots = list(places(SCHEMA.root, root_of(text)))
    there = [spot for spot in spots if spot.node]
    lists = [spot for spot in spots if spot.rule.items]
    leaves = [spot for spot in spots if not (spot.rule.fields or spot.rule.items)]
    match chance.randrange(5):
        case 0:
            return Remove(chance.choice(there).path)
        case 1:
            spot = chance.choice(lists)
            return Add(spot.path, some_value(spot.rule.items or spot.rule, chance))
        case 2:
            spot = chance.choice([leaf for leaf in leaves if leaf.node])
        case _:
            spot = chance.choice(leaves)
    return Set(spot.path, some_value(spot.rule, chance))


def meant(value: Value, rule: Rule) -> Value:
    """What a value says that a user typed: the plain word for nothing where that is taken."""
    if isinstance(value, dict):
        return {name: meant(each, rule.fields[name]) for name, each in value.items()}
    if isinstance(value, list):
        return [meant(each, rule.items or rule) for each in value]
    taken = rule.nullable or value in rule.allowed
    return None if value is not None and value.lower() in NONE and taken else value


def rule_at(path: Path) -> Rule:
    rule = SCHEMA.root
    for step in path:
        rule = (rule.items or rule) if isinstance(step, int) else rule.fields[step]
    return rule


def planted_by_hand(tree: Value, change: Amendment) -> Value:
    """The tree with the change made, without any text."""
    changed: Any = deepcopy(tree)
    if isinstance(change, Set):
        return planted(changed, change.path, meant(change.text, rule_at(change.path)))
    holder = changed
    for step in change.path[:-1]:
        holder = holder[step] if isinstance(step, int) else holder.setdefault(step, {})
    last = change.path[-1]
    if isinstance(change, Remove):
        del holder[last]
    else:
        holder.setdefault(last, []).append(meant(change.item, rule_at((*change.path, 0))))
    made: Value = changed
    return made


def written(tree: Any, chance: random.Random, depth: int = 0) -> list[str]:
    """A tree as lines, each part in flow or block style, with comments and blank lines."""
    rows: list[str] = []
    for name, value in tree.items() if isinstance(tree, dict) else enumerate(tree):
        head = f"{name}:" if isinstance(tree, dict) else "-"
        comment = chance.choice(["", "", "  # why", " # a: b"])
        if isinstance(value, dict | list) and value and (depth < 1 or chance.random() < 0.6):
            inner = written(value, chance, depth + 1)
            if head == "-" and isinstance(value, dict) and not inner[0].startswith("#"):
                rows += [f"- {inner[0]}", *(f"  {row}" for row in inner[1:])]
            else:
                rows += [head + comment, *(f"  {row}" if row else "" for row in inner)]
        else:
            rows.append(f"{head} {in_flow(value, chance)}{comment}")
        rows += [""] * (chance.random() < 0.15) + ["# so"] * (chance.random() < 0.1)
    return [row.rstrip() for row in rows]


def in_flow(value: Any, chance: random.Random) -> str:
    if value is None:
        return "none"
    if isinstance(value, str):
        return scalar(value, flow=True)
    glue, end = chance.choice([(", ", ""), (",\n      ", "\n      ")])
    if isinstance(value, list):
        return f"[{glue.join(in_flow(each, chance) for each in value)}]"
    return (
        f"{{{glue.join(f'{name}: {in_flow(each, chance)}' for name, each in value.items())}{end}}}"
    )


def some_text(chance: random.Random) -> str:
    """A sample or a spec at random, as it might be written on any machine."""
    text = chance.choice(SPECS) if chance.random() < 0.4 else valid_text(chance)
    if chance.random() < 0.5:
        text = "\n".join(written(tree_of(text), chance)) + "\n"
    text = text.rstrip("\n") if chance.random() < 0.3 else text
    text = text.replace("\n", "\r\n") if chance.random() < 0.3 else text
    return "\ufeff" + text if chance.random() < 0.2 else text


def touched(old: str, new: str) -> tuple[int, int]:
    """The first line that differs, and how many lines of the old text do."""
    before, after = old.split("\n"), new.split("\n")
    same = min(len(before), len(after))
    head = next((n for n in range(same) if before[n] != after[n]), same)
    tail = next((n for n in range(same - head) if before[-1 - n] != after[-1 - n]), same - head)
    return head, len(before) - head - tail


@QUICK
@given(SEEDS)
def test_a_changed_text_reads_as_the_tree_with_the_change_planted(chance: random.Random) -> None:
    text = some_text(chance)
    change = some_change(text, chance)
    expected = read(spec_text(planted_by_hand(tree_of(text), change), "en"), "", SCHEMA)
    result = amended(text, [change], SCHEMA)
    if expected.value is None:
        assert result.value is None
        assert "SG143" in {one.code for one in result}
    else:
        assert result.value is not None, result.diagnostics
        assert read(result.value, "", SCHEMA).require().data == expected.value.data


@QUICK
@given(SEEDS)
def test_several_changes_are_those_changes_one_by_one(chance: random.Random) -> None:
    made = text = some_text(chance)
    changes = []
    for _ in range(3):
        change = some_change(made, chance)
        result = amended(made, [change], SCHEMA)
        if result.value is not None:
            changes.append(change)
            made = result.value
    assert amended(text, changes, SCHEMA).value == made


@QUICK
@given(SEEDS)
def test_nothing_to_change_changes_nothing(chance: random.Random) -> None:
    text = some_text(chance)
    assert amended(text, [], SCHEMA).value == text
    same = [Set(path, node.text) for path, node in values(text)]
    assert amended(text, same, SCHEMA).value == text


@QUICK
@given(SEEDS)
def test_the_other_lines_stay_as_they_were(chance: random.Random) -> None:
    text = some_text(chance)
    change = some_change(text, chance)
    made = amended(text, [change], SCHEMA).value
    if made is None or isinstance(change, Remove):
        return
    spots = {spot.path: spot.node for spot in places(SCHEMA.root, root_of(text))}
    node = spots.get(change.path)
    first, count = touched(text, made)
    if isinstance(change, Set) and node:
        assert node.start.line <= first or count == 0
        assert count <= node.end.line - node.start.line + 1
    else:
        assert count <= 1
    assert made.startswith("\ufeff") == text.startswith("\ufeff")
    assert made.endswith("\n") == text.endswith("\n")
    assert "\r\n" not in text or "\n" not in made.replace("\r\n", "")


def is_kept(text: str, node: Scalar, new: str) -> bool:
    """Whether the way that a value is written can be known again from what takes its place.

    Quotes that are not needed are known until a value needs them; single ones that are needed,
    escapes, blocks of text and other words for nothing than `none` are not.
    """
    mark = text.removeprefix("\ufeff").split("\n")[node.start.line][node.start.column]
    if mark not in "'\"|>":
        return node.text == "none" or scalar(node.text) == node.text
    needed = {scalar(node.text, flow=flow) != node.text for flow in (True, False)}
    if mark in "|>" or "\\" in node.text or len(needed) > 1:
        return False
    return mark == '"' if True in needed else scalar(new, flow=True) == new


@QUICK
@given(SEEDS)
def test_a_value_that_is_set_back_is_written_as_it_was(chance: random.Random) -> None:
    text = some_text(chance)
    path, node = chance.choice(values(text))
    new = some_value(rule_at(path), chance)
    if node.start.line == node.end.line and is_kept(text, node, new):
        back = None if not node.quoted and node.text.lower() in NONE else node.text
        assert amended(text, [Set(path, new), Set(path, back)], SCHEMA).value == text


@QUICK
@given(SEEDS)
def test_what_was_added_can_be_taken_away_without_a_trace(chance: random.Random) -> None:
    text = some_text(chance)
    spots = list(places(SCHEMA.root, root_of(text)))
    lists = [spot for spot in spots if isinstance(spot.node, Items)]
    if not lists:
        return
    spot = chance.choice(lists)
    assert isinstance(spot.node, Items)
    add = Add(spot.path, some_value(spot.rule.items or spot.rule, chance))
    taken = Remove((*spot.path, len(spot.node.nodes)))
    made = amended(text, [add, taken], SCHEMA).value
    assert made is not None
    assert made.replace(",", "").split() == text.replace(",", "").split()
    assert abs(made.count(",") - text.count(",")) <= 1
