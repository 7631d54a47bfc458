"""`scopegen verify`."""

from __future__ import annotations

import click

from scopegen.cli.opening import CLOSED, dossier_at, errors_in, spoken_in
from scopegen.cli.talk import mark, phrase, say
from scopegen.diagnostics import has_errors
from scopegen.workflow.verifying import holds, verify


@click.command("verify")
@click.argument("spec", required=False, type=click.Path())
@click.option("--head", help="A head of the register as printed on an issued paper.")
@click.pass_context
def command(ctx: click.Context, spec: str | None, head: str | None) -> None:
    """Verify the register of SPEC: the chain, every step, every issued file, every signature.

    With --head it also tells whether the register still holds what stood in it when a paper with
    that head was issued.

    \b
    Example:
      scopegen verify --head "3fa9 02c1 77de"
    """
    dossier = dossier_at(spec)
    spoken = spoken_in(dossier)
    found = verify(dossier)
    errors_in(found, spoken)
    if head is not None:
        row = holds(dossier, head)
        if row is None:
            click.echo(f"{mark('stop')} {phrase('head_lost', spoken, head=head)}", err=True)
            ctx.exit(CLOSED)
        click.echo(f"{mark('done')} {phrase('head_found', spoken, head=head, row=row)}")
    if has_errors(found):
        say("register_wrong", spoken)
        ctx.exit(CLOSED)
    count = len(dossier.events)
    click.echo(f"{mark('done')} {phrase('verified', spoken, count=count, head=dossier.head[:12])}")
    if head is None:
        say("verify_not_checked", spoken)
