"""`scopegen check`."""

from __future__ import annotations

import click

from scopegen.cli.followed import HOUSE, tell_standard
from scopegen.cli.report import FORMS, Findings, counted, report
from scopegen.cli.talk import language, say
from scopegen.diagnostics import Diagnostic, Severity, has_errors
from scopegen.workflow.checking import as_agreed, examine_file, with_parity
from scopegen.workflow.reading import Examined, find_spec


@click.command("check")
@click.argument("specs", nargs=-1, type=click.Path())
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMS)),
    default="text",
    show_default=True,
    help="How to report; everything but text goes to stdout whole.",
)
@click.option(
    "--strict",
    is_flag=True,
    help="Let warnings fail too, unless the spec accepts them (lint_ack).",
)
@click.option(
    "--parity", is_flag=True, help="Hold the Dutch and the English letter against each other too."
)
@HOUSE
@click.pass_context
def command(
    ctx: click.Context,
    specs: tuple[str, ...],
    form: str,
    house: str | None,
    strict: bool,
    parity: bool,
) -> None:
    """Check SPECS: every problem at once, each with its place and what to type instead.

    A spec is a file, a folder that holds engagement.yaml, or - for standard input. Without one,
    the spec in this folder or a folder above it is checked.

    \b
    Example:
      scopegen check engagement.yaml --format short
    """
    examined = [examine_file(find_spec(given), house) for given in specs or (None,)]
    examined = examined if house else [as_agreed(one) for one in examined]
    examined = [with_parity(one) for one in examined] if parity else examined
    spoken = language(examined[0].language)
    found = tuple(one for each in examined for one in each.diagnostics)
    shown = report(_findings(examined, spoken), form)
    if shown:
        click.echo(shown)
    if form == "text":
        _conclude(examined, found, spoken)
    ctx.exit(int(has_errors(found) or (strict and _warned(found))))


def _findings(examined: list[Examined], spoken: str) -> Findings:
    found = tuple(one for each in examined for one in each.diagnostics)
    texts = {file: text for each in examined for file, text in each.texts.items()}
    return Findings(diagnostics=found, texts=texts, language=spoken)


def _warned(found: tuple[Diagnostic, ...]) -> bool:
    return any(one.severity is Severity.WARNING for one in found)


def _conclude(examined: list[Examined], found: tuple[Diagnostic, ...], spoken: str) -> None:
    tell_standard(examined, spoken)
    files = ", ".join(each.file for each in examined)
    count = counted(found, spoken)
    if count:
        say("found", spoken, count=count)
    else:
        say("clean", spoken, files=files)
    if any(each.text and not each.tree for each in examined):
        say("more_later", spoken)
    elif any(one.severity is Severity.ERROR and one.code.startswith("SG3") for one in found):
        say("contract_later", spoken)
    if any(each.tree for each in examined):
        say("not_checked", spoken)
