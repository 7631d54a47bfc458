"""`scopegen explain`."""

from __future__ import annotations

import click

from scopegen.cli.talk import language
from scopegen.workflow.reference import explain, rules


@click.command("explain")
@click.argument("code", required=False)
@click.option("--list", "list_", is_flag=True, help="List every rule in one line.")
def command(code: str | None, list_: bool) -> None:
    """Explain the rule CODE: what it is, why it is there, and what good looks like.

    \b
    Example:
      scopegen explain SG350
      scopegen explain R7
    """
    spoken = language()
    if list_:
        for rule in rules(spoken):
            click.echo(f"{rule.code}  {rule.explanation}")
        return
    if code is None:
        raise click.UsageError("Missing argument 'CODE' (or give --list).")
    rule = explain(code, spoken)
    click.echo(f"{rule.code}\n\n{rule.explanation}")
