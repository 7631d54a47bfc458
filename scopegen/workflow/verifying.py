"""Verifying a dossier: chain, steps, issued files, evidence, and every digital signature anew."""

from __future__ import annotations

from scopegen.diagnostics import Diagnostic, Severity, has_errors
from scopegen.register.checking import holds_head
from scopegen.terms.standing import ChangeState
from scopegen.workflow.dossier import Dossier, inspect_dossier
from scopegen.workflow.signing import still_holds


def verify(dossier: Dossier) -> tuple[Diagnostic, ...]:
    """Check all that the register says and names; signatures only when the rest holds."""
    found = inspect_dossier(dossier)
    if has_errors(found):
        return found
    agreed = (
        one
        for one in dossier.standing.changes
        if one.state in (ChangeState.ACCEPTED, ChangeState.IMPLEMENTED)
    )
    again = (reason for one in agreed for reason in still_holds(dossier, one))
    return (*found, *(one for one in again if one.severity is Severity.ERROR))


def holds(dossier: Dossier, head: str) -> int | None:
    """Give the row whose hash begins with a printed head, 0 for the beginning, None for none."""
    return holds_head(dossier.events, dossier.engagement, head)
