"""`scopegen init`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from scopegen.cli.talk import language, mark, phrase, safe, say
from scopegen.diagnostics import Rejected
from scopegen.workflow.beginning import (
    Question,
    asked,
    begin,
    examples,
    explain_field,
    read_answers,
    sample_text,
    samples,
    spec_text,
    today,
    trouble_with,
)
from scopegen.workflow.checking import catalogue


@click.command("init")
@click.argument("folder", default=".", type=click.Path(path_type=Path))
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

    Without a sample a few short questions are asked; an empty answer takes the example.

    \b
    Example:
      scopegen init devries --from waterlinie
    """
    spoken = language(lang)
    if list_:
        click.echo("\n".join(samples()))
        ctx.exit()
    if sample:
        text = sample_text(sample)
    else:
        given = {"meta.language": lang or spoken, **(_answers(answers) if answers else {})}
        text = _text_from(given, spoken, ask=not no_input and sys.stdin.isatty())
    for path in begin(folder, text, spoken, force=force):
        click.echo(f"{mark('done')} {path}")
    say("next", spoken, folder=folder)


def _text_from(answers: dict[str, str], spoken: str, *, ask: bool) -> str:
    if ask:
        answers = _interview(answers, spoken)
    elif missing := examples(answers):
        say("examples_used", spoken, fields=", ".join(missing))
        answers = {**missing, **answers}
    return spec_text(answers, answers["meta.language"], today())


def _answers(path: Path) -> dict[str, str]:
    try:
        return read_answers(path.read_bytes(), str(path))
    except Rejected as rejected:
        first = rejected.diagnostics[0]
        place = f"{path}:{first.location.line}" if first.location else str(path)
        raise click.UsageError(f"{place}: {catalogue().of(first, language())[0]}") from rejected


def _interview(answers: dict[str, str], spoken: str) -> dict[str, str]:
    while question := next(asked(answers), None):
        answers[question.field] = _asked(question, answers, spoken)
    return answers


def _asked(question: Question, answers: dict[str, str], spoken: str) -> str:
    click.echo(safe(explain_field(question.field, spoken)), err=True)
    while True:
        many = f" ({phrase('semicolons', spoken)})" if question.many else ""
        answer = click.prompt(
            f"  {question.field}{many}", default=question.example, err=True, prompt_suffix="\n  > "
        )
        found = trouble_with({**answers, question.field: answer}, question, today())
        if not found:
            return str(answer)
        message, hint = catalogue().of(found[0], spoken)
        click.echo(f"  {mark('stop')} {safe(message)} {safe(hint)}", err=True)
