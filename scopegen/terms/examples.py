"""Examples for the letter, chosen for its terms and worked out by the engine that bills.

The days are the first ordinary ones after the start, so that no holiday or absence disturbs them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from scopegen.quantities import ClockTime, DayType, Unit, clock
from scopegen.terms import attendance, deadlines
from scopegen.terms.attendance import Slot
from scopegen.terms.calls import Call, price_call
from scopegen.terms.hold import hold_charge, hold_working
from scopegen.terms.hours import refused
from scopegen.terms.sessions import Terms, work
from scopegen.terms.working import Figures, Working

DAY, WEEK = timedelta(days=1), timedelta(days=7)
EVENING, MORNING = (19 * 60 + 10, 19 * 60 + 50), (10 * 60 + 10, 10 * 60 + 50)
"""The minutes of an evening and of a Saturday call."""
MEETING, CALL, LONG_CALL, MESSAGE = 90, 10, 25, 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """An example: what happens, as a sentence key with its figures, and what it comes to."""

    key: str
    figures: Figures
    working: Working
    priced: bool = True


def examples(terms: Terms) -> tuple[Example, ...]:
    """Choose and work out the examples of a letter."""
    return tuple(example for choose in CHOICES for example in choose(terms))


def _ordinary(terms: Terms, kind: DayType) -> date:
    """Give the first such day, a whole week after the start, that is no holiday and no absence."""
    day = terms.engagement.engagement.start + WEEK
    away = terms.engagement.availability.absence
    while terms.calendar.day_type(day) is not kind or any(a.first <= day <= a.last for a in away):
        day += DAY
    return day


def _window(terms: Terms, kind: DayType) -> tuple[int, int] | None:
    """Give the first window on a kind of day."""
    windows = [one for one in terms.engagement.availability.windows if kind in one.days]
    first = min(windows, key=lambda one: one.start, default=None)
    return (first.start, first.end) if first else None


def _at(terms: Terms, day: date, minute: int) -> datetime:
    return clock(day, ClockTime(minute), terms.zone)


def _session(terms: Terms, key: str, kind: DayType, minutes: tuple[int, int]) -> Iterator[Example]:
    """An example of work, where the letter has a price for it and no window in it."""
    day = _ordinary(terms, kind)
    start, end = (_at(terms, day, minute) for minute in minutes)
    session = terms.tariff.session(start, end)
    if refused(session) or all(part.rated.inside for part in session.parts):
        return
    told = work(terms, start, end)
    yield Example(key=key, figures=(("span", terms.span(start, end)),), working=told)


def _evening(terms: Terms) -> Iterator[Example]:
    yield from _session(terms, "evening", DayType.TUESDAY, EVENING)


def _saturday(terms: Terms) -> Iterator[Example]:
    yield from _session(terms, "saturday", DayType.SATURDAY, MORNING)


def _long_call(terms: Terms) -> Iterator[Example]:
    """A call that is longer than its free part, as the first of the week."""
    found = _meeting_day(terms)
    agreed = terms.engagement.calls
    if found and agreed.adhoc_per_week:
        day, (opens, _) = found
        length = agreed.adhoc_free.minutes + CALL
        start = _at(terms, day, opens + 60)
        call = Call(start=start, end=start + timedelta(minutes=length))
        told = price_call(terms, call, 0).working
        figures = (("span", terms.span(call.start, call.end)),)
        yield Example(key="long_call", figures=figures, working=told)


def _meeting_day(terms: Terms) -> tuple[date, tuple[int, int]] | None:
    """Give an ordinary weekday with a window that is long enough for a meeting."""
    for kind in (DayType.WEDNESDAY, DayType.TUESDAY, DayType.MONDAY, DayType.THURSDAY):
        window = _window(terms, kind)
        if window and window[1] - window[0] >= MEETING + 60 + LONG_CALL:
            return _ordinary(terms, kind), window
    return None


def _slot(terms: Terms) -> Slot | None:
    found = _meeting_day(terms)
    if found is None:
        return None
    day, (opens, _) = found
    start = _at(terms, day, opens + 60)
    return Slot(start=start, end=start + timedelta(minutes=MEETING))


def _cancelled(terms: Terms) -> Iterator[Example]:
    """A cancellation that just falls under the longest tier."""
    slot = _slot(terms)
    if slot is None:
        return
    longest = max(terms.engagement.attendance.tiers, key=lambda one: one.less_than.count)
    if longest.less_than.unit is Unit.WORKING_DAYS:
        last = terms.calendar.before(terms.day(slot.start), longest.less_than.whole)
        received = _at(terms, last + DAY, MORNING[0])
    else:
        received = slot.start - timedelta(minutes=max(longest.less_than.minutes - 2 * 60, 60))
    told = attendance.cancellation(terms, slot, received.astimezone(UTC))
    yield Example(key="cancelled", figures=_meeting(terms, slot), working=told)


def _absent(terms: Terms) -> Iterator[Example]:
    slot = _slot(terms)
    if slot:
        told = attendance.no_show(terms, slot)
        yield Example(key="absent", figures=_meeting(terms, slot), working=told)


def _meeting(terms: Terms, slot: Slot) -> Figures:
    return (("span", terms.span(slot.start, slot.end)),)


def _held(terms: Terms) -> Iterator[Example]:
    """A hold of a week on top of the days at no charge."""
    if not terms.engagement.handbrake.enabled:
        return
    agreed = terms.engagement.hold_fee
    start = _ordinary(terms, DayType.MONDAY)
    until = terms.calendar.after(start, agreed.free.whole + WORKING_DAYS_A_WEEK)
    charge = hold_charge(agreed, terms.calendar, start, until, None)
    told = hold_working(agreed, charge, start, until)
    figures = (("start", start), ("until", until))
    yield Example(key="held", figures=figures, working=told)


WORKING_DAYS_A_WEEK = 5


def _answer(terms: Terms) -> Iterator[Example]:
    """A message shortly before the week closes: the answer comes in the next."""
    window = _window(terms, DayType.FRIDAY)
    if window:
        received = _at(terms, _ordinary(terms, DayType.FRIDAY), window[1] - MESSAGE)
        try:
            told = deadlines.response(terms, received).working
        except deadlines.NeverRunsError:
            return
        figures = (("at", terms.moment(received)),)
        yield Example(key="answer", figures=figures, working=told, priced=False)


CHOICES: tuple[Callable[[Terms], Iterator[Example]], ...] = (
    _evening,
    _saturday,
    _long_call,
    _cancelled,
    _absent,
    _held,
    _answer,
)
