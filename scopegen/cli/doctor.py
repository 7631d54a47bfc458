"""`scopegen doctor`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

import click

from scopegen.cli.talk import language, mark, safe
from scopegen.cli.terminal import json_text
from scopegen.workflow.doctor import Check, State, examine_all, patient_at, worst
from scopegen.workflow.doctor_telling import say, tell

EXIT_CODES = {State.MISSING: 5, State.WRONG: 1}
WIDTH = 20


@click.command("doctor")
@click.argument("place", required=False, type=click.Path())
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to report; json goes to stdout whole.",
)
@click.option("--json", "form", flag_value="json", help="The same as --format json.")
@click.pass_context
def command(ctx: click.Context, place: str | None, form: str) -> None:
    """Examine what scopegen needs on this machine, and in PLACE: a spec or a folder.

    Each thing is tried for real, such as making a small PDF and a small register. What it makes is
    taken away again, and nothing goes over the network. The exit code is 5 when something that is
    needed is missing, 1 when something does not work.

    \b
    Example:
      scopegen doctor my-engagement
    """
    patient = patient_at(place, ctx.find_root().obj["at"])
    spoken = language(patient.language)
    found = examine_all(patient)
    if form == "json":
        click.echo(json_text(_data(found, spoken)))
    else:
        click.echo("\n".join(_lines(found, spoken)))
        click.echo(say("doctor_not_examined", spoken), err=True)
    ctx.exit(EXIT_CODES.get(worst(found), 0))


def _data(found: Sequence[Check], spoken: str) -> dict[str, Any]:
    return {
        "format_version": 1,
        "state": worst(found).value,
        "checks": [_row(one, spoken) for one in found],
    }


def _row(one: Check, spoken: str) -> dict[str, Any]:
    told = tell(one, spoken)
    row = {
        "group": one.group,
        "name": one.name,
        "subject": one.subject,
        "state": one.state.value,
        "told": one.told,
        "facts": dict(one.facts),
        "label": told.label,
        "found": told.found,
    }
    more = {"why": told.why, "remedy": told.remedy}
    return {**row, **{name: text for name, text in more.items() if text}}


def _lines(found: Sequence[Check], spoken: str) -> Iterator[str]:
    for group, checks in groupby(found, key=lambda one: one.group):
        yield click.style(say(f"doctor_{group}", spoken), bold=True)
        for one in checks:
            yield from _told(one, spoken)
    states = [one.state for one in found]
    counts = {state.value: states.count(state) for state in State}
    yield say(f"doctor_is_{worst(found)}", spoken, **counts)


def _told(one: Check, spoken: str) -> Iterator[str]:
    told = tell(one, spoken)
    yield f"  {_sign(one.state)} {safe(told.label):<{WIDTH}} {safe(told.found)}"
    indent = " " * (WIDTH + 5)
    if told.why:
        yield f"{indent}{safe(told.why)}"
    if told.remedy:
        yield f"{indent}\N{RIGHTWARDS ARROW} {safe(told.remedy)}"


def _sign(state: State) -> str:
    if state is State.NOTE:
        return click.style("!", fg="yellow")
    return mark("done" if state is State.OK else "stop")
