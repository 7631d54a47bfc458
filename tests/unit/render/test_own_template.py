"""Any Word file with our tags prints the whole letter, and keeps what stood in it."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from pathlib import Path

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from letterheads import (
    DOCUMENT,
    HEADER,
    STYLES,
    Edit,
    changed,
    feet,
    heads,
    in_table,
    paper,
    part_of,
    picture,
    raw,
    says,
    split,
)
from sample_documents import dutch_letter, english_letter

from scopegen.diagnostics import ScopegenError
from scopegen.document import Document
from scopegen.render.word import render_word
from scopegen.render.word_reading import read_back_own
from scopegen.render.word_start import one_tag_template
from scopegen.render.word_template import bundled_word_path, load_word_template
from scopegen.render.word_text import word_text

COVER = {"client": 'Bakker & "Zn" <bv>', "provider": "Studio", "date": "7 december 2026"}
WITH_BOX = (
    '<w:p ><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox>'
    "<w:txbxContent><w:p><w:r><w:t>{{ client }}</w:t></w:r></w:p></w:txbxContent></v:textbox>"
    "</v:shape></w:pict></w:r></w:p>"
)
CONTROL = (
    "<w:sdt ><w:sdtPr><w:alias w:val='Kop'/></w:sdtPr><w:sdtContent><w:p><w:r>"
    "<w:t>{{ reference }}</w:t></w:r></w:p></w:sdtContent></w:sdt>"
)
REFERENCE = (
    '<w:p ><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> REF eigen \\h '
    '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
)


def printed(
    folder: Path,
    content: bytes,
    document: Document | None = None,
    cover: Mapping[str, str] | None = None,
) -> bytes:
    path = folder / "house.docx"
    path.write_bytes(content)
    letter = document or dutch_letter()
    made = render_word(letter, load_word_template(path), COVER if cover is None else cover)
    read_back_own(made, letter, path.name)
    return made


@pytest.mark.parametrize(
    "document", [dutch_letter(), english_letter(), dutch_letter(draft_mark="CONCEPT")]
)
def test_one_tag_prints_the_whole_letter_between_what_stood_there(
    tmp_path: Path, document: Document
) -> None:
    text = word_text(printed(tmp_path, paper(says("Met groet")), document))
    assert text == f"{document.plain_text()}Met groet\n"


@pytest.mark.parametrize(
    "tag", ["{{ letter }}", "{{p letter}}", "{{r letter }}", " {{p letter }} "]
)
def test_the_tag_of_the_letter_may_be_written_as_people_write_it(tmp_path: Path, tag: str) -> None:
    assert word_text(printed(tmp_path, paper(letter=tag))) == dutch_letter().plain_text()


def test_a_tag_that_word_split_is_put_together(tmp_path: Path) -> None:
    made = printed(
        tmp_path, paper(split("{{p le", "tt", "er }}"), split("Voor {{ cl", "ient }}."), letter="")
    )
    assert word_text(made).endswith('\nVoor Bakker & "Zn" <bv>.\n')


@pytest.mark.parametrize(
    ("edit", "part", "kept"),
    [
        (raw(CONTROL), DOCUMENT, r"<w:alias w:val=.Kop.*SH-2026-014"),
        (raw(REFERENCE), DOCUMENT, r"REF eigen"),
        (raw(WITH_BOX), DOCUMENT, r"<w:txbxContent>.*Bakker &amp; \"Zn\" &lt;bv&gt;"),
        (in_table("{{ date }}"), DOCUMENT, r"<w:tbl>.*7 december 2026"),
        (heads("{{ client }}"), HEADER, r"Bakker &amp; \"Zn\" &lt;bv&gt;"),
        (feet("{{ page }} / {{ pages }}"), "word/footer1.xml", r"> PAGE <.* / .*> NUMPAGES <"),
        (feet("{{ page_label }}"), "word/footer1.xml", r"Pagina .*> PAGE <.* van .*> NUMPAGES <"),
        (feet("{{page_label}}"), "word/footer1.xml", r"Pagina .*> PAGE <.* van "),
        (feet("{{r title }} {{p version }}"), "word/footer1.xml", r"Digitale wachtlijst"),
        (
            lambda made: made.add_picture(io.BytesIO(picture())),
            DOCUMENT,
            r"<w:drawing>",
        ),
    ],
)
def test_what_stands_around_the_letter_survives(
    tmp_path: Path, edit: Edit, part: str, kept: str
) -> None:
    made = printed(tmp_path, paper(edit))
    assert re.search(kept, part_of(made, part), re.DOTALL)
    docx.Document(io.BytesIO(made))


def test_a_field_keeps_the_look_of_the_run_it_stands_in(tmp_path: Path) -> None:
    def bold(made: docx.document.Document) -> None:
        made.sections[0].footer.paragraphs[0].add_run("Blad {{ page }}").bold = True

    foot = part_of(printed(tmp_path, paper(bold)), "word/footer1.xml")
    run = re.search(r"<w:r>(?:(?!</w:r>).)* PAGE .*?</w:r>", foot, re.DOTALL)
    assert run
    assert "<w:b/>" in run[0]


def test_a_section_that_ends_at_the_letter_still_does(tmp_path: Path) -> None:
    def sections(made: docx.document.Document) -> None:
        made.add_section()

    made = docx.Document(io.BytesIO(printed(tmp_path, paper(sections))))
    assert len(made.sections) == 2


def test_the_styles_of_a_dutch_word_are_used_by_name(tmp_path: Path) -> None:
    def dutch(xml: str) -> str:
        return (
            xml.replace('"Heading1"', '"Kop1"')
            .replace('"Title"', '"Titel"')
            .replace('<w:name w:val="Titel"', '<w:name w:val="Title"')
        )

    made = part_of(printed(tmp_path, changed(paper(), styles=dutch)), DOCUMENT)
    assert '<w:pStyle w:val="Titel"/>' in made
    assert '<w:pStyle w:val="Kop1"/>' in made


def test_a_missing_style_is_lent_once_with_its_ancestors(tmp_path: Path) -> None:
    styles = part_of(printed(tmp_path, paper()), STYLES)
    for name in ("Clause paragraph", "Table head number", "Table text", "Picture high"):
        assert styles.count(f'<w:name w:val="{name}"/>') == 1
    identifiers = re.findall(r'w:styleId="([^"]*)"', styles)
    assert len(identifiers) == len(set(identifiers))
    for used in re.findall(r'<w:(?:basedOn|next|link) w:val="([^"]*)"', styles):
        assert used in identifiers


def test_a_style_of_another_kind_keeps_its_name_and_the_letter_takes_another(
    tmp_path: Path,
) -> None:
    def style(made: docx.document.Document) -> None:
        made.styles.add_style("Lead", WD_STYLE_TYPE.CHARACTER)

    styles = part_of(printed(tmp_path, paper(style)), STYLES)
    assert '<w:name w:val="Lead"/>' in styles
    assert '<w:name w:val="Lead 2"/>' in styles


def test_a_numbering_of_the_house_does_not_change_that_of_the_letter(tmp_path: Path) -> None:
    def numbered(xml: str) -> str:
        return re.sub(
            r'(<w:name w:val="heading 2"/>.*?<w:pPr>)',
            r'\1<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>',
            xml,
            count=1,
            flags=re.DOTALL,
        )

    content = changed(paper(), styles=numbered)
    assert word_text(printed(tmp_path, content)) == dutch_letter().plain_text()


def test_lists_of_the_house_keep_their_numbers(tmp_path: Path) -> None:
    content = paper(lambda made: made.add_paragraph("een", style="List Number"))
    before = part_of(content, "word/numbering.xml")
    after = part_of(printed(tmp_path, content), "word/numbering.xml")
    kept = re.findall(r'<w:num w:numId="(\d+)"[^>]*>\s*<w:abstractNumId w:val="(\d+)"', before)
    assert set(kept) <= set(
        re.findall(r'<w:num w:numId="(\d+)"[^>]*>\s*<w:abstractNumId w:val="(\d+)"', after)
    )


def test_every_page_of_a_draft_is_marked_also_where_the_house_forgot(tmp_path: Path) -> None:
    content = paper()
    assert 'string="CONCEPT"' in part_of(
        printed(tmp_path, content, dutch_letter(draft_mark="CONCEPT")), HEADER
    )
    assert "DraftMark" not in part_of(printed(tmp_path, content), HEADER)


def test_a_file_without_headers_gets_one_for_the_mark_of_a_draft(tmp_path: Path) -> None:
    bare = docx.Document()
    bare.add_paragraph("{{p letter }}")
    bare.sections[0].different_first_page_header_footer = True
    whole = io.BytesIO()
    bare.save(whole)
    made = printed(tmp_path, whole.getvalue(), dutch_letter(draft_mark="CONCEPT"))
    assert 'string="CONCEPT"' in part_of(made, "word/headerDraftMark.xml")
    kinds = re.findall(r'<w:headerReference w:type="(\w+)"', part_of(made, DOCUMENT))
    assert sorted(kinds) == ["default", "first"]
    docx.Document(io.BytesIO(made))


def test_a_template_file_of_word_becomes_a_document(tmp_path: Path) -> None:
    content = changed(
        paper(), Content_Types=lambda xml: xml.replace("document.main+xml", "template.main+xml")
    )
    types = part_of(printed(tmp_path, content), "[Content_Types].xml")
    assert "template.main" not in types


def test_no_second_copy_of_the_styles_is_left_behind(tmp_path: Path) -> None:
    made = printed(tmp_path, paper())
    whole = docx.Document(io.BytesIO(made))
    names = {str(part.partname) for part in whole.part.package.iter_parts()}
    assert "/word/styles.xml" in names
    assert "stylesWithEffects" not in part_of(made, "[Content_Types].xml")
    assert not any("stylesWithEffects" in name for name in names)


def test_tables_fill_the_section_that_the_letter_stands_in(tmp_path: Path) -> None:
    def wide(made: docx.document.Document) -> None:
        section = made.add_section()
        section.page_width, section.page_height = section.page_height, section.page_width

    made = part_of(printed(tmp_path, paper(wide)), DOCUMENT)
    table = re.search(r"<w:tblGrid>(.*?)</w:tblGrid>", made, re.DOTALL)
    assert table
    assert sum(map(int, re.findall(r'w:w="(\d+)"', table[1]))) in range(9068, 9076)


def test_the_same_template_and_letter_give_the_same_bytes(tmp_path: Path) -> None:
    content = paper(says("{{ client }}"))
    first = printed(tmp_path, content)
    load_word_template.__globals__["_loaded"].cache_clear()
    assert printed(tmp_path, content) == first


def test_the_template_to_start_from_prints_the_same_letter(tmp_path: Path) -> None:
    start = one_tag_template(bundled_word_path().read_bytes())
    made = printed(tmp_path, start)
    whole = render_word(dutch_letter(), load_word_template(bundled_word_path()))
    assert word_text(made) == word_text(whole)
    assert part_of(made, "word/numbering.xml").count("<w:abstractNum ") == 3


def test_text_inside_the_letter_is_not_accepted(tmp_path: Path) -> None:
    start = changed(
        bundled_word_path().read_bytes(),
        document=lambda xml: xml.replace("{{r text }}", "Art. {{r text }}", 2),
    )
    with pytest.raises(ScopegenError) as refused:
        printed(tmp_path, start)
    assert refused.value.code == "SG574"


@pytest.mark.parametrize(
    "name", ["{{ title.__class__ }}", "{% include 'x' %}", "]]></w:t>", "\u202ex", "{{ client }}"]
)
def test_names_are_data_on_a_cover_too(tmp_path: Path, name: str) -> None:
    made = printed(tmp_path, paper(says("Voor {{ client }}.")), cover={**COVER, "client": name})
    assert f"Voor {name}." in word_text(made)


def test_tags_in_the_properties_of_a_file_do_nothing(tmp_path: Path) -> None:
    def edit(made: docx.document.Document) -> None:
        made.core_properties.title = "{{ title.__class__ }}"
        made.core_properties.keywords = "{% include 'x' %}"

    made = docx.Document(io.BytesIO(printed(tmp_path, paper(edit))))
    assert made.core_properties.title == dutch_letter().imprint.title
    assert "include" not in made.core_properties.keywords


def test_the_letter_may_stand_inside_a_content_control(tmp_path: Path) -> None:
    control = CONTROL.replace("{{ reference }}", "{{p letter }}")
    made = printed(tmp_path, paper(raw(control), letter=""))
    assert word_text(made) == dutch_letter().plain_text()
    assert "<w:alias" in part_of(made, DOCUMENT)
