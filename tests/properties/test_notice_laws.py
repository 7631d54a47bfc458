"""Laws of the notices that are due: made is done, and nothing comes too early."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from noticed_days import HELD, RUNNING, calls, extra
from sample_terms import sample

from scopegen.model.events import Event
from scopegen.terms.correspondence import Made
from scopegen.terms.ladder import Practice
from scopegen.terms.notices import due_notices
from scopegen.workflow.notice_kinds import kind_of

LOGS = st.lists(
    st.sampled_from([*calls(4, note="x"), *calls(1, missed=True), extra(7, 500)]), max_size=6
)


@given(
    st.dates(date(2026, 12, 1), date(2027, 7, 1)),
    LOGS,
    st.sampled_from(["veiligheidsregio", "northgate", "waterlinie", "nachtclient", "dublin"]),
    st.booleans(),
)
def test_a_notice_that_was_made_is_not_due_again_that_day(
    today: date, logged: list[Event], name: str, held: bool
) -> None:
    holds = (HELD,) if held and today >= HELD.start else ()
    standing = replace(RUNNING, logged=tuple(logged), holds=holds)
    found = Practice(terms=sample(name), standing=standing, today=today)
    for one in due_notices(found):
        if kind_of(one.kind) is None:
            continue  # another command makes it, and records something of its own
        made = Made(kind=one.kind, about=one.about, on=today, day=today)
        after = replace(found, standing=replace(standing, made=(*standing.made, made)))
        left = [(each.kind, each.about) for each in due_notices(after)]
        assert (one.kind, one.about) not in left


@given(st.dates(date(2026, 12, 1), date(2027, 7, 1)))
def test_nothing_is_due_before_it_may_be_sent(today: date) -> None:
    for one in due_notices(
        Practice(terms=sample("veiligheidsregio"), standing=RUNNING, today=today)
    ):
        assert one.since <= today
