"""Cancelling late and not turning up: what reserved time costs, for both sides (R7).

The terms are those of the sample `nachtclient`: EUR 115.00 an hour and EUR 880.00 for a day of 8
hours, inside the hours on weekdays 08:00-17:00; evenings +50%, Saturdays +75%, the rest +150%;
under 24, 48 and 96 hours of notice 100%, 75% and 50%; a wait of 15 minutes; 5 working days to
rebook.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from sample_terms import at, euros, sample

from scopegen.model.terms import Attendance, CancellationTier
from scopegen.quantities import Percent, Period, Unit
from scopegen.terms.attendance import Slot, cancellation, no_show
from scopegen.terms.sessions import Terms


def slot(start: str, end: str) -> Slot:
    return Slot(start=at(start), end=at(end))


def agreed() -> Attendance:
    return TERMS.engagement.attendance


def with_terms(attendance: Attendance) -> Terms:
    return Terms(replace(TERMS.engagement, attendance=attendance))


TERMS = sample("nachtclient")
WEDNESDAY = slot("2027-02-10T10:00+01:00", "2027-02-10T12:00+01:00")
"""Two hours inside the hours of availability: EUR 230.00."""
LATE = at("2027-02-10T09:00+01:00")
"""An hour before that."""


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2027-02-06T10:00+01:00", "0.00"),  # exactly 96 hours
        ("2027-02-06T10:01+01:00", "115.00"),
        ("2027-02-08T10:00+01:00", "115.00"),  # exactly 48 hours
        ("2027-02-08T10:01+01:00", "172.50"),
        ("2027-02-09T10:00+01:00", "172.50"),  # exactly 24 hours
        ("2027-02-09T10:01+01:00", "230.00"),
        ("2027-02-10T10:00+01:00", "230.00"),  # at the start
        ("2027-02-10T11:00+01:00", "230.00"),  # when it should have been half over
        ("2027-02-12T10:00+01:00", "230.00"),  # days later
    ],
)
def test_the_smallest_tier_above_the_notice_applies(received: str, due: str) -> None:
    assert cancellation(TERMS, WEDNESDAY, at(received)).total == euros(due)


def test_the_order_of_the_tiers_in_the_spec_does_not_matter() -> None:
    turned = with_terms(replace(agreed(), tiers=tuple(reversed(agreed().tiers))))
    assert cancellation(turned, WEDNESDAY, LATE).total == euros("230.00")


@pytest.mark.parametrize(
    ("received", "day", "offset", "due"),
    [
        # Sunday, two hours at +150%: EUR 575.00; 75% of it is EUR 431.25. In spring the night
        # is an hour shorter, in autumn an hour longer than the clock says.
        ("2027-03-27T09:00+01:00", "2027-03-28", "+02:00", "431.25"),  # 24 h, 25 on the clock
        ("2027-03-27T09:01+01:00", "2027-03-28", "+02:00", "575.00"),
        ("2027-03-27T10:00+01:00", "2027-03-28", "+02:00", "575.00"),  # 23 h, 24 on the clock
        ("2027-10-30T10:30+02:00", "2027-10-31", "+01:00", "431.25"),  # 24.5 h, 23.5 on the clock
        ("2027-10-30T11:00+02:00", "2027-10-31", "+01:00", "431.25"),  # 24 h
        ("2027-10-30T11:01+02:00", "2027-10-31", "+01:00", "575.00"),
    ],
)
def test_notice_is_elapsed_time_when_the_clock_changes(
    received: str, day: str, offset: str, due: str
) -> None:
    sunday = slot(f"{day}T10:00{offset}", f"{day}T12:00{offset}")
    assert cancellation(TERMS, sunday, at(received)).total == euros(due)


def in_working_days() -> Terms:
    """All of it under one working day of notice, half of it under three."""
    limits = ((1, 100), (3, 50))
    tiers = tuple(
        CancellationTier(
            less_than=Period(Decimal(days), Unit.WORKING_DAYS), charge=Percent(Decimal(share))
        )
        for days, share in limits
    )
    return with_terms(replace(agreed(), tiers=tiers))


@pytest.mark.parametrize(
    ("received", "due"),
    [
        # A Tuesday after Easter: Thursday 25, Friday 26 and Tuesday 30 March are working days.
        ("2027-03-24T23:59+01:00", "0.00"),  # three
        ("2027-03-24T23:30+00:00", "115.00"),  # on our clock it is Thursday: two
        ("2027-03-25T00:00+01:00", "115.00"),
        ("2027-03-26T09:00+01:00", "115.00"),  # one
        ("2027-03-27T09:00+01:00", "115.00"),  # from a Saturday, Tuesday is the first
        ("2027-03-29T23:59+02:00", "115.00"),  # and from Easter Monday
        ("2027-03-30T00:00+02:00", "230.00"),  # none
        ("2027-03-31T10:00+02:00", "230.00"),  # after it
    ],
)
def test_notice_in_working_days_counts_days_on_our_clock(received: str, due: str) -> None:
    tuesday = slot("2027-03-30T10:00+02:00", "2027-03-30T12:00+02:00")
    assert cancellation(in_working_days(), tuesday, at(received)).total == euros(due)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2027-02-09T10:00+01:00", "0.00"),  # Wednesday, Thursday and Friday: three
        ("2027-02-10T10:00+01:00", "201.25"),  # two; the third would be Monday
        ("2027-02-11T10:00+01:00", "201.25"),
        ("2027-02-12T10:00+01:00", "402.50"),  # none
    ],
)
def test_the_working_days_to_a_saturday_end_on_friday(received: str, due: str) -> None:
    # 2 h x 115.00 x 1.75 = 402.50
    saturday = slot("2027-02-13T10:00+01:00", "2027-02-13T12:00+01:00")
    assert cancellation(in_working_days(), saturday, at(received)).total == euros(due)


@pytest.mark.parametrize(
    ("start", "end", "received", "due"),
    [
        # an hour at 115.00 and one at 172.50: 287.50; 75% of it is 215.625
        ("10T16:00", "10T18:00", "2027-02-10T15:00+01:00", "287.50"),
        ("10T16:00", "10T18:00", "2027-02-09T15:00+01:00", "215.63"),
        # 9 hours: a day and an hour, 880.00 + 115.00 = 995.00
        ("10T08:00", "10T17:00", "2027-02-10T07:00+01:00", "995.00"),
        ("10T08:00", "10T17:00", "2027-02-07T08:00+01:00", "497.50"),
        # 7.75 hours x 115.00 = 891.25, but a part of a day is never dearer than a day
        ("10T08:00", "10T15:45", "2027-02-10T07:00+01:00", "880.00"),
    ],
    ids=["two bands", "rounded half-up", "more than a day", "half of it", "part of a day"],
)
def test_the_planned_fee_is_what_the_slot_would_have_cost(
    start: str, end: str, received: str, due: str
) -> None:
    planned = slot(f"2027-02-{start}+01:00", f"2027-02-{end}+01:00")
    assert cancellation(TERMS, planned, at(received)).total == euros(due)


@pytest.mark.parametrize(
    ("arrived", "due"),
    [
        (None, "230.00"),
        ("2027-02-10T09:55+01:00", "0.00"),
        ("2027-02-10T10:15+01:00", "0.00"),  # just when the wait ends
        ("2027-02-10T10:16+01:00", "230.00"),
        ("2027-02-10T09:16+00:00", "230.00"),  # the same, told in another zone
    ],
)
def test_who_is_not_there_within_the_wait_has_not_turned_up(arrived: str | None, due: str) -> None:
    told = no_show(TERMS, WEDNESDAY, at(arrived) if arrived else None)
    assert told.total == euros(due)


@pytest.mark.parametrize(
    ("arrived", "waited_for"),
    [("2027-10-31T02:05+01:00", True), ("2027-10-31T02:06+01:00", False)],
)
def test_the_wait_lasts_as_long_when_the_clock_is_put_back(arrived: str, waited_for: bool) -> None:
    night = slot("2027-10-31T02:50+02:00", "2027-10-31T03:50+01:00")
    assert (no_show(TERMS, night, at(arrived)).total == euros("0.00")) is waited_for


def test_a_no_show_has_its_own_share() -> None:
    terms = with_terms(replace(agreed(), no_show=Percent(Decimal(60))))
    assert no_show(terms, WEDNESDAY).total == euros("138.00")


def test_a_meeting_that_is_no_working_time_costs_nothing() -> None:
    free = replace(WEDNESDAY, billed=False)
    assert cancellation(TERMS, free, LATE).total == euros("0.00")
    assert no_show(TERMS, free).total == euros("0.00")


def test_the_provider_gives_the_same_share_as_a_credit() -> None:
    ours = replace(WEDNESDAY, ours=True)
    assert cancellation(TERMS, ours, at("2027-02-09T09:00+01:00")).total == euros("-172.50")
    assert cancellation(TERMS, ours, at("2027-02-01T09:00+01:00")).total == euros("0.00")
    assert no_show(TERMS, ours).total == euros("-230.00")


def test_there_is_no_credit_when_it_does_not_work_both_ways() -> None:
    one_sided = with_terms(replace(agreed(), mutual=False))
    assert cancellation(one_sided, replace(WEDNESDAY, ours=True), LATE).total == euros("0.00")
    assert cancellation(one_sided, WEDNESDAY, LATE).total == euros("230.00")


@pytest.mark.parametrize("ours", [False, True], ids=["client", "provider"])
def test_nobody_pays_for_force_majeure(ours: bool) -> None:
    excused = replace(WEDNESDAY, excused=True, ours=ours)
    assert cancellation(TERMS, excused, LATE).total == euros("0.00")
    assert no_show(TERMS, excused).total == euros("0.00")


@pytest.mark.parametrize(
    ("rebooked", "due"),
    [
        (date(2027, 2, 11), "0.00"),
        (date(2027, 2, 17), "0.00"),  # the fifth working day after Wednesday
        (date(2027, 2, 18), "230.00"),
    ],
)
def test_the_charge_lapses_when_the_meeting_is_soon_held_yet(rebooked: date, due: str) -> None:
    moved = replace(WEDNESDAY, rebooked=rebooked)
    assert cancellation(TERMS, moved, LATE).total == euros(due)
    assert no_show(TERMS, moved).total == euros(due)


def test_the_charge_stays_when_rebooking_is_not_agreed() -> None:
    strict = with_terms(replace(agreed(), reschedule_within=None))
    moved = replace(WEDNESDAY, rebooked=date(2027, 2, 11))
    assert cancellation(strict, moved, LATE).total == euros("230.00")


@pytest.mark.parametrize(
    ("received", "start", "due"),
    [
        # 23 hours' notice in spring, though the clock says 24
        ("2027-03-27T10:00", "2027-03-28T10:00", "575.00"),
        # 24.5 hours' notice in autumn, though the clock says 23.5
        ("2027-10-30T10:30", "2027-10-31T10:00", "431.25"),
    ],
)
def test_moments_of_one_zone_are_not_compared_on_the_wall_clock(
    received: str, start: str, due: str
) -> None:
    there = ZoneInfo("Europe/Amsterdam")
    came, begins = (at(each).replace(tzinfo=there) for each in (received, start))
    planned = Slot(start=begins, end=begins + timedelta(hours=2))
    assert cancellation(TERMS, planned, came).total == euros(due)


def test_a_new_date_takes_the_providers_credit_back_too() -> None:
    planned = replace(
        slot("2027-02-10T10:00+01:00", "2027-02-10T12:00+01:00"),
        ours=True,
        rebooked=date(2027, 2, 15),
    )
    assert no_show(TERMS, planned).total == euros("0.00")
