"""A form in PDF: its fields are where they should be, can be filled in, and are tagged."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import page
import pypdfium2
import pytest
from fontTools.ttLib import TTFont
from form_documents import CHECKS, DIGEST, FIXED, FORM_ID, LINES, dutch_form, english_form
from form_reading import Widget, fields_of, fonts_of, shown, widgets
from pypdf import PdfReader

from scopegen.diagnostics import ScopegenError
from scopegen.document import (
    Block,
    Document,
    FieldKind,
    Form,
    FormField,
    Paragraph,
    Section,
    Text,
    text_of,
)
from scopegen.render.pdf import PdfPress, open_pdf_press, render_pdf
from scopegen.render.pdf_text import pdf_text, same_text
from scopegen.rules import load_catalogue

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
STANDARDS = (page.ValidationProfile.PDF_A_2A, page.ValidationProfile.PDF_UA_1)
FORMS = {"nl": dutch_form(), "en": english_form()}
READ_ONLY, MULTILINE, DO_NOT_SCROLL = 1, 1 << 12, 1 << 23


@pytest.fixture(scope="module")
def press() -> PdfPress:
    return open_pdf_press(TEMPLATES)


@pytest.fixture(scope="module", params=FORMS)
def document(request: pytest.FixtureRequest) -> Document:
    return FORMS[request.param]


@pytest.fixture(scope="module")
def pdf(document: Document, press: PdfPress) -> bytes:
    return render_pdf(document, press)


@pytest.fixture(scope="module")
def dutch_pdf(press: PdfPress) -> bytes:
    return render_pdf(dutch_form(), press)


def form_of(*fields: FormField, before: tuple[Block, ...] = ()) -> Document:
    section = Section(id="form", blocks=(*before, Form(fields=fields)))
    return replace(english_form(), sections=(section,))


def field(kind: FieldKind, label: str = "Name", *, name: str = "it", value: str = "") -> FormField:
    return FormField(name=name, kind=kind, label=(Text(text=label),), value=value)


def test_form_says_what_the_document_says(document: Document, pdf: bytes) -> None:
    assert same_text(pdf_text(pdf), document.plain_text())
    assert FORM_ID in pdf_text(pdf)


def test_every_field_is_there_once_in_order(document: Document, pdf: bytes) -> None:
    names = [field.name for field in fields_of(document)]
    form: Any = PdfReader(BytesIO(pdf)).root_object["/AcroForm"]
    assert list(widgets(pdf)) == names
    assert [one.get_object()["/T"] for one in form["/Fields"]] == names
    assert "/NeedAppearances" not in form
    assert "/XFA" not in form


def test_boxes_to_tick_are_single_boxes_that_start_empty(dutch_pdf: bytes) -> None:
    found = widgets(dutch_pdf)
    for name in CHECKS:
        box = found[name].entries
        assert (box["/FT"], box["/V"], box["/AS"]) == ("/Btn", "/Off", "/Off")
        assert set(box["/AP"]["/N"]) == {"/Yes", "/Off"}
        assert not {"/Ff", "/Kids", "/Parent"} & set(box)
        assert box["/AP"]["/N"]["/Yes"].get_data()
        assert not box["/AP"]["/N"]["/Off"].get_data()


def test_lines_take_one_line_and_areas_take_more(dutch_pdf: bytes) -> None:
    found = widgets(dutch_pdf)
    for name in LINES:
        assert found[name].entries["/Ff"] == DO_NOT_SCROLL
        assert found[name].entries["/MaxLen"] == 200
    assert found["remarks"].entries["/Ff"] == DO_NOT_SCROLL | MULTILINE
    assert found["remarks"].entries["/MaxLen"] == 1000
    assert {found[name].entries["/V"] for name in (*LINES, "remarks")} == {""}


def test_fixed_fields_show_exactly_what_they_hold(dutch_pdf: bytes) -> None:
    for name, value in FIXED.items():
        entries = widgets(dutch_pdf)[name].entries
        assert entries["/V"] == value
        assert entries["/Ff"] == READ_ONLY
        (shown,) = re.findall(rb"<(\w+)> Tj", widgets(dutch_pdf)[name].look.get_data())
        assert bytes.fromhex(shown.decode()).decode("cp1252") == value


def test_fixed_text_is_seen_once(dutch_pdf: bytes) -> None:
    assert shown(dutch_pdf).count(DIGEST) == 1
    drawn = "".join(sheet.extract_text() for sheet in PdfReader(BytesIO(dutch_pdf)).pages)
    assert DIGEST not in drawn  # on the page itself; the field draws it


@pytest.mark.parametrize("length", [1, 64, 90, 150, 400])
def test_long_fixed_text_stays_in_its_field(length: int, press: PdfPress) -> None:
    fixed = field(FieldKind.FIXED, value="m" * length)
    widget = widgets(render_pdf(form_of(fixed), press))["it"]
    (size,) = re.findall(rb"/ScgF ([\d.]+) Tf", widget.look.get_data())
    fonts = widget.look["/Resources"]["/Font"]
    widths = fonts["/ScgF"]["/Widths"]
    left, _, right, _ = widget.box
    assert 0 < float(size) <= 8
    assert length * float(size) * widths[ord("m") - 32] / 1000 <= right - left - 4 + 0.5


def test_signature_field_locks_all_and_is_empty(dutch_pdf: bytes) -> None:
    entries = widgets(dutch_pdf)["client_signature"].entries
    assert entries["/FT"] == "/Sig"
    assert entries["/Lock"] == {"/Type": "/SigFieldLock", "/Action": "/All"}
    assert "/V" not in entries
    form: Any = PdfReader(BytesIO(dutch_pdf)).root_object["/AcroForm"]
    assert form["/SigFlags"] == 1


def test_every_field_has_an_appearance_of_its_size_and_is_printed(pdf: bytes) -> None:
    for widget in widgets(pdf).values():
        left, bottom, right, top = widget.box
        assert widget.entries["/F"] == 4
        assert list(widget.entries["/AP"]) == ["/N"]
        assert [float(n) for n in widget.look["/BBox"]] == pytest.approx(
            [0, 0, right - left, top - bottom], abs=0.01
        )
        assert not {"/A", "/AA", "/Contents", "/MK", "/Border"} & set(widget.entries)


def test_every_field_is_named_by_its_label_and_knows_its_page(
    document: Document, pdf: bytes
) -> None:
    labels = {field.name: text_of(field.label) for field in fields_of(document)}
    for name, widget in widgets(pdf).items():
        assert widget.entries["/TU"] == labels[name]
        assert any(one.get_object() == widget.entries for one in widget.entries["/P"]["/Annots"])
        assert widget.entries["/P"]["/Tabs"] == "/S"


def test_every_field_is_tagged_as_a_form_element(pdf: bytes) -> None:
    tree: Any = PdfReader(BytesIO(pdf)).root_object["/StructTreeRoot"]
    numbers = tree["/ParentTree"]["/Nums"]
    owners = dict(zip(numbers[::2], numbers[1::2], strict=True))
    for widget in widgets(pdf).values():
        element = owners[widget.entries["/StructParent"]].get_object()
        assert element["/S"] == "/Form"
        kids = element["/K"]
        (only,) = kids if isinstance(kids, list) else [kids]
        assert only.get_object()["/Obj"]["/T"] == widget.entries["/T"]


def test_no_link_of_the_layout_is_left(pdf: bytes) -> None:
    assert b"scopegen:" not in pdf


def label_box(pdf: bytes, widget: Widget, label: str) -> tuple[float, float, float, float]:
    """Give the box around the first word of a label on the page of its field."""
    text = pypdfium2.PdfDocument(pdf)[widget.page].get_textpage()
    found = text.search(label[:12], match_case=True)
    at = found.get_next()
    assert at is not None, label
    box: tuple[float, float, float, float] = text.get_charbox(at[0])
    return box


def test_fields_stand_at_their_labels(document: Document, pdf: bytes) -> None:
    found = widgets(pdf)
    for one in fields_of(document):
        left, bottom, right, top = found[one.name].box
        word_left, word_bottom, word_right, word_top = label_box(
            pdf, found[one.name], text_of(one.label)
        )
        if one.kind is FieldKind.CHECK:
            assert right < word_left < right + 20
            assert bottom < word_top < top + 3
        elif one.kind is FieldKind.AREA:
            assert top < word_bottom < top + 15
            assert word_left == pytest.approx(left, abs=5)
        else:
            assert word_right < left < word_left + 110
            assert bottom - 4 < word_bottom < word_top < top + 30


def test_fields_do_not_overlap_and_stay_within_the_margins(pdf: bytes) -> None:
    found = list(widgets(pdf).values())
    for widget in found:
        left, bottom, right, top = widget.box
        assert 70 < left < right < 525
        assert 70 < bottom < top < 775
    for one, other in pairwise(found):
        assert one.page < other.page or one.box[1] >= other.box[3]


KINDS = (FieldKind.CHECK, FieldKind.LINE, FieldKind.AREA, FieldKind.SIGNATURE)


@pytest.mark.parametrize("paragraphs", range(25, 38))
@pytest.mark.parametrize("kind", KINDS)
def test_a_field_is_never_parted_from_its_label(
    kind: FieldKind, paragraphs: int, press: PdfPress
) -> None:
    filler = tuple(Paragraph(line=(Text(text=f"Filler {n}."),)) for n in range(paragraphs))
    label = f"Start of it. {'A label of more than one line. ' * 4} End of it."
    pdf = render_pdf(form_of(field(kind, label), before=filler), press)
    (widget,) = widgets(pdf).values()
    text = " ".join(PdfReader(BytesIO(pdf)).pages[widget.page].extract_text().split())
    assert "Start of it." in text
    assert "End of it." in text


@pytest.mark.parametrize("paragraphs", range(27, 37))
def test_boxes_of_one_choice_stay_with_their_question(paragraphs: int, press: PdfPress) -> None:
    filler = tuple(Paragraph(line=(Text(text=f"Filler {n}."),)) for n in range(paragraphs))
    question = Paragraph(line=(Text(text="What do you choose?"),))
    choice = [field(FieldKind.CHECK, name, name=name) for name in ("Yes", "No")]
    pdf = render_pdf(form_of(*choice, before=(*filler, question)), press)
    (at,) = {widget.page for widget in widgets(pdf).values()}
    assert "What do you choose?" in PdfReader(BytesIO(pdf)).pages[at].extract_text()


@pytest.mark.parametrize("standard", STANDARDS, ids=["PDF/A-2a", "PDF/UA-1"])
def test_form_is_archivable_and_accessible(
    pdf: bytes, standard: page.ValidationProfile, tmp_path: Path
) -> None:
    (tmp_path / "form.pdf").write_bytes(pdf)
    report = page.validate_pdf(str(tmp_path / "form.pdf"), profile=standard)
    assert report.is_compliant, report.failures


def test_form_keeps_the_version_of_its_features(pdf: bytes) -> None:
    assert pdf.startswith(b"%PDF-1.7\n")


def test_all_fonts_are_embedded(pdf: bytes) -> None:
    fonts = list(fonts_of(pdf))
    simple = [font for font in fonts if font["/Subtype"] != "/Type0"]
    assert [font["/Encoding"] for font in simple if "/Encoding" in font] == ["/WinAnsiEncoding"]
    assert len(simple) >= 3
    for font in simple:
        descriptor = font["/FontDescriptor"]
        assert {"/FontFile2", "/FontFile3"} & set(descriptor)
        assert re.match(r"/[A-Z]{6}\+", font["/BaseFont"])


def test_font_of_the_fields_prints_what_people_type() -> None:
    glyphs = TTFont(TEMPLATES / "pdf" / "form_font.ttf").getBestCmap()
    codes = [
        code for code in range(0x20, 0x100) if code not in {0x7F, 0x81, 0x8D, 0x8F, 0x90, 0x9D}
    ]
    assert {ord(bytes([code]).decode("cp1252")) for code in codes} <= set(glyphs)


def test_same_form_gives_same_bytes(press: PdfPress, dutch_pdf: bytes) -> None:
    assert render_pdf(dutch_form(), press) == dutch_pdf
    assert render_pdf(dutch_form(), open_pdf_press(TEMPLATES)) == dutch_pdf


def test_forms_that_differ_in_a_fixed_value_alone_have_identifiers_of_their_own(
    press: PdfPress,
) -> None:
    forms = [form_of(field(FieldKind.FIXED, value=value)) for value in ("CR-1", "CR-2")]
    trailers: list[Any] = [PdfReader(BytesIO(render_pdf(form, press))).trailer for form in forms]
    one, other = (trailer["/ID"] for trailer in trailers)
    assert one[0] == other[0]
    assert one[1] != other[1]


def test_properties_and_moment_stay_those_of_the_imprint(dutch_pdf: bytes) -> None:
    reader = PdfReader(BytesIO(dutch_pdf))
    told = reader.metadata
    assert told is not None
    assert told.keywords == f"{DIGEST}, form={FORM_ID}, digest={DIGEST}"
    assert told.creation_date_raw == told.modification_date_raw == "D:20270201000000Z"
    assert "/Producer" not in told
    metadata: Any = reader.root_object["/Metadata"]
    assert f"form={FORM_ID}".encode() in metadata.get_data()
    assert b"<pdfaid:part>2</pdfaid:part>" in metadata.get_data()


def test_a_letter_has_no_fields_and_does_not_load_what_makes_them() -> None:
    here = [str(TEMPLATES.parent), str(TEMPLATES.parent / "tests")]
    program = (
        f"import sys; sys.path[:0] = {here!r}; from pathlib import Path; "
        "from sample_documents import english_letter; "
        "from scopegen.render.pdf import open_pdf_press, render_pdf; "
        f"pdf = render_pdf(english_letter(), open_pdf_press(Path({str(TEMPLATES)!r}))); "
        "assert b'/AcroForm' not in pdf; print('pypdf' in sys.modules)"
    )
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_template_without_a_place_for_a_field_is_refused(press: PdfPress) -> None:
    bare = replace(press, template=press.template.replace(b'"scopegen:field/" +', b'"other:" +'))
    with pytest.raises(ScopegenError, match="SG526") as refusal:
        render_pdf(form_of(field(FieldKind.LINE, name="signer")), bare)
    assert refusal.value.facts == (("field", "signer"),)


def test_fixed_value_that_fields_cannot_show_is_refused(press: PdfPress) -> None:
    with pytest.raises(ScopegenError, match="SG527") as refusal:
        render_pdf(form_of(field(FieldKind.FIXED, value="Łódź–1")), press)
    assert dict(refusal.value.facts) == {"field": "it", "characters": "Ł ź"}


def test_two_fields_of_one_name_are_refused(press: PdfPress) -> None:
    with pytest.raises(ValueError, match="share a name"):
        render_pdf(form_of(field(FieldKind.LINE), field(FieldKind.CHECK)), press)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("code", ["SG526", "SG527", "SG528", "SG529"])
def test_every_refusal_has_its_sentences(code: str, language: str) -> None:
    catalogue = load_catalogue(TEMPLATES / "rules")
    facts = {"field": "<found>", "characters": "Ł"}
    assert "<found>" in catalogue.message(code, facts, language)
    assert catalogue.hint(code, {}, language)
    assert catalogue.explanation(code, language)
