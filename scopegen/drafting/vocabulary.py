"""What clause templates may say: the sections of the spec, and a few words worked out from it."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from markupsafe import Markup

from scopegen.document import SignatureBox, Signatures
from scopegen.drafting.blocks import Pointer
from scopegen.drafting.phrasing import NBSP, Phrasing, capitalized
from scopegen.drafting.pictures import Timeline, WeekPicture, rates, steps
from scopegen.drafting.zones import ZoneHours, in_zone
from scopegen.model.engagement import Engagement
from scopegen.quantities import ClockTime, DayType
from scopegen.terms.week import priced

Words = Mapping[str, Any]
COMPUTED: Mapping[str, tuple[str, ...]] = {
    "law": ("meta.law",),
    "offer_until": ("meta.date", "meta.offer_valid"),
    "priced_bands": ("out_of_hours.bands", "fees.hourly_rate"),
    "rates": ("out_of_hours.bands", "fees.hourly_rate"),
    "signatories": ("parties.authority",),
    "zones": ("meta.display_timezones",),
    "week_picture": ("availability.windows", "out_of_hours.bands"),
    "timeline": ("preconditions", "fees.milestones", "engagement.start", "engagement.end"),
    "steps_picture": ("precondition_process.reminder", "precondition_process.cure"),
    "signatures": ("parties.authority", "signature.place"),
}
"""What templates may use besides the sections of the spec, and the fields it comes from."""


def vocabulary(engagement: Engagement, phrasing: Phrasing, words: Words) -> Mapping[str, object]:
    """Give every name that a clause template may use."""
    named = {field.name: getattr(engagement, field.name) for field in fields(engagement)}
    return {**named, **_computed(engagement, phrasing, words), **_formatting(engagement, phrasing)}


def _computed(engagement: Engagement, phrasing: Phrasing, words: Words) -> Mapping[str, object]:
    meta, fees = engagement.meta, engagement.fees
    return {
        "law": meta.law,
        "offer_until": meta.offer_valid.after(meta.date),
        "priced_bands": priced(engagement.out_of_hours.bands, fees.hourly_rate),
        "rates": rates(engagement),
        "signatories": engagement.parties.signatories,
        "zones": _zones(engagement, phrasing),
        "week_picture": WeekPicture(engagement, phrasing, words).draw,
        "timeline": Timeline(engagement, phrasing, words).draw,
        "steps_picture": lambda: steps(engagement, phrasing, words),
        "signatures": _Boxes(engagement, words).draw,
    }


def _formatting(engagement: Engagement, phrasing: Phrasing) -> Mapping[str, Callable[..., object]]:
    plural = engagement.meta.voice in ("wij", "we")

    def weekday(day: datetime.date) -> str:
        return f"{phrasing.day(DayType(day.weekday()))} {phrasing.date(day)}"

    def deadline(day: datetime.date, time: ClockTime) -> str:
        short = phrasing.day(DayType(day.weekday()), short=True)
        return f"{short}{NBSP}{phrasing.short_date(day)}, {time}"

    def either(items: Iterable[object]) -> str:
        return phrasing.listed([phrasing.of(item) for item in items], "or")

    return {
        "we": lambda many, one: Markup(many if plural else one),
        "some": lambda count, one, many: Markup(one if count == 1 else many),
        "ref": Pointer,
        "cap": lambda value: capitalized(phrasing.of(value)),
        "hours": phrasing.hours_short,
        "day": phrasing.day,
        "weekday": weekday,
        "deadline": deadline,
        "either": either,
    }


def _zones(engagement: Engagement, phrasing: Phrasing) -> list[ZoneHours]:
    meta, windows = engagement.meta, engagement.availability.windows
    pairs = ((meta.timezone, zone) for zone in meta.display_timezones)
    return [in_zone(windows, pair, engagement.engagement.start, phrasing) for pair in pairs]


@dataclass(frozen=True, slots=True)
class _Boxes:
    """The boxes in which both parties sign."""

    engagement: Engagement
    words: Words

    def draw(self) -> Signatures:
        provider, client = self.engagement.parties.provider, self.engagement.parties.client
        place = self.engagement.signature.place or ""
        own = (provider.signatory, provider.signatory_role or "", place)
        theirs = [(who.name, who.role, "") for who in self.engagement.parties.signatories[:1]]
        boxes = [self._box("for_provider", provider.name, own)]
        boxes += [self._box("for_client", client.name, signer) for signer in theirs]
        return Signatures(boxes=tuple(boxes))

    def _box(self, side: str, party: str, signer: tuple[str, str, str]) -> SignatureBox:
        words = self.words["signing"]
        name, role, place = signer
        rows = [("name", name), ("role", role), ("place", place), ("date", ""), ("signature", "")]
        shown = [(words[key], value) for key, value in rows if value or key != "role"]
        return SignatureBox(party=f"{words[side]}: {party}", fields=tuple(shown))
