"""What clause templates may say: the sections of the spec, and a few words worked out from it."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from markupsafe import Markup

from scopegen.document import SignatureBox, Signatures
from scopegen.drafting.blocks import Pointer
from scopegen.drafting.phrasing import NBSP, Phrasing, Told, capitalized, weekday
from scopegen.drafting.pictures import Timeline, WeekPicture, rates, steps
from scopegen.drafting.workings import told_examples
from scopegen.drafting.zones import ZoneHours, in_zone
from scopegen.model.engagement import Engagement
from scopegen.model.parties import Authority
from scopegen.model.terms import Channel
from scopegen.quantities import ClockTime, DayType, Money
from scopegen.terms.hours import day_rate, hourly_rate, uplift_of
from scopegen.terms.week import priced

Words = Mapping[str, Any]
COMPUTED: Mapping[str, tuple[str, ...]] = {
    "law": ("meta.law",),
    "offer_until": ("meta.date", "meta.offer_valid"),
    "priced_bands": ("out_of_hours.bands", "fees.hourly_rate"),
    "rates": ("out_of_hours.bands", "fees.hourly_rate"),
    "hour_rate": ("fees.hourly_rate", "availability.tiers"),
    "day_price": ("fees.day_rate", "availability.tiers"),
    "uplift": ("availability.tiers",),
    "with_vat": ("fees.vat.rate",),
    "examples": (
        "fees.hourly_rate",
        "out_of_hours.bands",
        "attendance.tiers",
        "hold_fee.per_day",
        "calls.adhoc_free",
        "response.email",
    ),
    "signer": ("parties.authority", "fees.fixed_price"),
    "budget_price": ("fees.budget", "fees.hourly_rate", "fees.day_rate", "fees.hours_per_day"),
    "zones": ("meta.display_timezones",),
    "channels": ("availability.channels", "parties.provider.email", "parties.provider.phone"),
    "week_picture": ("availability.windows", "out_of_hours.bands"),
    "timeline": ("preconditions", "fees.milestones", "engagement.start", "engagement.end"),
    "steps_picture": ("precondition_process.reminder", "precondition_process.cure"),
    "signatures": ("parties.authority", "signature.place"),
    "prevailing": ("meta.prevailing",),
}
"""What templates may use besides the sections of the spec, and the fields it comes from."""
FORMATTING = ("we", "some", "ref", "cap", "hours", "day", "weekday", "deadline", "either")
NAMES = (*COMPUTED, *FORMATTING)
"""Every name that a template may use besides the sections of the spec."""


def vocabulary(engagement: Engagement, phrasing: Phrasing, words: Words) -> Mapping[str, object]:
    """Give every name that a clause template may use."""
    named = {field.name: getattr(engagement, field.name) for field in fields(engagement)}
    computed = _computed(engagement, phrasing, words)
    return {**named, **computed, **_formatting(engagement, phrasing), "prevailing": ""}


def _computed(engagement: Engagement, phrasing: Phrasing, words: Words) -> Mapping[str, object]:
    meta = engagement.meta
    return {
        "law": meta.law,
        "offer_until": meta.offer_valid.after(meta.date),
        "priced_bands": priced(engagement.out_of_hours.bands, hourly_rate(engagement)),
        "hour_rate": hourly_rate(engagement),
        "day_price": day_rate(engagement),
        "uplift": uplift_of(engagement),
        "with_vat": lambda amount: amount.times(1 + engagement.fees.vat.rate.share),
        "examples": lambda: told_examples(engagement, phrasing, words),
        "rates": rates(engagement),
        "signer": _signer(engagement),
        "budget_price": _budget_price(engagement),
        "zones": _zones(engagement, phrasing),
        "channels": engagement.availability.channels or tuple(_channels(engagement, words)),
        "week_picture": WeekPicture(engagement, phrasing, words).draw,
        "timeline": Timeline(engagement, phrasing, words).draw,
        "steps_picture": lambda: steps(engagement, phrasing, words),
        "signatures": _Boxes(engagement, words).draw,
    }


def _formatting(engagement: Engagement, phrasing: Phrasing) -> Mapping[str, Callable[..., object]]:
    plural = engagement.meta.voice in ("wij", "we")

    def deadline(day: datetime.date, time: ClockTime) -> str:
        short = phrasing.day(DayType(day.weekday()), short=True)
        return Told(f"{short}{NBSP}{phrasing.short_date(day)}, {time}", (day, time))

    def either(items: Iterable[object]) -> str:
        listed = tuple(items)
        return Told(phrasing.listed([phrasing.of(item) for item in listed], "or"), listed)

    def day_name(day: DayType, *, short: bool = False) -> str:
        return Told(phrasing.day(day, short=short), (day,))

    return {
        "we": lambda many, one: Markup(many if plural else one),
        "some": lambda count, one, many: Markup(one if count == 1 else many),
        "ref": lambda target: Pointer(_id(target)),
        "cap": lambda value: Told(capitalized(phrasing.of(value)), (value,)),
        "hours": lambda hours: Told(phrasing.hours_short(hours), (hours,)),
        "day": day_name,
        "weekday": lambda day: Told(weekday(phrasing, day), (day,)),
        "deadline": deadline,
        "either": either,
    }


def _id(said: object) -> str:
    """Give the id of a clause or a paragraph.

    Raises:
        TypeError: it is no text.
    """
    if isinstance(said, str):
        return said
    raise TypeError(type(said).__name__)


def _zones(engagement: Engagement, phrasing: Phrasing) -> list[ZoneHours]:
    meta, windows = engagement.meta, engagement.availability.windows
    pairs = ((meta.timezone, zone) for zone in meta.display_timezones)
    return [in_zone(windows, pair, engagement.engagement.start, phrasing) for pair in pairs]


def _signer(engagement: Engagement) -> Authority:
    return engagement.parties.signatory_for(engagement.fees.fixed_price)


def _budget_price(engagement: Engagement) -> Money | None:
    """What the whole budget comes to, by the hour or by the day (R1, R6)."""
    fees = engagement.fees
    if fees.budget is None:
        return None
    if fees.model == "daily":
        return day_rate(engagement).times(fees.budget.count / fees.hours_per_day.count)
    return hourly_rate(engagement).times(fees.budget.count)


def _channels(engagement: Engagement, words: Words) -> Iterator[Channel]:
    """The channels when the spec names none: e-mail, and the phone if there is a number."""
    provider, told = engagement.parties.provider, words["channels"]
    yield Channel(name=told["email"], address=provider.email, use=told["documents"])
    if provider.phone:
        urgent = "urgent" if engagement.availability.emergency else "calls"
        yield Channel(name=told["phone"], address=provider.phone, use=told[urgent])


@dataclass(frozen=True, slots=True)
class _Boxes:
    """The boxes in which both parties sign."""

    engagement: Engagement
    words: Words

    def draw(self) -> Signatures:
        provider, client = self.engagement.parties.provider, self.engagement.parties.client
        place = self.engagement.signature.place or ""
        own = (provider.signatory, provider.signatory_role or "", place)
        signer = _signer(self.engagement)
        theirs = (signer.name, signer.role, "")
        return Signatures(
            boxes=(
                self._box("for_provider", provider.name, own),
                self._box("for_client", client.name, theirs),
            )
        )

    def _box(self, side: str, party: str, signer: tuple[str, str, str]) -> SignatureBox:
        words = self.words["signing"]
        name, role, place = signer
        rows = [("name", name), ("role", role), ("place", place), ("date", ""), ("signature", "")]
        shown = tuple((words[key], value) for key, value in rows)
        return SignatureBox(party=f"{words[side]}: {party}", fields=shown)
