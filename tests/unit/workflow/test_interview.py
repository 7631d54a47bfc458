"""The interview: what is asked, what an answer means, and that every spec on the way is whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from scopegen.diagnostics import has_errors
from scopegen.source.texts import Value, text_at
from scopegen.workflow.answering import answered, wording
from scopegen.workflow.interview import Interview, back, examined, filled

FRESH = Interview(given={}, today=date(2026, 12, 1), spoken="nl", complaints=())


def after(*typed: str, given: Value = None) -> Interview:
    interview = replace(FRESH, given=given or {})
    for one in typed:
        interview = answered(interview, one).require()
    return interview


def asked(interview: Interview) -> list[str]:
    return [question.field for question in filled(interview).open]


def fees(model: str, **given: Value) -> Interview:
    return after(given={"fees": {"model": model, **given}})


@pytest.mark.parametrize(
    ("interview", "rates"),
    [
        (fees("hourly"), ["hourly_rate"]),
        (fees("daily"), ["day_rate"]),
        (fees("fixed"), ["fixed_price", "hourly_rate"]),
        (fees("retainer"), ["retainer.fee", "retainer.hours", "hourly_rate"]),
        (fees("hourly", day_rate="EUR 800"), []),
        (fees("daily", hourly_rate="EUR 100"), []),
    ],
)
def test_each_fee_model_asks_for_what_it_needs(interview: Interview, rates: list[str]) -> None:
    found = [field.removeprefix("fees.") for field in asked(interview) if "fees." in field]
    assert found == rates
    assert not has_errors(examined(interview))


def test_every_question_has_words_in_both_languages() -> None:
    whole = fees("retainer")
    assert all(wording(one, spoken) for one in filled(whole).open for spoken in ("nl", "en"))


@pytest.mark.parametrize("typed", ["2", "EN", "Engels, onder het recht van Engeland en Wales"])
def test_a_choice_is_made_by_number_by_word_or_by_its_meaning(typed: str) -> None:
    assert text_at(filled(after(typed)).tree, ("meta", "language")) == "en"


def test_the_examples_are_in_the_language_that_was_chosen() -> None:
    tree = filled(after("en")).tree
    assert text_at(tree, ("fees", "hourly_rate")) == "GBP 95.00"
    assert text_at(tree, ("parties", "provider", "kind")) == "ltd"


def test_a_sole_trader_signs_without_being_asked() -> None:
    signatory = "parties.provider.signatory"
    assert signatory not in asked(after("", "", "Titel", "sole_trader"))
    assert signatory in asked(after("", "", "Titel", "bv"))


def test_an_empty_answer_takes_a_suggestion_and_nothing_else() -> None:
    suggested = after("", "")
    assert text_at(filled(suggested).tree, ("meta", "id")) == "OPD-2026-001"
    refused = answered(suggested, " ")
    assert (refused.value, refused.diagnostics) == (None, ())


def test_an_answer_that_brings_an_error_is_not_accepted() -> None:
    refused = answered(after(""), "my own id")
    assert refused.value is None
    assert [one.code for one in refused] == ["SG121"]


@pytest.mark.parametrize("typed", ["\udcff", "a\x1b[2Jb", "a\u202eb"])
def test_what_no_file_can_hold_is_refused(typed: str) -> None:
    assert answered(after("", ""), typed).value is None


def test_quotes_around_an_answer_are_not_part_of_it() -> None:
    assert text_at(filled(after("", "", '"012"')).tree, ("meta", "title")) == "012"
    title = after("", "", 'say "hi"')
    assert text_at(filled(title).tree, ("meta", "title")) == 'say "hi"'


def test_going_back_asks_the_last_question_again() -> None:
    assert back(after("", "ID")) == after("")
    assert back(FRESH) == FRESH
