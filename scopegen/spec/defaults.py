"""Defaults that follow from other fields: the law sets the zone, the fee model the rates.

Each rule looks at the data so far and gives the values that are missing; a value that the user
gave is never touched. What was filled in is reported, and printed in the letter as a term.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from scopegen.diagnostics import Path
from scopegen.quantities import (
    Currency,
    DayType,
    Money,
    Percent,
    Period,
    Unit,
    WeeklyHours,
    rounded,
)
from scopegen.terms.week import rest_of_week, without

Data = dict[str, Any]
Given = tuple[Path, Any]
WEEKDAYS = tuple(day for day in DayType if day < DayType.SATURDAY)
LAW_OF = {"nl": "NL", "en": "EW"}
"""The law of a letter that names none, by its language."""
BY_LAW: Mapping[str, Mapping[str, Any]] = {
    "NL": {
        "timezone": "Europe/Amsterdam",
        "currency": Currency.EUR,
        "registry": "KvK",
        "vat": Percent(Decimal(21)),
    },
    "EW": {
        "timezone": "Europe/London",
        "currency": Currency.GBP,
        "registry": "Companies House",
        "vat": Percent(Decimal(20)),
    },
}
EVENING, SATURDAY = WeeklyHours(WEEKDAYS, 420, 1320), WeeklyHours((DayType.SATURDAY,), 480, 1080)
LADDER = (("2500", "email"), ("25000", "platform"), (None, "advanced"))
WEIGHT = ("email", "platform", "handwritten", "advanced", "qualified")


def with_defaults(data: Mapping[str, Any]) -> tuple[Data, tuple[Path, ...]]:
    """Give the data with every derived default filled in, and the paths that were filled."""
    filled, used = _copied(data), []
    for rule in RULES:
        for path, value in rule(filled):
            if value is not None and _put(filled, path, value):
                used.append(path)
    return filled, tuple(used)


def _copied(data: Any) -> Any:
    """Copy groups and lists; the values in them never change."""
    if isinstance(data, Mapping):
        return {name: _copied(value) for name, value in data.items()}
    return [_copied(value) for value in data] if isinstance(data, list) else data


def _put(data: Data, path: Path, value: Any) -> bool:
    node: Any = data
    for step in path[:-1]:
        node = node[step]
    if node.get(path[-1]) is not None:
        return False
    node[path[-1]] = value
    return True


def _law(data: Data) -> Iterator[Given]:
    language = data["meta"]["language"]
    yield ("meta", "law"), LAW_OF[language]
    yield ("meta", "prevailing"), language


def _counting(data: Data) -> Iterator[Given]:
    law = data["meta"]["law"]
    yield ("meta", "timezone"), BY_LAW[law]["timezone"]
    yield ("meta", "currency"), BY_LAW[law]["currency"]
    yield ("meta", "holidays", "calendar"), law
    yield ("fees", "vat", "rate"), BY_LAW[law]["vat"]


def _voice(data: Data) -> Iterator[Given]:
    single = data["parties"]["provider"]["kind"] == "sole_trader"
    words = ("ik", "wij") if data["meta"]["language"] == "nl" else ("I", "we")
    yield ("meta", "voice"), words[0] if single else words[1]


def _parties(data: Data) -> Iterator[Given]:
    registry = BY_LAW[data["meta"]["law"]]["registry"]
    provider, client = data["parties"]["provider"], data["parties"]["client"]
    yield ("parties", "provider", "registered_at"), registry
    if client["register_no"]:
        yield ("parties", "client", "registered_at"), registry
    if provider["kind"] == "sole_trader":
        yield ("parties", "provider", "signatory"), provider["name"]
    for at, person in enumerate(data["parties"]["authority"]):
        yield ("parties", "authority", at, "accept"), person["sign"]


def _rates(data: Data) -> Iterator[Given]:
    fees = data["fees"]
    hours = fees["hours_per_day"].count
    if fees["hourly_rate"]:
        yield ("fees", "day_rate"), fees["hourly_rate"].times(hours)
    elif fees["day_rate"] and hours:
        day_rate = fees["day_rate"]
        yield ("fees", "hourly_rate"), Money(rounded(day_rate.amount / hours), day_rate.currency)


def _schedule(data: Data) -> Iterator[Given]:
    fixed = "milestones" if data["fees"]["milestones"] else "completion"
    yield ("payment", "schedule"), fixed if data["fees"]["model"] == "fixed" else "monthly"


def _hold_fee(data: Data) -> Iterator[Given]:
    day_rate = data["fees"]["day_rate"]
    yield ("hold_fee", "per_day"), day_rate and day_rate.times(data["hold_fee"]["share"].share)


def _tier(data: Data) -> Iterator[Given]:
    tiers = data["availability"]["tiers"]
    yield ("availability", "tier"), tiers[0]["name"] if tiers else None
    named = data["availability"]["tier"]
    chosen = next((tier for tier in tiers if tier["name"] == named), None)
    yield ("calls", "adhoc_per_week"), chosen["free_calls"] if chosen else FREE_CALLS
    yield ("response", "email"), chosen["response"] if chosen else ANSWER


FREE_CALLS, ANSWER = 2, Period(Decimal(8), Unit.WORKING_HOURS)


def _bands(data: Data) -> Iterator[Given]:
    if data["out_of_hours"]["policy"] == "refuse":
        return
    windows = data["availability"]["windows"]
    evening = without([EVENING], windows)
    saturday = without([SATURDAY], windows)
    rows = [(evening, 25), (saturday, 50), (rest_of_week([*windows, EVENING, SATURDAY]), 100)]
    bands = [
        {"when": list(hours), "surcharge": Percent(Decimal(extra))}
        for hours, extra in rows
        if hours
    ]
    yield ("out_of_hours", "bands"), bands


def _ladder(data: Data) -> Iterator[Given]:
    counts = data["change_control"]["counts_as_signature"]
    currency = data["meta"]["currency"]
    steps = [
        {"up_to": Money(Decimal(limit), Currency(currency)) if limit else None, "least": way}
        for limit, least in LADDER
        if (way := _lightest(least, counts))
    ]
    yield ("change_control", "sign_ladder"), _without_repeats(steps)


def _lightest(least: str, counts: list[str]) -> str | None:
    heavier = WEIGHT[WEIGHT.index(least) :]
    return next((way for way in heavier if way in counts), max(counts, key=WEIGHT.index))


def _without_repeats(steps: list[Data]) -> list[Data]:
    following = [*steps[1:], {"least": ""}]
    return [
        step for step, nxt in zip(steps, following, strict=True) if step["least"] != nxt["least"]
    ]


def _notices(data: Data) -> Iterator[Given]:
    signing = [person["email"] for person in data["parties"]["authority"] if person["sign"]]
    yield ("notices", "client_email"), signing[0] if signing else None


RULES: tuple[Callable[[Data], Iterator[Given]], ...] = (
    _law,
    _counting,
    _voice,
    _parties,
    _rates,
    _schedule,
    _hold_fee,
    _tier,
    _bands,
    _ladder,
    _notices,
)
