"""`scopegen clauses`."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import click

from scopegen.cli.opening import errors_in
from scopegen.cli.report import FORMS, Findings, counted, report
from scopegen.cli.talk import language, say
from scopegen.cli.terminal import json_text
from scopegen.diagnostics import Rejected, Severity, has_errors
from scopegen.workflow.reference import LAWS, Clause, clause, clauses

LAW = click.option("--law", type=click.Choice(LAWS), help="Tell what differs under this law.")


@click.group("clauses")
def command() -> None:
    """List the clauses of the library, show one, or lint them.

    \b
    Example:
      scopegen clauses show handbrake --lang en --law EW
    """


HOUSE = click.option(
    "--house", type=click.Path(), help="With the clauses of this house standard too."
)


@command.command("list")
@LAW
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@HOUSE
def list_(law: str | None, form: str, house: str | None) -> None:
    """List every clause: its id, and what it does; with --law, what differs under that law."""
    spoken = language()
    known = _clauses(house)
    if form == "json":
        rows = [_row(one, spoken, law) for one in known]
        click.echo(json_text({"format_version": 1, "clauses": rows}))
        return
    for one in known:
        click.echo(f"{one.id:<20} {one.does(spoken)}")
        if law and one.under(law, spoken):
            click.echo(f"{'':<20} {law}: {one.under(law, spoken)}")


@command.command("lint")
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@click.option(
    "--format", "form", type=click.Choice(list(FORMS)), default="text", help="How to report."
)
@click.option("--strict", is_flag=True, help="Let warnings fail too.")
@click.pass_context
def lint(ctx: click.Context, folder: Path | None, form: str, strict: bool) -> None:
    """Check the words, sentences, terms and references of the clauses in FOLDER.

    Without a folder the bundled clauses are checked. Each finding has its file and line.

    \b
    Example:
      scopegen clauses lint house/clauses --strict
    """
    spoken = language()
    result = import_module("scopegen.workflow.linting").linted(folder)
    found = result.diagnostics
    shown = report(Findings(diagnostics=found, texts=result.texts, language=spoken), form)
    if shown:
        click.echo(shown)
    count = counted(found, spoken)
    if form == "text" and count:
        say("found", spoken, count=count)
    elif form == "text":
        say("clauses_clean", spoken, count=result.count, folder=result.folder)
    warned = any(one.severity is Severity.WARNING for one in found)
    ctx.exit(int(has_errors(found) or (strict and warned)))


@command.command("show")
@click.argument("name")
@click.option("--lang", type=click.Choice(["nl", "en"]), help="Show only one language.")
@LAW
@HOUSE
def show(name: str, lang: str | None, law: str | None, house: str | None) -> None:
    """Show the clause NAME: what it does, when it applies, its source in law, and its text."""
    spoken = language()
    _clauses(house)
    found = clause(name, house)
    click.echo("\n".join(_about(found, spoken, (law,) if law else LAWS)))
    for shown in (lang,) if lang else ("nl", "en"):
        click.echo(f"\n--- {shown} ---\n\n{found.text(shown)}", nl=False)


def _clauses(house: str | None) -> tuple[Clause, ...]:
    """Give the clauses; a standard with errors is reported, and ends the command."""
    try:
        return clauses(house)
    except Rejected as rejected:
        errors_in(rejected.diagnostics, language())
        click.get_current_context().exit(1)


def _row(one: Clause, spoken: str, law: str | None) -> dict[str, object]:
    told = {"id": one.id, "part": one.part, "does": one.does(spoken)}
    told |= {"applies": one.applies(spoken), "when": one.when}
    laws = (law,) if law else LAWS
    return {**told, "laws": {each: one.under(each, spoken) for each in laws}}


def _about(one: Clause, spoken: str, laws: tuple[str, ...]) -> Iterator[str]:
    rows = [
        ("id", one.id),
        ("does", one.does(spoken)),
        ("applies", one.applies(spoken)),
        ("part", one.part),
        ("when", one.when or "-"),
        ("fields", ", ".join(one.fields) or "-"),
        ("source", "; ".join(one.source) or "-"),
        *((f"law {law}", one.under(law, spoken)) for law in laws),
    ]
    return (f"{name}: {value}" for name, value in rows if value)
