"""The engagement: what is agreed, whole, as one frozen value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from scopegen.model.legal import (
    Conduct,
    Confidentiality,
    Consumer,
    DataProtection,
    Independence,
    Ip,
)
from scopegen.model.parties import Parties
from scopegen.model.terms import (
    Acceptance,
    Assumption,
    Attendance,
    Availability,
    Calls,
    ChangeControl,
    Disputes,
    ExtraWork,
    Handbrake,
    HoldFee,
    Liability,
    Notices,
    OutOfHours,
    Payment,
    Precondition,
    PreconditionProcess,
    Response,
    Review,
    Signature,
    Substitution,
    TermExit,
)
from scopegen.quantities import Currency, Money, Percent, Period


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicHoliday:
    """A listed holiday; `kind` is core, good_friday, liberation_day or extra."""

    day: date
    kind: str
    nl: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Holidays:
    """Which public holidays are no working days (R8). `listed` is the list, as printed."""

    calendar: str
    good_friday: bool
    liberation_day: bool
    extra: tuple[date, ...]
    listed: tuple[PublicHoliday, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """A change request that this version of the letter takes in."""

    change: str
    agreed: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Meta:
    """What the letter is: reference, date, language, law and how we count."""

    id: str
    title: str
    date: date
    version: int
    language: str
    prevailing: str | None
    law: str
    timezone: str
    display_timezones: tuple[str, ...]
    currency: Currency
    voice: str
    amended_by: tuple[Amendment, ...]
    offer_valid: Period
    holidays: Holidays


@dataclass(frozen=True, slots=True, kw_only=True)
class Deliverable:
    """What is delivered and when it is done; `obligation` is effort or result."""

    id: str
    title: str
    criterion: str
    format: str | None
    obligation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Responsibility:
    """Who does a task, who decides on it and who is consulted."""

    task: str
    does: str
    decides: str
    consulted: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """The work itself (*opdracht*): goal, scope, deliverables and start."""

    goal: str
    background: str | None
    scope: tuple[str, ...]
    out_of_scope: tuple[str, ...]
    deliverables: tuple[Deliverable, ...]
    responsibilities: tuple[Responsibility, ...]
    start: date
    end: date | None
    trial: Period | None
    start_gate: str
    kickoff: Period | None
    key_person: str | None
    hours_per_week: Period | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Retainer:
    """A fixed fee a month for a number of hours."""

    fee: Money
    hours: Period
    unused: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """A point in the plan, with the part of a fixed price that goes with it."""

    id: str
    title: str
    due: date
    amount: Money | None
    deliverable: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Expenses:
    """How expenses are charged."""

    policy: str
    per_km: Money | None
    travel_time: Percent


@dataclass(frozen=True, slots=True, kw_only=True)
class Indexation:
    """The yearly change of rates."""

    month: int
    index: str
    cap: Percent


@dataclass(frozen=True, slots=True, kw_only=True)
class Vat:
    """Value added tax."""

    scheme: str
    rate: Percent


@dataclass(frozen=True, slots=True, kw_only=True)
class Fees:
    """What the work costs, without VAT. Both rates are always there: one follows from the other."""

    model: str
    hourly_rate: Money
    day_rate: Money
    hours_per_day: Period
    fixed_price: Money | None
    retainer: Retainer | None
    milestones: tuple[Milestone, ...]
    budget: Period | None
    budget_warning: Percent
    research: Period | None
    increment: Period
    minimum: Period
    rounding: str
    expenses: Expenses
    indexation: Indexation | None
    vat: Vat


@dataclass(frozen=True, slots=True, kw_only=True)
class Engagement:
    """Everything that is agreed. A section keeps the name it has in the spec."""

    meta: Meta
    parties: Parties
    engagement: Work
    fees: Fees
    availability: Availability
    response: Response
    calls: Calls
    attendance: Attendance
    out_of_hours: OutOfHours
    preconditions: tuple[Precondition, ...]
    precondition_process: PreconditionProcess
    assumptions: tuple[Assumption, ...]
    handbrake: Handbrake
    hold_fee: HoldFee
    change_control: ChangeControl
    extra_work: ExtraWork
    substitution: Substitution | None
    acceptance: Acceptance
    review: Review | None
    independence: Independence | None
    conduct: Conduct | None
    ip: Ip | None
    confidentiality: Confidentiality | None
    data_protection: DataProtection | None
    consumer: Consumer | None
    payment: Payment
    term_exit: TermExit
    liability: Liability
    disputes: Disputes
    notices: Notices
    signature: Signature
