"""Which notices are due on which day, and which are not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from noticed_days import CARD, HELD, LETTER, NOON, RUNNING, K, calls, due, event, extra, practice
from sample_terms import sample

from scopegen.model.engagement import Amendment, Engagement
from scopegen.model.events import Fact
from scopegen.model.evidence import FormIdentity
from scopegen.terms.correspondence import Made, Mark
from scopegen.terms.ladder import DueNotice, Practice
from scopegen.terms.notices import due_notices, nameless
from scopegen.terms.sessions import Terms
from scopegen.terms.standing import (
    ChangeState,
    ChangeVersion,
    Notice,
    Standing,
)


def first(kind: str, found: Practice) -> DueNotice:
    return next(one for one in due_notices(found) if one.kind == kind)


def with_terms(today: str, terms: Engagement, standing: Standing = RUNNING) -> list[str]:
    found = Practice(terms=Terms(terms), standing=standing, today=date.fromisoformat(today))
    return [f"{one.kind} {one.about}".strip() for one in due_notices(found)]


def test_before_a_letter_is_issued_nothing_is_due() -> None:
    assert due("2026-12-02", Standing()) == []


def test_an_issued_letter_is_sent_while_the_offer_is_open() -> None:
    issued = Standing(letters=(replace(LETTER, signed=False),))
    assert due("2026-12-02", issued) == ["cover v1"]
    assert due("2026-12-31", issued) == ["cover v1"]
    assert due("2027-01-01", issued) == []
    sent = replace(issued, made=(Made(kind="cover", about="v1", on=date(2026, 12, 2)),))
    assert due("2026-12-03", sent) == []


def test_a_consumer_hears_of_the_right_to_withdraw_before_signing() -> None:
    terms = sample("waterlinie").engagement
    client = replace(terms.parties.client, kind="consumer")
    consumer = replace(terms, parties=replace(terms.parties, client=client))
    issued = Standing(letters=(replace(LETTER, signed=False),))
    assert "withdrawal" in with_terms("2026-12-02", consumer, issued)
    assert "withdrawal" not in with_terms("2026-12-02", terms, issued)


def test_the_card_is_due_five_working_days_before_the_start() -> None:
    signed = Standing(letters=(LETTER,))
    assert due("2027-01-03", signed) == []
    assert due("2027-01-04", signed) == ["availability-card"]


def test_somebody_new_in_the_letter_gets_a_message() -> None:
    terms = sample("veiligheidsregio").engagement
    by = (Amendment(change="CR-001", agreed=date(2027, 1, 12)),)
    amended = replace(terms, meta=replace(terms.meta, amended_by=by))
    today = date(2027, 1, 13)
    found = Practice(terms=Terms(amended), standing=RUNNING, today=today, newcomers=("P. Nieuw",))
    told = first("new-contact", found)
    assert (told.about, told.since) == (nameless("P. Nieuw"), date(2027, 1, 12))
    assert "Nieuw" not in told.about
    made = Made(kind="new-contact", about=nameless("P. Nieuw"), on=today)
    after = replace(found, standing=replace(RUNNING, made=(CARD, made)))
    assert not [one for one in due_notices(after) if one.kind == "new-contact"]


LADDER = {
    "2027-01-24": [],
    "2027-01-25": [f"input-request P{n}" for n in range(1, 7)],
    "2027-02-05": [f"input-request P{n}" for n in range(1, 7)],
    "2027-02-08": ["input-request P4", "input-request P5", "input-request P6"],
    "2027-02-09": ["reminder P1", "reminder P2", "reminder P3"],
    "2027-02-11": [
        "reminder P1", "reminder P2", "reminder P3",
        "reminder P4", "reminder P5", "reminder P6",
        "call P1", "call P2", "call P3",
    ],
    "2027-02-12": [
        "reminder P4", "reminder P5", "reminder P6",
        "call P4", "call P5", "call P6",
        "final-period P1", "final-period P2", "final-period P3", "sponsor",
    ],
}  # fmt: skip


@pytest.mark.parametrize("today", LADDER)
def test_the_ladder_of_a_precondition_climbs_with_the_days(today: str) -> None:
    assert sorted(due(today)) == sorted(LADDER[today])


def test_what_came_or_was_asked_for_elsewhere_is_not_asked_for_again() -> None:
    asked = replace(RUNNING, requested=(("P1", date(2027, 1, 20)),))
    assert "input-request P1" not in due("2027-01-25", asked)
    assert "reminder P1" in due("2027-02-09", asked)
    reminded = replace(RUNNING, requested=(("P1", date(2027, 2, 9)),))
    assert "reminder P1" not in due("2027-02-10", reminded)
    there = replace(RUNNING, received={"P1": date(2027, 2, 4)})
    assert not [one for one in due("2027-02-12", there) if one.endswith("P1")]


def test_after_the_last_term_the_handbrake_is_allowed() -> None:
    sent = Notice(kind="precondition", about="P1", sent=date(2027, 2, 12))
    noticed = replace(RUNNING, notices=(sent,))
    assert not [one for one in due("2027-02-19", noticed) if one.endswith("P1")]
    assert "handbrake P1" in due("2027-02-22", noticed)


def test_a_final_date_needs_no_reminder() -> None:
    found = due("2027-02-01", name="nachtclient")
    assert "handbrake P1" in found
    assert "reminder P1" not in found


def test_one_late_item_needs_no_overview_and_another_makes_a_new_one() -> None:
    others = {f"P{n}": date(2027, 2, 1) for n in range(2, 7)}
    assert "sponsor" not in due("2027-02-12", replace(RUNNING, received=others))
    told = replace(RUNNING, made=(CARD, Made(kind="sponsor", about="", on=date(2027, 2, 12))))
    assert "sponsor" not in due("2027-02-12", told)
    assert "sponsor" in due("2027-02-15", told)  # P4 to P6 come to it


def test_a_hold_has_a_statement_every_week() -> None:
    held = replace(RUNNING, holds=(HELD,))
    assert "hold-statement H1" not in due("2027-02-28", held)
    assert "hold-statement H1" in due("2027-03-01", held)
    told = replace(held, made=(CARD, Made(kind="hold-statement", about="H1", on=date(2027, 3, 2))))
    assert "hold-statement H1" not in due("2027-03-08", told)
    assert "hold-statement H1" in due("2027-03-09", told)
    ended = replace(held, holds=(replace(HELD, resumed=date(2027, 3, 4)),))
    assert "hold-statement H1" not in due("2027-03-09", ended)


CHANGE = ChangeVersion(
    identity=FormIdentity(engagement="VRM-2027-03", item="CR-001", version=1), digest="d",
    request="r", letter=1, issued=date(2027, 2, 22), issued_at=NOON,
    valid_until=date(2027, 3, 8), hold="H1", head="h", amounts={"A": "0"}, resuming=("A",),
    inputs={"A": "P1"}, stops=("precondition:P1",), files={},
)  # fmt: skip
AGREED = replace(CHANGE, state=ChangeState.ACCEPTED, option="A", agreed=date(2027, 3, 2))


def test_work_may_resume_once_all_that_was_agreed_is_there() -> None:
    agreed = replace(RUNNING, holds=(HELD,), changes=(AGREED,))
    assert "resumption CR-001" not in due("2027-03-03", agreed)
    there = replace(agreed, received={"P1": date(2027, 3, 3)})
    assert "resumption CR-001" in due("2027-03-03", there)


def test_a_change_request_without_an_answer_is_told_the_day_after() -> None:
    open_ = replace(RUNNING, holds=(HELD,), changes=(CHANGE,))
    assert "change CR-001" not in due("2027-03-08", open_)
    assert "change CR-001" in due("2027-03-09", open_)
    answered = replace(open_, changes=(replace(CHANGE, state=ChangeState.DECLINED),))
    assert "change CR-001" not in due("2027-03-09", answered)


def test_an_agreed_wish_waits_to_be_taken_in() -> None:
    wish = replace(AGREED, hold="", stops=(), inputs={})
    assert "addendum CR-001" in due("2027-03-02", replace(RUNNING, changes=(wish,)))
    done = replace(wish, state=ChangeState.IMPLEMENTED)
    assert "addendum CR-001" not in due("2027-03-02", replace(RUNNING, changes=(done,)))


def test_a_call_with_a_note_asks_for_a_note_to_the_client_for_a_week() -> None:
    noted = replace(RUNNING, logged=calls(1, note="de planning"))
    assert "call-note 1" in due("2027-02-01", noted)
    assert "call-note 1" in due("2027-02-08", noted)
    assert "call-note 1" not in due("2027-02-09", noted)
    assert "call-note 1" not in due("2027-02-01", replace(RUNNING, logged=calls(1)))


def test_a_missed_call_asks_for_a_message_until_the_next_working_day() -> None:
    missed = replace(RUNNING, logged=calls(1, missed=True))
    assert "missed-call 1" in due("2027-02-02", missed)
    assert "missed-call 1" not in due("2027-02-03", missed)


def test_more_calls_than_the_letter_bears_ask_for_a_proposal_once() -> None:
    limit = sample("veiligheidsregio").engagement.calls.overload_per_day
    assert "level-proposal" not in due("2027-02-01", replace(RUNNING, logged=calls(limit)))
    busy = replace(RUNNING, logged=calls(limit + 1))
    assert "level-proposal" in due("2027-02-01", busy)
    told = replace(busy, made=(CARD, Made(kind="level-proposal", about="", on=date(2027, 2, 1))))
    assert "level-proposal" not in due("2027-02-02", told)


def test_a_meeting_that_fell_through_asks_for_its_price() -> None:
    slot: dict[str, Fact] = {
        "start": "2027-02-01T15:00+01:00", "end": "2027-02-01T16:00+01:00",
        "received": "2027-02-01T09:00+01:00",
    }  # fmt: skip
    cancelled = replace(RUNNING, logged=(event(3, K.CANCELLATION_LOGGED, slot),))
    assert "reserved-time 3" in due("2027-02-01", cancelled)


def test_each_oral_instruction_asks_for_its_own_confirmation() -> None:
    said = tuple(event(n, K.INSTRUCTION_LOGGED, {"on": "2027-02-01"}) for n in (1, 2))
    two = replace(RUNNING, logged=said)
    assert {"instruction 1", "instruction 2"} <= set(due("2027-02-01", two))
    sent = Notice(kind="oral_change", about="T. Visser", sent=date(2027, 2, 1))
    assert "instruction 1" not in due("2027-02-01", replace(two, notices=(sent,)))
    assert "instruction 2" in due("2027-02-01", replace(two, notices=(sent,)))
    early = replace(sent, sent=date(2027, 1, 29))
    assert "instruction 1" in due("2027-02-01", replace(two, notices=(early,)))


def test_after_a_payment_reminder_a_notice_follows_and_then_the_handbrake() -> None:
    told = Made(
        kind="payment-reminder", about="2027-014", on=date(2027, 2, 22),
        day=date(2027, 1, 15), until=date(2027, 3, 1),
    )  # fmt: skip
    reminded = replace(RUNNING, made=(CARD, told))
    assert "nonpayment 2027-014" not in due("2027-03-01", reminded)
    assert "nonpayment 2027-014" in due("2027-03-02", reminded)
    came = replace(reminded, received={"paid:2027-014": date(2027, 3, 2)})
    assert "nonpayment 2027-014" not in due("2027-03-02", came)
    sent = Notice(kind="nonpayment", about="2027-014", sent=date(2027, 3, 2))
    noticed = replace(reminded, notices=(sent,))
    assert "nonpayment 2027-014" not in due("2027-03-03", noticed)
    assert "handbrake 2027-014" not in due("2027-03-09", noticed)
    assert "handbrake 2027-014" in due("2027-03-10", noticed)


def test_a_delivery_asks_for_a_reminder_on_the_day_that_the_letter_gives() -> None:
    sent = Made(kind="draft-cover", about="D1", on=date(2027, 3, 19), day=date(2027, 3, 19))
    delivered = replace(RUNNING, made=(CARD, sent))
    # Eight working days on: Good Friday is a working day here, Easter Monday is not.
    assert "acceptance-reminder D1" not in due("2027-03-31", delivered)
    assert "acceptance-reminder D1" in due("2027-04-01", delivered)
    assert "acceptance-reminder D1" not in due("2027-04-01", replace(delivered, accepted=("M2",)))
    assert "acceptance-reminder D1" in due("2027-04-05", delivered)
    assert "acceptance-reminder D1" not in due("2027-04-06", delivered)


def test_an_accepted_milestone_is_confirmed() -> None:
    done = replace(RUNNING, accepted=("M1",), milestones={"M1": date(2027, 1, 22)})
    assert "acceptance-certificate M1" in due("2027-01-25", done)


def test_a_review_is_prepared_five_working_days_before() -> None:
    assert "review 1" not in due("2027-02-12", name="northgate")
    assert "review 1" in due("2027-02-15", name="northgate")
    assert "review 1" in due("2027-02-22", name="northgate")
    assert "review 1" not in due("2027-02-23", name="northgate")


def test_a_low_mark_or_a_fall_asks_for_a_plan_until_there_is_one() -> None:
    found: dict[tuple[int, ...], bool] = {}
    for told in ((6,), (5,), (8, 6), (8, 7), (5, 7)):
        days = (date(2027, 2, 22), date(2027, 4, 5))
        marks = tuple(Mark(on=day, mark=mark) for day, mark in zip(days, told, strict=False))
        standing = replace(RUNNING, marks=marks)
        found[told] = "improvement-plan" in due("2027-04-06", standing, "northgate")
    assert found == {(6,): False, (5,): True, (8, 6): True, (8, 7): False, (5, 7): False}
    low = replace(RUNNING, marks=(Mark(on=date(2027, 2, 22), mark=4),))
    plan = first("improvement-plan", practice("2027-02-23", low, "northgate"))
    assert plan.by == date(2027, 3, 8)
    planned = Made(kind="improvement-plan", about="", on=date(2027, 2, 24))
    after = replace(low, made=(CARD, planned))
    assert "improvement-plan" not in due("2027-02-25", after, "northgate")


def test_extra_work_warns_at_its_share_and_stops_at_its_limit() -> None:
    limit = sample("waterlinie").engagement.extra_work.goodwill
    assert limit is not None
    near = replace(RUNNING, logged=(extra(1, limit.minutes * 8 // 10),))
    assert "extra-work warning" in due("2027-02-01", near, "waterlinie")
    less = replace(RUNNING, logged=(extra(1, limit.minutes * 8 // 10 - 1),))
    assert "extra-work warning" not in due("2027-02-01", less, "waterlinie")
    over = replace(RUNNING, logged=(extra(1, limit.minutes + 1),))
    assert "extra-work stop" in due("2027-02-01", over, "waterlinie")


def test_a_report_of_behaviour_asks_for_a_meeting_in_time() -> None:
    told = Made(kind="conduct-report", about="", on=date(2027, 2, 1))
    reported = replace(RUNNING, made=(CARD, told))
    assert "conduct-meeting" in due("2027-02-08", reported)
    assert "conduct-meeting" not in due("2027-02-09", reported)
    met = Made(kind="conduct-meeting", about="", on=date(2027, 2, 2))
    assert "conduct-meeting" not in due("2027-02-03", replace(reported, made=(CARD, told, met)))


def test_the_end_is_announced_twenty_working_days_before_and_closed_after() -> None:
    # 20 working days before 28 May 2027, with Ascension Day and Whit Monday in between.
    assert "non-renewal" not in due("2027-04-27")
    assert "non-renewal" in due("2027-04-28")
    assert "non-renewal" not in due("2027-05-28")
    assert "closing" in due("2027-05-28")
    assert due("2027-06-01", replace(RUNNING, ended=date(2027, 5, 28))) == []


def test_without_an_end_date_the_last_acceptance_closes() -> None:
    done = replace(RUNNING, milestones={"M1": date(2027, 2, 12), "M2": date(2027, 3, 26)})
    assert "closing" in due("2027-03-27", done, "nachtclient")
    half = replace(RUNNING, milestones={"M1": date(2027, 2, 12)})
    assert "closing" not in due("2027-03-27", half, "nachtclient")


def test_what_is_due_longest_comes_first() -> None:
    days = [one.since for one in due_notices(practice("2027-02-12"))]
    assert days == sorted(days)
