"""What changes from one house standard to the next, row by row, for people who decide on it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from scopegen.diagnostics import dotted
from scopegen.model.house import ClauseRules, House, Limit
from scopegen.source import fields
from scopegen.source.writing import typed, typed_data, typed_in_flow
from scopegen.spec.house import given
from scopegen.workflow.reading import engagement_schema
from scopegen.workflow.standard import Standard

PARTS = (
    "identity", "defaults", "limits", "locked", "required", "forbidden", "clauses",
    "signatories", "approvers", "look",
)  # fmt: skip
FIRST_PART = re.compile(r"[^;:(.]*")
LONGEST_LABEL = 60
Rows = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseChange:
    """One difference between two standards; `old` or `new` is empty for what came or went."""

    part: str
    name: str
    label: str
    """What the field means; empty where the name says it."""
    old: str
    new: str


def house_changes(old: Standard, new: Standard, language: str) -> tuple[HouseChange, ...]:
    """Compare two standards; `language` is that of the labels."""
    before, after = _told(old, language), _told(new, language)
    labels = _labels(language)
    return tuple(
        HouseChange(
            part=part,
            name=name,
            label=labels.get(name, ""),
            old=before[part].get(name, ""),
            new=after[part].get(name, ""),
        )
        for part in PARTS
        for name in {**before[part], **after[part]}
        if before[part].get(name) != after[part].get(name)
    )


def _labels(language: str) -> Rows:
    """Give what fields are called, where that is short; else their path says enough."""
    found = {}
    for each in fields(engagement_schema()):
        match = FIRST_PART.match(each.doc.get(language, ""))
        label = match[0].strip() if match else ""
        if 0 < len(label) <= LONGEST_LABEL:
            found[each.path.removesuffix("[]")] = label
    return found


def _told(standard: Standard, language: str) -> Mapping[str, Rows]:
    house = standard.house
    if house is None or standard.tree is None:
        return {part: {} for part in PARTS}
    defaults = standard.tree.data["defaults"]
    groups = engagement_schema().root.fields
    values = ((path, value) for name in groups for path, value in given(defaults, name))
    return {
        "identity": {"name": house.name, "version": house.version, "date": house.date.isoformat()},
        "defaults": {dotted(path): typed_data(value) for path, value in values},
        "limits": dict(_limits(house.limits)),
        "locked": {one.field: one.reason for one in house.locked},
        **_clauses(house.clauses),
        "clauses": {one.id: one.text(language).strip() for one in standard.own},
        "signatories": dict(_signatories(house)),
        "approvers": {one.id: one.shown for one in house.approvers},
        "look": dict(_look(house)),
    }


def _limits(limits: Iterable[Limit]) -> Iterator[tuple[str, str]]:
    """Tell the limits of each field; a field may have one in each unit."""
    told: dict[str, list[str]] = {}
    for one in limits:
        by = f" ({one.approver})" if one.approver else ""
        told.setdefault(one.field, []).append(_range(one) + by)
    yield from ((field, "; ".join(ranges)) for field, ranges in told.items())


def _range(one: Limit) -> str:
    if one.one_of:
        return ", ".join(typed_data(value) for value in one.one_of)
    low, high = ("" if bound is None else typed(bound) for bound in (one.at_least, one.at_most))
    if low and high:
        return f"{low} \N{EN DASH} {high}"
    return f"\N{GREATER-THAN OR EQUAL TO} {low}" if low else _most(high)


def _most(high: str) -> str:
    return f"\N{LESS-THAN OR EQUAL TO} {high}"


def _clauses(rules: ClauseRules) -> Mapping[str, Rows]:
    names = {"required": rules.required, "forbidden": rules.forbidden}
    return {part: dict.fromkeys(ids, "\N{CHECK MARK}") for part, ids in names.items()}


def _signatories(house: House) -> Iterator[tuple[str, str]]:
    for one in house.signatories:
        yield one.name, _most(typed(one.up_to)) if one.up_to else "\N{CHECK MARK}"


def _look(house: House) -> Iterator[tuple[str, str]]:
    if house.word_template:
        yield "word_template", house.word_template
    brand = house.brand
    for name in ("accent", "font", "fonts", "logo", "logo_alt") if brand else ():
        value = getattr(brand, name)
        if value:
            yield name, typed_in_flow(value)
