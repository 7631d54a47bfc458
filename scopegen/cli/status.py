"""`scopegen status`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from scopegen.cli.opening import dossier_at, errors_in, spoken_in
from scopegen.cli.talk import language, mark, phrase, safe, say
from scopegen.cli.terminal import json_text
from scopegen.diagnostics import has_errors
from scopegen.workflow.overview import Overview, Step, Unread, overview, portfolio
from scopegen.workflow.telling import told

STANDS_STILL = 7
"""The exit code when any work waits: for a signature, or because of the handbrake."""


@click.command("status")
@click.argument("place", required=False, type=click.Path())
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.pass_context
def command(ctx: click.Context, place: str | None, form: str) -> None:
    """Show where the work of PLACE stands: a spec, its folder, or a folder full of engagements.

    The exit code is 7 when any work stands still, 4 when the register cannot be relied on.

    \b
    Example:
      scopegen status --format json
    """
    folder = Path(place) if place else None
    if folder and folder.is_dir() and not any(folder.glob("engagement.y*ml")):
        rows = portfolio(folder, ctx.find_root().obj["at"])
        _show_portfolio(rows, form)
        ctx.exit(_code([row for row in rows if isinstance(row, Overview)], len(rows)))
    dossier = dossier_at(place)
    spoken = spoken_in(dossier)
    shown = overview(dossier)
    if form == "json":
        click.echo(json_text({"format_version": 1, **_data(shown)}))
    else:
        errors_in(shown.trouble, spoken)
        click.echo("\n".join(_lines(shown, spoken)))
    ctx.exit(_code([shown], 1))


def _code(shown: Sequence[Overview], expected: int) -> int:
    if len(shown) < expected:
        return 1
    if any(has_errors(one.trouble) for one in shown):
        return 4
    return STANDS_STILL if any(one.stands_still for one in shown) else 0


def _lines(shown: Overview, spoken: str) -> Iterator[str]:
    yield safe(f"{shown.engagement}  {shown.title}  \N{MIDDLE DOT}  {shown.client}")
    yield phrase(f"letter_{shown.letter}", spoken, version=shown.letter_version)
    for stream in shown.streams:
        sign = mark("stop" if stream.state in {"held", "unsigned"} else "done")
        due = told(stream.due, spoken)
        state = phrase(f"stream_{stream.state}", spoken, since=told(stream.since, spoken))
        name = stream.id if stream.title else phrase("whole_work", spoken)
        waits = ", ".join(_waits(one, spoken) for one in stream.waits_for)
        tail = "  " + phrase("waits_for", spoken, what=waits) if waits else ""
        yield f"  {sign} {safe(f'{name:<4} {stream.title}')}  {due}  {state}{tail}"
    if shown.hold and shown.charge:
        figures = {
            "hold": shown.hold.id,
            "days": shown.charge.days,
            "charged": shown.charge.charged,
            "fee": told(shown.fee, spoken),
        }
        yield phrase("hold_so_far", spoken, **figures)
    for step in shown.steps:
        yield f"  {_step(step, spoken)}"
    yield phrase("head", spoken, head=shown.head[:12])


def _waits(what: str, spoken: str) -> str:
    name = what.removeprefix("cause:")
    return name if name == what else phrase(f"cause_{name}", spoken)


def _step(step: Step, spoken: str) -> str:
    who = phrase(f"who_{step.who}", spoken)
    what = phrase(f"step_{step.what}", spoken, **dict(step.facts))
    by = "  " + phrase("by_day", spoken, day=told(step.by, spoken)) if step.by else ""
    return f"{who}: {what}{by}"


def _data(shown: Overview) -> dict[str, Any]:
    return {
        "file": shown.file,
        "engagement": shown.engagement,
        "title": shown.title,
        "client": shown.client,
        "today": shown.today.isoformat(),
        "letter": {"state": shown.letter, "version": shown.letter_version},
        "stands_still": shown.stands_still,
        "streams": [
            {
                "id": one.id,
                "title": one.title,
                "due": one.due and one.due.isoformat(),
                "state": one.state,
                "since": one.since and one.since.isoformat(),
                "waits_for": list(one.waits_for),
            }
            for one in shown.streams
        ],
        "hold": _hold_data(shown),
        "changes": [
            {
                "id": one.identity.item,
                "version": one.identity.version,
                "state": one.state.value,
                "valid_until": one.valid_until.isoformat(),
            }
            for one in shown.changes
        ],
        "steps": [
            {
                "who": one.who,
                "what": one.what,
                "by": one.by and one.by.isoformat(),
                **dict(one.facts),
            }
            for one in shown.steps
        ],
        "register": {
            "head": shown.head,
            "trouble": [one.code for one in shown.trouble],
        },
    }


def _hold_data(shown: Overview) -> dict[str, Any] | None:
    hold, charge = shown.hold, shown.charge
    if hold is None or charge is None:
        return None
    return {
        "id": hold.id,
        "since": hold.start.isoformat(),
        "streams": list(hold.streams),
        "days": charge.days,
        "free_days": charge.free,
        "charged_days": charge.charged,
        "fee": f"{charge.fee.amount:.2f}",
        "currency": charge.fee.currency.value,
    }


def _show_portfolio(rows: Sequence[Overview | Unread], form: str) -> None:
    spoken = language()
    if form == "json":
        data = [
            {"file": row.file, "error": row.code} if isinstance(row, Unread) else _data(row)
            for row in rows
        ]
        click.echo(json_text({"format_version": 1, "engagements": data}))
        return
    for row in rows:
        click.echo(_row(row, spoken))
    if not rows:
        say("no_engagements", spoken)


def _row(row: Overview | Unread, spoken: str) -> str:
    if isinstance(row, Unread):
        return f"{mark('stop')} {safe(row.file)}  {row.code}"
    held = [one.id for one in row.streams if one.state == "held"]
    if held:
        state = phrase("row_held", spoken, streams=", ".join(held), fee=told(row.fee, spoken))
    else:
        state = phrase(f"row_{row.letter}", spoken)
    sign = mark("stop" if row.stands_still else "done")
    first = next(iter(row.steps), None)
    step = f"  {_step(first, spoken)}" if first else ""
    folder = Path(row.file).parent.name
    return (
        f"{sign} {safe(f'{folder:<14.14} {row.engagement:<14} {row.client:<24.24}')} {state}{step}"
    )
