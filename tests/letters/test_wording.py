"""The lint of clause texts: what it finds in a clause, and that our own texts pass it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from conftest import LANGUAGES, SAMPLES, examined, letter
from lint_examples import CATALOGUE, CLAUSES, Case, base

from scopegen.diagnostics import Diagnostic
from scopegen.drafting.letter import draft_letter
from scopegen.drafting.library import Clause, Library, Term
from scopegen.drafting.wording import lint_clauses, lint_letter
from scopegen.plain_words import sentences
from scopegen.workflow.checking import examine, library
from scopegen.workflow.papers import papers
from scopegen.workflow.reading import wording
from scopegen.workflow.wording import phrases

WORDS = {language: wording(language) for language in LANGUAGES}
PAYMENT = next(clause for clause in library().clauses if clause.id == "payment")
TERM = Term(nl=("leertijd",), en=("learning time",))
EN = "This is the **learning time**. It ends. The learning time ends."


def extra(nl: str, *, terms: tuple[Term, ...] = (), en: str = EN, id_: str = "extra") -> Clause:
    """A clause of a house library."""
    return replace(PAYMENT, id=id_, nl=nl, en=en, terms=terms, folder=Path(id_), when="", order=999)


def found_in(*clauses: Clause) -> list[Diagnostic]:
    return list(lint_clauses(Library(clauses), WORDS, library()))


def told(found: list[Diagnostic], language: str = "nl") -> list[tuple[str, str]]:
    return [
        (one.code, f"{one.location.line}:{one.location.column}")
        for one in found
        if one.location and one.location.file.endswith(f"{language}.md")
    ]


def in_letter(clause: Clause) -> list[Diagnostic]:
    """Draft a Dutch letter with this clause in it, and lint that."""
    whole = Library((*library().clauses, replace(clause, part="law")))
    spec = examine(base("NL").encode(), "f").spec
    assert spec
    drafted = draft_letter(spec.engagement, whole, phrases("nl"), language="nl").require()
    return list(lint_letter(whole, drafted, "nl"))


def of_rule(case: Case, text: str) -> list[tuple[str, str]]:
    terms = (TERM,) if "leertijd" in text else ()
    clause = extra(text, terms=terms)
    found = in_letter(clause) if case.rule == "L054" else found_in(clause)
    return [one for one in told(found) if one[0] == case.rule]


@pytest.mark.parametrize("case", CLAUSES, ids=str)
def test_a_rule_on_clauses_finds_its_bad_example_and_not_the_good_one(case: Case) -> None:
    assert of_rule(case, case.example.bad)[:1] == [(case.rule, case.example.at)]
    assert of_rule(case, case.example.good) == []


@pytest.mark.parametrize("case", CLAUSES, ids=str)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_found_in_a_clause_can_be_told(case: Case, language: str) -> None:
    terms = (TERM,) if "leertijd" in case.example.bad else ()
    found = [*found_in(extra(case.example.bad, terms=terms))]
    found += in_letter(extra(case.example.bad, terms=terms)) if case.rule == "L054" else []
    for one in found:
        message, hint = CATALOGUE.of(one, language)
        assert message
        assert hint


def test_our_own_clauses_and_papers_have_nothing_to_find() -> None:
    assert list(lint_clauses(library(), WORDS)) == []
    assert list(lint_clauses(papers().library, WORDS, library())) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("sample", SAMPLES)
def test_the_terms_of_a_letter_are_defined_once_and_used(sample: str, language: str) -> None:
    assert examined(sample).spec
    assert list(lint_letter(library(), letter(sample, language), language)) == []


def test_a_place_is_right_behind_template_language() -> None:
    text = '{% if law == "EW" %}Zo.{% endif %} {{ we("Wij gaan", "Ik ga") }} derhalve door.'
    ((code, place),) = told(found_in(extra(text)))
    assert (code, place) == ("L048", f"1:{text.index('derhalve') + 1}")


def test_words_inside_what_an_expression_prints_are_read_too() -> None:
    assert told(found_in(extra('{{ we("Wij stoppen derhalve", "Ik stop") }}.')))


def test_of_a_choice_the_longest_text_counts() -> None:
    ten = "een twee drie vier vijf zes zeven acht negen tien "
    choice = f"{{% if law == 'EW' %}}{ten}{{% else %}}{ten * 2}{{% endif %}}"
    assert told(found_in(extra(f"{ten}{choice}{ten}slot."))) == [("L051", "1:1")]
    assert told(found_in(extra(f"{ten}{choice}slot."))) == []


def test_a_row_of_a_table_and_a_heading_are_no_sentences() -> None:
    row = "| " + "woord " * 60 + "|"
    assert told(found_in(extra(f"# {'woord ' * 50}\n\n{row}\n"))) == []


def test_one_term_of_two_clauses_is_defined_twice() -> None:
    text = "Dat is de **leertijd**. Na de leertijd gaat het door."
    first, second = extra(text, terms=(TERM,)), extra(text, terms=(TERM,), id_="more")
    found = [one for one in found_in(first, second) if one.code == "L052"]
    assert {dict(one.facts)["clause"] for one in found} == {"extra"}
    assert {one.location.file for one in found if one.location} == {"more/nl.md", "more/en.md"}


def test_a_term_may_stand_in_both_branches_of_a_choice() -> None:
    text = (
        "{% if law == 'EW' %}Dat is de **leertijd** hier.{% else %}Dat is de **leertijd**."
        "{% endif %} De leertijd eindigt."
    )
    assert told(found_in(extra(text, terms=(TERM,)))) == []


def test_a_term_that_clause_yaml_names_is_defined_in_the_text() -> None:
    found = [one for one in found_in(extra("Niets hier.", terms=(TERM,))) if one.code == "L053"]
    assert dict(found[0].facts)["hint"] == "undefined"


def test_a_letter_does_not_use_a_term_whose_clause_is_left_out() -> None:
    clause = extra("Ook dan geldt de wachtvergoeding.")
    whole = Library((*library().clauses, replace(clause, part="law")))
    off = base("NL") + "\nhandbrake:\n  enabled: no\n"
    spec = examine(off.encode(), "f").spec
    assert spec
    drafted = draft_letter(spec.engagement, whole, phrases("nl"), language="nl").require()
    found = [one for one in lint_letter(whole, drafted, "nl") if one.code == "L053"]
    assert [dict(one.facts)["hint"] for one in found] == ["not_in_letter"]
    assert [one.location.file for one in found if one.location] == ["extra/nl.md"]


def test_template_language_that_is_wrong_has_its_line() -> None:
    (found,) = [one for one in found_in(extra("Goed.\n\n{% if %}")) if one.code == "SG204"]
    assert found.location
    assert found.location.line == 3


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Wij gaan derhalve door.", ["derhalve"]),
        ("DERHALVE", ["DERHALVE"]),
        ("derhalvetje, on-derhalve", []),
        ('Hij zei: “derhalve”, en \N{LEFT SINGLE QUOTATION MARK}derhalve’ en "derhalve".', []),
        ("'s Avonds is dat derhalve zo, 's nachts niet.", ["derhalve"]),
        ("met\nbetrekking  tot de prijs", ["met\nbetrekking  tot"]),
    ],
)
def test_words_are_found_whole_in_any_case_and_not_in_quotes(text: str, found: list[str]) -> None:
    assert [hit.found for hit in WORDS["nl"].hits(text, "archaic")] == found


def test_a_longer_phrase_goes_before_a_shorter_one() -> None:
    assert not list(WORDS["nl"].hits("Dit is geen boete.", "penalty"))
    assert list(WORDS["nl"].hits("Dit is een boete.", "penalty"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_word_is_of_one_kind_and_says_what_to_write(language: str) -> None:
    words = [
        (kind, form.casefold(), instead)
        for kind, rows in WORDS[language].tables.items()
        for word, instead in rows.items()
        for form in ([word] if word == "and/or" else word.split("/"))
    ]
    forms = [form for _, form, _ in words]
    assert len(forms) == len(set(forms))
    silent = {kind for kind, _, instead in words if not instead}
    assert silent <= {"not_penalty", "interest"}


def test_both_languages_know_the_same_kinds() -> None:
    assert WORDS["nl"].tables.keys() == WORDS["en"].tables.keys()


def test_sentences_are_cut_where_they_end() -> None:
    assert [text for _, text in sentences("Een. Twee: drie? Vier")] == [
        "Een.",
        "Twee:",
        "drie?",
        "Vier",
    ]


@pytest.mark.parametrize(("end", "codes"), [("", ["L053"]), (".", []), (":", [])])
def test_bold_that_names_a_paragraph_is_no_term(end: str, codes: list[str]) -> None:
    text = f"Dit beloven wij u:\n\n- **Geheimhouding{end}** Niemand anders leest het."
    assert [code for code, _ in told(found_in(extra(text)))] == codes
