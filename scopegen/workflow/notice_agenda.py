"""Which notices are due, told in words, each with the command that makes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from scopegen.diagnostics import ScopegenError
from scopegen.terms.ladder import DueNotice, Practice, rungs
from scopegen.terms.notices import due_notices
from scopegen.terms.sessions import Terms
from scopegen.terms.standing import LetterVersion
from scopegen.workflow.braking import Pull, Pulled, Warned, pull
from scopegen.workflow.dossier import Dossier, frozen_terms, insist, letter_in_force
from scopegen.workflow.notice_case import AskedNotice
from scopegen.workflow.notice_kinds import KINDS, LADDER, MADE_BY, codes, does, kind_of
from scopegen.workflow.notice_options import OPTIONS
from scopegen.workflow.noticing import Written, letter_of, write_notice
from scopegen.workflow.papers import papers
from scopegen.workflow.telling import told
from scopegen.workflow.wording import talk_words

NO_SUBJECT = ("", "stop", "warning")


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldDue:
    """A notice that is due, in words."""

    kind: str
    code: str
    about: str
    why: str
    clause: str
    """Its number in the letter; empty where the letter has none."""
    since: date
    by: date | None
    command: str

    def data(self) -> dict[str, str]:
        """Give it as plain data."""
        days = {"since": self.since.isoformat(), "by": self.by.isoformat() if self.by else ""}
        names = ("kind", "code", "about", "why", "clause", "command")
        return {name: getattr(self, name) for name in names} | days


def told_due(dossier: Dossier, day: date | None, language: str) -> tuple[ToldDue, ...]:
    """Give what is due on a day, without one today.

    Raises:
        ScopegenError: SG405 (register), SG416 (no letter was issued).
    """
    practice = practice_of(dossier, day)
    return tuple(_told(dossier, one, language) for one in due_notices(practice))


def practice_of(dossier: Dossier, day: date | None) -> Practice:
    """Give the engagement as it stands on a day.

    Raises:
        ScopegenError: SG405 (register), SG416 (no letter was issued).
    """
    insist(dossier)
    letter = letter_of(dossier)
    return Practice(
        terms=Terms(frozen_terms(dossier, letter)),
        standing=dossier.standing,
        today=day or dossier.today,
        newcomers=_newcomers(dossier, letter),
    )


def _newcomers(dossier: Dossier, letter: LetterVersion) -> tuple[str, ...]:
    """Name those who were not in the version of the letter before this one."""
    earlier = [one for one in dossier.standing.letters if one.version < letter.version]
    if not earlier:
        return ()
    before = {one.name for one in frozen_terms(dossier, earlier[-1]).parties.authority}
    people = frozen_terms(dossier, letter).parties.authority
    return tuple(one.name for one in people if one.name not in before)


def _told(dossier: Dossier, one: DueNotice, language: str) -> ToldDue:
    words = talk_words()[language]["notice"]["why"][one.why]
    facts = {name: told(value, language) for name, value in one.figures}
    clauses = letter_of(dossier).clauses
    clause = clauses.get(one.clause) or clauses.get(one.clause.partition(".")[0], "")
    return ToldDue(
        kind=one.kind,
        code=codes().get(one.kind, ""),
        about=one.about,
        why=str(words).format(**facts),
        clause=clause,
        since=one.since,
        by=one.by,
        command=_command(dossier, one),
    )


def _command(dossier: Dossier, one: DueNotice) -> str:
    made = COMMANDS.get(one.why) or COMMANDS.get(one.kind)
    if made:
        return made(dossier, one)
    subject = "" if one.about in NO_SUBJECT or one.kind in PLAIN else f" --for {one.about}"
    return f"scopegen notice {one.kind}{subject}"


PLAIN = ("cover", "hold-statement")
"""Kinds that are about the only thing they can be about."""


def _personal(dossier: Dossier, row: str, name: str) -> str:
    event = next((one for one in dossier.events if str(one.seq) == row), None)
    return str((event.personal or {}).get(name, "")) if event else ""


def _instruction(dossier: Dossier, one: DueNotice) -> str:
    words = _personal(dossier, one.about, "words") or "..."
    who = _personal(dossier, one.about, "who") or "..."
    day = dict(one.figures)["day"]
    return f'scopegen log instruction "{words}" --by "{who}" --on {day} --confirm'


def _unpaid(_: Dossier, one: DueNotice) -> str:
    day = dict(one.figures)["day"]
    return f'scopegen handbrake --nonpayment "{one.about}" --invoice-date {day}'


COMMANDS: Mapping[str, Callable[[Dossier, DueNotice], str]] = {
    "final-period": lambda _, one: f"scopegen handbrake --for {one.about}",
    "handbrake": lambda _, one: f"scopegen handbrake --for {one.about}",
    "handbrake_unpaid": lambda _, one: f'scopegen handbrake --nonpayment "{one.about}"',
    "nonpayment": _unpaid,
    "instruction": _instruction,
    "resumption": lambda *_: "scopegen resume",
    "change": lambda _, one: f"scopegen change issue {one.about}",
    "addendum": lambda _, one: f"scopegen change apply {one.about}",
    "call": lambda _, one: f'scopegen notice call-note --for {one.about} --said "..." --happened',
    "new-contact": lambda _, one: f'scopegen notice new-contact --to "{dict(one.figures)["name"]}"',
    "conduct-meeting": lambda *_: 'scopegen notice conduct-meeting --slot "..."',
}
"""The command that makes a notice, where it is not the plain one."""


def unknowable(language: str) -> tuple[str, ...]:
    """Say which occasions for a notice no register can know."""
    return tuple(talk_words()[language]["notice"]["unknown"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Climbed:
    """What was made of the ladder: notices, last terms, and what only a person can do."""

    dossier: Dossier
    written: tuple[Written, ...] = ()
    warned: tuple[Warned, ...] = ()
    left: tuple[ToldDue, ...] = ()


def climb(dossier: Dossier, about: str, language: str) -> Climbed:
    """Make every message about preconditions that is due today, or about one of them.

    A call and the handbrake are left to a person.

    Raises:
        ScopegenError: SG404 (no signed letter), SG405 (register).
    """
    letter_in_force(dossier)
    practice = practice_of(dossier, None)
    due = [one for one in rungs(practice) if about in ("", one.about)]
    climbed = Climbed(dossier=dossier)
    for one in due:
        climbed = _step(climbed, one, language)
    return climbed


def _step(climbed: Climbed, one: DueNotice, language: str) -> Climbed:
    dossier, kind = climbed.dossier, kind_of(one.kind)
    if one.kind == "final-period":
        done = pull(dossier, Pull(kind="precondition", about=one.about))
        if isinstance(done, Pulled):  # a notice was due, so that nothing may be stopped yet
            raise ScopegenError("SG763", kind=one.kind, hint="default")
        return replace(climbed, dossier=done.dossier, warned=(*climbed.warned, done))
    if kind is None or one.kind not in LADDER:
        return replace(climbed, left=(*climbed.left, _told(dossier, one, language)))
    written = write_notice(dossier, kind, AskedNotice(about=one.about))
    return replace(climbed, dossier=written.dossier, written=(*climbed.written, written))


def listed(language: str) -> Iterable[dict[str, Any]]:
    """List every kind in the order of its number: what it does, when it is due, what it needs."""
    words = talk_words()[language]["notice"]
    for one in sorted(papers().library.clauses, key=lambda each: _order(each.code)):
        kind = kind_of(one.id)
        yield {
            "code": one.code,
            "kind": one.id,
            "does": does(one.id, language),
            "when": str(words["when"].get(one.id, "")),
            "needs": [f"--{name} {OPTIONS[name]}" for name in kind.needs] if kind else [],
            "takes": [f"--{name} {OPTIONS[name]}" for name in kind.takes] if kind else [],
            "command": MADE_BY.get(one.id, f"scopegen notice {one.id}"),
            "paper": kind.paper if kind else True,
        }


def _order(code: str) -> tuple[bool, str]:
    return (not code, code)


__all__ = ["KINDS", "Climbed", "ToldDue", "climb", "listed", "told_due", "unknowable"]
