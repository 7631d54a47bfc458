"""What the commands around the handbrake share: the dossier, its language, verdicts and files."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import click

from scopegen.cli.report import Findings, report
from scopegen.cli.talk import language, mark, phrase, safe, say, speak
from scopegen.diagnostics import Diagnostic, Rejected, Severity, has_errors
from scopegen.workflow.building import Delivered
from scopegen.workflow.dossier import Dossier, open_dossier
from scopegen.workflow.matters import Matter
from scopegen.workflow.returning import read_evidence_file
from scopegen.workflow.signing import Attestation, Judged, Outcome, sign
from scopegen.workflow.telling import told

CLOSED = 4
"""The exit code of a gate that stays shut."""
METHODS = ("email", "platform", "handwritten", "advanced", "qualified")


class Words(click.ParamType[str]):
    """A name or a sentence: one line, of a sane length, that no terminal or file trips over."""

    name = "TEXT"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        """Check."""
        text = str(value).strip()
        if safe(text) != text or not text.isprintable():
            self.fail(phrase("one_line", spoken_in(None)), param, ctx)
        if not text or len(text) > LONGEST_WORDS:
            self.fail(phrase("some_words", spoken_in(None), count=LONGEST_WORDS), param, ctx)
        return text


WORDS = Words()
LONGEST_WORDS = 1000


def dossier_at(given: str | None) -> Dossier:
    """Open the dossier of a spec; one that cannot be read is reported, and ends the command."""
    ctx = click.get_current_context()
    try:
        dossier = open_dossier(given, ctx.find_root().obj["at"])
    except Rejected as rejected:
        errors_in(rejected.diagnostics, language())
        ctx.exit(1)
    speak(dossier.examined.language)
    return dossier


def spoken_in(dossier: Dossier | None) -> str:
    """Give the language to speak: the option's, else the letter's, else the system's."""
    return language(dossier.examined.language if dossier else None)


def stop_if_wrong(dossier: Dossier, spoken: str) -> None:
    """Tell what is wrong with the register; with an error in it nothing can be decided."""
    errors_in(dossier.trouble, spoken)
    if has_errors(dossier.trouble):
        say("register_wrong", spoken)
        click.get_current_context().exit(CLOSED)


def errors_in(found: Iterable[Diagnostic], spoken: str) -> None:
    """Report findings on stderr, with the line of the file where they have one."""
    diagnostics = tuple(found)
    files = {one.location.file for one in diagnostics if one.location}
    texts = {file: _text(file) for file in files}
    if diagnostics:
        findings = Findings(diagnostics=diagnostics, texts=texts, language=spoken)
        click.echo(report(findings, "text"), err=True)


def _text(file: str) -> str:
    path = Path(file)
    return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""


def show_files(delivered: Delivered, spoken: str) -> None:
    """List what was written, what was so already, and what was kept."""
    for path in delivered.kept:
        say("kept", spoken, file=path)
    for path in delivered.unchanged:
        click.echo(f"{mark('done')} {safe(str(path))} ({phrase('unchanged', spoken)})")
    for path in delivered.written:
        click.echo(f"{mark('done')} {safe(str(path))}")


def named_streams(streams: Iterable[str], spoken: str) -> list[str]:
    """Name parts of the work; an engagement without milestones has one, the work itself."""
    return [phrase("whole_work", spoken) if one == "work" else one for one in streams]


def attestation(
    by: str | None,
    second: str | None,
    method: str | None,
    *,
    signer: str | None,
    option: str | None,
    signed_on: datetime | None,
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
        signed_on=signed_on.date() if signed_on else None,
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
