"""Readers of moments and stretches of time that a user states, on the clock of a zone (R3)."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from scopegen.diagnostics import ScopegenError
from scopegen.quantities import readings

_TIME = r"(?P<hour>[0-9]{1,2})[:.](?P<minute>[0-9]{2})"
_OFFSET = r"(?P<offset>Z|[+-][0-9]{2}:?[0-9]{2})?"
MOMENT = re.compile(rf"(?P<day>[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})(?:\s+|T){_TIME}\s*{_OFFSET}")
TIME_ALONE = re.compile(rf"{_TIME}\s*{_OFFSET}")
LONGEST = timedelta(days=31)
LONGEST_UNDATED = timedelta(hours=16)
"""An end that would come later is more likely a slip than a night: it takes its date."""
SHOWN = "%Y-%m-%d %H:%M"


def read_moment(text: str, zone: str) -> datetime:
    """Read `2027-01-16 03:10`, or with an offset `2027-10-31 02:30+01:00`, as a moment in UTC.

    Raises:
        ScopegenError: SG909 when it is no moment, or when the clock skips it or shows it twice; the
            two readings are among the facts.
    """
    found = MOMENT.fullmatch(text.strip())
    try:
        local = _local(date.fromisoformat(found["day"]), found) if found else None
    except ValueError:
        local = None
    if found is None or local is None:
        raise ScopegenError("SG909", found=text, zone=zone, hint="default")
    return _placed(text, local, found["offset"] or "", zone)


def read_span(text: str, zone: str) -> tuple[datetime, datetime]:
    """Read `2027-01-16 03:10/03:50` as two moments in UTC; each side may carry its offset.

    An end without a date is the first such time after the start, if need be on the next day.

    Raises:
        ScopegenError: SG909 as `read_moment`; SG910 when it is no stretch, its end is not after its
            start, or it lasts longer than a month.
    """
    first, slash, last = text.partition("/")
    if not slash:
        raise ScopegenError("SG910", found=text, hint="default")
    start = read_moment(first, zone)
    end = _end(last.strip(), start, zone)
    if end <= start:
        raise ScopegenError("SG910", found=text, hint="order")
    if end - start > LONGEST:
        raise ScopegenError("SG910", found=text, hint="long")
    return start, end


def _end(text: str, start: datetime, zone: str) -> datetime:
    alone = TIME_ALONE.fullmatch(text)
    if alone is None:
        return read_moment(text, zone)
    there = start.astimezone(ZoneInfo(zone))
    for day in (there.date(), there.date() + timedelta(days=1)):
        try:
            local = _local(day, alone)
        except ValueError as error:
            raise ScopegenError("SG909", found=text, zone=zone, hint="default") from error
        later = local > there.replace(tzinfo=None, fold=0)
        if later or alone["offset"]:
            end = _placed(text, local, alone["offset"] or "", zone)
            if start < end <= start + LONGEST_UNDATED:
                return end
    raise ScopegenError("SG910", found=text, hint="order")


def in_reach(day: date) -> bool:
    """Tell whether a day lies in the years that one makes agreements for; others are slips."""
    return FIRST_YEAR <= day.year <= LAST_YEAR


FIRST_YEAR, LAST_YEAR = 2000, 2099


def _local(day: date, found: re.Match[str]) -> datetime:
    """Give the time on the clock; 24:00 is the midnight that ends the day.

    Raises:
        ValueError: for a day out of reach, or a time that is none.
    """
    if not in_reach(day):
        raise ValueError("out of reach")
    hour, minute = int(found["hour"]), int(found["minute"])
    if (hour, minute) == (24, 0):
        return datetime(day.year, day.month, day.day) + timedelta(days=1)  # noqa: DTZ001
    return datetime(day.year, day.month, day.day, hour, minute)  # noqa: DTZ001


def _placed(text: str, local: datetime, offset: str, zone: str) -> datetime:
    if offset:
        sign = offset.replace("Z", "+00:00")
        return datetime.fromisoformat(f"{local.isoformat()}{sign}").astimezone(UTC)
    found = readings(local, zone)
    if len(found) == 1:
        return found[0]
    there = ZoneInfo(zone)
    both = found or _around(local, there)
    one, other = (f"{each.astimezone(there):{SHOWN}}{_offset(each, there)}" for each in both)
    hint = "twice" if found else "skipped"
    raise ScopegenError("SG909", found=text, zone=zone, one=one, other=other, hint=hint)


def _around(local: datetime, there: ZoneInfo) -> tuple[datetime, datetime]:
    """Give a skipped time by the offset before and by that after the change."""
    one, other = (local.replace(tzinfo=there, fold=fold).astimezone(UTC) for fold in (0, 1))
    return min(one, other), max(one, other)


def _offset(moment: datetime, there: ZoneInfo) -> str:
    return moment.astimezone(there).isoformat()[-len("+01:00") :]
