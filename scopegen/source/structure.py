"""Cerberus judges structure: what is missing, what is unknown, what is out of range.

It sees values that are read already and never changes them. Text that could not be read is known by
`UNREAD`, so that nothing is told twice.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from cerberus import TypeDefinition, Validator, errors
from cerberus.schema import UnvalidatedSchema
from cerberus.utils import validator_factory

from scopegen.diagnostics import Diagnostic, Path, dotted, finding
from scopegen.source.characters import MOST_REPORTED
from scopegen.source.kinds import KINDS
from scopegen.source.schema import GROUP, LIST, Rule, Schema, flow
from scopegen.source.values import UNREAD, shorten, unit_facts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from scopegen.quantities import Period, Unit
    from scopegen.source.nodes import Places


def _validate_units(self: Any, units: list[Unit], field: str, value: Period | None) -> None:
    """Hold a period to the units that fit its field.

    The rule's arguments are validated against this schema:
    {'type': 'list'}
    """
    if value and value.unit not in units:
        self._error(field, _WRONG_UNIT)


_WRONG_UNIT = errors.ErrorDefinition(0x100, "units")
_TYPES = {
    name: TypeDefinition(name, kind.types, () if bool in kind.types else (bool,))
    for name, kind in KINDS.items()
}
StructureValidator = validator_factory(
    "StructureValidator",
    namespace={
        "types_mapping": {each: Validator.types_mapping[each] for each in (GROUP, LIST)} | _TYPES,
        "_validate_units": _validate_units,
    },
)
"""Cerberus with our value kinds; unlike its own, they never take `true` for a number."""


def check_structure(
    data: dict[str, Any], schema: Schema, places: Places, sound: Collection[str] = ()
) -> Iterator[Diagnostic]:
    """Judge the values that were read against the rules, all at once; `sound` groups are known.

    The schema goes in unvalidated: checking the rules of a schema that never changes would take
    thirty times as long as checking a file by it. A test validates it in full.
    """
    rules = {name: rule for name, rule in schema.cerberus.items() if name not in sound}
    validator = StructureValidator(UnvalidatedSchema(rules))
    fresh = {name: value for name, value in data.items() if name not in sound}
    validator.validate(fresh, normalize=False)
    leaves = _without_misspelled(tuple(_leaves(validator.document_error_tree)), schema)
    for error in sorted(leaves, key=lambda e: dotted(e.document_path))[:MOST_REPORTED]:
        yield _TOLD[error.code](error, schema, places)


def _leaves(tree: Any) -> Iterator[errors.ValidationError]:
    """Give the errors of single values; those of groups repeat them, unread ones were told."""
    for error in tree.errors:
        told = error.value is UNREAD and error.code != errors.UNKNOWN_FIELD.code
        if not (error.is_group_error or told):
            yield error
    for inner in tree.descendants.values():
        yield from _leaves(inner)


def _rule_at(schema: Schema, path: Path) -> Rule:
    rule = schema.root
    for step in path:
        rule = rule.items if rule.items and isinstance(step, int) else rule.fields[str(step)]
    return rule


def _without_misspelled(
    leaves: Sequence[errors.ValidationError], schema: Schema
) -> Iterator[errors.ValidationError]:
    """Leave out what only seems to be missing, as it is there under a name much like it."""
    meant = {_nearest(e, schema) for e in leaves if e.code == errors.UNKNOWN_FIELD.code}
    for error in leaves:
        if error.code != errors.REQUIRED_FIELD.code or error.document_path not in meant:
            yield error


def _nearest(error: errors.ValidationError, schema: Schema) -> Path:
    """Give the field of the same group that an unknown one looks like; empty if none does."""
    *group, name = error.document_path
    near = get_close_matches(str(name), _rule_at(schema, tuple(group)).fields, 1)
    return (*group, *near) if near else ()


def _unknown(error: errors.ValidationError, schema: Schema, places: Places) -> Diagnostic:
    path: Path = error.document_path
    name = str(path[-1])
    siblings = _rule_at(schema, path[:-1]).fields
    near = _nearest(error, schema)[-1:]
    homes = [home for home in schema.homes.get(name, ()) if home]
    hint, words = "fields", list(siblings)
    if near:
        hint, words = "nearest", [str(each) for each in near]
    elif homes:
        hint, words = "elsewhere", homes[:3]
    here = places.key_location(path)
    return finding("SG104", here, path, field=name, hint=hint, words=", ".join(words))


def _missing(error: errors.ValidationError, schema: Schema, places: Places) -> Diagnostic:
    path: Path = error.document_path
    rule = _rule_at(schema, path)
    example = flow(rule.example)
    hint = "example" if example else rule.kind
    inner = ", ".join((rule.items or rule).fields)
    facts: dict[str, Any] = {"field": path[-1], "hint": hint, "example": example, "fields": inner}
    return finding("SG105", places.key_location(path[:-1]), path, **facts)


def _misshapen(error: errors.ValidationError, schema: Schema, places: Places) -> Diagnostic:
    path: Path = error.document_path
    rule = _rule_at(schema, path)
    wanted = rule.kind if rule.kind in {GROUP, LIST} else "value"
    given = "text" if isinstance(error.value, str) else "list"
    given = "group" if isinstance(error.value, dict) else given
    facts: dict[str, Any] = {"hint": f"{wanted}_not_{given}", "expected": rule.kind}
    facts |= {"found": shorten(places.text(path)), "fields": ", ".join(rule.fields)}
    return finding("SG106", places.location(path), path, **facts)


def _too_few(error: errors.ValidationError, _: Schema, places: Places) -> Diagnostic:
    path: Path = error.document_path
    return finding("SG118", places.location(path), path, least=error.constraint)


def _out_of_range(error: errors.ValidationError, _: Schema, places: Places) -> Diagnostic:
    path: Path = error.document_path
    facts: dict[str, Any] = {"found": error.value, "limit": error.constraint, "hint": error.rule}
    return finding("SG119", places.location(path), path, **facts)


def _not_allowed(error: errors.ValidationError, _: Schema, places: Places) -> Diagnostic:
    path: Path = error.document_path
    near = get_close_matches(error.value.casefold(), error.constraint, 1)
    facts: dict[str, Any] = {"hint": "fix" if near else "default", "fix": "".join(near)}
    allowed, found = ", ".join(error.constraint), shorten(error.value)
    return finding("SG122", places.location(path), path, found=found, allowed=allowed, **facts)


def _wrong_unit(error: errors.ValidationError, _: Schema, places: Places) -> Diagnostic:
    path: Path = error.document_path
    facts = {"found": shorten(places.text(path)), **unit_facts(error.constraint)}
    return finding("SG135", places.location(path), path, **facts)


_TOLD = {
    errors.UNKNOWN_FIELD.code: _unknown,
    errors.REQUIRED_FIELD.code: _missing,
    errors.BAD_TYPE.code: _misshapen,
    errors.MIN_LENGTH.code: _too_few,
    errors.MIN_VALUE.code: _out_of_range,
    errors.MAX_VALUE.code: _out_of_range,
    errors.UNALLOWED_VALUE.code: _not_allowed,
    _WRONG_UNIT.code: _wrong_unit,
}
