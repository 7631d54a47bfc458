"""The documents about the product are true: fields, rules, commands, figures."""

from __future__ import annotations

import re

import pytest
from clauses_page import clauses_page
from conftest import ROOT, SAMPLES
from spec_page import change_page, spec_page

from scopegen.cli import COMMANDS
from scopegen.workflow.checking import examine
from scopegen.workflow.reference import LAWS, clauses, rules

WHEN_NOT_FROZEN = {"independence", "data-protection"}
"""In every new letter; terms that were frozen before these groups existed go without."""
READMES = ("README.md", "README.nl.md")


def test_the_page_on_the_spec_is_current() -> None:
    written = (ROOT / "docs" / "spec.md").read_text(encoding="utf-8")
    assert written == spec_page(), "run: python docs/build_docs.py spec"


def test_the_page_on_change_requests_is_current() -> None:
    written = (ROOT / "docs" / "change.md").read_text(encoding="utf-8")
    assert written == change_page(), "run: python docs/build_docs.py spec"


def test_the_page_on_the_clauses_is_current() -> None:
    written = (ROOT / "docs" / "clauses.md").read_text(encoding="utf-8")
    assert written == clauses_page(), "run: python docs/build_docs.py clauses"


def test_every_rule_has_an_explanation_in_both_languages() -> None:
    for language in ("nl", "en"):
        assert all(len(rule.explanation) > 20 for rule in rules(language))


def test_every_clause_says_what_it_does_and_where_it_comes_from() -> None:
    for clause in clauses():
        assert clause.does_nl
        assert clause.does_en
        assert clause.source or clause.part in ("opening", "signing", "annex")


def test_every_clause_says_in_words_when_it_applies() -> None:
    for clause in clauses():
        dutch, english = clause.applies("nl"), clause.applies("en")
        if clause.when and clause.id not in WHEN_NOT_FROZEN:
            assert (len(dutch), len(english)) > (len("Altijd."), len("Always.")), clause.id
        else:
            assert (dutch[:6], english[:6]) == ("Altijd", "Always"), clause.id


def test_a_clause_says_what_differs_by_law_when_its_text_reads_the_law_and_only_then() -> None:
    for clause in clauses():
        told = [clause.under(law, language) for law in LAWS for language in ("nl", "en")]
        assert all(told) == any(told) == ("meta.law" in clause.fields), clause.id


@pytest.mark.parametrize("name", READMES)
def test_a_readme_names_every_command_and_sample(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert all(f"scopegen {command}" in text for command in COMMANDS)
    assert all(sample in text for sample in SAMPLES)


@pytest.mark.parametrize("name", READMES)
def test_the_spec_in_a_readme_is_small_and_makes_a_letter(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    spec = re.search(r"```yaml\n(.*?)```", text, re.DOTALL)
    assert spec
    assert len(spec[1].splitlines()) <= 27
    assert examine(spec[1].encode(), "engagement.yaml").diagnostics == ()


@pytest.mark.parametrize("name", READMES)
def test_links_and_pictures_in_a_readme_lead_somewhere(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        if "://" not in target:
            assert (ROOT / target).exists(), target


@pytest.mark.parametrize("name", READMES)
def test_a_readme_holds_no_placeholder(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert not re.search(r"\b(?:BENCHMARKS|TODO|TBD|XXX)\b", text)
