"""What an answer means: what was meant by a wrong one, what Enter takes, what comes next."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from scopegen.source.texts import Value, text_at
from scopegen.workflow.answering import answered, mended, offer_words, typed_again, wording
from scopegen.workflow.interview import Interview, filled, typed_example
from scopegen.workflow.questions import Question

FRESH = Interview(given={}, today=date(2026, 12, 1), spoken="nl", complaints=())


def until(
    field: str, *sections: str, spoken: str = "nl", troubles: tuple[str, ...] = (), at: int = 0
) -> Interview:
    """Answer with examples up to the question for a field, of the one at that place in a list."""
    interview = replace(FRESH, spoken=spoken, complaints=troubles)
    while True:
        question = filled(interview).open[0]
        if question.field == field and (at == 0 or at in question.path):
            return interview
        value: Value = typed_example(question, filled(interview).tree, interview)
        if question.many:
            value = [str(value)]
        if question.field == "more":
            value = [*sections]
        elif question.optional or question.usual:
            value = None
        interview = replace(interview, said=(*interview.said, (question.path, value)))


def asked(interview: Interview) -> Question:
    return filled(interview).open[0]


@pytest.mark.parametrize(
    ("field", "section", "typed", "meant"),
    [
        ("meta.id", "", "mijn opdracht", "mijn-opdracht"),
        ("parties.provider.register_no", "", "12.34 56.78", "12345678"),
        ("parties.provider.register_no", "", "1234567", ""),
        ("parties.provider.register_no", "", "nvt", ""),
        ("engagement.start", "", "4 januari 2027", "2027-01-04"),
        ("engagement.start", "", "4/5/2027", ""),
        ("fees.hourly_rate", "", "95", "EUR 95"),
        ("fees.hourly_rate", "", "€95,50", "EUR 95.50"),
        ("payment.term", "paying", "30", "30 days"),
        ("parties.provider.iban", "paying", "nl91 abna 0417 1643 00", "NL91ABNA0417164300"),
        ("availability.windows", "reach", "ma-do 9-17", "ma-do 09:00-17:00"),
        ("attendance.no_show", "cancelling", "50", "50%"),
        ("calls.adhoc_free", "calls", "10", "10 min"),
    ],
)
def test_what_was_probably_meant_is_offered(
    field: str, section: str, typed: str, meant: str
) -> None:
    interview = until(field, *([section] if section else []))
    refused = answered(interview, typed)
    assert refused.value is None
    found = mended(refused.diagnostics, asked(interview), interview)
    assert found == meant
    if meant:
        assert answered(interview, meant).value


def test_a_british_number_gets_the_zero_that_people_leave_out() -> None:
    interview = until("parties.provider.register_no", spoken="en")
    refused = answered(interview, "1234567")
    assert mended(refused.diagnostics, asked(interview), interview) == "01234567"


@pytest.mark.parametrize(
    ("field", "section", "taken"),
    [
        ("payment.term", "paying", ("proposed", "14 dagen")),
        ("response.email", "reach", ("usual", "8 werkuren")),
        ("availability.windows", "reach",
         ("proposed", "maandag tot en met vrijdag van 09.00 tot 17.00 uur")),
        ("attendance.no_show", "cancelling", ("usual", "100%")),
        ("out_of_hours.policy", "after_hours",
         ("proposed", "alleen na afspraak vooraf, tegen een toeslag")),
        ("calls.adhoc_per_week", "calls", ("proposed", "2")),
        ("fees.model", "", ("suggested", "uurtarief")),
    ],
)  # fmt: skip
def test_enter_takes_what_is_shown(field: str, section: str, taken: tuple[str, str]) -> None:
    interview = until(field, *([section] if section else []))
    assert offer_words(asked(interview), interview) == taken
    assert answered(interview, "").value


@pytest.mark.parametrize(
    ("typed", "codes"),
    [("NL001234567B02", ["SG324"]), ("GB123456789", ["SG324"]), ("GB980780684", []), ("US1", [])],
)
def test_a_vat_number_is_looked_at_while_it_can_be_typed_again(
    typed: str, codes: list[str]
) -> None:
    told = answered(until("parties.provider.vat_id", "paying"), typed)
    assert told.value
    assert [one.code for one in told] == codes


def test_what_helps_against_a_complaint_goes_before_what_is_usual() -> None:
    interview = until("attendance.grace", "cancelling", troubles=("never-turns-up",))
    assert offer_words(asked(interview), interview) == ("helpful", "15 minuten")


def test_sections_that_fit_the_complaint_are_offered() -> None:
    interview = until("more", troubles=("never-turns-up", "calls-at-night"))
    assert offer_words(asked(interview), interview) == ("suggested", "4 6 7")
    after = answered(interview, "").require()
    assert after.said[-1][1] == ["reach", "cancelling", "after_hours"]


@pytest.mark.parametrize(
    ("typed", "chosen"),
    [("1 3", ["bounds", "paying"]), ("Bereikbaar zijn", ["reach"]), ("3; 1", ["bounds", "paying"])],
)
def test_sections_are_chosen_by_number_or_name(typed: str, chosen: list[str]) -> None:
    assert answered(until("more"), typed).require().said[-1][1] == chosen


def test_all_sections_are_chosen_with_one_word() -> None:
    every = answered(until("more"), "alle").require().said[-1][1]
    assert isinstance(every, list)
    assert len(every) == 12


@pytest.mark.parametrize(
    ("field", "typed"), [("more", "1 99"), ("more", "geld"), ("fees.model", "x")]
)
def test_what_is_not_in_the_list_is_told(field: str, typed: str) -> None:
    refused = answered(until(field), typed)
    assert refused.value is None
    assert [one.code for one in refused] == ["SG922"]


@pytest.mark.parametrize("typed", ["3", "nonprofit", "stichting", "STICHTING OF VERENIGING", "sti"])
def test_a_choice_is_found_by_a_word_that_only_it_has(typed: str) -> None:
    assert answered(until("parties.client.kind"), typed).require().said[-1][1] == "nonprofit"


def test_lines_are_asked_one_by_one_and_end_with_nothing() -> None:
    interview = until("engagement.scope")
    for typed in ("Een", "Twee"):
        interview = answered(interview, typed).require()
        assert asked(interview).again
    done = answered(interview, "").require()
    assert asked(done).field == "engagement.start"
    tree = filled(done).tree
    assert [text_at(tree, ("engagement", "scope", at)) for at in range(3)] == ["Een", "Twee", ""]


def test_a_thing_that_was_begun_is_asked_to_its_end() -> None:
    interview = until("preconditions[].item", "needs")
    for typed in ("Lijst", "A. Smit", "2027-01-15", "alles staat erin"):
        assert asked(interview).path[:2] == ("preconditions", 0)
        interview = answered(interview, typed).require()
    assert asked(interview).path == ("preconditions", 1, "item")
    tree = filled(interview).tree
    assert text_at(tree, ("preconditions", 0, "id")) == "P1"
    assert text_at(tree, ("preconditions", 1, "id")) == ""


def test_a_call_outside_the_hours_is_refused_when_it_is_whole() -> None:
    interview = until("calls.standing[].day", "calls")
    for typed in ("sun", "10:00"):
        interview = answered(interview, typed).require()
    assert [one.code for one in answered(interview, "")] == ["SG352"]


def test_who_comes_besides_is_asked_for_otherwise_than_who_signs() -> None:
    first = until("parties.authority[].name")
    other = until("parties.authority[].name", "people", at=1)
    assert wording(asked(first), "nl") != wording(asked(other), "nl")
    assert not asked(other).again


@pytest.mark.parametrize(
    ("value", "typed"),
    [("a", "a"), (["a", "b"], "a; b"), (None, ""), ([{"when": ["rest"]}], ""), ([], "")],
)
def test_an_answer_is_shown_as_it_could_be_typed_again(value: Value, typed: str) -> None:
    assert typed_again(value) == typed
