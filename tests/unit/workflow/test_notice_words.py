"""The words of `scopegen notice`: every reason and kind in both languages, with the same facts."""

from __future__ import annotations

from string import Formatter

import pytest

from scopegen.terms.ladder import LADDER
from scopegen.terms.notices import CLAUSES
from scopegen.workflow.notice_kinds import KINDS, MADE_BY
from scopegen.workflow.wording import phrases, talk_words

LANGUAGES = ("nl", "en")
LADDER_KINDS = {"input-request", "reminder", "call", "final-period", "sponsor", "handbrake"}
REASONS = {*CLAUSES, *LADDER_KINDS, "handbrake_unpaid", "extra-work_stop"}


def asked(sentence: str) -> set[str]:
    return {field for _, field, _, _ in Formatter().parse(sentence) if field}


@pytest.mark.parametrize("part", ["why", "when"])
def test_both_languages_say_the_same(part: str) -> None:
    dutch, english = (talk_words()[language]["notice"][part] for language in LANGUAGES)
    assert dutch.keys() == english.keys()
    for key, sentence in dutch.items():
        assert asked(sentence) == asked(english[key]), key


def test_every_reason_has_its_sentence() -> None:
    assert set(talk_words()["en"]["notice"]["why"]) == REASONS
    assert LADDER.startswith("preconditions")


def test_every_kind_with_a_number_says_when_it_is_due() -> None:
    told = set(talk_words()["en"]["notice"]["when"])
    assert {one.id for one in KINDS} <= told
    assert told <= {one.id for one in KINDS} | set(MADE_BY)


def test_what_cannot_be_known_is_said_as_often_in_both_languages() -> None:
    counts = {len(talk_words()[language]["notice"]["unknown"]) for language in LANGUAGES}
    assert counts == {8}


def test_claims_ask_for_the_same_facts() -> None:
    dutch, english = (phrases(language)["notices"]["claims"] for language in LANGUAGES)
    assert dutch.keys() == english.keys()
    assert all(asked(dutch[key]) == asked(english[key]) for key in dutch)
