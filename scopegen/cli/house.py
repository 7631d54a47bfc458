"""`scopegen house`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scopegen.cli.followed import HOUSE
from scopegen.cli.house_changes import diff
from scopegen.cli.opening import errors_in
from scopegen.cli.report import counted
from scopegen.cli.stated import DAY, WORDS
from scopegen.cli.talk import language, mark, phrase, safe, say
from scopegen.cli.terminal import json_text
from scopegen.diagnostics import Rejected, ScopegenError, has_errors
from scopegen.workflow.checking import as_agreed, examine_file
from scopegen.workflow.chosen import from_house
from scopegen.workflow.house_approving import Wanted, approve
from scopegen.workflow.house_beginning import begin_house, house_samples
from scopegen.workflow.house_overseeing import Kept, engagements
from scopegen.workflow.house_proving import proved
from scopegen.workflow.nearest import chosen_standard
from scopegen.workflow.reading import find_spec

if TYPE_CHECKING:
    from scopegen.workflow.house_approving import Deviation

FORM = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to tell it."
)


@click.group("house")
def command() -> None:
    """The house standard of a firm: one file that its engagements share.

    \b
    Example:
      scopegen house init
      scopegen house show engagement.yaml
      scopegen house check . --engagements ..
    """


command.add_command(diff)


@command.command("init")
@click.argument("folder", default=".", type=click.Path(path_type=Path))
@click.option("--from", "sample", help=f"Copy a sample: {', '.join(house_samples())}.")
@click.option("--force", is_flag=True, help="Replace a standard that is there.")
def init(folder: Path, sample: str | None, force: bool) -> None:
    """Write a house standard into FOLDER, with a comment at every choice."""
    spoken = language()
    for place in begin_house(folder, spoken, sample=sample, replace=force):
        click.echo(f"{mark('done')} {safe(str(place))}")
    say("house_begun", spoken)


@command.command("show")
@click.argument("spec", required=False, type=click.Path())
@HOUSE
@FORM
@click.pass_context
def show(ctx: click.Context, spec: str | None, house: str | None, form: str) -> None:
    """Show which standard SPEC follows, what comes from it, and where it deviates."""
    examined = examine_file(find_spec(spec), house)
    examined = examined if house else as_agreed(examined)
    standard, spoken = examined.standard, language(examined.language)
    if standard is None:
        raise ScopegenError("SG650", file=examined.file)
    if standard.house is None or examined.tree is None:
        errors_in(examined.diagnostics, spoken)
        ctx.exit(1)
    rows = list(from_house(examined))
    if form == "json":
        told = {
            "format_version": 1,
            "engagement": examined.file,
            "house": {
                "file": standard.file,
                "name": standard.house.name,
                "version": standard.house.version,
            },
            "from_house": dict(rows),
            "deviations": [_data(one) for one in examined.deviations],
        }
        click.echo(json_text(told))
    else:
        facts = {"version": standard.house.version, "file": standard.file}
        click.echo(phrase("house_applies", spoken, house=standard.house.name, **facts))
        click.echo(phrase("house_fills", spoken, count=len(rows)))
        click.echo("".join(f"  {safe(name)}: {safe(value)}\n" for name, value in rows), nl=False)
        _tell_deviations(examined.deviations, spoken)
        errors_in(examined.flaws, spoken)
    ctx.exit(int(has_errors(examined.diagnostics)))


def _data(one: Deviation) -> Mapping[str, Any]:
    given = one.approval
    approved = {"by": given.by, "on": given.on.isoformat(), "reason": given.reason} if given else {}
    return {
        "code": one.code,
        "field": one.field,
        "value": one.shown,
        "allowed": {name: said for name, said in one.facts if said and name != "hint"},
        "reason": one.reason,
        "may_approve": [person.name for person in one.approvers],
        "approved": approved or None,
    }


def _tell_deviations(deviations: tuple[Deviation, ...], spoken: str) -> None:
    key = "house_deviations" if deviations else "house_no_deviations"
    click.echo(phrase(key, spoken, count=len(deviations)))
    for one in deviations:
        value = f": {one.shown}" if one.shown else ""
        if one.approval:
            facts = {"by": one.approval.by, "on": one.approval.on, "reason": one.approval.reason}
            state = phrase("house_is_approved", spoken, **facts)
        else:
            state = phrase("house_is_open", spoken, who=one.who)
        sign = mark("done") if one.approval else mark("stop")
        click.echo(f"  {sign} {safe(one.field)}{safe(value)} \N{EN DASH} {state}")


@command.command("check")
@click.argument("house", required=False, type=click.Path())
@click.option(
    "--engagements",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Look at every engagement below this folder too.",
)
@FORM
@click.pass_context
def check(ctx: click.Context, house: str | None, folder: Path | None, form: str) -> None:
    """Check the standard HOUSE itself: limits, locks, clauses, Word template, look and paths.

    Without HOUSE, the nearest house.yaml is checked. With a folder of engagements, each of them is
    held against the standard that it follows.
    """
    standard = chosen_standard(house)
    spoken = language(standard.house.language if standard.house else None)
    found = proved(standard)
    errors_in(found, spoken)
    rows = list(engagements(folder)) if folder else []
    if form == "json":
        told = {
            "format_version": 1,
            "house": standard.file,
            "findings": [one.code for one in found],
            "engagements": [_row_data(one) for one in rows],
        }
        click.echo(json_text(told))
    else:
        _conclude(standard.file, counted(found, spoken), spoken)
        if folder:
            click.echo("\n".join(_table(rows, spoken)))
    wrong = has_errors(found) or any(one.open or one.errors for one in rows)
    ctx.exit(int(wrong))


def _conclude(file: str, count: str, spoken: str) -> None:
    if count:
        say("found", spoken, count=count)
    else:
        say("clean", spoken, files=file)


def _row_data(one: Kept) -> Mapping[str, Any]:
    return {
        "file": one.file,
        "engagement": one.engagement,
        "standing": one.standing,
        "follows": one.follows or None,
        "errors": [error.code for error in one.errors],
        "deviations": [_data(each) for each in one.deviations],
    }


def _table(rows: list[Kept], spoken: str) -> Iterator[str]:
    """Give a line an engagement; what is open stands below it, with who may approve it."""
    heads = phrase("house_columns", spoken).split("|")
    cells = [_cells(one, spoken) for one in rows]
    widths = [max(map(len, column)) for column in zip(heads, *cells, strict=True)]
    yield _line(heads, widths)
    for one, row in zip(rows, cells, strict=True):
        yield _line(row, widths)
        for each in one.open:
            value = f": {each.shown}" if each.shown else ""
            yield f"    {safe(each.field)}{safe(value)} ({safe(each.who)})"
    if not rows:
        yield phrase("house_no_engagements", spoken)


def _cells(one: Kept, spoken: str) -> list[str]:
    counts = (len(one.deviations), len(one.deviations) - len(one.open), len(one.open))
    state = phrase(f"house_standing_{one.standing}", spoken)
    follows = one.follows or phrase("house_none", spoken)
    return [safe(one.engagement), state, *map(str, counts), str(len(one.errors)), safe(follows)]


def _line(cells: list[str], widths: list[int]) -> str:
    return "  ".join(f"{one:<{width}}" for one, width in zip(cells, widths, strict=True)).rstrip()


@command.command("approve")
@click.argument("field")
@click.argument("spec", required=False, type=click.Path())
@click.option("--by", type=WORDS, required=True, help="Who approves: a name or id of the standard.")
@click.option("--reason", type=WORDS, required=True, help="Why it is right here.")
@click.option("--on", type=DAY, help="The day; without it: today.")
@HOUSE
@click.pass_context
def approve_(
    ctx: click.Context,
    /,
    field: str,
    spec: str | None,
    by: str,
    reason: str,
    on: date | None,
    house: str | None,
) -> None:
    """Write into SPEC that the deviation at FIELD is approved, for the value that it has now."""
    examined = examine_file(find_spec(spec), house)
    spoken = language(examined.language)
    stated = ctx.find_root().obj["at"]
    wanted = Wanted(field=field, by=by, reason=reason, on=on, stated=stated)
    try:
        approved = approve(examined, wanted)
    except Rejected as rejected:
        errors_in(rejected.diagnostics, spoken)
        ctx.exit(1)
    for one in approved:
        value = f" ({one.shown})" if one.shown else ""
        say("house_written", spoken, field=one.field, value=value, by=by, file=examined.file)
