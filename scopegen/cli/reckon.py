"""What `price` and `deadline` share: the letter to reckon with, and how an answer is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

import click

from scopegen.cli.opening import errors_in, opened
from scopegen.cli.stated import DAY
from scopegen.cli.talk import phrase, safe, say
from scopegen.cli.terminal import json_text
from scopegen.diagnostics import Rejected
from scopegen.workflow.dossier import Dossier
from scopegen.workflow.pricing import AskedSlot
from scopegen.workflow.reckoning import Due, Ground, Reckoned, ToldLine, as_table, ground_of

F = TypeVar("F", bound=Callable[..., object])
NBSP = "\N{NO-BREAK SPACE}"
WIDTH = 66
"""Columns of a sentence, before its clause and its amount."""


EXPLAIN = click.option("--explain", is_flag=True, help="Show every step with its clause and rule.")


SLOT = (
    click.option("--ours", is_flag=True, help="It was the provider's doing: a credit."),
    click.option("--unbilled", is_flag=True, help="It does not count as working time."),
    click.option("--excused", is_flag=True, help="By force majeure: the charge lapses."),
    click.option("--rebooked", type=DAY, help="The day on which it is held after all."),
    click.argument("time"),
)


def shown_as(*forms: str) -> Callable[[F], F]:
    """Give the option that chooses how the answer is shown."""
    return click.option(
        "--format", "form", type=click.Choice(forms), default="text", help="How to show it."
    )


@dataclass(frozen=True)
class Question:
    """The letter to reckon with, and the language to answer in."""

    dossier: Dossier
    ground: Ground
    spoken: str


def planned(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that tell of a planned meeting; it gets them as one `slot`."""

    @wraps(command)
    def with_slot(**given: Any) -> None:
        names = ("ours", "unbilled", "excused", "rebooked")
        told = {name: given.pop(name) for name in names}
        slot = AskedSlot(span=given.pop("time"), **told)
        command(**given, slot=slot)

    for option in reversed(SLOT):
        with_slot = option(with_slot)
    return with_slot


def asked(spec: str | None) -> Question:
    """Open the engagement, and find the terms to reckon with."""
    dossier, spoken = opened(spec)
    try:
        return Question(dossier, ground_of(dossier), spoken)
    except Rejected as rejected:
        errors_in(rejected.diagnostics, spoken)
        say("cannot_reckon", spoken)
        click.get_current_context().exit(1)


def show(question: Question, working: Any, form: str, *, explain: bool) -> None:
    """Show what a question of price comes to."""
    answer(Reckoned(question.ground, working, question.spoken), form, explain=explain)


def answer(reckoned: Reckoned, form: str, *, explain: bool) -> None:
    """Show what something comes to."""
    if form == "json":
        click.echo(as_json(reckoned.data()))
    elif form == "csv":
        click.echo(as_table(reckoned), nl=False)
    else:
        _amount(reckoned, explain=explain)
    warn_of_draft(reckoned.ground, reckoned.language)


def as_json(data: dict[str, Any]) -> str:
    """Write plain data."""
    return json_text({"format_version": 1, **data})


def _amount(reckoned: Reckoned, *, explain: bool) -> None:
    spoken = reckoned.language
    rests_on = f" ({reckoned.clause})" if reckoned.clause else ""
    click.echo(safe(f"{reckoned.kind}{rests_on}: ") + click.style(reckoned.total, bold=True))
    if reckoned.vat and reckoned.vat.amount.amount:
        facts = {"rate": reckoned.vat_words, "total": reckoned.with_vat}
        click.echo("  " + phrase("with_vat", spoken, **facts))
    if explain:
        click.echo("\n".join(told_lines(reckoned.lines(), spoken)))


def told_lines(lines: Iterable[ToldLine], spoken: str) -> Iterable[str]:
    """Give the steps, each with its clause and rule, and its amount at the end."""
    for one in lines:
        source = phrase("by_clause", spoken, number=one.clause) if one.clause else ""
        place = ", ".join(part for part in (source, one.rule) if part).replace(" ", NBSP)
        *more, last = _wrapped(safe(one.text) + (f" [{place}]" if place else ""))
        yield from (f"  {line}" for line in more)
        yield f"  {last:<{WIDTH}}{one.amount:>14}".rstrip()


def _wrapped(text: str) -> list[str]:
    lines, line = list[str](), ""
    for word in text.split(" "):
        if line and len(line) + len(word) >= WIDTH:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return [each.replace(NBSP, " ") for each in (*lines, line)]


def show_deadline(question: Question, deadline: Any, form: str) -> None:
    """Show the answer to a question of time."""
    show_due(Due(question.ground, deadline, question.spoken), form)


def show_due(due: Due, form: str) -> None:
    """Show a deadline, why it is then, and when that is on the client's clocks."""
    if form == "json":
        click.echo(as_json(due.data()))
    else:
        rests_on = f" ({due.told.clause})" if due.told.clause else ""
        click.echo(safe(f"{due.told.kind}{rests_on}: ") + click.style(due.when, bold=True))
        for zone, when in due.elsewhere():
            click.echo(f"  {zone}: {when}")
        click.echo("\n".join(told_lines(due.told.lines(), due.language)))
    if due.beyond_holidays:
        say("beyond_holidays", due.language, year=due.beyond_holidays)
    warn_of_draft(due.ground, due.language)


def warn_of_draft(ground: Ground, spoken: str) -> None:
    """Say so when nobody has agreed to these terms yet."""
    if not ground.signed:
        say("reckoned_with_draft", spoken, version=ground.version)
