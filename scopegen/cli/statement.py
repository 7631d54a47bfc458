"""`scopegen statement`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from importlib import import_module

import click

from scopegen.cli.opening import opened, show_files, spoken_in
from scopegen.cli.stated import DAY, SPEC
from scopegen.cli.talk import phrase, safe, say
from scopegen.cli.terminal import json_escaped
from scopegen.workflow.accounting import Account, ToldPosting, account_of, as_csv
from scopegen.workflow.dossier import Dossier

FORMATS = ("docx", "pdf", "csv", "json")


@click.command("statement")
@SPEC
@click.option("--from", "first", type=DAY, help="The first day; without it: the month of --to.")
@click.option("--to", "last", type=DAY, help="The last day; without it: today.")
@click.option("--lang", type=click.Choice(["nl", "en"]), help="Without it: the letter's.")
@click.option(
    "--as", "forms", default=",".join(FORMATS), show_default=True, help="Which files to make."
)
@click.option("-o", "--output", help="The folder; - with one of csv or json prints it.")
@click.option("--show", is_flag=True, help="Show the lines here, and make no files.")
def command(
    spec: str | None,
    first: date | None,
    last: date | None,
    lang: str | None,
    forms: str,
    output: str | None,
    show: bool,
) -> None:
    """Turn what was logged from one day to another into billable lines with their workings.

    \b
    Example:
      scopegen statement --from 2027-01-01 --to 2027-01-31
    """
    dossier, spoken = opened(spec)
    kinds = _kinds(forms, output)
    until = last or dossier.today
    since = first or until.replace(day=1)
    if until < since:
        raise click.BadParameter(phrase("order_of_days", spoken), param_hint="--from")
    account = account_of(dossier, since, until, lang or _letter_language(dossier))
    if output == "-":
        click.echo(_data(account, kinds[0]), nl=False)
        return
    click.echo("\n".join(_lines(replace(account, language=spoken), spoken)))
    if not show:
        files = import_module("scopegen.workflow.account_files")
        show_files(files.written(account, kinds, output), spoken)
    if until > dossier.today:
        say("not_over", spoken)
    say("statement_left_out", spoken)


def _letter_language(dossier: Dossier) -> str:
    letter = dossier.standing.letter
    return letter.language if letter else str(dossier.examined.language)


def _kinds(forms: str, output: str | None) -> tuple[str, ...]:
    kinds = tuple(dict.fromkeys(one.strip() for one in forms.split(",") if one.strip()))
    unknown = [one for one in kinds if one not in FORMATS]
    if unknown or not kinds:
        told = phrase("choose_formats", spoken_in(None), known=", ".join(FORMATS))
        raise click.BadParameter(told, param_hint="--as")
    if output == "-" and (len(kinds) > 1 or kinds[0] not in {"csv", "json"}):
        raise click.UsageError(phrase("not_on_stdout", spoken_in(None)))
    return kinds


def _data(account: Account, kind: str) -> str:
    if kind == "csv":
        return as_csv(account)
    return json_escaped(import_module("scopegen.workflow.account_files").as_json(account))


def _lines(account: Account, spoken: str) -> Iterator[str]:
    made = account.statement
    facts = {"first": _day(account, made.first), "last": _day(account, made.last)}
    yield phrase("statement_head", spoken, **facts, count=len(made.billed))
    yield from (_line(one) for one in account.billed)
    if not (made.billed or made.free):
        yield phrase("statement_empty", spoken)
        return
    yield phrase("statement_total", spoken, total=account.of(made.total))
    if account.vat:
        vat = {"rate": account.of(account.vat.rate), "vat": account.of(account.vat.amount)}
        yield phrase("statement_vat", spoken, **vat, total=account.of(account.with_vat))
    if made.rate:
        facts = {"hours": account.hours, "rate": account.of(made.rate)}
        yield phrase("statement_rate", spoken, **facts)


def _day(account: Account, day: date) -> str:
    return account.of(day)


def _line(one: ToldPosting) -> str:
    kind = f"{one.kind}: {one.what}" if one.what else one.kind
    clauses = f"[{one.clauses}]" if one.clauses else ""
    amount = one.amount.replace("\N{NO-BREAK SPACE}", " ")
    return safe(f"  {one.day.isoformat()}  {kind:<40.40} {clauses:<16.16} {amount:>14}")
