"""`scopegen calendar`."""

from __future__ import annotations

import click

from scopegen.cli.opening import show_files
from scopegen.cli.reckon import asked, warn_of_draft
from scopegen.cli.stated import SPEC
from scopegen.cli.talk import say
from scopegen.cli.terminal import echo_data
from scopegen.workflow.planning import calendar_bytes, write_calendar


@click.command("calendar")
@SPEC
@click.option("--lang", type=click.Choice(["nl", "en"]), help="Without it: the letter's.")
@click.option("-o", "--output", help="The file; - prints it. Without it: documents/ID.ics")
def command(spec: str | None, lang: str | None, output: str | None) -> None:
    """Make a calendar file (.ics): standing calls, preconditions, milestones, reviews, deadlines.

    Import it again after a change: entries are updated, not doubled, and what no longer holds is
    cancelled.

    \b
    Example:
      scopegen calendar -o engagement.ics
    """
    question = asked(spec)
    dossier, ground = question.dossier, question.ground
    language = lang or ground.terms.engagement.meta.language
    if output == "-":
        echo_data(calendar_bytes(dossier, ground, language))
    else:
        show_files(write_calendar(dossier, ground, language, output), question.spoken)
        say("import_calendar", question.spoken)
    warn_of_draft(ground, question.spoken)
