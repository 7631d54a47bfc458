"""Two texts of one letter say the same, and each way in which they may differ is found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import SAMPLES
from own_library import clause, library
from two_language_letters import drafts, engagement

from scopegen.diagnostics import Diagnostic, Location
from scopegen.drafting.library import Library
from scopegen.drafting.parity import parity
from scopegen.workflow.checking import draft_from
from scopegen.workflow.checking import library as bundled_library
from scopegen.workflow.wording import phrases


@pytest.mark.parametrize("sample", SAMPLES)
def test_the_letters_of_the_samples_say_the_same_in_both_languages(sample: str) -> None:
    assert parity(*drafts(sample)) == ()


def found(folder: Path, nl: str, en: str) -> tuple[Diagnostic, ...]:
    """Compare a letter of one clause, after a heading and a first paragraph."""
    clause(folder, "one", "")
    for language, text in (("nl", nl), ("en", en)):
        (folder / "one" / f"{language}.md").write_text(f"# Kop\n\n{text}\n", encoding="utf-8")
    return parity(*drafts("waterlinie", library(folder)))


EQUAL = {
    "an amount by value": ("Het kost € 1.234,50.", "It costs €1,234.50."),
    "a time of day": ("Na 22.00 uur en voor 06.30 uur.", "After 10 pm and before 6.30 am."),
    "noon and midnight on the clock": ("Tot 12.00 uur.", "Until 12 noon."),
    "a date in words": ("Op 1 maart 2027.", "On 1 March 2027."),
    "a period": ("Binnen 5 werkdagen of 1,5 uur.", "Within 5 working days or 1.5 hours."),
    "a number in letters and in digits": ("Hoogstens 2 keer.", "At most twice."),
    "both for two": ("Beide partijen.", "The two parties."),
    "a value that is phrased": ("{{ payment.term }}, {{ meta.date }}",) * 2,
    "a value that is named and one that is typed": ("€ 95,00 {{ fees.hourly_rate }}",) * 2,
    "the hours of a table": ("{{ hours(availability.windows[0]) }}",) * 2,
    "another order of words": ("Op 2 maart 5%.", "5% on 2 March."),
    "a text of the client that reads as another number": ("{{ meta.id ~ ' 1.500' }}",) * 2,
}  # fmt: skip


@pytest.mark.parametrize("name", EQUAL)
def test_what_only_reads_differently_is_equal(name: str, tmp_path: Path) -> None:
    assert found(tmp_path, *EQUAL[name]) == ()


UNEQUAL = {
    "an amount in one language only": ("Het kost € 500,00.", "It costs that.", "SG211"),
    "another amount": ("Het kost € 500,00.", "It costs €50,000.", "SG211"),
    "another currency": ("Het kost € 500,00.", "It costs £500.00.", "SG211"),
    "another value of the spec": ("{{ meta.date }}", "{{ engagement.start }}", "SG211"),
    "a value in one language only": ("{{ meta.date }}", "soon", "SG211"),
    "a value once and twice": ("{{ meta.date }} {{ meta.date }}", "{{ meta.date }}", "SG211"),
    "another month": ("Op 1 maart.", "On 1 May.", "SG211"),
    "another year": ("Op 1 maart 2027.", "On 1 March 2028.", "SG211"),
    "another half of the day": ("Na 10.00 uur.", "After 10 pm.", "SG211"),
    "another unit": ("Binnen 5 werkdagen.", "Within 5 days.", "SG211"),
    "percent and number": ("Met 5%.", "With 5.", "SG211"),
    "another number in letters": ("Twee keer.", "Three times.", "SG211"),
    "letters against other digits": ("Twee keer.", "3 times.", "SG211"),
    "another reference": ("{{ ref('one') }}", "{{ ref('two') }}", "SG212"),
    "a reference in one language only": ("{{ ref('one') }}", "See above.", "SG212"),
    "a missing paragraph": ("Een.\n\nTwee.", "One.", "SG210"),
    "an item that is a paragraph": ("Een.\n\n- a", "One.\n\nA.", "SG210"),
    "an anchor in one language only": ("[#a] Een.", "One.", "SG210"),
    "a table with another column": ("| a | b |\n|--|--|\n| c | d |", "| a |\n|--|\n| c |", "SG210"),
    "a table with another row": ("| a |\n|--|\n| b |\n| c |", "| a |\n|--|\n| b |", "SG210"),
    "a cell with another amount": ("| a |\n|--|\n| € 1 |", "| a |\n|--|\n| €2 |", "SG211"),
    "a picture for a paragraph": ("{{ week_picture() }}", "See the picture.", "SG211"),
}  # fmt: skip


@pytest.mark.parametrize("name", UNEQUAL)
def test_each_difference_is_found_once_with_its_code(name: str, tmp_path: Path) -> None:
    nl, en, code = UNEQUAL[name]
    clause(tmp_path, "two", "# Kop\n\nTekst.\n")
    assert [one.code for one in found(tmp_path, nl, en)] == [code]


def test_a_difference_is_shown_with_the_line_of_the_text_that_says_more(tmp_path: Path) -> None:
    (only,) = found(tmp_path, "Eerst dit.\n\nDan is het lang.", "First.\n\nThen €5 is due.")
    file = (tmp_path / "one" / "en.md").as_posix()
    assert only.location == Location(file, 5, 1, 5, len("Then €5 is due.") + 1)
    assert dict(only.facts)["other"].endswith("one/nl.md:5")
    assert (dict(only.facts)["left"], dict(only.facts)["right"]) == ("-", "EUR 5")


def test_a_clause_that_one_language_lacks_is_found() -> None:
    left, right = drafts("waterlinie")
    shorter = replace(right, clauses=right.clauses[:-1])
    assert [one.code for one in parity(left, shorter)] == ["SG210"]
    assert [one.code for one in parity(shorter, left)] == ["SG210"]


Edit = Callable[[str], str]
MUTATIONS: dict[str, tuple[str, Edit]] = {
    "SG211": ("hold-fee", lambda text: text.replace("{{ hold_fee.per_day }}", "that fee", 1)),
    "SG212": ("precedence", lambda text: text.replace('ref("changes")', 'ref("fees")')),
    "SG210": ("precedence", lambda text: text.replace("If a part of", "More.\n\nIf a part of")),
}


def mutated(name: str, edit: Edit) -> Library:
    clauses = bundled_library().clauses
    return Library(tuple(replace(c, en=edit(c.en)) if c.id == name else c for c in clauses))


@pytest.mark.parametrize("code", MUTATIONS)
def test_one_change_in_one_text_of_the_library_is_found(code: str) -> None:
    name, edit = MUTATIONS[code]
    found = parity(*drafts("veiligheidsregio", mutated(name, edit)))
    assert [(one.code, dict(one.facts)["clause"]) for one in found] == [(code, name)]


def test_no_letter_in_two_languages_is_made_of_texts_that_differ() -> None:
    own = mutated(*MUTATIONS["SG211"])
    words = {language: phrases(language) for language in ("nl", "en")}
    made = draft_from(own, words, engagement("veiligheidsregio"), "nl+en")
    assert made.value is None
    assert [one.code for one in made.diagnostics] == ["SG211"]
    assert draft_from(own, words, engagement("veiligheidsregio"), "en").value


def test_a_reference_to_nothing_is_told_of_both_texts(tmp_path: Path) -> None:
    clause(tmp_path, "one", "# Kop\n\nZie {{ ref('nowhere') }}.\n")
    words = {language: phrases(language) for language in ("nl", "en")}
    made = draft_from(library(tmp_path), words, engagement("waterlinie"), "nl+en")
    assert [one.code for one in made.diagnostics] == ["SG202", "SG202"]
