"""`scopegen sign`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from scopegen.cli.gate import METHODS, attestation, judge_file, tell_verdict
from scopegen.cli.opening import CLOSED, opened, show_files
from scopegen.cli.stated import DAY, WORDS
from scopegen.cli.talk import say
from scopegen.workflow.matters import letter_matter
from scopegen.workflow.signing import Outcome


@click.command("sign")
@click.argument("spec", required=False, type=click.Path())
@click.option(
    "--evidence",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="The signed letter as it came back: a PDF, a scan, a photo, or an e-mail (.eml).",
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
@click.option("--signed-on", type=DAY, help="The date of signing.")
@click.pass_context
def command(
    ctx: click.Context,
    spec: str | None,
    evidence: Path,
    attest: str | None,
    second: str | None,
    method: str | None,
    signer: str | None,
    signed_on: date | None,
) -> None:
    """Record that the client signed the letter of SPEC; before that, work may not start.

    \b
    Example:
      scopegen sign --evidence letter-signed.pdf --attest "N. Bakker" \\
        --signer "J. de Vries" --method handwritten --signed-on 2026-12-08
    """
    dossier, spoken = opened(spec)
    seen = attestation(attest, second, method, signer=signer, option=None, signed_on=signed_on)
    judged = judge_file(dossier, letter_matter(dossier), evidence, seen)
    tell_verdict(judged, spoken)
    if judged.delivered:
        show_files(judged.delivered, spoken)
    accepted = judged.verdict.outcome is Outcome.ACCEPT
    if accepted and judged.matter.engagement.payment.purchase_order:
        say("po_needed", spoken)
    ctx.exit(0 if accepted else CLOSED)
