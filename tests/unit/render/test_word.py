"""The Word file says what the document says, in Word's own numbers, and nothing else."""

from __future__ import annotations

import io
import re
import string
import subprocess
import zipfile
from dataclasses import replace
from itertools import pairwise
from math import pow as power
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from libreoffice import needs_libreoffice
from pypdf import PdfReader
from sample_documents import dutch_letter, english_letter, grid_table, terms_table
from sample_pictures import steps

from scopegen.diagnostics import ScopegenError
from scopegen.document import (
    Bar,
    Block,
    Bullet,
    Document,
    Heading,
    Item,
    Level,
    Paragraph,
    Picture,
    PictureRow,
    Provision,
    Reference,
    Section,
    SignatureBox,
    Signatures,
    Text,
    Tone,
)
from scopegen.render.word import render_word
from scopegen.render.word_template import load_word_template
from scopegen.render.word_text import word_text

if TYPE_CHECKING:
    from collections.abc import Callable

TEMPLATE = Path(__file__).parents[3] / "templates" / "word" / "letter.docx"
DOCUMENT, STYLES, NUMBERING = "word/document.xml", "word/styles.xml", "word/numbering.xml"
HOSTILE = """{{ 7*7 }} {% endif %} {# x #} <w:p/> &amp; & "q" 'q' ]]> {_{ }_} {{r text }}"""


def printed(document: Document) -> bytes:
    return render_word(document, load_word_template(TEMPLATE))


def part(docx: bytes, name: str = DOCUMENT) -> str:
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        return package.read(name).decode()


def with_blocks(*blocks: Block) -> Document:
    letter = english_letter()
    return replace(letter, sections=(Section(id="all", blocks=blocks),))


def paragraph(text: str) -> Paragraph:
    return Paragraph(line=(Text(text=text),))


def paragraphs(docx: bytes) -> list[str]:
    return re.findall(r"<w:p>.*?</w:p>", part(docx), re.S)


@pytest.mark.parametrize("letter", [dutch_letter, english_letter])
def test_word_counts_and_says_what_the_document_says(letter: Callable[[], Document]) -> None:
    assert word_text(printed(letter())) == letter().plain_text()


def test_the_same_document_gives_the_same_bytes() -> None:
    assert printed(dutch_letter()) == printed(dutch_letter())


def test_the_only_time_in_the_file_is_the_date_of_the_letter() -> None:
    docx = printed(dutch_letter())
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(2026, 12, 1, 0, 0, 0)}
    assert set(re.findall(r"\d{4}-\d\d-\d\dT[^<]*", part(docx, "docProps/core.xml"))) == {
        "2026-12-01T00:00:00Z"
    }


def test_data_is_never_read_as_a_template_or_as_xml() -> None:
    hostile = with_blocks(
        Heading(level=Level.CLAUSE, text=HOSTILE, anchor=HOSTILE, number="1"),
        Provision(number="1.1", line=(Reference(target=HOSTILE, number="1"), Text(text=HOSTILE))),
        terms_table(HOSTILE.replace("{", "("), ((HOSTILE.replace("{", "("), "x"),)),
        replace(steps(), name=HOSTILE, alt=HOSTILE),
        Signatures(
            boxes=(SignatureBox(party=HOSTILE, fields=((HOSTILE, HOSTILE), ("", HOSTILE))),)
        ),
    )
    imprint = replace(
        hostile.imprint, title=HOSTILE, author=HOSTILE, header=HOSTILE, draft_mark=HOSTILE
    )
    hostile = replace(hostile, imprint=imprint)
    assert word_text(printed(hostile)) == hostile.plain_text()
    assert part(printed(hostile), "word/header1.xml").count("{{ 7*7 }} {% endif %}") == 2


@pytest.mark.parametrize(
    "text",
    [
        "Zoë 王小明 🙂",
        "€\u00a01.234,50",
        "a  b ",
        " a",
        "one\ntwo",
        "one\ttwo",
        "non\u2011breaking",
    ],
)
def test_every_character_of_a_text_is_kept(text: str) -> None:
    document = with_blocks(paragraph(text))
    assert word_text(printed(document)) == document.plain_text()


def test_a_line_break_in_data_is_a_line_break_in_word() -> None:
    assert "<w:br/>" in part(printed(with_blocks(paragraph("one\ntwo"))))


@pytest.mark.parametrize("character", ["\x0b", "\x00", "\ud800", "\uffff"])
def test_a_character_that_xml_cannot_carry_is_refused(character: str) -> None:
    with pytest.raises(ScopegenError) as refused:
        printed(with_blocks(paragraph(f"A & B{character}")))
    assert refused.value.code == "SG504"
    assert dict(refused.value.facts)["character"] == f"U+{ord(character):04X}"


def test_a_reference_is_live_and_shows_its_number_before_word_counts() -> None:
    xml = part(printed(dutch_letter()))
    fields = re.findall(
        r"REF (\w+) \\r \\h </w:instrText></w:r><w:r><w:fldChar [^>]*/></w:r>"
        r'<w:r><w:t xml:space="preserve">([\d.]+)</w:t>',
        xml,
    )
    assert ("ref_wijziging_verzoek", "6.1") in fields
    assert {name for name, _ in fields} <= set(re.findall(r'w:name="(\w+)"', xml))


def test_a_reference_to_an_annex_does_not_repeat_the_word_before_the_letter() -> None:
    xml = part(printed(dutch_letter()))
    assert r'HYPERLINK \l "ref_kaart"' in xml
    assert r"REF ref_kaart \r" not in xml


def test_a_reference_to_nothing_in_the_document_prints_as_its_number() -> None:
    docx = printed(with_blocks(Paragraph(line=(Reference(target="gone", number="8.2"),))))
    assert "instrText" not in part(docx)
    assert word_text(docx).endswith("8.2\n")


def test_bookmarks_are_names_that_word_takes_and_none_twice() -> None:
    anchors = ("a" * 60, "a" * 60 + "b", "Ünï cødé!", "1st", "A B", "a-b", "a b", "x 2", "x", "X")
    blocks = (Provision(number="", line=(Text(text="x"),), anchor=anchor) for anchor in anchors)
    names = re.findall(
        r'<w:bookmarkStart [^>]*w:name="([^"]*)"', part(printed(with_blocks(*blocks)))
    )
    assert len({name.lower() for name in names}) == len(anchors)
    assert all(re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,39}", name) for name in names)


def test_annexes_are_counted_with_the_word_of_the_language() -> None:
    assert 'w:lvlText w:val="Bijlage %1"' in part(printed(dutch_letter()), NUMBERING)
    assert 'w:lvlText w:val="Annex %1"' in part(printed(english_letter()), NUMBERING)


def test_the_spelling_checker_is_told_the_language() -> None:
    assert '<w:lang w:val="nl-NL"/>' in part(printed(dutch_letter()), STYLES)
    assert '<w:lang w:val="en-GB"/>' in part(printed(english_letter()), STYLES)


def test_the_properties_of_the_file_identify_the_letter() -> None:
    docx, imprint = printed(dutch_letter()), dutch_letter().imprint
    core, custom = part(docx, "docProps/core.xml"), part(docx, "docProps/custom.xml")
    assert f"<dc:title>{imprint.title}</dc:title>" in core
    assert "De Linde &amp; Zn." in core
    assert f"<cp:keywords>{imprint.fingerprint}</cp:keywords>" in core
    assert re.findall(r'name="(\w+)"><vt:lpwstr>([^<]*)', custom) == [
        ("reference", imprint.reference),
        ("fingerprint", imprint.fingerprint),
        ("date", imprint.date),
    ]


def test_only_a_draft_is_marked_as_one() -> None:
    header = "word/header1.xml"
    assert 'string="CONCEPT"' in part(printed(dutch_letter(draft_mark="CONCEPT")), header)
    assert "textpath" not in part(printed(dutch_letter()), header)


def test_the_foot_counts_pages_with_live_fields() -> None:
    footer = part(printed(dutch_letter()), "word/footer1.xml")
    assert re.findall(r"instrText[^>]*> (\w+) <", footer) == ["PAGE", "NUMPAGES"]
    words = re.findall(r"<w:t [^>]*>([^<]*)<", footer)
    assert "".join(words) == "Versie 1 · 3f2a9c3f2a9cPagina 1 van 1"


def test_the_bars_of_a_picture_fill_one_grid_of_the_width_of_the_text() -> None:
    tables = re.findall(r"<w:tbl>.*?</w:tbl>", part(printed(dutch_letter())), re.S)
    pictures = [table for table in tables if "PictureTable" in table]
    assert len(pictures) == 3
    for picture in pictures:
        columns = [int(width) for width in re.findall(r'gridCol w:w="(\d+)"', picture)]
        assert sum(columns) == 9072
        for row in re.findall(r"<w:tr>.*?</w:tr>", picture, re.S):
            cells = re.findall(r"<w:tc>.*?</w:tc>", row, re.S)
            spans = [int(n) for cell in cells for n in re.findall(r'gridSpan w:val="(\d+)"', cell)]
            assert sum(spans) + (len(cells) - len(spans)) == len(columns)
            assert sum(map(int, re.findall(r'tcW w:w="(\d+)"', row))) == 9072


def test_bars_closer_than_word_can_draw_keep_their_column() -> None:
    tiny = steps()
    row = tiny.rows[0]
    bars = tuple(replace(bar, start=n, end=n + 1) for n, bar in enumerate(row.bars[:4]))
    last = replace(row.bars[4], start=4, end=1_000_000)
    rows = (replace(row, bars=(*bars, last)),)
    document = with_blocks(replace(tiny, scale=1_000_000, rows=rows))
    xml = part(printed(document))
    assert "0" not in re.findall(r'gridCol w:w="(\d+)"', xml)
    assert word_text(printed(document)) == document.plain_text()


def test_a_picture_has_no_more_columns_than_word_opens() -> None:
    def row(at: int) -> PictureRow:
        edges = (0, at, at + 100, 1000)
        texts = ("", "now", "")
        bars = zip(pairwise(edges), texts, strict=True)
        drawn = (Bar(start=a, end=b, tone=Tone.BASE, text=text) for (a, b), text in bars)
        return PictureRow(label=f"P{at}", bars=tuple(drawn))

    rows = tuple(row(at) for at in range(1, 400, 3))
    picture = Picture(name="plan", alt="plan", scale=1000, label_share=40, rows=rows)
    document = with_blocks(picture)
    columns = re.findall(r'gridCol w:w="(\d+)"', part(printed(document)))
    assert len(columns) <= 63
    assert sum(map(int, columns)) == 9072
    assert word_text(printed(document)) == document.plain_text()


def test_tables_and_pictures_are_described_to_those_who_cannot_see_them() -> None:
    xml = part(printed(dutch_letter()))
    assert '<w:tblCaption w:val="De afspraken in het kort"/>' in xml
    assert '<w:tblDescription w:val="Op werkdagen van 9 tot 17 uur' in xml


def test_rows_never_break_and_heads_are_repeated() -> None:
    xml = part(printed(dutch_letter()))
    assert xml.count("<w:tr>") == xml.count("<w:cantSplit/>")
    assert xml.count("<w:tblHeader/>") == 2


def test_a_cell_without_lines_is_still_a_cell() -> None:
    table = grid_table("t", (1, 1), ("a", "b"), ("c", "d"))
    empty = replace(table.rows[0][0], lines=())
    docx = printed(with_blocks(replace(table, rows=((empty, table.rows[0][1]),))))
    assert word_text(docx).endswith("a\tb\n\td\n")


def test_the_boxes_to_sign_stay_with_the_paragraph_before_them() -> None:
    signatures = Signatures(boxes=(SignatureBox(party="A", fields=(("Name", ""),)),))
    for before in (
        paragraph("Sign here"),
        Provision(number="1.1", line=(Text(text="Sign here"),)),
        Item(number="a", line=(Text(text="Sign here"),)),
        Bullet(line=(Text(text="Sign here"),)),
    ):
        docx = printed(with_blocks(before, signatures))
        (kept,) = [p for p in paragraphs(docx) if "Sign here" in p]
        assert "<w:keepNext/>" in kept


def test_a_table_stays_with_the_bullet_that_leads_to_it() -> None:
    table = grid_table("t", (1, 1), ("a", "b"), ("c", "d"))
    docx = printed(with_blocks(Bullet(line=(Text(text="Send this:"),)), table))
    (kept,) = [p for p in paragraphs(docx) if "Send this:" in p]
    assert "<w:keepNext/>" in kept


def test_a_table_of_few_rows_is_kept_whole_unless_its_text_would_fill_the_page() -> None:
    def kept(words: str) -> int:
        table = grid_table("t", (1, 1), ("a", "b"), *((words, "d"),) * 4)
        return part(printed(with_blocks(table))).count("<w:keepNext/>")

    assert kept("short") > kept("long " * 200)


def test_lines_to_sign_are_level_however_long_a_name_is() -> None:
    fields = (("Name", "Ann"), ("Signature", ""))
    boxes = tuple(SignatureBox(party=party, fields=fields) for party in ("A", "B" * 60))
    docx = printed(with_blocks(Signatures(boxes=boxes)))
    assert part(docx).count('<w:vAlign w:val="bottom"/>') == len(boxes)
    room = r'"Signature (?:value|label)"/>(?:(?!</w:style>).)*(<w:spacing [^>]*>)'
    filled, blank = re.findall(room, part(docx, STYLES))
    assert filled == blank


def test_a_paragraph_that_leads_to_nothing_is_free_to_stand_alone() -> None:
    docx = printed(with_blocks(paragraph("one"), paragraph("two")))
    assert "<w:keepNext/>" not in part(docx)


def test_an_empty_value_is_a_line_to_write_on_and_no_characters() -> None:
    box = SignatureBox(party="A", fields=(("Name", "Ann"), ("Signature", "")))
    docx = printed(with_blocks(Signatures(boxes=(box,))))
    assert word_text(docx).endswith("A\nName\tAnn\nSignature\n")
    (ruled,) = [p for p in paragraphs(docx) if "Signature<" in p]
    assert 'w:val="SignatureLabel"' in ruled


def luminance(colour: str) -> float:
    channels = (int(colour[n : n + 2], 16) / 255 for n in (0, 2, 4))
    red, green, blue = (
        power((c + 0.055) / 1.055, 2.4) if c > 0.04045 else c / 12.92 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_bars_differ_in_grey_and_their_text_can_be_read() -> None:
    shaded = r'"Picture \w+"/>(?:(?!</w:style>).)*w:fill="(\w{6})".*?w:color w:val="(\w{6})"'
    shades = re.findall(shaded, part(printed(dutch_letter()), STYLES))
    grounds = sorted(luminance(ground) for ground, _ in shades)
    assert len(shades) == 7
    for ground, ink in shades:
        light, dark = sorted((luminance(ground), luminance(ink)), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5
    assert all(high - low > 0.02 for low, high in pairwise(grounds))


characters = st.characters(exclude_categories=["Cs", "Cc", "Cn"]) | st.sampled_from("\n\t&<{}%")
texts = st.text(characters, min_size=1, max_size=12)
lines = st.lists(st.builds(Text, text=texts, bold=st.booleans(), italic=st.booleans()), min_size=1)


@given(
    st.lists(st.tuples(texts, st.lists(st.tuples(lines, st.lists(lines, max_size=3)))), max_size=4)
)
def test_any_clauses_are_counted_as_the_document_counts_them(
    clauses: list[tuple[str, list[tuple[list[Text], list[list[Text]]]]]],
) -> None:
    blocks: list[Block] = []
    for c, (heading, provisions) in enumerate(clauses, 1):
        blocks.append(Heading(level=Level.CLAUSE, text=heading, number=str(c)))
        for p, (line, items) in enumerate(provisions, 1):
            blocks.append(Provision(number=f"{c}.{p}", line=tuple(line)))
            letters = zip(string.ascii_lowercase, items, strict=False)
            blocks += [Item(number=letter, line=tuple(item)) for letter, item in letters]
    document = with_blocks(*blocks)
    assert word_text(printed(document)) == document.plain_text()


@needs_libreoffice
def test_libreoffice_counts_the_clauses_and_references_alike(tmp_path: Path) -> None:
    (tmp_path / "letter.docx").write_bytes(printed(dutch_letter()))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    convert = ["soffice", profile, "--headless", "--convert-to", "pdf", "letter.docx"]
    subprocess.run(convert, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    pages = PdfReader(tmp_path / "letter.pdf").pages
    seen = "".join("".join(page.extract_text() for page in pages).split())
    for block in dutch_letter().flow():
        if isinstance(block, Heading | Provision | Item):
            line = with_blocks(block).plain_text().splitlines()[1]
            assert "".join(line.split()) in seen
