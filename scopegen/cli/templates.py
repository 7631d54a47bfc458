"""`scopegen templates`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from scopegen.cli.report import Findings, counted, report
from scopegen.cli.talk import language, mark, phrase, safe, say
from scopegen.cli.terminal import json_text
from scopegen.diagnostics import Diagnostic, ScopegenError, Severity, has_errors
from scopegen.workflow.templates import TEMPLATES, eject, fields, lint, styles

LENT = "SG560"


@click.group("templates")
def command() -> None:
    """List the Word templates, copy one to start from, or check your own.

    \b
    Example:
      scopegen templates eject my-template
      scopegen templates lint my-template/letter.docx
    """


@command.command("list")
@click.option("--fields", "with_fields", is_flag=True, help="List the tags of a template too.")
@click.option("--styles", "with_styles", is_flag=True, help="List the styles of the letter too.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def list_(with_fields: bool, with_styles: bool, form: str) -> None:
    """List the templates that come with scopegen, and what each is for.

    \b
    Example:
      scopegen templates list --fields
    """
    spoken = language()
    listed = {"templates": tuple((one.name, one.does(spoken)) for one in TEMPLATES)}
    if with_fields:
        listed["fields"] = fields(spoken)
    if with_styles:
        listed["styles"] = styles(spoken)
    if form == "json":
        rows = {
            kind: [{"name": name, "does": does} for name, does in pairs]
            for kind, pairs in listed.items()
        }
        click.echo(json_text({"format_version": 1, **rows}))
        return
    for number, pairs in enumerate(listed.values()):
        click.echo("" if number else None, nl=bool(number))
        for name, does in pairs:
            click.echo(f"{name:<20} {does}")


@command.command("eject")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=Path())
@click.option("--name", default="letter", show_default=True, help="Which template to copy.")
@click.option("--replace", is_flag=True, help="Replace a file that is there already.")
def eject_(folder: Path, name: str, replace: bool) -> None:
    """Write a template to start from in FOLDER, with a readme of its tags and styles.

    \b
    Example:
      scopegen templates eject my-template
    """
    spoken = language()
    for path in _ejected(name, folder, spoken, replace=replace):
        click.echo(f"{mark('done')} {safe(str(path))}")
    say("templates_made", spoken, file=folder / "letter.docx")


def _ejected(name: str, folder: Path, spoken: str, *, replace: bool) -> tuple[Path, ...]:
    try:
        return eject(name, folder, spoken, replace=replace)
    except ScopegenError as error:
        if error.code != "SG582" or not sys.stdin.isatty():
            raise
        files = dict(error.facts)["files"]
        if not click.confirm(
            phrase("replace_template", spoken, files=files), default=False, err=True
        ):
            raise
        return eject(name, folder, spoken, replace=True)


@command.command("lint")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "short"]),
    default="text",
    show_default=True,
    help="How to report; json and short go to stdout whole.",
)
@click.option("--strict", is_flag=True, help="Let warnings fail too.")
@click.pass_context
def lint_(ctx: click.Context, file: Path, form: str, strict: bool) -> None:
    """Check the Word template FILE: its tags, styles, numbering and page, each with its place.

    A template without errors is tried on a letter in both languages.

    \b
    Example:
      scopegen templates lint letter.docx --format short
    """
    spoken = language()
    found = lint(file)
    if form == "text":
        _tell(file, found, spoken)
    else:
        shown = report(Findings(diagnostics=found, texts={}, language=spoken), form)
        click.echo(shown or None, nl=bool(shown))
    warned = any(one.severity is Severity.WARNING for one in found)
    ctx.exit(int(has_errors(found) or (strict and warned)))


def _tell(file: Path, found: tuple[Diagnostic, ...], spoken: str) -> None:
    """Report each finding, but list styles that are only lent in one table."""
    lent = [one for one in found if one.code == LENT and one.severity is Severity.NOTE]
    rest = tuple(one for one in found if one not in lent)
    if rest:
        click.echo(report(Findings(diagnostics=rest, texts={}, language=spoken), "text"))
    if lent:
        does = dict(styles(spoken))
        click.echo(phrase("styles_lent", spoken, count=len(lent)))
        for name in (dict(one.facts)["style"] for one in lent):
            click.echo(f"  {name:<20} {does[name]}")
    told = "template_unsound" if has_errors(found) else "template_sound"
    count = counted(found, spoken) if has_errors(found) else str(len(found))
    say(told, spoken, file=file, count=count)
