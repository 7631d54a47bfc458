"""Engagement files as people write them: valid ones of any size, and slips to put into them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from scopegen.assets import bundled
from scopegen.source import load_schema

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator

    from scopegen.source.schema import Rule

SCHEMA = load_schema((bundled("schemas") / "engagement.yaml").read_text(encoding="utf-8"))
GOOD = {
    "line": ["no", "22:30", "1e3", "012", "Noor & Zn. <B.V.>", "2026-12-01", "-", "x: y", "# 1"],
    "text": ["yes", "1.50", "In één jaar.\nTwee.", "{x}"],
    "slug": ["A1", "2026", "1.5", "true", "0x1F", "M-1_b"],
    "yesno": ["yes", "no", "Ja", "NEE", "true", "False", "on", "OFF"],
    "email": ["noor@example.nl", "a+b@x-y.example.com"],
    "iban": ["NL91 ABNA 0417 1643 00", "GB82WEST12345698765432"],
    "integer": ["1", "2", "9"],
    "money": ["EUR 95.00", "€95", "GBP\u00a01234.5", "£ 0"],
    "percent": ["50%", "12.5 %", "0%", "100%"],
    "date": ["2026-12-01", "2028-02-29"],
    "time": ["09:00", "23:59"],
    "zone": ["Europe/Amsterdam", "America/Argentina/Buenos_Aires"],
    "weekday": ["mon", "Dinsdag", "ZO"],
    "hours": ["mon-fri 09:00-17:00", "ma, wo 09:00 - 24:00", "Holiday 00:00-24:00"],
    "band": ["rest", "Overig", "sat,sun 00:00-24:00"],
}
PERIODS = {
    "MINUTES": "90 min", "HOURS": "1.5 Uur", "WORKING_HOURS": "8 working  hours",
    "DAYS": "30 dagen", "WORKING_DAYS": "10 Working Days", "WEEKS": "2 weken",
    "MONTHS": "1 month", "YEARS": "1 jaar",
}  # fmt: skip
SLIPS = [
    "95", "0.5", "95,00", "none", "~", "NULL", "", "''", "' '", "x", "-1", "1.0", "012", "1e3",
    "EUR 1.234,5", "10 dagen", "2 weeks", "1.5 weeks", "5 fortnights", "2026-02-30", "30-2-2026",
    "1-12-2026", "9:00", "24:00", "CET", "yes", "perhaps", "mon-fri", "mon 17:00-09:00", "{a: 1}",
    "[]", "[a, b]", "'a\n\n  b'", '"\\u202e"', "!!str x", "&a x", "*a", "a: b", "@x", "1000.5%",
    "noor@example", "nul", "999999999999", ".nan", "0o17", "'12'",
]  # fmt: skip


def valid_text(chance: random.Random) -> str:
    """Write a valid file with a random choice of fields, values and quotes."""
    return "\n".join(_lines(_node(SCHEMA.root, chance), 0)) + "\n"


def slipped_text(chance: random.Random) -> str:
    """Write a file with one slip: a wrong value, a field too many or one too few."""
    tree = _node(SCHEMA.root, chance)
    group, name = chance.choice(list(_entries(tree)))
    match chance.randrange(4):
        case 0:
            del group[name]
        case 1:
            group[chance.choice(["rate", f"{name}s", "Name", "1"])] = group.pop(name)
        case _:
            group[name] = chance.choice(SLIPS)
    return "\n".join(_lines(tree, 0)) + "\n"


def _entries(tree: Any) -> Iterator[tuple[dict[str, Any], str]]:
    each = tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else ()
    if isinstance(tree, dict):
        yield from ((tree, name) for name in tree)
    for inner in each:
        yield from _entries(inner)


def _node(rule: Rule, chance: random.Random) -> Any:
    if rule.fields:
        return {
            name: _node(each, chance)
            for name, each in rule.fields.items()
            if each.required or chance.random() < 0.2
        } or "{}"
    if rule.items:
        least = rule.limits.get("minlength", 0)
        return [_node(rule.items, chance) for _ in range(chance.randint(least, 2))] or "[]"
    if rule.nullable and chance.random() < 0.2:
        return chance.choice(["none", "geen", "~", "null", "None", "NULL"])
    good = rule.allowed or [PERIODS[each.name] for each in rule.units] or GOOD[rule.kind]
    return _quoted(chance.choice(good), chance)


def _quoted(text: str, chance: random.Random) -> str:
    """Put text in quotes when it needs them, and sometimes when it does not."""
    needs = any(mark in text for mark in (": ", "# ", "\n", "{")) or text == "-"
    style = chance.randrange(6) if not needs else chance.randrange(2)
    if style == 0:
        return json.dumps(text, ensure_ascii=False)
    return "'" + text.replace("\n", "\n\n") + "'" if style == 1 else text


def _lines(tree: Any, depth: int) -> Iterator[str]:
    pad = "  " * depth
    if isinstance(tree, dict):
        for name, value in tree.items():
            yield from _entry(f"{pad}{name}:", value, depth)
    elif isinstance(tree, list):
        for value in tree:
            yield from _entry(f"{pad}-", value, depth)


def _entry(opening: str, value: Any, depth: int) -> Iterator[str]:
    if isinstance(value, str):
        yield f"{opening} {value}".replace("\n", "\n" + "  " * (depth + 1))
    else:
        yield opening
        yield from _lines(value, depth + 1)
