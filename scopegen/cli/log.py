"""`scopegen log`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click

from scopegen.cli.log_work import COMMANDS
from scopegen.cli.opening import opened
from scopegen.cli.stated import ON, SPEC, WORDS
from scopegen.cli.talk import mark, phrase
from scopegen.workflow.dossier import Dossier
from scopegen.workflow.history import (
    log_accepted,
    log_confirmed,
    log_ended,
    log_input,
    log_mark,
    log_paid,
    log_requested,
)
from scopegen.workflow.returning import read_evidence_file
from scopegen.workflow.telling import told


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


@dataclass(frozen=True, slots=True)
class Entry:
    """A fact to record on a day, and the language in which that is told."""

    dossier: Dossier
    day: date
    spoken: str

    def done(self, key: str, **figures: str) -> None:
        """Tell that it is recorded, in the words `key`."""
        words = phrase(key, self.spoken, on=told(self.day, self.spoken), **figures)
        click.echo(f"{mark('done')} {words}")


def _entry(spec: str | None, on: date | None) -> Entry:
    dossier, spoken = opened(spec)
    return Entry(dossier, on or dossier.today, spoken)


@command.command("input")
@SPEC
@ON
@click.option("--partial", is_flag=True, help="Only a part came; that does not meet it.")
@click.argument("precondition")
def input_(spec: str | None, on: date | None, partial: bool, precondition: str) -> None:
    """Record that PRECONDITION (such as P1) was met."""
    entry = _entry(spec, on)
    log_input(entry.dossier, precondition, entry.day, partial=partial)
    entry.done("logged_partial" if partial else "logged_input", id=precondition)


@command.command("requested")
@SPEC
@ON
@click.argument("precondition")
def requested(spec: str | None, on: date | None, precondition: str) -> None:
    """Record that PRECONDITION (such as P1) was asked for, or reminded of."""
    entry = _entry(spec, on)
    log_requested(entry.dossier, precondition, entry.day)
    entry.done("logged_requested", id=precondition)


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
def confirmed(spec: str | None, on: date | None, evidence: Path, words: str) -> None:
    """Record that the client confirmed an oral instruction (WORDS) in writing."""
    entry = _entry(spec, on)
    log_confirmed(entry.dossier, words, read_evidence_file(evidence), entry.day)
    entry.done("logged_confirmed")


@command.command("paid")
@SPEC
@ON
@click.argument("invoice", type=WORDS)
def paid(spec: str | None, on: date | None, invoice: str) -> None:
    """Record that INVOICE was paid."""
    entry = _entry(spec, on)
    log_paid(entry.dossier, invoice, entry.day)
    entry.done("logged_paid", id=invoice)


@command.command("accepted")
@SPEC
@ON
@click.argument("milestone")
def accepted(spec: str | None, on: date | None, milestone: str) -> None:
    """Record that the client accepted MILESTONE (such as M1)."""
    entry = _entry(spec, on)
    log_accepted(entry.dossier, milestone, entry.day)
    entry.done("logged_accepted", id=milestone)


@command.command("score")
@SPEC
@ON
@click.option("--higher", type=WORDS, help="What makes it one point more.")
@click.argument("mark", type=click.IntRange(1, 10))
def score(spec: str | None, on: date | None, higher: str | None, mark: int) -> None:
    """Record MARK, from 1 to 10, that the client gave in a review."""
    entry = _entry(spec, on)
    log_mark(entry.dossier, mark, higher or "", entry.day)
    entry.done("logged_score", mark=str(mark))


@command.command("ended")
@SPEC
@ON
def ended(spec: str | None, on: date | None) -> None:
    """Record that the engagement ended; the register then closes."""
    entry = _entry(spec, on)
    log_ended(entry.dossier, entry.day)
    entry.done("logged_ended")
