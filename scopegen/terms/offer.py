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
from scopegen.quantities import Money, add_months
from scopegen.terms.brake import WHOLE_WORK
from scopegen.terms.hold import HoldCharge, Shift, calendar_of, hold_charge, shifted
from scopegen.terms.hours import hourly_rate

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
    hold_then: HoldCharge | None
    """The hold if the work resumes on `resume_on`."""
    original: Money | None
    accepted: Money | None
    choices: tuple[Choice, ...]

    def choice(self, id_: str) -> Choice:
        """Give the choice for an option; KeyError when there is none."""
        return {one.option.id: one for one in self.choices}[id_]


def amount_of(option: Option, engagement: Engagement) -> Money:
    """Give what an option adds to the price, without VAT; below zero when it takes off (R1, R6)."""
    zero = engagement.fees.hourly_rate.times(0)
    hours = hourly_rate(engagement).times(option.hours.hours) if option.hours else zero
    return (option.price or zero) + hours - (option.reduction or zero)


def size_of(option: Option, engagement: Engagement) -> Money:
    """Give how large an option is, for the ladder and for who may sign.

    What it takes off counts as much as what it adds; the two never hide each other.
    """
    zero = engagement.fees.hourly_rate.times(0)
    off = option.reduction or zero
    return max(amount_of(option, engagement) + off, off)


def least_signature(engagement: Engagement, size: Money) -> str:
    """Give the lightest signature that will do for a change of this size."""
    steps = engagement.change_control.sign_ladder
    return next(step.least for step in steps if step.up_to is None or size <= step.up_to)


def strongest_signature(engagement: Engagement) -> str:
    """Give the signature that the last step of the ladder asks, whatever the amount."""
    return engagement.change_control.sign_ladder[-1].least


def able_to_sign(engagement: Engagement, size: Money) -> tuple[Authority, ...]:
    """Give the people who may sign for a change of this size, by the authority table."""
    people = engagement.parties.signatories
    return tuple(one for one in people if one.sign_limit is None or size <= one.sign_limit)


def contract_total(engagement: Engagement) -> Money | None:
    """Give the price of the whole, where the letter has one: fixed, or the budget in hours."""
    fees = engagement.fees
    if fees.fixed_price:
        return fees.fixed_price
    return hourly_rate(engagement).times(fees.budget.count) if fees.budget else None


def vat_on(amount: Money, engagement: Engagement) -> Money:
    """Give the VAT on an amount; none is added when it is exempt or accounted for by the client."""
    vat = engagement.fees.vat
    return amount.times(vat.rate.share if vat.scheme == "standard" else 0)


def valid_until(engagement: Engagement, issued: date) -> date:
    """Give the last day of a change request (R9); it ends at 23:59:59 in the letter's zone."""
    return calendar_of(engagement).after(issued, engagement.change_control.validity.whole)


def resumption(engagement: Engagement, agreed: date, there: date | None, today: date) -> date:
    """Give the day on which work counts as resumed: today, or the last that the letter gives.

    That is counted from the agreement, or from the day on which everything was there if that is
    later; a delay of the provider after it is not charged, nor does it move a date.
    """
    last = resume_day(engagement, max(agreed, there or agreed))
    return min(calendar_of(engagement).next_working(today), last)


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
            end=new_end(engagement, option, shifts, hold, resume_on),
            new_total=now + amount if now else None,
            least=least_for(request, option, engagement),
            may_sign=signers_for(request, option, engagement),
        )

    return Offer(
        request=request,
        version=version,
        issued=issued,
        valid_until=last,
        resume_on=resume_on,
        hold=settled(engagement, hold, issued) if hold else None,
        hold_then=settled(engagement, hold, resume_on) if hold else None,
        original=now - (accepted or zero) if now else None,
        accepted=accepted,
        choices=tuple(map(choice, request.options)),
    )


def new_end(
    engagement: Engagement, option: Option, shifts: tuple[Shift, ...],
    hold: HeldSince | None, resume_on: date,
) -> date | None:  # fmt: skip
    """Give the end of the engagement after a choice.

    It moves when a milestone would pass it; where there are no milestones it moves by the working
    days of the hold and of the option (R19).
    """
    end, calendar = engagement.engagement.end, calendar_of(engagement)
    if end is None or option.nothing:
        return end
    if engagement.fees.milestones:
        return max([end, *(shift.new for shift in shifts)])
    held = calendar.count(hold.start, max(hold.start, resume_on)) if hold and option.resumes else 0
    return calendar.after(end, held + option.days.whole)


def is_about_people(request: ChangeRequest) -> bool:
    """Tell whether a request changes who may decide: only the strongest signature will do then."""
    return request.type == "person"


def least_for(request: ChangeRequest, option: Option, engagement: Engagement) -> str:
    """Give the lightest signature that will do for an option of a request."""
    if is_about_people(request) and not option.nothing:
        return strongest_signature(engagement)
    return least_signature(engagement, size_of(option, engagement))


def signers_for(
    request: ChangeRequest, option: Option, engagement: Engagement
) -> tuple[Authority, ...]:
    """Give who may sign for an option; about people only those without a limit."""
    if is_about_people(request) and not option.nothing:
        return tuple(one for one in engagement.parties.signatories if one.sign_limit is None)
    return able_to_sign(engagement, size_of(option, engagement))


def letter_price(engagement: Engagement) -> Money | None:
    """Give what a letter comes to, for who may sign it; None when it has no total.

    A retainer counts to its end, or for a year.
    """
    fees, work = engagement.fees, engagement.engagement
    total = contract_total(engagement)
    if total is not None or fees.retainer is None:
        return total
    end = work.end or add_months(work.start, MONTHS_OF_AN_OPEN_END)
    months = (end.year - work.start.year) * 12 + end.month - work.start.month + 1
    return fees.retainer.fee.times(max(1, months))


MONTHS_OF_AN_OPEN_END = 11


def letter_signers(engagement: Engagement, price: Money | None) -> tuple[Authority, ...]:
    """Give who may sign a letter; where it has no total only those without a limit."""
    people = engagement.parties.signatories
    free = tuple(one for one in people if one.sign_limit is None)
    return able_to_sign(engagement, price) if price is not None else free
