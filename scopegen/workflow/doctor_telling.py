"""A check in words: what it is called, what was found, what it is for, and what to do."""

from __future__ import annotations

import platform
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scopegen.diagnostics import ScopegenError
from scopegen.workflow.doctor_check import Check, State
from scopegen.workflow.wording import talk_words

SYSTEMS = {"Windows": "windows", "Darwin": "macos"}
OTHER = "linux"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A check in one language; `why` and `remedy` are empty where there is nothing to do."""

    label: str
    found: str
    why: str = ""
    remedy: str = ""


DAMAGED = (KeyError, OSError, ScopegenError, ValueError)
"""What reading the words raises when their files are not whole."""


def say(key: str, language: str, **facts: object) -> str:
    """Give a heading or a closing sentence; its name and facts where the words are damaged."""
    try:
        return str(talk_words()[language][key]).format(**facts)
    except DAMAGED:
        return f"{key} {_named(facts)}".strip()


def _named(facts: Mapping[str, object]) -> str:
    return " ".join(f"{name}={value}" for name, value in facts.items())


def tell(check: Check, language: str, system: str = "") -> Told:
    """Tell a check in words, with the remedy for a system: `windows`, `macos` or `linux`.

    Without a system it is that of this machine. Where the words themselves are damaged, the names
    of check and facts are told: an installation that is not whole must still be examined.
    """
    facts = dict(check.facts)
    try:
        words = talk_words()[language]["doctor"]["checks"][check.name]
        found = words[check.told].format_map(facts)
        label = words["label"].format_map({"subject": check.subject})
    except DAMAGED:
        found = f"{check.told} {_named(facts)}".strip()
        return Told(label=f"{check.name} {check.subject}".strip(), found=found)
    if check.state is State.OK:
        return Told(label=label, found=found)
    here = system or SYSTEMS.get(platform.system(), OTHER)
    remedy = _remedy(words.get("do", ""), check.told, here).format_map(facts)
    why = str(words.get("why", "")).format_map(facts)
    return Told(label=label, found=found, why=why, remedy=remedy)


def _remedy(words: str | Mapping[str, Any], told: str, system: str) -> str:
    """Give the remedy: one for all, or by what was found, or by system."""
    if isinstance(words, str):
        return words
    return _remedy(words.get(told) or words.get(system) or "", told, system)
