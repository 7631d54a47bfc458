"""`scopegen build`."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import click

from scopegen.cli.report import Findings, counted, report
from scopegen.cli.talk import language, mark, phrase, say
from scopegen.diagnostics import Rejected, ScopegenError
from scopegen.workflow.building import (
    FOLDER,
    FORMATS,
    Delivered,
    Order,
    Printed,
    deliver,
    print_letters,
)
from scopegen.workflow.checking import STDIN, Examined, examine_file, find_spec, used_defaults


class Listed(click.ParamType[tuple[str, ...]]):
    """Words parted by commas, each out of a fixed set."""

    name = "LIST"

    def __init__(self, allowed: tuple[str, ...]) -> None:
        """Keep the words that are allowed."""
        self.allowed = allowed

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        """Split and check."""
        words = tuple(value) if isinstance(value, tuple) else tuple(str(value).split(","))
        for word in words:
            if word not in self.allowed:
                self.fail(f"{word!r} is not one of {', '.join(self.allowed)}", param, ctx)
        return words


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What to do with the letters once they are made."""

    output: str | None
    replace: bool
    dry_run: bool
    open_: bool
    quiet: bool


@click.command("build")
@click.argument("specs", nargs=-1, type=click.Path())
@click.option("-o", "--output", help="Folder for the documents; - prints one format to stdout.")
@click.option(
    "--to",
    "formats",
    type=Listed(FORMATS),
    default="docx,pdf",
    show_default=True,
    help=f"Formats, parted by commas: {', '.join(FORMATS)}.",
)
@click.option("--lang", "languages", type=Listed(("nl", "en")), help="Languages: nl, en or nl,en.")
@click.option("--draft", is_flag=True, help="Mark every page as a draft.")
@click.option(
    "--replace", is_flag=True, help="Replace an earlier file of this version; it is kept."
)
@click.option("--dry-run", is_flag=True, help="Do everything but write.")
@click.option("--open", "open_", is_flag=True, help="Open the documents when they are there.")
@click.option("--quiet", "-q", is_flag=True, help="Do not list the defaults that were used.")
@click.pass_context
def command(
    ctx: click.Context,
    /,
    specs: tuple[str, ...],
    output: str | None,
    formats: tuple[str, ...],
    languages: tuple[str, ...] | None,
    draft: bool,
    **wishes: bool,
) -> None:
    """Build the letters of SPECS in Word and PDF, under documents/ beside each spec.

    Nothing is written when a spec has errors. A file that is there already with other content is
    never overwritten without asking: raise meta.version, or say --replace, which keeps a copy.

    \b
    Example:
      scopegen build --lang nl,en --draft
    """
    order = Order(formats=formats, languages=languages or (), draft=draft)
    wish = Wish(output=output, **wishes)
    built = [_build(given, order, wish) for given in specs or (None,)]
    ctx.exit(int(not all(built)))


def _build(given: str | None, order: Order, wish: Wish) -> bool:
    examined = examine_file(find_spec(given))
    spoken = language(examined.language)
    try:
        printed = print_letters(examined, order)
    except Rejected as rejected:
        _refuse(examined, rejected, spoken)
        return False
    _warn(examined, spoken)
    if wish.output == STDIN:
        _pour(printed, spoken)
        return True
    if not wish.quiet:
        _list_defaults(examined, spoken)
    folder = Path(wish.output) if wish.output else _folder(examined.file)
    if wish.dry_run:
        say("dry_run", spoken, files=", ".join(printed.contents), folder=folder)
        return True
    delivered = _deliver(printed, folder, spoken, replace=wish.replace)
    _tell(delivered, spoken, open_=wish.open_)
    return True


def _folder(file: str) -> Path:
    return (Path() if file == STDIN else Path(file).parent) / FOLDER


def _deliver(printed: Printed, folder: Path, spoken: str, *, replace: bool) -> Delivered:
    try:
        return deliver(printed, folder, replace=replace)
    except ScopegenError as error:
        if error.code != "SG520" or not sys.stdin.isatty():
            raise
        files = dict(error.facts)["files"]
        if not click.confirm(phrase("replace", spoken, files=files), default=False, err=True):
            raise
        return deliver(printed, folder, replace=True)


def _refuse(examined: Examined, rejected: Rejected, spoken: str) -> None:
    texts = {examined.file: examined.text}
    found = Findings(diagnostics=rejected.diagnostics, texts=texts, language=spoken)
    click.echo(report(found, "text"), err=True)
    say("nothing_made", spoken, count=counted(rejected.diagnostics, spoken))


def _warn(examined: Examined, spoken: str) -> None:
    if examined.diagnostics:
        texts = {examined.file: examined.text}
        found = Findings(diagnostics=examined.diagnostics, texts=texts, language=spoken)
        click.echo(report(found, "text"), err=True)


def _pour(printed: Printed, spoken: str) -> None:
    if len(printed.contents) != 1:
        raise click.UsageError(phrase("one_artefact", spoken))
    click.get_binary_stream("stdout").write(next(iter(printed.contents.values())))


def _list_defaults(examined: Examined, spoken: str) -> None:
    rows = list(used_defaults(examined, spoken))
    if rows:
        say("defaults", spoken, count=len(rows))
    for name, value in rows:
        click.echo(f"  {name}: {value}", err=True)


def _tell(delivered: Delivered, spoken: str, *, open_: bool) -> None:
    for path in delivered.kept:
        say("kept", spoken, file=path)
    for path in delivered.unchanged:
        click.echo(f"{mark('done')} {path} ({phrase('unchanged', spoken)})")
    for path in delivered.written:
        click.echo(f"{mark('done')} {path}")
    say("not_legal_advice", spoken)
    if open_:
        for path in (*delivered.written, *delivered.unchanged):
            click.launch(str(path))
