"""Reckoning with the terms of the letter in force: workings and deadlines, in words and as data."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cached_property
from importlib import import_module
from typing import Any
from zoneinfo import ZoneInfo

from scopegen.diagnostics import Rejected, ScopegenError, has_errors
from scopegen.drafting.phrasing import NBSP, moment_in_words, weekday
from scopegen.drafting.workings import Teller
from scopegen.model.engagement import Engagement
from scopegen.quantities import Money, Percent, Period, WeeklyHours
from scopegen.source.writing import typed
from scopegen.spreadsheets import csv_table
from scopegen.terms.deadlines import Deadline, shown_in
from scopegen.terms.late_payment import UnknownRateError
from scopegen.terms.sessions import Terms
from scopegen.terms.working import Elapsed, Moment, Span, Working
from scopegen.workflow.dossier import Dossier, frozen_terms, insist
from scopegen.workflow.wording import phrases

WITHOUT_VAT = ("late-payment",)
"""Interest and costs of collection are no price, and carry no VAT."""
"""What a spreadsheet may take for the start of a formula."""


@dataclass(frozen=True, kw_only=True)
class Ground:
    """The terms to reckon with, and the letter that they stand in."""

    terms: Terms
    engagement: str
    version: int
    fingerprint: str
    """Of the letter; empty for a draft that was never issued."""
    signed: bool
    clauses: Mapping[str, str]

    def teller(self, language: str) -> Teller:
        """Give who tells workings in a language."""
        return Teller(language, phrases(language), self.clauses)


def ground_of(dossier: Dossier) -> Ground:
    """Give the terms in force; without a signed letter those last issued, else those of the spec.

    Raises:
        Rejected: when there is no letter yet and the spec has errors.
        ScopegenError: SG405 when the register cannot be relied on.
    """
    insist(dossier)
    standing = dossier.standing
    letter = standing.letter or (standing.letters[-1] if standing.letters else None)
    if letter is None:
        return _of_draft(dossier)
    return Ground(
        terms=Terms(frozen_terms(dossier, letter)),
        engagement=dossier.engagement,
        version=letter.version,
        fingerprint=letter.fingerprint,
        signed=letter.signed,
        clauses=letter.clauses,
    )


def _of_draft(dossier: Dossier) -> Ground:
    spec = dossier.examined.spec
    if spec is None or has_errors(dossier.examined.diagnostics):
        raise Rejected(dossier.examined.diagnostics)
    return Ground(
        terms=Terms(spec.engagement),
        engagement=dossier.engagement,
        version=spec.engagement.meta.version,
        fingerprint="",
        signed=False,
        clauses=drafted_numbers(spec.engagement),
    )


def drafted_numbers(engagement: Engagement) -> Mapping[str, str]:
    """Give the clause numbers of a letter that was never issued, which takes drafting it.

    Raises:
        Rejected: when it cannot be drafted.
    """
    checking = import_module("scopegen.workflow.checking")  # only who has no letter waits for it
    letter = checking.draft(engagement, engagement.meta.language).require()
    numbers: Mapping[str, str] = import_module("scopegen.drafting.letter").numbers_of(letter)
    return numbers


def unknown_rate(error: UnknownRateError) -> ScopegenError:
    """Say which rate is not known."""
    hint = "reference" if error.table == "EW-reference" else "default"
    return ScopegenError("SG711", day=error.day, hint=hint)


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldLine:
    """A line of a working as the command line shows it."""

    text: str
    """With no-break spaces where a line should not end."""
    clause: str
    rule: str
    amount: str
    """In words; empty when the step is no line of the bill."""
    plain: str
    """As a plain number, for CSV and JSON."""


@dataclass(frozen=True)
class Reckoned:
    """A working with everything to show of it, in one language."""

    ground: Ground
    working: Working
    language: str

    @cached_property
    def _teller(self) -> Teller:
        return self.ground.teller(self.language)

    @property
    def kind(self) -> str:
        """What it is about."""
        return self._teller.kind(self.working)

    @property
    def clause(self) -> str:
        """The clause it rests on, as it is quoted."""
        return _plain(self._teller.reference(self.working.clause))

    @property
    def total(self) -> str:
        """The total without VAT, in words."""
        return self._of(self.working.total)

    @property
    def signed(self) -> bool:
        """Tell whether the letter it rests on is signed."""
        return self.ground.signed

    @property
    def vat(self) -> Vat | None:
        """What VAT adds; None where none is added."""
        return vat_on(self.ground.terms.engagement, self.working)

    @property
    def vat_words(self) -> str:
        """The VAT rate in words; empty where none is added."""
        return self._of(self.vat.rate) if self.vat else ""

    @property
    def with_vat(self) -> str:
        """The total with VAT, in words; without VAT the plain total."""
        total = self.working.total
        return self._of(total + self.vat.amount if self.vat else total)

    def _of(self, value: object) -> str:
        return _plain(self._teller.phrasing.of(value))

    def lines(self) -> tuple[ToldLine, ...]:
        """Give every step in words."""
        return tuple(
            ToldLine(
                text=one.text,
                clause=one.clause,
                rule=one.rule,
                amount=self._of(one.amount) if one.amount is not None else "",
                plain=f"{one.amount.amount:.2f}" if one.amount is not None else "",
            )
            for one in self._teller.steps(self.working)
        )

    def data(self) -> dict[str, Any]:
        """Give everything as plain data, for JSON."""
        work, vat = self.working, self.vat
        data: dict[str, Any] = {
            "kind": work.kind,
            "clause": {"anchor": work.clause, "number": self._teller.number(work.clause)},
            "currency": work.currency.value,
            "amount": f"{work.total.amount:.2f}",
            "vat": vat and {"rate": _number(vat.rate.value), "amount": f"{vat.amount.amount:.2f}"},
        }
        steps = zip(work.steps, self.lines(), strict=True)
        data["terms"] = letter_data(self.ground)
        data["steps"] = [
            {
                "rule": told.rule,
                "clause": told.clause,
                "text": _plain(told.text),
                "amount": told.plain or None,
                "key": step.key,
                "figures": {name: as_plain(value) for name, value in step.figures},
            }
            for step, told in steps
        ]
        return data


@dataclass(frozen=True, slots=True)
class Vat:
    """VAT over a total, rounded once (R1)."""

    rate: Percent
    amount: Money


def vat_on(engagement: Engagement, working: Working) -> Vat | None:
    """Give the VAT on a working; None where none is added."""
    return None if working.kind in WITHOUT_VAT else vat_over(engagement, working.total)


def vat_over(engagement: Engagement, total: Money) -> Vat | None:
    """Give the VAT over a total, under the scheme of the letter."""
    vat = engagement.fees.vat
    return Vat(vat.rate, total.times(vat.rate.share)) if vat.scheme == "standard" else None


def letter_data(ground: Ground) -> dict[str, Any]:
    """Say which letter the terms stand in."""
    return {
        "engagement": ground.engagement,
        "version": ground.version,
        "signed": ground.signed,
        "fingerprint": ground.fingerprint or None,
    }


def as_table(reckoned: Reckoned) -> str:
    """Give a working as CSV; no cell can be taken for a formula."""
    rows = [("rule", "clause", "text", "amount", "currency")]
    currency = reckoned.working.currency.value
    rows += [
        (one.rule, one.clause, _plain(one.text), one.plain, currency if one.plain else "")
        for one in reckoned.lines()
    ]
    return csv_table(rows, end="\n")


@dataclass(frozen=True)
class Due:
    """A deadline with everything to show of it, in one language."""

    ground: Ground
    deadline: Deadline
    language: str

    @cached_property
    def told(self) -> Reckoned:
        """The working behind it."""
        return Reckoned(self.ground, self.deadline.working, self.language)

    @property
    def when(self) -> str:
        """The deadline in words, on the clock of the letter."""
        return self._shown(Moment(self.deadline.at, self.ground.terms.zone))

    @property
    def beyond_holidays(self) -> int:
        """The last year whose holidays the letter lists, when the deadline is after it; else 0."""
        listed = self.ground.terms.engagement.meta.holidays.listed
        year = max((one.day.year for one in listed), default=0)
        return year if 0 < year < self.deadline.at.year else 0

    def elsewhere(self) -> Iterator[tuple[str, str]]:
        """Give the deadline on the client's clocks: zone and words."""
        zones = self.ground.terms.engagement.meta.display_timezones
        for moment in shown_in(self.deadline, zones):
            yield moment.zone, self._always_timed(moment)

    def _shown(self, moment: Moment) -> str:
        if self.deadline.timed:
            return self._always_timed(moment)
        phrasing = self.ground.teller(self.language).phrasing
        return _plain(weekday(phrasing, _there(moment).date()))

    def _always_timed(self, moment: Moment) -> str:
        return _plain(moment_in_words(self.ground.teller(self.language).phrasing, moment))

    def data(self) -> dict[str, Any]:
        """Give everything as plain data, for JSON."""
        told = self.told.data()
        zones = self.ground.terms.engagement.meta.display_timezones
        moments = (Moment(self.deadline.at, self.ground.terms.zone),)
        return {
            "kind": told["kind"],
            "clause": told["clause"],
            "deadline": as_plain(moments[0]),
            "timed": self.deadline.timed,
            "zone": self.ground.terms.zone,
            "elsewhere": {one.zone: as_plain(one) for one in shown_in(self.deadline, zones)},
            "terms": told["terms"],
            "steps": told["steps"],
        }


def _there(moment: Moment) -> datetime:
    return moment.at.astimezone(ZoneInfo(moment.zone))


def _plain(text: str) -> str:
    return text.replace(NBSP, " ")


def _number(value: Decimal) -> str:
    return f"{value.normalize():f}"


def as_plain(value: object) -> Any:
    """Give a figure as plain data: amounts and numbers as text, moments with their offset."""
    for kind, write in PLAIN.items():
        if isinstance(value, kind):
            return write(value)
    return value


def _span(span: Span) -> str:
    return "/".join(_iso(Moment(each, span.zone)) for each in (span.start, span.end))


def _iso(moment: Moment) -> str:
    return _there(moment).isoformat()


PLAIN: Mapping[type, Callable[[Any], Any]] = {
    Money: lambda money: f"{money.amount:.2f}",
    Percent: lambda percent: _number(percent.value),
    Period: typed,
    WeeklyHours: typed,
    Elapsed: lambda elapsed: elapsed.minutes,
    Moment: _iso,
    Span: _span,
    date: date.isoformat,
    Enum: lambda choice: choice.value,
}
