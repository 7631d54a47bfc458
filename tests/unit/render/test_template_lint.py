"""Checking a house's Word template: each finding with its place, and never a traceback."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable, Mapping

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from letterheads import (
    LETTER,
    Edit,
    changed,
    feet,
    heads,
    in_table,
    paper,
    raw,
    related,
    says,
    split,
    with_parts,
)

from scopegen.diagnostics import Diagnostic, Severity, has_errors
from scopegen.render.word_lint import lint_word_template
from scopegen.render.word_template import bundled_word_path

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def found(content: bytes, code: str = "") -> tuple[Diagnostic, ...]:
    whole = lint_word_template("house.docx", content)
    return tuple(one for one in whole if one.code == code) if code else whole


def only(content: bytes, code: str) -> tuple[str, Mapping[str, str]]:
    (one,) = found(content, code)
    return one.dotted_path, dict(one.facts)


def errors(content: bytes) -> set[str]:
    return {one.code for one in found(content) if one.severity is Severity.ERROR}


def test_letter_paper_with_the_one_tag_has_no_errors() -> None:
    assert errors(paper()) == set()


def test_the_bundled_template_has_nothing_wrong() -> None:
    assert {one.code for one in found(bundled_word_path().read_bytes())} == {"SG575"}


@pytest.mark.parametrize(
    ("edit", "path"),
    [
        (says("{{ klant }}"), "body.paragraph[2]"),
        (in_table("{{ klant }}"), "body.table[1].row[2].cell[2].paragraph[5]"),
        (heads("{{ klant }}"), "header1.paragraph[1]"),
        (feet("{{ klant }}"), "footer1.paragraph[1]"),
        (split("{{ kl", "ant }}"), "body.paragraph[2]"),
        (says("{% if klant %}x{% endif %}"), "body.paragraph[2]"),
    ],
    ids=["text", "table", "head", "foot", "split", "condition"],
)
def test_an_unknown_field_is_named_with_its_place(edit: Edit, path: str) -> None:
    place, facts = only(paper(edit), "SG563")
    assert (place, facts["name"]) == (path, "klant")


@pytest.mark.parametrize(("typed", "meant"), [("cliënt", "client"), ("titel", "title")])
def test_a_field_that_is_nearly_right_gets_a_proposal(typed: str, meant: str) -> None:
    _, facts = only(paper(says(f"{{{{ {typed} }}}}")), "SG563")
    assert facts["nearest"] == meant


@pytest.mark.parametrize(
    ("text", "hint"),
    [("{{ title", "open"), ("{% if title", "open"), ("{{ " + "x" * 300 + " }}", "long")],
)
def test_a_tag_that_does_not_end_in_its_paragraph_is_shown(text: str, hint: str) -> None:
    place, facts = only(paper(says(text)), "SG564")
    assert (place, facts["hint"]) == ("body.paragraph[2]", hint)


@pytest.mark.parametrize("text", ["{%p endif %}", "{% if title %}", "{% colspan 3 %}", "{{ a b }}"])
def test_a_tag_that_is_no_jinja_is_an_error(text: str) -> None:
    assert "SG564" in errors(paper(says(text)))


INJECTIONS = (
    "{{ title.__class__.__mro__ }}",
    "{{ title|upper }}",
    "{{ title.upper() }}",
    "{{ 7 * 7 }}",
    "{{ title ~ title }}",
    "{{ [].append }}",
    "{{ title[0] }}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{% set x = 1 %}",
    "{% include '/etc/passwd' %}",
    "{% import 'x' as y %}",
    "{% macro m() %}{% endmacro %}",
    "{% for a in title %}{% endfor %}",
    "{% for a in blocks %}{% for b in blocks %}{% endfor %}{% endfor %}",
    "{% for a in range(10) %}{% endfor %}",
    "{{ title if title else x() }}",
)


@pytest.mark.parametrize("tag", INJECTIONS)
@pytest.mark.parametrize(
    "place", [says, heads, feet, in_table], ids=["text", "head", "foot", "table"]
)
def test_a_template_can_do_nothing_but_print(tag: str, place: Callable[[str], Edit]) -> None:
    assert errors(paper(place(tag))) & {"SG563", "SG565"}


@pytest.mark.parametrize("part", ["comments", "footnotes", "endnotes"])
def test_notes_and_comments_are_held_to_the_same(part: str) -> None:
    xml = (
        f'<w:{part} xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:x>'
        "<w:p><w:r><w:t>{{ title.__class__ }}</w:t></w:r></w:p></w:x>"
        f"</w:{part}>"
    )
    place, _ = only(with_parts(paper(), {f"word/{part}.xml": xml.encode()}), "SG565")
    assert place == f"{part}.paragraph[1]"


@pytest.mark.parametrize(
    "xml",
    [
        "<w:p ><w:r><w:instrText>INCLUDE {{ client }}</w:instrText></w:r></w:p>",
        '<w:p ><w:bookmarkStart w:id="1" w:name="{{ client }}"/><w:bookmarkEnd w:id="1"/></w:p>',
    ],
)
def test_a_tag_where_no_text_is_printed_is_refused(xml: str) -> None:
    assert only(paper(raw(xml)), "SG565")[1]["hint"] == "attribute"


def test_split_tags_are_said_to_be_fine() -> None:
    (one,) = found(paper(split("{{ cl", "ient }}")), "SG566")
    assert (one.severity, dict(one.facts)["tag"]) == (Severity.NOTE, "{{ client }}")


BOX = (
    "<w:p ><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>{{p letter }}</w:t></w:r></w:p>"
    "</w:txbxContent></w:pict></w:r></w:p>"
)


@pytest.mark.parametrize(
    ("content", "hint"),
    [
        (paper(letter=""), "none"),
        (paper(says(LETTER)), "twice"),
        (paper(heads(LETTER), letter=""), "outside"),
        (paper(in_table(LETTER), letter=""), "table"),
        (paper(raw(BOX), letter=""), "box"),
        (paper(letter="Beste lezer, {{ letter }}"), "beside"),
    ],
    ids=["none", "twice", "outside", "table", "box", "beside"],
)
def test_the_letter_has_one_place_in_the_text(content: bytes, hint: str) -> None:
    assert hint in {dict(one.facts)["hint"] for one in found(content, "SG567")}


def test_missing_styles_are_named_and_lent() -> None:
    named = {dict(one.facts)["style"]: one.severity for one in found(paper(), "SG560")}
    assert named["Clause paragraph"] is Severity.NOTE
    assert "heading 2" not in named


def test_a_template_that_spells_out_its_blocks_must_have_every_style() -> None:
    content = changed(
        bundled_word_path().read_bytes(), styles=lambda xml: xml.replace('"Lead"', '"Other"')
    )
    (one,) = found(content, "SG560")
    assert (one.severity, dict(one.facts)["hint"]) == (Severity.ERROR, "blocks")


def test_a_style_of_the_wrong_kind_is_named() -> None:
    def style(made: docx.document.Document) -> None:
        made.styles.add_style("Terms table", WD_STYLE_TYPE.PARAGRAPH)

    _, facts = only(paper(style), "SG561")
    assert (facts["style"], facts["found"], facts["kind"]) == ("Terms table", "paragraph", "table")


@pytest.mark.parametrize("look", ["<w:vanish/>", '<w:color w:val="FFFFFF"/>', '<w:sz w:val="2"/>'])
def test_a_style_that_hides_the_letter_is_an_error(look: str) -> None:
    content = changed(
        bundled_word_path().read_bytes(),
        styles=lambda xml: (
            xml.replace(
                '<w:name w:val="Clause paragraph"/>', '<w:name w:val="Clause paragraph"/>@', 1
            ).partition("@")[0]
            + xml.partition('<w:name w:val="Clause paragraph"/>')[2].replace(
                "<w:rPr></w:rPr>", f"<w:rPr>{look}</w:rPr>", 1
            )
        ),
    )
    assert only(content, "SG584")[1]["style"] == "Clause paragraph"


def test_a_numbering_that_is_not_tied_to_the_headings_is_told() -> None:
    assert "'heading 2'" in only(paper(), "SG562")[1]["styles"]
    start = changed(
        paper(),
        styles=lambda xml: xml.replace(
            '<w:name w:val="heading 2"/>', '<w:name w:val="heading two"/>'
        ),
    )
    assert found(start, "SG562") == ()


RELATION = '<Relationship Id="x" Type="{kind}" Target="{target}"{mode}/>'
OUTSIDE = ' TargetMode="External"'


@pytest.mark.parametrize(
    ("kind", "target", "mode", "hint"),
    [
        ("image", "http://evil.example/x.png", OUTSIDE, "outside"),
        ("attachedTemplate", "file:///c:/x.dotm", OUTSIDE, "outside"),
        ("hyperlink", "file://server/share", OUTSIDE, "outside"),
        ("hyperlink", "javascript:alert(1)", OUTSIDE, "outside"),
        ("oleObject", "embeddings/x.bin", "", "object"),
        ("aFChunk", "x.html", "", "object"),
        ("vbaProject", "vbaProject.bin", "", "macro"),
        ("control", "activeX/activeX1.xml", "", "macro"),
    ],
)
def test_what_runs_or_fetches_is_refused(kind: str, target: str, mode: str, hint: str) -> None:
    relation = RELATION.format(kind=f"{OFFICE}/{kind}", target=target, mode=mode)
    _, facts = only(related(paper(), relation), "SG568")
    assert (facts["hint"], facts["what"]) == (hint, target)


def test_an_ordinary_link_is_fine() -> None:
    relation = RELATION.format(
        kind=f"{OFFICE}/hyperlink", target="https://www.example.org", mode=OUTSIDE
    )
    assert errors(related(paper(), relation)) == set()


@pytest.mark.parametrize("code", ["DDEAUTO c:\\x", "INCLUDETEXT http://x", " includepicture x"])
def test_field_codes_that_fetch_are_refused(code: str) -> None:
    xml = f"<w:p ><w:r><w:instrText>{code}</w:instrText></w:r></w:p>"
    assert only(paper(raw(xml)), "SG568")[1]["hint"] == "field"


@pytest.mark.parametrize("source", ["http://x/y.png", "\\\\server\\y.png"])
def test_a_drawing_may_not_name_a_picture_elsewhere(source: str) -> None:
    xml = (
        '<w:p ><w:r><w:pict><v:imagedata xmlns:v="urn:schemas-microsoft-com:vml" '
        f'src="{source}"/></w:pict></w:r></w:p>'
    )
    assert only(paper(raw(xml)), "SG568")[1]["what"] == source


def test_macros_by_content_type_are_refused() -> None:
    content = changed(
        paper(), Content_Types=lambda xml: xml.replace("document.main+xml", "macroEnabled.main+xml")
    )
    assert "SG568" in errors(content)


@pytest.mark.parametrize(
    ("section", "hint"),
    [
        ('<w:pgSz w:w="12240" w:h="15840"/>', None),
        ('<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:left="4000" w:right="4000"/>', "narrow"),
        ('<w:pgSz w:w="11906" w:h="16838"/><w:cols w:num="2"/>', "columns"),
        ("", "none"),
    ],
)
def test_an_unusual_page_is_told(section: str, hint: str | None) -> None:
    content = changed(
        paper(),
        document=lambda xml: (
            f"{xml[: xml.rindex('<w:sectPr')]}<w:sectPr>{section}</w:sectPr></w:body></w:document>"
        ),
    )
    assert hint in {dict(one.facts).get("hint") for one in found(content, "SG570")}


def test_fonts_that_readers_may_lack_are_named() -> None:
    content = changed(
        paper(), styles=lambda xml: xml.replace('w:ascii="Courier"', 'w:ascii="Huisletter"')
    )
    assert only(content, "SG571")[1]["font"] == "Huisletter"


def test_own_text_beside_the_letter_is_told_once_with_its_first_place() -> None:
    place, facts = only(paper(says("Algemene voorwaarden"), says("Artikel 1")), "SG569")
    assert (place, facts["count"]) == ("body.paragraph[2]", "2")
    assert found(paper(says("{{ client }}")), "SG569") == ()


def test_traces_of_editing_are_told() -> None:
    xml = '<w:p ><w:ins w:id="1" w:author="x"><w:r><w:t>nieuw</w:t></w:r></w:ins></w:p>'
    assert only(paper(raw(xml)), "SG573")[1]["hint"] == "changes"


# ---- Hostile files ----


def zipped(parts: Mapping[str, bytes]) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return whole.getvalue()


XXE = '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
LAUGHS = '<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'


def declared(start: str) -> Callable[[str], str]:
    return lambda xml: xml.replace("<w:document", f"{start}<w:document", 1)


DECOY = f'<Relationship Id="y" Type="{OFFICE}/styles" Target="other.xml"/>'


def other_prefix(xml: str) -> str:
    return xml.replace("w:", "q:").replace("xmlns:w=", "xmlns:q=")


@pytest.mark.parametrize(
    ("content", "hint"),
    [
        (b"", "damaged"),
        (b"PK\x03\x04 not really", "damaged"),
        (zipped({"hello.txt": b"hello"}), "other"),
        (zipped({"word/document.xml": b"0" * 60_000_000}), "limits"),
        (zipped({f"x{n}": b"" for n in range(2_001)}), "limits"),
        (changed(paper(), document=declared(XXE)), "declared"),
        (changed(paper(), header1=lambda xml: LAUGHS + xml.partition("?>")[2]), "declared"),
        (changed(paper(), document=lambda xml: xml[:-20]), "damaged"),
        (changed(paper(), numbering=lambda _: "<w:numbering"), "damaged"),
        (with_parts(paper(), {"../../evil.xml": b"<x/>"}), "names"),
        (with_parts(paper(), {"/word/evil.xml": b"<x/>"}), "names"),
        (with_parts(paper(), {"word/header9.xml": "<w/>".encode("utf-16")}), "declared"),
        (with_parts(paper(), {"word/big.xml": b" " * 6_000_000 + b"<x/>"}), "limits"),
        (changed(paper(), document=other_prefix), "strict"),
        (related(paper(), DECOY), "other"),
    ],
    ids=range(15),
)
def test_a_hostile_file_is_refused_with_the_reason(content: bytes, hint: str) -> None:
    (one,) = found(content)
    facts = dict(one.facts)
    assert (one.code, facts["hint"], facts["file"]) == ("SG500", hint, "house.docx")


@pytest.mark.parametrize(
    "text",
    [
        "{{ " * 3_000,
        "{{ title }}" * 1_500,
        "{% if title %}" * 400 + "{% endif %}" * 400,
        "{{ " + "(" * 90 + "title" + ")" * 90 + " }}",
        "{" * 100_000,
        "{{ title }} " + "}" * 100_000,
    ],
    ids=["open", "many", "nested", "brackets", "braces", "closed"],
)
def test_a_heap_of_tags_is_read_in_time(text: str) -> None:
    start = time.monotonic()
    lint_word_template("house.docx", paper(says(text)))
    assert time.monotonic() - start < 5


def test_deep_xml_is_refused_or_read_without_falling_over() -> None:
    deep = "<w:sdt><w:sdtContent>" * 3_000 + "</w:sdtContent></w:sdt>" * 3_000
    content = changed(paper(), document=lambda xml: xml.replace("<w:sectPr", f"{deep}<w:sectPr", 1))
    assert has_errors(found(content))


def test_a_brace_cut_over_paragraphs_is_no_tag() -> None:
    content = paper(says("{"), says("{ title.__class__ }}"))
    assert "SG568" not in errors(content)


def test_the_place_names_the_first_words() -> None:
    _, facts = only(paper(says("Geachte heer De Vries, dit gaat over {{ zaak }}")), "SG563")
    assert facts["words"] == "Geachte heer De Vries, dit gaat over {{…"
