"""`scopegen init`."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

import click

from scopegen.cli.report import Findings, report
from scopegen.cli.talk import language, mark, phrase, safe, say
from scopegen.diagnostics import Checked, Rejected
from scopegen.workflow.beginning import (
    begin,
    read_answers,
    refuse_to_replace,
    sample_text,
    samples,
    start,
    with_language,
    written,
)
from scopegen.workflow.interview import (
    Interview,
    Question,
    answered,
    back,
    choices,
    filled,
    schema_field,
    typed_example,
    wording,
)
from scopegen.workflow.wording import catalogue

WRONG_USE = 2
HELP, BACK = "?", "<"


@click.command("init")
@click.argument("folder", default=".", type=click.Path(file_okay=False, path_type=Path))
@click.option("--from", "sample", help="Start from a sample: see --list.")
@click.option(
    "--answers",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A YAML file with answers, as in a spec; what it lacks is asked.",
)
@click.option("--lang", type=click.Choice(["nl", "en"]), help="Language of the letter.")
@click.option("--no-input", is_flag=True, help="Ask nothing; open questions get example answers.")
@click.option("--force", is_flag=True, help="Replace a spec that is there already.")
@click.option("--list", "list_", is_flag=True, help="List the samples.")
@click.pass_context
def command(
    ctx: click.Context,
    /,
    folder: Path,
    sample: str | None,
    answers: Path | None,
    lang: str | None,
    no_input: bool,
    force: bool,
    list_: bool,
) -> None:
    """Begin an engagement in FOLDER: write engagement.yaml, and help for your editor beside it.

    Without a sample a few short questions are asked: ? explains one, < goes back to the last.

    \b
    Example:
      scopegen init devries --from waterlinie
    """
    if list_:
        click.echo("\n".join(samples()))
        ctx.exit()
    if sample is not None and answers:
        raise click.UsageError("Give either --from or --answers.")
    if not force:
        refuse_to_replace(folder)
    spoken, examples = language(lang), 0
    if sample is not None:
        text = sample_text(sample)
    else:
        interview = _started(answers, lang, spoken)
        text, examples = written(_finished(interview, ask=not no_input and sys.stdin.isatty()))
    for path in begin(folder, text, spoken):
        click.echo(f"{mark('done')} {safe(str(path))}")
    if examples:
        say("examples_used", spoken, count=examples)
    say("next", spoken, command=_build_command(folder))


def _build_command(folder: Path) -> str:
    if folder == Path():
        return "scopegen build"
    name = f"./{folder}" if str(folder).startswith("-") else str(folder)
    return f"scopegen build {_quoted(name)}"


def _quoted(name: str) -> str:
    return subprocess.list2cmdline([name]) if os.name == "nt" else shlex.quote(name)


def _started(answers: Path | None, lang: str | None, spoken: str) -> Interview:
    if answers is None:
        return start(None, letter=lang, spoken=spoken)
    raw = answers.read_bytes()
    try:
        return start(read_answers(raw, str(answers)), letter=lang, spoken=spoken)
    except Rejected as rejected:
        texts = {str(answers): raw.decode("utf-8-sig", errors="replace")}
        found = Findings(diagnostics=rejected.diagnostics, texts=texts, language=spoken)
        click.echo(report(found, "text"), err=True)
        say("nothing_begun", spoken)
        click.get_current_context().exit(WRONG_USE)


def _finished(interview: Interview, *, ask: bool) -> Interview:
    if not ask:
        return with_language(interview)
    if filled(interview).open:
        say("interview", interview.spoken)
    while filled(interview).open:
        interview = _asked(interview)
    return interview


def _asked(interview: Interview) -> Interview:
    """Ask one question until it has an answer, or go back to the one before."""
    question = filled(interview).open[0]
    _put(question, interview)
    while True:
        typed = str(click.prompt("", "", show_default=False, prompt_suffix="> ", err=True)).strip()
        if typed == BACK:
            return back(interview)
        if typed == HELP:
            _help(question, interview)
            continue
        result = answered(interview, typed)
        _tell(result, question, interview.spoken)
        if result.value:
            return result.value


def _put(question: Question, interview: Interview) -> None:
    spoken, count = interview.spoken, len(interview.said)
    total = count + len(filled(interview).open)
    _show("")
    _show(phrase("number", spoken, number=count + 1, total=total), dim=True)
    _show(wording(question, spoken), bold=True)
    if question.besides:
        _show(f"  {phrase('besides', spoken)}")
    for number, (value, words) in enumerate(choices(question, spoken), start=1):
        told = value if words == value else f"{value:<12} {words}"
        _show(f"  {number}  {told}")
    _show(f"  {_invitation(question, interview)}", dim=True)


def _invitation(question: Question, interview: Interview) -> str:
    """Say what may be typed, with an example."""
    shown = typed_example(question, filled(interview).tree, interview)
    key = "suggested" if question.suggested else "for_example"
    told = phrase(key, interview.spoken, example=shown)
    more = {"semicolons": question.many, "optional": question.optional}
    return told + "".join(
        f"  ({phrase(name, interview.spoken)})" for name, on in more.items() if on
    )


def _help(question: Question, interview: Interview) -> None:
    about = schema_field(question)
    _show(f"  {about.doc[interview.spoken]}")
    _show(f"  {phrase('place', interview.spoken, field=about.path)}", dim=True)


def _tell(result: Checked[Interview], question: Question, spoken: str) -> None:
    if not result.value and not result.diagnostics:
        _show(f"  {mark('stop')} {phrase('needed', spoken)}")
    for one in result.diagnostics:
        message, hint = catalogue().of(one, spoken)
        field = "" if one.path == question.path or not one.path else f"{one.dotted_path}: "
        sign = f"{phrase('warning', spoken)}:" if result.value else mark("stop")
        _show(f"  {sign} {safe(field + message)}")
        if hint:
            _show(f"    {safe(hint)}")


def _show(text: str, **look: bool) -> None:
    click.echo(click.style(text, **look) if look else text, err=True)
