"""`scopegen price`."""

from __future__ import annotations

from datetime import date

import click

from scopegen.cli.reckon import EXPLAIN, asked, planned, show, shown_as
from scopegen.cli.stated import DAY, SPEC
from scopegen.workflow.pricing import (
    AskedCall,
    AskedExit,
    AskedHold,
    AskedInvoice,
    AskedSlot,
    price_asked_call,
    price_cancellation,
    price_exit,
    price_hold,
    price_late_payment,
    price_no_show,
    price_standby,
    price_standby_call,
    price_work,
)
from scopegen.workflow.recording import earlier_calls

FORM = shown_as("text", "json", "csv")
OURS = click.option("--ours", is_flag=True, help="It is the provider's doing: no charge.")
EMERGENCY = click.option("--emergency", is_flag=True, help="An emergency as the letter has it.")


@click.group("price")
def command() -> None:
    """Work out what something costs, by the terms of the letter.

    \b
    Example:
      scopegen price work "2027-01-16 03:10/03:50" --explain
    """


@command.command("work")
@SPEC
@FORM
@EXPLAIN
@EMERGENCY
@click.argument("time")
def work(spec: str | None, form: str, explain: bool, emergency: bool, time: str) -> None:
    """Price work at TIME, such as "2027-01-16 03:10/03:50"."""
    question = asked(spec)
    working = price_work(question.ground.terms, time, emergency=emergency)
    show(question, working, form, explain=explain)


@command.command("call")
@SPEC
@FORM
@EXPLAIN
@EMERGENCY
@click.option("--earlier", type=click.IntRange(0), help="Free calls earlier that week.")
@click.option("--group", is_flag=True, help="A group call that was planned too late.")
@click.option("--missed", is_flag=True, help="A missed call.")
@click.option("--standby", is_flag=True, help="A call-out during standby.")
@click.argument("time")
def call(
    spec: str | None,
    form: str,
    explain: bool,
    emergency: bool,
    earlier: int | None,
    group: bool,
    missed: bool,
    standby: bool,
    time: str,
) -> None:
    """Price an ad-hoc call at TIME; without --earlier the logged calls of that week count."""
    question = asked(spec)
    terms = question.ground.terms
    if standby:
        working = price_standby_call(terms, time)
    else:
        before = earlier_calls(question.dossier, terms, time) if earlier is None else earlier
        asked_call = AskedCall(
            span=time, earlier=before, group=group, missed=missed, emergency=emergency
        )
        working = price_asked_call(terms, asked_call)
    show(question, working, form, explain=explain)


@command.command("cancel")
@SPEC
@FORM
@EXPLAIN
@planned
@click.option("--received", required=True, metavar="MOMENT", help="When the message came.")
def cancel(
    spec: str | None,
    form: str,
    explain: bool,
    received: str,
    slot: AskedSlot,
) -> None:
    """Price the cancellation of a meeting planned at TIME."""
    question = asked(spec)
    working = price_cancellation(question.ground.terms, slot, received)
    show(question, working, form, explain=explain)


@command.command("no-show")
@SPEC
@FORM
@EXPLAIN
@planned
@click.option("--arrived", metavar="MOMENT", help="When somebody came after all.")
def no_show(
    spec: str | None,
    form: str,
    explain: bool,
    arrived: str | None,
    slot: AskedSlot,
) -> None:
    """Price a meeting planned at TIME to which nobody came."""
    question = asked(spec)
    show(question, price_no_show(question.ground.terms, slot, arrived), form, explain=explain)


@command.command("hold")
@SPEC
@FORM
@EXPLAIN
@OURS
@click.option("--from", "start", type=DAY, help="First day on hold; without it: the open hold.")
@click.option("--until", type=DAY, help="The day on which work resumes; without it: today.")
@click.option("--complete", type=DAY, help="The day on which all that was missing was there.")
def hold(
    spec: str | None,
    form: str,
    explain: bool,
    ours: bool,
    start: date | None,
    until: date | None,
    complete: date | None,
) -> None:
    """Price a hold, with the restart."""
    question = asked(spec)
    days = AskedHold(start=start, until=until, complete=complete, ours=ours)
    working = price_hold(question.dossier, question.ground.terms, days)
    show(question, working, form, explain=explain)


@command.command("late-payment")
@SPEC
@FORM
@EXPLAIN
@click.option("--invoiced", type=DAY, required=True, help="The date of the invoice.")
@click.option("--paid", type=DAY, help="The day of payment; without it: today.")
@click.option("--reminded", type=DAY, help="When a consumer received the free reminder.")
@click.option("--rate", "rates", multiple=True, metavar="DAY=RATE", help="A rate you looked up.")
@click.argument("amount")
def late_payment(
    spec: str | None,
    form: str,
    explain: bool,
    invoiced: date,
    paid: date | None,
    reminded: date | None,
    rates: tuple[str, ...],
    amount: str,
) -> None:
    """Work out interest and collection costs on AMOUNT with VAT, such as "EUR 1210.00"."""
    question = asked(spec)
    invoice = AskedInvoice(
        amount=amount,
        invoiced=invoiced,
        paid=paid or question.dossier.today,
        reminded=reminded,
        rates=rates,
    )
    working = price_late_payment(question.ground.terms, invoice)
    show(question, working, form, explain=explain)


@command.command("exit")
@SPEC
@FORM
@EXPLAIN
@click.option("--notice", type=DAY, help="The day of the notice; without it: today.")
@click.option("--by", type=click.Choice(["client", "provider"]), default="client")
@click.option("--milestone", help="Leave at this milestone.")
@click.option("--accepted", multiple=True, help="An accepted milestone; without it: as logged.")
@click.option("--progress", metavar="TIME", help="Work in progress, such as '12 hours'.")
@click.option("--under", metavar="MILESTONE", help="The milestone that this work belongs to.")
@click.option("--worked", metavar="TIME", help="Worked during the notice period.")
@click.option("--change", "changes", multiple=True, metavar="AMOUNT", help="An agreed change.")
def leave(
    spec: str | None,
    form: str,
    explain: bool,
    notice: date | None,
    by: str,
    milestone: str | None,
    accepted: tuple[str, ...],
    progress: str | None,
    under: str | None,
    worked: str | None,
    changes: tuple[str, ...],
) -> None:
    """Work out what is due when somebody ends the engagement early."""
    question = asked(spec)
    leaving = AskedExit(
        notice=notice or question.dossier.today,
        by=by,
        milestone=milestone,
        accepted=accepted,
        under=under,
        progress=progress,
        worked=worked,
        changes=changes,
    )
    working = price_exit(question.dossier, question.ground.terms, leaving)
    show(question, working, form, explain=explain)


@command.command("standby")
@SPEC
@FORM
@EXPLAIN
@click.option("--from", "first", type=DAY, required=True, help="The first day.")
@click.option("--until", "last", type=DAY, required=True, help="The last day.")
def standby(spec: str | None, form: str, explain: bool, first: date, last: date) -> None:
    """Price standby, from the first day to the last, both included."""
    question = asked(spec)
    working = price_standby(question.ground.terms, first, last)
    show(question, working, form, explain=explain)
