"""When something must be there: the response clock (R14) and deadlines on a date (R9, R11, R18).

The samples: `waterlinie` answers within 8 working hours, Monday to Thursday 09:00-17:00 and Friday
09:00-12:30, and is away from 22 to 26 February 2027; `nachtclient`, `northgate` and
`veiligheidsregio` for what they have. Easter Monday is 29 March 2027.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest
from sample_terms import at, sample

from scopegen.quantities import ClockTime, DayType, Period, Unit, WeeklyHours
from scopegen.terms.deadlines import (
    Deadline,
    NeverRunsError,
    Rest,
    acceptance,
    change_request,
    client_response,
    invoice_due,
    ladder_days,
    long_stop,
    milestone_notice,
    notice,
    precondition_due,
    response,
    shown_in,
    trial,
)
from scopegen.terms.sessions import Terms

TERMS, NIGHT, ENGLISH = sample("waterlinie"), sample("nachtclient"), sample("northgate")


def answering(email: Period, callback: Period) -> Terms:
    agreed = replace(TERMS.engagement.response, email=email, callback=callback)
    return Terms(replace(TERMS.engagement, response=agreed))


def hours(count: int) -> Period:
    return Period(Decimal(count), Unit.WORKING_HOURS)


def working_days(count: int) -> Period:
    return Period(Decimal(count), Unit.WORKING_DAYS)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2027-02-08T09:00+01:00", "2027-02-08T17:00+01:00"),  # the whole Monday
        ("2027-02-08T10:00+01:00", "2027-02-09T10:00+01:00"),
        ("2027-02-08T07:30+01:00", "2027-02-08T17:00+01:00"),  # as if at 09:00
        ("2027-02-08T17:00+01:00", "2027-02-09T17:00+01:00"),  # as if at 09:00 on Tuesday
        ("2027-02-08T16:59+01:00", "2027-02-09T16:59+01:00"),
        # 1 h on Thursday, 3.5 on Friday, 3.5 on Monday
        ("2027-02-11T16:00+01:00", "2027-02-15T12:30+01:00"),
        ("2027-02-12T12:30+01:00", "2027-02-15T17:00+01:00"),
        ("2027-02-13T20:00+01:00", "2027-02-15T17:00+01:00"),  # on a Saturday
        ("2027-02-08T08:00+00:00", "2027-02-08T17:00+01:00"),  # told in another zone
    ],
)
def test_the_response_clock_runs_only_inside_the_hours(received: str, due: str) -> None:
    assert response(TERMS, at(received)).at == at(due)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        # half an hour on Friday, 7.5 on the first Monday back
        ("2027-02-19T12:00+01:00", "2027-03-01T16:30+01:00"),
        ("2027-02-24T10:00+01:00", "2027-03-01T17:00+01:00"),
        ("2027-02-26T23:00+01:00", "2027-03-01T17:00+01:00"),
    ],
)
def test_the_response_clock_stands_still_while_the_provider_is_away(
    received: str, due: str
) -> None:
    assert response(TERMS, at(received)).at == at(due)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        # 1 h on Thursday, 3.5 on Friday, none on Easter Monday, 3.5 on Tuesday
        ("2027-03-25T16:00+01:00", "2027-03-30T12:30+02:00"),
        ("2027-03-29T10:00+02:00", "2027-03-30T17:00+02:00"),  # on Easter Monday itself
        # the hours stay on the clock when it is put back: 0.5 h on Friday, 7.5 on Monday
        ("2027-10-29T12:00+02:00", "2027-11-01T16:30+01:00"),
    ],
)
def test_the_response_clock_knows_holidays_and_the_change_of_the_clock(
    received: str, due: str
) -> None:
    assert response(TERMS, at(received)).at == at(due)


def test_the_response_clock_stands_still_on_a_day_off_also_inside_the_hours() -> None:
    daily = (WeeklyHours(tuple(DayType), 9 * 60, 17 * 60),)
    availability = replace(TERMS.engagement.availability, windows=daily)
    terms = Terms(replace(TERMS.engagement, availability=availability))
    # 1 h on Friday, none in the weekend, 7 on Monday
    assert response(terms, at("2027-02-12T16:00+01:00")).at == at("2027-02-15T16:00+01:00")
    # 1 h on Thursday and 7 on Friday; 27 April, a Tuesday, is King's Day
    assert response(terms, at("2027-04-26T16:00+02:00")).at == at("2027-04-28T16:00+02:00")


@pytest.mark.parametrize(
    ("rested", "due"),
    [
        ("2027-02-09T08:00+01:00", "2027-02-09T17:00+01:00"),  # before the hours begin
        ("2027-02-09T13:00+01:00", "2027-02-10T13:00+01:00"),  # 4 h on Tuesday, 4 on Wednesday
        ("2027-02-09T17:00+01:00", "2027-02-10T17:00+01:00"),  # nothing is left of Tuesday
    ],
)
def test_after_night_work_the_day_begins_when_the_rest_ends(rested: str, due: str) -> None:
    rest = Rest(at("2027-02-09T02:00+01:00"), at(rested))
    assert response(TERMS, at("2027-02-09T02:30+01:00"), rests=[rest]).at == at(due)


def test_a_rest_that_is_over_does_not_matter() -> None:
    rest = Rest(at("2027-02-09T02:00+01:00"), at("2027-02-09T13:00+01:00"))
    found = response(TERMS, at("2027-02-09T14:00+01:00"), rests=[rest])
    assert found.at == at("2027-02-10T14:00+01:00")


def test_hours_that_ran_before_the_night_still_count() -> None:
    # 1 h on Monday; work until 23:00 and a rest until 10:00; 7 h on Tuesday
    rest = Rest(at("2027-02-08T23:00+01:00"), at("2027-02-09T10:00+01:00"))
    found = response(TERMS, at("2027-02-08T16:00+01:00"), rests=[rest])
    assert found.at == at("2027-02-09T17:00+01:00")


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2027-02-12T11:00+01:00", "2027-02-15T23:59:59+01:00"),  # Friday, inside the hours
        ("2027-02-12T18:00+01:00", "2027-02-16T23:59:59+01:00"),  # counts as received on Monday
        ("2027-02-13T10:00+01:00", "2027-02-16T23:59:59+01:00"),
    ],
)
def test_what_comes_outside_the_hours_counts_from_the_next_opening_in_days_too(
    received: str, due: str
) -> None:
    terms = answering(working_days(1), working_days(1))
    assert response(terms, at(received)).at == at(due)


def test_where_there_are_no_hours_on_working_days_no_clock_runs() -> None:
    weekend = (WeeklyHours((DayType.SATURDAY,), 9 * 60, 17 * 60),)
    availability = replace(TERMS.engagement.availability, windows=weekend)
    terms = Terms(replace(TERMS.engagement, availability=availability))
    with pytest.raises(NeverRunsError):
        response(terms, at("2027-02-12T18:00+01:00"))


def test_a_message_and_a_request_to_call_back_have_their_own_time() -> None:
    terms, received = answering(hours(4), hours(2)), at("2027-02-08T10:00+01:00")
    assert response(terms, received).at == at("2027-02-08T14:00+01:00")
    assert response(terms, received, "callback").at == at("2027-02-08T12:00+01:00")
    assert response(terms, received).timed


def test_an_answer_within_working_days_may_come_until_the_end_of_the_day() -> None:
    terms = answering(working_days(2), hours(8))
    found = response(terms, at("2027-03-26T10:00+01:00"))  # Friday before Easter
    assert (found.at, found.timed) == (at("2027-03-31T23:59:59+02:00"), False)
    # on our clock it is Tuesday 9 February already
    found = response(terms, at("2027-02-08T23:30+00:00"))
    assert found.at == at("2027-02-11T23:59:59+01:00")


def test_days_away_are_no_days_to_answer_within() -> None:
    found = response(answering(working_days(1), hours(8)), at("2027-02-19T10:00+01:00"))
    assert found.at == at("2027-03-01T23:59:59+01:00")


def test_the_client_answers_within_working_days_of_the_calendar() -> None:
    # Friday, and after Easter Tuesday to Friday
    assert client_response(TERMS, date(2027, 3, 25)).at == at("2027-04-02T23:59:59+02:00")
    # in England Good Friday is a holiday too: 30 and 31 March, 1 April
    assert client_response(ENGLISH, date(2027, 3, 25)).at == at("2027-04-01T23:59:59+01:00")


def with_roll(roll: str) -> Terms:
    payment = replace(TERMS.engagement.payment, roll=roll)
    return Terms(replace(TERMS.engagement, payment=payment))


@pytest.mark.parametrize(
    ("invoiced", "roll", "due"),
    [
        (date(2027, 3, 13), "none", "2027-03-27T23:59:59+01:00"),
        (date(2027, 3, 14), "none", "2027-03-28T23:59:59+02:00"),  # the clock went forward
        (date(2027, 10, 17), "none", "2027-10-31T23:59:59+01:00"),  # and back
        (date(2027, 3, 14), "next_working_day", "2027-03-30T23:59:59+02:00"),
        (date(2027, 3, 17), "next_working_day", "2027-03-31T23:59:59+02:00"),
    ],
)
def test_an_invoice_is_due_at_the_end_of_its_last_day(invoiced: date, roll: str, due: str) -> None:
    assert invoice_due(with_roll(roll), invoiced).at == at(due)


def test_a_precondition_is_due_at_five_unless_a_time_is_given() -> None:
    _, crane = NIGHT.engagement.preconditions
    due = precondition_due(NIGHT, crane)
    assert (due.at, due.timed) == (at("2027-02-05T17:00+01:00"), True)
    noon = replace(crane, time=ClockTime(12 * 60))
    assert precondition_due(NIGHT, noon).at == at("2027-02-05T12:00+01:00")
    summer = replace(crane, due=date(2027, 3, 30))
    assert precondition_due(NIGHT, summer).at == at("2027-03-30T17:00+02:00")


def test_the_ladder_goes_up_by_working_days() -> None:
    _, crane = NIGHT.engagement.preconditions
    # after Friday 5 February 2, 4 and 5 working days, and 5 more
    assert ladder_days(NIGHT, crane) == (
        ("reminder", date(2027, 2, 9)),
        ("call", date(2027, 2, 11)),
        ("sponsor", date(2027, 2, 12)),
        ("cure", date(2027, 2, 19)),
    )


def test_a_fatal_date_has_no_ladder() -> None:
    fatal, _ = NIGHT.engagement.preconditions
    assert ladder_days(NIGHT, fatal) == ()


def test_a_deliverable_is_reviewed_within_ten_working_days() -> None:
    # after Friday 19 March: five, then 30, 31, 1, 2 and 5 April; the reminder on the eighth
    found = acceptance(TERMS, date(2027, 3, 19))
    assert found.at == at("2027-04-05T23:59:59+02:00")
    assert found.working.figure("day") == date(2027, 4, 1)


def test_a_change_request_is_open_for_ten_working_days() -> None:
    assert change_request(TERMS, date(2027, 2, 5)).at == at("2027-02-19T23:59:59+01:00")
    # from a Saturday, Monday is the first
    assert change_request(TERMS, date(2027, 2, 6)).at == at("2027-02-19T23:59:59+01:00")


def ends(found: Deadline | None) -> datetime | None:
    return found.at if found else None


def test_notice_in_months_is_clamped() -> None:
    assert ends(notice(TERMS, date(2027, 1, 31), "client")) == at("2027-02-28T23:59:59+01:00")
    assert ends(notice(ENGLISH, date(2027, 1, 31), "provider")) == at("2027-03-31T23:59:59+01:00")


def test_a_consumer_needs_no_notice() -> None:
    client = replace(TERMS.engagement.parties.client, kind="consumer")
    parties = replace(TERMS.engagement.parties, client=client)
    terms = Terms(replace(TERMS.engagement, parties=parties))
    assert ends(notice(terms, date(2027, 1, 31), "client")) == at("2027-01-31T23:59:59+01:00")
    assert ends(notice(terms, date(2027, 1, 31), "provider")) == at("2027-02-28T23:59:59+01:00")


def test_notice_for_a_milestone_comes_its_working_days_before() -> None:
    terms = sample("veiligheidsregio")
    _, draft, *_ = terms.engagement.fees.milestones
    # 20 working days to Friday 19 March; Sunday 21 February is the last day from which they fit
    assert ends(milestone_notice(terms, draft)) == at("2027-02-21T23:59:59+01:00")
    agreed = replace(terms.engagement.term_exit, milestone_notice=None)
    assert milestone_notice(Terms(replace(terms.engagement, term_exit=agreed)), draft) is None


def test_a_trial_time_ends_with_its_last_day() -> None:
    assert ends(trial(ENGLISH)) == at("2027-01-25T23:59:59+00:00")
    work = replace(ENGLISH.engagement.engagement, trial=None)
    assert trial(Terms(replace(ENGLISH.engagement, engagement=work))) is None


def test_a_hold_has_lasted_long_enough_after_sixty_days() -> None:
    # 22 February + 6 + 31 + 23 days
    assert long_stop(TERMS, date(2027, 2, 22)).at == at("2027-04-23T23:59:59+02:00")


def test_a_deadline_is_one_moment_on_every_clock() -> None:
    due = response(TERMS, at("2027-02-08T09:00+01:00"))
    zones = ("Europe/Dublin", "America/New_York")
    shown = shown_in(due, zones)
    assert tuple(one.zone for one in shown) == zones
    assert {one.at for one in shown} == {at("2027-02-08T16:00+00:00")}
