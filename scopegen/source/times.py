"""Readers of dates, clock times, time zones and weekly hours, in English and Dutch words."""

from __future__ import annotations

import re
from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, available_timezones

from scopegen.quantities import ClockTime, DayType, WeeklyHours
from scopegen.source.words import SPACE, UnreadableError, any_case, mended

if TYPE_CHECKING:
    from collections.abc import Sequence

DATE = r"(?:20[0-9]{2}|2100)-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
_MONTHS = {
    "jan": 1, "feb": 2, "maa": 3, "mrt": 3, "mar": 3, "apr": 4, "mei": 5, "may": 5, "jun": 6,
    "jul": 7, "aug": 8, "sep": 9, "okt": 10, "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
_LOOSE_DATE = re.compile(
    r"(?P<year>[0-9]{4})[-/.]?(?P<month>[0-9]{1,2})[-/.]?(?P<day>[0-9]{1,2})(?:[T ].*)?"
)
_DAY_FIRST = re.compile(
    r"(?P<day>[0-9]{1,2})(?P<mark>[-/.])(?P<month>[0-9]{1,2})(?P=mark)(?P<year>[0-9]{4})"
)
_IN_WORDS = re.compile(
    r"(?i)(?:(?P<day>[0-9]{1,2})\.? )?(?P<month>[a-z]{3,9})\.? (?:(?P<late>[0-9]{1,2}),? )?"
    r"(?P<year>[0-9]{4})"
)


def read_date(text: str) -> date:
    """Read a date as 2026-12-01; the years 2000 to 2100."""
    if not re.fullmatch(DATE, text):
        raise _other_date(text)
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UnreadableError("calendar") from None


def _other_date(text: str) -> UnreadableError:
    if found := _LOOSE_DATE.fullmatch(text):
        return mended(DATE, read_date, _iso(found["year"], found["month"], found["day"]))
    if found := _DAY_FIRST.fullmatch(text):
        return _day_or_month_first(found)
    if found := _IN_WORDS.fullmatch(text):
        month = _MONTHS.get(found["month"][:3].lower(), 0)
        return mended(
            DATE, read_date, _iso(found["year"], month, found["day"] or found["late"] or 0)
        )
    return UnreadableError()


def _day_or_month_first(found: re.Match[str]) -> UnreadableError:
    """A date with slashes may be American; with dashes or dots it has the day first."""
    year, month, day = found["year"], found["month"], found["day"]
    european, american = _iso(year, month, day), _iso(year, day, month)
    both = re.fullmatch(DATE, european) and re.fullmatch(DATE, american)
    if found["mark"] == "/" and both and european != american:
        return UnreadableError("two", fix=european, other=american)
    return mended(DATE, read_date, european, american)


def _iso(year: object, month: object, day: object) -> str:
    return f"{year}-{month:0>2}-{day:0>2}"


TIME = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]"
_LOOSE_TIME = r"(?i)([0-9]{1,2})(?:[:.hu]([0-9]{2}))?\s*(?:uur|u|h)?\s*(am|pm)?"


def read_time(text: str) -> ClockTime:
    """Read a time of day on the 24-hour clock: `09:00`."""
    if not re.fullmatch(TIME, text):
        raise mended(TIME, read_time, _clock(text))
    return ClockTime(_minutes(text))


def _clock(text: str) -> str:
    """Write a loose time such as `9.30` or `5 pm` as it should be typed; empty when it is none."""
    found = re.fullmatch(_LOOSE_TIME, text)
    if not found:
        return ""
    hour = int(found[1])
    if found[3]:
        hour = hour % 12 + (12 if found[3].lower() == "pm" else 0)
    return f"{hour:02d}:{found[2] or '00'}"


def _minutes(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:])


_AREAS = (
    "Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe",
    "Indian", "Pacific",
)  # fmt: skip
ZONE = rf"(?:{'|'.join(_AREAS)})(?:/[A-Z][A-Za-z_-]*){{1,2}}"
_MEANT = {
    **dict.fromkeys(("cet", "cest", "met", "mez", "gmt+1", "utc+1", "+01:00"), "Europe/Amsterdam"),
    **dict.fromkeys(("gmt", "bst", "wet", "utc", "z", "gmt+0", "utc+0"), "Europe/London"),
}


def read_zone(text: str) -> str:
    """Read an IANA time zone that follows a place, so that it knows about summer time."""
    if re.fullmatch(ZONE, text) and _zone_exists(text):
        return text
    raise mended(ZONE, read_zone, *_zones_like(text))


def _zone_exists(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # OSError: the name of a folder of zones
        return False
    return True


def _zones_like(text: str) -> list[str]:
    """Find the zones that may be meant. Listing all zones takes a tenth of a second: only here."""
    wanted = text.lower().replace(" ", "_")
    if wanted in _MEANT:
        return [_MEANT[wanted]]
    places = (name for name in sorted(available_timezones()) if re.fullmatch(ZONE, name))
    zones = {name.rpartition("/")[2].lower(): name for name in places}
    city = wanted.rpartition("/")[2]
    alike = [each for each in zones if each[:1] == city[:1]]
    return [zones[each] for each in get_close_matches(city, alike, 1)]


WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SHORTEST_RUN = 3
"""From this many days in a row on, only the first and the last are named."""
_DAYS = {
    DayType.MONDAY: ("mon", "monday", "ma", "maandag"),
    DayType.TUESDAY: ("tue", "tuesday", "di", "dinsdag"),
    DayType.WEDNESDAY: ("wed", "wednesday", "wo", "woensdag"),
    DayType.THURSDAY: ("thu", "thursday", "do", "donderdag"),
    DayType.FRIDAY: ("fri", "friday", "vr", "vrijdag"),
    DayType.SATURDAY: ("sat", "saturday", "za", "zaterdag"),
    DayType.SUNDAY: ("sun", "sunday", "zo", "zondag"),
}
_DAY_OF = {word: day for day, those in _DAYS.items() for word in those}
_HOLIDAYS = ("holiday", "holidays", "feestdag", "feestdagen")
DAY = any_case(_DAY_OF)


def read_weekday(text: str) -> DayType:
    """Read a day of the week, in English or Dutch."""
    if text.lower() in _DAY_OF:
        return _DAY_OF[text.lower()]
    raise mended(DAY, read_weekday, *get_close_matches(text.lower(), _DAY_OF, 1))


_NAME = "[A-Za-z]{2,10}"
_NAMES = f"{_NAME}(?:{SPACE}*-{SPACE}*{_NAME})?"
_SPAN = f"{TIME}{SPACE}*-{SPACE}*(?:{TIME}|24:00)"
HOURS = f"{_NAMES}(?:{SPACE}*,{SPACE}*{_NAMES})*{SPACE}+{_SPAN}"
_LOOSE_HOURS = (
    r"(?P<days>\D+?)\s*(?P<start>\d[\d:.]*)\s*(?:-|–|to|tot)\s*(?P<end>\d[\d:.]*)(?: uur)?"
)


def read_hours(text: str) -> WeeklyHours:
    """Read days with hours: `mon-fri 09:00-17:00`, `holiday 00:00-24:00`."""
    found = re.fullmatch(r"(\D+)(.{5})\D+(.{5})", text) if re.fullmatch(HOURS, text) else None
    if not found:
        raise _other_hours(text)
    days, start, end = _day_types(found[1]), _minutes(found[2]), _minutes(found[3])
    if start >= end:
        raise _overnight(found[1].strip(), days, found[2], found[3])
    return WeeklyHours(days, start, end)


def _other_hours(text: str) -> UnreadableError:
    found = re.fullmatch(_LOOSE_HOURS, text)
    if not found:
        return UnreadableError()
    days = found["days"].replace("–", "-")
    fix = f"{days} {_clock(found['start'])}-{_clock(found['end'])}"
    if re.fullmatch(HOURS, fix):
        read_hours(fix)  # it may still be refused, and then for a better reason
    return mended(HOURS, read_hours, fix)


def _day_types(text: str) -> tuple[DayType, ...]:
    """Give the days of `mon-fri`, `sat, sun` or `holiday`; a range may run past Sunday."""
    days: set[DayType] = set()
    for part in text.split(","):
        names = [name.strip().lower() for name in part.split("-")]
        if names[0] in _HOLIDAYS and len(names) == 1:
            days.add(DayType.HOLIDAY)
            continue
        unknown = [name for name in names if name not in _DAY_OF]
        if unknown:
            raise UnreadableError("day", day=unknown[0])
        first, last = _DAY_OF[names[0]], _DAY_OF[names[-1]]
        days |= {DayType((first + n) % 7) for n in range((last - first) % 7 + 1)}
    return tuple(sorted(days))


def _overnight(names: str, days: tuple[DayType, ...], start: str, end: str) -> UnreadableError:
    """Offer the two rows that hours past midnight are written as."""
    evening = f"{names} {start}-24:00"
    if end == "00:00":
        return mended(HOURS, read_hours, evening)
    if start == end or DayType.HOLIDAY in days:
        return UnreadableError()
    morning = type_days(sorted(DayType((day + 1) % 7) for day in days))
    return UnreadableError("overnight", evening=evening, morning=f"{morning} 00:00-{end}")


def type_hours(hours: WeeklyHours) -> str:
    """Write hours as one would type them: `mon-fri 09:00-17:00`."""
    return f"{type_days(hours.days)} {ClockTime(hours.start)}-{ClockTime(hours.end)}"


def type_days(days: Sequence[DayType]) -> str:
    """Write days in order as one would type them: `mon-fri`, `sat,sun`, `holiday`."""
    names = [(*WEEK, _HOLIDAYS[0])[day] for day in days]
    in_a_row = days[-1] - days[0] == len(days) - 1 and DayType.HOLIDAY not in days
    return f"{names[0]}-{names[-1]}" if in_a_row and len(days) >= SHORTEST_RUN else ",".join(names)


REST = ("rest", "overig")
BAND = f"(?:{any_case(REST)}|{HOURS})"


def read_band(text: str) -> WeeklyHours | str:
    """Read hours, or the word that stands for all other hours of the week."""
    return REST[0] if text.lower() in REST else read_hours(text)
