"""`scopegen notice`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import click

from scopegen.cli.opening import opened, show_files
from scopegen.cli.reckon import as_json, shown_as
from scopegen.cli.stated import DAY, SPEC, WORDS
from scopegen.cli.talk import language, mark, phrase, safe, say
from scopegen.diagnostics import ScopegenError
from scopegen.workflow.braking import Warned, asks_a_signature
from scopegen.workflow.dossier import Dossier
from scopegen.workflow.notice_agenda import ToldDue, climb, listed, told_due, unknowable
from scopegen.workflow.notice_case import AskedNotice
from scopegen.workflow.notice_kinds import MADE_BY, codes, does, kind_of, known_as
from scopegen.workflow.noticing import Written, made_before, shown_notice, write_notice
from scopegen.workflow.telling import told

OPTIONS: tuple[Callable[[Any], Any], ...] = (
    click.option("--for", "about", metavar="ID", type=WORDS, help="What it is about: P1, M1, D1."),
    click.option("--to", type=WORDS, metavar="NAME", help="To whom, of the people in the letter."),
    click.option("--on", type=DAY, help="The day it is about; without KIND the day to look at."),
    click.option("--until", type=DAY, help="The last day for an answer."),
    click.option("--said", multiple=True, type=WORDS, help="What was said; may be repeated."),
    click.option("--about", "topic", type=WORDS, help="What it is about, in words."),
    click.option("--effect", type=WORDS, help="What it does to the work."),
    click.option("--proposal", type=WORDS, help="What you propose."),
    click.option("--action", "actions", multiple=True, type=WORDS, help="'what; who; when'."),
    click.option("--level", type=click.Choice(["A", "B", "C", "D"]), help="Of a substitute."),
    click.option("--substitute", type=WORDS, metavar="NAME", help="Who does the work instead."),
    click.option("--score", type=click.IntRange(1, 10), help="The mark of a review."),
    click.option("--asked", "wish", type=WORDS, help="What makes it one point more."),
    click.option("--slot", "--slots", "slots", multiple=True, metavar="MOMENT", help="A time."),
    click.option("--time", metavar="TIME", help="A stretch: '2027-02-06 10:00/11:00'."),
    click.option("--amount", help="An amount with VAT: 'EUR 1210.00'."),
    click.option("--invoiced", type=DAY, help="The date of the invoice."),
    click.option("--happened", is_flag=True, help="I confirm that what it says did happen."),
)


def stated(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options by which a user states things; it gets them as one `asked`."""

    def with_asked(**given: Any) -> None:
        names = {name: given.pop(name) for name in AskedNotice.__dataclass_fields__}
        texts = {name: "" for name, value in names.items() if value is None and name in PLAIN}
        command(**given, asked=AskedNotice(**{**names, **texts}))

    for option in reversed(OPTIONS):
        with_asked = option(with_asked)
    return with_asked


PLAIN = (
    "about", "to", "topic", "effect", "proposal", "level", "substitute", "wish", "time", "amount"
)  # fmt: skip


@click.command("notice")
@SPEC
@shown_as("text", "json")
@click.option("--list", "every", is_flag=True, help="List every kind of notice.")
@click.option("--due", is_flag=True, help="Make what is due about preconditions.")
@click.option("--show", is_flag=True, help="Show the text here, and make nothing.")
@click.argument("kind", required=False)
@stated
def command(
    spec: str | None,
    form: str,
    every: bool,
    due: bool,
    show: bool,
    kind: str | None,
    asked: AskedNotice,
) -> None:
    """Make a message of KIND (T05, or reminder); without KIND, tell which are due today and why.

    Nothing is ever sent: you get the text, an e-mail to open, and a paper where that is usual.

    \b
    Example:
      scopegen notice
      scopegen notice reminder --for P1
    """
    if every:
        _list(form)
        return
    kinds = known_as(kind) if kind else ()
    _only(asked, "about" if due else "on", needed=not kinds)
    dossier, spoken = opened(spec)
    if due:
        _climb(dossier, asked.about, spoken)
    elif not kinds:
        _tell_due(dossier, asked.on, form, spoken)
    else:
        _make(dossier, kinds, Wish(asked, spoken, form, show=show))


@dataclass(frozen=True, slots=True)
class Wish:
    """What the user wants of a notice, and how to answer."""

    asked: AskedNotice
    spoken: str
    form: str
    show: bool


def _only(asked: AskedNotice, allowed: str, *, needed: bool) -> None:
    """See that without KIND no option is given that only a kind can use."""
    bare = replace(asked, **{allowed: getattr(AskedNotice(), allowed)})
    if needed and bare != AskedNotice():
        raise click.UsageError(phrase("notice_kind_first", language(None)))


def _list(form: str) -> None:
    spoken = language()
    rows = list(listed(spoken))
    if form == "json":
        click.echo(as_json({"notices": rows}))
        return
    for row in rows:
        click.echo(safe(f"{row['code']:<6} {row['kind']:<24} {row['does']}"))
        if row["when"]:
            click.echo(safe(f"{'':<32}{row['when']}"))
        options = " ".join((*row["needs"], *(f"[{one}]" for one in row["takes"])))
        click.echo(safe(f"{'':<32}{' '.join((row['command'], options)).strip()}"))


def _tell_due(dossier: Dossier, day: date | None, form: str, spoken: str) -> None:
    found, unknown = told_due(dossier, day, spoken), unknowable(spoken)
    on = day or dossier.today
    if form == "json":
        rows = [one.data() for one in found]
        click.echo(as_json({"day": on.isoformat(), "due": rows, "unknown": list(unknown)}))
        return
    key = "notices_due" if found else "notices_none"
    click.echo(phrase(key, spoken, day=told(on, spoken), count=len(found)))
    standing = dossier.standing
    if not standing.letter:
        click.echo(phrase("letter_issued", spoken, version=standing.letters[-1].version))
    for one in found:
        _tell(one, spoken)
    click.echo("\n" + phrase("notices_unknown", spoken))
    for each in unknown:
        click.echo(safe(f"  - {each}"))


def _tell(one: ToldDue, spoken: str) -> None:
    name = " ".join(part for part in (one.code, one.kind) if part)
    clause = phrase("by_clause", spoken, number=one.clause) if one.clause else ""
    place = f" ({clause})" if clause else ""
    click.echo("\n" + click.style(safe(name), bold=True) + safe(f": {one.why}{place}"))
    by = phrase("notice_by", spoken, day=told(one.by, spoken)) if one.by else ""
    since = phrase("notice_since", spoken, day=told(one.since, spoken))
    click.echo(safe("  " + "; ".join(part for part in (since, by) if part)))
    click.echo(safe(f"  {one.command}"))


def _climb(dossier: Dossier, about: str, spoken: str) -> None:
    done = climb(dossier, about, spoken)
    for one in done.written:
        _tell_written(one, spoken)
    for warned in done.warned:
        _tell_warned(warned, spoken)
    for left in done.left:
        _tell(left, spoken)
    if not (done.written or done.warned or done.left):
        say("ladder_none", spoken)
    elif done.written or done.warned:
        say("not_sent", spoken)


def _tell_warned(warned: Warned, spoken: str) -> None:
    until, since = told(warned.cure_until, spoken), told(warned.since, spoken)
    say("last_term_made", spoken, until=until, since=since)
    if warned.delivered:
        show_files(warned.delivered, spoken)
    if asks_a_signature(warned.dossier):
        say("sign_first", spoken)


def _make(dossier: Dossier, kinds: tuple[str, ...], wish: Wish) -> None:
    own = kind_of(kinds[0]) if len(kinds) == 1 else None
    if own is None:
        for id_ in kinds:
            _tell_elsewhere(dossier, id_, wish.spoken)
        return
    if wish.show:
        click.echo(safe_lines(shown_notice(dossier, own, wish.asked)), nl=False)
        return
    written = write_notice(dossier, own, wish.asked)
    if wish.form == "json":
        click.echo(as_json(written.data()))
    else:
        _tell_made(written, wish.spoken)
    if written.paper_refused:
        raise ScopegenError("SG766", kind=own.id)


def _tell_made(written: Written, spoken: str) -> None:
    _tell_written(written, spoken)
    if written.unconfirmed:
        return
    say("not_sent", spoken)
    if written.kind.formal and asks_a_signature(written.dossier):
        say("sign_first", spoken)


def safe_lines(text: str) -> str:
    """Show a text of more lines; no line of it may steer the terminal."""
    return "\n".join(safe(line) for line in text.split("\n"))


def _tell_elsewhere(dossier: Dossier, id_: str, spoken: str) -> None:
    """Say which command makes a notice, and where those stand that were made."""
    name = " ".join(part for part in (codes()[id_], id_) if part)
    made = MADE_BY.get(id_, f"scopegen notice {id_}")
    click.echo(safe(f"{name}: {does(id_, spoken)}"))
    click.echo("  " + phrase("made_by", spoken, command=made))
    for place in made_before(dossier, id_):
        click.echo("  " + phrase("made_already", spoken, file=place))


def _tell_written(done: Written, spoken: str) -> None:
    facts = {"kind": f"{done.kind.code} {done.kind.id}", "to": done.to.name, "row": done.row}
    if done.unconfirmed:
        say("notice_concept", spoken, **facts)
        for claim in done.unconfirmed:
            click.echo(safe(f"  \N{BALLOT BOX} {claim}"), err=True)
        say("notice_confirm", spoken)
    elif done.delivered is None:
        say("notice_again", spoken, **facts)
    else:
        key = "notice_written" if done.row else "notice_unrecorded"
        click.echo(f"{mark('done')} {phrase(key, spoken, **facts)}")
    if done.delivered:
        show_files(done.delivered, spoken)
    if not done.to.email:
        say("no_address", spoken, to=done.to.name)
