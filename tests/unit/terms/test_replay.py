"""The rules of the game: events that may follow on each other, and those that may not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scopegen.model.events import Event, EventKind, Facts
from scopegen.terms.replay import replay
from scopegen.terms.standing import ChangeState, Standing

K = EventKind
MOMENT = datetime(2027, 2, 22, 15, tzinfo=UTC)
LETTER: Facts = {
    "version": 1, "language": "nl", "fingerprint": "f1", "spec": "s1", "terms": "t1",
    "library": "l1", "head": "h", "files": {}, "clauses": {},
}  # fmt: skip
SIGNED: Facts = {"version": 1, "fingerprint": "f1", "class": "B", "evidence": "e1"}
PULLED: Facts = {
    "hold": "H1", "kind": "precondition", "about": "P1", "by": "provider",
    "from": "2027-02-22", "streams": ["M2"],
}  # fmt: skip
ISSUED: Facts = {
    "change": "CR-001", "version": 1, "letter": 1, "digest": "d1", "request": "r1",
    "issued": "2027-02-22", "valid_until": "2027-03-08", "hold": "H1", "head": "h",
    "amounts": {"A": "0.00", "B": "0.00"}, "resuming": ["A"], "inputs": {"A": "P1"}, "files": {},
    "stops": ["precondition:P1"],
}  # fmt: skip
AGREED: Facts = {
    "change": "CR-001", "version": 1, "digest": "d1", "option": "A", "class": "B",
    "method": "email", "evidence": "e2", "agreed": "2027-03-02",
}  # fmt: skip
RESUMED: Facts = {"hold": "H1", "change": "CR-001", "version": 1, "on": "2027-03-04"}
AMENDED: Facts = {
    **LETTER, "from": 1, "to": 2, "change": "CR-001", "fingerprint": "f2",
}  # fmt: skip


def attested(form: str, evidence: str) -> tuple[EventKind, Facts]:
    return K.ATTESTED, {"form": form, "evidence": evidence, "class": "B"}


STORY: tuple[tuple[EventKind, Facts], ...] = (
    (K.LETTER_ISSUED, LETTER),
    attested("letter/v1", "e1"),
    (K.LETTER_SIGNED, SIGNED),
    (K.HANDBRAKE_PULLED, PULLED),
    (K.CHANGE_ISSUED, ISSUED),
    attested("CR-001/v1", "e2"),
    (K.CHANGE_SIGNED, AGREED),
    (K.INPUT_RECEIVED, {"precondition": "P1", "on": "2027-03-03"}),
    (K.RESUMED, RESUMED),
    (K.AMENDED, AMENDED),
)


def events(story: Sequence[tuple[EventKind, Facts]]) -> list[Event]:
    return [
        Event(
            seq=at,
            previous="",
            hash="",
            kind=kind,
            engagement="X",
            actor="provider",
            at=MOMENT + timedelta(minutes=at),
            zone="Europe/Amsterdam",
            key=str(at),
            facts=facts,
            personal={},
        )
        for at, (kind, facts) in enumerate(story, start=1)
    ]


def played(story: Sequence[tuple[EventKind, Facts]]) -> Standing:
    standing = replay(events(story)).value
    assert standing is not None
    return standing


def hints(story: Sequence[tuple[EventKind, Facts]]) -> list[str]:
    return [dict(one.facts)["hint"] for one in replay(events(story)).diagnostics]


def test_the_whole_story_is_allowed() -> None:
    assert hints(STORY) == []
    standing = played(STORY)
    assert standing.hold is None
    assert standing.holds[0].resumed == date(2027, 3, 4)
    assert standing.letter is not None
    assert (standing.letter.version, standing.letter.by_change) == (2, "CR-001")
    assert standing.changes[0].state is ChangeState.IMPLEMENTED


@pytest.mark.parametrize("missing", range(len(STORY) - 1))
def test_no_step_can_be_left_out(missing: int) -> None:
    """Whatever is taken away: work does not resume, or the letter is not amended."""
    story = [step for at, step in enumerate(STORY) if at != missing]
    assert hints(story) != []
    standing = played(story)
    resumed = any(hold.resumed for hold in standing.holds)
    assert not resumed or missing == STORY.index((K.RESUMED, RESUMED))


@given(st.permutations(range(len(STORY))))
def test_in_no_other_order_does_work_resume_without_agreement(order: list[int]) -> None:
    story = [STORY[at] for at in order]
    standing = played(story)
    if any(hold.resumed for hold in standing.holds):
        place = {at: n for n, at in enumerate(order)}
        # letter, its attestation, its signature, hold, change, attestation, agreement, delivery.
        assert place[0] < place[2] < place[3] < place[4] < place[6] < place[8]
        assert place[1] < place[2]
        assert place[5] < place[6]
        assert place[7] < place[8]


CASES = {
    "another version": (6, {"version": 2}, "version"),
    "another digest": (6, {"digest": "d0"}, "digest"),
    "after the last day": (6, {"agreed": "2027-03-09"}, "expired"),
    "before it was issued": (6, {"agreed": "2027-02-21"}, "expired"),
    "an option that is not there": (6, {"option": "Z"}, "option"),
    "evidence that nobody attested": (6, {"evidence": "e9"}, "not_attested"),
    "evidence of the letter": (6, {"evidence": "e1"}, "used"),
    "a letter of another version": (4, {"letter": 2}, "not_signed"),
    "a version that skips one": (4, {"version": 2}, "version"),
    "a letter that was not issued": (2, {"fingerprint": "f9"}, "no_letter"),
    "a hold that is not there": (8, {"hold": "H2"}, "not_held"),
    "a resumption before the hold": (8, {"on": "2027-02-19"}, "expired"),
    "a letter that skips a version": (9, {"to": 3}, "version"),
    "facts of the wrong kind": (4, {"amounts": "0.00"}, "unreadable"),
    "facts that are missing": (3, {"streams": None}, "unreadable"),
}


@pytest.mark.parametrize("case", CASES)
def test_a_step_with_a_wrong_fact_has_no_effect(case: str) -> None:
    at, changed, hint = CASES[case]
    kind, facts = STORY[at]
    story = [*STORY[:at], (kind, {**facts, **changed}), *STORY[at + 1 :]]  # type: ignore[dict-item]
    assert hints(story)[0] == hint
    standing = played(story)
    assert not any(hold.resumed for hold in standing.holds) or at == 9


def test_a_request_cannot_speak_of_a_hold_that_is_still_to_come() -> None:
    early = [*STORY[:3], STORY[4], STORY[3], *STORY[5:]]
    assert "not_held" in hints(early)
    assert played(early).hold is not None


def test_an_option_that_resumes_nothing_resumes_nothing() -> None:
    kind, facts = STORY[6]
    story = [*STORY[:6], (kind, {**facts, "option": "B"}), *STORY[7:]]
    assert "option" in hints(story)
    assert played(story).hold is not None


def test_a_new_cause_undoes_what_was_agreed_before_it() -> None:
    joined: Facts = {**PULLED, "about": "P2", "from": "2027-03-03"}
    story = [*STORY[:8], (K.HANDBRAKE_JOINED, joined), *STORY[8:]]
    assert played(story).hold is not None


@pytest.mark.parametrize(
    "kind", [K.CHANGE_DECLINED, K.CHANGE_WITHDRAWN, K.CHANGE_EXPIRED, K.CHANGE_COUNTERED]
)
def test_what_was_closed_cannot_be_signed(kind: EventKind) -> None:
    closing: Facts = {"change": "CR-001", "version": 1}
    story = [*STORY[:5], (kind, closing), *STORY[5:]]
    assert "closed" in hints(story)
    assert played(story).hold is not None


def test_after_the_end_nothing_happens() -> None:
    story = [*STORY, (K.ENDED, {"on": "2027-06-01"}), (K.HANDBRAKE_PULLED, PULLED)]
    assert hints(story) == ["ended"]


def test_order_is_that_of_the_chain_and_not_of_the_clock() -> None:
    back = [replace(one, at=MOMENT - timedelta(days=one.seq)) for one in events(STORY)]
    assert replay(back).diagnostics == ()
