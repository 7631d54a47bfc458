"""`scopegen house diff`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scopegen.cli.diff import told
from scopegen.cli.opening import errors_in
from scopegen.cli.talk import language, phrase, safe
from scopegen.cli.terminal import json_text
from scopegen.workflow.house_comparing import HouseChange, house_changes
from scopegen.workflow.house_overseeing import Upgrade, upgrades
from scopegen.workflow.nearest import chosen_standard

if TYPE_CHECKING:
    from scopegen.workflow.standard import Standard

LONGEST = 70


@click.command("diff")
@click.argument("old", type=click.Path())
@click.argument("new", type=click.Path())
@click.argument(
    "folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.pass_context
def diff(ctx: click.Context, old: str, new: str, folder: Path | None, form: str) -> None:
    """Say what changes from the standard OLD to NEW, and in each engagement below FOLDER.

    A letter that was issued or signed keeps its terms. Exit code 1: some engagement would deviate
    or have errors under NEW.

    \b
    Example:
      scopegen house diff house-2026.1.yaml house.yaml engagements
    """
    before, after = chosen_standard(old), chosen_standard(new)
    spoken = language(after.house.language if after.house else None)
    if before.is_wrong or after.is_wrong:
        errors_in((*before.diagnostics, *after.diagnostics), spoken)
        ctx.exit(1)
    changes = house_changes(before, after, spoken)
    rows = list(upgrades(before, after, folder, spoken)) if folder else []
    if form == "json":
        _print_json((before, after), changes, rows)
    else:
        click.echo("\n".join(_standard_lines(changes, spoken)))
        if folder:
            click.echo("\n".join(_engagement_lines(rows, spoken)))
    ctx.exit(int(any(one.deviations or one.errors for one in rows)))


def _print_json(
    both: tuple[Standard, Standard], changes: tuple[HouseChange, ...], rows: list[Upgrade]
) -> None:
    old, new = (one.file for one in both)
    whole = {
        "format_version": 1,
        "old": old,
        "new": new,
        "changes": [asdict(one) for one in changes],
        "engagements": [
            {
                "file": one.file,
                "engagement": one.engagement,
                "standing": one.standing,
                "stays": one.stays,
                "changes": [asdict(each) for part in one.parts for each in part.changes],
                "deviations": [f"{each.field}: {each.shown}" for each in one.deviations],
                "errors": [each.code for each in one.errors],
            }
            for one in rows
        ],
    }
    click.echo(json_text(whole))


def _standard_lines(changes: tuple[HouseChange, ...], spoken: str) -> Iterator[str]:
    if not changes:
        yield phrase("house_same", spoken)
    for part, rows in groupby(changes, key=lambda one: one.part):
        yield click.style(phrase(f"house_part_{part}", spoken), bold=True)
        for one in rows:
            yield f"  {_change(one, spoken)}"


def _change(one: HouseChange, spoken: str) -> str:
    name = safe(f"{one.label} ({one.name})" if one.label else one.name)
    if one.part == "clauses" and one.old and one.new:
        return f"{name}: {phrase('house_reworded', spoken)}"
    if one.part == "clauses":
        return f"{'+' if one.new else '-'} {name}"
    if not one.old:
        return f"+ {name}: {_short(one.new)}"
    if not one.new:
        return f"- {name}: {_short(one.old)}"
    return f"{name}: {_short(one.old)} → {_short(one.new)}"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return safe(line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…")


def _engagement_lines(rows: list[Upgrade], spoken: str) -> Iterator[str]:
    if not rows:
        yield ""
        yield phrase("house_no_engagements", spoken)
    for one in rows:
        yield ""
        title = f"{one.engagement} ({phrase(f'house_standing_{one.standing}', spoken)})"
        yield click.style(safe(title), bold=True) + f"  {safe(one.file)}"
        yield from (f"  {line}" for line in _effects(one, spoken))


def _effects(one: Upgrade, spoken: str) -> Iterator[str]:
    if one.stays:
        yield phrase("house_stays", spoken)
        return
    for part in one.parts:
        yield from (f"{safe(part.title)}: {told(each, spoken)}" for each in part.changes)
    for each in one.deviations:
        value = f": {each.shown}" if each.shown else ""
        yield phrase("house_new_deviation", spoken, field=each.field, value=value, who=each.who)
    for error in one.errors:
        yield phrase("house_error", spoken, code=error.code, field=error.dotted_path)
    if not one.changes:
        yield phrase("house_unchanged", spoken)
