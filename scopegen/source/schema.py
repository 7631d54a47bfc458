"""The rules of a schema file: Cerberus rules in YAML, with what they mean to people in `meta`.

The file is ours and trusted; a mistake in it is a programming error. It is read by the same reader
as the files it judges, so that its defaults stay text until their kind reads them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from scopegen.quantities import Unit
from scopegen.source.kinds import KINDS
from scopegen.source.nodes import Group, Items, Node, Scalar, parse

GROUP, LIST = "dict", "list"
"""What Cerberus calls them."""
Words = Mapping[str, str]
"""A sentence in each language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What one field may hold."""

    kind: str
    required: bool = False
    nullable: bool = False
    allowed: tuple[str, ...] = ()
    units: tuple[Unit, ...] = ()
    limits: Mapping[str, int] = field(default_factory=dict)
    """`min`, `max` and `minlength`, as far as given."""
    default: Node | None = None
    optional: bool = False
    """A group that stays out, instead of being filled with defaults, when it is not given."""
    computed: Words = field(default_factory=dict)
    """What the default is when it follows from other fields."""
    example: Node | None = None
    doc: Words = field(default_factory=dict)
    fields: Mapping[str, Rule] = field(default_factory=dict)
    """The fields of a group."""
    items: Rule | None = None
    """What a list holds."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field, for the reference page. A list's path ends in `[]` and its kind is its items'."""

    path: str
    kind: str
    required: bool
    default: str
    """The default as one would type it; empty when there is none or it is computed."""
    computed: Words
    allowed: tuple[str, ...]
    units: tuple[Unit, ...]
    example: str
    doc: Words


@dataclass(frozen=True)
class Schema:
    """The rules of one kind of file."""

    root: Rule

    @cached_property
    def cerberus(self) -> dict[str, Any]:
        """The same rules as Cerberus takes them."""
        return {name: _cerberus_rule(rule) for name, rule in self.root.fields.items()}

    @cached_property
    def homes(self) -> Mapping[str, list[str]]:
        """The groups in which each field name occurs."""
        homes: dict[str, list[str]] = {}
        for each in fields(self):
            group, _, name = each.path.removesuffix("[]").rpartition(".")
            homes.setdefault(name, []).append(group)
        return homes


def load_schema(text: str) -> Schema:
    """Read a schema file.

    Raises:
        ValueError: it is not a schema; a fault of ours.
    """
    root = parse(text, "schema").require()
    return Schema(Rule(kind=GROUP, required=True, fields=_fields(root)))


def fields(schema: Schema) -> Iterator[Field]:
    """Walk all fields in the order of the file, groups before what they hold."""
    return _walk(schema.root, "")


def partial(rule: Rule) -> Rule:
    """Give the same rule with nothing required and nothing filled in, but for the items of lists.

    A file of such values says what another file may leave out.
    """
    inner = {name: partial(each) for name, each in rule.fields.items()}
    return replace(
        rule, required=False, default=None, computed={}, optional=rule.kind == GROUP, fields=inner
    )


def rule_of(schema: Schema, name: str) -> Rule | None:
    """Give the rule of a field as people write it: `attendance.tiers[].charge`."""
    rule: Rule | None = schema.root
    for step in name.split("."):
        rule = rule.fields.get(step.removesuffix("[]")) if rule else None
        if rule and step.endswith("[]"):
            rule = rule.items
    return rule


def flow(node: Node | None) -> str:
    """Write a node on one line, as one would type it."""
    if isinstance(node, Items):
        return f"[{', '.join(flow(each) for each in node.nodes)}]"
    if isinstance(node, Group):
        entries = (f"{name}: {flow(value)}" for name, (_, value) in node.entries.items())
        return f"{{{', '.join(entries)}}}"
    return node.text if node else ""


def _walk(rule: Rule, path: str) -> Iterator[Field]:
    for name, inner in rule.fields.items():
        here = f"{path}.{name}".removeprefix(".") + ("[]" if inner.items else "")
        item = inner.items or inner
        yield Field(
            path=here,
            kind=item.kind,
            required=inner.required,
            default=flow(inner.default),
            computed=inner.computed,
            allowed=item.allowed,
            units=item.units,
            example=flow(inner.example),
            doc=inner.doc,
        )
        yield from _walk(item, here)


def _fields(node: Node) -> dict[str, Rule]:
    return {name: _rule(each) for name, each in _entries(node).items()}


_NUMBERS = ("min", "max", "minlength")
_KNOWN = {
    "type", "required", "nullable", "allowed", "units", "default", "schema", "meta", *_NUMBERS,
}  # fmt: skip


def _rule(node: Node) -> Rule:
    given = _entries(node)
    meta = _entries(given["meta"]) if "meta" in given else {}
    kind = _text(given["type"])
    if not given.keys() <= _KNOWN or not (kind in KINDS or kind in {GROUP, LIST}):
        raise ValueError(f"not a rule: {flow(node)}")
    inner = given.get("schema")
    return Rule(
        kind=kind,
        required=_is_true(given.get("required")),
        nullable=_is_true(given.get("nullable")),
        allowed=_texts(given.get("allowed")),
        units=tuple(Unit[each.upper()] for each in _texts(given.get("units"))),
        limits={name: int(_text(given[name])) for name in _NUMBERS if name in given},
        default=given.get("default"),
        optional=_is_true(meta.get("optional")),
        computed=_words(meta.get("default")),
        example=meta.get("example"),
        doc=_words(meta.get("doc")),
        fields=_fields(inner) if inner and kind == GROUP else {},
        items=_rule(inner) if inner and kind == LIST else None,
    )


def _entries(node: Node) -> dict[str, Node]:
    if not isinstance(node, Group):
        raise ValueError(f"not a group: {flow(node)}")
    return {name: value for name, (_, value) in node.entries.items()}


def _text(node: Node | None) -> str:
    return node.text if isinstance(node, Scalar) else ""


def _texts(node: Node | None) -> tuple[str, ...]:
    return tuple(_text(each) for each in node.nodes) if isinstance(node, Items) else ()


def _words(node: Node | None) -> Words:
    return {language: _text(each) for language, each in _entries(node).items()} if node else {}


def _is_true(node: Node | None) -> bool:
    return _text(node) == "true"


def _cerberus_rule(rule: Rule) -> dict[str, Any]:
    made: dict[str, Any] = {"type": rule.kind, **rule.limits}
    if rule.required:
        made["required"] = True
    if rule.nullable:
        made["nullable"] = True
    if rule.allowed:
        made["allowed"] = list(rule.allowed)
    if rule.units:
        made["units"] = list(rule.units)
    if rule.fields:
        made["schema"] = {name: _cerberus_rule(each) for name, each in rule.fields.items()}
    if rule.items:
        made["schema"] = _cerberus_rule(rule.items)
    return made
