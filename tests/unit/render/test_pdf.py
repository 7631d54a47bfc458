"""The PDF says what the document says, to everyone, the same each time."""

from __future__ import annotations

import sys
from dataclasses import fields, is_dataclass, replace
from io import BytesIO
from itertools import permutations
from pathlib import Path
from typing import Any

import page
import pytest
from pypdf import PdfReader
from sample_documents import dutch_letter, english_letter

from scopegen.diagnostics import ScopegenError
from scopegen.document import (
    Block,
    Document,
    Heading,
    Level,
    Paragraph,
    Provision,
    Reference,
    Section,
    Text,
)
from scopegen.render.pdf import PdfPress, open_pdf_press, render_pdf
from scopegen.render.pdf_text import pdf_text, same_text
from scopegen.rules import load_catalogue

TEMPLATES = Path(__file__).resolve().parents[3] / "templates"
STANDARDS = (page.ValidationProfile.PDF_A_2A, page.ValidationProfile.PDF_UA_1)


@pytest.fixture(scope="module")
def press() -> PdfPress:
    return open_pdf_press(TEMPLATES)


def printable(part: Any) -> Any:
    """Give the same without what no font of ours has; one sample name has an emoji."""
    if isinstance(part, str):
        return part.replace(" 王 🙂", "")
    if isinstance(part, tuple):
        return tuple(map(printable, part))
    if is_dataclass(part) and not isinstance(part, type):
        changed = {f.name: printable(getattr(part, f.name)) for f in fields(part)}
        return replace(part, **changed)
    return part


def letter(draft_mark: str = "") -> Document:
    document: Document = printable(dutch_letter(draft_mark=draft_mark))
    return document


def letter_of(*blocks: Block) -> Document:
    return replace(english_letter(), sections=(Section(id="all", blocks=blocks),))


def paragraph(text: str) -> Paragraph:
    return Paragraph(line=(Text(text=text),))


SAMPLES = [letter(), letter(draft_mark="CONCEPT"), english_letter()]


@pytest.mark.parametrize("document", SAMPLES, ids=["dutch", "draft", "english"])
def test_pdf_says_what_the_document_says(document: Document, press: PdfPress) -> None:
    assert same_text(pdf_text(render_pdf(document, press)), document.plain_text())


@pytest.mark.parametrize("standard", STANDARDS, ids=["PDF/A-2a", "PDF/UA-1"])
@pytest.mark.parametrize("document", SAMPLES, ids=["dutch", "draft", "english"])
def test_pdf_is_archivable_and_accessible(
    document: Document, standard: page.ValidationProfile, press: PdfPress, tmp_path: Path
) -> None:
    (tmp_path / "letter.pdf").write_bytes(render_pdf(document, press))
    report = page.validate_pdf(str(tmp_path / "letter.pdf"), profile=standard)
    assert report.is_compliant, report.failures


def test_same_document_gives_same_bytes(press: PdfPress) -> None:
    first = render_pdf(letter(), press)
    render_pdf(english_letter(), press)
    assert render_pdf(letter(), press) == first
    assert render_pdf(letter(), open_pdf_press(TEMPLATES)) == first


HOSTILE = (
    '#import "/etc/passwd"',
    '#read("letter.typ")',
    "*bold* _emph_ `raw` = head",
    r"C:\new\"quoted\" \u{41}",
    "// comment /* too */",
    "$ x^2 $ @ref <label> ~ -- ---",
    "<b>&amp;</b> {{ 7 * 7 }} %n {page}",
    "https://example.nl/?a=1&b=2",
    "]]) } #panic()",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_in_data_is_printed_as_it_stands(text: str, press: PdfPress) -> None:
    blocks = (
        Heading(level=Level.CLAUSE, text=text, number="1", anchor=text),
        Provision(number="1.1", line=(Text(text=text, bold=True), Text(text=text, italic=True))),
        paragraph(text),
    )
    document = letter_of(*blocks)
    imprint = replace(document.imprint, title=text, header=text, footer=text, author=text)
    document = replace(document, imprint=imprint)
    assert same_text(pdf_text(render_pdf(document, press)), document.plain_text())


def test_properties_come_from_the_imprint(press: PdfPress) -> None:
    document = letter()
    reader = PdfReader(BytesIO(render_pdf(document, press)))
    properties = reader.metadata
    assert properties is not None
    assert properties.title == document.imprint.title
    assert properties.author == document.imprint.author
    assert properties.subject == document.imprint.subject
    assert properties.keywords == document.imprint.fingerprint
    assert properties.creation_date_raw == properties.modification_date_raw == "D:20261201000000Z"
    assert str(reader.root_object["/Lang"]) == "nl-NL"


def test_template_cannot_read_outside_its_folder(press: PdfPress) -> None:
    nosy = replace(press, template=b'#read("/etc/passwd")')
    with pytest.raises(ScopegenError, match="SG552"):
        render_pdf(english_letter(), nosy)


def test_reference_to_what_is_not_there_is_plain_text(press: PdfPress) -> None:
    document = letter_of(Paragraph(line=(Reference(target="elsewhere", number="8.2"),)))
    pdf = render_pdf(document, press)
    assert same_text(pdf_text(pdf), document.plain_text())
    assert "/Annots" not in PdfReader(BytesIO(pdf)).pages[0]


@pytest.mark.parametrize("levels", [*permutations(Level, 3)], ids="-".join)
def test_headings_skip_no_depth_whatever_their_order(
    levels: tuple[Level, ...], press: PdfPress
) -> None:
    headings = [Heading(level=level, text=level.value) for level in levels]
    render_pdf(letter_of(*headings), press)  # PDF/UA-1 makes Typst refuse a depth skipped


def test_characters_that_the_fonts_lack_are_refused_by_name(press: PdfPress) -> None:
    with pytest.raises(ScopegenError) as refusal:
        render_pdf(letter_of(paragraph("王 of 🙂, e\u0301 and ő")), press)
    assert refusal.value.code == "SG551"
    assert refusal.value.facts == (("characters", "王 🙂"),)


def test_characters_in_header_and_watermark_are_looked_at_too(press: PdfPress) -> None:
    document = english_letter()
    for part in ("header", "footer", "page_label", "draft_mark", "title"):
        changed: dict[str, Any] = {part: "王"}
        imprint = replace(document.imprint, **changed)
        with pytest.raises(ScopegenError, match="SG551"):
            render_pdf(replace(document, imprint=imprint), press)


class Fixed:
    """A compiler whose PDF has a stream that ends in a carriage return."""

    def compile(self, _: dict[str, bytes], **__: object) -> bytes:
        return b"/Length 4 stream\nabc\r\nendstream"


def test_end_of_a_stream_cannot_be_taken_for_a_line_end(press: PdfPress) -> None:
    pdf = render_pdf(english_letter(), replace(press, compiler=Fixed()))
    assert pdf == b"/Length 4 stream\nabc\r\rendstream"


def test_missing_engine_is_told_with_a_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(ScopegenError, match="SG553"):
        open_pdf_press(TEMPLATES)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize(
    ("code", "fact"), [("SG551", "characters"), ("SG552", "cause"), ("SG553", "machine")]
)
def test_every_refusal_has_its_sentences(code: str, fact: str, language: str) -> None:
    catalogue = load_catalogue(TEMPLATES / "rules")
    assert "<found>" in catalogue.message(code, {fact: "<found>"}, language)
    assert catalogue.hint(code, {}, language)
    assert catalogue.explanation(code, language)
