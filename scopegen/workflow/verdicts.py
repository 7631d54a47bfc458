"""What a verification comes to: claims that hold, that fail, and that nothing could be said of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from scopegen.diagnostics import Diagnostic, Severity
from scopegen.workflow.pdf_facts import SignatureFacts


class Result(StrEnum):
    """What became of a claim."""

    HOLDS = "holds"
    FAILS = "fails"
    NOT_CHECKED = "not_checked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One claim, and what became of it.

    `told` names the sentence of a claim that holds or was not checked, with its `facts`; one that
    fails has a finding instead.
    """

    claim: str
    result: Result
    told: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    found: Diagnostic | None = None


def holds(claim: str, told: str, **facts: object) -> Check:
    """A claim that holds."""
    return _check(claim, Result.HOLDS, told, facts)


def not_checked(claim: str, told: str, **facts: object) -> Check:
    """A claim that nothing could be said of, and why."""
    return _check(claim, Result.NOT_CHECKED, told, facts)


def fails(claim: str, found: Diagnostic) -> Check:
    """A claim that does not hold, with the finding that says why."""
    return Check(claim=claim, result=Result.FAILS, found=found)


def _check(claim: str, result: Result, told: str, facts: dict[str, object]) -> Check:
    told_facts = tuple((name, str(value)) for name, value in facts.items())
    return Check(claim=claim, result=result, told=told, facts=told_facts)


def failing(claim: str, found: Iterable[Diagnostic]) -> tuple[Check, ...]:
    """Give a failure for each error."""
    return tuple(fails(claim, one) for one in found if one.severity is Severity.ERROR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """The row of the register that knows a file by its digest, and what the file is there.

    `state` says what became of it: current, superseded, signed, or the state of a change request.
    """

    row: int
    role: str
    name: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """A file with everything that was found out about it."""

    file: str
    sha256: str
    size: int
    kind: str
    """pdf, docx, eml, dossier, or other."""
    issued: Issue | None
    checks: tuple[Check, ...]
    signatures: tuple[SignatureFacts, ...] = ()
    members: tuple[Verified, ...] = ()
    """Of a dossier: the papers in it."""

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> Verified:
        """Read what `asdict` gave, from a process that is not trusted to have kept to it.

        Raises:
            LookupError, TypeError, ValueError or AttributeError: it is no such thing.
        """
        issued = plain["issued"]
        return cls(
            file=str(plain["file"]),
            sha256=str(plain["sha256"]),
            size=int(plain["size"]),
            kind=str(plain["kind"]),
            issued=issued and Issue(**{**issued, "row": int(issued["row"])}),
            checks=tuple(_check_of(one) for one in plain["checks"]),
            signatures=tuple(SignatureFacts.of(one) for one in plain["signatures"]),
            members=tuple(cls.of(one) for one in plain["members"]),
        )

    @property
    def holds(self) -> bool:
        """Tell whether nothing fails; what was not checked is told, and fails nothing."""
        whole = (*self.checks, *(check for one in self.members for check in one.checks))
        return all(check.result is not Result.FAILS for check in whole)


def _check_of(plain: Mapping[str, Any]) -> Check:
    found = plain["found"]
    return Check(
        claim=str(plain["claim"]),
        result=Result(plain["result"]),
        told=str(plain["told"]),
        facts=_facts(plain["facts"]),
        found=found and Diagnostic(code=str(found["code"]), facts=_facts(found["facts"])),
    )


def _facts(pairs: Iterable[Iterable[object]]) -> tuple[tuple[str, str], ...]:
    return tuple((str(name), str(value)) for name, value in pairs)


def plain(verified: Verified) -> dict[str, Any]:
    """Give a verdict as plain data, for `Verified.of`."""
    return asdict(verified)


def wrong(claim: str, code: str, **facts: object) -> Check:
    """A claim that does not hold, by the code of why."""
    told_facts = tuple((name, str(value)) for name, value in facts.items())
    return fails(claim, Diagnostic(code=code, facts=told_facts))
