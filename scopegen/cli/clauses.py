"""`scopegen clauses`."""

from __future__ import annotations

import json

import click

from scopegen.cli.opening import errors_in
from scopegen.cli.talk import language
from scopegen.diagnostics import Rejected
from scopegen.workflow.reference import Clause, clause, clauses


@click.group("clauses")
def command() -> None:
    """List the clauses of the library, or show one.

    \b
    Example:
      scopegen clauses show handbrake --lang en
    """


HOUSE = click.option(
    "--house", type=click.Path(), help="With the clauses of this house standard too."
)


@command.command("list")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@HOUSE
def list_(form: str, house: str | None) -> None:
    """List every clause: its id, and what it does."""
    spoken = language()
    known = _clauses(house)
    if form == "json":
        rows = [{"id": one.id, "part": one.part, "does": one.does(spoken)} for one in known]
        click.echo(json.dumps({"format_version": 1, "clauses": rows}, ensure_ascii=False, indent=1))
        return
    for one in known:
        click.echo(f"{one.id:<20} {one.does(spoken)}")


@command.command("show")
@click.argument("name")
@click.option("--lang", type=click.Choice(["nl", "en"]), help="Show only one language.")
@HOUSE
def show(name: str, lang: str | None, house: str | None) -> None:
    """Show the clause NAME: what it does, when it applies, its source in law, and its text."""
    spoken = language()
    _clauses(house)
    found = clause(name, house)
    click.echo("\n".join(_about(found, spoken)))
    for shown in (lang,) if lang else ("nl", "en"):
        click.echo(f"\n--- {shown} ---\n\n{found.text(shown)}", nl=False)


def _clauses(house: str | None) -> tuple[Clause, ...]:
    """Give the clauses; a standard with errors is reported, and ends the command."""
    try:
        return clauses(house)
    except Rejected as rejected:
        errors_in(rejected.diagnostics, language())
        click.get_current_context().exit(1)


def _about(one: Clause, spoken: str) -> list[str]:
    rows = [
        ("id", one.id),
        ("does", one.does(spoken)),
        ("part", one.part),
        ("when", one.when or "-"),
        ("fields", ", ".join(one.fields) or "-"),
        ("source", "; ".join(one.source) or "-"),
    ]
    return [f"{name}: {value}" for name, value in rows]
