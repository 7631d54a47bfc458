"""`scopegen clauses`."""

from __future__ import annotations

import json
from collections.abc import Iterator

import click

from scopegen.cli.talk import language
from scopegen.workflow.reference import LAWS, Clause, clause, clauses

LAW = click.option("--law", type=click.Choice(LAWS), help="Tell what differs under this law.")


@click.group("clauses")
def command() -> None:
    """List the clauses of the library, or show one.

    \b
    Example:
      scopegen clauses show handbrake --lang en --law EW
    """


@command.command("list")
@LAW
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def list_(law: str | None, form: str) -> None:
    """List every clause: its id, and what it does; with --law, what differs under that law."""
    spoken = language()
    if form == "json":
        rows = [_row(one, spoken, law) for one in clauses()]
        click.echo(json.dumps({"format_version": 1, "clauses": rows}, ensure_ascii=False, indent=1))
        return
    for one in clauses():
        click.echo(f"{one.id:<20} {one.does(spoken)}")
        if law and one.under(law, spoken):
            click.echo(f"{'':<20} {law}: {one.under(law, spoken)}")


@command.command("show")
@click.argument("name")
@click.option("--lang", type=click.Choice(["nl", "en"]), help="Show only one language.")
@LAW
def show(name: str, lang: str | None, law: str | None) -> None:
    """Show the clause NAME: what it does, when it applies, its source in law, and its text."""
    spoken = language()
    found = clause(name)
    click.echo("\n".join(_about(found, spoken, (law,) if law else LAWS)))
    for shown in (lang,) if lang else ("nl", "en"):
        click.echo(f"\n--- {shown} ---\n\n{found.text(shown)}", nl=False)


def _row(one: Clause, spoken: str, law: str | None) -> dict[str, object]:
    told = {"id": one.id, "part": one.part, "does": one.does(spoken)}
    told |= {"applies": one.applies(spoken), "when": one.when}
    laws = (law,) if law else LAWS
    return {**told, "laws": {each: one.under(each, spoken) for each in laws}}


def _about(one: Clause, spoken: str, laws: tuple[str, ...]) -> Iterator[str]:
    rows = [
        ("id", one.id),
        ("does", one.does(spoken)),
        ("applies", one.applies(spoken)),
        ("part", one.part),
        ("when", one.when or "-"),
        ("fields", ", ".join(one.fields) or "-"),
        ("source", "; ".join(one.source) or "-"),
        *((f"law {law}", one.under(law, spoken)) for law in laws),
    ]
    return (f"{name}: {value}" for name, value in rows if value)
