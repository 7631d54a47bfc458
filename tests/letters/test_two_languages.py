"""Letters in two languages: the same text in Word, PDF and model, one numbering, both tagged."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import page
import pytest
from conftest import SAMPLES, letter
from libreoffice import as_pdf, needs_libreoffice
from pypdf import PdfReader
from two_language_letters import both, engagement, printed

from scopegen.document import (
    Document,
    Heading,
    Item,
    Level,
    Pair,
    Picture,
    Provision,
    Reference,
    Signatures,
    Table,
    lines_of,
    text_of,
)
from scopegen.render.pdf_text import pdf_text, same_text
from scopegen.render.word_text import word_text
from scopegen.workflow.checking import draft

ORDERS = ("nl+en", "en+nl")
STANDARDS = (page.ValidationProfile.PDF_A_2A, page.ValidationProfile.PDF_UA_1)
each_sample = pytest.mark.parametrize("sample", SAMPLES)
each_order = pytest.mark.parametrize("languages", ORDERS)


def pairs(document: Document) -> list[Pair]:
    return [block for block in document.flow() if isinstance(block, Pair)]


@each_sample
def test_word_says_what_the_model_says(sample: str) -> None:
    assert word_text(printed(sample, "nl+en", "docx")) == both(sample).plain_text()


@pytest.mark.parametrize("sample", ["veiligheidsregio", "northgate", "dublin"])
def test_pdf_says_what_the_model_says_in_the_same_order(sample: str) -> None:
    assert same_text(pdf_text(printed(sample, "nl+en", "pdf")), both(sample).plain_text())


@each_order
def test_the_pdf_meets_pdf_a_and_pdf_ua(languages: str, tmp_path: Path) -> None:
    path = tmp_path / "letter.pdf"
    path.write_bytes(printed("veiligheidsregio", languages, "pdf"))
    for standard in STANDARDS:
        report = page.validate_pdf(str(path), profile=standard)
        assert report.is_compliant, [failure.rule_id for failure in report.failures]


@each_sample
@each_order
@pytest.mark.parametrize("language", ["nl", "en"])
def test_each_text_is_that_of_the_letter_in_one_language(
    sample: str, languages: str, language: str
) -> None:
    left = languages.startswith(language)
    halves = [one.left if left else one.right for one in pairs(both(sample, languages))]
    said = iter([text for half in halves for text in lines_of(half)])
    alone = [b for b in letter(sample, language).flow() if not isinstance(b, Picture | Signatures)]
    # In the same order, with nothing between but what speaks of the two languages.
    assert all(text in said for block in alone for text in lines_of(block))


@each_sample
def test_both_columns_have_the_same_numbers(sample: str) -> None:
    for pair in pairs(both(sample)):
        if isinstance(pair.left, Provision | Item | Heading):
            assert isinstance(pair.right, type(pair.left))
            assert getattr(pair.right, "number", None) == pair.left.number


@each_sample
def test_what_can_be_referred_to_is_there_once(sample: str) -> None:
    document = both(sample)
    anchors = [
        half.anchor
        for pair in pairs(document)
        for half in (pair.left, pair.right)
        if isinstance(half, Heading | Provision) and half.anchor
    ]
    assert len(anchors) == len(set(anchors))
    spans = [
        span
        for pair in pairs(document)
        for half in (pair.left, pair.right)
        if isinstance(half, Provision | Item)
        for span in half.line
    ]
    targets = {span.target for span in spans if isinstance(span, Reference)}
    assert targets
    assert targets <= set(anchors)


@each_order
def test_the_language_that_prevails_is_said_on_page_one_and_in_its_clause(languages: str) -> None:
    words = {"nl": "geldt de Nederlandse tekst", "en": "the Dutch text applies"}
    document = both("veiligheidsregio", languages)
    opening, *_ = document.sections
    clause = next(one for one in document.sections if one.id == "precedence")
    for section in (opening, clause):
        told = " ".join(str(block) for block in section.blocks)
        assert all(each in told for each in words.values())


def test_the_spec_may_let_the_other_language_prevail() -> None:
    terms = engagement("veiligheidsregio")
    terms = replace(terms, meta=replace(terms.meta, prevailing="en"))
    document = draft(terms, "nl+en").require()
    text = document.plain_text()
    assert "geldt de Engelse tekst" in text
    assert "the English text applies" in text
    assert document.imprint.language == "en-GB"


def test_terms_of_before_there_were_two_languages_prevail_in_their_own() -> None:
    terms = engagement("northgate")
    terms = replace(terms, meta=replace(terms.meta, prevailing=None))
    assert "the English text applies" in draft(terms, "nl+en").require().plain_text()


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_letter_in_one_language_does_not_speak_of_two(language: str) -> None:
    text = letter("veiligheidsregio", language).plain_text()
    assert "geldt de Nederlandse tekst" not in text
    assert "the Dutch text applies" not in text


def test_the_fingerprint_binds_both_texts() -> None:
    marks = {letter("waterlinie", one).imprint.fingerprint for one in ("nl", "en")}
    marks |= {both("waterlinie", one).imprint.fingerprint for one in ORDERS}
    assert len(marks) == 4


def test_pictures_and_signatures_stand_once_with_words_in_both_languages() -> None:
    blocks = tuple(both("veiligheidsregio").flow())
    single = tuple(letter("veiligheidsregio", "nl").flow())
    for kind in (Picture, Signatures):
        assert sum(isinstance(b, kind) for b in blocks) == sum(isinstance(b, kind) for b in single)
    boxes = next(block for block in blocks if isinstance(block, Signatures)).boxes
    assert boxes[0].fields[0][0] == "Naam / Name"
    week = next(block for block in blocks if isinstance(block, Picture))
    assert [row.label for row in week.rows][1] == "maandag / Monday"
    assert {bar.text for bar in week.rows[2].bars} >= {"A  gewoon tarief / normal rate"}


def document_xml(languages: str) -> str:
    with ZipFile(BytesIO(printed("veiligheidsregio", languages, "docx"))) as archive:
        return archive.read("word/document.xml").decode()


@pytest.mark.parametrize(("languages", "foreign"), [("nl+en", 1), ("en+nl", 0)])
def test_word_is_told_which_column_is_in_another_language(languages: str, foreign: int) -> None:
    rows = re.findall(r"<w:tr>.*?</w:tr>", document_xml(languages), re.DOTALL)
    columns = [row.split("</w:tc>")[:2] for row in rows if "ClauseParagraph" in row]
    assert columns
    for cells in columns:
        assert "en-GB" in cells[foreign]
        assert "w:lang" not in cells[1 - foreign]


def test_the_right_column_repeats_numbers_by_live_references() -> None:
    xml = document_xml("nl+en")
    right = re.findall(r'<w:pStyle w:val="RightClauseParagraph"/>.*?</w:p>', xml, re.DOTALL)
    assert len(right) > 100
    assert all(re.search(r" REF ref_\w+ \\r \\h ", paragraph) for paragraph in right)
    marks = re.findall(r'w:bookmarkStart w:id="(\d+)" w:name="(\w+)"', xml)
    assert len({name for _, name in marks}) == len(marks) == len({number for number, _ in marks})
    assert set(re.findall(r" REF (\w+) ", xml)) <= {name for _, name in marks}


def test_headings_stand_outside_of_tables_so_that_word_can_list_them() -> None:
    outside = re.sub(r"<w:tbl>.*?</w:tbl>", "", document_xml("nl+en"), flags=re.DOTALL)
    headings = [b for b in letter("veiligheidsregio", "nl").flow() if isinstance(b, Heading)]
    styles = re.findall(r'w:pStyle w:val="(Heading[123]|AnnexHeading)"', outside)
    assert len(styles) == len(headings)


def test_the_pdf_tags_each_column_with_its_language() -> None:
    reader = PdfReader(BytesIO(printed("veiligheidsregio", "nl+en", "pdf")))
    assert str(reader.root_object["/Lang"]) == "nl-NL"
    said = set(_languages(reader.root_object["/StructTreeRoot"]))
    assert "en-GB" in said
    titles = [str(item.title) for item in _flat(reader.outline)]
    assert "8 Hoe snel u en wij antwoorden" in titles
    assert "8 How quickly you and we answer" in titles


def _languages(node: Any) -> list[str]:
    node = node.get_object()
    if isinstance(node, list):
        return [each for kid in node for each in _languages(kid)]
    if not isinstance(node, dict):
        return []
    own = [str(node["/Lang"])] if "/Lang" in node else []
    return own + (_languages(node["/K"]) if "/K" in node else [])


def _flat(outline: Any) -> list[Any]:
    return [each for one in outline for each in (_flat(one) if isinstance(one, list) else [one])]


def test_wide_tables_stand_one_under_the_other() -> None:
    tables = [one for one in pairs(both("veiligheidsregio")) if isinstance(one.left, Table)]
    assert {pair.stacked for pair in tables} == {True, False}
    for pair in tables:
        assert isinstance(pair.left, Table)
        assert pair.stacked is (len(pair.left.head) > 0)


@needs_libreoffice
@each_order
def test_libreoffice_shows_the_same_numbers_in_both_columns(languages: str, tmp_path: Path) -> None:
    as_pdf(printed("veiligheidsregio", languages, "docx"), tmp_path)
    shown = [squeezed(column) for column in columns_shown(tmp_path / "letter.pdf")]
    for pair in pairs(both("veiligheidsregio", languages)):
        for half, column in zip((pair.left, pair.right), shown, strict=True):
            if isinstance(half, Provision):
                assert squeezed(f"{half.number}{text_of(half.line)}")[:20] in column
            elif isinstance(half, Heading) and half.level is Level.CLAUSE:
                assert squeezed(f"{half.number}{half.text}")[:20] in column


def columns_shown(pdf: Path) -> list[str]:
    """Give the text of the left and of the right half of all pages."""
    texts = []
    for start in (0, 296):
        half = ["-x", str(start), "-y", "0", "-W", "296", "-H", "842", "-layout"]
        read = subprocess.run(
            ["pdftotext", *half, str(pdf), "-"], check=True, capture_output=True, text=True
        )
        texts.append(read.stdout)
    return texts


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)
