"""The three pictures of a letter, drawn as bars: the week, the timeline, the handbrake's steps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from scopegen.document import Bar, Picture, PictureRow, Tone
from scopegen.drafting.phrasing import Phrasing, lettered
from scopegen.model.engagement import Engagement
from scopegen.quantities import MINUTES_PER_DAY, ClockTime, DayType, Money, Percent, add_months
from scopegen.terms.hours import hourly_rate
from scopegen.terms.week import Stretch, priced, stretches

Words = Mapping[str, Any]
TONES = (Tone.LOW, Tone.MIDDLE, Tone.HIGH)
ROOMY = 180
"""Minutes of width from which a bar can hold its surcharge next to its letter."""
TICK = 180
LONG = 1000
MARK = 110
"""Width of a mark on the timeline, on a scale of 1000."""
BOX, GAP = 14, 3
"""Widths of a step and of the arrow between two steps."""
AXIS_STEPS = (1, 3, 6, 12, 24, 60, 120)
"""Months that a bar of the time axis may stand for; the last will do for all dates of a spec."""
MOST_AXIS_BARS = 13
"""Bars that the time axis has room for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """A rate of the week with its letter and shade; `surcharge` is None inside the windows."""

    code: str
    surcharge: Percent | None
    price: Money
    tone: Tone


def rates(engagement: Engagement) -> tuple[Rate, ...]:
    """Give the rates of the week in order: A is the normal rate, then the surcharges."""
    hourly = hourly_rate(engagement)
    extra = sorted(
        {(band.surcharge, band.rate) for band in priced(engagement.out_of_hours.bands, hourly)}
    )
    darkest = len(TONES) - 1
    coded = [
        Rate(
            code=lettered(at + 2).upper(),
            surcharge=one,
            price=price,
            tone=TONES[min(at, darkest)],
        )
        for at, (one, price) in enumerate(extra)
    ]
    return (Rate(code="A", surcharge=None, price=hourly, tone=Tone.BASE), *coded)


@dataclass(frozen=True, slots=True)
class WeekPicture:
    """The week: each kind of day from midnight to midnight, with what an hour costs."""

    engagement: Engagement
    phrasing: Phrasing
    words: Words

    def draw(self) -> Picture:
        """Draw one row a kind of day."""
        days = [(day, self._stretches(day)) for day in DayType]
        rows = [self._axis(), *(self._day(day, cut) for day, cut in days)]
        told = " ".join(self._told(day, cut) for day, cut in days)
        words = self.words["week"]
        alt = words["alt"].format(rows=told)
        return Picture(
            name=words["name"], alt=alt, scale=MINUTES_PER_DAY, label_share=14, rows=tuple(rows)
        )

    def _stretches(self, day: DayType) -> tuple[Stretch, ...]:
        terms = self.engagement.out_of_hours
        return stretches(day, self.engagement.availability.windows, terms.bands)

    def _axis(self) -> PictureRow:
        edges = [0, *range(TICK // 2, MINUTES_PER_DAY, TICK), MINUTES_PER_DAY]
        hours = [f"{at * TICK // 60}" for at in range(len(edges) - 1)]
        bars = (
            Bar(start=start, end=end, tone=Tone.AXIS, text=hour)
            for (start, end), hour in zip(pairwise(edges), hours, strict=True)
        )
        return PictureRow(label="", bars=tuple(bars))

    def _day(self, day: DayType, cut: Sequence[Stretch]) -> PictureRow:
        label = self.words["public_holiday"] if day is DayType.HOLIDAY else self.phrasing.day(day)
        return PictureRow(label=label, bars=tuple(self._bar(stretch) for stretch in cut))

    def _bar(self, stretch: Stretch) -> Bar:
        rate = self._rate(stretch)
        if rate is None:
            return Bar(start=stretch.start, end=stretch.end, tone=Tone.NONE, text="\N{EN DASH}")
        roomy = stretch.end - stretch.start >= ROOMY
        text = f"{rate.code}  {self._price(rate)}" if roomy else rate.code
        return Bar(start=stretch.start, end=stretch.end, tone=rate.tone, text=text)

    def _price(self, rate: Rate) -> str:
        if rate.surcharge is None:
            return str(self.words["normal_rate"])
        return f"+{self.phrasing.percent(rate.surcharge)}"

    def _rate(self, stretch: Stretch) -> Rate | None:
        """The rate of a stretch; None where the provider is not available at all."""
        if not stretch.inside and stretch.surcharge is None:
            return None
        return next(r for r in rates(self.engagement) if r.surcharge == stretch.surcharge)

    def _told(self, day: DayType, cut: Sequence[Stretch]) -> str:
        words = self.words["week"]
        bars = [
            words["bar"].format(
                start=ClockTime(stretch.start), end=ClockTime(stretch.end), what=self._what(stretch)
            )
            for stretch in cut
        ]
        return str(words["row"].format(day=self.phrasing.day(day), bars=", ".join(bars)))

    def _what(self, stretch: Stretch) -> str:
        rate = self._rate(stretch)
        return self._price(rate) if rate else str(self.words["not_available"])


@dataclass(frozen=True, slots=True)
class Timeline:
    """The plan: preconditions and milestones by date."""

    engagement: Engagement
    phrasing: Phrasing
    words: Words

    def draw(self) -> Picture | None:
        """Draw one row a date; None when there is nothing to plan."""
        points = sorted(self._points())
        if not points:
            return None
        words = self.words["timeline"]
        first, last = points[0][0], points[-1][0]
        told = " ".join(
            words["row"].format(label=label, date=self.phrasing.date(day))
            for day, label, _ in points
        )
        span = first.replace(day=1), add_months(last.replace(day=1), 1)
        rows = [_months(*span, self.phrasing), *(self._point(point, *span) for point in points)]
        alt = words["alt"].format(
            first=self.phrasing.date(first), last=self.phrasing.date(last), rows=told
        )
        return Picture(name=words["name"], alt=alt, scale=LONG, label_share=40, rows=tuple(rows))

    def _points(self) -> Iterator[tuple[date, str, Tone]]:
        work = self.engagement.engagement
        conditions, milestones = self.engagement.preconditions, self.engagement.fees.milestones
        for condition in conditions:
            yield condition.due, f"{condition.id}  {condition.item}", Tone.CLIENT
        for milestone in milestones:
            yield milestone.due, f"{milestone.id}  {milestone.title}", Tone.PROVIDER
        if conditions or milestones:
            yield work.start, self.words["start"], Tone.BASE
            if work.end:
                yield work.end, self.words["end"], Tone.BASE

    def _point(self, point: tuple[date, str, Tone], first: date, last: date) -> PictureRow:
        day, label, tone = point
        centre = LONG * (day - first).days // (last - first).days
        start = min(max(centre - MARK // 2, 0), LONG - MARK)
        mark = Bar(
            start=start, end=start + MARK, tone=tone, text=self.phrasing.short_date(day, "d MMM")
        )
        around = ((0, start), (start + MARK, LONG))
        before, after = ([_blank(*span)] if span[0] < span[1] else [] for span in around)
        return PictureRow(label=label, bars=(*before, mark, *after))


def steps(engagement: Engagement, phrasing: Phrasing, words: Words) -> Picture:
    """Draw the way from a missed date to work that goes on, as boxes with arrows."""
    told, process = words["steps"], engagement.precondition_process
    reminder, cure = phrasing.period(process.reminder), phrasing.period(process.cure)
    boxes = [
        (told["missed"], Tone.CLIENT),
        (told["reminder"].format(period=reminder), Tone.BASE),
        (told["last_term"].format(period=cure), Tone.BASE),
        (told["brake"], Tone.HIGH),
        (told["agreed"], Tone.CLIENT),
        (told["resumed"], Tone.PROVIDER),
    ]
    in_order = f" {words['arrow']} ".join(text for text, _ in boxes)
    bars = tuple(_boxes(boxes, words["arrow"]))
    return Picture(
        name=told["name"],
        alt=told["alt"].format(rows=in_order),
        scale=bars[-1].end,
        label_share=0,
        rows=(PictureRow(label="", bars=bars),),
    )


def _boxes(boxes: Sequence[tuple[str, Tone]], arrow: str) -> Iterator[Bar]:
    at = 0
    for n, (text, tone) in enumerate(boxes):
        if n:
            yield Bar(start=at, end=at + GAP, tone=Tone.AXIS, text=arrow)
            at += GAP
        yield Bar(start=at, end=at + BOX, tone=tone, text=text)
        at += BOX


def _blank(start: int, end: int) -> Bar:
    return Bar(start=start, end=end, tone=Tone.NONE)


def _months(first: date, last: date, phrasing: Phrasing) -> PictureRow:
    months = (last.year - first.year) * 12 + last.month - first.month
    step = next(n for n in AXIS_STEPS if months <= n * MOST_AXIS_BARS)
    starts = [add_months(first, at) for at in range(0, months, step)]
    edges = [LONG * (edge - first).days // (last - first).days for edge in (*starts, last)]
    years = [0, *(start.year for start in starts)]
    bars = (
        Bar(start=start, end=end, tone=Tone.AXIS, text=_month(day, before, phrasing))
        for (start, end), day, before in zip(pairwise(edges), starts, years, strict=False)
    )
    return PictureRow(label="", bars=tuple(bars))


def _month(day: date, year_before: int, phrasing: Phrasing) -> str:
    month = phrasing.short_date(day, "MMM")
    return month if day.year == year_before else f"{month} {day.year}"
