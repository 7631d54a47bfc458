"""Clause texts kept with an issued letter: they come back whole, also from an older scopegen."""

from __future__ import annotations

import json

from conftest import examined

from scopegen.drafting.letter import draft_letter
from scopegen.drafting.library import frozen, thawed
from scopegen.workflow.checking import library
from scopegen.workflow.wording import phrases

WORDS = {language: phrases(language) for language in ("nl", "en")}
ADDED_LATER = ("applies_nl", "applies_en", "laws")


def test_what_was_frozen_comes_back_with_all_that_is_told_about_a_clause() -> None:
    back, _ = thawed(frozen(library(), WORDS))
    for now, then in zip(library().clauses, back.clauses, strict=True):
        assert (now.id, now.nl, now.en, now.when) == (then.id, then.nl, then.en, then.when)
        assert (now.applies("nl"), now.laws) == (then.applies("nl"), then.laws)


def test_texts_that_were_frozen_before_clauses_told_when_they_apply_still_make_a_letter() -> None:
    form = json.loads(frozen(library(), WORDS))
    for row in form["clauses"]:
        for name in ADDED_LATER:
            del row[name]
    older, words = thawed(json.dumps(form).encode())
    assert older.clauses[0].applies("nl") == older.clauses[0].under("EW", "nl") == ""
    spec = examined("northgate").spec
    assert spec
    drafted = draft_letter(spec.engagement, older, words["en"], language="en").require()
    letter = examined("northgate").letter
    assert letter
    assert drafted.plain_text() == letter.plain_text()
