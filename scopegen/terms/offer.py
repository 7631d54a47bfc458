"""What a change request comes to: amounts, dates and who may sign, option by option.

Amounts by R1 and R6, the last day by R9, new dates by R19. Everything follows from the letter that
was signed, the request, and what the register holds; nothing is typed twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from scopegen.model.change import ChangeRequest, Option
from scopegen.model.engagement import Engagement
from scopegen.model.parties import Authority
from scopegen.quantities import Money
from scopegen.terms.brake import WHOLE_WORK
from scopegen.terms.hold import HoldCharge, Shift, calendar_of, hold_charge, shifted

LADDER = ("email", "platform", "handwritten", "advanced", "qualified")
"""Ways of signing from light to strong, as the letter lists them."""


class HeldSince(NamedTuple):
    """A hold as a change request meets it."""

    start: date
    streams: Mapping[str, date]
    """Each stopped workstream, with the day from which it stands still."""
    complete: date | None
    free: bool
    """Nothing is charged: the cause lies with the provider."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One option, worked out."""

    option: Option
    amount: Money
    vat: Money
    shifts: tuple[Shift, ...]
    """Milestones as they move if the work resumes on the offer's day."""
    end: date | None
    new_total: Money | None
    """The contract after this choice, where it has a total."""
    least: str
    """The lightest way of signing that will do for this amount."""
    may_sign: tuple[Authority, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A change request, worked out on the day of issue."""

    request: ChangeRequest
    version: int
    issued: date
    valid_until: date
    resume_on: date
    """The day on which the work resumes if the client agrees on the last day; dates rest on it."""
    hold: HoldCharge | None
    """The hold up to the day of issue."""
    original: Money | None
    accepted: Money | None
    choices: tuple[Choice, ...]

    def choice(self, id_: str) -> Choice:
        """Give the choice for an option; KeyError when there is none."""
        return {one.option.id: one for one in self.choices}[id_]


def amount_of(option: Option, engagement: Engagement) -> Money:
    """Give what an option adds to the price, without VAT; below zero when it takes off (R1, R6)."""
    zero = engagement.fees.hourly_rate.times(0)
    hours = engagement.fees.hourly_rate.times(option.hours.hours) if option.hours else zero
    return (option.price or zero) + hours - (option.reduction or zero)


def least_signature(engagement: Engagement, amount: Money) -> str:
    """Give the lightest signature that will do for an amount; what it takes off counts as much."""
    size = max(amount, amount.times(-1))
    steps = engagement.change_control.sign_ladder
    return next(step.least for step in steps if step.up_to is None or size <= step.up_to)


def able_to_sign(engagement: Engagement, amount: Money) -> tuple[Authority, ...]:
    """Give the people who may sign for an amount, by the authority table of the letter."""
    size = max(amount, amount.times(-1))
    people = engagement.parties.signatories
    return tuple(one for one in people if one.sign_limit is None or size <= one.sign_limit)


def contract_total(engagement: Engagement) -> Money | None:
    """Give the price of the whole, where the letter has one: fixed, or the budget in hours."""
    fees = engagement.fees
    if fees.fixed_price:
        return fees.fixed_price
    return fees.hourly_rate.times(fees.budget.count) if fees.budget else None


def vat_on(amount: Money, engagement: Engagement) -> Money:
    """Give the VAT on an amount; none is added when it is exempt or accounted for by the client."""
    vat = engagement.fees.vat
    return amount.times(vat.rate.share if vat.scheme == "standard" else 0)


def valid_until(engagement: Engagement, issued: date) -> date:
    """Give the last day of a change request (R9); it ends at 23:59:59 in the letter's zone."""
    return calendar_of(engagement).after(issued, engagement.change_control.validity.whole)


def resume_day(engagement: Engagement, agreed: date) -> date:
    """Give the last day on which the work resumes after an agreement (R9)."""
    calendar = calendar_of(engagement)
    lead = engagement.handbrake.resume_lead.whole
    return calendar.after(agreed, lead) if lead else calendar.next_working(agreed)


def settled(engagement: Engagement, hold: HeldSince, until: date) -> HoldCharge:
    """Work out a hold up to a day; one of the provider's own making costs nothing."""
    charge = hold_charge(
        engagement.hold_fee, calendar_of(engagement), hold.start, until, hold.complete
    )
    nothing = charge.per_day.times(0)
    free = HoldCharge(
        days=charge.days, free=charge.days, charged=0,
        per_day=charge.per_day, fee=nothing, restart=nothing,
    )  # fmt: skip
    return free if hold.free else charge


def moved(
    engagement: Engagement, request: ChangeRequest, option: Option,
    hold: HeldSince | None, resume_on: date,
) -> tuple[Shift, ...]:  # fmt: skip
    """Move the milestones: held ones by their hold, affected ones by the option's days (R19)."""
    calendar = calendar_of(engagement)
    if option.nothing:
        return ()
    affected = request.affects or tuple(one.id for one in engagement.fees.milestones)
    days = dict.fromkeys(affected, option.days.whole)
    if hold and option.resumes:
        wholly = hold.streams.get(WHOLE_WORK)
        for one in engagement.fees.milestones:
            since = hold.streams.get(one.id, wholly)
            if since:
                held = calendar.count(since, max(since, resume_on))
                days[one.id] = days.get(one.id, 0) + held
    return shifted(engagement.fees.milestones, days, calendar)


def offer(
    engagement: Engagement,
    request: ChangeRequest,
    *,
    version: int,
    issued: date,
    hold: HeldSince | None,
    accepted: Money | None,
) -> Offer:
    """Work out a change request on its day of issue; `accepted` sums earlier accepted ones."""
    last = valid_until(engagement, issued)
    resume_on = resume_day(engagement, last)
    now = contract_total(engagement)
    zero = engagement.fees.hourly_rate.times(0)

    def choice(option: Option) -> Choice:
        amount = amount_of(option, engagement)
        shifts = moved(engagement, request, option, hold, resume_on)
        return Choice(
            option=option,
            amount=amount,
            vat=vat_on(amount, engagement),
            shifts=shifts,
            end=new_end(engagement, shifts),
            new_total=now + amount if now else None,
            least=least_signature(engagement, amount),
            may_sign=able_to_sign(engagement, amount),
        )

    return Offer(
        request=request,
        version=version,
        issued=issued,
        valid_until=last,
        resume_on=resume_on,
        hold=settled(engagement, hold, issued) if hold else None,
        original=now - (accepted or zero) if now else None,
        accepted=accepted,
        choices=tuple(map(choice, request.options)),
    )


def new_end(engagement: Engagement, shifts: tuple[Shift, ...]) -> date | None:
    """Give the end of the engagement; it moves when a milestone would pass it."""
    end = engagement.engagement.end
    return max([end, *(shift.new for shift in shifts)]) if end else None
