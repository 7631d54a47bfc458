"""`scopegen clauses`."""

from __future__ import annotations

import json

import click

from scopegen.cli.talk import language
from scopegen.workflow.reference import Clause, clause, clauses


@click.group("clauses")
def command() -> None:
    """List the clauses of the library, or show one.

    \b
    Example:
      scopegen clauses show handbrake --lang en
    """


@command.command("list")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def list_(form: str) -> None:
    """List every clause: its id, and what it does."""
    spoken = language()
    if form == "json":
        rows = [{"id": one.id, "part": one.part, "does": one.does(spoken)} for one in clauses()]
        click.echo(json.dumps({"format_version": 1, "clauses": rows}, ensure_ascii=False, indent=1))
        return
    for one in clauses():
        click.echo(f"{one.id:<20} {one.does(spoken)}")


@command.command("show")
@click.argument("name")
@click.option("--lang", type=click.Choice(["nl", "en"]), help="Show only one language.")
def show(name: str, lang: str | None) -> None:
    """Show the clause NAME: what it does, when it applies, its source in law, and its text."""
    spoken = language()
    found = clause(name)
    click.echo("\n".join(_about(found, spoken)))
    for shown in (lang,) if lang else ("nl", "en"):
        click.echo(f"\n--- {shown} ---\n\n{found.text(shown)}", nl=False)


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
