"""Trouble as data: where it is, what it is, and nothing about how it is printed.

A diagnostic carries a stable code and its facts. The sentences in Dutch and English live in
`templates/rules/*.toml`, so that the same finding can be told in either language, as text, JSON
or SARIF. Nothing here formats for a terminal or reads a file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

T = TypeVar("T")
Path = tuple[str | int, ...]
"""The way to a node: keys and list positions, from the root of the file."""


class Severity(StrEnum):
    """How much a diagnostic weighs."""

    ERROR = "error"
    """The document cannot be made."""
    WARNING = "warning"
    """It can be made, but somebody should look; `--strict` makes it an error."""
    NOTE = "note"
    """Information only."""


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A stretch of one file. Lines and columns count from 1; the end column is exclusive."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True, order=True, kw_only=True)
class Acceptance:
    """Why a warning is accepted on purpose, who says so and when; empty where that is not said."""

    reason: str
    by: str = ""
    on: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """One finding. `facts` fill the sentence that belongs to `code`.

    The fact `hint` names a hint of that rule; `expected` may name a value kind of the catalogue.
    """

    code: str
    location: Location | None = None
    path: Path = ()
    severity: Severity = Severity.ERROR
    facts: tuple[tuple[str, str], ...] = ()
    accepted: Acceptance | None = None
    """Set when the spec accepts this finding; it is then a note and is listed apart."""

    @property
    def dotted_path(self) -> str:
        """The path as people write it: `preconditions[0].due`."""
        return dotted(self.path)


def dotted(path: Path) -> str:
    """Print a path as people write it: `preconditions[0].due`."""
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return "".join(steps).removeprefix(".")


def finding(  # the one way to make a diagnostic: facts are keyword arguments
    code: str,
    location: Location | None,
    path: Path = (),
    *,
    severity: Severity = Severity.ERROR,
    **facts: object,
) -> Diagnostic:
    """Make a diagnostic; every fact is kept as text."""
    kept = tuple((name, str(value)) for name, value in facts.items())
    return Diagnostic(code=code, location=location, path=path, severity=severity, facts=kept)


def as_finding(error: ScopegenError, path: Path = (), **facts: object) -> Diagnostic:
    """Tell as a finding what would otherwise have stopped the tool; `facts` go before its own."""
    kept = {**dict(error.facts), **{name: str(value) for name, value in facts.items()}}
    return Diagnostic(code=error.code, path=path, facts=tuple(kept.items()))


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Sort by file, line, column and code; findings without a place come first."""
    nowhere = Location("", 0, 0, 0, 0)
    return tuple(sorted(set(diagnostics), key=lambda d: (d.location or nowhere, d.code, d.facts)))


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Tell whether any finding is an error."""
    return any(d.severity is Severity.ERROR for d in diagnostics)


class ScopegenError(Exception):
    """The tool cannot go on. Carries a code of the catalogue and its facts, never a sentence."""

    def __init__(self, code: str, **facts: object) -> None:
        """Keep the code and the facts that fill its sentence."""
        super().__init__(code)
        self.code = code
        self.facts = tuple((name, str(value)) for name, value in facts.items())


class Rejected(ScopegenError):
    """A value was required of an input that has errors."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Keep all the findings, not only the first."""
        super().__init__("SG000")
        self.diagnostics = in_order(diagnostics)


@dataclass(frozen=True, slots=True)
class Checked(Generic[T]):
    """What a stage returns: a value, if it could be made, and everything that was found."""

    value: T | None
    diagnostics: tuple[Diagnostic, ...] = ()

    def require(self) -> T:
        """Give the value, or raise `Rejected` with all diagnostics."""
        if self.value is None or has_errors(self.diagnostics):
            raise Rejected(self.diagnostics)
        return self.value

    def __iter__(self) -> Iterator[Diagnostic]:
        """Walk the diagnostics."""
        return iter(self.diagnostics)
