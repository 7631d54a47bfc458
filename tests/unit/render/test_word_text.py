"""The text and the numbers of a Word file are read as Word shows them, from any file, safely."""

from __future__ import annotations

import contextlib
import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_documents import dutch_letter, english_letter

from scopegen.diagnostics import ScopegenError
from scopegen.render.word import render_word
from scopegen.render.word_numbering import in_form
from scopegen.render.word_template import load_word_template
from scopegen.render.word_text import word_text

TEMPLATE = Path(__file__).parents[3] / "templates" / "word" / "letter.docx"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
DOCUMENT, STYLES, LISTS = "word/document.xml", "word/styles.xml", "word/numbering.xml"
LEVELS = (
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
    '<w:pStyle w:val="Clause"/><w:lvlText w:val="%1."/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="3"/><w:numFmt w:val="lowerLetter"/>'
    '<w:lvlText w:val="%1%2)"/></w:lvl>'
)


def file_of(parts: dict[str, str]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return target.getvalue()


def docx(body: str, lists: str = "", styles: str = "") -> bytes:
    return file_of(
        {
            DOCUMENT: f"<w:document {W}><w:body>{body}</w:body></w:document>",
            STYLES: f"<w:styles {W}>{styles}</w:styles>",
            LISTS: f"<w:numbering {W}>{lists}</w:numbering>",
        }
    )


def listed(number: str, depth: int, text: str = "x") -> str:
    place = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'
    return f"<w:p><w:pPr>{place}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def styled(style: str, extra: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{extra}</w:pPr><w:r><w:t>x</w:t></w:r></w:p>'


def lists(*instances: tuple[str, str]) -> str:
    entries = "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="0"/>{override}</w:num>'
        for number, override in instances
    )
    return f'<w:abstractNum w:abstractNumId="0">{LEVELS}</w:abstractNum>{entries}'


def test_a_deeper_level_starts_over_under_each_higher_one() -> None:
    body = "".join(listed("1", depth) for depth in (0, 1, 1, 0, 1))
    assert word_text(docx(body, lists(("1", "")))) == "1. x\n1c) x\n1d) x\n2. x\n2c) x\n"


def test_two_lists_of_one_kind_count_on_unless_one_starts_over() -> None:
    over = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride>'
    body = listed("1", 0) + listed("2", 0) + listed("3", 0) + listed("3", 0)
    kinds = lists(("1", ""), ("2", ""), ("3", over))
    assert word_text(docx(body, kinds)) == "1. x\n2. x\n7. x\n8. x\n"


def test_a_style_is_numbered_and_so_is_what_is_based_on_it() -> None:
    numbered = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    styles = (
        f'<w:style w:styleId="Clause"><w:name w:val="Clause"/>{numbered}</w:style>'
        '<w:style w:styleId="Own"><w:name w:val="Own"/><w:basedOn w:val="Clause"/></w:style>'
        '<w:style w:styleId="Loop"><w:name w:val="Loop"/><w:basedOn w:val="Loop"/></w:style>'
    )
    off = '<w:numPr><w:numId w:val="0"/></w:numPr>'
    body = styled("Clause") + styled("Own") + styled("Own", off) + styled("Loop")
    assert word_text(docx(body, lists(("1", "")), styles)) == "1. x\n2. x\nx\nx\n"


@pytest.mark.parametrize(
    ("count", "form", "printed"),
    [
        (27, "lowerLetter", "aa"),
        (53, "upperLetter", "AAA"),
        (1994, "upperRoman", "MCMXCIV"),
        (4, "lowerRoman", "iv"),
        (7, "decimalZero", "07"),
        (7, "none", ""),
        (7, "chicago", "7"),
    ],
)
def test_counts_print_in_the_formats_of_word(count: int, form: str, printed: str) -> None:
    assert in_form(count, form) == printed


def test_text_in_content_controls_and_insertions_counts_and_deleted_text_does_not() -> None:
    run = "<w:r><w:t>seen</w:t></w:r>"
    gone = "<w:del><w:r><w:delText>gone</w:delText></w:r></w:del>"
    control = f"<w:sdt><w:sdtContent><w:p>{run}{gone}</w:p></w:sdtContent></w:sdt>"
    assert word_text(docx(control + f"<w:p><w:ins>{run}</w:ins></w:p>")) == "seen\nseen\n"


def test_tab_stops_of_a_paragraph_are_not_text() -> None:
    stops = '<w:p><w:pPr><w:tabs><w:tab w:val="left" w:pos="9"/></w:tabs></w:pPr>'
    assert word_text(docx(f"{stops}<w:r><w:t>a</w:t><w:tab/></w:r></w:p>")) == "a\t\n"


def test_a_letter_that_was_renumbered_reads_differently() -> None:
    letter = render_word(english_letter(), load_word_template(TEMPLATE))
    with zipfile.ZipFile(io.BytesIO(letter)) as package:
        parts = {name: package.read(name).decode() for name in package.namelist()}
    parts[LISTS] = parts[LISTS].replace('<w:start w:val="1"/>', '<w:start w:val="2"/>', 1)
    assert "2 What changes" in word_text(file_of(parts))


@pytest.mark.parametrize("declaration", ['<!DOCTYPE x [<!ENTITY a "aa">]>', "<!DOCTYPE x>"])
def test_a_document_type_is_refused(declaration: str) -> None:
    parts = {DOCUMENT: f"{declaration}<w:document {W}/>", STYLES: f"<w:styles {W}/>"}
    with pytest.raises(ScopegenError) as refused:
        word_text(file_of(parts))
    assert dict(refused.value.facts)["hint"] == "declared"


def test_an_encoding_that_could_hide_a_declaration_is_refused() -> None:
    with zipfile.ZipFile(target := io.BytesIO(), "w") as package:
        package.writestr(DOCUMENT, f"<!DOCTYPE x><w:document {W}/>".encode("utf-16"))
        package.writestr(STYLES, f"<w:styles {W}/>")
    with pytest.raises(ScopegenError, match="SG503"):
        word_text(target.getvalue())


def test_a_file_that_inflates_beyond_the_limit_is_refused_unread() -> None:
    with zipfile.ZipFile(target := io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(DOCUMENT, b"\0" * 50_000_001)
    with pytest.raises(ScopegenError) as refused:
        word_text(target.getvalue())
    assert dict(refused.value.facts)["hint"] == "limits"


def test_a_file_of_too_many_parts_is_refused() -> None:
    with pytest.raises(ScopegenError) as refused:
        word_text(file_of({f"{n}.xml": "" for n in range(2_001)}))
    assert dict(refused.value.facts)["hint"] == "limits"


def test_a_part_that_is_there_twice_is_refused() -> None:
    target = io.BytesIO(docx("<w:p/>"))
    with zipfile.ZipFile(target, "a") as package, pytest.warns(UserWarning, match="Duplicate"):
        package.writestr(DOCUMENT, "other")
    with pytest.raises(ScopegenError) as refused:
        word_text(target.getvalue())
    assert dict(refused.value.facts)["hint"] == "twice"


@pytest.mark.parametrize("parts", [{}, {DOCUMENT: "<a/>"}, {DOCUMENT: "<a/>", STYLES: "<b/>"}])
def test_a_zip_that_is_no_word_file_is_refused(parts: dict[str, str]) -> None:
    with pytest.raises(ScopegenError, match="SG503"):
        word_text(file_of(parts))


LETTER = render_word(dutch_letter(), load_word_template(TEMPLATE))


@given(st.binary(max_size=200) | st.integers(0, len(LETTER)).map(lambda end: LETTER[:end]))
def test_damaged_bytes_are_refused_and_never_break_the_reader(damaged: bytes) -> None:
    if damaged != LETTER:
        with pytest.raises(ScopegenError, match="SG503"):
            word_text(damaged)


@given(st.integers(0, len(LETTER) - 1), st.integers(1, 255))
def test_a_flipped_byte_is_refused_or_does_no_harm(place: int, change: int) -> None:
    flipped = bytearray(LETTER)
    flipped[place] ^= change
    with contextlib.suppress(ScopegenError):
        word_text(bytes(flipped))
