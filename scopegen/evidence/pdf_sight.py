"""What can be said of a returned file at first sight, before anything reads it."""

from __future__ import annotations

from scopegen.diagnostics import Diagnostic, ScopegenError

LARGEST = 20_000_000
"""How many bytes a returned file may have."""


def refuse_at_sight(data: bytes, issued: bytes) -> None:
    """Refuse what needs no reading.

    Raises:
        ScopegenError: SG420 (empty, or no PDF), SG421 (too large), SG423 (as it was sent).
    """
    if not data.strip():
        raise ScopegenError("SG420", hint="empty")
    if len(data) > LARGEST:
        raise ScopegenError("SG421", hint="size")
    if not data.startswith(b"%PDF-"):
        raise ScopegenError("SG420", hint="other")
    if data == issued:
        raise ScopegenError("SG423")


def refusal(error: ScopegenError) -> Diagnostic:
    """Make a finding of what stopped the reading."""
    return Diagnostic(code=error.code, facts=error.facts)
