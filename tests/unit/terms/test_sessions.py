"""What worked time comes to: minutes, bands, minimum and rounding, and each model of fees (R1-R6).

The samples: `waterlinie` by the hour, EUR 95.00, Monday to Thursday 09:00-17:00, evenings +25%;
`nachtclient` by the day, EUR 115.00 an hour and EUR 880.00 for 8 hours, weekdays 08:00-17:00,
evenings +50%, Saturdays +75%, the rest +150%; `northgate`, in London, GBP 110.00 an hour and 36
hours a month, evenings and Saturdays +25%, Sundays and holidays +100%, the rest +50%. Time goes in
steps of 15 minutes.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from sample_terms import at, euros, pounds, sample

from scopegen.model.terms import Band
from scopegen.quantities import DayType, Money, Percent, Period, Unit, WeeklyHours, total
from scopegen.terms.billing import Biller, retainer_fee, retainer_minutes
from scopegen.terms.hours import Session, day_rate, hourly_rate, refused, rest_until
from scopegen.terms.sessions import Terms, callout, standby, work
from scopegen.terms.week import without

HOURLY, DAILY, RETAINER = sample("waterlinie"), sample("nachtclient"), sample("northgate")


def session(terms: Terms, start: str, end: str) -> Session:
    return terms.tariff.session(at(start), at(end))


def price(terms: Terms, start: str, end: str) -> Money:
    return work(terms, at(start), at(end)).total


def on(day: str, start: str, end: str) -> tuple[str, str]:
    """A session within one day of winter."""
    return f"{day}T{start}+01:00", f"{day}T{end}+01:00"


def with_fees(minimum: int, rounding: str = "last_band") -> Terms:
    least = Period(Decimal(minimum), Unit.MINUTES)
    fees = replace(HOURLY.engagement.fees, minimum=least, rounding=rounding)
    return Terms(replace(HOURLY.engagement, fees=fees))


@pytest.mark.parametrize(
    ("end", "billed", "fee"),
    [
        ("10:01", 15, "23.75"),
        ("10:15", 15, "23.75"),
        ("10:16", 30, "47.50"),
        ("11:10", 75, "118.75"),
    ],
)
def test_time_is_rounded_up_to_the_increment(end: str, billed: int, fee: str) -> None:
    found = session(HOURLY, *on("2027-02-08", "10:00", end))
    assert (found.billed, found.fee) == (billed, euros(fee))


def test_time_is_raised_to_the_minimum_after_rounding() -> None:
    assert session(with_fees(40), *on("2027-02-08", "10:00", "10:20")).billed == 40
    assert session(with_fees(40), *on("2027-02-08", "10:00", "10:41")).billed == 45


@pytest.mark.parametrize(
    ("start", "end", "billed"),
    [
        ("16:45", "17:00", 15),  # 17:00 is not of it
        ("16:46", "17:01", 30),  # a single minute outside the hours
        ("08:59", "09:05", 30),
        ("17:00", "17:31", 45),
    ],
)
def test_any_minute_outside_the_hours_brings_its_own_minimum(
    start: str, end: str, billed: int
) -> None:
    assert session(HOURLY, *on("2027-02-08", start, end)).billed == billed


@pytest.mark.parametrize(
    ("rounding", "amounts"),
    [
        # 10 minutes at 95.00 and 5 at 118.75; 15 are added.
        ("last_band", ("15.83", "39.58")),  # 10 min 15.833..., 20 min 39.583...
        ("first_band", ("39.58", "9.90")),  # 25 min 39.583..., 5 min 9.895...
        ("proportional", ("31.67", "19.79")),  # 20 min 31.666..., 10 min 19.791...
    ],
)
def test_added_minutes_go_where_the_letter_says(rounding: str, amounts: tuple[str, ...]) -> None:
    moments = on("2027-02-08", "16:50", "17:05")
    told = work(with_fees(15, rounding), *map(at, moments))
    assert told.amounts == tuple(map(euros, amounts))


def test_each_line_is_rounded_half_up() -> None:
    # an hour at 115.00; a quarter at 172.50 is 43.125
    told = work(DAILY, *map(at, on("2027-02-10", "16:00", "17:15")))
    assert told.amounts == (euros("115.00"), euros("43.13"))
    assert told.total == euros("158.13")


@pytest.mark.parametrize(
    ("start", "end", "fee"),
    [
        # Friday 23:00 to Saturday 09:00: 9 h at 287.50 and 1 at 201.25
        ("2027-02-12T23:00+01:00", "2027-02-13T09:00+01:00", "2788.75"),
        # Easter Monday, inside the hours of a Monday: 2 h at 287.50
        ("2027-03-29T10:00+02:00", "2027-03-29T12:00+02:00", "575.00"),
        # Christmas Day on a Saturday: 2 h at 287.50, not at 201.25
        ("2027-12-25T10:00+01:00", "2027-12-25T12:00+01:00", "575.00"),
        # the other day of a night is judged by itself: an hour of Easter Monday, one of Tuesday
        ("2027-03-29T23:00+02:00", "2027-03-30T01:00+02:00", "575.00"),
        # the same moments told in another zone
        ("2027-02-10T15:00+00:00", "2027-02-10T17:00+00:00", "287.50"),
    ],
    ids=["over midnight", "holiday", "holiday on Saturday", "after a holiday", "other zone"],
)
def test_each_minute_has_the_price_of_our_clock(start: str, end: str, fee: str) -> None:
    assert price(DAILY, start, end) == euros(fee)


def early_sundays() -> Terms:
    """Sundays until 04:00 at +50%, the rest outside the hours at +100%."""
    early = WeeklyHours((DayType.SUNDAY,), 0, 4 * 60)
    rest = without([WeeklyHours(tuple(DayType), 0, 24 * 60)], [early])
    bands = (
        Band(when=(early,), surcharge=Percent(Decimal(50))),
        Band(when=rest, surcharge=Percent(Decimal(100))),
    )
    agreed = replace(HOURLY.engagement.out_of_hours, bands=bands)
    return Terms(replace(HOURLY.engagement, out_of_hours=agreed))


@pytest.mark.parametrize(
    ("start", "end", "worked", "fee"),
    [
        # 00:00-02:00 and 03:00-04:00 at 142.50, 04:00-06:00 at 190.00
        ("2027-03-28T00:00+01:00", "2027-03-28T06:00+02:00", 300, "807.50"),
        # 00:00-03:00, 02:00-04:00 at 142.50, 04:00-06:00 at 190.00
        ("2027-10-31T00:00+02:00", "2027-10-31T06:00+01:00", 420, "1092.50"),
        # an ordinary Sunday: 4 h and 2 h
        ("2027-02-14T00:00+01:00", "2027-02-14T06:00+01:00", 360, "950.00"),
        # only the hour that comes twice: both times
        ("2027-10-31T02:00+02:00", "2027-10-31T03:00+01:00", 120, "285.00"),
    ],
    ids=["spring", "autumn", "no change", "the hour twice"],
)
def test_a_night_in_which_the_clock_changes_has_its_own_length(
    start: str, end: str, worked: int, fee: str
) -> None:
    found = session(early_sundays(), start, end)
    assert (found.worked, found.fee) == (worked, euros(fee))


@pytest.mark.parametrize(
    ("start", "end", "fee"),
    [
        # Saturday from 22:00 at 165.00 for 2 h; Sunday until 03:00 at 220.00 for 2 h or 4 h
        ("2027-03-27T22:00+00:00", "2027-03-28T03:00+01:00", "770.00"),
        ("2027-10-30T22:00+01:00", "2027-10-31T03:00+00:00", "1210.00"),
    ],
)
def test_london_changes_its_clock_too(start: str, end: str, fee: str) -> None:
    assert session(RETAINER, start, end).fee == pounds(fee)


@pytest.mark.parametrize(
    ("start", "end", "rested"),
    [
        ("2027-02-10T20:00+01:00", "2027-02-10T22:00+01:00", None),
        ("2027-02-10T20:00+01:00", "2027-02-10T22:01+01:00", "2027-02-11T09:01+01:00"),
        ("2027-02-10T05:59+01:00", "2027-02-10T07:00+01:00", "2027-02-10T18:00+01:00"),
        ("2027-02-10T06:00+01:00", "2027-02-10T07:00+01:00", None),
        # 11 hours of rest, 12 on the clock
        ("2027-03-27T23:00+01:00", "2027-03-28T01:30+01:00", "2027-03-28T13:30+02:00"),
    ],
)
def test_after_night_work_there_is_a_rest(start: str, end: str, rested: str | None) -> None:
    found = rest_until(DAILY.engagement, session(DAILY, start, end))
    assert found == (at(rested) if rested else None)


def test_hours_without_a_price_are_told() -> None:
    refusing = sample("dublin")
    evening = session(refusing, *on("2027-02-08", "16:00", "18:00"))
    assert refused(evening)
    assert not refused(session(refusing, *on("2027-02-08", "16:00", "17:00")))


def test_work_at_our_own_choice_has_no_surcharge_and_the_ordinary_minimum() -> None:
    start, end = map(at, on("2027-02-13", "10:00", "10:05"))
    assert work(HOURLY, start, end, surcharged=False).total == euros("23.75")


def test_of_time_without_a_clock_only_the_length_counts() -> None:
    found = HOURLY.tariff.untimed(date(2027, 2, 13), 20)  # a Saturday
    assert (found.billed, found.fee) == (30, euros("47.50"))


@pytest.mark.parametrize(
    ("end", "fee"),
    [
        ("10:30", "402.50"),  # at least 2 hours at 201.25
        ("12:00", "402.50"),
        ("12:01", "452.81"),  # 2.25 h x 201.25 = 452.8125
    ],
)
def test_a_call_out_has_its_own_minimum(end: str, fee: str) -> None:
    assert callout(DAILY, *map(at, on("2027-02-13", "10:00", end))).total == euros(fee)


@pytest.mark.parametrize(
    ("first", "last", "fee"),
    [
        (date(2027, 2, 1), date(2027, 2, 28), "460.00"),  # four Saturdays
        (date(2027, 2, 6), date(2027, 2, 13), "230.00"),  # both included
        (date(2027, 2, 8), date(2027, 2, 12), "0.00"),
        (date(2027, 12, 18), date(2027, 12, 31), "115.00"),  # 25 December is a holiday
    ],
)
def test_standby_is_paid_for_the_days_that_have_its_hours(
    first: date, last: date, fee: str
) -> None:
    assert standby(DAILY, first, last).total == euros(fee)


def test_without_standby_there_is_none_to_pay() -> None:
    with pytest.raises(ValueError, match="standby"):
        standby(HOURLY, date(2027, 2, 6), date(2027, 2, 6))


def test_the_uplift_of_the_chosen_level_is_in_both_rates() -> None:
    availability = replace(DAILY.engagement.availability, tier="plus")
    terms = Terms(replace(DAILY.engagement, availability=availability))
    rates = hourly_rate(terms.engagement), day_rate(terms.engagement)
    assert rates == (euros("138.00"), euros("1056.00"))
    assert price(terms, *on("2027-02-10", "16:00", "18:00")) == euros("345.00")  # 138 + 207


@pytest.mark.parametrize(
    ("end", "fee"),
    [
        ("15:30", "862.50"),  # 7.5 h x 115.00
        ("15:45", "880.00"),  # 891.25 by the hour
        ("16:00", "880.00"),
        ("16:15", "908.75"),  # a day and a quarter of an hour
        ("17:00", "995.00"),
        ("18:00", "1167.50"),  # the hour at 172.50 comes on top
    ],
)
def test_a_part_of_a_day_never_costs_more_than_a_day(end: str, fee: str) -> None:
    assert price(DAILY, *on("2027-02-10", "08:00", end)) == euros(fee)


def charged(biller: Biller, terms: Terms, found: Session) -> Money:
    amounts = (one.amount for one in biller.time(terms, found) if one.amount is not None)
    return total(amounts, terms.currency)


def test_the_sessions_of_one_day_make_up_a_day_together() -> None:
    biller, day = Biller(), date(2027, 2, 10)
    for hours in (("08:00", "12:00"), ("13:00", "17:00")):
        assert charged(biller, DAILY, session(DAILY, *on("2027-02-10", *hours))) == euros("460.00")
    assert [one.amount for one in biller.day_rates(DAILY, day)] == [euros("-40.00")]
    assert biller.day_rates(DAILY, date(2027, 2, 11)) == []


def retainer(unused: str) -> Terms:
    """36 hours a month from 1 February on."""
    work_ = replace(RETAINER.engagement.engagement, start=date(2027, 2, 1))
    assert RETAINER.engagement.fees.retainer is not None
    agreed = replace(RETAINER.engagement.fees.retainer, unused=unused)
    fees = replace(RETAINER.engagement.fees, retainer=agreed)
    return Terms(replace(RETAINER.engagement, engagement=work_, fees=fees))


def month_by_month(terms: Terms, *hours: int) -> list[Money]:
    """What so many hours cost, in February and the months after it."""
    biller = Biller()
    sessions = (
        terms.tariff.untimed(date(2027, month, 10), 60 * each)
        for month, each in enumerate(hours, start=2)
    )
    return [charged(biller, terms, one) for one in sessions]


@pytest.mark.parametrize(
    ("unused", "hours", "fees"),
    [
        ("lapse", (36, 37), ("0", "110.00")),
        ("lapse", (30, 42), ("0", "660.00")),  # what was left is gone
        ("carry_one_month", (30, 42), ("0", "0")),  # 6 hours more
        ("carry_one_month", (30, 43), ("0", "110.00")),
        ("carry_one_month", (40, 36), ("440.00", "0")),  # what was too much is paid, not owed
        ("carry_one_month", (0, 0, 73), ("0", "0", "110.00")),  # not for two months
        # March uses the 6 of February first, and leaves 4 of its own
        ("carry_one_month", (30, 38, 40), ("0", "0", "0")),
        ("carry_one_month", (30, 38, 41), ("0", "0", "110.00")),
        # March does not even use the 6 of February; these are gone
        ("carry_one_month", (30, 5, 73), ("0", "0", "110.00")),
    ],
)
def test_the_hours_of_a_month_are_a_pool(
    unused: str, hours: tuple[int, ...], fees: tuple[str, ...]
) -> None:
    assert month_by_month(retainer(unused), *hours) == list(map(pounds, fees))


def test_only_what_passes_the_pool_is_charged() -> None:
    terms, biller = retainer("lapse"), Biller()
    day = date(2027, 2, 10)
    assert charged(biller, terms, terms.tariff.untimed(day, 35 * 60)) == pounds("0")
    assert charged(biller, terms, terms.tariff.untimed(day, 3 * 60)) == pounds("220.00")
    assert charged(biller, terms, terms.tariff.untimed(day, 60)) == pounds("110.00")


def test_hours_with_a_surcharge_are_no_part_of_the_pool() -> None:
    terms, biller = retainer("lapse"), Biller()
    evening = session(terms, "2027-02-10T17:30+00:00", "2027-02-10T18:30+00:00")
    assert charged(biller, terms, evening) == pounds("137.50")
    assert biller.open_minutes(terms, date(2027, 2, 1)) == 36 * 60


def test_a_part_of_a_month_goes_by_its_days() -> None:
    # From 11 January, 21 of 31 days: of 2160 minutes 1463.2..., of 3960.00 2682.580...
    january = date(2027, 1, 1)
    assert retainer_minutes(RETAINER, january) == 1463
    assert retainer_fee(RETAINER, january) == pounds("2682.58")
    assert retainer_fee(RETAINER, date(2027, 2, 1)) == pounds("3960.00")
    # ended on 10 March: 10 of 31 days, 1277.419...
    assert retainer_fee(RETAINER, date(2027, 3, 1), date(2027, 3, 10)) == pounds("1277.42")
    assert retainer_fee(RETAINER, date(2027, 4, 1), date(2027, 3, 10)) is None
    assert retainer_fee(RETAINER, date(2028, 1, 1)) is None


def test_a_month_in_which_the_engagement_ends_goes_by_its_days() -> None:
    # 10 of 31 days: 2,160 min x 10 / 31 = 696.77, half-up 697
    assert retainer_minutes(RETAINER, date(2027, 3, 1), date(2027, 3, 10)) == 697
