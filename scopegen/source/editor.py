"""The schema as JSON Schema (draft 2020-12), for completion and hover text in an editor.

It is a relaxation: whatever `read` accepts is valid when an editor parses it as YAML 1.2, but not
the other way round. An editor sees typed scalars where `read` sees text, so that a line may be a
number and a number may be text.
"""

from __future__ import annotations

from typing import Any

from scopegen.source.amounts import period_pattern
from scopegen.source.kinds import KINDS
from scopegen.source.nodes import Group, Items, Node
from scopegen.source.schema import Rule, Schema, flow
from scopegen.source.values import NONE
from scopegen.source.words import any_case

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema(schema: Schema, *, title: str, language: str) -> dict[str, Any]:
    """Convert a schema; `language` is that of the hover text."""
    return {"$schema": DIALECT, "title": title, **_shape(schema.root, language)}


def _described(rule: Rule, language: str) -> dict[str, Any]:
    made = _shape(rule, language)
    if rule.nullable:
        made = {"anyOf": [{"enum": ["none", None]}, _pattern(any_case(NONE)), made]}
    return {**_hover(rule, language), **made}


def _shape(rule: Rule, language: str) -> dict[str, Any]:
    if rule.fields:
        required = [name for name, each in rule.fields.items() if each.required]
        return {
            "type": "object",
            "properties": {name: _described(each, language) for name, each in rule.fields.items()},
            **({"required": required} if required else {}),
            "additionalProperties": False,
        }
    if rule.items:
        least = {"minItems": rule.limits["minlength"]} if "minlength" in rule.limits else {}
        return {"type": "array", "items": _described(rule.items, language), **least}
    return _scalar(rule)


def _scalar(rule: Rule) -> dict[str, Any]:
    kind = KINDS[rule.kind]
    if rule.allowed:
        return {"enum": list(rule.allowed)}
    if rule.kind == "period":
        return _pattern(period_pattern(rule.units))
    if not kind.pattern:
        return {"type": ["string", "number", "boolean"], "minLength": 1}
    shapes = [_pattern(kind.pattern)]
    if rule.kind == "slug":
        return {**shapes[0], "type": ["string", "number", "boolean"]}
    if rule.kind == "integer":
        names = (("min", "minimum"), ("max", "maximum"))
        limits = {theirs: rule.limits[ours] for ours, theirs in names if ours in rule.limits}
        shapes.insert(0, {"type": "integer", **limits})
    if rule.kind == "yesno":
        shapes.insert(0, {"type": "boolean"})
    if kind.words:
        shapes.insert(0, {"enum": list(kind.words)})
    return shapes[0] if len(shapes) == 1 else {"anyOf": shapes}


def _pattern(pattern: str) -> dict[str, Any]:
    return {"type": "string", "pattern": rf"^\s*(?:{pattern})\s*$"}


def _hover(rule: Rule, language: str) -> dict[str, Any]:
    """Say what the field means, what is used when it is left out, and how it may be typed."""
    doc = rule.doc.get(language, "")
    if not doc:
        return {}
    default, example = rule.default, rule.example
    words, notes = _LABELS[language], [doc]
    if default or rule.computed:
        told = f"`{flow(default)}`" if default else rule.computed[language]
        notes.append(f"{words['default']}: {told}")
    if example:
        notes.append(f"{words['example']}: `{flow(example)}`")
    return {
        "description": doc,
        "markdownDescription": "\n\n".join(notes),
        **({"default": _typed(default, rule)} if default else {}),
        **({"examples": [_typed(example, rule)]} if example else {}),
    }


_LABELS = {
    "nl": {"default": "Weggelaten", "example": "Voorbeeld"},
    "en": {"default": "Left out", "example": "Example"},
}


def _typed(node: Node, rule: Rule) -> Any:
    """Give a default or example as an editor would type it in."""
    if isinstance(node, Items):
        return [_typed(each, rule.items or rule) for each in node.nodes]
    if isinstance(node, Group):
        entries = node.entries.items()
        item = rule.fields
        return {name: _typed(value, item[name]) for name, (_, value) in entries}
    return int(node.text) if rule.kind == "integer" else node.text
