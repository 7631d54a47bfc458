"""Values as one would type them in a spec: what `build` shows of the defaults it used."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any

from scopegen.diagnostics import Path, dotted
from scopegen.model.engagement import Engagement
from scopegen.quantities import ClockTime, DayType, Money, Percent, Period, Unit, WeeklyHours
from scopegen.spec.build import Spec
from scopegen.spec.week import spec_hours

SINGULAR = {Unit.HOURS: "hour", Unit.WORKING_DAYS: "working day", Unit.MONTHS: "month"}
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun", "holiday")
NEEDS_QUOTES = re.compile(r"[,\[\]{}\"'#;]|: |^[-?&*!|>%@`]|^$")
NOTHING: tuple[object, ...] = ((), None)


def used_defaults(spec: Spec) -> Iterator[tuple[str, str]]:
    """Give the fields that a default filled in, with the value as one would type it.

    They stand in the order of the sections. Empty lists are left out: what is not there is no term.
    """
    order = [section.name for section in fields(Engagement)]
    for path in sorted(spec.defaults, key=lambda path: order.index(str(path[0]))):
        value = _value_at(spec.engagement, path)
        if value not in NOTHING:
            yield dotted(path), typed(value)


def typed(value: object) -> str:
    """Write a value as in a spec."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return f"[{', '.join(typed(item) for item in value)}]"
    for kind, write in FORMS.items():
        if isinstance(value, kind):
            return _quoted(write(value))
    if is_dataclass(value) and not isinstance(value, type):
        named = ((field.name, getattr(value, field.name)) for field in fields(value))
        shown = (f"{name}: {typed(item)}" for name, item in named if item is not None)
        return f"{{{', '.join(shown)}}}"
    return _quoted(str(value))


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False) if NEEDS_QUOTES.search(text) else text


def _period(period: Period) -> str:
    unit = period.unit.value
    singular = SINGULAR.get(period.unit, unit.removesuffix("s"))
    return f"{period.count.normalize():f} {singular if period.count == 1 else unit}"


def _value_at(engagement: Engagement, path: Path) -> object:
    noun: Any = engagement
    for step in path:
        noun = noun[step] if isinstance(step, int) else getattr(noun, step)
    return noun


FORMS: Mapping[type, Callable[[Any], str]] = {
    Money: lambda money: f"{money.currency.value} {money.amount:.2f}",
    Percent: lambda percent: f"{percent.value.normalize():f}%",
    Period: _period,
    WeeklyHours: lambda hours: spec_hours([hours]),
    DayType: lambda day: DAYS[day],
    ClockTime: str,
    Enum: lambda choice: str(choice.value),
    date: date.isoformat,
}
