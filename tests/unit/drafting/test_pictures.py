"""The pictures at their limits: many rates, and plans of many years."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from conftest import examined

from scopegen.document import PictureRow
from scopegen.drafting.phrasing import Phrasing
from scopegen.drafting.pictures import Timeline, rates
from scopegen.model.engagement import Engagement, Milestone
from scopegen.model.terms import Band
from scopegen.quantities import DayType, Percent, WeeklyHours
from scopegen.workflow.wording import phrases


def agreed() -> Engagement:
    spec = examined("waterlinie").spec
    assert spec
    return spec.engagement


def axis(start: date, end: date) -> PictureRow:
    """Draw the time axis of a plan with one milestone, which is at the start."""
    milestone = Milestone(id="M1", title="Klaar", due=start, amount=None, deliverable=None)
    own = agreed()
    work = replace(own.engagement, start=start, end=end)
    fees = replace(own.fees, milestones=(milestone,))
    plan = replace(own, engagement=work, fees=fees, preconditions=())
    picture = Timeline(plan, Phrasing("nl"), phrases("nl")).draw()
    assert picture
    return picture.rows[0]


def test_every_rate_has_a_letter_of_its_own_however_many_there_are() -> None:
    bands = tuple(
        Band(when=(WeeklyHours((DayType.SUNDAY,), n, n + 1),), surcharge=Percent(Decimal(n)))
        for n in range(30)
    )
    own = agreed()
    many = rates(replace(own, out_of_hours=replace(own.out_of_hours, bands=bands)))
    assert [rate.code for rate in many[:3]] == ["A", "B", "C"]
    assert [rate.code for rate in many[-6:]] == ["Z", "AA", "BB", "CC", "DD", "EE"]


def test_the_time_axis_names_each_new_year() -> None:
    texts = [bar.text for bar in axis(date(2027, 2, 1), date(2028, 12, 31)).bars]
    assert texts == [
        "feb 2027", "mei", "aug", "nov", "feb 2028", "mei", "aug", "nov",
    ]  # fmt: skip


@pytest.mark.parametrize("year", [2027, 2028, 2030, 2035, 2055, 2100])
def test_the_time_axis_has_room_for_its_bars(year: int) -> None:
    bars = axis(date(2027, 1, 4), date(year, 12, 31)).bars
    assert len(bars) <= 13
    assert (bars[0].start, bars[-1].end) == (0, 1000)
    assert all(bar.start < bar.end for bar in bars)
