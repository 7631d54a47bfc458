"""Extra work at no charge up to its limit (R15), and what an hour really brought in (R16).

The terms are those of the sample `waterlinie`: at most 6 hours, so 360 minutes, with a warning at
80% of them, so 288 minutes; an hour costs EUR 95.00.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from sample_terms import euros, sample

from scopegen.quantities import Percent, Period
from scopegen.terms.extra_work import Extra, effective_rate, extra_register
from scopegen.terms.sessions import Terms

TERMS = sample("waterlinie")


def agreed(goodwill: Period | None, warning: int = 80) -> Terms:
    terms = replace(
        TERMS.engagement.extra_work, goodwill=goodwill, warning=Percent(Decimal(warning))
    )
    return Terms(replace(TERMS.engagement, extra_work=terms))


def extras(*minutes: int) -> list[Extra]:
    """Extra work on the first days of February, one entry a day."""
    return [Extra(on=date(2027, 2, day), minutes=each) for day, each in enumerate(minutes, start=1)]


def split(*minutes: int) -> list[tuple[int, int]]:
    """Goodwill and blocked minutes of each entry."""
    return [(one.goodwill, one.blocked) for one in extra_register(TERMS, extras(*minutes))]


def warned(*minutes: int) -> list[bool]:
    return [one.warned for one in extra_register(TERMS, extras(*minutes))]


@pytest.mark.parametrize(
    ("minutes", "taken"),
    [
        ((360,), [(360, 0)]),  # just the limit
        ((361,), [(360, 1)]),
        ((300, 60), [(300, 0), (60, 0)]),
        ((300, 120), [(300, 0), (60, 60)]),
        ((600, 30), [(360, 240), (0, 30)]),
        ((120, 300, 1), [(120, 0), (240, 60), (0, 1)]),
    ],
)
def test_what_passes_the_limit_is_split_and_waits(
    minutes: tuple[int, ...], taken: list[tuple[int, int]]
) -> None:
    assert split(*minutes) == taken


@pytest.mark.parametrize(
    ("minutes", "told"),
    [
        ((287,), [False]),
        ((288,), [True]),  # 80% of 360
        ((287, 1), [False, True]),
        ((288, 10), [True, False]),  # the client knows
        ((200, 100, 100), [False, True, False]),
        ((600,), [True]),  # also when it goes past the limit at once
    ],
)
def test_the_entry_that_reaches_the_share_warns(minutes: tuple[int, ...], told: list[bool]) -> None:
    assert warned(*minutes) == told


def test_the_share_of_the_warning_is_a_term() -> None:
    terms = agreed(TERMS.engagement.extra_work.goodwill, warning=50)
    assert [one.warned for one in extra_register(terms, extras(179))] == [False]
    assert [one.warned for one in extra_register(terms, extras(180))] == [True]


def test_entries_count_in_order_of_date_not_of_writing_down() -> None:
    late, early = Extra(on=date(2027, 3, 1), minutes=300), Extra(on=date(2027, 2, 1), minutes=120)
    first, second = extra_register(TERMS, [late, early])
    assert (first.extra, first.goodwill, first.blocked) == (early, 120, 0)
    assert (second.extra, second.goodwill, second.blocked) == (late, 240, 60)


def test_without_goodwill_all_waits_and_nothing_warns() -> None:
    (only,) = extra_register(agreed(None), extras(60))
    assert (only.goodwill, only.blocked, only.warned) == (0, 60, False)


def test_extra_work_costs_nothing_and_tells_what_the_rest_is_worth() -> None:
    (only,) = extra_register(TERMS, extras(450))
    assert only.working.total == euros("0.00")
    assert only.working.figure("value") == euros("142.50")  # 1.5 h x 95.00


@pytest.mark.parametrize(
    ("fees", "minutes", "rate"),
    [
        ("950.00", 600, "95.00"),
        ("950.00", 720, "79.17"),  # 12 hours: 79.1666...
        ("100.00", 180, "33.33"),
        ("200.00", 180, "66.67"),
        ("100.01", 120, "50.01"),  # 50.005: half a cent goes up
        ("100.03", 120, "50.02"),  # 50.015
        ("0.00", 90, "0.00"),
        ("95.00", 1, "5700.00"),
    ],
)
def test_what_an_hour_brought_in_is_rounded_half_up(fees: str, minutes: int, rate: str) -> None:
    assert effective_rate(euros(fees), minutes) == euros(rate)


def test_without_hours_there_is_no_rate() -> None:
    assert effective_rate(euros("950.00"), 0) is None
