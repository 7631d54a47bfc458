"""`scopegen verify`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scopegen.cli.opening import CLOSED, dossier_at, errors_in, spoken_in
from scopegen.cli.talk import language, mark, phrase, safe, say
from scopegen.diagnostics import Rejected, has_errors
from scopegen.workflow.verifying import holds, verify

if TYPE_CHECKING:
    from scopegen.workflow.verdicts import Check, Verified

SPECS = (".yaml", ".yml")


@click.command("verify")
@click.argument("given", metavar="[SPEC | FILE...]", nargs=-1, type=click.Path())
@click.option("--spec", type=click.Path(), help="The engagement that FILEs belong to.")
@click.option("--head", help="A head of the register as printed on an issued paper.")
@click.option("--json", "as_json", is_flag=True, help="Report as JSON on standard output.")
@click.pass_context
def command(
    ctx: click.Context, given: tuple[str, ...], spec: str | None, head: str | None, as_json: bool
) -> None:
    """Verify a register, documents, or a packed dossier.

    Of SPEC: the chain, every step, every issued file, every signature. With --head it also tells
    whether the register still holds what stood in it when a paper with that head was issued.

    Of FILEs (Word, PDF, e-mail): which row issued or recorded each, whether it still says what was
    frozen then, PDF/A and PDF/UA, and its signatures. A dossier (.zip) verifies by itself.

    With --json: holds, register, documents (file, sha256, kind, issued, checks, signatures,
    members) and not_checked; docs/verify.md says what each key means.

    Exit codes: 0 all that was checked holds, 4 something does not, 1 and 2 it could not be checked.

    \b
    Example:
      scopegen verify --head "3fa9 02c1 77de"
      scopegen verify signed.pdf --spec my-engagement
      scopegen verify VRM-2027-03-dossier.zip --json
    """
    specs = [one for one in given if _is_spec(one)]
    if spec is None and len(given) == len(specs) <= 1:
        _register(ctx, specs[0] if specs else None, head, as_json=as_json)
        return
    if specs or not given:
        raise click.UsageError(phrase("files_or_spec", language()))
    dossiers = import_module("scopegen.workflow.verifying_given")
    if head and not all(dossiers.is_packed(Path(one)) for one in given):
        raise click.UsageError(phrase("head_needs_register", language()))
    at = ctx.find_root().obj["at"]
    try:
        found = dossiers.verify_given([Path(one) for one in given], spec=spec, head=head, stated=at)
    except Rejected as rejected:
        errors_in(rejected.diagnostics, language())
        ctx.exit(1)
    spoken = language(found.language)
    if as_json:
        click.echo(_json(import_module(WORDS).documents_data(found.files, spoken)))
    else:
        click.echo("\n".join(_told(found.files, spoken)))
    ctx.exit(0 if all(one.holds for one in found.files) else CLOSED)


WORDS = "scopegen.workflow.verdict_words"


def _is_spec(given: str) -> bool:
    path = Path(given)
    return given == "-" or path.is_dir() or path.suffix.lower() in SPECS


def _json(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1)


def _register(ctx: click.Context, spec: str | None, head: str | None, *, as_json: bool) -> None:
    dossier = dossier_at(spec)
    spoken = spoken_in(dossier)
    found = verify(dossier)
    row = holds(dossier, head) if head is not None else None
    if as_json:
        asked = None if head is None else {"head": head, "row": row}
        told = {"engagement": dossier.engagement, "rows": len(dossier.events)}
        register = {**told, "head": dossier.head, "asked": asked}
        unsaid = [] if head else [phrase("verify_not_checked", spoken)]
        data = import_module(WORDS).register_data(register, found, unsaid, spoken)
        click.echo(_json(data))
        ctx.exit(0 if data["holds"] else CLOSED)
    errors_in(found, spoken)
    if head is not None:
        if row is None:
            click.echo(f"{mark('stop')} {phrase('head_lost', spoken, head=head)}", err=True)
            ctx.exit(CLOSED)
        click.echo(f"{mark('done')} {phrase('head_found', spoken, head=head, row=row)}")
    if has_errors(found):
        say("register_wrong", spoken)
        ctx.exit(CLOSED)
    count = len(dossier.events)
    click.echo(f"{mark('done')} {phrase('verified', spoken, count=count, head=dossier.head[:12])}")
    if head is None:
        say("verify_not_checked", spoken)


def _told(found: tuple[Verified, ...], spoken: str) -> Iterator[str]:
    for one in found:
        yield click.style(safe(one.file), bold=True)
        yield f"  SHA-256 {one.sha256}"
        yield from _lines(one.checks, spoken)
        yield from _members(one, spoken)
    yield phrase("documents_hold" if all(one.holds for one in found) else "documents_fail", spoken)


def _lines(checks: Iterable[Check], spoken: str) -> Iterator[str]:
    words = import_module(WORDS)
    for check in checks:
        text = safe(words.told(check, spoken))
        if check.found:
            yield f"  {mark('stop')} {phrase('error', spoken)}[{check.found.code}]: {text}"
            yield f"    {phrase('help', spoken)}: {safe(words.hint(check, spoken))}"
        elif check.result.value == "holds":
            yield f"  {mark('done')} {text}"
        else:
            yield f"  \N{EN DASH} {text}"


def _members(one: Verified, spoken: str) -> Iterator[str]:
    """Tell of the papers in a dossier what is wrong, and what was not checked, each thing once."""
    if not one.members:
        return
    wrong = [member for member in one.members if not member.holds]
    for member in wrong:
        yield f"  {safe(member.file)}"
        failed = [check for check in member.checks if check.found]
        yield from (f"  {line}" for line in _lines(failed, spoken))
    count = len(one.members)
    if wrong:
        yield f"  {mark('stop')} {phrase('papers_wrong', spoken, count=count, wrong=len(wrong))}"
    else:
        yield f"  {mark('done')} {phrase('papers_read', spoken, count=count)}"
    every = (check for member in one.members for check in member.checks)
    apart = (check for check in every if check.result.value == "not_checked")
    yield from dict.fromkeys(_lines((c for c in apart if c.told != "unsigned"), spoken))
