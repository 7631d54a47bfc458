"""Adding to the register and reading it: all or nothing, once, and in one chain."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256
from pathlib import Path

import pytest
from registers import (
    ENGAGEMENT,
    codes,
    entries,
    entry,
    erasure,
    events_in,
    made,
    named_rows,
)

from scopegen.diagnostics import ScopegenError
from scopegen.model.events import EventKind, Facts
from scopegen.register.checking import holds_head, inspect_register
from scopegen.register.journal import open_register
from scopegen.register.rows import genesis


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "register.db"


def facts_of(error: pytest.ExceptionInfo[ScopegenError]) -> tuple[str, dict[str, str]]:
    return error.value.code, dict(error.value.facts)


def test_the_genesis_is_the_hash_of_a_line_and_the_engagement() -> None:
    assert genesis("VRM") == sha256(b"scopegen register 1\nVRM").hexdigest()


def test_reading_makes_no_file(path: Path) -> None:
    with open_register(path, ENGAGEMENT) as register:
        assert (register.events(), register.rows()) == ((), ())
        assert register.head() == genesis(ENGAGEMENT)
        assert register.append([]) == ()
    assert inspect_register(path, ENGAGEMENT) == ()
    assert list(path.parent.iterdir()) == []


def test_what_is_added_is_read_back_as_it_was(path: Path) -> None:
    facts: Facts = {"n": 3, "yes": True, "no": None, "l": ["a", "é"], "d": {"b": "\u202e"}}
    at = datetime(2027, 3, 28, 4, 5, 6, 789, tzinfo=timezone(timedelta(hours=2)))
    given = replace(entry("k", facts=facts, personal={"name": "Anna\n\0"}), at=at)
    with open_register(path, ENGAGEMENT) as register:
        (event,) = register.append([given])
    assert events_in(path) == (event,)
    assert (event.facts, event.personal) == (facts, {"name": "Anna\n\0"})
    assert (event.seq, event.previous, event.key) == (1, genesis(ENGAGEMENT), "k")
    assert event.at == datetime(2027, 3, 28, 2, 5, 6, tzinfo=UTC)
    assert (event.kind, event.actor, event.zone) == (given.kind, given.actor, given.zone)


def test_each_event_follows_on_the_one_before(path: Path) -> None:
    with open_register(path, ENGAGEMENT) as register:
        register.append(entries(5)[:3])
        register.append(entries(5)[3:])
        events = register.events()
        assert register.head() == events[-1].hash
    assert [event.seq for event in events] == [1, 2, 3, 4, 5]
    heads = [genesis(ENGAGEMENT), *(event.hash for event in events)]
    assert [event.previous for event in events] == heads[:-1]
    assert len(set(heads)) == 6
    assert inspect_register(path, ENGAGEMENT) == ()


def test_the_hashes_can_be_recomputed_by_hand(path: Path) -> None:
    made(path, 1)
    with open_register(path, ENGAGEMENT) as register:
        (row,) = register.rows()
    assert row.facts is not None
    assert row.facts.body == '{"amount":"1512.00","item":"P1"}'
    parts = "".join(f"{len(part)}:{part}" for part in (row.facts.salt, row.facts.body))
    assert row.facts_commitment == sha256(parts.encode()).hexdigest()
    body = (
        f'{{"actor":"provider","at":"2027-01-04T09:01:00Z","engagement":"{ENGAGEMENT}",'
        f'"facts_commitment":"{row.facts_commitment}","key":"P1","kind":"input_received",'
        f'"personal_commitment":"{row.personal_commitment}","previous":"{genesis(ENGAGEMENT)}",'
        '"seq":1,"zone":"Europe/Amsterdam"}'
    )
    assert row.hash == sha256(body.encode()).hexdigest()


def test_the_same_words_twice_cannot_be_told_from_the_row(path: Path) -> None:
    same = {"name": "Anna"}
    with open_register(path, ENGAGEMENT) as register:
        register.append([entry("a", personal=same), entry("b", personal=same)])
        first, second = register.rows()
    assert first.personal_commitment != second.personal_commitment


def test_a_key_that_is_there_is_not_added_again(path: Path) -> None:
    first = made(path, 3)
    with open_register(path, ENGAGEMENT) as register:
        again = register.append([*entries(4), *entries(1)])
        assert len(register.events()) == 4
    assert (again[:3], again[4]) == (first, first[0])
    assert again[3].seq == 4


def test_a_key_that_is_there_counts_by_what_it_says_not_by_when(path: Path) -> None:
    (first,) = made(path, 1)
    with open_register(path, ENGAGEMENT) as register:
        later = replace(entries(1)[0], at=datetime(2030, 1, 1, tzinfo=UTC), personal={})
        assert register.append([later]) == (first,)


@pytest.mark.parametrize(
    "other",
    [
        entry("P2", facts={"item": "P2"}),
        entry("P2", EventKind.INPUT_PARTIAL),
        entry("P2", facts={"item": True, "amount": "1512.00"}),
    ],
)
def test_a_key_that_says_something_else_stops_all_of_it(path: Path, other: object) -> None:
    before = made(path, 2)
    with open_register(path, ENGAGEMENT) as register:
        with pytest.raises(ScopegenError) as error:
            register.append([entry("new"), other])  # type: ignore[list-item]
        assert facts_of(error) == ("SG453", {"row": "2", "key": "P2"})
        assert register.events() == before


def test_one_and_true_are_not_the_same_fact(path: Path) -> None:
    with open_register(path, ENGAGEMENT) as register:
        register.append([entry("k", facts={"n": 1})])
        with pytest.raises(ScopegenError, match="SG453"):
            register.append([entry("k", facts={"n": True})])


def test_a_decision_on_an_older_head_is_refused(path: Path) -> None:
    with open_register(path, ENGAGEMENT) as mine, open_register(path, ENGAGEMENT) as theirs:
        seen = mine.head()
        theirs.append(entries(1))
        with pytest.raises(ScopegenError, match="SG452"):
            mine.append([entry("late")], after=seen)
        (event,) = mine.append([entry("late")], after=mine.head())
        assert (event.seq, len(mine.events())) == (2, 2)


def test_a_retry_on_the_old_head_gives_what_was_added(path: Path) -> None:
    first = made(path, 2)
    with open_register(path, ENGAGEMENT) as register:
        assert register.append(entries(2), after=genesis(ENGAGEMENT)) == first


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        (replace(entry("k"), engagement="other"), ValueError),
        (replace(entry("k"), at=datetime(2027, 1, 1)), ValueError),  # noqa: DTZ001 - no zone
        (entry("k", facts={"n": 0.5}), TypeError),  # type: ignore[dict-item]
        (entry("k", facts={"n": {"d": ["deep"]}}), TypeError),  # type: ignore[dict-item]
        (erasure(1), ValueError),
    ],
)
def test_what_cannot_be_recorded_is_a_fault_of_the_caller(
    path: Path, wrong: object, error: type[Exception]
) -> None:
    before = made(path, 1)
    with open_register(path, ENGAGEMENT) as register:
        with pytest.raises(error):
            register.append([entry("good"), wrong])  # type: ignore[list-item]
        assert register.events() == before


def test_a_register_of_another_engagement_is_refused(path: Path) -> None:
    made(path, 2)
    with open_register(path, "other") as register:
        for ask in (register.events, register.head, lambda: register.append([entry("k")])):
            with pytest.raises((ScopegenError, ValueError)):
                ask()
        other = replace(entry("k"), engagement="other")
        with pytest.raises(ScopegenError) as error:
            register.append([other])
    assert facts_of(error) == (
        "SG458",
        {"row": "2", "found": ENGAGEMENT, "expected": "other"},
    )
    assert "SG458" in codes(inspect_register(path, "other"))


def test_an_erasure_takes_the_personal_part_and_leaves_the_chain(path: Path) -> None:
    before = made(path, 3)
    with open_register(path, ENGAGEMENT) as register:
        told = register.erase(2, erasure(2))
        after = register.events()
    assert (told.seq, told.facts, told.kind) == (4, {"seq": 2}, EventKind.PERSONAL_ERASED)
    assert after == (before[0], replace(before[1], personal=None), before[2], told)
    assert inspect_register(path, ENGAGEMENT) == ()


def test_nothing_of_what_was_erased_stays_in_the_file(path: Path) -> None:
    words = [f"CANARY{number:03}" * (1 + number % 40) for number in range(60)]
    with open_register(path, ENGAGEMENT) as register:
        for word in words:
            register.append([entry(word[:9], personal={"words": word})])
        salts = {row.seq: row.personal.salt for row in register.rows() if row.personal}
        for seq in (*range(1, 30), *range(58, 40, -2)):
            register.erase(seq, replace(erasure(seq), key=f"e{seq}"))
            content = path.read_bytes()
            assert salts[seq].encode() not in content
            assert f'"words":"{words[seq - 1][:9]}'.encode() not in content
    assert inspect_register(path, ENGAGEMENT) == ()
    assert [each.name for each in path.parent.iterdir()] == ["register.db"]


def test_an_erasure_that_got_no_answer_can_be_asked_again(path: Path) -> None:
    made(path, 2)
    with open_register(path, ENGAGEMENT) as register:
        assert register.erase(1, erasure(1)) == register.erase(1, erasure(1))
        assert len(register.events()) == 3


@pytest.mark.parametrize("seq", [0, 2, 3, 99])
def test_what_is_not_there_cannot_be_erased(path: Path, seq: int) -> None:
    made(path, 2)
    with open_register(path, ENGAGEMENT) as register:
        register.erase(2, erasure(2))
        before = register.events()
        wanted = 3 if seq == 3 else seq
        if seq == 3:
            register.erase(3, erasure(3))
            before = register.events()
        with pytest.raises(ScopegenError) as error:
            register.erase(wanted, erasure(wanted, "again"))
        assert facts_of(error) == ("SG457", {"row": str(wanted)})
        assert register.events() == before


def test_erasing_makes_no_file(path: Path) -> None:
    with open_register(path, ENGAGEMENT) as register, pytest.raises(ScopegenError, match="SG457"):
        register.erase(1, erasure(1))
    assert not path.exists()


@pytest.mark.parametrize(
    "wrong", [entry("k"), erasure(3), entry("k", EventKind.PERSONAL_ERASED, facts={"seq": "2"})]
)
def test_an_erasure_has_to_tell_what_it_erases(path: Path, wrong: object) -> None:
    made(path, 2)
    with open_register(path, ENGAGEMENT) as register, pytest.raises(ValueError, match="erasure"):
        register.erase(2, wrong)  # type: ignore[arg-type]


def test_a_clock_that_runs_back_is_a_warning_that_names_the_row(path: Path) -> None:
    with open_register(path, ENGAGEMENT) as register:
        register.append([entry("a", minutes=5), entry("b", minutes=4), entry("c", minutes=5)])
        assert len(register.events()) == 3
    (found,) = inspect_register(path, ENGAGEMENT)
    assert (found.code, found.severity) == ("SG459", "warning")
    assert named_rows([found]) == {"2"}


def test_a_head_tells_where_it_was_printed(path: Path) -> None:
    events = made(path, 5)
    for event in events:
        spaced = f"{event.hash[:4]} {event.hash[4:8]}\N{NO-BREAK SPACE}{event.hash[8:16]}".upper()
        assert holds_head(events, ENGAGEMENT, spaced) == event.seq
        assert holds_head(events, ENGAGEMENT, event.hash) == event.seq
    assert holds_head(events, ENGAGEMENT, genesis(ENGAGEMENT)[:16]) == 0
    for unknown in ("", "0", events[0].hash[:7], "0" * 16, events[0].hash + "0", "zzzzzzzzz"):
        assert holds_head(events, ENGAGEMENT, unknown) is None


def test_an_older_copy_is_found_by_the_head_on_paper(path: Path) -> None:
    made(path, 3)
    older = path.read_bytes()
    with open_register(path, ENGAGEMENT) as register:
        printed = register.append([entry("k")])[0].hash[:16]
        assert holds_head(register.events(), ENGAGEMENT, printed) == 4
    path.write_bytes(older)
    assert inspect_register(path, ENGAGEMENT) == ()
    assert holds_head(events_in(path), ENGAGEMENT, printed) is None
