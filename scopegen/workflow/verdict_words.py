"""Verdicts in words and as data: what `verify` tells people, and what it gives to programs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from scopegen import __version__
from scopegen.diagnostics import Diagnostic, has_errors
from scopegen.workflow.verdicts import Check, Result, Verified
from scopegen.workflow.wording import catalogue, talk_words

FORMAT = 1


def told(check: Check, language: str) -> str:
    """Tell a claim that holds or was not checked as a sentence; one that fails by its finding."""
    if check.found:
        return catalogue().of(check.found, language)[0]
    words = talk_words()[language]["verdicts"]
    facts = dict(check.facts)
    state = words["state"].get(facts.get("state", ""), "")
    text = str(words[check.claim][check.told]).format_map({**facts, "state": state}).strip()
    return f"{words['unchecked']} {text}" if check.result is Result.NOT_CHECKED else text


def hint(check: Check, language: str) -> str:
    """Say what to do about a claim that fails."""
    return catalogue().of(check.found, language)[1] if check.found else ""


def unchecked(verified: Iterable[Verified], language: str) -> tuple[str, ...]:
    """Say everything that was not checked, each thing once."""
    every = (check for one in verified for check in all_checks(one))
    texts = (told(one, language) for one in every if one.result is Result.NOT_CHECKED)
    return tuple(dict.fromkeys(texts))


def all_checks(one: Verified) -> tuple[Check, ...]:
    """Give the checks of a file and of all that is in it."""
    return (*one.checks, *(check for member in one.members for check in member.checks))


def documents_data(verified: Iterable[Verified], language: str) -> dict[str, Any]:
    """Give verified files as plain data. The keys are stable; sentences and their order are not.

    `result` is `holds`, `fails` or `not_checked`; `code` is that of a failure, else null.
    """
    files = tuple(verified)
    return {
        **_head(all(one.holds for one in files)),
        "register": None,
        "documents": [_document(one, language) for one in files],
        "not_checked": list(unchecked(files, language)),
    }


def register_data(
    register: Mapping[str, Any], found: Iterable[Diagnostic], unsaid: Iterable[str], language: str
) -> dict[str, Any]:
    """Give the register of a spec as plain data; `unsaid` says what was not checked.

    `register` holds engagement, rows, head, and the head that was asked for with its row.
    """
    findings = tuple(found)
    asked = register["asked"]
    lost = asked is not None and asked["row"] is None
    return {
        **_head(not (has_errors(findings) or lost)),
        "register": {**register, "findings": [_finding(one, language) for one in findings]},
        "documents": [],
        "not_checked": list(unsaid),
    }


def _head(holds: bool) -> dict[str, Any]:  # noqa: FBT001 - it is the first thing that is told
    return {"format_version": FORMAT, "scopegen": __version__, "holds": holds}


def _finding(one: Diagnostic, language: str) -> dict[str, str]:
    message, remedy = catalogue().of(one, language)
    return {
        "code": one.code,
        "severity": one.severity.value,
        "message": message,
        "hint": remedy,
    }


def _document(one: Verified, language: str) -> dict[str, Any]:
    return {
        "file": one.file,
        "sha256": one.sha256,
        "size": one.size,
        "kind": one.kind,
        "holds": one.holds,
        "issued": asdict(one.issued) if one.issued else None,
        "checks": [_claim(check, language) for check in one.checks],
        "signatures": [asdict(each) for each in one.signatures],
        "members": [_document(each, language) for each in one.members],
    }


def _claim(check: Check, language: str) -> dict[str, Any]:
    return {
        "claim": check.claim,
        "result": check.result.value,
        "code": check.found.code if check.found else None,
        "text": told(check, language),
        "facts": dict(check.found.facts if check.found else check.facts),
    }
