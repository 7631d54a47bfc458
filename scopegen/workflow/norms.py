"""What is usual: a dated table of what the market does, and else the letter's own defaults."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from scopegen.assets import bundled
from scopegen.source import Field, fields
from scopegen.source.texts import Value
from scopegen.workflow.reading import engagement_schema


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """Worked-out terms for a field that one line could not hold."""

    id: str
    words: Mapping[str, str]
    value: Value
    """None leaves it to the letter, which works it out from other fields."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Norm:
    """What was seen in the market for a field: where, and in which year."""

    words: Mapping[str, str]
    source: tuple[str, ...]
    seen: str
    presets: tuple[Preset, ...] = ()


@cache
def _table() -> Mapping[str, Any]:
    file = bundled("templates") / "interview" / "norms.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


def norm_of(field: str) -> Norm | None:
    """Give what was seen for a field; None when no norm was published."""
    row = _table().get(field, {})
    if "source" not in row:
        return None
    return Norm(
        words={language: row[language] for language in ("nl", "en")},
        source=tuple(row["source"]),
        seen=row["seen"],
        presets=tuple(_preset(one) for one in row.get("presets", ())),
    )


def _preset(row: Mapping[str, Any]) -> Preset:
    words = {language: row[language] for language in ("nl", "en")}
    return Preset(id=row["id"], words=words, value=row.get("value"))


def usual_text(field: str) -> str:
    """Give the value that is usual for a field as one would type it: the norm's, or the default's.

    Empty where the field takes a preset, or the letter works it out.
    """
    norm = norm_of(field)
    if norm and norm.presets:
        return ""
    value = str(_table().get(field, {}).get("value", "")) or schema_field(field).default
    return value.removeprefix("[").removesuffix("]")


def schema_field(field: str) -> Field:
    """Give what the schema says of a field."""
    return next(
        each
        for each in fields(engagement_schema())
        if field in (each.path, each.path.removesuffix("[]"))
    )
