"""What a notice is made from: the engagement on a day, and what the user states about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from scopegen.diagnostics import ScopegenError
from scopegen.drafting.papers import Letterhead
from scopegen.drafting.phrasing import NBSP
from scopegen.drafting.workings import Teller
from scopegen.model.engagement import Engagement
from scopegen.model.parties import Authority
from scopegen.terms.agenda import next_standing
from scopegen.terms.leaving import later
from scopegen.terms.sessions import Terms
from scopegen.terms.standing import LetterVersion
from scopegen.terms.working import Moment, Working
from scopegen.workflow.dossier import Dossier
from scopegen.workflow.notice_options import OPTIONS
from scopegen.workflow.wording import phrases


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedNotice:
    """What the user states on the command line; the names are those of the options."""

    about: str = ""
    """--for: a precondition, milestone, deliverable, invoice or row of the register."""
    to: str = ""
    on: date | None = None
    until: date | None = None
    said: tuple[str, ...] = ()
    topic: str = ""
    """--about."""
    effect: str = ""
    proposal: str = ""
    actions: tuple[str, ...] = ()
    level: str = ""
    substitute: str = ""
    score: int | None = None
    wish: str = ""
    """--asked: what the client says would make it one point more."""
    slots: tuple[str, ...] = ()
    time: str = ""
    amount: str = ""
    invoiced: date | None = None
    happened: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a notice says: the values of its template, to whom, and what the user must confirm."""

    values: Mapping[str, object]
    about: str = ""
    to: Authority | None = None
    """None: the person who signs for the client."""
    claims: tuple[str, ...] = ()
    """Facts that neither the spec nor the register holds."""
    attached: Mapping[str, bytes] = field(default_factory=dict)
    day: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Case:
    """One notice that is about to be made."""

    dossier: Dossier
    letter: LetterVersion
    head: Letterhead
    asked: AskedNotice

    @property
    def engagement(self) -> Engagement:
        """The terms of the letter."""
        return self.head.engagement

    @property
    def today(self) -> date:
        """The day of the notice."""
        return self.dossier.today

    @cached_property
    def terms(self) -> Terms:
        """The terms, ready to reckon with."""
        return Terms(self.engagement)

    @property
    def words(self) -> Mapping[str, Any]:
        """The fixed words of notices in the language of the letter."""
        found: Mapping[str, Any] = phrases(self.head.language)["notices"]
        return found

    @property
    def day(self) -> date:
        """The day that the user names; without it today."""
        return self.asked.on or self.today

    def answer_by(self) -> date:
        """Give the last day for an answer: as asked, else what the letter gives the client (R9).

        Raises:
            ScopegenError: SG715 for a day that has passed.
        """
        until = self.asked.until
        if until and until < self.today:
            raise ScopegenError("SG715", first=self.today, last=until)
        return until or self.usual_answer()

    def usual_answer(self) -> date:
        """Give the last day for an answer as the letter has it."""
        return later(self.terms, self.today, self.engagement.response.client)

    def of(self, value: object) -> str:
        """Phrase a value in the language of the letter."""
        return self.teller.phrasing.of(value)

    @cached_property
    def teller(self) -> Teller:
        """Who tells workings, with the clause numbers of this letter."""
        return Teller(self.head.language, phrases(self.head.language), self.head.clauses)

    def claim(self, key: str, **facts: object) -> str:
        """Give a claim in words, for the user to confirm."""
        told = {name: self.of(value) for name, value in facts.items()}
        return str(self.words["claims"][key]).format(**told).replace(NBSP, " ")

    def next_call(self) -> Moment | None:
        """Give the next standing call."""
        found = next_standing(self.terms, self.dossier.now)
        return self.terms.moment(found) if found else None

    @property
    def signer(self) -> Authority:
        """The person who signs for the client."""
        return self.engagement.parties.signatories[0]


def rows_of(case: Case, working: Working) -> list[dict[str, str]]:
    """Give the steps of a working as rows: text, clause and amount."""
    return [
        {
            "text": step.text,
            "clause": step.clause,
            "amount": case.of(step.amount) if step.amount is not None else "",
        }
        for step in case.teller.steps(working)
    ]


def lacking(kind: str, *needs: str) -> ScopegenError:
    """Say which options a notice still needs, all at once."""
    given = " ".join(f"--{name} {OPTIONS[name]}" for name in needs)
    return ScopegenError("SG761", kind=kind, needs=given)
