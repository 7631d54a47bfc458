"""Whatever is added, erased and written out, in whatever order: one chain that says just that."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)
from registers import ENGAGEMENT, entry, erasure

from scopegen.diagnostics import ScopegenError
from scopegen.model.events import Entry, EventKind, Facts
from scopegen.register.checking import holds_head, inspect_register
from scopegen.register.export import export_jsonl, inspect_export
from scopegen.register.journal import Register, open_register
from scopegen.register.rows import decoded, encoded, genesis

TEXTS = st.text(max_size=12)
FACTS: st.SearchStrategy[Facts] = st.dictionaries(
    TEXTS,
    st.one_of(
        TEXTS,
        st.integers(),
        st.booleans(),
        st.none(),
        st.lists(TEXTS, max_size=3),
        st.dictionaries(TEXTS, TEXTS, max_size=3),
    ),
    max_size=4,
)
KINDS = st.sampled_from([kind for kind in EventKind if kind is not EventKind.PERSONAL_ERASED])
MOMENTS = st.integers(0, 10_000_000)


def same(one: Entry, other: Entry) -> bool:
    return (one.kind, encoded(one.facts)) == (other.kind, encoded(other.facts))


class AnyRegister(RuleBasedStateMachine):
    """A register beside a plain list of what it should hold."""

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name, "register.db")
        self.said: list[Entry] = []
        self.erased: set[int] = set()
        self.heads = [genesis(ENGAGEMENT)]

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            self.folder.cleanup()

    def opened(self) -> Register:
        return open_register(self.path, ENGAGEMENT)

    @rule(key=st.integers(0, 30), kind=KINDS, minutes=MOMENTS, facts=FACTS, personal=FACTS)
    def append(
        self, key: int, kind: EventKind, minutes: int, facts: Facts, personal: Facts
    ) -> None:
        given_entry = entry(f"k{key}", kind, minutes=minutes, facts=facts, personal=personal)
        known = [each for each in self.said if each.key == given_entry.key]
        with self.opened() as register:
            if known and not same(known[0], given_entry):
                with pytest.raises(ScopegenError, match="SG453"):
                    register.append([given_entry], after=self.heads[-1])
                return
            (event,) = register.append([given_entry], after=self.heads[-1])
        if not known:
            self.said.append(given_entry)
            self.heads.append(event.hash)
        assert self.said[event.seq - 1].key == given_entry.key

    @precondition(lambda self: self.said)
    @rule(data=st.data())
    def erase(self, data: st.DataObject) -> None:
        seq = data.draw(st.integers(1, len(self.said)))
        telling = erasure(seq, f"erase-{seq}-{len(self.said)}")
        with self.opened() as register:
            if seq in self.erased:
                with pytest.raises(ScopegenError, match="SG457"):
                    register.erase(seq, telling)
                return
            self.heads.append(register.erase(seq, telling).hash)
        self.said.append(telling)
        self.erased.add(seq)

    @precondition(lambda self: self.said)
    @rule()
    def decide_too_late(self) -> None:
        with self.opened() as register, pytest.raises(ScopegenError, match="SG452"):
            register.append([entry("never")], after=self.heads[-2])

    @invariant()
    def it_says_just_that(self) -> None:
        with self.opened() as register:
            events, rows, head = register.events(), register.rows(), register.head()
        expected = [
            (each.key, each.kind, each.facts, None if seq in self.erased else each.personal)
            for seq, each in enumerate(self.said, start=1)
        ]
        assert [(each.key, each.kind, each.facts, each.personal) for each in events] == expected
        assert [head, *(event.hash for event in events)] == [self.heads[-1], *self.heads[1:]]
        assert [holds_head(events, ENGAGEMENT, each) for each in self.heads] == [
            *range(len(self.heads))
        ]
        found = inspect_register(self.path, ENGAGEMENT)
        assert {each.code for each in found} <= {"SG459"}
        assert inspect_export(export_jsonl(rows), ENGAGEMENT) == found


TestAnyRegister = AnyRegister.TestCase
TestAnyRegister.settings = settings(max_examples=25, stateful_step_count=15, deadline=None)


@given(facts=FACTS)
def test_facts_come_back_as_they_were(facts: Facts) -> None:
    assert decoded(encoded(facts)) == facts
    assert encoded(decoded(encoded(facts))) == encoded(facts)
    assert encoded(facts).isascii()


@given(one=FACTS, other=FACTS)
def test_only_equal_facts_have_one_form(one: Facts, other: Facts) -> None:
    forms_agree = encoded(one) == encoded(other)
    assert not forms_agree or one == other


@given(engagement=TEXTS.filter(lambda text: "\0" not in text), key=TEXTS, zone=TEXTS)
def test_any_text_will_do_as_a_name(engagement: str, key: str, zone: str) -> None:
    given_entry = replace(entry("k"), engagement=engagement, key=key, zone=zone)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "register.db")
        with open_register(path, engagement) as register:
            (event,) = register.append([given_entry])
            assert register.append([given_entry]) == (event,)
            assert register.events() == (event,)
        assert (event.engagement, event.key, event.zone) == (engagement, key, zone)
        assert inspect_register(path, engagement) == ()
