"""A form in Word: its controls can be filled in and read back, and all else is closed to typing."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import docx
import pytest
from form_documents import CHECKS, DIGEST, FIXED, FORM_ID, LINES, dutch_form, english_form
from hypothesis import given
from hypothesis import strategies as st
from libreoffice import needs_libreoffice
from lxml import etree
from sample_documents import english_letter
from word_form_files import (
    DOCUMENT,
    NAMESPACE,
    SETTINGS,
    TEMPLATE,
    TYPED,
    W,
    changed,
    file_of,
    filled,
    parts_of,
    printed,
    saved_by_libreoffice,
)

from scopegen.diagnostics import ScopegenError
from scopegen.document import Document, FieldKind, Form, FormField, Section, Text
from scopegen.render.word_form import read_word_form
from scopegen.render.word_text import word_text

UNTOUCHED = dict.fromkeys(CHECKS, "no") | dict.fromkeys((*LINES, "remarks"), "") | FIXED


@pytest.mark.parametrize("form", [dutch_form, english_form])
def test_form_says_what_the_document_says(form: Callable[[], Document]) -> None:
    assert word_text(printed(form())) == form().plain_text()


def test_same_form_gives_same_bytes() -> None:
    assert printed(dutch_form()) == printed(dutch_form())


def test_untouched_form_reads_back_empty() -> None:
    assert read_word_form(printed(dutch_form())) == UNTOUCHED
    assert list(read_word_form(printed(dutch_form()))) == list(UNTOUCHED)


def test_filled_form_reads_back_what_was_filled_in() -> None:
    file = filled(printed(dutch_form()), ("option_B", "decision_agree"), TYPED)
    ticked = {"option_B": "yes", "decision_agree": "yes"}
    assert read_word_form(file) == UNTOUCHED | TYPED | ticked


@given(
    st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")),
    st.sets(st.sampled_from(CHECKS)),
)
def test_whatever_is_typed_reads_back(text: str, ticks: set[str]) -> None:
    file = filled(FORM, tuple(ticks), {"signer_name": text})
    ticked = dict.fromkeys(ticks, "yes")
    assert read_word_form(file) == UNTOUCHED | ticked | {"signer_name": text.strip()}


FORM = printed(dutch_form())


def test_placeholder_of_word_counts_as_empty() -> None:
    said = "Click or tap here to enter text."
    file = changed(FORM, "\N{EN SPACE}{9,}", said)
    assert read_word_form(file) == UNTOUCHED
    assert word_text(file) == dutch_form().plain_text()


def test_file_saved_again_by_python_docx_reads_the_same() -> None:
    file = filled(FORM, ("option_A",), TYPED)
    target = BytesIO()
    docx.Document(BytesIO(file)).save(target)
    assert read_word_form(target.getvalue()) == read_word_form(file)


@needs_libreoffice
def test_file_saved_again_by_libreoffice_reads_the_same(tmp_path: Path) -> None:
    file = filled(FORM, ("option_A", "decision_refuse"), TYPED)
    saved = saved_by_libreoffice({"form": file}, tmp_path)["form"]
    assert saved != file
    assert without_breaks(read_word_form(saved)) == without_breaks(read_word_form(file))


def without_breaks(values: Mapping[str, str]) -> dict[str, str]:
    """Give values without line breaks: LibreOffice 7.4 moves those out of their control."""
    return {name: text.replace("\n", "") for name, text in values.items()}


def test_fields_without_tags_are_known_by_the_bookmarks_in_or_around_them() -> None:
    file = filled(FORM, ("option_A",), TYPED)
    around = re.sub(r"<w:tag [^>]*>", "", parts_of(file)[DOCUMENT].decode())
    assert "<w:tag" not in around
    starts = r"(<w:bookmarkStart [^>]*field_[^>]*>)(<w:sdt>.*?<w:sdtContent>)"
    inside = re.sub(starts, r"\2\1", around, flags=re.S)
    assert inside != around
    for text in (around, inside):
        assert read_word_form(file_of({DOCUMENT: text.encode()})) == read_word_form(file)


def test_control_after_a_field_is_not_that_field() -> None:
    own = "<w:sdt><w:sdtContent><w:r><w:t>other</w:t></w:r></w:sdtContent></w:sdt>"
    assert read_word_form(changed(FORM, "(<w:bookmarkEnd [^>]*>)", rf"\1{own}")) == UNTOUCHED


def test_fixed_controls_say_so_in_their_bookmarks() -> None:
    root = etree.fromstring(parts_of(FORM)[DOCUMENT])
    names = {one.get(f"{W}name") for one in root.iter(f"{W}bookmarkStart")}
    assert names == {f"{'fixed' if name in FIXED else 'field'}_{name}" for name in UNTOUCHED}


def test_fixed_controls_are_locked_and_the_others_cannot_be_removed() -> None:
    root = etree.fromstring(parts_of(FORM)[DOCUMENT])
    locks = {
        one.find(f"{W}tag").get(f"{W}val"): one.find(f"{W}lock").get(f"{W}val")
        for one in root.iter(f"{W}sdtPr")
    }
    assert locks == {
        name: "sdtContentLocked" if name in FIXED else "sdtLocked" for name in UNTOUCHED
    }


def test_controls_have_numbers_of_their_own_and_titles_that_word_takes() -> None:
    root = etree.fromstring(parts_of(FORM)[DOCUMENT])
    numbers = [one.get(f"{W}val") for one in root.iterfind(f".//{W}sdtPr/{W}id")]
    titles = [one.get(f"{W}val") for one in root.iter(f"{W}alias")]
    assert len(set(numbers)) == len(numbers) == len(UNTOUCHED)
    assert max(map(len, titles)) == 64
    assert "Naam" in titles


def protections(file: bytes) -> list[dict[str, str]]:
    root = etree.fromstring(parts_of(file)[SETTINGS])
    found = root.iter(f"{W}documentProtection")
    return [{str(k).removeprefix(W): str(v) for k, v in one.attrib.items()} for one in found]


def test_only_the_fields_of_a_form_can_be_changed() -> None:
    assert protections(FORM) == [{"edit": "forms", "enforcement": "1"}]
    assert protections(printed(english_letter())) == []


ORDER = ("zoom", "documentProtection", "defaultTabStop")


def test_protection_stands_where_the_schema_wants_it() -> None:
    root = etree.fromstring(parts_of(FORM)[SETTINGS])
    names = [one.tag.removeprefix(W) for one in root]
    assert [name for name in names if name in ORDER] == list(ORDER)


def without_settings(file: bytes) -> bytes:
    parts = parts_of(file)
    del parts[SETTINGS]
    types, relations = "[Content_Types].xml", "word/_rels/document.xml.rels"
    parts[types] = re.sub(rb"<Override [^>]*settings[^>]*>", b"", parts[types])
    parts[relations] = re.sub(rb"<Relationship [^>]*settings[^>]*>", b"", parts[relations])
    return file_of(parts)


def test_template_without_settings_gets_them(tmp_path: Path) -> None:
    house = tmp_path / "house.docx"
    house.write_bytes(without_settings(TEMPLATE.read_bytes()))
    file = printed(dutch_form(), house)
    assert protections(file) == [{"edit": "forms", "enforcement": "1"}]
    assert docx.Document(BytesIO(file)).settings.element.tag == f"{W}settings"


def test_protection_of_the_template_is_replaced(tmp_path: Path) -> None:
    own = r'\1<w:documentProtection w:edit="readOnly" w:enforcement="1"/>'
    house = tmp_path / "house.docx"
    house.write_bytes(changed(TEMPLATE.read_bytes(), "(<w:zoom[^>]*>)", own, SETTINGS))
    assert protections(printed(dutch_form(), house)) == [{"edit": "forms", "enforcement": "1"}]


def test_settings_that_are_no_xml_are_refused(tmp_path: Path) -> None:
    house = tmp_path / "house.docx"
    house.write_bytes(file_of(parts_of(TEMPLATE.read_bytes()) | {SETTINGS: b"<w:settings"}))
    with pytest.raises(ScopegenError, match="SG501"):
        printed(dutch_form(), house)


def older_template() -> bytes:
    """Give the bundled template as it would be without prototypes and styles for forms."""
    parts = parts_of(TEMPLATE.read_bytes())
    document, styles = parts[DOCUMENT].decode(), parts["word/styles.xml"].decode()
    cut = re.compile(r'<w:p>(?:(?!</w:p>).)*\{%p elif kind == "(\w+)" %\}(?:(?!</w:p>).)*</w:p>')
    kinds = {"check", "line", "fixed", "label", "area", "signature"}
    pieces = re.split(r'(?=<w:p><w:pPr><w:pStyle w:val="Normal"/></w:pPr><w:r>)', document)
    kept = []
    for piece in pieces:
        found = cut.match(piece)
        if not (found and found[1] in kinds):
            kept.append(piece)
    bare = re.sub(r'<w:style [^>]*w:styleId="Form\w+">.*?</w:style>', "", styles)
    assert len(kept) == len(pieces) - len(kinds)
    assert "FormLine" not in bare
    changed_parts = {DOCUMENT: "".join(kept).encode(), "word/styles.xml": bare.encode()}
    return file_of(parts | changed_parts)


def test_template_without_prototypes_for_forms_prints_them_too(tmp_path: Path) -> None:
    house = tmp_path / "house.docx"
    house.write_bytes(older_template())
    file = printed(dutch_form(), house)
    assert word_text(file) == dutch_form().plain_text()
    assert read_word_form(file) == UNTOUCHED
    assert b"FormLine" not in parts_of(file)[DOCUMENT]


def test_facts_of_the_imprint_are_properties() -> None:
    told = re.findall(
        r'name="(\w+)"><vt:lpwstr>(.*?)<', parts_of(FORM)["docProps/custom.xml"].decode()
    )
    assert dict(told) | {"form": FORM_ID, "digest": DIGEST} == dict(told)
    numbers = re.findall(r'pid="(\d+)"', parts_of(FORM)["docProps/custom.xml"].decode())
    assert len(set(numbers)) == len(told) == 5


def test_markup_in_labels_and_values_is_text() -> None:
    label = 'A "label" <w:p/> & {{ 7*7 }}'
    fields = tuple(
        FormField(name=kind, kind=kind, label=(Text(text=label),), value=value)
        for kind in FieldKind
        for value in ["<b>&" if kind is FieldKind.FIXED else ""]
    )
    section = Section(id="form", blocks=(Form(fields=fields),))
    document = replace(english_form(), sections=(section,))
    assert word_text(printed(document)) == document.plain_text()
    assert read_word_form(printed(document))["fixed"] == "<b>&"


def test_fields_of_several_forms_have_numbers_of_their_own() -> None:
    forms = tuple(
        Form(fields=(FormField(name=name, kind=FieldKind.LINE, label=(Text(text=name),)),))
        for name in ("one", "two")
    )
    document = replace(english_form(), sections=(Section(id="forms", blocks=forms),))
    numbers = re.findall(r'<w:id w:val="(\d+)"', parts_of(printed(document))[DOCUMENT].decode())
    assert len(set(numbers)) == 2


def refusal_of(file: bytes) -> ScopegenError:
    with pytest.raises(ScopegenError) as refusal:
        read_word_form(file)
    return refusal.value


def test_field_that_is_there_twice_is_refused() -> None:
    refused = refusal_of(changed(FORM, '"decision_refuse"', '"decision_agree"'))
    assert (refused.code, refused.facts) == ("SG528", (("field", "decision_agree"),))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("\N{BALLOT BOX}", "\N{BALLOT BOX WITH X}"),
        ("\N{BALLOT BOX}", "x"),
        ('checked w14:val="0"', 'checked w14:val="1"'),
        ('checked w14:val="0"', 'checked w14:val="maybe"'),
        (' w14:val="0"', ""),
    ],
)
def test_box_that_shows_another_state_is_refused(old: str, new: str) -> None:
    refused = refusal_of(changed(FORM, old, new))
    assert (refused.code, refused.facts) == ("SG529", (("field", "option_A"),))


def nested(depth: int) -> bytes:
    opened, closed = "<w:sdt><w:sdtContent>" * depth, "</w:sdtContent></w:sdt>" * depth
    body = f'<w:document xmlns:w="{NAMESPACE}"><w:body>{opened}{closed}</w:body></w:document>'
    return file_of({DOCUMENT: body.encode()})


HOSTILE = {
    "nothing": b"",
    "no zip": b"PK\x03\x04" + b"x" * 100,
    "cut off": FORM[:-200],
    "no document": file_of({"word/other.xml": b"<a/>"}),
    "no xml": file_of({DOCUMENT: b"<w:document"}),
    "no text": file_of({DOCUMENT: b"\xff\xfe\x00"}),
    "entities": file_of({DOCUMENT: b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
    "too many parts": file_of({f"{n}.xml": b"" for n in range(2_001)}),
    "controls in controls": nested(10),
    "thousands of controls in controls": nested(20_000),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused(name: str) -> None:
    assert refusal_of(HOSTILE[name]).code == "SG503"


def test_controls_that_are_no_fields_are_passed_over() -> None:
    plain = re.sub(r"<w:tag [^>]*>|<w:bookmark\w+ [^>]*>", "", parts_of(FORM)[DOCUMENT].decode())
    assert read_word_form(file_of({DOCUMENT: plain.encode()})) == {}
    assert read_word_form(nested(9)) == {}
