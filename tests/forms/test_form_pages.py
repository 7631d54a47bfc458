"""A short form stays on one page with the heading above it; a longer one breaks between fields."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest
from form_documents import DUTCH, FIXED, LINES, english_form, field, words
from form_reading import widgets
from pypdf import PdfReader
from word_form_files import DOCUMENT, parts_of, printed

from scopegen.document import (
    Block,
    Document,
    FieldKind,
    Form,
    FormField,
    Heading,
    Level,
    Paragraph,
    Section,
)
from scopegen.render.pdf import PdfPress, open_pdf_press, render_pdf

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
HEADING, LEAD, NOTE = "Uw besluit", "Kruis aan wat u kiest.", "Meer hierna."


@pytest.fixture(scope="module")
def press() -> PdfPress:
    return open_pdf_press(TEMPLATES)


def boxes(count: int, label: str = "Optie") -> tuple[FormField, ...]:
    return tuple(
        FormField(name=f"option_{n}", kind=FieldKind.CHECK, label=words(f"{label} {n}"))
        for n in range(count)
    )


def decision(ticks: Sequence[FormField]) -> Form:
    """A form as a change request has it: boxes, lines, an area, a signature, fixed fields."""
    lines = (field(FieldKind.LINE, name, DUTCH.labels) for name in LINES)
    fixed = (field(FieldKind.FIXED, name, DUTCH.labels) for name in FIXED)
    area = field(FieldKind.AREA, "remarks", DUTCH.labels)
    signature = field(FieldKind.SIGNATURE, "client_signature", DUTCH.labels)
    return Form(fields=(*ticks, *lines, area, signature, *fixed))


def form_after(paragraphs: int, form: Form) -> Document:
    before = [Paragraph(line=words("Wat vooraf gaat.")) for _ in range(paragraphs)]
    blocks: tuple[Block, ...] = (
        *before,
        Heading(level=Level.SECTION, text=HEADING),
        Paragraph(line=words(LEAD)),
        form,
        Paragraph(line=words(NOTE)),
    )
    return replace(english_form(), sections=(Section(id="all", blocks=blocks),))


def pages_with(pdf: bytes, text: str) -> list[int]:
    opened = pypdfium2.PdfDocument(pdf)
    texts = [opened[n].get_textpage().get_text_range() for n in range(len(opened))]
    return [number for number, found in enumerate(texts) if text in found]


@pytest.mark.parametrize("before", range(0, 40, 3))
def test_short_form_stands_on_one_page_with_its_heading(before: int, press: PdfPress) -> None:
    pdf = render_pdf(form_after(before, decision(boxes(4))), press)
    pages = {widget.page for widget in widgets(pdf).values()}
    assert [*pages] == pages_with(pdf, HEADING) == pages_with(pdf, LEAD)


def test_short_form_moves_only_when_it_does_not_fit(press: PdfPress) -> None:
    assert pages_with(render_pdf(form_after(3, decision(boxes(4))), press), HEADING) == [0]
    assert pages_with(render_pdf(form_after(20, decision(boxes(4))), press), HEADING) == [1]


def test_long_form_begins_where_it_stands(press: PdfPress) -> None:
    pdf = render_pdf(form_after(12, decision(boxes(9))), press)
    assert {widget.page for widget in widgets(pdf).values()} == {0, 1}
    assert pages_with(pdf, HEADING) == [0]


def test_form_that_is_too_high_for_a_page_is_cut_between_fields(press: PdfPress) -> None:
    high = decision(boxes(8, "Een optie met een lange uitleg. " * 20))
    pdf = render_pdf(form_after(5, high), press)
    found = widgets(pdf)
    assert set(found) == {one.name for one in high.fields}
    assert len({widget.page for widget in found.values()}) > 1
    foot = 25 / 25.4 * 72 - 1  # a box to tick stands a little above its line
    for widget in found.values():
        box = PdfReader(BytesIO(pdf)).pages[widget.page].mediabox
        assert foot <= widget.box[1] < widget.box[3] <= float(box.top) - foot


def kept(document: Document) -> list[bool]:
    """Tell of each paragraph from the heading of the form whether it stays with the next."""
    xml = parts_of(printed(document))[DOCUMENT].decode()
    by_style = {"Heading3", "FormLabel"}
    found = re.findall(
        r'<w:pStyle w:val="(\w+)"/>(<w:keepNext/>)?', xml[xml.index("Heading3") - 20 :]
    )
    return [style in by_style or bool(own) for style, own in found]


def test_all_of_a_short_form_stays_together_in_word() -> None:
    *form, last, note = kept(form_after(2, decision(boxes(4))))
    assert len(form) == 2 + 4 + 4 + 2 + 2 + 1
    assert all(form)
    assert not last
    assert not note


def test_long_form_may_be_cut_in_word() -> None:
    together = kept(form_after(2, decision(boxes(9))))
    assert (True, False, True) in zip(together, together[1:], together[2:], strict=False)
    assert any(not one and not other for one, other in pairwise(together[:-2]))
