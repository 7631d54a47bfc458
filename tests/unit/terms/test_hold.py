"""What a hold costs and which dates it moves: rules R8, R9, R10 and R19 in figures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_terms import euros

from scopegen.model.engagement import Milestone
from scopegen.model.terms import HoldFee
from scopegen.quantities import Money, Percent, Period, Unit, WorkingCalendar
from scopegen.terms.hold import hold_charge, shifted


def days(count: int, unit: Unit = Unit.WORKING_DAYS) -> Period:
    return Period(Decimal(count), unit)


TERMS = HoldFee(
    per_day=euros("216.00"),
    share=Percent(Decimal(20)),
    free=days(5),
    cap=days(20),
    restart_fee=None,
    restart_after=days(10),
    long_stop=days(60, Unit.DAYS),
)
EASTER_MONDAY = date(2027, 3, 29)
CALENDAR = WorkingCalendar(frozenset({EASTER_MONDAY}))
MONDAY = date(2027, 2, 22)
DATES = st.dates(date(2026, 1, 1), date(2028, 1, 1))


@pytest.mark.parametrize(
    ("until", "held", "charged", "fee"),
    [
        (date(2027, 2, 22), 0, 0, "0.00"),  # the day of resuming does not count
        (date(2027, 2, 23), 1, 0, "0.00"),
        (date(2027, 3, 1), 5, 0, "0.00"),  # a weekend counts for nothing
        (date(2027, 3, 2), 6, 1, "216.00"),
        (date(2027, 3, 4), 8, 3, "648.00"),
        (date(2027, 3, 29), 25, 20, "4320.00"),
        (date(2027, 3, 30), 25, 20, "4320.00"),  # Easter Monday is no working day
        (date(2027, 6, 1), 70, 20, "4320.00"),  # never more than the cap
    ],
)
def test_the_first_days_are_free_and_the_rest_is_capped(
    until: date, held: int, charged: int, fee: str
) -> None:
    charge = hold_charge(TERMS, CALENDAR, MONDAY, until, None)
    assert (charge.days, charge.charged, charge.fee) == (held, charged, euros(fee))
    assert charge.free == min(5, held)


def test_nothing_is_charged_from_the_day_after_everything_was_there() -> None:
    charge = hold_charge(TERMS, CALENDAR, MONDAY, date(2027, 3, 19), date(2027, 3, 3))
    assert (charge.days, charge.charged) == (19, 3)


def test_the_restart_fee_is_due_from_its_day_on() -> None:
    terms = replace(TERMS, restart_fee=euros("500.00"))
    before = hold_charge(terms, CALENDAR, MONDAY, date(2027, 3, 5), None)
    after = hold_charge(terms, CALENDAR, MONDAY, date(2027, 3, 8), None)
    assert (before.days, before.restart) == (9, euros("0.00"))
    assert (after.days, after.restart, after.total) == (10, euros("500.00"), euros("1580.00"))


@given(DATES, st.integers(0, 120), st.integers(0, 120))
def test_a_longer_hold_never_costs_less(start: date, first: int, more: int) -> None:
    def fee(length: int) -> Money:
        return hold_charge(TERMS, CALENDAR, start, start + timedelta(days=length), None).fee

    assert fee(first) <= fee(first + more) <= euros("4320.00")


@given(DATES, st.integers(0, 90), st.integers(0, 90))
def test_what_came_in_never_makes_a_hold_dearer_nor_shorter(
    start: date, length: int, came: int
) -> None:
    until = start + timedelta(days=length)
    open_ = hold_charge(TERMS, CALENDAR, start, until, None)
    met = hold_charge(TERMS, CALENDAR, start, until, start + timedelta(days=came))
    assert met.fee <= open_.fee
    assert met.days == open_.days


@given(DATES, st.integers(0, 90))
def test_days_are_free_or_charged_or_beyond_the_cap(start: date, length: int) -> None:
    charge = hold_charge(TERMS, CALENDAR, start, start + timedelta(days=length), None)
    assert charge.free + charge.charged <= charge.days
    assert charge.fee == charge.per_day.times(charge.charged)
    assert charge.days - charge.free - charge.charged == max(0, charge.days - 25)


def milestone(id_: str, due: date) -> Milestone:
    return Milestone(id=id_, title=id_, due=due, amount=None, deliverable=None)


def test_only_what_waits_moves_and_by_working_days() -> None:
    plan = (milestone("M1", date(2027, 3, 19)), milestone("M2", date(2027, 3, 26)))
    (only,) = shifted(plan, {"M1": 8}, CALENDAR)
    # 19 March + 8 working days, over Easter Monday.
    assert (only.id, only.old, only.new) == ("M1", date(2027, 3, 19), date(2027, 4, 1))


@given(DATES, st.integers(0, 60), st.integers(0, 60))
def test_two_shifts_are_one(due: date, first: int, second: int) -> None:
    due = CALENDAR.next_working(due)

    def moved(day: date, by: int) -> date:
        return next((one.new for one in shifted([milestone("M", day)], {"M": by}, CALENDAR)), day)

    assert moved(moved(due, first), second) == moved(due, first + second)
