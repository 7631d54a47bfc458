"""A returned form reads the same as the one that was sent, unless more than its answers changed."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import docx
import pytest
from form_documents import CHECKS, DIGEST, dutch_form, english_form
from hypothesis import assume, given
from hypothesis import strategies as st
from libreoffice import needs_libreoffice
from word_form_files import (
    DOCUMENT,
    NAMESPACE,
    TYPED,
    changed,
    file_of,
    filled,
    parts_of,
    printed,
    saved_by_libreoffice,
)

from scopegen.diagnostics import ScopegenError
from scopegen.document import Document
from scopegen.render.word_form import form_text

FORMS = {"dutch": dutch_form, "english": english_form}
SENT = printed(dutch_form())
BACK = filled(SENT, ("option_A", "decision_agree"), TYPED)
SAID = form_text(SENT)

HEADER, FOOTER, STYLES = "word/header1.xml", "word/footer1.xml", "word/styles.xml"
LISTS, RELATIONS = "word/numbering.xml", "_rels/.rels"
OF_DOCUMENT = "word/_rels/document.xml.rels"
V = 'xmlns:v="urn:schemas-microsoft-com:vml"'
DRAWN = "http://schemas.openxmlformats.org/drawingml/2006"
LOOK = r"<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>"
ANY = r"(?:(?!<w:tc>).)*?"
KEPT = 'xml:space="preserve"'
FIRST_LABEL = rf"(<w:r>(?:{LOOK})?<w:t {KEPT}>Naam</w:t></w:r>)"
PRICE = r'<w:r>(<w:t xml:space="preserve">€[^<]*1\.512,00</w:t>)</w:r>'
END_OF_LEAD = r"(doet\.</w:t></w:r>)"


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def the_control(name: str) -> str:
    """Match a control; its groups are start of the bookmark, properties, content and end."""
    return (
        rf'(<w:bookmarkStart [^>]*_{name}"/>)<w:sdt>(<w:sdtPr>(?:(?!</w:sdtPr>).)*</w:sdtPr>)'
        r"<w:sdtContent>(.*?)</w:sdtContent></w:sdt>(<w:bookmarkEnd [^>]*/>)"
    )


def with_part(name: str, body: str, kind: str) -> Callable[[bytes], bytes]:
    xml = f'<w:{kind} xmlns:w="{NAMESPACE}">{body}</w:{kind}>'
    return lambda file: file_of(parts_of(file) | {name: xml.encode()})


def edit(old: str, new: str, part: str = DOCUMENT) -> Callable[[bytes], bytes]:
    return lambda file: changed(file, old, new, part)


NOTHING = "<w:p><w:r><w:separator/></w:r></w:p>"
AS_PROGRAMS_DO = {
    "runs are split": edit(
        rf"<w:r>({LOOK})?<w:t {KEPT}>([^<]{{2}})([^<]+)</w:t></w:r>",
        rf'<w:r>\1<w:t {KEPT}>\2</w:t></w:r><w:proofErr w:type="spellStart"/>'
        rf'<w:r w:rsidR="00A1">\1<w:lastRenderedPageBreak/><w:t {KEPT}>\3</w:t></w:r>',
    ),
    "smart tags": edit(
        FIRST_LABEL, r'<w:smartTag w:uri="a" w:element="b"><w:smartTagPr/>\1</w:smartTag>'
    ),
    "place of the cursor": edit(
        FIRST_LABEL, r'<w:bookmarkStart w:id="0" w:name="_GoBack"/>\1<w:bookmarkEnd w:id="0"/>'
    ),
    "properties of the end of controls": edit(
        "</w:sdtPr>", "</w:sdtPr><w:sdtEndPr><w:rPr><w:b/></w:rPr></w:sdtEndPr>"
    ),
    "tracked changes in an answer": edit(
        "(<w:sdtContent>)(<w:r><w:t>[^☐☒<]+</w:t></w:r>)",
        r'\1<w:ins w:id="7" w:author="x">\2</w:ins>'
        r'<w:del w:id="8" w:author="x"><w:r><w:delText>oud</w:delText></w:r></w:del>',
    ),
    "field that was emptied": edit("\N{EN SPACE}{9,}", "Klik of tik om tekst in te voeren."),
    "pages counted anew": edit('<w:t xml:space="preserve">1</w:t>', "<w:t>12</w:t>", FOOTER),
    "notes without text": with_part(
        "word/footnotes.xml", f'<w:footnote w:type="separator">{NOTHING}</w:footnote>', "footnotes"
    ),
    "texts to choose from": with_part(
        "word/glossary/document.xml", f"<w:p>{run('Click here')}</w:p>", "glossaryDocument"
    ),
    "picture of the file and settings of the printer": lambda file: file_of(
        parts_of(file) | {"docProps/thumbnail.jpeg": b"x", "word/printerSettings1.bin": b"x"}
    ),
    "empty header": with_part("word/header2.xml", "<w:p/>", "hdr"),
    "empty paragraphs and runs": edit("<w:sectPr>", "<w:p><w:r/></w:p><w:p/><w:sectPr>"),
    "control around everything": edit(
        "<w:body>(.*)<w:sectPr>",
        r"<w:body><w:sdt><w:sdtPr/><w:sdtContent>\1</w:sdtContent></w:sdt><w:sectPr>",
    ),
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_filled_form_reads_as_sent(form: Callable[[], Document]) -> None:
    sent = printed(form())
    assert form_text(filled(sent, CHECKS, TYPED)) == form_text(sent)


@given(
    st.text(st.characters(exclude_categories=["C", "Z"]), max_size=200),
    st.text(st.characters(exclude_categories=["C"]), max_size=900),
    st.sets(st.sampled_from(CHECKS)),
)
def test_no_answer_changes_what_the_form_says(line: str, area: str, ticks: set[str]) -> None:
    texts = {"signer_role": line, "remarks": f"{area}\n{area[:50]}"}
    assert form_text(filled(SENT, tuple(ticks), texts)) == SAID


@pytest.mark.parametrize("way", AS_PROGRAMS_DO)
def test_what_programs_do_when_they_save_changes_nothing(way: str) -> None:
    assert form_text(AS_PROGRAMS_DO[way](BACK)) == SAID


def test_form_saved_again_by_python_docx_reads_as_sent() -> None:
    target = BytesIO()
    docx.Document(BytesIO(BACK)).save(target)
    assert form_text(target.getvalue()) == SAID


@needs_libreoffice
def test_form_saved_again_by_libreoffice_reads_as_sent(tmp_path: Path) -> None:
    english = printed(english_form())
    cheaper = changed(BACK, "1\\.512,00", "1.112,00")
    loose = changed(BACK, DIGEST, "0" * 64)
    files = {
        "sent": SENT,
        "back": BACK,
        "english": filled(english, CHECKS, TYPED),
        "cheaper": cheaper,
        "loose": loose,
    }
    saved = {name: form_text(file) for name, file in saved_by_libreoffice(files, tmp_path).items()}
    assert saved["sent"] == saved["back"] == SAID
    assert saved["english"] == form_text(english)
    assert saved["cheaper"] == form_text(cheaper) != SAID
    assert saved["loose"] == form_text(loose) != SAID


PICTURE = (
    f'<w:r><w:drawing><a:graphic xmlns:a="{DRAWN}/main"><a:graphicData>'
    f'<p:pic xmlns:p="{DRAWN}/picture"/></a:graphicData></a:graphic></w:drawing></w:r>'
)
TRACKED = 'w:id="9" w:author="x"'
SMUGGLED = f"<w:tbl><w:tr><w:tc><w:p>{run('Prijs: € 1,00')}</w:p></w:tc></w:tr></w:tbl>"
FIELD_END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>QUOTE 1</w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
)
HIDING_STYLE = (
    '<w:style w:type="character" w:styleId="gone"><w:rPr><w:vanish/></w:rPr></w:style></w:styles>'
)


def box(inside: str) -> str:
    text = f"<w:txbxContent><w:p>{inside}</w:p></w:txbxContent>"
    return f"<w:r><w:pict><v:shape {V}><v:textbox>{text}</v:textbox></v:shape></w:pict></w:r>"


def footer_in_text(file: bytes) -> bytes:
    """Leave the footer empty, and let the text say what a transcript of it might look like."""
    footer = parts_of(file)[FOOTER].decode()
    (inside,) = re.findall(r"<w:p>.*</w:p>", footer, re.S)
    more = f"<w:p>{run('ftr')}</w:p>{inside}<w:sectPr>"
    return edit("<w:sectPr>", more.replace("\\", "\\\\"))(
        edit(r"<w:p>.*</w:p>", "<w:p/>", FOOTER)(file)
    )


TAMPERED: dict[str, Callable[[bytes], bytes]] = {
    "price edited": edit(r"1\.512,00", "1.112,00"),
    "price gone": edit(PRICE, ""),
    "price hidden": edit(PRICE, r"<w:r><w:rPr><w:vanish/></w:rPr>\1</w:r>"),
    "price white": edit(PRICE, r'<w:r><w:rPr><w:color w:val="ffffff"/></w:rPr>\1</w:r>'),
    "price tiny": edit(PRICE, r'<w:r><w:rPr><w:sz w:val="2"/></w:rPr>\1</w:r>'),
    "hidden text": edit(END_OF_LEAD, r"\1<w:r><w:rPr><w:vanish/></w:rPr><w:t>niet</w:t></w:r>"),
    "style hides": edit(r'(w:styleId="Note">.*?<w:rPr>)', r"\1<w:vanish/>", STYLES),
    "default hides": edit(r"(<w:rPrDefault><w:rPr>)", r"\1<w:vanish/>", STYLES),
    "style of runs hides": lambda file: edit(
        PRICE, r'<w:r><w:rPr><w:rStyle w:val="gone"/></w:rPr>\1</w:r>'
    )(edit("</w:styles>", HIDING_STYLE, STYLES)(file)),
    "row hidden": edit(r"<w:trPr>", "<w:trPr><w:hidden/>"),
    "text box": edit(END_OF_LEAD, r"\1" + box(run("Prijs: € 1,00"))),
    "box without text": edit(END_OF_LEAD, r"\1" + box("")),
    "text as a drawing": edit(
        END_OF_LEAD, rf'\1<w:r><w:pict><v:textpath {V} string="gratis"/></w:pict></w:r>'
    ),
    "drawing with text": edit(
        END_OF_LEAD, rf'\1<w:r><a:t xmlns:a="{DRAWN}/main">gratis</a:t></w:r>'
    ),
    "picture": edit(END_OF_LEAD, r"\1" + PICTURE),
    "other file inside": lambda file: file_of(parts_of(file) | {"word/media/a.png": b"x"}),
    "part in another alphabet": lambda file: file_of(
        parts_of(file) | {"word/header9.xml": "<a/>".encode("utf-16")}
    ),
    "inserted text": edit(END_OF_LEAD, rf"\1<w:ins {TRACKED}>{run(' niet')}</w:ins>"),
    "inserted mark of what was there": edit(FIRST_LABEL, rf"<w:ins {TRACKED}>\1</w:ins>"),
    "deleted text": edit(FIRST_LABEL, rf"<w:del {TRACKED}>\1</w:del>"),
    "deleted words that were not there": edit(
        FIRST_LABEL, rf"\1<w:del {TRACKED}><w:r><w:delText>x</w:delText></w:r></w:del>"
    ),
    "deleted end of paragraph": edit(
        r'(<w:pStyle w:val="Lead"/>)', rf"\1<w:rPr><w:del {TRACKED}/></w:rPr>"
    ),
    "deleted row": edit("<w:trPr>", f"<w:trPr><w:del {TRACKED}/>"),
    "moved text": edit(FIRST_LABEL, rf"<w:moveFrom {TRACKED}>\1</w:moveFrom>"),
    "comment": with_part(
        "word/comments.xml", f"<w:comment><w:p>{run('mits')}</w:p></w:comment>", "comments"
    ),
    "footnote": with_part(
        "word/footnotes.xml", f"<w:footnote><w:p>{run('mits')}</w:p></w:footnote>", "footnotes"
    ),
    "endnote": with_part(
        "word/endnotes.xml", f"<w:endnote><w:p>{run('mits')}</w:p></w:endnote>", "endnotes"
    ),
    "place of a footnote": edit(END_OF_LEAD, r'\1<w:r><w:footnoteReference w:id="2"/></w:r>'),
    "header edited": edit("Studio", "Stichting", HEADER),
    "header more": with_part("word/header2.xml", f"<w:p>{run('concept')}</w:p>", "hdr"),
    "second text": with_part(
        "word/document2.xml", f"<w:body><w:p>{run('x')}</w:p></w:body>", "document"
    ),
    "footer moved into the text": footer_in_text,
    "row cut in two": edit(r"(1\.512,00(?:(?!<w:tc>).)*)</w:tr>", r"\1</w:tr><w:tr></w:tr>"),
    "row joined with the next": edit(
        rf"(Prijs</w:t>.*?)</w:tr><w:tr>(?:<w:trPr>{ANY}</w:trPr>)?", r"\1"
    ),
    "table made into paragraphs": edit(
        "</?w:(tbl|tr|tc)>|<w:(tblPr|tblGrid|trPr|tcPr)>.*?</w:\\2>", ""
    ),
    "footer edited": edit("CR-001", "CR-002", FOOTER),
    "price as page number": edit('<w:t xml:space="preserve">1</w:t>', "<w:t>12 euro</w:t>", FOOTER),
    "field code": edit(FIRST_LABEL, rf"{FIELD}\1{FIELD_END}"),
    "simple field": edit(FIRST_LABEL, r'<w:fldSimple w:instr="QUOTE 1">\1</w:fldSimple>'),
    "sign of a font": edit(END_OF_LEAD, r'\1<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>'),
    "text of another file": edit("<w:sectPr>", "<w:altChunk/><w:sectPr>"),
    "number of a list": edit(
        "<w:sectPr>",
        '<w:p><w:pPr><w:pStyle w:val="ListBullet"/></w:pPr></w:p><w:sectPr>',
    ),
    "control taken out, text left": edit(the_control("remarks"), r"\1\3\4"),
    "control taken out with its text": edit(the_control("signed_at"), r"\1\4"),
    "control renamed": edit('w:val="signed_at"', 'w:val="signed_by"'),
    "control of another kind": edit(r"<w:text/>", "<w:richText/>"),
    "control bound to data": edit(r"<w:text/>", '<w:dataBinding w:xpath="/a"/><w:text/>'),
    "controls swapped": lambda file: edit('w:val="="', 'w:val="decision_agree"')(
        edit('w:val="decision_agree"', 'w:val="decision_refuse"')(
            edit('w:val="decision_refuse"', 'w:val="="')(file)
        )
    ),
    "label moved into a control": edit(FIRST_LABEL + r"(.*?<w:sdtContent>)<w:r>", r"\2\1<w:r>"),
    "answer moved out of its control": edit(
        the_control("signer_name"), r"\1<w:sdt>\2<w:sdtContent/></w:sdt>\3\4"
    ),
    "new control with text": edit(
        "<w:sectPr>", f"<w:sdt><w:sdtContent><w:p>{run('x')}</w:p></w:sdtContent></w:sdt><w:sectPr>"
    ),
    "new control with a name": edit(
        "<w:sectPr>",
        '<w:p><w:sdt><w:sdtPr><w:tag w:val="more"/><w:text/></w:sdtPr></w:sdt></w:p><w:sectPr>',
    ),
    "table inside an answer": edit(
        the_control("remarks"), rf"\1<w:sdt>\2<w:sdtContent>{SMUGGLED}</w:sdtContent></w:sdt>\4"
    ),
    "field code inside an answer": edit(
        the_control("remarks"),
        rf"\1<w:sdt>\2<w:sdtContent>{FIELD}\3{FIELD_END}</w:sdtContent></w:sdt>\4",
    ),
    "picture inside an answer": edit(
        the_control("remarks"), rf"\1<w:sdt>\2<w:sdtContent>\3{PICTURE}</w:sdtContent></w:sdt>\4"
    ),
    "answer hidden": edit(
        the_control("signed_at"),
        r"\1<w:sdt>\2<w:sdtContent><w:r><w:rPr><w:vanish/></w:rPr><w:t>x</w:t></w:r>"
        r"</w:sdtContent></w:sdt>\4",
    ),
    "remark that poses as an empty field": edit("\N{EN SPACE}{9,}", "Mits gratis."),
    "box that says more": edit("<w:t>☒</w:t>", "<w:t>☒ mits gratis</w:t>"),
    "fixed value": edit(DIGEST, "0" * 64),
    "fixed value that was unlocked": lambda file: edit(DIGEST, "0" * 64)(
        edit("sdtContentLocked", "sdtLocked")(file)
    ),
    "fixed field made an answer": lambda file: edit('"fixed_', '"field_')(
        edit("sdtContentLocked", "sdtLocked")(file)
    ),
}


@pytest.mark.parametrize("way", TAMPERED)
def test_whatever_else_was_changed_shows(way: str) -> None:
    assert form_text(TAMPERED[way](BACK)) != SAID


SENT_XML = parts_of(SENT)[DOCUMENT].decode()
LETTERS = [
    place
    for found in re.finditer(r">([^<&\N{EN SPACE}]+)</w:t>", SENT_XML)
    for place in range(*found.span(1))
    if SENT_XML[place] != "\N{BALLOT BOX}"
]


@given(st.sampled_from(LETTERS), st.characters(categories=("L", "N", "S", "P")))
def test_every_letter_outside_the_answers_counts(place: int, other: str) -> None:
    assume(other not in {"<", "&", SENT_XML[place]})
    edited = SENT_XML[:place] + other + SENT_XML[place + 1 :]
    assert form_text(file_of(parts_of(SENT) | {DOCUMENT: edited.encode()})) != SAID


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("signer_name", "x" * 201),
        ("signer_name", "Jan\nAkkoord voor € 1,00"),
        ("remarks", "x" * 1_001),
    ],
)
def test_answer_that_its_field_cannot_hold_shows(name: str, text: str) -> None:
    assert form_text(filled(SENT, (), {name: text})) != SAID


REFUSED: dict[str, Callable[[bytes], bytes]] = {
    "text elsewhere": edit("word/document.xml", "word/other.xml", RELATIONS),
    "styles elsewhere": edit("styles.xml", "other.xml", OF_DOCUMENT),
    "no styles": lambda file: file_of({k: v for k, v in parts_of(file).items() if k != STYLES}),
    "marks in the text": edit("Naam", "&#1;hidden&#2;"),
    "damaged part": edit("</w:hdr>", "", HEADER),
    "document type": edit("<w:hdr", "<!DOCTYPE a><w:hdr", HEADER),
    "numbers of nothing": edit('w:ilvl="0"', 'w:ilvl="x"', LISTS),
    "no zip": lambda _: b"PK",
}


@pytest.mark.parametrize("way", REFUSED)
def test_forms_that_cannot_be_read_for_certain_are_refused(way: str) -> None:
    with pytest.raises(ScopegenError, match="SG503"):
        form_text(REFUSED[way](BACK))
