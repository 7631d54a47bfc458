"""Values back to text, as one would type them in a spec; reading them gives the same value."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any

from scopegen.quantities import ClockTime, DayType, Money, Percent, Period, WeeklyHours
from scopegen.source.times import type_days, type_hours
from scopegen.source.values import NONE

NEEDS_QUOTES = re.compile(
    r"|[\s\-?:,\[\]{}#&*!|>'\"%@`=<].*|\.\.\..*"  # what means something at the start
    r"|.*(?::|:\s.*|\s#.*|\s|[\t\n\r\x85\u2028\u2029].*)"  # or further on
    r"|0[0-9]+",  # other programs would take it for a number, and drop its zeros
    re.DOTALL,
)
ENDS_FLOW = re.compile(r"[,\[\]{}]")


def scalar(text: str, *, flow: bool = False) -> str:
    """Write text so that YAML reads it back as it is; quotes only where needed.

    Inside brackets, in flow style, more characters need them.
    """
    special = NEEDS_QUOTES.fullmatch(text) or (flow and ENDS_FLOW.search(text))
    if special or text.lower() in NONE:
        return json.dumps(text, ensure_ascii=False)
    return text


def typed(value: object) -> str:
    """Write one value: `EUR 95.00`, `10 working days`, `mon-fri 09:00-17:00`."""
    for kind, write in FORMS.items():
        if isinstance(value, kind):
            return write(value)
    return str(value)


def typed_in_flow(value: object) -> str:
    """Write a value, a list or a noun on one line; what a noun lacks is left out."""
    if isinstance(value, tuple):
        return f"[{', '.join(typed_in_flow(item) for item in value)}]"
    if is_dataclass(value) and not isinstance(value, (type, *FORMS)):
        named = ((field.name, getattr(value, field.name)) for field in fields(value))
        shown = (f"{name}: {typed_in_flow(item)}" for name, item in named if item is not None)
        return f"{{{', '.join(shown)}}}"
    return scalar(typed(value), flow=True)


def typed_data(value: object) -> str:
    """Write what was read, typed but no noun yet, on one line; nothing is `none`."""
    if value is None:
        return "none"
    if isinstance(value, list):
        return f"[{', '.join(typed_data(one) for one in value)}]"
    if isinstance(value, dict):
        said = (f"{name}: {typed_data(one)}" for name, one in value.items() if one is not None)
        return f"{{{', '.join(said)}}}"
    return typed_in_flow(value)


def _period(period: Period) -> str:
    unit = period.unit.value
    return f"{period.count.normalize():f} {unit.removesuffix('s') if period.count == 1 else unit}"


FORMS: Mapping[type, Callable[[Any], str]] = {
    bool: lambda yes: "yes" if yes else "no",
    Money: lambda money: f"{money.currency.value} {money.amount:.2f}",
    Percent: lambda percent: f"{percent.value.normalize():f}%",
    Period: _period,
    WeeklyHours: type_hours,
    ClockTime: str,
    DayType: lambda day: type_days([day]),
    Enum: lambda choice: str(choice.value),
    date: date.isoformat,
}
