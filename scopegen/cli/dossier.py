"""`scopegen dossier`."""

from __future__ import annotations

import click

from scopegen.cli.opening import CLOSED, errors_in, opened, show_files
from scopegen.cli.talk import say
from scopegen.diagnostics import has_errors
from scopegen.workflow.dossier_archive import archive_of, deliver_archive, place_for
from scopegen.workflow.verifying import verify


@click.command("dossier")
@click.argument("spec", required=False, type=click.Path())
@click.option("-o", "--output", type=click.Path(), help="The zip, or the folder that it goes in.")
@click.option(
    "--lang", type=click.Choice(["nl", "en"]), help="Of the chronology; without it: the letter's."
)
@click.option("--replace", is_flag=True, help="Replace an earlier dossier; a copy of it is kept.")
@click.pass_context
def command(
    ctx: click.Context, spec: str | None, output: str | None, lang: str | None, replace: bool
) -> None:
    """Pack the engagement of SPEC into one zip that verifies by itself.

    It holds the chronology as a readable PDF with contents, every version of the letter, change
    forms, notices, evidence, the register, and the digests of all of it. The same register gives
    the same bytes. Verify it anywhere: scopegen verify FILE.zip

    Only a register that holds is packed. The dossier holds personal data.

    \b
    Example:
      scopegen dossier my-engagement -o my-engagement-dossier.zip
    """
    dossier, spoken = opened(spec)
    found = verify(dossier)
    errors_in((one for one in found if one not in dossier.trouble), spoken)
    if has_errors(found):
        say("dossier_wrong", spoken)
        ctx.exit(CLOSED)
    archive = archive_of(dossier, lang)
    place = place_for(dossier, output, archive.name)
    show_files(deliver_archive(archive, place, replace=replace), spoken)
    say("dossier_made", spoken, count=len(archive.members), head=dossier.head[:12])
    say("dossier_personal", spoken)
