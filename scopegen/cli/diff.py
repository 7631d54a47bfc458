"""`scopegen diff`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict

import click

from scopegen.cli.report import Findings, counted, report
from scopegen.cli.talk import language, safe, say
from scopegen.cli.terminal import json_text
from scopegen.diagnostics import Rejected
from scopegen.workflow.checking import examine_file
from scopegen.workflow.differing import Change, ClauseName, Differences, Move, compare
from scopegen.workflow.reading import Examined, find_spec
from scopegen.workflow.wording import talk_words


@click.command("diff")
@click.argument("old", type=click.Path())
@click.argument("new", type=click.Path())
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to tell it.",
)
@click.option("--exit-code", is_flag=True, help="Exit with 1 when the two differ.")
@click.pass_context
def command(ctx: click.Context, old: str, new: str, form: str, exit_code: bool) -> None:
    """Say in words what changed from the spec OLD to the spec NEW: terms, amounts, dates, clauses.

    Each is a spec, or a folder that holds engagement.yaml. First what changed in the spec, with
    what follows from it; then what that does to the clauses of the letter: [-what went-] and
    {+what came+}.

    \b
    Example:
      scopegen --ui-lang en diff sent/engagement.yaml engagement.yaml
    """
    before, after = (examine_file(find_spec(given)) for given in (old, new))
    spoken = language(after.language)
    try:
        found = compare(before, after, spoken)
    except Rejected as rejected:
        _refuse(rejected, (before, after), spoken)
        ctx.exit(1)
    if form == "json":
        told = {"format_version": 1, "old": before.file, "new": after.file}
        told |= {"differ": found.are_there, **asdict(found)}
        click.echo(json_text(told))
    else:
        click.echo("\n".join(_text(found, spoken)))
    ctx.exit(int(exit_code and found.are_there))


def _refuse(rejected: Rejected, examined: Iterable[Examined], spoken: str) -> None:
    texts = {file: text for each in examined for file, text in each.texts.items()}
    told = Findings(diagnostics=rejected.diagnostics, texts=texts, language=spoken)
    click.echo(report(told, "text"))
    say("found", spoken, count=counted(rejected.diagnostics, spoken))


def _text(found: Differences, spoken: str) -> Iterator[str]:
    if not found.are_there:
        yield _word("same", spoken)
        return
    for total in found.totals:
        old, new = (value or _word("nothing", spoken) for value in (total.old, total.new))
        more = f" ({total.difference})" if total.difference else ""
        yield f"{total.label}: {_step(old, new, spoken)}{more}"
    for part in found.parts:
        yield ""
        yield _title(part.title)
        yield from (f"  {told(change, spoken)}" for change in part.changes)
    if found.clauses.are_there:
        yield ""
        yield _title(_word("clauses", spoken))
        yield from (f"  {line}" for line in _clauses(found, spoken))


def _word(key: str, spoken: str, **facts: object) -> str:
    return str(talk_words()[spoken]["differences"][key]).format(**facts)


def _title(text: str) -> str:
    return click.style(safe(text), bold=True)


def _step(old: str, new: str, spoken: str) -> str:
    if old == new:
        return f"{safe(new)} ({_word('unchanged', spoken)})"
    return f"{safe(old)} → {safe(new)}"


def told(change: Change, spoken: str) -> str:
    """Tell one change on one line."""
    label, old, new = safe(change.label), safe(change.old), safe(change.new)
    head = f"{label}: " if label else ""
    shown = {
        "added": f"+ {head}{new}",
        "removed": f"- {head}{old}",
        "changed": f"{head}{old} → {new}",
        "reworded": f"{head}{new}",
        "order": f"{head}{_word('order', spoken)}: {new}",
    }[change.kind]
    return f"{shown} ({_word('follows', spoken)})" if change.follows else shown


def _clauses(found: Differences, spoken: str) -> Iterator[str]:
    clauses = found.clauses
    for one in clauses.added:
        yield f"+ {_word('clause_added', spoken)}: {_name(one)}"
    for one in clauses.removed:
        yield f"- {_word('clause_removed', spoken)}: {_name(one)}"
    for each in clauses.reworded:
        yield _name(each.clause)
        yield from (f"    {_colored(safe(line))}" for line in each.lines)
        if each.left_out:
            yield f"    {_word('left_out', spoken, count=each.left_out)}"
    if clauses.moved:
        runs = ", ".join(_run(run, spoken) for run in _runs(clauses.moved))
        yield f"{_word('moved', spoken)}: {runs}"


def _name(clause: ClauseName) -> str:
    return safe(f"{clause.number} {clause.title}".strip())


def _colored(line: str) -> str:
    for opening, closing, color in (("[-", "-]", "red"), ("{+", "+}", "green")):
        parts = line.split(opening)
        line = parts[0] + "".join(_painted(opening + part, closing, color) for part in parts[1:])
    return line


def _painted(part: str, closing: str, color: str) -> str:
    marked, end, rest = part.partition(closing)
    return click.style(marked + end, fg=color) + rest


def _runs(moved: Iterable[Move]) -> list[list[Move]]:
    """Put together moves of numbers that follow each other, by the same step."""
    runs: list[list[Move]] = []
    for move in moved:
        if runs and _follows(runs[-1][-1], move):
            runs[-1].append(move)
        else:
            runs.append([move])
    return runs


def _follows(one: Move, other: Move) -> bool:
    numbers = (one.old, one.clause.number, other.old, other.clause.number)
    if not all(number.isdigit() for number in numbers):
        return False
    old, new, old_next, new_next = map(int, numbers)
    return old_next == old + 1 and new_next == new + 1


def _run(run: list[Move], spoken: str) -> str:
    first, last = run[0], run[-1]
    if len(run) == 1:
        return f"{first.old} → {first.clause.number}"
    through = _word("through", spoken)
    return (
        f"{first.old} {through} {last.old} → {first.clause.number} {through} {last.clause.number}"
    )
