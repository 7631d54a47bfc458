"""`scopegen log`."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from scopegen.cli.log_work import COMMANDS
from scopegen.cli.opening import WORDS, dossier_at, spoken_in, stop_if_wrong
from scopegen.cli.talk import mark, phrase
from scopegen.workflow.dossier import Dossier
from scopegen.workflow.history import (
    log_accepted,
    log_confirmed,
    log_ended,
    log_input,
    log_paid,
    log_requested,
)
from scopegen.workflow.returning import read_evidence_file
from scopegen.workflow.telling import told

SPEC = click.option("--spec", type=click.Path(), help="The engagement; without it: the one here.")
ON = click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="The day; without it: today.")


@click.group("log")
def command() -> None:
    """Record plain facts that the terms are reckoned from.

    \b
    Example:
      scopegen log hours "2027-01-12 09:00/12:30" --what "Interviews"
      scopegen log input P1 --on 2027-03-03
    """


for _one in COMMANDS:
    command.add_command(_one)


def _opened(spec: str | None, on: datetime | None) -> tuple[Dossier, date, str]:
    dossier = dossier_at(spec)
    spoken = spoken_in(dossier)
    stop_if_wrong(dossier, spoken)
    return dossier, on.date() if on else dossier.today, spoken


@command.command("input")
@SPEC
@ON
@click.option("--partial", is_flag=True, help="Only a part came; that does not meet it.")
@click.argument("precondition")
def input_(spec: str | None, on: datetime | None, partial: bool, precondition: str) -> None:
    """Record that PRECONDITION (such as P1) was met."""
    dossier, day, spoken = _opened(spec, on)
    log_input(dossier, precondition, day, partial=partial)
    key = "logged_partial" if partial else "logged_input"
    click.echo(f"{mark('done')} {phrase(key, spoken, id=precondition, on=told(day, spoken))}")


@command.command("requested")
@SPEC
@ON
@click.argument("precondition")
def requested(spec: str | None, on: datetime | None, precondition: str) -> None:
    """Record that PRECONDITION (such as P1) was asked for, or reminded of."""
    dossier, day, spoken = _opened(spec, on)
    log_requested(dossier, precondition, day)
    told_here = phrase("logged_requested", spoken, id=precondition, on=told(day, spoken))
    click.echo(f"{mark('done')} {told_here}")


@command.command("confirmed")
@SPEC
@ON
@click.option(
    "--evidence",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="The message in which the client confirmed it.",
)
@click.argument("words", type=WORDS)
def confirmed(spec: str | None, on: datetime | None, evidence: Path, words: str) -> None:
    """Record that the client confirmed an oral instruction (WORDS) in writing."""
    dossier, day, spoken = _opened(spec, on)
    log_confirmed(dossier, words, read_evidence_file(evidence), day)
    click.echo(f"{mark('done')} {phrase('logged_confirmed', spoken, on=told(day, spoken))}")


@command.command("paid")
@SPEC
@ON
@click.argument("invoice", type=WORDS)
def paid(spec: str | None, on: datetime | None, invoice: str) -> None:
    """Record that INVOICE was paid."""
    dossier, day, spoken = _opened(spec, on)
    log_paid(dossier, invoice, day)
    click.echo(f"{mark('done')} {phrase('logged_paid', spoken, id=invoice, on=told(day, spoken))}")


@command.command("accepted")
@SPEC
@ON
@click.argument("milestone")
def accepted(spec: str | None, on: datetime | None, milestone: str) -> None:
    """Record that the client accepted MILESTONE (such as M1)."""
    dossier, day, spoken = _opened(spec, on)
    log_accepted(dossier, milestone, day)
    told_here = phrase("logged_accepted", spoken, id=milestone, on=told(day, spoken))
    click.echo(f"{mark('done')} {told_here}")


@command.command("ended")
@SPEC
@ON
def ended(spec: str | None, on: datetime | None) -> None:
    """Record that the engagement ended; the register then closes."""
    dossier, day, spoken = _opened(spec, on)
    log_ended(dossier, day)
    click.echo(f"{mark('done')} {phrase('logged_ended', spoken, on=told(day, spoken))}")
