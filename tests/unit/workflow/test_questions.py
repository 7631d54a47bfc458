"""What is asked: every question has its words, its reason, an example that fits and a norm."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from scopegen.assets import bundled
from scopegen.diagnostics import has_errors
from scopegen.source.texts import Value
from scopegen.workflow.answering import (
    answered,
    choices,
    help_on,
    offer_words,
    reason,
    section_words,
    wording,
)
from scopegen.workflow.interview import Interview, examined, filled, typed_example
from scopegen.workflow.norms import norm_of, schema_field
from scopegen.workflow.questions import APART, OFFERED, SECTIONS, Listing, Question, section_of
from scopegen.workflow.reading import read_spec
from scopegen.workflow.spec_file import spec_text
from scopegen.workflow.wording import talk_words

FRESH = Interview(given={}, today=date(2026, 12, 1), spoken="nl", complaints=())
LANGUAGES = pytest.mark.parametrize("spoken", ["nl", "en"])


def all_questions() -> Iterator[Question]:
    for section in SECTIONS:
        for one in section.asks:
            yield from one.questions(0) if isinstance(one, Listing) else [one]


ALL = tuple(one for one in all_questions() if not one.besides)
EACH = pytest.mark.parametrize("question", ALL, ids=lambda one: one.words)


@EACH
@LANGUAGES
def test_every_question_has_words_a_reason_and_an_example(question: Question, spoken: str) -> None:
    assert wording(question, spoken).endswith(("?", "Naam en functie", "Name and role"))
    assert len(reason(question, spoken)) <= 100
    assert typed_example(question, {"meta": {"language": spoken}}, FRESH)
    assert help_on(question, spoken)
    assert section_words(section_of(question.path), spoken)


@EACH
def test_every_question_fills_a_field_of_the_spec(question: Question) -> None:
    if question.path not in APART:
        assert schema_field(question.field).path.removesuffix("[]") == question.field


@LANGUAGES
def test_no_words_are_left_that_nothing_asks_for(spoken: str) -> None:
    asked = {question.words for question in ALL}
    words = talk_words()[spoken]
    assert set(words["questions"]) == set(words["reasons"]) == set(words["examples"]) == asked
    assert set(words["sections"]) == {section.name for section in SECTIONS}


ARCHAIC = re.compile(
    r"\b(derhalve|alsmede|echter|indien|teneinde|conform|middels|dient te|met betrekking tot|"
    r"ten aanzien van|hereinafter|aforesaid|herein|shall|prior to|in the event that|and/or)\b",
    re.IGNORECASE,
)


@LANGUAGES
def test_the_words_are_plain(spoken: str) -> None:
    words = talk_words()[spoken]
    for told in (*words["questions"].values(), *words["reasons"].values()):
        assert not ARCHAIC.search(told)
        assert all(len(one.split()) <= 20 for one in re.split(r"[.!?]", told))


def agreed(interview: Interview) -> Interview:
    """Answer everything with Enter, or the example where Enter will not do."""
    while filled(interview).open:
        question = filled(interview).open[0]
        typed = typed_example(question, filled(interview).tree, interview)
        interview = answered(interview, "" if accepts_nothing(question) else typed).require()
    return interview


def accepts_nothing(question: Question) -> bool:
    return question.optional or question.usual or question.suggested


def test_accepting_every_proposal_changes_no_term_of_the_letter() -> None:
    short = agreed(FRESH)
    chosen = [name for name in OFFERED if name != "independence"]
    start = replace(short, said=(*short.said[:-1], (("more",), [*chosen])))
    long = agreed(start)
    one, two = (
        read_spec(spec_text(filled(each).tree, "nl").encode(), "spec").spec
        for each in (short, long)
    )
    assert one
    assert two
    assert two.engagement.substitution
    assert two.engagement.review
    bare = replace(two.engagement, substitution=None, review=None)
    assert bare == one.engagement


PRESETS = [
    (question, preset)
    for question in ALL
    if question.preset
    for preset in (norm_of(question.field) or pytest.fail("no norm")).presets
]


@pytest.mark.parametrize(("question", "preset"), PRESETS, ids=lambda one: getattr(one, "id", ""))
def test_every_preset_makes_a_letter(question: Question, preset: object) -> None:
    value: Value = getattr(preset, "value", None)
    assert not has_errors(examined(replace(FRESH, said=((question.path, value),))))


def test_a_norm_says_where_and_when_it_was_seen() -> None:
    norm = norm_of("attendance.tiers")
    assert norm
    assert re.fullmatch(r"20\d\d-\d\d", norm.seen)
    question = next(one for one in ALL if one.field == "attendance.tiers")
    told = " ".join(help_on(question, "nl"))
    assert norm.source[0] in told
    assert norm.seen in told
    assert offer_words(question, FRESH)[0] == "usual"


def test_a_field_without_a_norm_is_only_a_proposal() -> None:
    question = next(one for one in ALL if one.field == "review.every")
    assert norm_of("review.every") is None
    assert offer_words(question, FRESH) == ("proposed", "6 weken")
    assert any("geen vaste norm" in row for row in help_on(question, "nl"))


def test_the_table_of_norms_holds_only_what_is_asked() -> None:
    text = (bundled("templates") / "interview" / "norms.toml").read_text(encoding="utf-8")
    asked = {question.field for question in ALL if question.usual}
    assert set(tomllib.loads(text)) <= asked


@pytest.mark.parametrize("typed", ["2", "Nee", "no"])
def test_yes_or_no_is_said_in_any_way(typed: str) -> None:
    short = agreed(FRESH)
    asked = replace(short, said=(*short.said[:-1], (("more",), ["independence"])))
    assert answered(asked, typed).require().said[-1][1] == "no"


@EACH
@LANGUAGES
def test_every_choice_has_words(question: Question, spoken: str) -> None:
    assert all(words for _, words in choices(question, spoken))
