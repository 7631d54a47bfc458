"""The contract lint: each rule finds its bad example, and nothing in its good one."""

from __future__ import annotations

import re

import pytest
from conftest import SAMPLES, examined
from lint_examples import CATALOGUE, RULES, SPECS, Case, base, laid_over

from scopegen.diagnostics import Diagnostic
from scopegen.workflow.checking import examine

LANGUAGES = ("nl", "en")
OF_THE_ISSUE = tuple(f"L{number:03d}" for number in range(1, 48))
LETTER_LACKS = {"SG325"}
"""What the letter itself says that it lacks for consumers."""
each = pytest.mark.parametrize("case", SPECS, ids=str)
each_rule = pytest.mark.parametrize("rule", RULES)


def found_in(case: Case, part: str) -> tuple[Diagnostic, ...]:
    return examine(laid_over(base(case.example.base), part).encode(), "f").diagnostics


def of_this_rule(case: Case, part: str) -> list[Diagnostic]:
    codes = {case.rule, case.example.code}
    return [one for one in found_in(case, part) if one.code in codes]


@pytest.mark.parametrize("name", ["NL", "EW", "NL-consumer", "EW-consumer"])
def test_nothing_is_found_in_the_specs_that_examples_are_laid_over(name: str) -> None:
    found = {one.code for one in examine(base(name).encode(), "f").diagnostics}
    assert found <= LETTER_LACKS


@each
def test_a_rule_finds_its_bad_example_where_it_is(case: Case) -> None:
    found = of_this_rule(case, case.example.bad)
    told = [(one.code, one.dotted_path, one.severity.value) for one in found]
    assert told == [(case.example.code, case.example.at, case.example.severity)]
    text = laid_over(base(case.example.base), case.example.bad)
    place = found[0].location
    assert place
    line = text.splitlines()[place.line - 1]
    names = re.findall("[a-z_]+", case.example.at)
    assert any(f"{name}:" in line for name in names), line


@each
def test_a_rule_is_silent_on_its_good_example(case: Case) -> None:
    assert of_this_rule(case, case.example.good) == []


@each
def test_a_good_example_is_good_in_every_way(case: Case) -> None:
    weighty = [one for one in found_in(case, case.example.good) if one.severity.value != "note"]
    assert {one.code for one in weighty} <= LETTER_LACKS


@each
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_found_can_be_told_with_a_hint(case: Case, language: str) -> None:
    for one in of_this_rule(case, case.example.bad):
        message, hint = CATALOGUE.of(one, language)
        assert message
        assert hint


def test_every_rule_of_the_plan_is_there_with_an_example() -> None:
    assert set(OF_THE_ISSUE) <= set(RULES)
    assert [rule for rule in RULES if not CATALOGUE.examples(rule)] == []


@each_rule
def test_a_rule_says_where_it_comes_from_and_how_much_it_weighs(rule: str) -> None:
    assert CATALOGUE.sources(rule)
    shown = {example.severity for example in CATALOGUE.examples(rule)}
    assert shown == set(CATALOGUE.severities(rule))
    for language in LANGUAGES:
        assert bool(CATALOGUE.judgement(rule, language)) == bool(CATALOGUE.judgement(rule, "nl"))


@each_rule
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_rule_is_explained_in_plain_sentences(rule: str, language: str) -> None:
    summary, *more = CATALOGUE.explanation(rule, language).split("\n\n")
    assert "\n" not in summary
    assert len(summary.split()) <= 25
    assert more
    for sentence in re.split(r"(?<=[.!?;:])\s", " ".join(more)):
        assert len(sentence.split()) <= 40, sentence


@each_rule
def test_what_a_rule_leaves_to_others_exists(rule: str) -> None:
    assert set(CATALOGUE.reported_as(rule)) <= set(CATALOGUE.codes())
    others = {example.code for example in CATALOGUE.examples(rule)} - {rule}
    assert others <= set(CATALOGUE.reported_as(rule))


@pytest.mark.parametrize("sample", SAMPLES)
def test_nothing_is_found_in_a_sample(sample: str) -> None:
    assert examined(sample).diagnostics == ()
