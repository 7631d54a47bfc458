"""Where an engagement stands: what its events add up to. Nouns only; `replay` makes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from scopegen.model.events import Event
from scopegen.model.evidence import FormIdentity
from scopegen.terms.correspondence import Made, Mark

MET_BY_THEMSELVES = ("precondition", "nonpayment")
"""Causes that can end without an agreement, though work does not resume without one."""


def paid(invoice: str) -> str:
    """Name the payment of an invoice among what was received."""
    return f"{PAYMENT}{invoice}"


PAYMENT = "paid:"


class ChangeState(StrEnum):
    """Where a version of a change request stands. Only the first can still be signed."""

    ISSUED = "issued"
    ACCEPTED = "accepted"
    IMPLEMENTED = "implemented"
    DECLINED = "declined"
    COUNTERED = "countered"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterVersion:
    """A version of the letter. `spec`, `terms` and `files` are digests in the evidence store."""

    version: int
    language: str
    fingerprint: str
    spec: str
    """The text of the spec."""
    terms: str
    """The terms in canonical form, every default and holiday filled in: frozen."""
    library: str
    """The clause texts that it was drafted from: an amended letter keeps their wording."""
    head: str
    """The head of the register that is printed on it."""
    files: Mapping[str, str]
    clauses: Mapping[str, str]
    """The numbers of its clauses, by anchor: other papers quote these."""
    house: str = ""
    """The text of the house standard that its spec was laid over; empty when there was none."""
    signed: bool = False
    evidence: str = ""
    by_change: str = ""
    """The change request that made this version; empty for a letter that was signed itself."""
    languages: str = ""
    """Both languages of a letter in two, as `nl+en`; `language` is then the one that prevails."""

    @property
    def made_in(self) -> str:
        """What it was made in: `nl`, or `nl+en`."""
        return self.languages or self.language


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeVersion:
    """A version of a change request, as issued, and what became of it."""

    identity: FormIdentity
    digest: str
    request: str
    """Digest of the request's YAML in the evidence store."""
    letter: int
    """The version of the letter that it changes."""
    issued: date
    issued_at: datetime
    valid_until: date
    hold: str
    head: str
    amounts: Mapping[str, str]
    """The amount of each option, without VAT, as a plain number."""
    resuming: tuple[str, ...]
    """The options after which stopped work resumes."""
    inputs: Mapping[str, str]
    """For each option the preconditions and invoices that must be met first, parted by tabs."""
    stops: tuple[str, ...]
    """The causes of the hold that it covers, as `kind:about`."""
    files: Mapping[str, str]
    state: ChangeState = ChangeState.ISSUED
    option: str = ""
    evidence: str = ""
    evidence_class: str = ""
    method: str = ""
    agreed: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """One reason for which work stands still."""

    kind: str
    about: str
    since: date
    by: str

    @property
    def cause(self) -> str:
        """Name the cause, as a change request names what it covers."""
        return f"{self.kind}:{self.about}"

    @property
    def need(self) -> str:
        """Name what would meet it, as `Standing.received` keeps it."""
        return paid(self.about) if self.kind == "nonpayment" else self.about


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """A time during which work stands still; open until `resumed`."""

    id: str
    start: date
    streams: Mapping[str, date]
    stops: tuple[Stop, ...]
    resumed: date | None = None
    change: str = ""
    """The change request on which it was resumed."""

    @property
    def free(self) -> bool:
        """Tell whether it costs nothing, as the cause lies with the provider."""
        return any(stop.by == "client" for stop in self.stops)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A written notice that sets a final period."""

    kind: str
    about: str
    sent: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Everything that the events of one engagement add up to."""

    letters: tuple[LetterVersion, ...] = ()
    changes: tuple[ChangeVersion, ...] = ()
    """All versions, in the order of issue."""
    holds: tuple[Hold, ...] = ()
    notices: tuple[Notice, ...] = ()
    made: tuple[Made, ...] = ()
    marks: tuple[Mark, ...] = ()
    """What the client gave in reviews, in order."""
    requested: tuple[tuple[str, date], ...] = ()
    """Preconditions that were asked for or reminded of, with the day."""
    received: Mapping[str, date] = field(default_factory=dict)
    """Preconditions that are met and invoices that are paid, with the day."""
    partial: Mapping[str, date] = field(default_factory=dict)
    accepted: tuple[str, ...] = ()
    """Milestones that were accepted."""
    attested: tuple[Event, ...] = ()
    logged: tuple[Event, ...] = ()
    """Hours, calls, missed meetings and the like, as they were logged and not withdrawn."""
    milestones: Mapping[str, date] = field(default_factory=dict)
    """The days on which milestones were accepted."""
    used: Mapping[str, str] = field(default_factory=dict)
    """Evidence that led to an agreement, by digest, with the form it was for."""
    refused: tuple[Event, ...] = ()
    ended: date | None = None
    last: Event | None = None

    @property
    def letter(self) -> LetterVersion | None:
        """The letter in force: the last one that was signed, itself or through a change."""
        return next((one for one in reversed(self.letters) if one.signed), None)

    @property
    def hold(self) -> Hold | None:
        """The hold that is open; there is at most one."""
        return next((one for one in self.holds if one.resumed is None), None)

    def versions(self, change: str) -> tuple[ChangeVersion, ...]:
        """Give the versions of one change request, in order."""
        return tuple(one for one in self.changes if one.identity.item == change)

    def current(self, change: str) -> ChangeVersion | None:
        """Give the last version of a change request."""
        return next(reversed(self.versions(change)), None)

    @property
    def latest(self) -> tuple[ChangeVersion, ...]:
        """The last version of every change request, in the order of first issue."""
        last = {one.identity.item: one for one in self.changes}
        return tuple(last.values())

    def complete(self) -> date | None:
        """Give the day on which all that the open hold waits for was there; None while it is not.

        Only deliveries and payments can be met by themselves; any other cause needs an agreement.
        """
        return self.met(self.hold) if self.hold else None

    def met(self, hold: Hold) -> date | None:
        """Give the day on which all that a hold waited for was there; None when it was not."""
        if any(stop.kind not in MET_BY_THEMSELVES for stop in hold.stops):
            return None
        days = [self.received.get(stop.need) for stop in hold.stops]
        met = [day for day in days if day is not None]
        return max(met) if len(met) == len(days) else None
