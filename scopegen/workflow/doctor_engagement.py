"""What one engagement asks of this machine: its standard, look, signatories and register."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec as find_module

from scopegen.diagnostics import Diagnostic, Rejected, ScopegenError, Severity
from scopegen.workflow.building import Order, dressed, fit_to_print
from scopegen.workflow.checking import examine_file
from scopegen.workflow.doctor_check import Check, Examining, Facts
from scopegen.workflow.dossier import Dossier, dossier_of
from scopegen.workflow.reading import Examined

ENGAGEMENT, CLOCK = Examining("engagement"), Examining("clock")


def engagement(file: str) -> Iterator[Check]:
    """Check a spec, what it lies over, and its register against the clock."""
    examined = examine_file(file)
    errors = _errors(examined.diagnostics)
    if errors:
        yield ENGAGEMENT.wrong("spec", "errors", file=file, count=len(errors), code=errors[0].code)
    else:
        yield ENGAGEMENT.found("spec", file=file)
    yield from _standard(examined)
    yield from _signatures(examined)
    yield from _register(examined)


def _errors(found: tuple[Diagnostic, ...]) -> list[Diagnostic]:
    return [one for one in found if one.severity is Severity.ERROR]


def _standard(examined: Examined) -> Iterator[Check]:
    standard = examined.standard
    if standard is None:
        return
    if standard.is_wrong or standard.house is None:
        errors = _errors(standard.diagnostics)
        code = errors[0].code if errors else "\N{EN DASH}"
        yield ENGAGEMENT.wrong("house", "errors", file=standard.file, code=code)
        return
    yield ENGAGEMENT.found("house", file=standard.file, house=standard.house.name)
    try:
        fit_to_print(dressed(Order(), standard))
    except Rejected as rejected:
        code = rejected.diagnostics[0].code
        yield ENGAGEMENT.wrong("look", "errors", file=standard.file, code=code)
    except ScopegenError as error:
        yield ENGAGEMENT.wrong("look", "errors", file=standard.file, code=error.code)
    else:
        template = standard.house.word_template or "\N{EN DASH}"
        yield ENGAGEMENT.found("look", file=standard.file, template=template)


def _signatures(examined: Examined) -> Iterator[Check]:
    """A signatory with a certificate is of no use where signatures cannot be verified."""
    spec = examined.spec
    if spec is None or not any(one.certificate for one in spec.engagement.parties.authority):
        return
    if find_module("pyhanko") is None:
        yield ENGAGEMENT.missing("certificate", "absent")
    else:
        yield ENGAGEMENT.found("certificate")


def _register(examined: Examined) -> Iterator[Check]:
    try:
        dossier = dossier_of(examined)
    except ScopegenError as error:
        yield ENGAGEMENT.wrong("register_file", "errors", code=error.code)
        return
    errors = _errors(dossier.trouble)
    if errors:
        yield ENGAGEMENT.wrong("register_file", "errors", code=errors[0].code)
    else:
        yield ENGAGEMENT.found("register_file", count=len(dossier.events))
    yield from last_event(dossier)


def last_event(dossier: Dossier) -> Iterator[Check]:
    """The clock may not stand before the last event, unless that was played with --at."""
    if not dossier.events:
        return
    last = dossier.events[-1]
    form = "%Y-%m-%d %H:%M UTC"
    facts: Facts = {"last": last.at.strftime(form), "now": dossier.now.strftime(form)}
    if dossier.now >= last.at:
        yield CLOCK.found("last_event", **facts)
    elif last.facts.get("stated"):
        yield CLOCK.noted("last_event", "played", **facts)
    else:
        yield CLOCK.wrong("last_event", "ahead", **facts)
