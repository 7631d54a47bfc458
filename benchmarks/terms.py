"""What reckoning takes: sessions against a minute-by-minute loop, and a year's statement, cold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from benchmarks.cold import OURS
from benchmarks.measuring import ROOT, Contender, Row, milliseconds, run, take_turns
from scopegen.model.engagement import Engagement
from scopegen.model.events import Entry, EventKind, Facts
from scopegen.quantities import DayType, Money, Percent, rounded
from scopegen.register.journal import open_register
from scopegen.terms.hours import NO_SURCHARGE, tariff_of
from scopegen.workflow.dossier import Dossier, entry, open_dossier
from scopegen.workflow.reading import read_file

SAMPLE = ROOT / "samples" / "nachtclient" / "engagement.yaml"
SESSIONS, EVENTS = 100_000, 2000
YEAR_END = "2027-12-31 12:00"
GOAL = 300
"""Milliseconds that a year's statement may take, cold."""
MINUTE, THERE = timedelta(minutes=1), ZoneInfo("Europe/Amsterdam")
START = datetime(2027, 1, 4, 6, 0, tzinfo=UTC)
Span = tuple[datetime, datetime]


def sessions(rounds: int) -> Iterator[Row]:
    """Price sessions all over a year: by stretches, and minute by minute."""
    spec = read_file(str(SAMPLE)).spec
    if spec is None:
        raise ValueError("the sample has errors")
    engagement, tariff = spec.engagement, tariff_of(spec.engagement)
    spans = [_span(number) for number in range(SESSIONS)]
    few = spans[:: SESSIONS // 1000]
    ours = [tariff.session(*span).fee for span in few]
    if ours != [_minute_by_minute(engagement, span) for span in few]:
        raise ValueError("the two ways of pricing do not agree")
    contenders: dict[str, Contender] = {
        "ours": lambda _: [tariff.session(*span) for span in few],
        "plain": lambda _: [_minute_by_minute(engagement, span) for span in few],
    }
    taken = take_turns(contenders, range(rounds))
    ratio = taken["plain"].middle / taken["ours"].middle
    per_second = len(few) / (taken["ours"].middle / 1000)
    shown = (f"{taken['ours'].middle * SESSIONS / len(few) / 1000:.2f} s", "minute by minute")
    yield Row(f"warm: {SESSIONS:,} sessions ({per_second:,.0f} a second)", *shown, f"{ratio:.0f} x")


def _span(number: int) -> Span:
    start = START + timedelta(minutes=number * 37 % 500_000)
    return start, start + timedelta(minutes=15 + number * 7 % 180)


def _minute_by_minute(engagement: Engagement, span: Span) -> Money:
    """Price a session as one would on paper, with the rounding of this sample."""
    there, counted, last = ZoneInfo(engagement.meta.timezone), Counter[Percent](), NO_SURCHARGE
    holidays = {holiday.day for holiday in engagement.meta.holidays.listed}
    at = span[0]
    while at < span[1]:
        local = at.astimezone(there)
        last = _surcharge(engagement, local, holiday=local.date() in holidays)
        counted[last] += 1
        at += MINUTE
    worked, out = sum(counted.values()), any(surcharge.value for surcharge in counted)
    step, minimum = engagement.fees.increment.minutes, engagement.out_of_hours.minimum.minutes
    billed = max(-(-worked // step) * step, minimum if out else engagement.fees.minimum.minutes)
    counted[last] += billed - worked
    rate = engagement.fees.hourly_rate
    lines = (
        rounded(rate.amount * minutes * (100 + surcharge.value) / 6000)
        for surcharge, minutes in counted.items()
    )
    return Money(sum(lines, Decimal(0)), rate.currency)


def _surcharge(engagement: Engagement, local: datetime, *, holiday: bool) -> Percent:
    day, minute = 7 if holiday else local.weekday(), local.hour * 60 + local.minute
    for hours in engagement.availability.windows:
        if day in hours.days and hours.start <= minute < hours.end:
            return NO_SURCHARGE
    for band in engagement.out_of_hours.bands:
        if any(day in h.days and h.start <= minute < h.end for h in band.when):
            return band.surcharge
    raise ValueError("a minute without a price")


def statement(rounds: int) -> Iterator[Row]:
    """Make the statement of a year with 2,000 events, in a fresh process each time."""
    with TemporaryDirectory() as name:
        spec = _year(Path(name))
        period = ("--from", "2027-01-01", "--to", "2027-12-31", "--as", "json", "-o", "-")
        command = (*OURS, "--at", YEAR_END, "statement", "--spec", spec, *period)
        take_turns({"ours": lambda _: run(command, ROOT)}, range(1))
        taken = take_turns({"ours": lambda _: run(command, ROOT)}, range(rounds))["ours"]
    title = f"cold: a year's statement, {EVENTS:,} events"
    yield Row(title, milliseconds(taken), goal=f"< {GOAL} ms", met=taken.middle < GOAL)


def _year(folder: Path) -> Path:
    """Write an engagement with a signed letter and a year of calls and hours."""
    spec = folder / "engagement.yaml"
    spec.write_bytes(SAMPLE.read_bytes())
    run((*OURS, "--at", "2026-12-15 10:00", "build", spec, "-q"), ROOT)
    dossier = open_dossier(str(spec), YEAR_END)
    letter = dossier.standing.letters[-1]
    signed: Facts = {
        "version": 1,
        "fingerprint": letter.fingerprint,
        "evidence": "0" * 64,
        "class": "A",
    }
    entries = [entry(dossier, EventKind.LETTER_SIGNED, signed)]
    days = (date(2027, 1, 18) + timedelta(days=n) for n in range(340))
    working = [day for day in days if day.weekday() < DayType.SATURDAY]
    for number in range(EVENTS):
        day, hour = working[number // 8 % len(working)], 9 + number % 8
        entries.append(_logged(dossier, number, datetime.combine(day, time(hour), THERE)))
    with open_register(dossier.register, dossier.engagement) as register:
        register.append(entries)
    return spec


def _logged(dossier: Dossier, number: int, start: datetime) -> Entry:
    end = start + timedelta(minutes=20 + number * 7 % 30)
    facts = {"start": start.isoformat(), "end": end.isoformat()}
    kind = EventKind.CALL_LOGGED if number % 4 == 0 else EventKind.HOURS_LOGGED
    return entry(dossier, kind, facts, what="Advies")
