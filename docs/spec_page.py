"""The pages on the files one writes: every field, as the schemas and the clauses have it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from scopegen.source import Field, fields
from scopegen.workflow.checking import library
from scopegen.workflow.reading import engagement_schema
from scopegen.workflow.requested import change_schema

LEGEND = """\
**!** marks what must be given. In a group that may be left out, such as `insurance`, `own_terms`,
`retainer`, `indexation`, `emergency` or `standby`, it must be given only when you use the group.
*Met **!** staat er wat moet; in een groep die u weglaat, hoeft niets.*

| kind | how to write it | *in het Nederlands* |
|---|---|---|
| line, text | words; in quotes when they hold `: ` | *woorden; tussen aanhalingstekens bij `: `* |
| slug | a short name without spaces: `M1` | *korte naam zonder spaties* |
| integer | a whole number: `2` | *heel getal* |
| money | `EUR 95.00` or `GBP 95.00` | *met een punt, niet met een komma* |
| percent | `50%` | *met het procentteken* |
| period | `24h`, `10 working days`, `1 month` | *ook `24 uur`, `10 werkdagen`, `1 maand`* |
| date, time | `2027-01-15`, `09:00` | *jaar-maand-dag* |
| hours | `mon-fri 09:00-17:00`, `holiday 00:00-24:00` | *ook `ma-vr 09:00-17:00`* |
| band | hours, or `rest` for all that is left | *ook `overig`* |
| yesno | `yes` or `no` | *ook `ja` of `nee`* |
| `[]` after a field | a list: `[a, b]` | *een lijst* |
"""


def fed_by() -> Mapping[str, tuple[str, ...]]:
    """Give, for each field, the clauses that print or use it."""
    users: dict[str, list[str]] = {}
    for one in library().clauses:
        for field in one.fields:
            users.setdefault(field, []).append(one.id)
    return {field: tuple(ids) for field, ids in users.items()}


def spec_page(language: str = "en") -> str:
    """Write `docs/spec.md`: every field with meaning, unit, default, example and clause."""
    return "".join(_page(language))


def _page(language: str) -> Iterator[str]:
    yield "# The engagement spec\n\n"
    yield "Every field, with its meaning, how to write it, its default and the clause it feeds.\n"
    yield "Made from `schemas/engagement.yaml`; a test keeps it true.\n\n"
    yield LEGEND
    users = fed_by()
    for field in fields(engagement_schema()):
        if "." not in field.path:
            yield f"\n## {field.path}\n\n{field.doc[language]}\n\n*{field.doc['nl']}*\n"
            yield "\n| field | meaning | write | default | clauses |\n|---|---|---|---|---|\n"
        if field.example:
            yield row(field, users, language)


def change_page(language: str = "en") -> str:
    """Write `docs/change.md`: every field of a change request."""
    rows = (row(field, {}, language) for field in fields(change_schema()) if field.example)
    return "".join((CHANGE, *rows))


CHANGE = """\
# The change request

A change request is a file such as `changes/CR-001.yaml`. `scopegen handbrake` and `scopegen change
new` write a first one with what is known filled in; `scopegen change check CR-001` checks it, and
`scopegen change issue CR-001` makes the form of it. Version, dates and totals are not in the file:
they follow from the letter and the register. Made from `schemas/change.yaml`; a test keeps it true.

Exactly one option is to do nothing (`nothing: yes`). What an option costs goes through `price`,
`hours` and `reduction`; `amend` changes other fields of `engagement.yaml`, as far as
`scopegen explain SG365` says.

| field | meaning | write | default | |
|---|---|---|---|---|
"""


def row(field: Field, users: Mapping[str, tuple[str, ...]], language: str) -> str:
    """Write the row of one field; `users` are the clauses that it feeds."""
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
