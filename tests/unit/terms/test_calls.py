"""Ad-hoc calls: the allowance a week, the free minutes, and what other calls cost (R13).

The terms are those of the sample `waterlinie`: EUR 95.00 an hour, two calls a week with 15 minutes
free, Monday to Thursday 09:00-17:00 and Friday 09:00-12:30; evenings +25%, holidays +100%; steps of
15 minutes, at least 30 when any minute is outside the hours.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest
from sample_terms import euros, sample

from scopegen.quantities import DayType, WeeklyHours
from scopegen.terms.calls import Call, CallBook, overloads, price_call
from scopegen.terms.sessions import Terms


def call(start: str, end: str) -> Call:
    return Call(start=datetime.fromisoformat(start), end=datetime.fromisoformat(end))


def on(day: str, offset: str = "+01:00", start: str = "10:00", end: str = "10:10") -> Call:
    return call(f"{day}T{start}{offset}", f"{day}T{end}{offset}")


TERMS = sample("waterlinie")
MONDAY = "2027-02-08"


def with_calls(per_week: int) -> Terms:
    agreed = replace(TERMS.engagement.calls, adhoc_per_week=per_week)
    return Terms(replace(TERMS.engagement, calls=agreed))


def day_and_night(per_week: int) -> Terms:
    """Reachable at every hour, so that every call starts inside the hours."""
    always = (WeeklyHours(tuple(DayType), 0, 24 * 60),)
    engagement = with_calls(per_week).engagement
    availability = replace(engagement.availability, windows=always)
    return Terms(replace(engagement, availability=availability))


def used(terms: Terms, *calls: Call) -> list[bool]:
    """Price calls in order, and tell which of them used the allowance."""
    book = CallBook()
    return [book.price(terms, one).free for one in calls]


@pytest.mark.parametrize(
    ("end", "due"),
    [
        ("10:01", "0.00"),
        ("10:15", "0.00"),  # just the free minutes
        ("10:16", "23.75"),  # 1 minute more: a step of 15
        ("10:30", "23.75"),
        ("10:31", "47.50"),  # 16 minutes more: two steps
    ],
)
def test_of_a_free_call_only_the_excess_is_billed(end: str, due: str) -> None:
    priced = price_call(TERMS, on(MONDAY, end=end), 0)
    assert (priced.free, priced.working.total) == (True, euros(due))


@pytest.mark.parametrize(
    ("end", "due"), [("10:01", "23.75"), ("10:15", "23.75"), ("10:16", "47.50")]
)
def test_a_call_over_the_allowance_is_billed_in_full(end: str, due: str) -> None:
    assert price_call(TERMS, on(MONDAY, end=end), 1).free
    priced = price_call(TERMS, on(MONDAY, end=end), 2)
    assert (priced.free, priced.working.total) == (False, euros(due))


def test_without_an_allowance_every_call_is_billed() -> None:
    priced = price_call(with_calls(0), on(MONDAY), 0)
    assert (priced.free, priced.working.total) == (False, euros("23.75"))


def test_the_allowance_is_used_in_order_and_anew_each_week() -> None:
    days = ("2027-02-08", "2027-02-10", "2027-02-11", "2027-02-12", "2027-02-15")
    assert used(TERMS, *map(on, days)) == [True, True, False, False, True]


def test_the_last_days_of_december_are_of_the_week_of_new_year() -> None:
    # 29 December 2025 to 4 January 2026 is week 1 of 2026.
    days = ("2025-12-30", "2025-12-31", "2026-01-02", "2026-01-05")
    assert used(TERMS, *map(on, days)) == [True, True, False, True]


def test_week_53_ends_on_the_third_of_january() -> None:
    days = ("2026-12-28", "2026-12-30", "2026-12-31", "2027-01-04")
    assert used(TERMS, *map(on, days)) == [True, True, False, True]


def test_the_first_weeks_of_two_years_are_two_weeks() -> None:
    # Both 2 January and 30 December 2024 are in a week 1: of 2024 and of 2025.
    days = ("2024-01-02", "2024-01-03", "2024-12-30", "2024-12-31")
    assert used(TERMS, *map(on, days)) == [True, True, True, True]


@pytest.mark.parametrize(
    ("first", "second", "both"),
    [
        ("2027-01-10T22:30+00:00", "2027-01-10T23:30+00:00", True),  # Sunday 23:30, Monday 00:30
        ("2027-01-10T21:30+00:00", "2027-01-10T22:30+00:00", False),  # twice Sunday
        ("2027-03-28T21:30+00:00", "2027-03-28T22:30+00:00", True),  # in summer time
        ("2027-10-31T21:30+00:00", "2027-10-31T22:30+00:00", False),  # and no longer
    ],
)
def test_the_week_begins_at_midnight_on_our_clock(first: str, second: str, both: bool) -> None:
    calls = (call(first, first), call(second, second))
    assert used(day_and_night(1), *calls) == [True, both]


@pytest.mark.parametrize(
    ("start", "end", "due"),
    [
        # In spring 01:50 to 03:20 is half an hour, in autumn 02:50
        # to 02:20 as well: 15 minutes free, 15 at 95.00.
        ("2027-03-28T01:50+01:00", "2027-03-28T03:20+02:00", "23.75"),
        ("2027-10-31T02:50+02:00", "2027-10-31T02:20+01:00", "23.75"),
        ("2027-10-31T02:50+02:00", "2027-10-31T02:05+01:00", "0.00"),
    ],
)
def test_free_minutes_are_elapsed_minutes(start: str, end: str, due: str) -> None:
    assert price_call(day_and_night(1), call(start, end), 0).working.total == euros(due)


def test_the_excess_has_the_price_of_its_hours_and_no_minimum() -> None:
    # Free until 17:05; then 15 minutes at 118.75: 29.6875.
    priced = price_call(TERMS, on(MONDAY, start="16:50", end="17:20"), 0)
    assert (priced.free, priced.working.total) == (True, euros("29.69"))


@pytest.mark.parametrize(
    ("day", "start", "end", "due"),
    [
        (MONDAY, "17:00", "17:05", "59.38"),  # at least 30 min at 118.75: 59.375
        # 1 minute at 118.75 is 1.98; the 10 after it and the 19 added at 95.00 are 45.92
        (MONDAY, "08:59", "09:10", "47.90"),
        ("2027-02-12", "12:30", "12:35", "59.38"),  # on Friday the hours end at 12:30
        ("2027-03-29", "10:00", "10:05", "95.00"),  # Easter Monday: 30 min at 190.00
    ],
    ids=["just after", "just before", "Friday", "holiday"],
)
def test_a_call_that_starts_outside_the_hours_is_never_free(
    day: str, start: str, end: str, due: str
) -> None:
    offset = "+02:00" if day == "2027-03-29" else "+01:00"
    priced = price_call(TERMS, on(day, offset, start, end), 0)
    assert (priced.free, priced.working.total) == (False, euros(due))


def test_only_calls_that_could_be_free_use_the_allowance() -> None:
    first = on(MONDAY)
    others = (
        on(MONDAY, start="18:00", end="18:10"),
        replace(first, missed=True),
        replace(first, group=True),
        replace(first, standing=True),
    )
    assert used(TERMS, *others, first, first, first) == [False] * 4 + [True, True, False]


@pytest.mark.parametrize("start", ["10:00", "20:00"])
def test_a_missed_call_costs_nothing(start: str) -> None:
    missed = replace(on(MONDAY, start=start, end="20:30"), missed=True, agreed=False)
    assert price_call(TERMS, missed, 2).working.total == euros("0.00")


def test_a_group_call_that_came_too_late_is_billed_in_full() -> None:
    # 40 minutes: three steps of 15, 0.75 x 95.00
    group = replace(on(MONDAY, end="10:40"), group=True)
    assert price_call(TERMS, group, 0).working.total == euros("71.25")


def test_there_is_no_surcharge_that_the_client_did_not_confirm() -> None:
    evening = replace(on(MONDAY, start="18:00", end="18:05"), agreed=False)
    assert price_call(TERMS, evening, 0).working.total == euros("23.75")


@pytest.mark.parametrize(("count", "days"), [(3, ()), (4, ((date(2027, 2, 8), 4),))])
def test_more_calls_on_a_day_than_the_letter_bears(
    count: int, days: tuple[tuple[date, int], ...]
) -> None:
    quiet = [replace(on(MONDAY), missed=True), on("2027-02-09")]
    assert overloads(TERMS, [*quiet, *[on(MONDAY)] * count]) == days
