"""Leaving early: the notice period (R9, R18), leaving at a milestone and what is then due (R17).

The samples: `waterlinie` by the hour at EUR 95.00; `veiligheidsregio` for a fixed EUR 38,400.00 in
four milestones, EUR 135.00 an hour; `northgate` for GBP 3,960.00 a month. At a milestone one leaves
with 20 working days of notice.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from sample_terms import euros, pounds, sample

from scopegen.model.engagement import Milestone
from scopegen.quantities import Period, Unit
from scopegen.terms.leaving import (
    Exit,
    in_trial,
    last_day,
    last_notice_for,
    may_leave_at,
    settlement,
    trial_end,
)
from scopegen.terms.sessions import Terms

HOURLY, FIXED, RETAINER = sample("waterlinie"), sample("veiligheidsregio"), sample("northgate")
M1, M2, M3, _ = FIXED.engagement.fees.milestones


def noticed(terms: Terms, count: int, unit: Unit) -> Terms:
    """The same terms with another notice period of the client."""
    agreed = replace(terms.engagement.term_exit, client_notice=Period(Decimal(count), unit))
    return Terms(replace(terms.engagement, term_exit=agreed))


def committed(hours: int) -> Terms:
    agreed = replace(
        HOURLY.engagement.term_exit, committed_hours=Period(Decimal(hours), Unit.HOURS)
    )
    return Terms(replace(HOURLY.engagement, term_exit=agreed))


def without_trial(terms: Terms) -> Terms:
    work = replace(terms.engagement.engagement, trial=None)
    return Terms(replace(terms.engagement, engagement=work))


def for_consumer(terms: Terms) -> Terms:
    client = replace(terms.engagement.parties.client, kind="consumer")
    parties = replace(terms.engagement.parties, client=client)
    return Terms(replace(terms.engagement, parties=parties))


@pytest.mark.parametrize(
    ("notice", "ends"),
    [
        (date(2027, 1, 15), date(2027, 2, 15)),
        (date(2027, 1, 31), date(2027, 2, 28)),
        (date(2027, 2, 28), date(2027, 3, 28)),
        (date(2026, 12, 31), date(2027, 1, 31)),
    ],
)
def test_a_month_of_notice_is_clamped_to_the_end_of_the_month(notice: date, ends: date) -> None:
    assert last_day(HOURLY, notice, "client") == ends


def test_each_party_has_its_own_notice_period() -> None:
    notice = date(2027, 12, 31)
    assert last_day(RETAINER, notice, "client") == date(2028, 1, 31)
    assert last_day(RETAINER, notice, "provider") == date(2028, 2, 29)


@pytest.mark.parametrize(
    ("count", "unit", "ends"),
    [
        (10, Unit.DAYS, date(2027, 4, 3)),
        (2, Unit.WEEKS, date(2027, 4, 7)),
        (10, Unit.WORKING_DAYS, date(2027, 4, 8)),  # over two weekends and Easter Monday
        (0, Unit.DAYS, date(2027, 3, 24)),
    ],
    ids=["days", "weeks", "working days", "none"],
)
def test_notice_runs_in_its_own_unit(count: int, unit: Unit, ends: date) -> None:
    assert last_day(noticed(HOURLY, count, unit), date(2027, 3, 24), "client") == ends


def test_a_consumer_may_leave_on_the_day_itself() -> None:
    terms, notice = for_consumer(HOURLY), date(2027, 1, 31)
    assert last_day(terms, notice, "client") == notice
    assert last_day(terms, notice, "provider") == date(2027, 2, 28)


@pytest.mark.parametrize(
    ("notice", "in_time"),
    [
        (date(2027, 2, 19), True),  # four weeks to Friday 19 March
        (date(2027, 2, 21), True),  # from a Sunday, Monday 22 February is the first
        (date(2027, 2, 22), False),  # 19 working days
    ],
)
def test_one_leaves_at_a_milestone_with_enough_working_days(notice: date, in_time: bool) -> None:
    assert may_leave_at(FIXED, M2, notice) is in_time


def test_holidays_bring_the_last_day_of_notice_forward() -> None:
    # Back from Friday 30 April, without King's Day: 28 to 30 and 26 April are 4, the weeks of 19,
    # 12 and 5 April 15, Friday 2 April is the twentieth. Notice comes the day before.
    assert last_notice_for(FIXED, M3) == date(2027, 4, 1)


def test_a_milestone_on_a_closed_day_counts_to_the_working_day_before() -> None:
    saturday = replace(M2, due=date(2027, 3, 20))
    assert last_notice_for(FIXED, saturday) == date(2027, 2, 21)


def test_nobody_leaves_at_a_milestone_where_that_is_not_agreed() -> None:
    agreed = replace(FIXED.engagement.term_exit, milestone_notice=None)
    terms = Terms(replace(FIXED.engagement, term_exit=agreed))
    assert last_notice_for(terms, M2) is None
    assert not may_leave_at(terms, M2, date(2027, 1, 11))


def at_milestone(progress: int, under: Milestone | None) -> Exit:
    return Exit(
        notice=date(2027, 2, 19), by="client", milestone=M2, accepted=(M1,),
        changes=euros("1080.00"), progress=progress, under=under,
    )  # fmt: skip


def test_what_was_accepted_agreed_and_begun_is_due() -> None:
    # 5760.00 + 1080.00 + 10 h x 135.00
    assert settlement(FIXED, at_milestone(600, M2)).total == euros("8190.00")


@pytest.mark.parametrize(
    ("progress", "due"),
    [
        (6826, "15358.50"),  # 113.766... h x 135.00
        (6827, "15360.00"),  # 15360.75: no more than the milestone
        (60000, "15360.00"),
    ],
)
def test_work_in_progress_never_costs_more_than_its_milestone(progress: int, due: str) -> None:
    rest = euros("5760.00") + euros("1080.00")
    assert settlement(FIXED, at_milestone(progress, M2)).total == rest + euros(due)


def test_work_in_progress_of_no_milestone_never_costs_more_than_the_whole() -> None:
    leaving = Exit(notice=date(2027, 2, 1), by="provider", progress=60000)
    assert settlement(FIXED, leaving).total == euros("38400.00")


def test_work_by_the_hour_has_no_highest_price() -> None:
    leaving = Exit(notice=date(2027, 2, 1), by="client", progress=60000, changes=euros("100.00"))
    assert settlement(HOURLY, leaving).total == euros("95100.00")  # 1000 h x 95.00


@pytest.mark.parametrize(
    ("worked", "due"),
    [
        (0, "6731.43"),  # 31 days from 1 March: 16 x 31 / 7 = 70.857... h x 95.00 = 6731.428...
        (1200, "4831.43"),  # 20 hours less: 1900.00 less
        (6000, "0.00"),  # 100 hours: more than was promised
    ],
)
def test_committed_hours_are_paid_until_the_notice_period_ends(worked: int, due: str) -> None:
    leaving = Exit(notice=date(2027, 3, 1), by="client", worked=worked)
    assert settlement(committed(16), leaving).total == euros(due)


@pytest.mark.parametrize(
    ("terms", "leaving"),
    [
        (committed(16), Exit(notice=date(2027, 3, 1), by="provider")),
        (committed(16), Exit(notice=date(2027, 2, 15), by="client", milestone=M2)),
        (for_consumer(committed(16)), Exit(notice=date(2027, 3, 1), by="client")),
        (noticed(committed(16), 0, Unit.DAYS), Exit(notice=date(2027, 3, 1), by="client")),
        (HOURLY, Exit(notice=date(2027, 3, 1), by="client")),
    ],
    ids=["provider leaves", "at a milestone", "consumer", "no notice period", "not agreed"],
)
def test_no_hours_are_committed(terms: Terms, leaving: Exit) -> None:
    assert settlement(terms, leaving).total == euros("0.00")


@pytest.mark.parametrize(
    ("notice", "due"),
    [
        (date(2027, 3, 31), "3960.00"),  # ends on 30 April
        (date(2027, 3, 15), "1980.00"),  # 15 of 30 days
        (date(2027, 1, 31), "3960.00"),  # ends on 28 February
        (date(2027, 2, 10), "1277.42"),  # 10 of 31 days: 1277.419...
    ],
)
def test_the_last_month_of_a_retainer_goes_by_its_days(notice: date, due: str) -> None:
    assert settlement(RETAINER, Exit(notice=notice, by="client")).total == pounds(due)


def test_the_trial_ends_with_its_last_working_day() -> None:
    # Monday 11 January + 10 working days
    assert trial_end(RETAINER) == date(2027, 1, 25)
    assert in_trial(RETAINER, date(2027, 1, 25))
    assert not in_trial(RETAINER, date(2027, 1, 26))


def test_without_a_trial_time_no_day_is_in_it() -> None:
    work = replace(HOURLY.engagement.engagement, trial=None)
    terms = Terms(replace(HOURLY.engagement, engagement=work))
    assert trial_end(terms) is None
    assert not in_trial(terms, work.start)


def test_a_retainer_that_ends_in_its_first_month_counts_from_the_start() -> None:
    # 11 to 17 January are 7 of 31 days: 3,960.00 x 7 / 31 = 894.193...
    terms = without_trial(noticed(sample("northgate"), 5, Unit.DAYS))
    leaving = Exit(notice=date(2027, 1, 12), by="client")
    assert settlement(terms, leaving).total == pounds("894.19")


def test_notice_never_runs_past_the_planned_end() -> None:
    # The end is 31 December 2027: the whole of December, and nothing of January
    leaving = Exit(notice=date(2027, 12, 15), by="client")
    assert settlement(sample("northgate"), leaving).total == pounds("3960.00")


def test_in_the_trial_time_only_the_time_worked_is_paid() -> None:
    # 10 working days after 11 January are over on 25 January
    terms = noticed(sample("northgate"), 1, Unit.MONTHS)
    last = Exit(notice=date(2027, 1, 25), by="client", progress=90)
    assert settlement(terms, last).total == pounds("165.00")  # 1.5 h at 110.00
    late = Exit(notice=date(2027, 1, 26), by="client", progress=90)
    assert settlement(terms, late).total > pounds("165.00")


def test_work_under_a_milestone_that_was_accepted_is_paid_already() -> None:
    first = FIXED.engagement.fees.milestones[0]
    leaving = Exit(
        notice=date(2027, 3, 31), by="client", accepted=(first,), progress=600, under=first
    )
    assert settlement(FIXED, leaving).total == euros("5760.00")
