"""`scopegen log hours`, `call` and the rest that billable lines are made from."""

from __future__ import annotations

import sys
from datetime import date

import click

from scopegen.cli.opening import opened, show_files
from scopegen.cli.reckon import planned
from scopegen.cli.stated import DAY, ON, SPEC, WORDS
from scopegen.cli.talk import mark, phrase, say
from scopegen.workflow.braking import confirm_instruction
from scopegen.workflow.keeping_count import budget_of, calls_on, goodwill_of, lost_surcharge
from scopegen.workflow.pricing import AskedSlot
from scopegen.workflow.recording import (
    Recorded,
    log_call,
    log_cancellation,
    log_extra,
    log_hours,
    log_instruction,
    log_no_show,
    log_standby,
    red_flag,
    withdraw,
)
from scopegen.workflow.telling import told

AGREED = click.option("--agreed", is_flag=True, help="The client confirmed the surcharge.")
EMERGENCY = click.option("--emergency", is_flag=True, help="An emergency as the letter has it.")
CONFIRM = click.option(
    "--confirm/--no-confirm", default=None, help="Make the written confirmation, or do not ask."
)


def _tell(kind: str, done: Recorded, spoken: str) -> None:
    facts = {"row": done.row, "kind": phrase(kind, spoken), "day": told(done.day, spoken)}
    key = "logged_again" if done.again else "logged_hours"
    click.echo(f"{mark('done')} {phrase(key, spoken, **facts)}")
    if done.held:
        say("hours_on_hold", spoken)


@click.command("hours")
@SPEC
@ON
@AGREED
@EMERGENCY
@click.option("--for", "stream", metavar="MILESTONE", help="The part of the work.")
@click.option("--what", type=WORDS, help="What was done, for the statement.")
@click.argument("time")
def hours(
    spec: str | None,
    on: date | None,
    agreed: bool,
    emergency: bool,
    stream: str | None,
    what: str | None,
    time: str,
) -> None:
    """Record work: TIME is "2027-01-12 09:00/12:30", or a length such as "3 hours"."""
    dossier, spoken = opened(spec)
    facts: dict[str, str | bool] = {
        "agreed": agreed,
        "emergency": emergency,
        "stream": stream or "",
        "what": what or "",
    }
    if on and "/" in time:
        raise click.UsageError(phrase("day_twice", spoken))
    done = log_hours(dossier, time, on, facts)
    _tell("kind_hours", done, spoken)
    _tell_budget(done, spoken)
    if not (agreed or emergency) and lost_surcharge(done.dossier, time):
        say("surcharge_lost", spoken, row=done.row)


@click.command("call")
@SPEC
@AGREED
@EMERGENCY
@CONFIRM
@click.option("--group", is_flag=True, help="A group call that was planned too late.")
@click.option("--missed", is_flag=True, help="A missed call.")
@click.option("--standing", is_flag=True, help="A standing call that counts as working time.")
@click.option("--standby", is_flag=True, help="A call-out during standby.")
@click.option("--by", "who", type=WORDS, help="Who called.")
@click.option("--note", type=WORDS, help="What was said.")
@click.argument("time")
def call(
    spec: str | None,
    agreed: bool,
    emergency: bool,
    confirm: bool | None,
    group: bool,
    missed: bool,
    standing: bool,
    standby: bool,
    who: str | None,
    note: str | None,
    time: str,
) -> None:
    """Record a call at TIME, such as "2027-01-12 16:50/17:10".

    When the note sounds like an oral instruction, you are warned, and offered to confirm it in
    writing.
    """
    dossier, spoken = opened(spec)
    facts: dict[str, str | bool] = {
        "agreed": agreed,
        "emergency": emergency,
        "group": group,
        "missed": missed,
        "standing": standing,
        "standby": standby,
        "who": who or "",
        "note": note or "",
    }
    done = log_call(dossier, time, facts)
    _tell("kind_call", done, spoken)
    if not (agreed or emergency or missed or standby) and lost_surcharge(done.dossier, time):
        say("surcharge_lost", spoken, row=done.row)
    count = calls_on(done.dossier, done.day)
    if count:
        say("overload", spoken, count=count, day=told(done.day, spoken))
    flagged = red_flag(note or "")
    if flagged and note:
        say("red_flag", spoken, words=flagged)
        if _wants_confirmation(confirm, spoken):
            done = log_instruction(done.dossier, note, who or "", done.day)
            _confirm(done, note, who or "", spoken)
        elif confirm is None:
            say("how_to_confirm", spoken, words=note, who=who or phrase("to_fill_in", spoken))


def _tell_budget(done: Recorded, spoken: str) -> None:
    """Say so when the budget runs out, as the letter promises the client a warning."""
    found = budget_of(done.dossier)
    if found:
        facts = {name: told(value, spoken) for name, value in found.items()}
        say("budget_over" if "over" in found else "budget_warning", spoken, **facts)


def _wants_confirmation(confirm: bool | None, spoken: str) -> bool:
    if confirm is None and sys.stdin.isatty():
        return click.confirm(phrase("offer_confirmation", spoken), default=True)
    return bool(confirm)


def _confirm(done: Recorded, words: str, who: str, spoken: str) -> None:
    """Make the paper that puts an oral instruction to the client."""
    letter = done.dossier.standing.letter
    theirs = letter.language if letter else spoken
    about = ", ".join(part for part in (who, told(done.day, theirs)) if part)
    made = confirm_instruction(done.dossier, words, about)
    click.echo(phrase("confirmed_until", spoken, until=told(made.cure_until, spoken)))
    if made.delivered:
        show_files(made.delivered, spoken)
    say("not_sent", spoken)


@click.command("instruction")
@SPEC
@ON
@CONFIRM
@click.option("--by", "who", type=WORDS, help="Who said it.")
@click.argument("words", type=WORDS)
def instruction(
    spec: str | None, on: date | None, confirm: bool | None, who: str | None, words: str
) -> None:
    """Record WORDS that were said by word of mouth, and put them to the client in writing."""
    dossier, spoken = opened(spec)
    done = log_instruction(dossier, words, who or "", on or dossier.today)
    _tell("kind_instruction", done, spoken)
    if _wants_confirmation(confirm, spoken):
        _confirm(done, words, who or "", spoken)
    elif confirm is None:
        say("how_to_confirm", spoken, words=words, who=who or phrase("to_fill_in", spoken))


@click.command("cancellation")
@SPEC
@planned
@click.option("--received", required=True, metavar="MOMENT", help="When the message came.")
def cancellation(
    spec: str | None,
    received: str,
    slot: AskedSlot,
) -> None:
    """Record that the meeting planned at TIME was cancelled."""
    dossier, spoken = opened(spec)
    _tell("kind_cancellation", log_cancellation(dossier, slot, received), spoken)


@click.command("no-show")
@SPEC
@planned
@click.option("--arrived", metavar="MOMENT", help="When somebody came after all.")
def no_show(
    spec: str | None,
    arrived: str | None,
    slot: AskedSlot,
) -> None:
    """Record that nobody came to the meeting planned at TIME."""
    dossier, spoken = opened(spec)
    _tell("kind_no_show", log_no_show(dossier, slot, arrived), spoken)


@click.command("extra-work")
@SPEC
@ON
@click.option("--what", type=WORDS, required=True, help="What was done.")
@click.argument("length")
def extra_work(spec: str | None, on: date | None, what: str, length: str) -> None:
    """Record extra work of some LENGTH, such as "2 hours": free up to the limit in the letter."""
    dossier, spoken = opened(spec)
    done = log_extra(dossier, length, on or dossier.today, what)
    _tell("kind_extra", done, spoken)
    goodwill = goodwill_of(done.dossier)
    facts = {name: told(value, spoken) for name, value in goodwill.items()}
    say("goodwill_left", spoken, **facts)
    if "blocked" in goodwill:
        say("goodwill_blocked", spoken, **facts)


@click.command("standby")
@SPEC
@click.option("--from", "first", type=DAY, required=True, help="The first day.")
@click.option("--until", "last", type=DAY, required=True, help="The last day.")
def standby(spec: str | None, first: date, last: date) -> None:
    """Record days of standby, both included."""
    dossier, spoken = opened(spec)
    _tell("kind_standby", log_standby(dossier, first, last), spoken)


@click.command("withdraw")
@SPEC
@click.argument("row", type=click.IntRange(1))
def withdrawn(spec: str | None, row: int) -> None:
    """Take back ROW of the register, which was logged by mistake."""
    dossier, spoken = opened(spec)
    withdraw(dossier, row)
    click.echo(f"{mark('done')} {phrase('logged_withdrawn', spoken, row=row)}")


COMMANDS = (
    hours, call, instruction, cancellation, no_show, extra_work, standby, withdrawn,
)  # fmt: skip
