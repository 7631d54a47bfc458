"""`scopegen init`."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import textwrap
from pathlib import Path

import click

from scopegen.cli import INTERRUPTED
from scopegen.cli.interviewing import Left, hold, prompt, refused, show, show_help_against
from scopegen.cli.report import Findings, report
from scopegen.cli.talk import language, mark, safe, say, tell_error
from scopegen.diagnostics import Rejected, ScopegenError
from scopegen.workflow.answers import SET, read_answers, set_text
from scopegen.workflow.beginning import (
    begin,
    refuse_examples,
    refuse_to_replace,
    sample_text,
    samples,
    settled_above,
    start,
    warnings_left,
    with_language,
    written,
)
from scopegen.workflow.complaints import complaint, complaints
from scopegen.workflow.interview import Interview
from scopegen.workflow.progress import FILE, Kept, forget, forget_written, keep, kept, taken_up
from scopegen.workflow.reading import STDIN, content_of
from scopegen.workflow.wording import catalogue

WRONG_USE = 2
WIDTH = 78


@click.command("init")
@click.argument("folder", default=".", type=click.Path(file_okay=False, path_type=Path))
@click.option("--from", "sample", help="Start from a sample: see --list.")
@click.option(
    "--answers",
    type=click.Path(exists=True, dir_okay=False, allow_dash=True),
    help="A YAML file with answers, as in a spec, or - for standard input; what it lacks is asked.",
)
@click.option("--set", "sets", multiple=True, metavar="FIELD=VALUE", help="Answer one question.")
@click.option(
    "--complaint",
    "troubles",
    multiple=True,
    metavar="NAME",
    help="What goes wrong with this client: the letter gets what helps. See --complaints.",
)
@click.option("--lang", type=click.Choice(["nl", "en"]), help="Language of the letter.")
@click.option("--no-input", is_flag=True, help="Ask nothing; open questions get example answers.")
@click.option("--no-examples", is_flag=True, help="Ask nothing, and fill in no examples either.")
@click.option("--fresh", is_flag=True, help="Start anew where an interview was left unfinished.")
@click.option("--force", is_flag=True, help="Replace a spec that is there already.")
@click.option("--list", "list_", is_flag=True, help="List the samples.")
@click.option("--complaints", "list_complaints", is_flag=True, help="List the complaints.")
@click.pass_context
def command(
    ctx: click.Context,
    /,
    folder: Path,
    sample: str | None,
    answers: str | None,
    sets: tuple[str, ...],
    troubles: tuple[str, ...],
    lang: str | None,
    no_input: bool,
    no_examples: bool,
    fresh: bool,
    force: bool,
    list_: bool,
    list_complaints: bool,
) -> None:
    """Begin an engagement in FOLDER: write engagement.yaml, and help for your editor beside it.

    Without a sample a few questions are asked, starting with what goes wrong now. Every answer is
    kept at once: stop with ! or Ctrl-C, and run the command again to go on.

    \b
    Example:
      scopegen init devries --from waterlinie
      scopegen init devries --complaint calls-too-often --set meta.title="Advice"
    """
    spoken = language(lang)
    if list_ or list_complaints:
        _list(spoken, troubled=list_complaints)
        ctx.exit()
    if sample is not None and (answers or sets or troubles):
        raise click.UsageError("Give either --from, or --answers, --set and --complaint.")
    if not force:
        forget_written(folder)
        refuse_to_replace(folder)
    if sample is not None:
        _write(folder, sample_text(sample), spoken)
        _say_next(folder, spoken)
        return
    interview = _started(answers, sets, troubles, folder, lang=lang, spoken=spoken)
    asks = sys.stdin.isatty() and not (no_input or no_examples)
    if not fresh:
        interview = _resumed(interview, folder, asks=asks)
    if no_examples:
        refuse_examples(with_language(interview))
    if asks:
        interview = _interviewed(interview, folder)
    _finish(with_language(interview), folder)


def _list(spoken: str, *, troubled: bool) -> None:
    if not troubled:
        click.echo("\n".join(samples()))
        return
    for one in complaints():
        click.echo(f"{one.id:<22} {one.words[spoken]}")
        click.echo(textwrap.indent(textwrap.fill(one.helps[spoken], WIDTH - 23), " " * 23))


def _started(
    answers: str | None,
    sets: tuple[str, ...],
    troubles: tuple[str, ...],
    folder: Path,
    *,
    lang: str | None,
    spoken: str,
) -> Interview:
    """Begin with what was answered beforehand; wrong answers are reported, and end the command."""
    raw = None if answers is None else content_of(answers)
    named = tuple(dict.fromkeys(complaint(name).id for name in troubles))
    file = "<stdin>" if answers == STDIN else answers or ""
    try:
        given, settled = read_answers(raw, file, sets), settled_above(folder)
        values = settled.values if settled else None
        interview = start(given, letter=lang, spoken=spoken, complaints=named, settled=values)
    except Rejected as rejected:
        texts = {file: (raw or b"").decode("utf-8-sig", errors="replace"), SET: set_text(sets)}
        found = Findings(diagnostics=rejected.diagnostics, texts=texts, language=spoken)
        click.echo(report(found, "text"), err=True)
        say("nothing_begun", spoken)
        click.get_current_context().exit(WRONG_USE)
    if settled:
        say("house_settles", spoken, house=settled.house)
    if interview.complaints:
        show_help_against(with_language(interview))
    return interview


def _resumed(interview: Interview, folder: Path, *, asks: bool) -> Interview:
    """Go on with the interview that was left here; on a terminal, only if that is wanted."""
    before, spoken = _left(folder), interview.spoken
    if not before or not before.said:
        return interview
    say("go_on" if asks else "goes_on", spoken, count=len(before.said))
    if asks and refused(prompt(), spoken):
        return interview
    return taken_up(interview, before)


def _left(folder: Path) -> Kept | None:
    """Give what was kept here; what cannot be read is told, and is in nobody's way."""
    try:
        return kept(folder)
    except ScopegenError as error:
        if error.code != "SG925":
            raise
        tell_error(error)
        return None


def _interviewed(interview: Interview, folder: Path) -> Interview:
    """Ask what is open; who stops is told how to go on."""
    reached = interview

    def note(now: Interview) -> None:
        nonlocal reached
        reached = now
        keep(folder, now)

    try:
        return hold(interview, note)
    except (Left, click.Abort, KeyboardInterrupt) as end:
        show("")
        if reached.said:
            facts = {"file": folder / FILE, "command": _command("init", folder)}
            say("interview_kept", interview.spoken, count=len(reached.said), **facts)
        else:
            say("interview_none", interview.spoken)
        click.get_current_context().exit(0 if isinstance(end, Left) else INTERRUPTED)


def _finish(interview: Interview, folder: Path) -> None:
    """Write the spec; tell what is left to look at, and what to do next."""
    spoken = interview.spoken
    text, examples = written(interview)
    _write(folder, text, spoken)
    forget(folder)
    if examples:
        say("examples_used", spoken, count=examples)
    found = warnings_left(interview)
    if found:
        say("look_at", spoken, count=len(found))
    for one in found:
        message, hint = catalogue().of(one, spoken)
        row = f"- {one.dotted_path}: {message}" + (f" ({hint})" if hint else "")
        show(textwrap.fill(safe(row), WIDTH, initial_indent="  ", subsequent_indent="    "))
    _say_next(folder, spoken)


def _write(folder: Path, text: str, spoken: str) -> None:
    for path in begin(folder, text, spoken):
        click.echo(f"{mark('done')} {safe(str(path))}")


def _say_next(folder: Path, spoken: str) -> None:
    file = folder / "engagement.yaml"
    say("next_look", spoken, file=file, check=_command("check", folder))
    say("next_build", spoken, build=_command("build", folder))


def _command(name: str, folder: Path) -> str:
    if folder == Path():
        return f"scopegen {name}"
    place = f"./{folder}" if str(folder).startswith("-") else str(folder)
    return f"scopegen {name} {_quoted(place)}"


def _quoted(name: str) -> str:
    return subprocess.list2cmdline([name]) if os.name == "nt" else shlex.quote(name)
