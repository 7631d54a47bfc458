"""`scopegen schema`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from scopegen.cli.talk import language, mark, safe, say
from scopegen.workflow.beginning import HEADER, editor_schema, install_schema


@click.command("schema")
@click.option("--json-schema", "print_", is_flag=True, help="Print the JSON Schema (2020-12).")
@click.option("--install", is_flag=True, help="Write it beside the spec, for your editor.")
@click.argument("folder", default=".", type=click.Path(file_okay=False, path_type=Path))
def command(folder: Path, print_: bool, install: bool) -> None:
    """Give the JSON Schema of engagement.yaml: completion and hover text in your editor.

    \b
    Example:
      scopegen schema --install
    """
    spoken = language()
    if print_ == install:
        raise click.UsageError("Give either --json-schema or --install.")
    if print_:
        sys.stdout.buffer.write(editor_schema(spoken))
        return
    click.echo(f"{mark('done')} {safe(str(install_schema(folder, spoken)))}")
    say("schema_line", spoken, line=HEADER.strip())
