"""Statements: what was logged in a period as billable lines, on paper and as data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from scopegen.drafting.phrasing import NBSP, shortened
from scopegen.drafting.workings import Teller
from scopegen.model.events import EventKind
from scopegen.quantities import Money
from scopegen.spreadsheets import csv_table
from scopegen.terms.hours import hourly_rate
from scopegen.terms.sessions import Terms
from scopegen.terms.standing import ChangeState, ChangeVersion, LetterVersion
from scopegen.terms.statement import Agreement, History, InForce, Posted, Statement, statement
from scopegen.terms.working import Elapsed
from scopegen.workflow.dossier import Dossier, frozen_terms, insist, letter_in_force
from scopegen.workflow.reckoning import Vat, as_plain, vat_over
from scopegen.workflow.requested import amount_in, request_of
from scopegen.workflow.wording import phrases

TAKEN_IN = (ChangeState.ACCEPTED, ChangeState.IMPLEMENTED)


def history_of(dossier: Dossier) -> History:
    """Gather all that statements are made from.

    Raises:
        ScopegenError: SG404 without a signed letter, SG405 when the register cannot be relied on.
    """
    insist(dossier)
    letter_in_force(dossier)
    since = {
        event.facts["to"]: event.at.astimezone(ZoneInfo(dossier.zone)).date()
        for event in dossier.events
        if event.kind is EventKind.AMENDED
    }
    versions = [
        InForce(
            since=since.get(letter.version, date.min),
            version=letter.version,
            terms=Terms(frozen_terms(dossier, letter)),
        )
        for letter in _signed(dossier)
    ]
    return History(
        versions=versions, standing=dossier.standing, agreements=tuple(_agreements(dossier))
    )


def _signed(dossier: Dossier) -> tuple[LetterVersion, ...]:
    return tuple(letter for letter in dossier.standing.letters if letter.signed)


def _agreements(dossier: Dossier) -> list[Agreement]:
    """Give what change requests add besides hours; a fixed price has taken its changes in."""
    found = []
    for change in dossier.standing.changes:
        if change.state in TAKEN_IN and change.agreed:
            amount = _besides_hours(dossier, change)
            if amount is not None and amount.amount:
                item = change.identity.item
                found.append(Agreement(on=change.agreed, change=item, amount=amount))
    return found


def _besides_hours(dossier: Dossier, change: ChangeVersion) -> Money | None:
    letter = next(one for one in _signed(dossier) if one.version == change.letter)
    engagement = frozen_terms(dossier, letter)
    if engagement.fees.model == "fixed":
        return None
    request = request_of(dossier, change, engagement)
    option = next(one for one in request.options if one.id == change.option)
    hours = option.hours.hours if option.hours else 0
    agreed = amount_in(change.amounts[change.option], engagement)
    return agreed - hourly_rate(engagement).times(hours)


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldPosting:
    """A line of a statement in words."""

    on: str
    day: date
    row: int
    kind: str
    what: str
    working: tuple[str, ...]
    clauses: str
    amount: str
    plain: str
    posted: Posted


@dataclass(frozen=True)
class Account:
    """A statement with everything to show of it, in the language of the letter or another."""

    dossier: Dossier
    statement: Statement
    language: str

    @cached_property
    def terms(self) -> Terms:
        """The terms of the letter in force."""
        return Terms(frozen_terms(self.dossier, letter_in_force(self.dossier)))

    @property
    def vat(self) -> Vat | None:
        """What VAT adds to the total (R1)."""
        return vat_over(self.terms.engagement, self.statement.total)

    @property
    def with_vat(self) -> Money:
        """The total with VAT."""
        total = self.statement.total
        return total + self.vat.amount if self.vat else total

    def of(self, value: object) -> str:
        """Give a value in words, with plain spaces."""
        return self._tellers[0][1].phrasing.of(value).replace(NBSP, " ")

    @property
    def hours(self) -> str:
        """The hours worked, in words."""
        return self.of(Elapsed(self.statement.minutes))

    @cached_property
    def _tellers(self) -> list[tuple[LetterVersion, Teller]]:
        words = phrases(self.language)
        return [
            (letter, Teller(self.language, words, letter.clauses))
            for letter in _signed(self.dossier)
        ]

    def _teller(self, version: int) -> Teller:
        return next(teller for letter, teller in self._tellers if letter.version == version)

    def letters(self) -> list[LetterVersion]:
        """Give the versions of the letter that lines rest on; without lines, the one in force."""
        used = {one.version for one in (*self.statement.billed, *self.statement.free)}
        found = [letter for letter, _ in self._tellers if letter.version in used]
        return found or [letter_in_force(self.dossier)]

    @cached_property
    def billed(self) -> list[ToldPosting]:
        """The lines to be paid."""
        return [self._told(one) for one in self.statement.billed]

    @cached_property
    def free(self) -> list[ToldPosting]:
        """What costs nothing."""
        return [self._told(one) for one in self.statement.free]

    @cached_property
    def _said(self) -> Mapping[int, str]:
        """What was done, as somebody described it; it may have been erased."""
        logged = ((event.seq, event.personal or {}) for event in self.dossier.standing.logged)
        return {seq: str(said.get("what") or "") for seq, said in logged}

    def _told(self, posted: Posted) -> ToldPosting:
        teller = self._teller(posted.version)
        steps = teller.steps(posted.working)
        several = len(posted.working.amounts) > 1
        lines = tuple(
            f"{one.text.rstrip('.')}: {teller.phrasing.of(one.amount)}."
            if several and one.amount is not None
            else one.text
            for one in steps
        )
        numbers = dict.fromkeys(one.clause for one in steps if one.clause)
        total = posted.working.total
        return ToldPosting(
            on=teller.phrasing.short_date(posted.on),
            day=posted.on,
            row=posted.row,
            kind=teller.kind(posted.working),
            what=self._said.get(posted.row, ""),
            working=lines,
            clauses=", ".join(numbers),
            amount=teller.phrasing.of(total),
            plain=f"{total.amount:.2f}",
            posted=posted,
        )


def account_of(dossier: Dossier, first: date, last: date, language: str) -> Account:
    """Make the statement of a period.

    Raises:
        ScopegenError: SG404, SG405.
    """
    return Account(dossier, statement(history_of(dossier), first, last), language)


HEAD = ("date", "row", "kind", "what", "working", "clauses", "amount", "currency", "letter")


def as_csv(account: Account) -> str:
    """Give the lines as CSV, the ones at no charge too; no cell can be taken for a formula."""
    currency = account.statement.total.currency.value
    rows = [
        (
            one.day.isoformat(),
            str(one.row or ""),
            one.kind,
            one.what,
            _plain(" ".join(one.working)),
            one.clauses,
            one.plain,
            currency,
            f"v{one.posted.version}",
        )
        for one in sorted((*account.billed, *account.free), key=lambda one: one.day)
    ]
    return csv_table([HEAD, *rows], end="\n")


def _plain(text: str) -> str:
    return text.replace(NBSP, " ")


def as_data(account: Account) -> dict[str, Any]:
    """Give everything as plain data, for JSON."""
    made, vat = account.statement, account.vat
    return {
        "format_version": 1,
        "engagement": account.dossier.engagement,
        "first": made.first.isoformat(),
        "last": made.last.isoformat(),
        "currency": made.total.currency.value,
        "letters": [
            {"version": one.version, "fingerprint": one.fingerprint} for one in account.letters()
        ],
        "register": account.dossier.head,
        "lines": _lines(account.billed),
        "at_no_charge": _lines(account.free),
        "total": as_plain(made.total),
        "vat": vat and {"rate": as_plain(vat.rate), "amount": as_plain(vat.amount)},
        "total_with_vat": as_plain(account.with_vat),
        "minutes": made.minutes,
        "effective_rate": made.rate and as_plain(made.rate),
        "budget": made.budget
        and {"used_minutes": made.budget.used, "limit_minutes": made.budget.limit},
        "overloads": [{"date": day.isoformat(), "calls": count} for day, count in made.overloads],
        "not_included": ["expenses", "travel", "interest", "collection_costs"],
    }


def _lines(told: Sequence[ToldPosting]) -> list[dict[str, Any]]:
    return [
        {
            "date": one.day.isoformat(),
            "row": one.row or None,
            "kind": one.posted.working.kind,
            "what": one.what,
            "clauses": one.clauses.split(", ") if one.clauses else [],
            "letter": one.posted.version,
            "amount": one.plain,
            "working": [
                {
                    "rule": step.rule,
                    "clause": step.clause,
                    "key": step.key,
                    "text": _plain(text),
                    "amount": step.amount and as_plain(step.amount),
                    "figures": {name: as_plain(value) for name, value in step.figures},
                }
                for step, text in zip(one.posted.working.steps, one.working, strict=True)
            ],
        }
        for one in told
    ]


def paper_values(account: Account) -> dict[str, object]:
    """Give what the paper of a statement is drafted from."""
    made = account.statement
    return {
        "first": account.statement.first,
        "last": account.statement.last,
        "versions": [
            {"version": one.version, "fingerprint": shortened(one.fingerprint)}
            for one in account.letters()
        ],
        "billed": account.billed,
        "free": account.free,
        "total": account.statement.total,
        "vat": account.vat,
        "with_vat": account.with_vat,
        "budget_used": Elapsed(made.budget.used) if made.budget and made.budget.warned else None,
        "overloads": tuple(day for day, _ in account.statement.overloads),
    }
