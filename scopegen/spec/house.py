"""A house standard's tree becomes its noun, with the rules on the standard itself (SG60x)."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from scopegen.diagnostics import Checked, Diagnostic, Path, dotted, finding, has_errors
from scopegen.model.house import House, plain
from scopegen.source import Schema, Tree, fields
from scopegen.source.schema import GROUP, LIST, Rule, rule_of
from scopegen.source.writing import typed
from scopegen.spec.compared import AMOUNTS, compared
from scopegen.spec.construct import construct
from scopegen.spec.fields import values_at

BOUNDS = ("at_least", "at_most")
NO_TERMS = ("house", "lint_ack")
"""Groups of a spec that are no terms: a standard cannot limit or lock them."""
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def build_house(tree: Tree, schema: Schema) -> Checked[House]:
    """Build a house standard; `schema` is that of an engagement, whose fields it speaks of.

    What is wrong with it is found all at once (SG603 to SG609 and SG640, and the codes of values).
    """
    data = dict(tree.data)
    found = list(_limit_values(data, tree, schema))
    found += (one for check in CHECKS for one in check(data, tree, schema))
    if not has_errors(found):
        found += _own_limits(data, tree)
    return Checked(None if has_errors(found) else construct(House, data), tuple(found))


def _limit_values(data: dict[str, Any], tree: Tree, schema: Schema) -> Iterator[Diagnostic]:
    """Read what limits say by the kind of their field, in place of the texts."""
    limits = []
    for at, row in enumerate(data["limits"]):
        path: Path = ("limits", at)
        rule = _rule(row["field"], schema)
        read = dict(row)
        if rule is None:
            yield _unknown(tree, (*path, "field"), row["field"], schema)
        else:
            yield from _read(read, path, rule, tree)
        limits.append(read)
    data["limits"] = limits


def _rule(name: str, schema: Schema) -> Rule | None:
    return None if name.split(".", maxsplit=1)[0] in NO_TERMS else rule_of(schema, name)


def _unknown(tree: Tree, path: Path, found: str, schema: Schema) -> Diagnostic:
    """Report a field that no engagement has (SG603)."""
    known = [each.path for each in fields(schema)]
    named = [one.removesuffix("[]") for one in known]
    near = next(iter(get_close_matches(found, [*known, *named], 1)), "")
    hint = "nearest" if near else "default"
    return finding("SG603", tree.location(path), path, found=found, nearest=near, hint=hint)


def _read(row: dict[str, Any], path: Path, rule: Rule, tree: Tree) -> Iterator[Diagnostic]:
    if rule.kind in (GROUP, LIST):
        yield finding(
            "SG604", tree.location((*path, "field")), path, hint="whole", field=row["field"]
        )
        return
    found: list[Diagnostic] = []
    for name in BOUNDS:
        if row[name] is not None:
            told = tree.read_as((*path, name), rule)
            row[name] = told.value
            found += told
    allowed = []
    for at, _ in enumerate(row["one_of"]):
        told = tree.read_as((*path, "one_of", at), rule)
        allowed.append(told.value)
        found += told
    row["one_of"] = allowed
    bounds = [row[name] for name in BOUNDS if row[name] is not None]
    if not found and (hint := _misfit(bounds, allowed, row)):
        place = tree.key_location(path)
        found.append(finding("SG604", place, path, hint=hint, field=row["field"]))
    yield from found


def _misfit(bounds: list[Any], allowed: list[Any], row: Mapping[str, Any]) -> str:
    """Say what makes a limit no limit; empty when it is one."""
    if bool(bounds) == bool(allowed):
        return "empty" if not bounds else "both"
    if any(not isinstance(one, AMOUNTS) or isinstance(one, bool) for one in bounds):
        return "text"
    if None not in (row["at_least"], row["at_most"]):
        order = compared(row["at_least"], row["at_most"])
        return "order" if order is None or order > 0 else ""
    return ""


Check = Callable[[Mapping[str, Any], Tree, Schema], Iterator[Diagnostic]]


def _people(data: Mapping[str, Any], tree: Tree, _: Schema) -> Iterator[Diagnostic]:
    """No approver or signatory stands there twice (SG609), and those named exist (SG607)."""
    for group, name in (("approvers", "id"), ("approvers", "name"), ("signatories", "name")):
        seen: dict[str, int] = {}
        for at, row in enumerate(data[group]):
            path: Path = (group, at, name)
            first = seen.setdefault(plain(row[name]), at)
            if first != at:
                line = tree.location((group, first, name)).line
                yield finding("SG609", tree.location(path), path, found=row[name], line=line)
    known = [row["id"] for row in data["approvers"]]
    for path, id_ in _named(data):
        if id_ is not None and id_ not in known:
            place, told = tree.location(path), ", ".join(known)
            yield finding("SG607", place, path, found=id_, known=told)


def _named(data: Mapping[str, Any]) -> Iterator[tuple[Path, str | None]]:
    for group in ("limits", "locked"):
        for at, row in enumerate(data[group]):
            yield (group, at, "approver"), row["approver"]
    yield ("clauses", "approver"), data["clauses"]["approver"]


def _locks(data: Mapping[str, Any], tree: Tree, schema: Schema) -> Iterator[Diagnostic]:
    """What is locked exists (SG603), and the house gives it a value (SG606)."""
    for at, row in enumerate(data["locked"]):
        path, field = ("locked", at, "field"), row["field"]
        if "[]" in field or _rule(field, schema) is None:
            yield _unknown(tree, path, field, schema)
        elif not tuple(given(data["defaults"], field)):
            yield finding("SG606", tree.location(path), path, field=field)


def given(defaults: Any, field: str) -> Iterator[tuple[Path, Any]]:
    """Walk the values that the defaults give at a field or below a group; a list is one value."""
    for path, value in values_at(defaults or {}, field):
        yield from _leaves(path, value)


def _leaves(path: Path, value: Any) -> Iterator[tuple[Path, Any]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _leaves((*path, name), inner)
    elif value is not None:
        yield path, value


def _own_limits(data: Mapping[str, Any], tree: Tree) -> Iterator[Diagnostic]:
    """The house keeps its own limits (SG605)."""
    for row in data["limits"]:
        for path, value in values_at(data["defaults"] or {}, row["field"]):
            here: Path = ("defaults", *path)
            if value is not None and _breaks(value, row):
                told, place = typed(value), tree.location(here)
                yield finding("SG605", place, here, field=dotted(path), found=told)


def _breaks(value: Any, row: Mapping[str, Any]) -> bool:
    if row["one_of"]:
        return value not in row["one_of"]
    least, most = (row[name] for name in BOUNDS)
    low = compared(value, least) if least is not None else 0
    high = compared(value, most) if most is not None else 0
    return (low is not None and low < 0) or (high is not None and high > 0)


def _colour(data: Mapping[str, Any], tree: Tree, _: Schema) -> Iterator[Diagnostic]:
    """The accent is a colour of six hexadecimal digits (SG640)."""
    accent = (data["brand"] or {}).get("accent")
    if accent and not COLOUR.fullmatch(accent):
        path: Path = ("brand", "accent")
        yield finding("SG640", tree.location(path), path, found=accent)


CHECKS: tuple[Check, ...] = (_people, _locks, _colour)


def check_clauses(house: House, tree: Tree, known: Collection[str]) -> Iterator[Diagnostic]:
    """The clauses that must or may not be there exist, and none is both (SG608)."""
    rows: Iterable[tuple[str, tuple[str, ...]]] = (
        ("required", house.clauses.required),
        ("forbidden", house.clauses.forbidden),
    )
    for name, ids in rows:
        for at, id_ in enumerate(ids):
            path: Path = ("clauses", name, at)
            near = next(iter(get_close_matches(id_, known, 1)), "")
            if id_ not in known:
                hint = "nearest" if near else "default"
                place = tree.location(path)
                yield finding("SG608", place, path, found=id_, nearest=near, hint=hint)
            elif name == "forbidden" and id_ in house.clauses.required:
                yield finding("SG608", tree.location(path), path, found=id_, hint="both")
