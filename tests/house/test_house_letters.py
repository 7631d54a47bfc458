"""The letters of the sample firm: as reviewed, with its own clauses, alike in every format."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import pytest
from conftest import LANGUAGES, ROOT
from houses import FIRM

from scopegen.document import Document
from scopegen.render.pdf_text import pdf_text, same_text
from scopegen.render.word_text import word_text
from scopegen.workflow.building import Order, dressed, print_letters
from scopegen.workflow.checking import draft, examine_file, library_of
from scopegen.workflow.dressing import brand_of
from scopegen.workflow.reading import Examined

GOLDEN = ROOT / "tests" / "golden" / "lindeboom"
ENGAGEMENTS = ("stichting", "waterschap")
each_letter = pytest.mark.parametrize(
    ("name", "language"), [(name, language) for name in ENGAGEMENTS for language in LANGUAGES]
)


@cache
def examined(name: str) -> Examined:
    return examine_file(str(FIRM / name / "engagement.yaml"))


def letter(name: str, language: str) -> Document:
    found = examined(name)
    assert found.spec
    return draft(found.spec.engagement, language, clauses=library_of(found)).require()


@each_letter
def test_the_text_is_as_reviewed(name: str, language: str, request: pytest.FixtureRequest) -> None:
    text, path = letter(name, language).plain_text(), GOLDEN / f"{name}.{language}.txt"
    if request.config.getoption("--update-golden"):
        assert not os.environ.get("CI"), "golden files are not rewritten in CI"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@each_letter
def test_word_and_pdf_say_what_the_model_says(name: str, language: str) -> None:
    order = Order(languages=(language,))
    docx, pdf = print_letters(examined(name), order).contents.values()
    text = letter(name, language).plain_text()
    assert word_text(docx) == text
    assert same_text(pdf_text(pdf), text)


@pytest.mark.parametrize(
    ("language", "own"),
    [("nl", "Als u niet tevreden bent"), ("en", "If you are not satisfied")],
)
def test_the_clauses_of_the_firm_stand_in_both_languages(language: str, own: str) -> None:
    ids = [section.id for section in letter("stichting", language).sections]
    assert (ids.count("complaints"), ids.count("liability")) == (1, 1)
    assert own in letter("stichting", language).plain_text()


def test_an_order_takes_the_look_of_the_firm_unless_it_names_its_own() -> None:
    standard = examined("stichting").standard
    assert standard
    order = dressed(Order(), standard)
    assert order.brand == brand_of(standard)
    assert order.brand
    assert (order.brand.accent, order.word_template) == ("#1f4e5f", None)
    logo = order.brand.logo
    assert logo
    assert (logo.kind, logo.alt) == ("png", "Logo van Bureau Lindeboom")
    assert logo.content == (FIRM / "logo.png").read_bytes()
    own = Path("mine.docx")
    assert dressed(Order(word_template=own), standard).word_template == own
    assert dressed(Order(), None) == Order()
