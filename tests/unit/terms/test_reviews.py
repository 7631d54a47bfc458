"""Reviews counted from the start (R19), the plan after a low mark, and substitution (R9).

The sample `waterlinie` runs from Monday 4 January to 30 June 2027; it gets a review every 6 weeks
and a clause on substitution. Easter Monday is 29 March 2027.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest
from sample_terms import at, sample

from scopegen.model.terms import Review, Substitution
from scopegen.quantities import Period, Unit
from scopegen.terms.deadlines import Deadline
from scopegen.terms.reviews import plan_due, review, review_dates, substitution
from scopegen.terms.sessions import Terms


def period(count: int, unit: Unit = Unit.WORKING_DAYS) -> Period:
    return Period(Decimal(count), unit)


REVIEW = Review(
    every=period(6, Unit.WEEKS),
    length=period(45, Unit.MINUTES),
    billed=True,
    threshold=6,
    drop=2,
    plan=period(10),
)
SUBSTITUTION = Substitution(
    notice=period(10),
    urgent=period(1),
    meeting=period(5),
    refusal=period(3),
    grounds="requirements",
    requirements=(),
    rate=None,
    oversight=None,
    oversight_billed=False,
    most_people=2,
    pool=(),
)


PLAIN = sample("waterlinie")
TERMS = Terms(replace(PLAIN.engagement, review=REVIEW, substitution=SUBSTITUTION))


def running(start: date, end: date | None) -> Terms:
    work = replace(TERMS.engagement.engagement, start=start, end=end)
    return Terms(replace(TERMS.engagement, engagement=work))


def ends(found: Deadline | None) -> datetime | None:
    return found.at if found else None


def test_reviews_are_counted_from_the_start_and_held_on_working_days() -> None:
    found = [(one.number, one.counted, one.held) for one in review_dates(TERMS)]
    assert found == [
        (1, date(2027, 2, 15), date(2027, 2, 15)),
        (2, date(2027, 3, 29), date(2027, 3, 30)),  # Easter Monday
        (3, date(2027, 5, 10), date(2027, 5, 10)),  # not a day later for that
        (4, date(2027, 6, 21), date(2027, 6, 21)),
    ]


def test_a_review_in_a_weekend_moves_to_monday() -> None:
    (only,) = review_dates(running(date(2027, 1, 2), date(2027, 3, 1)))
    assert (only.counted, only.held) == (date(2027, 2, 13), date(2027, 2, 15))


@pytest.mark.parametrize(("end", "count"), [(date(2027, 2, 14), 0), (date(2027, 2, 15), 1)])
def test_there_is_no_review_after_the_end(end: date, count: int) -> None:
    assert len(review_dates(running(date(2027, 1, 4), end))) == count


def test_without_an_end_reviews_are_given_for_a_year() -> None:
    # 8 x 42 = 336 days, 9 x 42 = 378
    assert len(review_dates(running(date(2027, 1, 4), None))) == 8


def test_a_review_is_due_on_the_day_on_which_it_is_held() -> None:
    assert ends(review(TERMS, 1)) == at("2027-02-15T23:59:59+01:00")
    assert ends(review(TERMS, 2)) == at("2027-03-30T23:59:59+02:00")
    assert review(TERMS, 5) is None


def test_a_letter_without_reviews_has_none() -> None:
    assert review_dates(PLAIN) == ()
    assert review(PLAIN, 1) is None
    assert plan_due(PLAIN, date(2027, 2, 15), 1, None) is None


@pytest.mark.parametrize(
    ("mark", "earlier", "needed"),
    [
        (5, None, True),
        (6, None, False),  # at the threshold
        (10, None, False),
        (7, 9, True),  # two points lower than last time
        (7, 8, False),
        (9, 7, False),  # higher
        (5, 5, True),
    ],
)
def test_a_plan_is_needed_after_a_low_mark_or_a_fall(
    mark: int, earlier: int | None, needed: bool
) -> None:
    found = plan_due(TERMS, date(2027, 3, 19), mark, earlier)
    # Friday 19 March + 10 working days, over Easter Monday
    assert ends(found) == (at("2027-04-05T23:59:59+02:00") if needed else None)


def told(found: Deadline | None, key: str) -> date:
    """The day that a step of the working tells."""
    assert found is not None
    (day,) = [dict(one.figures)["day"] for one in found.working.steps if one.key == key]
    assert isinstance(day, date)
    return day


def test_a_substitute_begins_after_the_announcement() -> None:
    friday = date(2027, 3, 19)
    assert ends(substitution(TERMS, friday)) == at("2027-04-05T23:59:59+02:00")
    assert ends(substitution(TERMS, friday, urgent=True)) == at("2027-03-22T23:59:59+01:00")


def test_the_client_meets_the_substitute_and_may_then_refuse() -> None:
    friday = date(2027, 3, 19)
    found = substitution(TERMS, friday)
    assert told(found, "meet_by") == date(2027, 3, 26)
    # without a meeting from the last day for one: 30 and 31 March, 1 April
    assert told(found, "refuse_by") == date(2027, 4, 1)
    met = substitution(TERMS, friday, met=date(2027, 3, 23))
    assert told(met, "refuse_by") == date(2027, 3, 26)


def test_a_letter_without_substitution_has_no_day_for_it() -> None:
    assert substitution(PLAIN, date(2027, 3, 19)) is None
