"""What worked time comes to, with its working: sessions, call-outs and standby (R2 to R6)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property

from scopegen.model.engagement import Engagement
from scopegen.quantities import MINUTE, Currency, Money, WorkingCalendar
from scopegen.terms.hours import (
    NO_SURCHARGE,
    Part,
    Session,
    Tariff,
    day_rate,
    refused,
    rest_until,
    tariff_of,
    uplift_of,
)
from scopegen.terms.working import Elapsed, Moment, Span, Step, Working, line, step, working

HOURS, BANDS = "fees.rounding", "out-of-hours"


@dataclass(frozen=True)
class Terms:
    """The terms of one letter, made ready to reckon with."""

    engagement: Engagement

    @cached_property
    def tariff(self) -> Tariff:
        """What worked time costs."""
        return tariff_of(self.engagement)

    @property
    def calendar(self) -> WorkingCalendar:
        """The working days, as the letter prints them (R8)."""
        return self.tariff.week.calendar

    @property
    def zone(self) -> str:
        """The IANA zone of the letter."""
        return self.engagement.meta.timezone

    @property
    def currency(self) -> Currency:
        """The currency of the letter."""
        return self.engagement.meta.currency

    @property
    def nothing(self) -> Money:
        """No money at all."""
        return Money(Decimal(0), self.currency)

    def day(self, moment: datetime) -> date:
        """Give the local date of a moment."""
        return moment.astimezone(self.tariff.week.there).date()

    def moment(self, at: datetime) -> Moment:
        """Give a moment to show."""
        return Moment(at, self.zone)

    def span(self, start: datetime, end: datetime) -> Span:
        """Give a stretch of time to show."""
        return Span(start, end, self.zone)


def work(terms: Terms, start: datetime, end: datetime, *, surcharged: bool = True) -> Working:
    """Price one session of work, the surcharges of its bands included (R2 to R6).

    By the day, the ordinary hours of one session never cost more than their day rates. Both moments
    are aware.
    """
    session = terms.tariff.session(start, end, surcharged=surcharged)
    steps = [*session_steps(terms, session), *by_the_day(terms, ordinary_minutes(session))]
    steps += _rest(terms, session)
    return working("work", "fees", terms.currency, steps)


def callout(terms: Terms, start: datetime, end: datetime) -> Working:
    """Price a call-out during standby: its own minimum, at the rate of that moment."""
    standby = terms.engagement.availability.standby
    least = max(standby.callout_minimum.minutes if standby else 0, terms.tariff.minimum_outside)
    session = terms.tariff.session(start, end, minimum=least)
    steps = [*session_steps(terms, session), *_rest(terms, session)]
    return working("callout", BANDS, terms.currency, steps)


def session_steps(terms: Terms, session: Session) -> Iterator[Step]:
    """Tell how a session is priced: time, rounding, minimum, and one line a band."""
    yield from time_steps(terms, session)
    yield from (part_line(terms, session, part) for part in session.parts)


def time_steps(terms: Terms, session: Session) -> Iterator[Step]:
    """Tell which time counts: as worked, rounded up, raised to the minimum (R5)."""
    tariff = terms.tariff
    outside = any(not part.rated.inside for part in session.parts)
    outside = outside or session.billed > max(session.rounded, tariff.minimum)
    told = {"minutes": Elapsed(session.worked)}
    if session.start == session.end:
        yield step("R2", "worked_on", "", day=terms.day(session.start), **told)
    else:
        yield step("R2", "worked", "", span=terms.span(session.start, session.end), **told)
        yield from _clock_set(terms, session)
    if session.rounded > session.worked:
        facts = {"increment": Elapsed(tariff.increment), "minutes": Elapsed(session.rounded)}
        yield step("R5", "rounded", HOURS, **facts)
    if session.billed > session.rounded:
        raised = {"minutes": Elapsed(session.billed)}
        yield step("R5", "raised", BANDS if outside else HOURS, **raised)
    if session.billed > session.worked and len(session.parts) > 1:
        added = Elapsed(session.billed - session.worked)
        yield step("R5", f"added_{tariff.rounding}", BANDS, minutes=added)


def _clock_set(terms: Terms, session: Session) -> Iterator[Step]:
    """Tell that the clock was set during a session, as its times then do not tell its length."""
    there = terms.tariff.week.there
    start, end = (each.astimezone(there).utcoffset() for each in (session.start, session.end))
    if start is not None and end is not None and start != end:
        key = "clock_forward" if end > start else "clock_back"
        yield step("R2", key, "", minutes=Elapsed(abs(end - start) // MINUTE))


def part_line(terms: Terms, session: Session, part: Part) -> Step:
    """Give the line of one band (R6)."""
    facts = {"minutes": Elapsed(part.minutes), "rate": part.rate}
    surcharge = part.rated.surcharge
    plain = part.rate == terms.tariff.rate
    if part.rated.inside or surcharge is None or (plain and surcharge != NO_SURCHARGE):
        key = "hours_inside" if part.rated.inside else "hours_plain"
        key = "hours_untimed" if session.start == session.end else key
        return line("R6", key, "fees.price", part.amount, **facts)
    base = {"surcharge": surcharge, "base": terms.tariff.rate}
    return line("R6", "hours_band", BANDS, part.amount, **facts, **base)


def unconfirmed(terms: Terms, start: datetime, end: datetime) -> Iterator[Step]:
    """Tell that a surcharge is left out, as nobody logged that the client confirmed it.

    The letter asks for a written confirmation before there is a surcharge (clause out-of-hours).
    """
    session = terms.tariff.session(start, end)
    if ordinary_minutes(session) < session.billed:
        key = "outside_by_choice" if refused(session) else "surcharge_unconfirmed"
        yield step("R4", key, BANDS)


def ordinary_minutes(session: Session) -> int:
    """Give the billed minutes inside the hours of availability."""
    return sum(part.minutes for part in session.parts if part.rated.inside)


def by_the_day(terms: Terms, ordinary: int) -> Iterator[Step]:
    """Give the line that brings the ordinary minutes of one day down to the day rate.

    Each full day costs the day rate, and a part of a day never costs more than a day (clause fees).
    Only where the work is priced by the day.
    """
    fees = terms.engagement.fees
    if fees.model != "daily" or not ordinary:
        return
    rate, length = day_rate(terms.engagement), fees.hours_per_day.minutes
    days, rest = divmod(ordinary, length)
    part = min(terms.tariff.price(rest), rate)
    fee = rate.times(days) + part
    by_hour = terms.tariff.price(ordinary)
    if fee != by_hour:
        facts = {"days": days + (part == rate), "rate": rate, "by_hour": by_hour, "fee": fee}
        yield line("R6", "day_rate", "fees.price", fee - by_hour, **facts)


def _rest(terms: Terms, session: Session) -> Iterator[Step]:
    until = rest_until(terms.engagement, session)
    if until:
        rest = terms.engagement.out_of_hours.rest
        yield step("R2", "rest", BANDS, rest=rest, until=terms.moment(until))


def standby(terms: Terms, first: date, last: date) -> Working:
    """Price standby from `first` to `last`, both included: a fee for each day that has its hours.

    Raises:
        ValueError: when the letter has no standby.
    """
    agreed = terms.engagement.availability.standby
    if agreed is None:
        raise ValueError("no standby is agreed")
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    count = sum(1 for day in days if terms.calendar.day_type(day) in agreed.when.days)
    facts = {"first": first, "last": last, "days": count, "fee": agreed.fee, "when": agreed.when}
    key = "standby_day" if first == last else "standby"
    steps = [line("R1", key, BANDS, agreed.fee.times(count), **facts)]
    return working("standby", BANDS, terms.currency, steps)


def uplift_step(terms: Terms) -> Iterator[Step]:
    """Tell the uplift of the chosen level, where there is one."""
    uplift = uplift_of(terms.engagement)
    if uplift.value:
        facts = {"tier": terms.engagement.availability.tier, "uplift": uplift}
        base = {"base": terms.engagement.fees.hourly_rate, "rate": terms.tariff.rate}
        yield step("R1", "uplift", "availability", **facts, **base)
