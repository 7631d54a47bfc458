"""The week in hours: windows, bands and what is left, on eight kinds of day (R4, R6)."""

from __future__ import annotations

from decimal import Decimal

from scopegen.model.terms import Band
from scopegen.quantities import Currency, DayType, Money, Percent, WeeklyHours
from scopegen.terms.week import (
    PricedBand,
    Stretch,
    covers,
    overlap,
    priced,
    rest_of_week,
    stretches,
    without,
)

MONDAY, FRIDAY, SATURDAY, HOLIDAY = (DayType(n) for n in (0, 4, 5, 7))
WEEKDAYS = tuple(DayType(n) for n in range(5))
NINE, HALF_TWELVE, FIVE, TEN, MIDNIGHT = 540, 750, 1020, 1320, 1440
OFFICE = WeeklyHours(WEEKDAYS, NINE, FIVE)


def band(extra: int, *when: WeeklyHours) -> Band:
    return Band(when=when, surcharge=Percent(Decimal(extra)))


EVENING = band(25, WeeklyHours(WEEKDAYS, FIVE, TEN))
NIGHT = band(100, WeeklyHours(tuple(DayType), 0, NINE), WeeklyHours(WEEKDAYS, TEN, MIDNIGHT))


def test_what_is_taken_out_of_the_middle_leaves_two_parts() -> None:
    left = without([OFFICE], [WeeklyHours((MONDAY,), 720, 780)])
    assert left == (
        WeeklyHours((MONDAY,), NINE, 720),
        WeeklyHours((MONDAY,), 780, FIVE),
        WeeklyHours(WEEKDAYS[1:], NINE, FIVE),
    )


def test_hours_that_only_touch_do_not_overlap_and_join_up() -> None:
    morning, afternoon = (WeeklyHours(WEEKDAYS, *span) for span in ((NINE, 720), (720, FIVE)))
    assert overlap([morning], [afternoon]) == ()
    assert without([morning, afternoon], []) == (OFFICE,)


def test_the_rest_of_the_week_has_weekends_and_holidays() -> None:
    assert rest_of_week([OFFICE]) == (
        WeeklyHours(WEEKDAYS, 0, NINE),
        WeeklyHours(WEEKDAYS, FIVE, MIDNIGHT),
        WeeklyHours((SATURDAY, DayType.SUNDAY, HOLIDAY), 0, MIDNIGHT),
    )


def test_nothing_is_left_of_a_whole_week() -> None:
    assert rest_of_week([WeeklyHours(tuple(DayType), 0, MIDNIGHT)]) == ()


def test_hours_are_covered_up_to_and_including_the_last_minute() -> None:
    windows = [WeeklyHours(WEEKDAYS[:4], NINE, FIVE), WeeklyHours((FRIDAY,), NINE, HALF_TWELVE)]
    assert covers(windows, FRIDAY, (720, HALF_TWELVE))
    assert not covers(windows, FRIDAY, (720, HALF_TWELVE + 1))
    assert not covers(windows, FRIDAY, (NINE - 1, 720))
    assert not covers(windows, SATURDAY, (NINE, 720))
    assert covers([WeeklyHours(WEEKDAYS, NINE, 720), OFFICE], MONDAY, (NINE, FIVE))


def test_no_window_covers_a_call_past_midnight() -> None:
    assert not covers([WeeklyHours(tuple(DayType), 0, MIDNIGHT)], MONDAY, (1430, 1450))


def test_a_weekday_is_cut_at_every_change_of_price() -> None:
    assert stretches(MONDAY, [OFFICE], [EVENING, NIGHT]) == (
        Stretch(0, NINE, inside=False, surcharge=Percent(Decimal(100))),
        Stretch(NINE, FIVE, inside=True, surcharge=None),
        Stretch(FIVE, TEN, inside=False, surcharge=Percent(Decimal(25))),
        Stretch(TEN, MIDNIGHT, inside=False, surcharge=Percent(Decimal(100))),
    )


def test_hours_of_no_band_are_a_stretch_without_a_price() -> None:
    assert stretches(HOLIDAY, [OFFICE], [EVENING]) == (
        Stretch(0, MIDNIGHT, inside=False, surcharge=None),
    )


def test_of_overlapping_bands_the_highest_counts() -> None:
    early, late = (WeeklyHours((SATURDAY,), *span) for span in ((0, FIVE), (NINE, TEN)))
    cut = stretches(SATURDAY, [], [band(50, early), band(75, late)])
    assert [(each.end, each.surcharge) for each in cut] == [
        (NINE, Percent(Decimal(50))),
        (TEN, Percent(Decimal(75))),
        (MIDNIGHT, None),
    ]


def test_bands_of_one_surcharge_are_one_stretch() -> None:
    twins = [
        band(50, WeeklyHours((MONDAY,), 0, 600)),
        band(50, WeeklyHours((MONDAY,), 600, MIDNIGHT)),
    ]
    assert len(stretches(MONDAY, [], twins)) == 1


def test_an_hour_in_a_band_is_rounded_half_up() -> None:
    (one,) = priced([EVENING], Money(Decimal("95.50"), Currency.EUR))
    assert one == PricedBand(
        EVENING.when, EVENING.surcharge, Money(Decimal("119.38"), Currency.EUR)
    )
