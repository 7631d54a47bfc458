"""What the commands on an engagement share: its dossier, its language, findings and files."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scopegen.cli.report import Findings, report
from scopegen.cli.talk import language, mark, phrase, safe, say, speak
from scopegen.diagnostics import Diagnostic, Rejected, has_errors
from scopegen.workflow.dossier import Dossier, open_dossier
from scopegen.workflow.reading import content_of

if TYPE_CHECKING:
    from scopegen.workflow.building import Delivered

CLOSED = 4
"""The exit code of a gate that stays shut."""


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


def opened(given: str | None) -> tuple[Dossier, str]:
    """Open the dossier of a spec whose register is in order; and the language to speak."""
    dossier = dossier_at(given)
    spoken = spoken_in(dossier)
    stop_if_wrong(dossier, spoken)
    return dossier, spoken


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
    return content_of(file).decode("utf-8", errors="replace") if path.is_file() else ""


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
