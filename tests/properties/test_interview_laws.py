"""However an interview goes, back and forth, left and resumed: the same answers, the same spec."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scopegen.diagnostics import has_errors
from scopegen.workflow.answering import answered, typed_again
from scopegen.workflow.beginning import written
from scopegen.workflow.checking import examine
from scopegen.workflow.interview import Interview, back, filled, typed_example
from scopegen.workflow.progress import keep, kept, taken_up

FRESH = Interview(given={}, today=date(2026, 12, 1), spoken="nl")
EXAMPLE = "example"
STEPS = st.lists(
    st.sampled_from(
        [EXAMPLE, EXAMPLE, EXAMPLE, "", "<", "resume", "2", "5 8", "onzin", "a; b", "EUR 90.00"]
    ),
    max_size=40,
)
SLOW = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


def step(interview: Interview, done: str) -> Interview:
    """Do one thing; an answer that is refused changes nothing."""
    if done == "<":
        return back(interview)
    if done == "resume":
        return resumed(interview)
    still_open = filled(interview).open
    if not still_open:
        return interview
    shown = typed_example(still_open[0], filled(interview).tree, interview)
    return answered(interview, shown if done == EXAMPLE else done).value or interview


def resumed(interview: Interview) -> Interview:
    with TemporaryDirectory() as folder:
        keep(Path(folder), interview)
        before = kept(Path(folder))
    assert before
    return taken_up(FRESH, before)


def straight(told: Interview) -> Interview:
    """Give the same answers in one go, as one would type them."""
    interview = FRESH
    for path, value in told.said:
        question = filled(interview).open[0]
        assert question.path == path
        typed = typed_again(value)
        same = replace(interview, said=(*interview.said, (path, value)))
        interview = answered(interview, typed).value or same if typed else same
    return interview


@SLOW
@given(STEPS)
def test_the_way_to_the_answers_does_not_matter(steps: list[str]) -> None:
    interview = FRESH
    for done in steps:
        interview = step(interview, done)
    assert resumed(interview) == interview
    assert written(straight(interview)) == written(interview)


@SLOW
@given(STEPS)
def test_at_every_moment_there_is_a_whole_spec(steps: list[str]) -> None:
    interview = FRESH
    for done in steps:
        interview = step(interview, done)
    text, _ = written(interview)
    assert not has_errors(examine(text.encode(), "engagement.yaml").diagnostics)


@SLOW
@given(STEPS)
def test_going_back_undoes_exactly_one_answer(steps: list[str]) -> None:
    interview = FRESH
    for done in steps:
        after = step(interview, done)
        if len(after.said) > len(interview.said):
            assert back(after) == interview
        interview = after
