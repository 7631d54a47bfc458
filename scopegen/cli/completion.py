"""`scopegen completion`."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from scopegen.cli.talk import language, phrase

SHELLS = ("bash", "zsh", "fish", "powershell")
VARIABLE = "_SCOPEGEN_COMPLETE"
"""The variable by which a shell asks for completions; Click makes it from the name."""


@click.command("completion")
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    """Print what lets your shell complete commands, options and file names with the Tab key.

    How to install it stands in the last lines, as a comment.

    \b
    Example:
      eval "$(scopegen completion bash)"
    """
    known = get_completion_class(shell)
    if known is None:  # Click lost a shell: our test of each shell finds that first
        raise click.UsageError(f"Click knows no {shell}.")
    root = ctx.find_root()
    script = known(root.command, {}, "scopegen", VARIABLE).source()
    told = phrase(f"completion_{shell}", language())
    comment = "\n".join(f"# {line}" for line in told.strip().splitlines())
    click.echo(f"{script.rstrip()}\n\n{comment}")
