"""`scopegen build`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scopegen.cli.followed import HOUSE
from scopegen.cli.ordered import FORMS, PDF_ENGINE, TONGUES, WORD_TEMPLATE
from scopegen.cli.report import Findings, counted, report
from scopegen.cli.talk import language, mark, phrase, safe, say
from scopegen.diagnostics import Diagnostic, Rejected, ScopegenError, Severity
from scopegen.workflow.building import (
    FOLDER,
    FORMATS,
    Delivered,
    Order,
    Printed,
    deliver,
    print_letters,
)
from scopegen.workflow.checking import examine_file
from scopegen.workflow.chosen import from_house, used_defaults
from scopegen.workflow.files import inner
from scopegen.workflow.reading import STDIN, Examined, find_spec

if TYPE_CHECKING:
    from scopegen.workflow.dossier import Dossier


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What to do with the letters once they are made."""

    output: str | None
    draft: bool
    replace: bool
    dry_run: bool
    open_: bool
    quiet: bool

    def issues(self, file: str) -> bool:
        """Tell whether this makes the letter that is sent: one in its own place, and no draft."""
        return self.output is None and not self.draft and file != STDIN


@click.command("build")
@click.argument("specs", nargs=-1, type=click.Path())
@click.option("-o", "--output", help="Folder for the documents; - prints one format to stdout.")
@FORMS
@TONGUES
@WORD_TEMPLATE
@PDF_ENGINE
@HOUSE
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
    word_template: Path | None,
    pdf_engine: str,
    house: str | None,
    draft: bool,
    **wishes: bool,
) -> None:
    """Build the letters of SPECS in Word and PDF, under documents/ beside each spec.

    Nothing is written when a spec has errors. A file that is there already with other content is
    never overwritten without asking: raise meta.version, or say --replace, which keeps a copy.

    \b
    Example:
      scopegen build --lang nl,en --draft
      scopegen build --lang nl+en
    """
    if output and Path(output).suffix.removeprefix(".") in FORMATS:
        raise click.UsageError(phrase("output_is_folder", language(), name=output))
    order = Order(
        formats=formats,
        languages=languages or (),
        draft=draft,
        word_template=word_template,
        pdf_engine=pdf_engine,
    )
    wish = Wish(output=output, draft=draft, **wishes)
    examined = [examine_file(find_spec(given), house) for given in specs or (None,)]
    spoken = language(examined[0].language)
    makings = [_made(one, order, wish, spoken) for one in examined]
    whole = [one for one in makings if isinstance(one, Making)]
    if len(whole) < len(examined):
        say("nothing_made", spoken, count=_count(makings, spoken))
        ctx.exit(1)
    if wish.output == STDIN:
        _pour([one.printed for one in whole], spoken)
    else:
        for one in whole:
            _finish(one, wish, spoken)
        _caution(examined, order, spoken)


@dataclass(frozen=True, slots=True, kw_only=True)
class Making:
    """A letter on its way; the dossier is there when it is to be issued."""

    examined: Examined
    printed: Printed
    dossier: Dossier | None


def _issuing() -> Any:
    """Load what keeps the register, which drafts and copies do without."""
    return import_module("scopegen.workflow.issuing")


def _made(
    examined: Examined, order: Order, wish: Wish, spoken: str
) -> Making | tuple[Diagnostic, ...]:
    """Print a letter, or tell and give what is wrong."""
    try:
        stated = click.get_current_context().find_root().obj["at"]
        if wish.issues(examined.file):
            dossier, printed = _issuing().printed_for_issue(examined, stated, order)
            examined = dossier.examined  # over the house standard that was signed, if any
        else:
            dossier, printed = None, print_letters(examined, order)
    except Rejected as rejected:
        found = tuple(one for one in rejected.diagnostics if one.severity is not Severity.NOTE)
        _show(examined, found, spoken)
        return found
    _show(examined, examined.diagnostics, spoken)
    return Making(examined=examined, printed=printed, dossier=dossier)


def _show(examined: Examined, found: tuple[Diagnostic, ...], spoken: str) -> None:
    if found:
        told = Findings(diagnostics=found, texts=examined.texts, language=spoken)
        click.echo(report(told, "text"), err=True)


def _caution(examined: Sequence[Examined], order: Order, spoken: str) -> None:
    if any(set(order.languages) - {one.language} for one in examined):
        say("own_words", spoken)
    if "pdf" in order.formats and order.pdf_engine == "libreoffice":
        say("office_pdf", spoken)
    elif "pdf" in order.formats and order.word_template and not order.brand:
        say("bundled_pdf", spoken)
    say("not_legal_advice", spoken)


def _count(makings: Sequence[Making | tuple[Diagnostic, ...]], spoken: str) -> str:
    found = (one.examined.diagnostics if isinstance(one, Making) else one for one in makings)
    return counted((one for each in found for one in each), spoken)


def _finish(making: Making, wish: Wish, spoken: str) -> None:
    printed = making.printed
    if not wish.quiet:
        _list_defaults(making.examined, spoken)
    folder = Path(wish.output) if wish.output else _folder(making.examined.file)
    replace = _may_replace(printed, folder, spoken, wish)
    if wish.dry_run:
        say("dry_run", spoken, files=", ".join(printed.contents), folder=folder)
        return
    if making.dossier:
        delivered = _issuing().issue_letters(making.dossier, printed)
    else:
        delivered = deliver(printed, folder, replace=replace)
    _tell(delivered, spoken, open_=wish.open_)


def _folder(file: str) -> Path:
    return inner(Path() if file == STDIN else Path(file).parent, FOLDER)


def _may_replace(printed: Printed, folder: Path, spoken: str, wish: Wish) -> bool:
    """Tell whether an earlier file may be set aside; where one is in the way, ask or refuse."""
    try:
        deliver(printed, folder, replace=wish.replace, dry_run=True)
    except ScopegenError as error:
        if error.code != "SG520" or wish.dry_run or not sys.stdin.isatty():
            raise
        files = dict(error.facts)["files"]
        if not click.confirm(phrase("replace", spoken, files=files), default=False, err=True):
            raise
        return True
    return wish.replace


def _pour(printed: Sequence[Printed], spoken: str) -> None:
    contents = [content for one in printed for content in one.contents.values()]
    if len(contents) != 1:
        raise click.UsageError(phrase("one_artefact", spoken))
    try:
        sys.stdout.buffer.write(contents[0])
        sys.stdout.buffer.flush()
    except OSError as error:
        raise ScopegenError("SG524", file="stdout", reason=error.strerror or "") from error


def _list_defaults(examined: Examined, spoken: str) -> None:
    _list("defaults", list(used_defaults(examined)), spoken)
    standard = examined.standard
    if standard and standard.house:
        rows, name = list(from_house(examined)), standard.house.name
        _list("house_filled", rows, spoken, house=name, version=standard.house.version)


def _list(key: str, rows: Sequence[tuple[str, str]], spoken: str, **facts: str) -> None:
    say(key, spoken, count=len(rows), **facts)
    for group, members in groupby(rows, key=lambda row: row[0].split(".")[0]):
        told = "; ".join(f"{name.removeprefix(group)[1:]}: {value}" for name, value in members)
        click.echo(f"  {group}  {safe(told)}", err=True)


def _tell(delivered: Delivered, spoken: str, *, open_: bool) -> None:
    for path in delivered.kept:
        say("kept", spoken, file=path)
    for path in delivered.unchanged:
        click.echo(f"{mark('done')} {safe(str(path))} ({phrase('unchanged', spoken)})")
    for path in delivered.written:
        click.echo(f"{mark('done')} {safe(str(path))}")
    if open_:
        for path in (*delivered.written, *delivered.unchanged):
            click.launch(str(path))
