"""Laws of statements: however a history is cut into periods, nothing is billed twice or lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from conftest import examined
from hypothesis import given, settings
from hypothesis import strategies as st

from scopegen.model.events import Event, EventKind, Fact
from scopegen.quantities import Money
from scopegen.terms.replay import replay
from scopegen.terms.sessions import Terms
from scopegen.terms.standing import Hold, Standing, Stop
from scopegen.terms.statement import History, InForce, statement

K = EventKind
FIRST, LAST = date(2027, 1, 1), date(2027, 4, 30)
SAMPLES = ("nachtclient", "northgate", "veiligheidsregio", "waterlinie")
MOMENTS = st.datetimes(datetime(2027, 1, 18), datetime(2027, 4, 20)).map(  # noqa: DTZ001
    lambda moment: moment.replace(second=0, microsecond=0, tzinfo=UTC)
)
DAYS = st.dates(date(2027, 1, 18), date(2027, 4, 20))
FLAGS = st.fixed_dictionaries({}, optional={"agreed": st.just(True), "emergency": st.just(True)})
CALL_FLAGS = st.fixed_dictionaries({}, optional={
    "missed": st.just(True), "group": st.just(True), "standing": st.just(True),
    "agreed": st.just(True),
})  # fmt: skip
SLOT_FLAGS = st.fixed_dictionaries({}, optional={
    "ours": st.just(True), "unbilled": st.just(True), "excused": st.just(True),
})  # fmt: skip
Said = tuple[EventKind, dict[str, Fact]]


@st.composite
def spans(draw: st.DrawFn) -> dict[str, Fact]:
    start = draw(MOMENTS)
    end = start + timedelta(minutes=draw(st.integers(1, 700)))
    return {"start": start.isoformat(), "end": end.isoformat()}


@st.composite
def facts(draw: st.DrawFn) -> Said:
    kind = draw(st.sampled_from([K.HOURS_LOGGED, K.CALL_LOGGED, K.NO_SHOW_LOGGED,
                                 K.CANCELLATION_LOGGED, K.EXTRA_WORK_LOGGED]))  # fmt: skip
    if kind is K.EXTRA_WORK_LOGGED or (kind is K.HOURS_LOGGED and draw(st.booleans())):
        return kind, {"on": draw(DAYS).isoformat(), "minutes": draw(st.integers(1, 600))}
    flags = {K.HOURS_LOGGED: FLAGS, K.CALL_LOGGED: CALL_FLAGS}.get(kind, SLOT_FLAGS)
    told: dict[str, Fact] = {**draw(spans()), **draw(flags)}
    if kind is K.CANCELLATION_LOGGED:
        told["received"] = draw(MOMENTS).isoformat()
    return kind, told


HISTORIES = st.lists(facts(), max_size=12)
CUTS = st.lists(DAYS, max_size=3, unique=True).map(sorted)


def event(seq: int, kind: EventKind, said: Mapping[str, Fact]) -> Event:
    return Event(
        seq=seq, previous="", hash="", kind=kind, engagement="E", actor="provider",
        at=datetime(2027, 5, 1, tzinfo=UTC), zone="Europe/Amsterdam", key=str(seq),
        facts=said, personal={},
    )  # fmt: skip


def history(sample: str, said: list[Said], hold: Hold | None = None) -> History:
    spec = examined(sample).spec
    assert spec is not None
    logged = tuple(event(n, kind, facts) for n, (kind, facts) in enumerate(said, start=10))
    accepted = {one.id: one.due for one in spec.engagement.fees.milestones[:2]}
    standing = Standing(logged=logged, milestones=accepted, holds=(hold,) if hold else ())
    return History(
        versions=[InForce(since=date.min, version=1, terms=Terms(spec.engagement))],
        standing=standing,
    )


def periods(cuts: list[date]) -> list[tuple[date, date]]:
    starts = [FIRST, *cuts]
    ends = [*(cut - timedelta(days=1) for cut in cuts), LAST]
    return list(zip(starts, ends, strict=True))


@pytest.mark.parametrize("sample", SAMPLES)
@settings(max_examples=25, deadline=None)
@given(HISTORIES, CUTS)
def test_periods_apart_come_to_what_they_come_to_together(
    sample: str, said: list[Said], cuts: list[date]
) -> None:
    start = date(2027, 2, 15)
    stop = Stop(kind="no_shows", about="", since=start, by="provider")
    hold = Hold(id="H1", start=start, streams={"work": start}, stops=(stop,), change="CR-001")
    made = history(sample, said, replace(hold, resumed=date(2027, 4, 5)))
    whole = statement(made, FIRST, LAST)
    parts = [statement(made, *period) for period in periods(cuts)]
    zero = whole.total.times(0)
    assert sum((part.total for part in parts), zero) == whole.total
    assert sum(part.minutes for part in parts) == whole.minutes
    rows = [one.row for part in parts for one in (*part.billed, *part.free) if one.row]
    assert sorted(rows) == sorted(one.row for one in (*whole.billed, *whole.free) if one.row)


@pytest.mark.parametrize("sample", SAMPLES)
@settings(max_examples=25, deadline=None)
@given(HISTORIES, st.randoms(use_true_random=False))
def test_the_order_of_logging_changes_no_total(
    sample: str, said: list[Said], chance: object
) -> None:
    mixed = list(said)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    one, other = (statement(history(sample, each), FIRST, LAST) for each in (said, mixed))
    assert one.total == other.total
    assert one.minutes == other.minutes


@pytest.mark.parametrize("sample", SAMPLES)
@settings(max_examples=25, deadline=None)
@given(HISTORIES)
def test_a_total_is_the_sum_of_its_printed_lines_and_every_row_is_told(
    sample: str, said: list[Said]
) -> None:
    made = statement(history(sample, said), FIRST, LAST)
    amounts = [amount for one in made.billed for amount in one.working.amounts]
    zero = Money(made.total.amount * 0, made.total.currency)
    assert sum(amounts, zero) == made.total
    told = {one.row for one in (*made.billed, *made.free)} - {0}
    assert told == set(range(10, 10 + len(said)))


@given(HISTORIES)
def test_what_the_register_holds_can_be_replayed_only_after_a_signature(said: list[Said]) -> None:
    events = [event(n, kind, facts) for n, (kind, facts) in enumerate(said, start=1)]
    played = replay(events)
    assert played.value is not None
    assert played.value.logged == ()
    assert len(played.diagnostics) == len(said)
