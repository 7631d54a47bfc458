"""`scopegen handbrake`."""

from __future__ import annotations

from datetime import date

import click

from scopegen.cli.opening import errors_in, named_streams, opened, show_files, spoken_in
from scopegen.cli.stated import DAY, WORDS
from scopegen.cli.talk import mark, phrase, say
from scopegen.diagnostics import Rejected
from scopegen.workflow.braking import Pull, Pulled, Warned, asks_a_signature, pull
from scopegen.workflow.dossier import Dossier
from scopegen.workflow.telling import told

TRIGGERS = {"decision": "missing_decision", "no-shows": "no_shows"}


@click.command("handbrake")
@click.argument("spec", required=False, type=click.Path())
@click.option(
    "--for", "condition", metavar="ID", type=WORDS, help="A precondition that was not met: P1."
)
@click.option("--nonpayment", metavar="INVOICE", type=WORDS, help="An invoice that was not paid.")
@click.option("--instruction", metavar="WORDS", type=WORDS, help="What was asked orally.")
@click.option(
    "--reason",
    metavar="WORDS",
    type=WORDS,
    help="The decision or the appointments that are missing.",
)
@click.option(
    "--trigger",
    type=click.Choice(list(TRIGGERS)),
    default="decision",
    show_default=True,
    help="What the reason is about.",
)
@click.option(
    "--by",
    type=click.Choice(["provider", "client"]),
    default="provider",
    show_default=True,
    help="Who pulls it; with client, --reason says what the provider failed in.",
)
@click.option("--note", metavar="WORDS", type=WORDS, help="The facts, in a sentence.")
@click.option("--notice-sent", type=DAY, help="The day on which the written notice went out.")
@click.option(
    "--stream", "streams", multiple=True, help="Stop only this milestone; may be repeated."
)
@click.option("--invoice-date", type=DAY, help="The date of the invoice that was not paid.")
@click.pass_context
def command(
    ctx: click.Context,
    spec: str | None,
    condition: str | None,
    nonpayment: str | None,
    instruction: str | None,
    reason: str | None,
    trigger: str,
    by: str,
    note: str | None,
    notice_sent: date | None,
    streams: tuple[str, ...],
    invoice_date: date | None,
) -> None:
    """Pull the handbrake: the dependent work of SPEC stops, and a change request is made.

    The letter must allow it today. Where it asks for a written notice first, that notice is made
    instead, and you hear from which day the handbrake may be pulled.

    \b
    Example:
      scopegen handbrake --for P1 --note "the form has not been received"
    """
    causes = [
        ("precondition", condition),
        ("nonpayment", nonpayment),
        ("oral_change", instruction),
        ("provider" if by == "client" else TRIGGERS[trigger], reason),
    ]
    given = [(kind, words) for kind, words in causes if words]
    if len(given) != 1:
        raise click.UsageError(phrase("one_cause", spoken_in(None)))
    kind, words = given[0]
    named = kind in {"precondition", "nonpayment"}
    wanted = Pull(
        kind=kind,
        about=words if named else "",
        note=(note or "") if named else " ".join(filter(None, (words, note))),
        notice_sent=notice_sent,
        streams=streams,
        invoiced=invoice_date,
    )
    dossier, spoken = opened(spec)
    try:
        done = pull(dossier, wanted)
    except Rejected as rejected:
        errors_in(rejected.diagnostics, spoken)
        ctx.exit(1)
    if isinstance(done, Warned):
        _tell_warned(done, wanted, spoken)
        ctx.exit(4)
    _tell_pulled(done, spoken)


def _tell_warned(done: Warned, wanted: Pull, spoken: str) -> None:
    about = wanted.about or wanted.note
    key = "notice_made" if done.delivered else "notice_runs"
    say(
        key,
        spoken,
        about=about,
        until=told(done.cure_until, spoken),
        since=told(done.since, spoken),
    )
    if done.delivered:
        show_files(done.delivered, spoken)
        if done.skipped:
            say("not_reminded", spoken, about=about)
        say("send_notice", spoken)
        _tell_to_sign(done.dossier, spoken)


def _tell_to_sign(dossier: Dossier, spoken: str) -> None:
    if asks_a_signature(dossier):
        say("sign_first", spoken)


def _tell_pulled(done: Pulled, spoken: str) -> None:
    hold = done.hold
    streams = ", ".join(named_streams(hold.streams, spoken))
    key = "held" if done.issued else "held_already"
    click.echo(
        f"{mark('stop')} "
        + phrase(key, spoken, streams=streams, since=told(hold.start, spoken), hold=hold.id)
    )
    if done.issued:
        offer = done.issued.offer
        click.echo(
            phrase(
                "change_issued",
                spoken,
                id=done.change,
                version=offer.version,
                until=told(offer.valid_until, spoken),
            )
        )
        show_files(done.issued.delivered, spoken)
        say("not_sent", spoken)
        _tell_to_sign(done.dossier, spoken)
