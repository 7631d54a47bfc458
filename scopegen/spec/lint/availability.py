"""Being reachable: when, how, how fast, and at what price."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scopegen.diagnostics import Diagnostic, Path
from scopegen.quantities import DayType, Period, Unit
from scopegen.source.writing import typed
from scopegen.spec.lint.norms import Case

TELEPHONE = re.compile(r"\+?(?:[\s().-]*[0-9]){3,}[\s().-]*")
HOURS_A_WORKING_DAY = 8
WEEK = 7


def holidays(case: Case) -> Iterator[Diagnostic]:
    """Which days are days off is clear, and fits the law (L017)."""
    chosen = case.engagement.meta.holidays
    if chosen.calendar != case.law:
        path: Path = ("meta", "holidays", "calendar")
        yield case.warning("L017", path, calendar=chosen.calendar, law=case.law)
    if chosen.calendar == "NL":
        return
    for name in ("good_friday", "liberation_day"):
        if getattr(chosen, name):
            path = ("meta", "holidays", name)
            yield case.warning("L017", path, calendar=chosen.calendar, law=case.law, hint="switch")


def emergency_channel(case: Case) -> Iterator[Diagnostic]:
    """An emergency is met by a voice, not by a mailbox (L018)."""
    terms, provider = case.engagement.availability, case.engagement.parties.provider
    if terms.emergency and not TELEPHONE.fullmatch(terms.emergency.number):
        path: Path = ("availability", "emergency", "number")
        yield case.warning("L018", path, found=terms.emergency.number)
        return
    numbers = [channel.address for channel in terms.channels]
    numbers += [provider.phone or ""] if not terms.channels or terms.standby else []
    direct = terms.emergency or any(map(TELEPHONE.fullmatch, numbers))
    if (terms.channels or terms.standby) and not direct:
        path = ("availability", "channels" if terms.channels else "standby")
        found = ", ".join(channel.name for channel in terms.channels) or "e-mail"
        yield case.warning("L018", path, found=found)


def answers(case: Case) -> Iterator[Diagnostic]:
    """An answer is promised in a time that can be kept, and that is of use (L019)."""
    fastest, slowest = case.limit("answer_fastest_hours"), case.limit("answer_slowest_hours")
    for name in ("email", "callback"):
        period: Period = getattr(case.engagement.response, name)
        by_day = period.unit is Unit.WORKING_DAYS
        hours = period.count * (HOURS_A_WORKING_DAY if by_day else 1)
        path, found = ("response", name), typed(period)
        if hours < fastest and not case.engagement.availability.standby:
            yield case.warning("L019", path, found=found, hint="fast")
        elif hours > slowest:
            yield case.warning("L019", path, found=found, hint="slow")


def always_on(case: Case) -> Iterator[Diagnostic]:
    """Being reachable all day or all week has a price (L020)."""
    terms = case.engagement.availability
    minutes = dict.fromkeys(DayType, 0)
    for window in terms.windows:
        for day in window.days:
            minutes[day] += window.end - window.start
    days = [day for day in DayType if day is not DayType.HOLIDAY and minutes[day]]
    long = max(minutes.values()) >= case.limit("always_on_hours") * 60
    if terms.standby is None and (long or len(days) == WEEK):
        path: Path = ("availability", "windows")
        found = ", ".join(typed(window) for window in terms.windows)
        yield case.warning("L020", path, found=found)


RULES = (holidays, emergency_channel, answers, always_on)
