"""`scopegen register`."""

from __future__ import annotations

from pathlib import Path

import click

from scopegen.cli.opening import CLOSED, errors_in, opened, spoken_in
from scopegen.cli.talk import safe, say
from scopegen.cli.terminal import json_escaped
from scopegen.diagnostics import has_errors
from scopegen.workflow.history import erase, exported, line_of, verify_export


@click.group("register")
def command() -> None:
    """The register: everything that happened, in order, and nothing can be changed in it.

    \b
    Example:
      scopegen register export --format jsonl > register.jsonl
    """


@command.command("show")
@click.argument("spec", required=False, type=click.Path())
def show(spec: str | None) -> None:
    """Show every event of SPEC, one a line."""
    dossier, spoken = opened(spec)
    for event in dossier.events:
        click.echo(safe(line_of(event, spoken)))
    say("head", spoken, head=dossier.head)


@command.command("export")
@click.argument("spec", required=False, type=click.Path())
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "csv", "jsonl"]),
    default="jsonl",
    show_default=True,
    help="jsonl can be verified by itself, csv is for a spreadsheet, text is to read.",
)
def export(spec: str | None, form: str) -> None:
    """Export the register of SPEC to standard output."""
    dossier, spoken = opened(spec)
    text = exported(dossier, form, spoken) if dossier.events else ""
    shown = {"text": safe_lines, "jsonl": json_escaped}.get(form, str)
    click.echo(shown(text), nl=False)


def safe_lines(text: str) -> str:
    """Show control characters as escapes, but for the ends of lines."""
    return "".join(f"{safe(line)}\n" for line in text.removesuffix("\n").split("\n"))


@command.command("check-export")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--engagement", required=True, help="The reference of the engagement.")
@click.pass_context
def check_export(ctx: click.Context, file: Path, engagement: str) -> None:
    """Verify the export FILE (jsonl) by itself."""
    spoken = spoken_in(None)
    found = verify_export(file, engagement)
    errors_in(found, spoken)
    if has_errors(found):
        ctx.exit(CLOSED)
    say("export_holds", spoken, file=file)


@command.command("erase")
@click.argument("row", type=int)
@click.option("--spec", type=click.Path(), help="The engagement; without it: the one here.")
@click.confirmation_option(prompt="Erase the personal data of this event for good?")
def erase_(row: int, spec: str | None) -> None:
    """Erase the personal data of event ROW (GDPR); that it was erased stays on record."""
    dossier, spoken = opened(spec)
    erase(dossier, row)
    say("erased", spoken, row=row)
