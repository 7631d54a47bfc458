"""What the commands around the handbrake share: the dossier, its language, verdicts and files."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from scopegen.cli.opening import errors_in, spoken_in
from scopegen.cli.talk import mark, phrase
from scopegen.diagnostics import Diagnostic, Severity
from scopegen.workflow.dossier import Dossier
from scopegen.workflow.matters import Matter
from scopegen.workflow.returning import read_evidence_file
from scopegen.workflow.signing import Attestation, Judged, Outcome, sign
from scopegen.workflow.telling import told

METHODS = ("email", "platform", "handwritten", "advanced", "qualified")


def attestation(
    by: str | None,
    second: str | None,
    method: str | None,
    *,
    signer: str | None,
    option: str | None,
    signed_on: date | None,
) -> Attestation | None:
    """Give what a person attests; nothing when nobody does.

    Raises:
        click.UsageError: when what was seen is told without saying who saw it.
    """
    if by is None:
        if second or method or signer or option or signed_on:
            raise click.UsageError(phrase("attest_who", spoken_in(None)))
        return None
    return Attestation(
        by=by,
        second=second or "",
        method=method or "",
        signer=signer or "",
        option=option or "",
        signed_on=signed_on,
    )


def judge_file(
    dossier: Dossier, matter: Matter, file: Path, attested: Attestation | None
) -> Judged:
    """Judge a returned file and record the outcome."""
    return sign(dossier, matter, read_evidence_file(file), file.name, attested)


def _worth_telling(judged: Judged) -> tuple[Diagnostic, ...]:
    """What was not checked matters once it counts; until then only what stands in the way."""
    accepted = judged.verdict.outcome is Outcome.ACCEPT
    return tuple(
        one for one in judged.verdict.reasons if (one.severity is Severity.NOTE) is accepted
    )


def tell_verdict(judged: Judged, spoken: str) -> None:
    """Say what came of it: every reason, what was not checked, and what to do next."""
    verdict, asked = judged.verdict, judged.matter.asked.identity
    errors_in(_worth_telling(judged), spoken)
    facts = {
        "item": asked.item if judged.matter.change else phrase("the_letter", spoken),
        "version": asked.version,
        "name": verdict.signer.name if verdict.signer else "-",
        "option": verdict.option or "-",
        "agreed": told(verdict.agreed, spoken),
        "kind": phrase(f"class_{verdict.evidence_class}", spoken),
        "sha256": judged.returned.sha256[:12],
    }
    key = f"verdict_{verdict.outcome.value}"
    if verdict.outcome is Outcome.ACCEPT:
        shown = "verdict_letter" if judged.matter.change is None else key
        click.echo(f"{mark('done')} {phrase(shown, spoken, **facts)}")
        return
    click.echo(f"{mark('stop')} {phrase(key, spoken, **facts)}", err=True)
