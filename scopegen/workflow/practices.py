"""The practices that the product serves: for each, the clauses, fields, checks and papers.

They stand in `templates/practices.yaml`. A target is a kind and a name, such as `clause:handbrake`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from scopegen.assets import bundled
from scopegen.diagnostics import Rejected, ScopegenError
from scopegen.source import fields, load_schema, read
from scopegen.workflow.checking import library
from scopegen.workflow.notice_kinds import does, known_as
from scopegen.workflow.reading import engagement_schema
from scopegen.workflow.reference import nearest
from scopegen.workflow.wording import catalogue, reckoning_rules

Words = tuple[str, str]
"""Dutch and English."""


@dataclass(frozen=True, slots=True)
class Target:
    """What serves a practice: `kind` is clause, field, check, notice, rule or command."""

    kind: str
    name: str

    def __str__(self) -> str:
        """Write it as the file has it."""
        return f"{self.kind}:{self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Practice:
    """One practice. `not_built` says why it is left out on purpose; empty when it is there."""

    id: str
    text: Words
    served_by: tuple[Target, ...]
    not_built: Words

    def told(self, language: str) -> str:
        """Give the practice in one language."""
        return self.text[language != "nl"]

    def left_out(self, language: str) -> str:
        """Say why it is left out; empty when it is not."""
        return self.not_built[language != "nl"]


@cache
def practices() -> tuple[Practice, ...]:
    """Read every practice, by number.

    Raises:
        Rejected: with every problem found in the file; a fault of ours.
    """
    file = bundled("templates") / "practices.yaml"
    schema = load_schema((bundled("schemas") / "practices.yaml").read_text(encoding="utf-8"))
    checked = read(file.read_text(encoding="utf-8"), file.as_posix(), schema)
    if checked.value is None:
        raise Rejected(checked.diagnostics)
    return tuple(_practice(row) for row in checked.value.data["practices"])


def _practice(row: Mapping[str, object]) -> Practice:
    return Practice(
        id=str(row["id"]),
        text=_words(row),
        served_by=tuple(Target(*str(one).split(":", 1)) for one in _listed(row["served_by"])),
        not_built=_words(row["not_built"] or {}),
    )


def _words(told: object) -> Words:
    given = told if isinstance(told, Mapping) else {}
    return str(given.get("nl", "")), str(given.get("en", ""))


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def about(words: str, language: str) -> tuple[Practice, ...]:
    """Give the practices whose line holds these words; all of them for no words."""
    return tuple(one for one in practices() if words.lower() in one.told(language).lower())


def practice(name: str) -> Practice:
    """Give one practice.

    Raises:
        ScopegenError: SG912 when there is no such practice.
    """
    known = {one.id: one for one in practices()}
    if name.upper() not in known:
        raise ScopegenError("SG912", found=name, **nearest(name.upper(), known))
    return known[name.upper()]


def meaning(target: Target, language: str) -> str:
    """Say in one sentence what a target is; empty when its name says it."""
    tell = MEANINGS.get(target.kind)
    return tell(target.name, language) if tell else ""


def _clause(name: str, language: str) -> str:
    id_ = name.partition(".")[0]
    return next((one.does(language) for one in library().clauses if one.id == id_), "")


def _field(name: str, language: str) -> str:
    described = (one for one in fields(engagement_schema()) if one.path.removesuffix("[]") == name)
    return next((one.doc[language] for one in described), "")


def _check(name: str, language: str) -> str:
    known = name in catalogue().codes()
    return _first(catalogue().explanation(name, language)) if known else ""


def _notice(name: str, language: str) -> str:
    return does(known_as(name)[0], language)


def _rule(name: str, language: str) -> str:
    return _first(str(reckoning_rules()[language].get(name, "")))


def _first(text: str) -> str:
    return " ".join(text.split("\n\n", maxsplit=1)[0].split()).partition(". ")[0].rstrip(".") + "."


MEANINGS: Mapping[str, Callable[[str, str], str]] = {
    "clause": _clause,
    "field": _field,
    "check": _check,
    "notice": _notice,
    "rule": _rule,
}
