"""The pages: what stays together, what repeats, and what people who cannot see them get."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pypdfium2
import pytest
from pypdf import PdfReader
from sample_documents import english_letter

from scopegen.document import (
    Align,
    Bar,
    Block,
    Cell,
    Document,
    Heading,
    Item,
    Level,
    Line,
    Paragraph,
    Picture,
    PictureRow,
    Provision,
    Section,
    SignatureBox,
    Signatures,
    Table,
    TableStyle,
    Text,
    Tone,
)
from scopegen.render.pdf import PdfPress, open_pdf_press, render_pdf
from scopegen.render.pdf_text import pdf_text, same_text

if TYPE_CHECKING:
    from collections.abc import Iterator

TEMPLATES = Path(__file__).resolve().parents[3] / "templates"
FILLED = range(25, 36)
"""Numbers of paragraphs that fill a page until nothing or little is left."""


@pytest.fixture(scope="module")
def press() -> PdfPress:
    return open_pdf_press(TEMPLATES)


def words(text: str) -> Line:
    return (Text(text=text),)


def letter_of(*blocks: Block, draft_mark: str = "") -> Document:
    document = english_letter()
    imprint = replace(document.imprint, draft_mark=draft_mark)
    return replace(document, imprint=imprint, sections=(Section(id="all", blocks=blocks),))


def filler(paragraphs: int) -> list[Block]:
    return [Paragraph(line=words(f"Filler {n}.")) for n in range(paragraphs)]


def grid(*rows: tuple[str, str]) -> Table:
    def cell(text: str) -> Cell:
        return Cell(lines=tuple(words(line) for line in text.split("\n")))

    return Table(
        style=TableStyle.GRID,
        name="Work",
        widths=(3, 1),
        aligns=(Align.LEFT, Align.RIGHT),
        head=(cell("What is done"), cell("Price")),
        rows=tuple((cell(left), cell(right)) for left, right in rows),
    )


def pages(document: Document, press: PdfPress) -> list[str]:
    """Give all that is on each page, headers and footers too."""
    reader = PdfReader(BytesIO(render_pdf(document, press)))
    return [sheet.extract_text() for sheet in reader.pages]


def page_with(text: str, sheets: list[str]) -> int:
    (found,) = (number for number, sheet in enumerate(sheets) if text in sheet)
    return found


def elements(document: Document, press: PdfPress, role: str) -> list[Any]:
    """Give the elements of one role in the structure tree."""

    def below(node: Any) -> Iterator[Any]:
        node = node.get_object()
        kids = node.get("/K", []) if isinstance(node, dict) else []
        for kid in kids if isinstance(kids, list) else [kids]:
            yield kid.get_object()
            yield from below(kid)

    reader = PdfReader(BytesIO(render_pdf(document, press)))
    found = below(reader.root_object["/StructTreeRoot"])
    return [one for one in found if isinstance(one, dict) and one.get("/S") == role]


def test_header_footer_and_watermark_are_on_every_page_but_not_in_the_text(
    press: PdfPress,
) -> None:
    document = letter_of(*filler(80), draft_mark="DRAFT")
    sheets = pages(document, press)
    assert len(sheets) == 3
    for number, sheet in enumerate(sheets, 1):
        for around in (document.imprint.header, document.imprint.footer, "DRAFT"):
            assert around in sheet
        assert f"Page {number} of 3" in sheet
    assert same_text(pdf_text(render_pdf(document, press)), document.plain_text())


@pytest.mark.parametrize("paragraphs", FILLED)
@pytest.mark.parametrize("level", [Level.PART, Level.CLAUSE, Level.SECTION])
def test_heading_is_never_alone_at_the_foot(level: Level, paragraphs: int, press: PdfPress) -> None:
    heading = Heading(level=level, text="What it costs", number="8" if level == "clause" else "")
    follows = Provision(number="8.1", line=words("The price is fixed. " * 12))
    sheets = pages(letter_of(*filler(paragraphs), heading, follows), press)
    start = next(number for number, sheet in enumerate(sheets) if "The price" in sheet)
    assert page_with("What it costs", sheets) == start


@pytest.mark.parametrize("paragraphs", FILLED)
def test_rows_do_not_break_and_their_header_repeats(paragraphs: int, press: PdfPress) -> None:
    table = grid(*((f"Start {n}.\nEnd {n}.", "€ 1,00") for n in range(10, 30)))
    document = letter_of(*filler(paragraphs), table)
    sheets = pages(document, press)
    for n in range(10, 30):
        assert page_with(f"Start {n}.", sheets) == page_with(f"End {n}.", sheets)
    assert sum("What is done" in sheet for sheet in sheets) == sum("€ 1,00" in s for s in sheets)
    assert same_text(pdf_text(render_pdf(document, press)), document.plain_text())


def test_row_or_item_longer_than_a_page_runs_on_instead_of_off_the_page(press: PdfPress) -> None:
    long = " ".join(f"word{n}" for n in range(2000))
    for block in (grid((long, "")), Item(number="a", line=words(long))):
        sheets = pages(letter_of(block), press)
        assert len(sheets) >= 3
        assert all("word" in sheet for sheet in sheets)


@pytest.mark.parametrize("paragraphs", FILLED)
def test_signatures_stay_whole_and_with_the_words_before(paragraphs: int, press: PdfPress) -> None:
    blank = (("Name", ""), ("Signature", ""))
    boxes = tuple(SignatureBox(party=party, fields=blank) for party in ("Client", "Provider"))
    agree = Paragraph(line=words("Agreed:"))
    document = letter_of(*filler(paragraphs), agree, Signatures(boxes=boxes))
    (sheet,) = (sheet for sheet in pages(document, press) if "Agreed:" in sheet)
    assert sheet.count("Signature") == sheet.count("Name") == 2
    lines = pdf_text(render_pdf(document, press)).splitlines()
    assert lines[-6:] == ["Client", "Name", "Signature", "Provider", "Name", "Signature"]


def test_lines_to_sign_are_level_however_long_a_name_is(press: PdfPress) -> None:
    fields = (("Name", "Ann"), ("Date", ""), ("Signature", ""))
    parties = ("Provider", "Client: a name that is too long to stand on one line of its box")
    boxes = tuple(SignatureBox(party=party, fields=fields) for party in parties)
    pdf = render_pdf(letter_of(Signatures(boxes=boxes)), press)
    for label in ("Name", "Date", "Signature"):
        left, right = heights(pdf, label)
        assert left == pytest.approx(right)


def heights(pdf: bytes, label: str) -> Iterator[float]:
    text = pypdfium2.PdfDocument(pdf)[0].get_textpage()
    found = text.search(label, match_case=True, match_whole_word=True)
    while at := found.get_next():
        yield text.get_charbox(at[0])[1]


def test_annexes_start_on_a_new_page(press: PdfPress) -> None:
    annex = Heading(level=Level.ANNEX, text="Rates", lead="Annex", number="A")
    sheets = pages(letter_of(*filler(2), annex, *filler(1)), press)
    assert page_with("Rates", sheets) == 1


def test_bookmarks_name_parts_clauses_and_annexes_with_their_numbers(press: PdfPress) -> None:
    document = letter_of(
        Heading(level=Level.PART, text="Working together"),
        Heading(level=Level.CLAUSE, text="Start", number="1", anchor="start"),
        Heading(level=Level.SECTION, text="Signing"),
        Heading(level=Level.ANNEX, text="Rates", lead="Annex", number="A"),
    )
    reader = PdfReader(BytesIO(render_pdf(document, press)))
    outline: Any = reader.outline  # a mark, then a list of those under it
    part, (clause,), signing, annex = outline
    titles = [str(mark.title).split() for mark in (part, clause, signing, annex)]
    assert titles == [["Working", "together"], ["1", "Start"], ["Signing"], ["Annex", "A", "Rates"]]


def test_picture_has_its_description_and_its_texts(press: PdfPress) -> None:
    tones = [Bar(start=at, end=at + 1, tone=tone, text=tone.value) for at, tone in enumerate(Tone)]
    row = PictureRow(label="Monday", bars=tuple(tones))
    picture = Picture(name="Week", alt="When we work.", scale=8, label_share=20, rows=(row,))
    document = letter_of(picture)
    (figure,) = elements(document, press, "/Figure")
    assert figure["/Alt"] == "When we work."
    assert pdf_text(render_pdf(document, press)).splitlines()[1].split("\t") == ["Monday", *Tone]


def test_table_headers_are_marked_once(press: PdfPress) -> None:
    rows = [(f"Row {n}", "1") for n in range(60)]
    headers = elements(letter_of(grid(*rows)), press, "/TH")
    assert len(headers) == 2
    assert all(header["/A"][0]["/Scope"] == "/Column" for header in headers)


@pytest.mark.parametrize("word", ["penningmeester.jansen@gemeentelopikerwaard.example", "w" * 60])
def test_a_long_word_in_a_cell_stays_in_its_column(word: str, press: PdfPress) -> None:
    pdf = render_pdf(letter_of(grid((word, "beside"))), press)
    page = pypdfium2.PdfDocument(pdf)[0].get_textpage()
    text = page.get_text_range()
    beside = page.get_charbox(text.index("beside"))[0]
    flat = "".join(text.split())
    assert word in flat
    edges = [page.get_charbox(n)[2] for n in range(text.index(word[:8]), text.index("beside"))]
    assert max(edges) <= beside


def luminance(colour: str) -> float:
    """Give the relative luminance of a colour (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def tones() -> dict[str, tuple[str, str]]:
    """Read fill and text colour of each tone from the template; no fill is white paper."""
    template = (TEMPLATES / "pdf" / "letter.typ").read_text(encoding="utf-8")
    line = r'"(\w+)": \(fill: (?:rgb\("#(\w+)"\)|none), text: rgb\("#(\w+)"\)'
    return {tone: (fill or "ffffff", text) for tone, fill, text in re.findall(line, template)}


@pytest.mark.parametrize("tone", Tone)
def test_text_in_a_bar_is_readable(tone: Tone) -> None:
    assert contrast(*tones()[tone]) >= 4.5


@pytest.mark.parametrize(
    "together", [("none", "base", "low", "middle", "high"), ("none", "base", "client", "provider")]
)
def test_tones_of_one_picture_differ_in_print_without_colour(together: tuple[str, ...]) -> None:
    light = sorted((tones()[tone][0] for tone in together), key=luminance)
    assert all(contrast(a, b) >= 1.2 for a, b in pairwise(light))
