"""Calendar files (RFC 5545), for every calendar program; the landlord of icalendar.

The same entries give the same bytes. An entry keeps its UID, so that importing a newer file updates
it instead of adding another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vRecur

DAY = timedelta(days=1)
PRODUCT = "-//scopegen//engagement calendar//EN"


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEntry:
    """An entry in words. Moments are in UTC; a last day is included."""

    uid: str
    summary: str
    description: str
    start: datetime | None
    end: datetime | None
    first: date | None
    last: date | None
    weekly_until: date | None
    skipped: tuple[datetime, ...]
    cancelled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarFile:
    """A whole calendar: its name and zone, and the state of things that it shows."""

    name: str
    zone: str
    stamp: datetime
    """When what it shows came about; a newer file has a later one."""
    sequence: int
    entries: Sequence[CalendarEntry]


def render_calendar(file: CalendarFile) -> bytes:
    """Print a calendar file, with the definition of its time zone."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", " ".join(file.name.split()))
    calendar.add("x-wr-timezone", file.zone)
    for entry in file.entries:
        calendar.add_component(_event(entry, file))
    first, last = _years(file)
    calendar.add_missing_timezones(first_date=first, last_date=last)
    printed: bytes = calendar.to_ical()
    return printed


def _years(file: CalendarFile) -> tuple[date, date]:
    """Give the whole years that the entries lie in: the zone is defined for those."""
    days = [
        day
        for one in file.entries
        for day in (one.start, one.end, one.first, one.last, one.weekly_until)
        if day is not None
    ]
    years = [day.year for day in days] or [file.stamp.year]
    return date(min(years), 1, 1), date(max(years) + 1, 12, 31)


def _event(entry: CalendarEntry, file: CalendarFile) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", file.stamp.astimezone(UTC))
    event.add("last-modified", file.stamp.astimezone(UTC))
    event.add("sequence", file.sequence)
    event.add("summary", entry.summary)
    event.add("description", entry.description)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    if entry.start and entry.end:
        _timed(event, entry, ZoneInfo(file.zone))
    elif entry.first and entry.last:
        event.add("dtstart", entry.first)
        event.add("dtend", entry.last + DAY)
        event.add("transp", "TRANSPARENT")
    return event


def _timed(event: Event, entry: CalendarEntry, zone: ZoneInfo) -> None:
    if entry.start is None or entry.end is None:
        return
    event.add("dtstart", entry.start.astimezone(zone))
    event.add("dtend", entry.end.astimezone(zone))
    if entry.weekly_until is None:
        return
    time = entry.start.astimezone(zone).timetz()
    until = datetime.combine(entry.weekly_until, time).astimezone(UTC)
    event.add("rrule", vRecur(freq="weekly", until=until))
    if entry.skipped:
        event.add("exdate", [each.astimezone(zone) for each in entry.skipped])
