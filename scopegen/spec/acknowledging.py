"""Warnings that the spec accepts on purpose (`lint_ack`): matched, set apart, and checked.

Only a warning or a note can be accepted. An error blocks the letter whoever accepts it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from difflib import get_close_matches

from scopegen.diagnostics import Acceptance, Diagnostic, Path, Severity, finding, has_errors
from scopegen.source import Tree
from scopegen.spec.build import Acknowledgement, Spec


def accept(
    found: Sequence[Diagnostic], spec: Spec, tree: Tree, known: Collection[str]
) -> tuple[Diagnostic, ...]:
    """Turn what the spec accepts into notes with their reason, and report what it cannot accept.

    `known` are the codes that exist. An acceptance of an error is SG391, of a rule that does not
    exist SG392, and of a rule that finds nothing SG393 (told only when everything was checked).
    """
    asked = {one.rule.upper(): one for one in reversed(spec.acknowledged)}
    kept = tuple(_accepted(one, asked.get(one.code)) for one in found)
    return (*kept, *_idle(found, spec.acknowledged, tree, known))


def _accepted(one: Diagnostic, said: Acknowledgement | None) -> Diagnostic:
    if said is None or one.severity is Severity.ERROR:
        return one
    on = said.on.isoformat() if said.on else ""
    why = Acceptance(reason=said.reason, by=said.by or "", on=on)
    return replace(one, severity=Severity.NOTE, accepted=why)


def _idle(
    found: Sequence[Diagnostic],
    acknowledged: Sequence[Acknowledgement],
    tree: Tree,
    known: Collection[str],
) -> Iterator[Diagnostic]:
    """Report acceptances that do nothing, each at its place."""
    codes, wrong = {one.code for one in found}, _errors(found)
    for at, said in enumerate(acknowledged):
        path: Path = ("lint_ack", at, "rule")
        place, rule, warning = tree.location(path), said.rule.upper(), Severity.WARNING
        if rule in wrong:
            yield finding("SG391", place, path, severity=warning, rule=rule)
        elif rule not in known:
            near = "".join(get_close_matches(rule, sorted(known), n=1))
            hint, told = "nearest" if near else "default", {"found": said.rule, "nearest": near}
            yield finding("SG392", place, path, severity=warning, hint=hint, **told)
        elif rule not in codes and not has_errors(found):
            yield finding("SG393", place, path, severity=Severity.NOTE, rule=rule)


def _errors(found: Sequence[Diagnostic]) -> set[str]:
    return {one.code for one in found if one.severity is Severity.ERROR}
