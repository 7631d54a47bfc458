"""Laws of worked time: every minute has one price, in every zone and on every clock change (R1-R6).

The oracle goes minute by minute, as one would on paper. `whenever` is a second opinion on clocks.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from conftest import examined
from hypothesis import given
from hypothesis import strategies as st
from whenever import Instant

from scopegen.model.terms import Band
from scopegen.quantities import (
    MINUTE,
    MINUTES_PER_DAY,
    ClockTime,
    Currency,
    DayType,
    Money,
    Percent,
    WeeklyHours,
    WorkingCalendar,
    clock,
    clock_change,
    minutes_between,
    readings,
)
from scopegen.terms.hours import Tariff, Week, tariff_of
from scopegen.terms.week import rest_of_week, stretches

ZONES = (
    "Europe/Amsterdam",
    "Europe/London",
    "Europe/Dublin",
    "America/New_York",
    "Europe/Lisbon",
    "Australia/Sydney",
)
YEARS = range(2020, 2041)
WEEKDAYS = tuple(day for day in DayType if day < DayType.SATURDAY)
WINDOWS = (WeeklyHours(WEEKDAYS, 510, 1050),)
EVENING = Band(when=(WeeklyHours(WEEKDAYS, 1050, 1320),), surcharge=Percent(Decimal(25)))
NIGHT = Band(when=rest_of_week([*WINDOWS, *EVENING.when]), surcharge=Percent(Decimal(100)))
HOLIDAYS = frozenset(date(year, 12, 25) for year in YEARS)
RATE = Money(Decimal("94.99"), Currency.EUR)


@cache
def week(zone: str) -> Week:
    days = tuple(stretches(day, WINDOWS, (EVENING, NIGHT)) for day in DayType)
    return Week(zone, WorkingCalendar(HOLIDAYS), days)


def tariff(zone: str, rounding: str = "last_band") -> Tariff:
    return Tariff(
        week=week(zone), rate=RATE, increment=15, minimum=15, minimum_outside=30, rounding=rounding
    )


def surcharge_on_paper(local: datetime) -> int:
    """Read one minute's surcharge off the terms above."""
    minute = local.hour * 60 + local.minute
    if local.weekday() < DayType.SATURDAY and local.date() not in HOLIDAYS:
        if 510 <= minute < 1050:
            return 0
        if 1050 <= minute < 1320:
            return 25
    return 100


def changes(zone: str) -> list[datetime]:
    """Find the moments at which the clock of a zone is set, by looking at every hour."""
    hours = (datetime(YEARS[0], 1, 1, tzinfo=UTC) + timedelta(hours=n) for n in range(24 * 7671))
    there = ZoneInfo(zone)
    offsets = ((hour, hour.astimezone(there).utcoffset()) for hour in hours)
    return [late[0] for early, late in pairwise(offsets) if early[1] != late[1]]


@pytest.mark.parametrize("zone", ZONES)
def test_the_weeks_of_21_years_are_partitioned_without_gap_or_overlap(zone: str) -> None:
    at, end = datetime(2020, 1, 1, tzinfo=UTC), datetime(2041, 1, 1, tzinfo=UTC)
    for piece in week(zone).pieces(at, end):
        assert piece.start == at
        assert 0 < piece.minutes <= MINUTES_PER_DAY
        assert piece.rated.surcharge is not None
        at += piece.minutes * MINUTE
    assert at == end


@pytest.mark.parametrize("zone", ZONES)
def test_every_minute_around_every_clock_change_has_the_band_of_its_local_clock(zone: str) -> None:
    there, found = ZoneInfo(zone), changes(zone)
    assert len(found) >= 2 * len(YEARS) - 1
    for change in found[::4]:
        start = change - timedelta(hours=30)
        minutes = [
            piece.rated.surcharge
            for piece in week(zone).pieces(start, change + timedelta(hours=30))
            for _ in range(piece.minutes)
        ]
        assert len(minutes) == 60 * 60
        for n, surcharge in enumerate(minutes):
            local = (start + n * MINUTE).astimezone(there)
            assert surcharge == Percent(Decimal(surcharge_on_paper(local)))


@pytest.mark.parametrize("zone", ZONES)
def test_elapsed_time_on_every_clock_change_night_is_the_difference_in_utc(zone: str) -> None:
    there = ZoneInfo(zone)
    for change in changes(zone):
        start, end = change - timedelta(hours=3), change + timedelta(hours=3)
        local = (start.astimezone(there), end.astimezone(there))
        assert minutes_between(*local) == 6 * 60
        session = tariff(zone).session(*local)
        assert session.worked == 6 * 60
        assert clock_change(start, end, there) == change
        assert (local[1].replace(tzinfo=None) - local[0].replace(tzinfo=None)).seconds != 6 * 3600


MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2040, 12, 30)).map(  # noqa: DTZ001
    lambda moment: moment.replace(second=0, microsecond=0, tzinfo=UTC)
)
LENGTHS = st.integers(1, 3000)
ROUNDINGS = st.sampled_from(["last_band", "first_band", "proportional"])


@given(MOMENTS, LENGTHS, st.sampled_from(ZONES))
def test_minutes_by_surcharge_are_those_counted_one_by_one(
    start: datetime, length: int, zone: str
) -> None:
    there, counted = ZoneInfo(zone), Counter[Decimal]()
    for n in range(length):
        local = (start + n * MINUTE).astimezone(there)
        counted[Decimal(surcharge_on_paper(local))] += 1
    session = tariff(zone).session(start, start + length * MINUTE)
    found = {p.rated.surcharge.value: p.worked for p in session.parts if p.rated.surcharge}
    assert found == counted


@given(MOMENTS, LENGTHS, ROUNDINGS, st.sampled_from(ZONES))
def test_billed_minutes_are_rounded_up_and_no_cent_is_lost(
    start: datetime, length: int, rounding: str, zone: str
) -> None:
    session = tariff(zone, rounding).session(start, start + length * MINUTE)
    assert session.rounded % 15 == 0
    assert 0 <= session.rounded - length < 15
    inside = all(part.rated.inside for part in session.parts)
    assert session.billed == max(session.rounded, 15 if inside else 30)
    assert sum(part.minutes for part in session.parts) == session.billed
    assert all(part.minutes >= part.worked for part in session.parts)
    for part in session.parts:
        assert part.rated.surcharge is not None
        factor = (100 + part.rated.surcharge.value) / 100
        exact = RATE.amount * part.minutes * factor / 60
        assert part.amount.amount == exact.quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert session.fee.amount == sum(part.amount.amount for part in session.parts)


@given(MOMENTS, st.integers(1, 600), st.integers(1, 600), st.sampled_from(ZONES))
def test_working_longer_never_costs_less(
    start: datetime, length: int, more: int, zone: str
) -> None:
    prices = tariff(zone)
    short = prices.session(start, start + length * MINUTE)
    long = prices.session(start, start + (length + more) * MINUTE)
    # The added minutes follow the last band (R5): so far a quarter of an hour may be dearer.
    assert long.billed >= short.billed
    if len(long.parts) == 1:
        assert long.fee >= short.fee


@given(MOMENTS, st.integers(1, 40), st.integers(1, 40), st.sampled_from(ZONES))
def test_whole_steps_in_one_band_add_up(
    start: datetime, first: int, second: int, zone: str
) -> None:
    prices = tariff(zone)
    middle, end = start + 60 * first * MINUTE, start + 60 * (first + second) * MINUTE
    parts = (prices.session(start, middle), prices.session(middle, end))
    whole = prices.session(start, end)
    apart = Counter({p.rated: p.minutes for p in parts[0].parts})
    apart.update({p.rated: p.minutes for p in parts[1].parts})
    assert apart == {part.rated: part.minutes for part in whole.parts}
    lines = len(parts[0].parts) + len(parts[1].parts)
    difference = whole.fee.amount - parts[0].fee.amount - parts[1].fee.amount
    assert abs(difference) <= Decimal("0.01") * lines


@given(MOMENTS, st.sampled_from(ZONES))
def test_readings_are_those_of_whenever(moment: datetime, zone: str) -> None:
    local = moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)
    ours = readings(local, zone)
    assert moment in ours
    seen = Instant.from_timestamp(int(moment.timestamp())).to_tz(zone)
    shown = datetime(seen.year, seen.month, seen.day, seen.hour, seen.minute)  # noqa: DTZ001
    assert shown == local
    assert (len(ours) == 2) is seen.is_repeated()


@pytest.mark.parametrize("zone", ZONES)
def test_skipped_and_doubled_times_have_none_and_two_readings(zone: str) -> None:
    there = ZoneInfo(zone)
    for change in changes(zone):
        before, after = (change - MINUTE).astimezone(there), change.astimezone(there)
        gap = after.replace(tzinfo=None) - before.replace(tzinfo=None) - MINUTE
        if gap > timedelta(0):
            skipped = after.replace(tzinfo=None, fold=0) - gap / 2
            assert readings(skipped, zone) == ()
            day, minute = skipped.date(), skipped.hour * 60 + skipped.minute
            assert clock(day, ClockTime(minute), zone) == change
        else:
            doubled = after.replace(tzinfo=None, fold=0)
            assert len(readings(doubled, zone)) == 2


CALENDARS = st.builds(
    WorkingCalendar, st.frozensets(st.dates(date(2026, 12, 1), date(2027, 3, 31)), max_size=30)
)
NEAR = st.dates(date(2026, 12, 1), date(2027, 3, 31))


@given(CALENDARS, NEAR, st.integers(0, 40))
def test_the_last_day_of_notice_is_the_latest_that_is_in_time(
    calendar: WorkingCalendar, day: date, count: int
) -> None:
    last = calendar.before(day, count)
    assert calendar.after(last, count) <= day
    assert calendar.after(last + timedelta(days=1), count) > day or count == 0


@given(CALENDARS, NEAR, st.integers(0, 40))
def test_going_on_and_back_meet(calendar: WorkingCalendar, day: date, count: int) -> None:
    later = calendar.after(day, count)
    assert calendar.between(day, later) == count
    assert calendar.before(later, count) >= day


@pytest.mark.parametrize("sample", ["nachtclient", "northgate", "veiligheidsregio", "waterlinie"])
def test_the_rates_in_the_letter_are_the_rates_that_bill(sample: str) -> None:
    spec = examined(sample).spec
    assert spec is not None
    prices = tariff_of(spec.engagement)
    for band in spec.engagement.out_of_hours.bands:
        exact = prices.rate.amount * (100 + band.surcharge.value) / 100
        assert prices.hour(band.surcharge).amount == exact.quantize(Decimal("0.01"), ROUND_HALF_UP)
