"""`scopegen practices`."""

from __future__ import annotations

import click

from scopegen.cli.talk import language
from scopegen.cli.terminal import json_text
from scopegen.workflow.practices import about, meaning, practice


@click.group("practices")
def command() -> None:
    """List good practices of working for clients, or show what serves one.

    \b
    Example:
      scopegen practices list call
      scopegen practices show Q046
    """


@command.command("list")
@click.argument("words", default="")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def list_(words: str, form: str) -> None:
    """List the practices that hold WORDS, or all of them."""
    spoken = language()
    found = about(words, spoken)
    if form == "json":
        rows = [
            {"id": one.id, "practice": one.told(spoken), "served_by": [*map(str, one.served_by)]}
            for one in found
        ]
        report = {"format_version": 1, "practices": rows}
        click.echo(json_text(report))
        return
    for one in found:
        click.echo(f"{one.id}  {one.told(spoken)}")


@command.command("show")
@click.argument("name")
def show(name: str) -> None:
    """Show the practice NAME: clauses, fields, checks, papers and commands that serve it."""
    spoken = language()
    found = practice(name)
    click.echo(f"{found.id}  {found.told(spoken)}")
    if found.left_out(spoken):
        click.echo(f"\n{found.left_out(spoken)}")
    click.echo()
    for target in found.served_by:
        shown = f"scopegen {target.name}" if target.kind == "command" else str(target)
        click.echo(f"  {shown:<40} {meaning(target, spoken)}".rstrip())
