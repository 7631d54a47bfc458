"""`scopegen change`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from scopegen.cli.gate import METHODS, attestation, judge_file, tell_verdict
from scopegen.cli.opening import CLOSED, errors_in, opened, show_files
from scopegen.cli.report import counted
from scopegen.cli.stated import DAY, SPEC, WORDS
from scopegen.cli.talk import mark, phrase, safe, say
from scopegen.cli.terminal import json_text
from scopegen.diagnostics import Rejected, has_errors
from scopegen.workflow.changing import change_file, draft_change, occasion_of, read_change
from scopegen.workflow.closing import EventKind, close_change
from scopegen.workflow.history import line_of
from scopegen.workflow.matters import change_matter
from scopegen.workflow.offering import issue_change
from scopegen.workflow.resuming import apply_change
from scopegen.workflow.signing import Outcome
from scopegen.workflow.telling import told

KINDS = ("wish", "precondition", "missing_decision", "oral_change", "nonpayment", "provider")


@click.group("change")
def command() -> None:
    """Change requests: draft, check, issue, sign, and what became of them.

    \b
    Example:
      scopegen change sign CR-001 --evidence CR-001-v1.nl.pdf
    """


@command.command("new")
@SPEC
@click.option("--kind", type=click.Choice(KINDS), default="wish", show_default=True, help="Why.")
@click.option("--about", type=WORDS, help="A precondition or an invoice, where there is one.")
@click.option("--note", type=WORDS, help="The facts, in a sentence.")
def new(spec: str | None, kind: str, about: str | None, note: str | None) -> None:
    """Draft a change request as a file, with what is known filled in."""
    dossier, spoken = opened(spec)
    occasion = occasion_of(dossier, kind, about or "", note or phrase("to_fill_in", spoken))
    drafted = draft_change(dossier, occasion)
    say("change_drafted", spoken, file=drafted.place, id=drafted.id)


@command.command("check")
@SPEC
@click.argument("change")
@click.pass_context
def check(ctx: click.Context, spec: str | None, change: str) -> None:
    """Check the change request CHANGE against the letter that was signed."""
    dossier, spoken = opened(spec)
    found = read_change(dossier, change)
    errors_in(found.diagnostics, spoken)
    if found.diagnostics:
        say("found", spoken, count=counted(found.diagnostics, spoken))
    else:
        say("clean", spoken, files=found.file)
    ctx.exit(int(has_errors(found.diagnostics)))


@command.command("issue")
@SPEC
@click.argument("change")
@click.pass_context
def issue(ctx: click.Context, spec: str | None, change: str) -> None:
    """Issue CHANGE: this version is frozen, with its form in Word and PDF and a draft e-mail."""
    dossier, spoken = opened(spec)
    try:
        done = issue_change(dossier, change)
    except Rejected as rejected:
        errors_in(rejected.diagnostics, spoken)
        say("nothing_made", spoken, count=counted(rejected.diagnostics, spoken))
        ctx.exit(1)
    errors_in(done.read.diagnostics, spoken)
    until = told(done.offer.valid_until, spoken)
    version = done.offer.version
    click.echo(phrase("change_issued", spoken, id=change, version=version, until=until))
    show_files(done.delivered, spoken)
    say("not_sent", spoken)


@command.command("sign")
@SPEC
@click.argument("change")
@click.option(
    "--evidence",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="What the client sent back: the PDF or Word form, an e-mail (.eml), or a scan.",
)
@click.option(
    "--attest", metavar="NAME", type=WORDS, help="Who of us has seen it, and attests what it is."
)
@click.option(
    "--second", metavar="NAME", type=WORDS, help="The second person, where two are needed."
)
@click.option("--method", type=click.Choice(METHODS), help="How it was signed, as attested.")
@click.option(
    "--signer", metavar="NAME", type=WORDS, help="Who signed, where the file does not say so."
)
@click.option(
    "--option", metavar="ID", type=WORDS, help="What was chosen, where the file does not say so."
)
@click.option("--signed-on", type=DAY, help="The date, likewise.")
@click.pass_context
def sign(
    ctx: click.Context,
    spec: str | None,
    change: str,
    evidence: Path,
    attest: str | None,
    second: str | None,
    method: str | None,
    signer: str | None,
    option: str | None,
    signed_on: date | None,
) -> None:
    """Hold what the client sent back against CHANGE as issued; only a verified yes counts.

    A digitally signed form is verified by itself. For anything else a person attests who signed
    it, and how. In doubt it is refused.
    """
    dossier, spoken = opened(spec)
    seen = attestation(attest, second, method, signer=signer, option=option, signed_on=signed_on)
    judged = judge_file(dossier, change_matter(dossier, change), evidence, seen)
    tell_verdict(judged, spoken)
    if judged.delivered:
        show_files(judged.delivered, spoken)
    ctx.exit(0 if judged.verdict.outcome is Outcome.ACCEPT else CLOSED)


def _close(spec: str | None, change: str, kind: EventKind, note: str) -> None:
    dossier, spoken = opened(spec)
    done = close_change(dossier, change, kind, note)
    click.echo(f"{mark('done')} {phrase(kind.value, spoken, id=change)}")
    show_files(done.delivered, spoken)
    say("not_sent", spoken)


@command.command("decline")
@SPEC
@click.argument("change")
@click.option("--note", type=WORDS, help="What the client said, and when.")
def decline(spec: str | None, change: str, note: str | None) -> None:
    """Record that the client said no to CHANGE; stopped work stays stopped."""
    _close(spec, change, EventKind.CHANGE_DECLINED, note or "")


@command.command("withdraw")
@SPEC
@click.argument("change")
@click.option("--note", type=WORDS, help="Why.")
def withdraw(spec: str | None, change: str, note: str | None) -> None:
    """Withdraw CHANGE before it is agreed; stopped work stays stopped."""
    _close(spec, change, EventKind.CHANGE_WITHDRAWN, note or "")


@command.command("apply")
@SPEC
@click.argument("change")
@click.pass_context
def apply(ctx: click.Context, spec: str | None, change: str) -> None:
    """Take the accepted CHANGE into the letter, where no work stood still for it."""
    dossier, spoken = opened(spec)
    try:
        done = apply_change(dossier, change)
    except Rejected as rejected:
        errors_in(rejected.diagnostics, spoken)
        ctx.exit(1)
    click.echo(f"{mark('done')} {phrase('applied', spoken, id=change, version=done.version)}")
    show_files(done.delivered, spoken)
    if done.drifted:
        say("drifted", spoken)
    say("not_sent", spoken)


@command.command("list")
@SPEC
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def list_(spec: str | None, form: str) -> None:
    """List all change requests, with every version."""
    dossier, spoken = opened(spec)
    rows = [
        {
            "id": one.identity.item,
            "version": one.identity.version,
            "state": one.state.value,
            "issued": one.issued.isoformat(),
            "valid_until": one.valid_until.isoformat(),
            "option": one.option,
            "class": one.evidence_class,
            "digest": one.digest,
        }
        for one in dossier.standing.changes
    ]
    if form == "json":
        click.echo(json_text({"format_version": 1, "changes": rows}))
        return
    for one in dossier.standing.changes:
        state = phrase(f"state_{one.state.value}", spoken)
        who = f"{one.identity.item} v{one.identity.version}"
        click.echo(f"{who}  {state:<14} {one.issued.isoformat()}  {one.digest[:12]}")


@command.command("show")
@SPEC
@click.argument("change")
def show(spec: str | None, change: str) -> None:
    """Show CHANGE: every version, and what happened to it."""
    dossier, spoken = opened(spec)
    change_file(dossier, change)
    for event in dossier.events:
        if event.facts.get("change") == change or str(event.facts.get("form", "")).startswith(
            f"{change}/"
        ):
            click.echo(safe(line_of(event, spoken)))
