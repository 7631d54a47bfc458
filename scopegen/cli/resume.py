"""`scopegen resume`."""

from __future__ import annotations

import click

from scopegen.cli.opening import errors_in, named_streams, opened, show_files
from scopegen.cli.report import counted
from scopegen.cli.talk import mark, phrase, say
from scopegen.diagnostics import Rejected
from scopegen.workflow.resuming import Resumed, resume
from scopegen.workflow.telling import told


@click.command("resume")
@click.argument("spec", required=False, type=click.Path())
@click.pass_context
def command(ctx: click.Context, spec: str | None) -> None:
    """Let stopped work resume: only after a verified sign-off of exactly this version.

    If something is missing, it is named and nothing changes (exit code 4). Otherwise the hold
    ends, the dates move, the hold fee is settled, and the next version of the letter is made.

    \b
    Example:
      scopegen resume
    """
    dossier, spoken = opened(spec)
    try:
        done = resume(dossier)
    except Rejected as rejected:
        errors_in(rejected.diagnostics, spoken)
        say("nothing_made", spoken, count=counted(rejected.diagnostics, spoken))
        ctx.exit(1)
    _tell(done, spoken)


def _tell(done: Resumed, spoken: str) -> None:
    streams = ", ".join(named_streams(done.hold.streams if done.hold else (), spoken))
    click.echo(
        f"{mark('done')} {phrase('resumed', spoken, streams=streams, on=told(done.on, spoken))}"
    )
    for shift in done.shifts:
        facts = {"id": shift.id, "old": told(shift.old, spoken), "new": told(shift.new, spoken)}
        click.echo("  " + phrase("moved", spoken, **facts))
    charge = done.charge
    if charge:
        figures = {
            "days": charge.days,
            "charged": charge.charged,
            "per_day": told(charge.per_day, spoken),
            "fee": told(charge.fee, spoken),
        }
        click.echo("  " + phrase("fee", spoken, **figures))
        if charge.restart.amount:
            click.echo("  " + phrase("restart", spoken, amount=told(charge.restart, spoken)))
    click.echo("  " + phrase("amended", spoken, version=done.version))
    show_files(done.delivered, spoken)
    if done.drifted:
        say("drifted", spoken)
    say("not_sent", spoken)
