"""What the product can tell about itself: rules, clauses, and the page on every field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from scopegen.diagnostics import ScopegenError
from scopegen.drafting.library import Clause
from scopegen.source import Field, fields
from scopegen.workflow.checking import catalogue, engagement_schema, library


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleText:
    """A rule of the catalogue in one language."""

    code: str
    explanation: str


def explain(code: str, language: str) -> RuleText:
    """Explain a rule.

    Raises:
        ScopegenError: SG905 when there is no such code.
    """
    asked, known = code.upper(), catalogue().codes()
    if asked not in known:
        raise ScopegenError("SG905", found=code, **_nearest(asked, known))
    return RuleText(code=asked, explanation=catalogue().explanation(asked, language))


def rules(language: str) -> Iterator[RuleText]:
    """Give every rule with the first sentence of its explanation."""
    for code in catalogue().codes():
        first = catalogue().explanation(code, language).split("\n\n")[0]
        yield RuleText(code=code, explanation=" ".join(first.split()))


def clauses() -> tuple[Clause, ...]:
    """Give the clauses of the library, in the order of the letter."""
    return library().clauses


def clause(name: str) -> Clause:
    """Give one clause.

    Raises:
        ScopegenError: SG906 when there is no such clause.
    """
    known = {one.id: one for one in clauses()}
    if name not in known:
        raise ScopegenError("SG906", found=name, **_nearest(name, known))
    return known[name]


def _nearest(asked: str, known: Iterable[str]) -> Mapping[str, str]:
    found = get_close_matches(asked, known, n=1)
    return {"hint": "nearest", "nearest": found[0]} if found else {}


def fed_by() -> Mapping[str, tuple[str, ...]]:
    """Give, for each field, the clauses that print or use it."""
    users: dict[str, list[str]] = {}
    for one in clauses():
        for field in one.fields:
            users.setdefault(field, []).append(one.id)
    return {field: tuple(ids) for field, ids in users.items()}


def spec_page(language: str = "en") -> str:
    """Write `docs/spec.md`: every field with meaning, unit, default, example and clause."""
    return "".join(_page(language))


def _page(language: str) -> Iterator[str]:
    yield "# The engagement spec\n\n"
    yield "Every field, with its meaning, how to write it, its default and the clause it feeds.\n"
    yield "Made from `schemas/engagement.yaml`; a test keeps it true.\n"
    users = fed_by()
    for field in fields(engagement_schema()):
        if "." not in field.path:
            yield f"\n## {field.path}\n\n{field.doc[language]}\n\n*{field.doc['nl']}*\n"
            yield "\n| field | meaning | write | default | clauses |\n|---|---|---|---|---|\n"
        if field.example:
            yield _row(field, users, language)


def _row(field: Field, users: Mapping[str, tuple[str, ...]], language: str) -> str:
    plain = field.path.replace("[]", "")
    fed = [name for used, names in users.items() if _touches(used, plain) for name in names]
    cells = (
        f"`{field.path}`" + (" **!**" if field.required else ""),
        f"{field.doc[language]} *{field.doc['nl']}*",
        _kind(field),
        f"`{field.default}`" if field.default else field.computed.get(language, ""),
        ", ".join(dict.fromkeys(fed)),
    )
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"


def _touches(used: str, field: str) -> bool:
    return used == field or field.startswith(used + ".")


def _kind(field: Field) -> str:
    choice = " or ".join(f"`{word}`" for word in field.allowed)
    units = f" in {' or '.join(field.units)}" if field.units else ""
    return choice or f"{field.kind}{units}, such as `{field.example}`"
