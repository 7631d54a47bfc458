"""A brand: its colour, font and logo in Word and PDF alike, and what makes one unfit."""

from __future__ import annotations

import io
import re
import struct
import unicodedata
import zlib
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import docx
import page
import pytest
from hypothesis import given
from hypothesis import strategies as st
from letterheads import DOCUMENT, STYLES, chunk, paper, part_of, picture
from pypdf import PdfReader
from sample_documents import dutch_letter, english_letter

from scopegen.assets import bundled
from scopegen.diagnostics import ScopegenError
from scopegen.model.brand import Brand, Logo
from scopegen.render.brand_checks import brand_findings
from scopegen.render.colours import contrast_on_white, darkened, palette
from scopegen.render.font_files import read_font
from scopegen.render.glyphs import load_printable
from scopegen.render.logos import shape_of
from scopegen.render.pdf import open_pdf_press, render_pdf
from scopegen.render.pdf_text import pdf_text, same_text
from scopegen.render.word import render_word
from scopegen.render.word_template import bundled_word_path, load_word_template
from scopegen.render.word_text import word_text

TEMPLATES = bundled("templates")
CARLITO = tuple(
    (TEMPLATES / "fonts" / f"Carlito-{name}.ttf").read_bytes()
    for name in ("Regular", "Bold", "Italic")
)
DRAWING = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 80">'
    b'<rect width="200" height="80" fill="#a0143c"/></svg>'
)


def renamed(font: bytes, name: str) -> bytes:
    """Give a font another family name of the same length."""
    old, new = "Carlito", name
    assert len(old) == len(new)
    both = ((old.encode("utf-16-be"), new.encode("utf-16-be")), (old.encode(), new.encode()))
    for before, after in both:
        font = font.replace(before, after)
    return font


HOUSE_FONT = tuple(renamed(font, "Huislet") for font in CARLITO)
PNG = Logo(content=picture(), kind="png", alt="Logo van Bureau Voorbeeld")
SVG = Logo(content=DRAWING, kind="svg", alt="Een rode balk")
WHOLE = Brand(accent="#8a1538", font="Huislet", fonts=HOUSE_FONT, logo=PNG)
BRANDS = {"whole": WHOLE, "drawing": Brand(logo=SVG), "colour": Brand(accent="#3a3a8c")}


def in_word(brand: Brand | None) -> bytes:
    return render_word(dutch_letter(), load_word_template(bundled_word_path(), brand))


@pytest.mark.parametrize("brand", BRANDS.values(), ids=BRANDS)
def test_a_brand_changes_no_word_of_the_letter(brand: Brand) -> None:
    letter = dutch_letter()
    pdf = render_pdf(letter, open_pdf_press(TEMPLATES, brand))
    assert word_text(in_word(brand)) == letter.plain_text()
    assert same_text(pdf_text(pdf), letter.plain_text())


@pytest.mark.parametrize(
    "standard", [page.ValidationProfile.PDF_A_2A, page.ValidationProfile.PDF_UA_1]
)
@pytest.mark.parametrize("brand", BRANDS.values(), ids=BRANDS)
def test_a_pdf_with_a_brand_is_archivable_and_accessible(
    brand: Brand, standard: page.ValidationProfile
) -> None:
    pdf = render_pdf(english_letter(), open_pdf_press(TEMPLATES, brand))
    report = page.validate_pdf_bytes(pdf, profile=standard)
    assert report.is_compliant, report.failures


@pytest.mark.parametrize("brand", BRANDS.values(), ids=BRANDS)
def test_the_same_brand_gives_the_same_bytes(brand: Brand) -> None:
    letter = dutch_letter()
    pdfs = {render_pdf(letter, open_pdf_press(TEMPLATES, brand)) for _ in range(2)}
    first = in_word(brand)
    load_word_template.__globals__["_loaded"].cache_clear()
    assert len(pdfs) == 1
    assert in_word(brand) == first


def test_an_empty_brand_is_the_bundled_look() -> None:
    letter = dutch_letter()
    assert in_word(Brand()) == in_word(None)
    plain = render_pdf(letter, open_pdf_press(TEMPLATES))
    assert render_pdf(letter, open_pdf_press(TEMPLATES, Brand())) == plain


def test_word_takes_colour_font_and_logo() -> None:
    made = in_word(WHOLE)
    styles, document = part_of(made, STYLES), part_of(made, DOCUMENT)
    assert 'w:val="8A1538"' in styles
    assert "0F4C5C" not in styles
    assert 'w:ascii="Huislet"' in styles
    assert 'descr="Logo van Bureau Voorbeeld"' in document
    assert document.index("<w:drawing>") < document.index("Digitale wachtlijst")
    docx.Document(io.BytesIO(made))


def test_word_carries_the_font_with_its_first_bytes_hidden() -> None:
    made = in_word(WHOLE)
    table = part_of(made, "word/fontTable.xml")
    keys = re.findall(r'<w:(embed\w+) r:id="font\d" w:fontKey="\{([0-9A-F-]+)\}"', table)
    assert [name for name, _ in keys] == ["embedRegular", "embedBold", "embedItalic"]
    with ZipFile(io.BytesIO(made)) as package:
        hidden = package.read("word/fonts/font0.odttf")
    mask = bytes.fromhex(keys[0][1].replace("-", ""))[::-1] * 2
    shown = bytes(one ^ other for one, other in zip(hidden[:32], mask, strict=True)) + hidden[32:]
    assert shown in HOUSE_FONT


def test_the_pdf_is_set_in_the_font_of_the_brand() -> None:
    pdf = render_pdf(dutch_letter(), open_pdf_press(TEMPLATES, WHOLE))
    known: Any = PdfReader(io.BytesIO(pdf))
    objects = map(known.get_object, known.xref[0])
    named = [str(one["/BaseFont"]) for one in objects if "/BaseFont" in (one or ())]
    assert named
    assert not any("Carlito" in name for name in named)


def test_the_alt_text_of_a_logo_is_data() -> None:
    alt = '{{ title.__class__ }} & <b> "x" {% raw %} #import'
    brand = Brand(logo=Logo(content=picture(), kind="png", alt=alt))
    made = docx.Document(io.BytesIO(in_word(brand)))
    shape = made.inline_shapes[0]._inline.docPr
    assert shape.get("descr") == alt
    pdf = render_pdf(dutch_letter(), open_pdf_press(TEMPLATES, brand))
    assert same_text(pdf_text(pdf), dutch_letter().plain_text())


def test_a_house_template_keeps_its_own_look_and_lends_in_the_colours_of_the_brand(
    tmp_path: Path,
) -> None:
    path = tmp_path / "house.docx"
    path.write_bytes(paper())
    made = render_word(dutch_letter(), load_word_template(path, Brand(accent="#8a1538", logo=PNG)))
    assert "8A1538" in part_of(made, STYLES)
    assert "<w:drawing>" not in part_of(made, DOCUMENT)


@pytest.mark.parametrize(
    ("width", "height", "printed"),
    [(300, 120, (45, 18)), (100, 200, (9, 18)), (2000, 200, (80, 8))],
)
def test_a_logo_keeps_its_proportions_within_its_limits(
    width: int, height: int, printed: tuple[int, int]
) -> None:
    logo = Logo(content=picture(width, height), kind="png", alt="x")
    assert shape_of(logo).printed == pytest.approx(printed)


def bomb() -> bytes:
    """A png of a few kilobytes that says it is small, and unpacks to 200 MB."""
    head = struct.pack(">IIBBBBB", 300, 120, 8, 2, 0, 0, 0)
    packed = zlib.compress(bytes(200_000_000), 9)
    parts = ((b"IHDR", head), (b"IDAT", packed), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(kind, body) for kind, body in parts)


def jpeg(width: int, height: int, inks: int = 3) -> bytes:
    frame = struct.pack(">HBHHB", 8 + 3 * inks, 8, height, width, inks) + bytes(3 * inks)
    return b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0" + frame + b"\xff\xd9"


def drawing(inner: str, start: str = "") -> bytes:
    return (
        f'{start}<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" '
        f'xmlns:xlink="http://www.w3.org/1999/xlink">{inner}</svg>'
    ).encode()


@pytest.mark.parametrize(
    ("content", "kind", "hint"),
    [
        (b"GIF89a", "png", "kind"),
        (picture(), "gif", "kind"),
        (picture(), "jpeg", "kind"),
        (picture()[:-30], "png", "damaged"),
        (picture().replace(b"IDAT", b"IDAX"), "png", "damaged"),
        (picture(300, 20), "png", "small"),
        (picture(3000, 100), "png", "shape"),
        (picture(300, 120) + bytes(2_000_000), "png", "limits"),
        (
            struct.pack(
                ">8sI4sIIBBBBB", b"\x89PNG\r\n\x1a\n", 13, b"IHDR", 60000, 60000, 8, 2, 0, 0, 0
            ),
            "png",
            "limits",
        ),
        (bomb(), "png", "damaged"),
        (jpeg(400, 200, inks=4), "jpeg", "inks"),
        (jpeg(0, 0), "jpeg", "damaged"),
        (b"\xff\xd8\xff", "jpeg", "damaged"),
        (b"<html/>", "svg", "kind"),
        (b"<svg", "svg", "damaged"),
        (drawing("<script>x</script>"), "svg", "outside"),
        (drawing('<image xlink:href="http://x"/>'), "svg", "outside"),
        (drawing('<use xlink:href="#a"/>'), "svg", "outside"),
        (drawing('<rect fill="url(http://x)"/>'), "svg", "outside"),
        (drawing('<rect onload="x()"/>'), "svg", "outside"),
        (drawing("", '<!DOCTYPE x [<!ENTITY a "b">]>'), "svg", "outside"),
        (drawing("<g/>" * 6_000), "svg", "complex"),
    ],
    ids=range(22),
)
def test_a_logo_that_will_not_do_is_refused_with_the_reason(
    content: bytes, kind: str, hint: str
) -> None:
    (one,) = brand_findings(Brand(logo=Logo(content=content, kind=kind, alt="x")), frozenset())
    assert (one.code, dict(one.facts)["hint"]) == ("SG577", hint)


def test_a_logo_must_be_described() -> None:
    (one,) = brand_findings(Brand(logo=Logo(content=picture(), kind="png", alt=" ")), frozenset())
    assert dict(one.facts)["hint"] == "alt"


def test_a_jpeg_is_measured() -> None:
    assert shape_of(Logo(content=jpeg(400, 200), kind="jpeg", alt="x")).width == 400


def test_a_light_colour_is_refused_with_one_that_will_do() -> None:
    (one,) = brand_findings(Brand(accent="#ffcc00"), frozenset())
    facts = dict(one.facts)
    assert (one.code, facts["hint"], facts["contrast"]) == ("SG576", "contrast", "1.5")
    assert brand_findings(Brand(accent=facts["darker"]), frozenset()) == ()


@pytest.mark.parametrize("colour", ["red", "#fff", "#12345g", "0f4c5c", '#0f4c5c"'])
def test_a_colour_is_written_in_one_way(colour: str) -> None:
    (one,) = brand_findings(Brand(accent=colour), frozenset())
    assert dict(one.facts)["hint"] == "colour"


@given(st.integers(0, 0xFFFFFF))
def test_every_colour_has_a_darker_one_whose_shades_are_readable(number: int) -> None:
    accent = darkened(f"#{number:06x}")
    assert contrast_on_white(accent) >= 4.5
    for name in ("shade", "base", "low", "middle"):
        luminance = 1.05 / contrast_on_white(f"#{palette(accent)[name]}")
        assert luminance / 0.05 >= 4.5


@pytest.mark.parametrize(
    ("brand", "hint"),
    [
        (Brand(font="Huislet", fonts=(b"no font",)), "damaged"),
        (Brand(font="Huislet", fonts=(HOUSE_FONT[0][:2_000],)), "damaged"),
        (Brand(font="Anders", fonts=HOUSE_FONT[:1]), "family"),
        (Brand(fonts=HOUSE_FONT[:1]), "unnamed"),
        (Brand(font="Huislet", fonts=(bytes(11_000_000),)), "limits"),
    ],
)
def test_a_font_that_will_not_do_is_refused_with_the_reason(brand: Brand, hint: str) -> None:
    (one,) = brand_findings(brand, frozenset("a"))
    assert (one.code, dict(one.facts)["hint"]) == ("SG578", hint)


def test_a_font_whose_maker_forbids_it_is_refused() -> None:
    font = bytearray(HOUSE_FONT[0])
    at = struct.unpack(">I", font[(entry := font.index(b"OS/2")) + 8 : entry + 12])[0]
    font[at + 8 : at + 10] = b"\x00\x02"
    (one,) = brand_findings(Brand(font="Huislet", fonts=(bytes(font),)), frozenset("a"))
    assert dict(one.facts)["hint"] == "rights"


def test_characters_that_a_font_lacks_are_a_warning() -> None:
    (one,) = brand_findings(Brand(font="Huislet", fonts=HOUSE_FONT), frozenset("a王"))
    assert (one.severity, dict(one.facts)["found"]) == ("warning", "王")


def test_a_font_that_is_only_named_must_be_installed() -> None:
    with pytest.raises(ScopegenError) as refused:
        open_pdf_press(TEMPLATES, Brand(font="No Such Font 1234"))
    assert refused.value.code == "SG578"


def test_the_characters_of_a_font_are_those_that_were_counted_at_the_build() -> None:
    shared = frozenset.intersection(*(read_font(font).characters for font in CARLITO))
    drawn = {one for one in shared if not unicodedata.category(one).startswith("C")}
    assert load_printable(TEMPLATES / "fonts") == drawn | {"\N{NO-BREAK SPACE}"}
