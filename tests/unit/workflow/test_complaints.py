"""Complaints: each is heard as people say it, and its terms and clauses are in the letter."""

from __future__ import annotations

import re
from datetime import date

import pytest

from scopegen.diagnostics import ScopegenError, has_errors
from scopegen.source.texts import Value, text_at
from scopegen.workflow.answering import turned_on
from scopegen.workflow.beginning import written
from scopegen.workflow.checking import examine
from scopegen.workflow.complaints import Complaint, complaint, complaints, heard
from scopegen.workflow.interview import Interview, examination, examined, filled
from scopegen.workflow.norms import schema_field
from scopegen.workflow.questions import OFFERED

EACH = pytest.mark.parametrize("one", complaints(), ids=lambda one: one.id)
LANGUAGES = pytest.mark.parametrize("spoken", ["nl", "en"])


def after(*names: str, spoken: str = "nl") -> Interview:
    return Interview(given={}, today=date(2026, 12, 1), spoken=spoken, complaints=names)


@EACH
@LANGUAGES
def test_what_a_complaint_sets_is_valid_and_its_clauses_are_in_the_letter(
    one: Complaint, spoken: str
) -> None:
    interview = after(one.id, spoken=spoken)
    assert not has_errors(examined(interview))
    letter = examination(interview).letter
    assert letter
    assert set(one.clauses) <= {section.id for section in letter.sections}


@EACH
def test_a_complaint_fills_in_fields_that_exist_and_asks_sections_that_exist(
    one: Complaint,
) -> None:
    tree = filled(after(one.id)).tree
    for each in one.sets:
        assert schema_field(each.field).path == each.field
        assert text_at(tree, each.path) == each.value
    assert set(one.asks) <= set(OFFERED)
    assert all(re.fullmatch(r"Q(00[1-9]|0[1-9]\d|1[01]\d|12[0-7])", name) for name in one.practices)
    assert "Q070" not in one.practices, "advice to deceive is not followed"


@EACH
@LANGUAGES
def test_a_complaint_is_heard_in_its_own_words_inside_a_sentence(
    one: Complaint, spoken: str
) -> None:
    assert heard(one.words[spoken], spoken) == (one.id,)
    assert one.id in heard(f"Help! {one.words[spoken]}, al maanden", spoken)


@pytest.mark.parametrize(
    ("said", "spoken", "found"),
    [
        ("klant belt te vaak", "nl", "calls-too-often"),
        ("hij belt me de hele dag", "nl", "calls-too-often"),
        ("Klant komt niet opdagen", "nl", "never-turns-up"),
        ("ze verschijnt gewoon niet", "nl", "never-turns-up"),
        ("scope blijft groeien", "nl", "scope-keeps-growing"),
        ("er komt steeds meer bij", "nl", "scope-keeps-growing"),
        ("de klant levert de gegevens niet aan", "nl", "input-never-comes"),
        ("facturen worden niet betaald", "nl", "paid-late"),
        ("mijn rapport wordt afgekeurd", "nl", "rejected-at-the-end"),
        ("vergaderen om half drie 's nachts", "nl", "calls-at-night"),
        ("He keeps calling me", "en", "calls-too-often"),
        ("they never show up", "en", "never-turns-up"),
        ("scope creep", "en", "scope-keeps-growing"),
        ("I am still waiting for the data", "en", "input-never-comes"),
        ("nobody wants to decide anything", "en", "nobody-decides"),
        ("invoices are not paid", "en", "paid-late"),
        ("he treats me like staff, as his employee", "en", "treated-as-employee"),
        ("she shouts at me", "en", "rude"),
    ],
)
def test_a_complaint_is_heard_as_people_say_it(said: str, spoken: str, found: str) -> None:
    assert found in heard(said, spoken)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("1, 7", ("calls-too-often", "paid-late")),
        ("7 1", ("calls-too-often", "paid-late")),
        ("rude; paid-late", ("paid-late", "rude")),
        ("hij belt te vaak en is grof", ("calls-too-often", "rude")),
        ("99", ()),
        ("alles gaat prima", ()),
        ("de belasting is vaak hoog", ()),
        (" ", ()),
    ],
)
def test_complaints_are_named_by_number_by_name_and_in_one_sentence(
    said: str, found: tuple[str, ...]
) -> None:
    assert heard(said, "nl") == found


def test_an_unknown_name_is_refused_with_the_nearest() -> None:
    with pytest.raises(ScopegenError) as refused:
        complaint("call-too-often")
    assert refused.value.code == "SG921"
    assert dict(refused.value.facts)["nearest"] == "calls-too-often"


def test_a_value_of_ones_own_goes_before_what_a_complaint_sets() -> None:
    given: Value = {"calls": {"adhoc_per_week": "5"}}
    interview = Interview(
        given=given, today=date(2026, 12, 1), spoken="en", complaints=("calls-too-often",)
    )
    tree = filled(interview).tree
    assert text_at(tree, ("calls", "adhoc_per_week")) == "5"
    assert text_at(tree, ("calls", "adhoc_free")) == "15 min"


@pytest.mark.parametrize(
    ("spoken", "note"), [("nl", "# tegen: de klant"), ("en", "# against: the")]
)
def test_a_value_says_in_the_spec_against_what_it_helps(spoken: str, note: str) -> None:
    text, _ = written(after("calls-too-often", spoken=spoken))
    noted = [line.split(":")[0].strip() for line in text.splitlines() if note in line]
    assert noted == ["adhoc_per_week", "adhoc_free", "overload_per_day"]
    assert not has_errors(examine(text.encode(), "engagement.yaml").diagnostics)


def test_all_complaints_at_once_make_a_letter() -> None:
    interview = after(*(one.id for one in complaints()))
    assert not has_errors(examined(interview))
    assert [one.id for one, _ in turned_on(interview)] == [one.id for one in complaints()]
    assert all(remedies for _, remedies in turned_on(interview))


def test_the_clauses_that_help_are_those_named_and_those_that_print_the_fields() -> None:
    ((_, found),) = turned_on(after("never-turns-up"))
    assert [remedy.clause.id for remedy in found] == ["attendance", "handbrake"]


def test_things_that_a_complaint_asks_for_get_one_example_where_nobody_is_asked() -> None:
    text, _ = written(after("input-never-comes"))
    assert "- id: P1" in text
    assert written(after("rude"))[0].count("preconditions:") == 0
