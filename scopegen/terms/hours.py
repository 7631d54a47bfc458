"""Worked time cut at every change of band, day and clock: which minute costs what (R2 to R4).

Elapsed time is reckoned in UTC; the band of a minute is that of its local clock time, so that a
night with 23 or 25 hours comes out right by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple
from zoneinfo import ZoneInfo

from scopegen.model.engagement import Engagement
from scopegen.quantities import (
    MINUTE,
    ClockTime,
    DayType,
    Money,
    Percent,
    Period,
    WorkingCalendar,
    clock,
    clock_change,
    minutes_between,
    total,
)
from scopegen.terms.hold import calendar_of
from scopegen.terms.week import Stretch, stretches

NO_SURCHARGE = Percent(Decimal(0))
NOON = ClockTime(12 * 60)


class Rated(NamedTuple):
    """What minutes cost: inside the hours of availability, or at which surcharge."""

    inside: bool
    surcharge: Percent | None
    """None where the letter gives no price (policy `refuse`)."""


INSIDE = Rated(inside=True, surcharge=NO_SURCHARGE)


class Piece(NamedTuple):
    """A stretch of worked time at one price, within one local day."""

    start: datetime
    minutes: int
    rated: Rated


@dataclass(frozen=True)
class Week:
    """The hours of an engagement: windows and bands on the local clock, and the holidays."""

    zone: str
    calendar: WorkingCalendar
    days: tuple[tuple[Stretch, ...], ...]

    @cached_property
    def there(self) -> ZoneInfo:
        """The time zone."""
        return ZoneInfo(self.zone)

    def pieces(self, start: datetime, end: datetime) -> Iterator[Piece]:
        """Cut the time from `start` to `end` wherever price, local day or clock changes.

        Both are aware. Pieces come in order, without gap or overlap.
        """
        at, end = start.astimezone(UTC), end.astimezone(UTC)
        while at < end:
            local = at.astimezone(self.there)
            stretch = self._stretch(local)
            left = stretch.end - (local.hour * 60 + local.minute)
            until = min(at + left * MINUTE, end)
            until = clock_change(at, until, self.there) or until
            yield Piece(at, minutes_between(at, until), _rated(stretch))
            at = until

    def starts_inside(self, moment: datetime) -> bool:
        """Tell whether a moment lies inside the hours of availability (R13)."""
        return self._stretch(moment.astimezone(self.there)).inside

    def _stretch(self, local: datetime) -> Stretch:
        minute = local.hour * 60 + local.minute
        for stretch in self.days[self.calendar.day_type(local.date())]:
            if minute < stretch.end:
                return stretch
        raise ValueError("the day ends at 24:00")


def _rated(stretch: Stretch) -> Rated:
    return INSIDE if stretch.inside else Rated(inside=False, surcharge=stretch.surcharge)


def week_of(engagement: Engagement) -> Week:
    """Give the hours of an engagement."""
    windows, bands = engagement.availability.windows, engagement.out_of_hours.bands
    days = tuple(stretches(day, windows, bands) for day in DayType)
    return Week(engagement.meta.timezone, calendar_of(engagement), days)


class Part(NamedTuple):
    """The minutes of one session at one price, with what they come to."""

    rated: Rated
    worked: int
    minutes: int
    """As billed: the worked minutes and the ones that were added."""
    rate: Money
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A session with its price, without VAT. `start` and `end` are in UTC."""

    start: datetime
    end: datetime
    worked: int
    rounded: int
    """After rounding up to the increment (R5)."""
    billed: int
    """After raising to the minimum."""
    parts: tuple[Part, ...]

    @property
    def fee(self) -> Money:
        """The sum of the rounded parts (R1).

        Raises:
            IndexError: for a session without a minute.
        """
        return total((part.amount for part in self.parts), self.parts[0].amount.currency)


@dataclass(frozen=True)
class Tariff:
    """What worked time costs under one letter (R4 to R6)."""

    week: Week
    rate: Money
    """One hour without a surcharge; the uplift of the chosen level is in it."""
    increment: int
    minimum: int
    minimum_outside: int
    rounding: str

    @cached_property
    def _prices(self) -> dict[tuple[int, Percent], Money]:
        return {}

    def price(self, minutes: int, surcharge: Percent = NO_SURCHARGE) -> Money:
        """Price minutes: minutes / 60 x rate x (1 + surcharge), rounded once (R1, R6)."""
        known = self._prices.get((minutes, surcharge))
        if known is None:
            # One division at the end: a half cent is then exactly a half cent.
            hundredths = self.rate.amount * minutes * (100 + surcharge.value)
            known = Money(hundredths / 6000, self.rate.currency).times(1)
            self._prices[minutes, surcharge] = known
        return known

    def hour(self, surcharge: Percent = NO_SURCHARGE) -> Money:
        """Give the price of one hour at a surcharge."""
        return self.price(60, surcharge)

    def session(
        self,
        start: datetime,
        end: datetime,
        *,
        surcharged: bool = True,
        minimum: int | None = None,
    ) -> Session:
        """Price a session: round up to the increment, raise to the minimum, price each band.

        Without `surcharged`, as for work at the provider's own choice, all minutes cost the plain
        rate and the ordinary minimum applies. `minimum`, in minutes, stands in for
        that of R5. Minutes for which the letter gives no price cost the plain rate; `refused` tells
        whether there are any.
        """
        pieces = tuple(self.week.pieces(start, end))
        worked = sum(piece.minutes for piece in pieces)
        rounded = -(-worked // self.increment) * self.increment
        outside = any(not piece.rated.inside for piece in pieces)
        least = self.minimum_outside if outside and surcharged else self.minimum
        billed = max(rounded, least if minimum is None else minimum) if worked else 0
        parts = self._parts(pieces, billed - worked, surcharged=surcharged)
        return Session(
            start=start.astimezone(UTC),
            end=end.astimezone(UTC),
            worked=worked,
            rounded=rounded,
            billed=billed,
            parts=parts,
        )

    def untimed(self, day: date, minutes: int) -> Session:
        """Price time of which only the length is known: inside the hours, at the plain rate (R5).

        Its start and end are both the noon of that day.
        """
        rounded = -(-minutes // self.increment) * self.increment
        billed = max(rounded, self.minimum)
        noon = clock(day, NOON, self.week.zone)
        part = Part(INSIDE, minutes, billed, self.rate, self.price(billed))
        return Session(
            start=noon, end=noon, worked=minutes, rounded=rounded, billed=billed, parts=(part,)
        )

    def _parts(
        self, pieces: tuple[Piece, ...], added: int, *, surcharged: bool
    ) -> tuple[Part, ...]:
        worked: dict[Rated, int] = {}
        for piece in pieces:
            worked[piece.rated] = worked.get(piece.rated, 0) + piece.minutes
        more = self._spread(worked, pieces, added) if added else {}
        return tuple(
            self._part(rated, minutes, minutes + more.get(rated, 0), surcharged=surcharged)
            for rated, minutes in worked.items()
        )

    def _part(self, rated: Rated, worked: int, minutes: int, *, surcharged: bool) -> Part:
        surcharge = (rated.surcharge if surcharged else None) or NO_SURCHARGE
        return Part(rated, worked, minutes, self.hour(surcharge), self.price(minutes, surcharge))

    def _spread(
        self, worked: dict[Rated, int], pieces: tuple[Piece, ...], added: int
    ) -> dict[Rated, int]:
        """Give the added minutes to bands, as `fees.rounding` says (R5)."""
        if self.rounding == "proportional":
            return _in_proportion(worked, added)
        return {pieces[0 if self.rounding == "first_band" else -1].rated: added}


def _in_proportion(worked: dict[Rated, int], added: int) -> dict[Rated, int]:
    """Share out whole minutes; what is left over goes to the largest remainders, then in order."""
    whole = sum(worked.values())
    shares = {rated: divmod(added * minutes, whole) for rated, minutes in worked.items()}
    left = added - sum(share for share, _ in shares.values())
    by_rest = sorted(shares, key=lambda rated: -shares[rated][1])
    return {rated: shares[rated][0] + (at < left) for at, rated in enumerate(by_rest)}


def uplift_of(engagement: Engagement) -> Percent:
    """Give the uplift of the level of availability that was chosen."""
    terms = engagement.availability
    chosen = next((one for one in terms.tiers if one.name == terms.tier), None)
    return chosen.uplift if chosen else NO_SURCHARGE


def hourly_rate(engagement: Engagement) -> Money:
    """Give the rate of an hour without surcharge, the uplift of the chosen level included (R1)."""
    return engagement.fees.hourly_rate.times(1 + uplift_of(engagement).share)


def day_rate(engagement: Engagement) -> Money:
    """Give the rate of a day, the uplift of the chosen level included (R1)."""
    return engagement.fees.day_rate.times(1 + uplift_of(engagement).share)


def tariff_of(engagement: Engagement) -> Tariff:
    """Give what worked time costs under a letter."""
    fees = engagement.fees
    return Tariff(
        week=week_of(engagement),
        rate=hourly_rate(engagement),
        increment=fees.increment.minutes,
        minimum=fees.minimum.minutes,
        minimum_outside=engagement.out_of_hours.minimum.minutes,
        rounding=fees.rounding,
    )


def refused(session: Session) -> bool:
    """Tell whether a session has minutes for which the letter gives no price."""
    return any(part.rated.surcharge is None for part in session.parts)


def rest_until(engagement: Engagement, session: Session) -> datetime | None:
    """Give the end of the rest after night work, in UTC; None when there was none.

    Night is 22:00 to 06:00 local (clause out-of-hours); the rest runs from the end of the work.
    """
    rest: Period | None = engagement.out_of_hours.rest
    if rest is None or engagement.out_of_hours.policy == "refuse":
        return None
    there = ZoneInfo(engagement.meta.timezone)
    minutes = range(minutes_between(session.start, session.end))
    hours = ((session.start + n * MINUTE).astimezone(there).hour for n in minutes)
    night = any(hour >= NIGHT_FROM or hour < NIGHT_TO for hour in hours)
    return session.end + rest.minutes * MINUTE if night else None


NIGHT_FROM, NIGHT_TO = 22, 6
