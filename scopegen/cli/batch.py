"""`scopegen batch`."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from scopegen.cli.batch_report import write_report
from scopegen.cli.followed import HOUSE
from scopegen.cli.ordered import FORMS, PDF_ENGINE, TONGUES, WORD_TEMPLATE
from scopegen.cli.report import Findings, counted, report
from scopegen.cli.talk import language, mark, phrase, safe, say
from scopegen.diagnostics import Diagnostic, Rejected, Severity
from scopegen.workflow.batch_run import Batch, Grouped, State, grouped
from scopegen.workflow.batching import Entry, Job, entries_in, texts_of
from scopegen.workflow.building import Order
from scopegen.workflow.crew import crew_of
from scopegen.workflow.reading import content_of, find_spec, read_spec

MOST_SHOWN = 20
"""Findings that are told on the screen; the report has them all."""
MOST_ROWS_NAMED = 8
PARTIAL = 6


@click.command("batch")
@click.argument("clients", type=click.Path(path_type=Path))
@click.option("--spec", "base", required=True, help="The spec that every letter begins with.")
@click.option("--sheet", default="", help="The sheet of a workbook; without it, the first.")
@click.option(
    "-o", "--output", default="letters", show_default=True, help="Folder for the letters."
)
@FORMS
@TONGUES
@WORD_TEMPLATE
@PDF_ENGINE
@HOUSE
@click.option(
    "-j", "--jobs", type=click.IntRange(1, 512), help="Processes; one a core if not given."
)
@click.option(
    "--executor",
    default="process",
    show_default=True,
    help="Who works: process, serial, or dask://host:port.",
)
@click.option("--draft", is_flag=True, help="Mark every page as a draft.")
@click.option("--replace", is_flag=True, help="Replace earlier files; they are kept.")
@click.option("--keep-going", is_flag=True, help="Make what can be made, whatever else is wrong.")
@click.option("--resume", is_flag=True, help="Make only what failed or changed since the last run.")
@click.option("--dry-run", is_flag=True, help="Check all letters, and make none.")
@click.option(
    "--report", "told", type=click.Path(), help="Write a report: JSON, and text beside it."
)
@click.pass_context
def command(
    ctx: click.Context,
    /,
    clients: Path,
    base: str,
    sheet: str,
    output: str,
    house: str | None,
    jobs: int | None,
    executor: str,
    told: str | None,
    **wishes: Any,
) -> None:
    """Make many letters from one spec: one for each row of CLIENTS, or each folder in it.

    CLIENTS is a table, .csv or .xlsx: its first row names fields of the spec, such as
    parties.client.name or preconditions[P1].due, and each row below fills them in for one
    letter. An empty cell leaves what the spec says; a column whose name begins with # is not
    read. Or it is a folder of folders, each with an engagement.yaml that says only what differs.

    All letters are checked first; if one is wrong, none is made, unless you say --keep-going.
    These letters are not issued: nothing is written in a register. Ctrl-C leaves whole files only,
    and --resume goes on from there.

    \b
    Example:
      scopegen batch clients.xlsx --spec base.yaml -j 4 --report report.json
    """
    job = _job(find_spec(base), house, clients, wishes)
    spoken = language(read_spec(job.base, job.base_file).language)
    try:
        job, entries = entries_in(job, clients, sheet)
    except Rejected as refused:
        _show(refused.diagnostics, job, spoken)
        say("nothing_made", spoken, count=counted(refused.diagnostics, spoken))
        ctx.exit(1)
    workers = jobs or _cores()
    batch = Batch(job, Path(output), entries, crew_of(executor, min(workers, len(entries))))
    if wishes["resume"]:
        say("batch_resumed", spoken, count=batch.resume(), whole=len(entries))
    stopped = _run(batch, spoken, wishes)
    batch.leave()
    if told:
        write_report(batch, Path(told), spoken)
    _summary(batch, spoken)
    ctx.exit(130 if stopped else _exit_code(batch, dry=wishes["dry_run"]))


def _job(spec: str, house: str | None, clients: Path, wishes: dict[str, Any]) -> Job:
    order = Order(
        formats=wishes["formats"],
        languages=wishes["languages"] or (),
        draft=wishes["draft"],
        word_template=wishes["word_template"],
        pdf_engine=wishes["pdf_engine"],
    )
    return Job(
        base=content_of(spec),
        base_file=spec,
        house=house,
        list_file=str(clients),
        head=None,
        order=order,
    )


def _cores() -> int:
    """Count the cores that this process may use."""
    allowed = getattr(os, "sched_getaffinity", None)
    return len(allowed(0)) if allowed else os.cpu_count() or 1


def _run(batch: Batch, spoken: str, wishes: dict[str, Any]) -> bool:
    """Check, tell what is wrong, and make; tells whether it was stopped by Ctrl-C."""
    try:
        _advance(batch.check(), len(batch.open), "batch_checking", spoken)
        _tell_findings(batch, spoken)
        wrong = batch.count(State.WRONG)
        if wishes["dry_run"] or (wrong and not wishes["keep_going"]):
            return False
        course = batch.make(over=wishes["replace"], keep_going=wishes["keep_going"])
        _advance(course, len(batch.open), "batch_making", spoken)
        _tell_failures(batch, spoken)
    except KeyboardInterrupt:
        say("batch_stopped", spoken)
        return True
    finally:
        batch.crew.stop()
    return False


def _advance(course: Iterator[int], length: int, key: str, spoken: str) -> None:
    """Follow a course with a bar, its rate and the time left; silent without a terminal."""
    bar: Any = click.progressbar(
        length=length,
        label=phrase(key, spoken),
        file=sys.stderr,
        hidden=not sys.stderr.isatty(),
        show_pos=True,
        item_show_func=lambda _: _rate(bar, spoken),
    )
    with bar:
        for count in course:
            bar.update(count)


def _rate(bar: Any, spoken: str) -> str:
    took = bar.time_per_iteration
    return phrase("batch_rate", spoken, rate=f"{1 / took:.1f}") if took else ""


def _tell_findings(batch: Batch, spoken: str) -> None:
    """Tell the errors; when there are none, the warnings."""
    looked = batch.looked.values()
    errors = grouped((one for one in looked if one.is_wrong), Severity.ERROR)
    _show_grouped(errors or grouped(looked, Severity.WARNING), batch, spoken)


def _tell_failures(batch: Batch, spoken: str) -> None:
    failed = [one for one in batch.accounts.values() if one.state is State.FAILED]
    _show_grouped(grouped(failed, Severity.ERROR), batch, spoken)


def _show_grouped(found: Sequence[Grouped], batch: Batch, spoken: str) -> None:
    for one, about in found[:MOST_SHOWN]:
        _show((one,), batch.job, spoken, texts_of(batch.job, about[:1]))
        if batch.job.head and (one.location is None or one.location.file == batch.job.base_file):
            say("batch_rows", spoken, rows=_rows(about), count=len(about))
    if len(found) > MOST_SHOWN:
        say("batch_more", spoken, count=len(found) - MOST_SHOWN)


def _rows(about: Sequence[Entry]) -> str:
    named = [str(one.line) for one in about[:MOST_ROWS_NAMED]]
    return ", ".join((*named, "…") if len(about) > MOST_ROWS_NAMED else named)


def _show(
    found: Iterable[Diagnostic], job: Job, spoken: str, texts: Mapping[str, str] | None = None
) -> None:
    known = texts or texts_of(job, ())
    told = Findings(diagnostics=tuple(found), texts=known, language=spoken)
    click.echo(report(told, "text"), err=True)


def _summary(batch: Batch, spoken: str) -> None:
    counts = Counter(account.state for account in batch.accounts.values())
    sign = mark("stop" if counts[State.WRONG] + counts[State.FAILED] else "done")
    told = [
        phrase(f"batch_{state}", spoken, count=counts[state]) for state in State if counts[state]
    ]
    there = counts[State.MADE] + counts[State.SAME] + counts[State.DONE]
    where = f": {safe(str(batch.folder))}" if there else ""
    click.echo(f"{sign} {', '.join(told)}{where}")
    if counts[State.MADE]:
        say("batch_not_issued", spoken)
        say("not_legal_advice", spoken)


def _exit_code(batch: Batch, *, dry: bool) -> int:
    bad = batch.count(State.WRONG, State.FAILED)
    if not bad:
        return 0
    there = batch.count(State.MADE, State.SAME, State.DONE)
    return PARTIAL if there and not dry else 1
