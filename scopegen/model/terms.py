"""The terms under which the work is done, one noun a section of the spec.

Field names are those of the spec; `schemas/engagement.yaml` says what each one means.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from scopegen.quantities import ClockTime, DayType, Money, Percent, Period, WeeklyHours


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """Days, both included, on which the provider is away."""

    first: date
    last: date
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A way to reach the provider, and what it is for."""

    name: str
    address: str
    use: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Emergency:
    """What counts as an emergency, and the number for it."""

    definition: str
    number: str
    false_alarm_billed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """A level of availability, priced as an uplift on the rate."""

    name: str
    uplift: Percent
    free_calls: int
    response: Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Standby:
    """Paid standby (*bereikbaarheidsdienst*): a fee a day; call-outs are billed besides."""

    fee: Money
    when: WeeklyHours
    response: Period
    callout_minimum: Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Availability:
    """When and how the provider can be reached."""

    windows: tuple[WeeklyHours, ...]
    absence: tuple[Absence, ...]
    channels: tuple[Channel, ...]
    emergency: Emergency | None
    tiers: tuple[Tier, ...]
    tier: str | None
    standby: Standby | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """Response times, both ways (R14)."""

    email: Period
    callback: Period
    client: Period


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingCall:
    """A call at a fixed time each week, in local time."""

    day: DayType
    time: ClockTime
    length: Period
    billed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Calls:
    """Standing calls and the allowance of ad-hoc calls (R13)."""

    standing: tuple[StandingCall, ...]
    adhoc_per_week: int
    adhoc_free: Period
    group_notice: Period
    overload_per_day: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CancellationTier:
    """With less notice than `less_than`, `charge` of the planned fee is due (R7)."""

    less_than: Period
    charge: Percent


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendance:
    """Cancelling late and not turning up: the price of reserved time (R7)."""

    tiers: tuple[CancellationTier, ...]
    no_show: Percent
    grace: Period
    reschedule_within: Period | None
    mutual: bool
    no_shows_before_handbrake: int
    interest: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A part of the week outside the windows, and its surcharge (*toeslag*) (R4, R6)."""

    when: tuple[WeeklyHours, ...]
    surcharge: Percent


@dataclass(frozen=True, slots=True, kw_only=True)
class OutOfHours:
    """Work outside the windows; with policy `refuse` there are no bands."""

    policy: str
    bands: tuple[Band, ...]
    stacking: str
    minimum: Period
    rest: Period | None
    messages_billed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Precondition:
    """What the client delivers, who does it and by when (*randvoorwaarde*)."""

    id: str
    item: str
    owner: str
    due: date
    time: ClockTime
    complete_when: str
    needed_for: tuple[str, ...]
    format: str | None
    fatal: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PreconditionProcess:
    """The ladder after a missed date; working days after the due date (R9)."""

    reminder: Period
    call: Period
    sponsor: Period
    cure: Period
    partial_counts: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumption:
    """Something that plan and price rest on, and who verifies it."""

    id: str
    text: str
    owner: str
    verify_by: date
    if_wrong: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Handbrake:
    """The right to stop the dependent work (*handrem*, *opschorting*)."""

    enabled: bool
    mutual: bool
    triggers: tuple[str, ...]
    notice: Period
    nonpayment_notice: Period
    scope: str
    resume_lead: Period


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldFee:
    """The price of the slot that stays reserved during a hold (R10)."""

    per_day: Money
    share: Percent
    free: Period
    cap: Period
    restart_fee: Money | None
    restart_after: Period
    long_stop: Period


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderStep:
    """Up to `up_to` (no limit when None) this is the lightest signature that will do."""

    up_to: Money | None
    least: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeControl:
    """How agreements change (*wijzigingsverzoek*), and what counts as written agreement."""

    validity: Period
    estimate_billed: bool
    small_change: Period | None
    small_changes_per_month: int
    counts_as_signature: tuple[str, ...]
    sign_ladder: tuple[LadderStep, ...]
    four_eyes_above: Money | None
    while_pending: str
    oral_confirmation: Period


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtraWork:
    """Extra work at no charge (*meerwerk uit coulance*), up to a limit (R15)."""

    goodwill: Period | None
    warning: Percent


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """How deliverables are reviewed and accepted."""

    review: Period
    rounds: int
    deemed: str
    reminder: Period
    use_counts: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A regular review (*evaluatie*) with a mark from 1 to 10 against the goal (R19)."""

    every: Period
    length: Period
    billed: bool
    threshold: int
    drop: int
    plan: Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Substitute:
    """Somebody who could do the work; `level` A is recommended, B is not worked with yet."""

    name: str
    experience: str
    level: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Substitution:
    """Somebody else doing the work (*vervanging*): how long beforehand, and what the client may."""

    notice: Period
    urgent: Period
    meeting: Period
    refusal: Period
    grounds: str | None
    requirements: tuple[str, ...] | None
    rate: Money | None
    oversight: Period | None
    oversight_billed: bool | None
    most_people: int | None
    pool: tuple[Substitute, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """Invoices and what happens when they are late (R11, R12)."""

    term: Period
    schedule: str
    advance: Percent | None
    roll: str
    long_term_reason: str | None
    interest: str
    interest_rate: Percent | None
    collection: str
    dispute: Period
    purchase_order: bool
    e_invoice: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TermExit:
    """Notice and leaving early (*opzegging*) (R17)."""

    client_notice: Period
    provider_notice: Period
    milestone_notice: Period | None
    committed_hours: Period | None
    handover: Period
    renewal: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Liability:
    """The limit of liability and the time in which claims are made."""

    cap: str
    multiple: int
    amount: Money | None
    claim_period: Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Disputes:
    """Where disputes go, and whose general terms apply."""

    mediation: bool
    court: str | None
    general_terms: str | None
    general_terms_attached: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notices:
    """Where formal messages go, and in what form."""

    client_email: str
    formal: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """How the letter itself is signed."""

    least: str
    place: str | None
