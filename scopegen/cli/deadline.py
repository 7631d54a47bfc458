"""`scopegen deadline`."""

from __future__ import annotations

from datetime import date

import click

from scopegen.cli.opening import spoken_in
from scopegen.cli.reckon import asked, show_deadline, shown_as
from scopegen.cli.stated import DAY, SPEC
from scopegen.cli.talk import phrase
from scopegen.workflow.awaiting import (
    due_acceptance,
    due_change,
    due_long_stop,
    due_notice,
    due_payment,
    due_plan,
    due_precondition,
    due_response,
    due_review,
    due_substitution,
    due_trial,
)

FORM = shown_as("text", "json")
BY = click.option("--by", type=click.Choice(["client", "provider"]), default="client")


@click.group("deadline")
def command() -> None:
    """Work out when something must be there, why, and when that is for the client.

    \b
    Example:
      scopegen deadline response --received "2027-01-08 16:40"
    """


@command.command("response")
@SPEC
@FORM
@click.option("--received", metavar="MOMENT", help="When the message came; without it: now.")
@click.option("--from", "sender", type=click.Choice(["client", "provider"]), default="client")
@click.option("--callback", is_flag=True, help="A call back was asked for.")
@click.option("--after", "night", metavar="TIME", help="Night work before it, with a rest after.")
def response(
    spec: str | None,
    form: str,
    received: str | None,
    sender: str,
    callback: bool,
    night: str | None,
) -> None:
    """When a message must be answered: the client's by us, or with --from provider ours."""
    question = asked(spec)
    way = "callback" if callback else "email"
    due = due_response(
        question.dossier, question.ground.terms, received, sender=sender, way=way, night=night
    )
    show_deadline(question, due, form)


@command.command("precondition")
@SPEC
@FORM
@click.argument("condition")
def precondition(spec: str | None, form: str, condition: str) -> None:
    """When CONDITION (such as P1) is due, and what happens when it does not come."""
    question = asked(spec)
    show_deadline(question, due_precondition(question.ground.terms, condition), form)


@command.command("review")
@SPEC
@FORM
@click.option("--mark", type=click.IntRange(1, 10), help="The mark that was given.")
@click.option("--earlier", type=click.IntRange(1, 10), help="The mark of the time before.")
@click.option("--on", type=DAY, help="The day of the review with that mark; without it: today.")
@click.argument("number", required=False, type=click.IntRange(1))
def review(
    spec: str | None,
    form: str,
    mark: int | None,
    earlier: int | None,
    on: date | None,
    number: int | None,
) -> None:
    """When review NUMBER is held, or the next one; with --mark: by when a plan is there."""
    question = asked(spec)
    terms, today = question.ground.terms, question.dossier.today
    if mark is not None:
        show_deadline(question, due_plan(terms, on or today, mark, earlier), form)
    else:
        show_deadline(question, due_review(terms, number, today), form)


@command.command("acceptance")
@SPEC
@FORM
@click.option("--delivered", type=DAY, help="The day of delivery; without it: today.")
def acceptance(spec: str | None, form: str, delivered: date | None) -> None:
    """By when the client responds to a deliverable."""
    question = asked(spec)
    day = delivered or question.dossier.today
    show_deadline(question, due_acceptance(question.ground.terms, day), form)


@command.command("cr")
@SPEC
@FORM
@click.option("--issued", type=DAY, help="The day of issue; without it: today.")
@click.argument("change", required=False)
def change(spec: str | None, form: str, issued: date | None, change: str | None) -> None:
    """Until when a change request can be agreed to; CHANGE (CR-001) takes its day of issue."""
    question = asked(spec)
    due = due_change(question.dossier, question.ground.terms, change, issued)
    show_deadline(question, due, form)


@command.command("notice")
@SPEC
@FORM
@BY
@click.option("--given", type=DAY, help="The day of the notice; without it: today.")
@click.option("--milestone", help="Until when one may leave at this milestone.")
def notice(spec: str | None, form: str, by: str, given: date | None, milestone: str | None) -> None:
    """When the engagement ends after notice, or until when one may leave at a milestone."""
    if milestone and given:
        raise click.UsageError(phrase("either_notice", spoken_in(None)))
    question = asked(spec)
    day = given or question.dossier.today
    show_deadline(question, due_notice(question.ground.terms, day, by, milestone), form)


@command.command("invoice")
@SPEC
@FORM
@click.option("--invoiced", type=DAY, help="The date of the invoice; without it: today.")
def invoice(spec: str | None, form: str, invoiced: date | None) -> None:
    """By when an invoice is paid."""
    question = asked(spec)
    day = invoiced or question.dossier.today
    show_deadline(question, due_payment(question.ground.terms, day), form)


@command.command("trial")
@SPEC
@FORM
def trial(spec: str | None, form: str) -> None:
    """Until when both can stop without a reason."""
    question = asked(spec)
    show_deadline(question, due_trial(question.ground.terms), form)


@command.command("hold")
@SPEC
@FORM
@click.option("--from", "start", type=DAY, help="First day on hold; without it: the open hold.")
def hold(spec: str | None, form: str, start: date | None) -> None:
    """From when both may end the engagement, because work is on hold."""
    question = asked(spec)
    due = due_long_stop(question.dossier, question.ground.terms, start)
    show_deadline(question, due, form)


@command.command("substitution")
@SPEC
@FORM
@click.option("--announced", type=DAY, help="The day of announcement; without it: today.")
@click.option("--met", type=DAY, help="The day of the meeting.")
@click.option("--urgent", is_flag=True, help="In case of illness or force majeure.")
def substitution(
    spec: str | None, form: str, announced: date | None, met: date | None, urgent: bool
) -> None:
    """From when a substitute may begin, and until when the client may refuse."""
    question = asked(spec)
    day = announced or question.dossier.today
    due = due_substitution(question.ground.terms, day, urgent=urgent, met=met)
    show_deadline(question, due, form)
