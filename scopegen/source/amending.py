"""Changing values in the text of a spec, with all the rest of it kept byte for byte.

A change is made where it belongs: comments, blank lines, order, quotes and indentation elsewhere
stay as they were, and so do a byte order mark, the line ends and the lack of a last one. What was
made is read back; a text that does not say the old with just these changes is never given.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any, NoReturn

from scopegen.diagnostics import Checked, Diagnostic, Path, Rejected, dotted, finding, in_order
from scopegen.source.amendments import Add, Amendment, Remove, Set, with_rows_below
from scopegen.source.characters import BYTE_ORDER_MARK, check_text
from scopegen.source.nodes import Group, Items, Node, Places, Scalar, parse
from scopegen.source.overlay import Underlay
from scopegen.source.reading import read
from scopegen.source.schema import Rule, Schema
from scopegen.source.sheet import (
    Edit,
    Sheet,
    Span,
    applied,
    cut_from_flow,
    cut_lines,
    put_above,
    put_below,
    put_in_flow,
)
from scopegen.source.texts import Value, planted, read_texts
from scopegen.source.values import NONE
from scopegen.source.writing import scalar

__all__ = ["Add", "Amendment", "Remove", "Set", "amended"]

STEP = 2
"""How far a group is indented in a file that does not show it."""
SYNTAX = "SG110"
_BLOCK_COMMENT = re.compile(r"[|>][0-9+-]*([ \t]+#[^\r\n]*)")


def amended(
    text: str,
    changes: Sequence[Amendment],
    schema: Schema,
    *,
    file: str = "",
    under: Underlay | None = None,
) -> Checked[str]:
    """Make the changes one after another; a path counts in what the earlier ones made.

    A quoted value that needs no quotes stays quoted; a value of several lines comes on one. Nothing
    is made of a text with errors, nor when there is nothing to change at a path (SG140, SG141),
    when it stands there in a form that cannot be changed safely (SG142), or when the result would
    have errors (SG143). Findings have their place in the text as it was, which `file` names.

    With a file below, a row that is added to one of its lists brings the rows there along.
    """
    mark = BYTE_ORDER_MARK if text.startswith(BYTE_ORDER_MARK) else ""
    made = text.removeprefix(mark)
    old = read(made, file, schema, under)
    if old.value is None:
        return Checked(None, old.diagnostics)
    places = Places(file, parse(made, file).require())
    tree = read_texts(made, file, schema).require().tree
    try:
        for given in with_rows_below(changes, tree, under):
            change = _fitted(given, schema)
            edits = _Editor(made, _root(made, change), schema).edits(change)
            made, tree = applied(made, edits), _planned(tree, change)
        _hold(made, tree, changes, (schema, under))
    except Rejected as refusal:
        found = (_placed(one, places) for one in refusal.diagnostics)
        return Checked(None, in_order(found))
    return Checked(mark + made)


def _placed(one: Diagnostic, places: Places) -> Diagnostic:
    return replace(one, location=places.location(one.path) if one.path else None)


def _root(text: str, change: Amendment) -> Group:
    found = tuple(check_text(text, "")) or parse(text, "").diagnostics
    if any(one.code != SYNTAX for one in found):
        raise Rejected(_unfit(found, [change]))
    return parse(text, "").value or _refuse("SG142", change.path)


Ground = tuple[Schema, Underlay | None]


def _hold(text: str, tree: Value, changes: Sequence[Amendment], ground: Ground) -> None:
    """See that the text says what it should; read alike as texts, its values are alike too."""
    schema, under = ground
    found = read(text, "", schema, under).diagnostics
    if any(one.code == SYNTAX for one in found):
        _refuse("SG142", changes[-1].path)
    if found:
        raise Rejected(_unfit(found, changes))
    if read_texts(text, "", schema).require().tree != tree:
        _refuse("SG142", changes[-1].path)


def _unfit(found: Sequence[Diagnostic], changes: Sequence[Amendment]) -> list[Diagnostic]:
    """Say of which changes these findings come; one on characters is told at the last of them."""
    names = ", ".join(dict.fromkeys(dotted(change.path) for change in changes))
    told = [replace(one, path=one.path or changes[-1].path) for one in found]
    return [finding("SG143", None, fields=names), *told]


def _refuse(code: str, path: Path, hint: str = "default") -> NoReturn:
    raise Rejected([finding(code, None, path, field=dotted(path), hint=hint)])


def _fitted(change: Amendment, schema: Schema) -> Amendment:
    """Put groups in the order of the schema, and tell the plain word for nothing from text."""
    if isinstance(change, Set):
        text = _meant(change.text, _rule(schema, change.path))
        return Set(change.path, text if isinstance(text, str) else None)
    if isinstance(change, Add):
        return Add(change.path, _meant(change.item, _rule(schema, (*change.path, 0))))
    return change


def _rule(schema: Schema, path: Path) -> Rule | None:
    rule: Rule | None = schema.root
    for step in path:
        if rule is not None:
            rule = rule.items if isinstance(step, int) else rule.fields.get(step)
    return rule


def _meant(value: Value, rule: Rule | None) -> Value:
    if isinstance(value, list):
        return [_meant(each, rule.items if rule else None) for each in value]
    if isinstance(value, dict):
        rules = rule.fields if rule else {}
        ranked = sorted(value, key=lambda name: _rank(name, rules))
        return {name: _meant(value[name], rules.get(name)) for name in ranked}
    may_be_none = rule is not None and (rule.nullable or value in rule.allowed)
    return None if value is not None and value.lower() in NONE and may_be_none else value


def _rank(name: str, rules: Mapping[str, Rule]) -> int:
    return list(rules).index(name) if name in rules else len(rules)


def _place(names: Sequence[str], name: str, rules: Mapping[str, Rule]) -> int:
    """Give where a new field goes: after the one of these that stands closest before it."""
    ranks = [_rank(each, rules) for each in names]
    earlier = [rank for rank in ranks if rank < _rank(name, rules)]
    return ranks.index(max(earlier)) + 1 if earlier else 0


def _planned(tree: Value, change: Amendment) -> Value:
    """Make the change in the tree of texts; the editor has found its place already."""
    *above, last = change.path
    changed: Any = deepcopy(tree)
    if isinstance(change, Set):
        return planted(changed, change.path, change.text)
    node = changed
    for step in above:
        node = node[step] if isinstance(step, int) else node.setdefault(step, {})
    if isinstance(change, Remove):
        del node[last]
    else:
        items = node[last] if isinstance(last, int) else node.setdefault(last, [])
        items.append(change.item)
    made: Value = changed
    return made


class _Editor:
    """Finds where in a text a change belongs."""

    def __init__(self, text: str, root: Group, schema: Schema) -> None:
        self.sheet, self.root, self.schema = Sheet(text), root, schema
        self.habits = _habits(self.sheet, root)

    def edits(self, change: Amendment) -> list[Edit]:
        """Give what to cut and to put in."""
        trail = list(_trail(self.root, change.path))
        is_there = len(trail) > len(change.path) > 0
        if isinstance(change, Remove):
            return self._remove(change.path, trail if is_there else [])
        if not is_there:
            value = [change.item] if isinstance(change, Add) else change.text
            return self._enter(change.path, trail, value)
        if isinstance(change, Add):
            return self._append(change, trail[-1])
        return self._replace(change, trail)

    def _replace(self, change: Set, trail: Sequence[Node]) -> list[Edit]:
        *above, node = trail
        if not isinstance(node, Scalar):
            _refuse("SG141", change.path, "value")
        if change.text == _text(node):
            return []
        start, end = self.sheet.span(node)
        old, flow = self.sheet.text[start:end], any(map(self.sheet.is_flow, above))
        new = _leaf(change.text, flow=flow)
        if change.text and old[0] in "'\"" and scalar(node.text, flow=flow) == node.text:
            new = _quoted(change.text, old[0])
        comment = _BLOCK_COMMENT.match(old) if node.quoted else None
        return [(start, end, new + (comment[1] if comment else ""))]

    def _append(self, change: Add, items: Node) -> list[Edit]:
        if not isinstance(items, Items):
            _refuse("SG141", change.path, "list")
        spans = self._spans(items, change.path)
        if self.sheet.is_flow(items):
            return put_in_flow(self.sheet, items, spans, len(spans), _flow(change.item))
        last, column = items.nodes[-1], items.start.column
        gap = last.start.column - column if isinstance(last, Group) else STEP
        rows = self.habits.item(change.item, flow=self.sheet.is_flow(last), gap=gap)
        return [put_below(self.sheet, spans, len(spans) - 1, rows, column)]

    def _enter(self, path: Path, trail: Sequence[Node], value: Value) -> list[Edit]:
        name, *deeper = path[len(trail) - 1 :] or ("",)
        group, sheet = trail[-1], self.sheet
        if not isinstance(group, Group) or not all(isinstance(s, str) for s in (name, *deeper)):
            _refuse("SG140", path)
        rule = _rule(self.schema, path[: len(trail) - 1])
        at = _place(list(group.entries), str(name), rule.fields if rule else {})
        value, spans = planted(None, tuple(deeper), value), self._spans(group, path)
        if sheet.is_flow(group):
            text = f"{scalar(str(name), flow=True)}: {_flow(value)}"
            return put_in_flow(sheet, group, spans, at, text)
        neighbour = list(group.entries.values())[max(at - 1, 0)][1]
        rows = self.habits.entry(str(name), value, flow=sheet.is_flow(neighbour))
        if at:
            return [put_below(sheet, spans, at - 1, rows, group.start.column)]
        return [put_above(sheet, spans[0][0], rows, group.start.column)]

    def _remove(self, path: Path, trail: Sequence[Node]) -> list[Edit]:
        if not trail:
            _refuse("SG140", path)
        node, last = trail[-2], path[-1]
        spans = self._spans(node, path)
        at = list(node.entries).index(str(last)) if isinstance(node, Group) else int(last)
        if self.sheet.is_flow(node):
            return [cut_from_flow(self.sheet, spans, at)]
        if len(spans) == 1:
            return self._empty(path[:-1], trail[:-1])
        return [cut_lines(self.sheet, spans[at], node.start.column)]

    def _empty(self, path: Path, trail: Sequence[Node]) -> list[Edit]:
        """Leave the brackets of a group or list that holds nothing any more."""
        node, sheet = trail[-1], self.sheet
        brackets = "[]" if isinstance(node, Items) else "{}"
        start, end = sheet.span(node)
        parent = trail[-2] if path else None
        if not isinstance(parent, Group):
            return [(start, end, brackets)]
        colon = sheet.text.index(":", sheet.at(parent.entries[str(path[-1])][0].end)) + 1
        lines = cut_lines(sheet, (start, end), node.start.column)
        return [(colon, colon, f" {brackets}"), lines]

    def _spans(self, node: Node, path: Path) -> list[Span]:
        """Give where the entries of a group or list are; an item of a block has a dash."""
        sheet = self.sheet
        if isinstance(node, Group):
            return [(sheet.at(key.start), sheet.span(one)[1]) for key, one in node.entries.values()]
        spans = [sheet.span(one) for one in node.nodes] if isinstance(node, Items) else []
        if sheet.is_flow(node):
            return spans
        return [(self._dash(start, node.start.column, path), end) for start, end in spans]

    def _dash(self, start: int, column: int, path: Path) -> int:
        for line in range(self.sheet.line(start), -1, -1):
            row = self.sheet.content(line)
            if row[column : column + 1] == "-" and not row[:column].strip():
                return self.sheet.starts[line] + column
        _refuse("SG142", path)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Habits:
    """How new things are written: as the file does it."""

    step: int
    dash: int
    """How far the dashes of a list are indented."""
    flow_items: bool
    """Whether groups in lists stand in braces."""

    def entry(self, name: str, value: Value, *, flow: bool) -> list[str]:
        """Give the rows of a field; in flow only a list of groups has a row an item."""
        head = f"{scalar(name)}:"
        grouped = isinstance(value, list) and any(isinstance(item, dict) for item in value)
        if isinstance(value, list) and (grouped or not flow):
            items = (self.item(item, flow=self.flow_items) for item in value)
            return [head, *(" " * self.dash + row for rows in items for row in rows)]
        if isinstance(value, dict) and value and not flow:
            return [head, *(" " * self.step + row for row in self._group(value))]
        return [f"{head} {_flow(value) if flow else _leaf(value, flow=False)}"]

    def item(self, value: Value, *, flow: bool, gap: int = STEP) -> list[str]:
        """Give the rows of an item; what it holds stands `gap` columns from its dash."""
        if flow or not isinstance(value, dict) or not value:
            text = _flow(value) if isinstance(value, dict | list) else _leaf(value, flow=False)
            return [f"- {text}"]
        first, *rest = self._group(value)
        return [f"{'-':<{gap}}{first}", *(" " * gap + row for row in rest)]

    def _group(self, value: Mapping[str, Value]) -> Iterator[str]:
        for name, inner in value.items():
            yield from self.entry(name, inner, flow=False)


def _habits(sheet: Sheet, root: Group) -> _Habits:
    pairs = list(_pairs(root))
    steps = [
        inner.start.column - outer.start.column
        for outer, inner in pairs
        if isinstance(outer, Group) and isinstance(inner, Group) and not sheet.is_flow(inner)
    ]
    dashes = [
        inner.start.column - outer.start.column
        for outer, inner in pairs
        if isinstance(outer, Group) and isinstance(inner, Items) and not sheet.is_flow(inner)
    ]
    items = [inner for outer, inner in pairs if isinstance(outer, Items)]
    flows = [sheet.is_flow(item) for item in items if isinstance(item, Group)]
    step = [*steps, STEP][0]
    return _Habits(step=step, dash=[*dashes, step][0], flow_items=[*flows, False][0])


def _pairs(node: Node) -> Iterator[tuple[Node, Node]]:
    """Walk all nodes with what holds them, in the order of the file."""
    for inner in _inner(node):
        yield node, inner
        yield from _pairs(inner)


def _inner(node: Node) -> list[Node]:
    if isinstance(node, Group):
        return [value for _, value in node.entries.values()]
    return node.nodes if isinstance(node, Items) else []


def _trail(node: Node, path: Path) -> Iterator[Node]:
    """Give the nodes on the way to a path, as far as there are any."""
    yield node
    if path and isinstance(node, Group) and path[0] in node.entries:
        yield from _trail(node.entries[str(path[0])][1], path[1:])
    if path and isinstance(node, Items) and path[0] in range(len(node.nodes)):
        yield from _trail(node.nodes[int(path[0])], path[1:])


def _text(node: Scalar) -> str | None:
    return None if not node.quoted and node.text.lower() in NONE else node.text


def _leaf(value: Value, *, flow: bool) -> str:
    return (
        scalar(value, flow=flow)
        if isinstance(value, str)
        else {"[]": "[]", "{}": "{}"}.get(str(value), "none")
    )


def _flow(value: Value) -> str:
    """Write a value on one line, in brackets."""
    if isinstance(value, list):
        return f"[{', '.join(map(_flow, value))}]"
    if isinstance(value, dict):
        entries = (f"{scalar(name, flow=True)}: {_flow(one)}" for name, one in value.items())
        return f"{{{', '.join(entries)}}}"
    return _leaf(value, flow=True)


def _quoted(text: str, mark: str) -> str:
    """Write text in quotes of the kind that stood there, if they can hold it."""
    if mark == "'" and text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    return json.dumps(text, ensure_ascii=False)
