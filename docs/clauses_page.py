"""The page on the clauses: what each does and when, its fields, its source in law, both texts."""

from __future__ import annotations

from collections.abc import Iterator

from scopegen.workflow.reference import LAWS, Clause, clauses

OPENING = """\
# The clauses

Every clause of the letter and every annex, in the order of the letter: what it does, when it
applies, the fields it uses, where it rests on in law, and both texts as they stand in the library.
Made from `templates/clauses`; a test keeps it true. *Elk artikel en elke bijlage,
met beide teksten.*

A text is Markdown with a few words in `{{ }}` and `{% %}`: a field of the spec, a choice between
two wordings, `we(...)` for the voice, `ref(...)` for the number of another clause. `[#name]` names
a paragraph that others refer to. `rekenregel R9` is a rule of reckoning: see `scopegen explain R9`.

| clause | what it does | when it applies |
|---|---|---|
"""
FENCE = "````"
"""Longer than any fence in a clause, so that a text cannot end its own block."""


def clauses_page() -> str:
    """Write `docs/clauses.md`."""
    return "".join(_page())


def _page() -> Iterator[str]:
    yield OPENING
    for one in clauses():
        cells = (f"[{one.id}](#{one.id})", one.does("en"), one.applies("en"))
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"
    for one in clauses():
        yield from _clause(one)


def _clause(one: Clause) -> Iterator[str]:
    yield f"\n## {one.id}\n\n{one.does('en')} *{one.does('nl')}*\n\n"
    yield f"- Applies: {one.applies('en')} *{one.applies('nl')}*\n"
    if one.when:
        yield f"- Condition: `{one.when}`\n"
    yield f"- Fields: {', '.join(f'`{field}`' for field in one.fields) or 'none'}\n"
    yield f"- Source: {'; '.join(one.source) or 'none'}\n"
    for law in LAWS:
        if one.under(law, "en"):
            yield f"- Under {law}: {one.under(law, 'en')} *{one.under(law, 'nl')}*\n"
    for language in ("nl", "en"):
        yield f"\n{FENCE}markdown\n{one.text(language).rstrip()}\n{FENCE}\n"
