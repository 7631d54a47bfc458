"""Hostile Word templates are refused before anything is printed, or carry along what never runs."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hostile_word import (
    CORE,
    DOCUMENT,
    LISTS,
    STYLES,
    changed,
    containers,
    declared,
    in_body,
    instead,
    letter_paper,
    lines,
    parts_of,
    placed,
    put,
    tables,
    tied,
)
from sample_documents import dutch_letter

from scopegen.diagnostics import Diagnostic, ScopegenError, Severity
from scopegen.render.word import render_word
from scopegen.render.word_dangers import dangers
from scopegen.render.word_lint import MOST_FOUND, lint_word_template
from scopegen.render.word_package import Member, content_of
from scopegen.render.word_template import bundled_word_path, load_word_template, read_template

PAYLOADS, BROKEN = lines("payloads.txt"), lines("broken.txt")
PLACES = tables("templates/places.toml")
TAGS = {"SG563", "SG564", "SG565"}


def errors(content: bytes) -> list[Diagnostic]:
    found = lint_word_template("house.docx", content)
    return [one for one in found if one.severity is Severity.ERROR]


def refused_at(content: bytes) -> dict[int, str]:
    """Give the paragraphs that are refused for a tag, with the code."""
    facts = ((one.code, dict(one.facts)) for one in errors(content))
    return {int(told["paragraph"]): code for code, told in facts if code in TAGS}


@contextmanager
def in_time(seconds: float = 5) -> Iterator[None]:
    start = time.process_time()
    yield
    assert time.process_time() - start < seconds


# ---- Tags ----


@pytest.mark.parametrize("place", [name for name in PLACES["text"] if name != "outcome"])
def test_a_payload_is_refused_wherever_text_stands(place: str) -> None:
    xml = PLACES["text"][place]
    each = xml.count("<w:p>")
    content = changed(in_body("".join(placed(xml, payload) for payload in PAYLOADS)))
    found = refused_at(content)
    holders = {(number - 2) // each for number in found if number > 1}
    missed = [text for at, text in enumerate(PAYLOADS) if at not in holders]
    assert missed == []


@pytest.mark.parametrize("place", [name for name in PLACES["attributes"] if name != "outcome"])
def test_a_payload_is_refused_wherever_an_attribute_can_hold_it(place: str) -> None:
    xml = PLACES["attributes"][place]
    content = changed(in_body("".join(placed(xml, payload) for payload in PAYLOADS)))
    assert set(refused_at(content)) >= set(range(2, len(PAYLOADS) + 2))


@pytest.mark.parametrize("part", [name for name in PLACES["parts"] if name != "outcome"])
def test_a_payload_is_refused_in_every_part(part: str) -> None:
    text = "".join(placed(PLACES["text"]["body"], payload) for payload in PAYLOADS)
    content = changed(put(part, declared(PLACES["parts"][part].replace("#", text))))
    told = [one for one in errors(content) if one.code in TAGS]
    assert {dict(one.facts)["part"] for one in told} == {re.sub(r"\d", "", Path(part).stem).lower()}
    assert len({dict(one.facts)["paragraph"] for one in told}) == len(PAYLOADS)


def test_what_is_never_run_goes_along_as_it_is(tmp_path: Path) -> None:
    text = " ".join(PAYLOADS)
    hidden = {
        name: declared(placed(xml, text))
        for name, xml in PLACES["elsewhere"].items()
        if name != "outcome"
    }
    path = tmp_path / "house.docx"
    path.write_bytes(changed(*(put(name, xml) for name, xml in hidden.items())))
    assert errors(path.read_bytes()) == []
    own = {one.name: one for one in load_word_template(path).parts}
    assert set(CORE) <= hidden.keys() - own.keys()
    for name in hidden.keys() - set(CORE):
        part = own[name]
        assert isinstance(part, Member)
        assert content_of(part) == hidden[name].encode()


def in_runs(payload: str) -> str:
    runs = "".join(f"<w:r><w:t>{placed('@', one)}</w:t></w:r>" for one in payload)
    return f"<w:p>{runs}</w:p>"


def test_a_payload_is_refused_when_every_character_has_a_run_of_its_own() -> None:
    content = changed(in_body("".join(map(in_runs, PAYLOADS))))
    assert set(refused_at(content)) >= set(range(2, len(PAYLOADS) + 2))


def test_a_payload_is_refused_when_it_is_written_in_numbers() -> None:
    spelled = ("".join(f"&#{ord(one)};" for one in payload) for payload in PAYLOADS)
    content = changed(in_body("".join(f"<w:p><w:r><w:t>{t}</w:t></w:r></w:p>" for t in spelled)))
    assert set(refused_at(content)) >= set(range(2, len(PAYLOADS) + 2))


@pytest.mark.parametrize("payload", BROKEN)
def test_a_tag_that_is_not_whole_is_refused(payload: str) -> None:
    content = changed(in_body(placed(PLACES["text"]["body"], payload)))
    assert {one.code for one in errors(content)} & TAGS


@pytest.mark.parametrize(
    "xml",
    [
        "<!-- {{ title.__class__ }} -->",
        "<?x {{ title.__class__ }} ?>",
        "<w:p><w:r><w:t>{</w:t></w:r></w:p><w:p><w:r><w:t>{ title.__class__ }}</w:t></w:r></w:p>",
    ],
    ids=["comment", "instruction", "two paragraphs"],
)
def test_what_becomes_a_tag_only_later_is_refused_before_it_runs(xml: str, tmp_path: Path) -> None:
    path = tmp_path / "house.docx"
    path.write_bytes(changed(in_body(xml)))
    with pytest.raises(ScopegenError) as refused:
        load_word_template(path)
    assert refused.value.code in {"SG501", "SG503"}


# ---- Containers ----


@pytest.mark.parametrize(("name", "hints"), tables("templates/containers.toml").items())
def test_a_container_that_lies_is_refused(name: str, hints: list[str]) -> None:
    content = containers()[name](letter_paper())
    with in_time():
        (one,) = lint_word_template("house.docx", content)
    assert (one.code, dict(one.facts)["hint"]) == ("SG500", hints[0])


def test_the_corpus_has_every_way_to_lie() -> None:
    assert set(tables("templates/containers.toml")) == set(containers())


# ---- Programs, and ties to elsewhere ----


def told_dangers(content: bytes) -> set[str]:
    return {dict(one.facts)["hint"] for one in errors(content) if one.code == "SG568"}


@pytest.mark.parametrize(("kind", "target", "mode", "hint"), tables("templates/ties.toml")["ties"])
def test_what_is_fetched_or_run_is_refused(kind: str, target: str, mode: str, hint: str) -> None:
    assert told_dangers(changed(tied(kind, target, mode))) == {hint}


def coded(code: str) -> str:
    char = "<w:r><w:fldChar w:fldCharType='{}'/></w:r>".format
    fields = (
        char("begin")
        + "".join(
            f"<w:r><w:instrText>{placed('@', run)}</w:instrText></w:r>" for run in one.split("|")
        )
        + char("end")
        for one in code.split("¦")
    )
    return f"<w:p>{''.join(fields)}</w:p>"


def dangerous_at(content: bytes) -> set[int]:
    """Give the paragraphs that bring a field along that they may not."""
    told = (dict(one.facts) for one in errors(content) if one.code == "SG568")
    return {int(facts["paragraph"]) for facts in told if facts["hint"] in {"field", "outside"}}


def test_a_field_that_fetches_runs_or_asks_is_refused() -> None:
    fields = lines("fields.txt")
    whole = set(range(2, len(fields) + 2))
    assert dangerous_at(changed(in_body("".join(map(coded, fields))))) == whole
    simple = [code.replace("|", "").partition("¦")[2] or code.replace("|", "") for code in fields]
    xml = "".join(f"<w:p><w:fldSimple w:instr='{placed('@', one)}'/></w:p>" for one in simple)
    assert dangerous_at(changed(in_body(xml))) == whole


@pytest.mark.parametrize(
    "code",
    [
        "PAGE \\* MERGEFORMAT",
        "NUMPAGES",
        'TOC \\o "1-3"',
        "REF print \\h",
        'HYPERLINK "https://www.example.org"',
        'HYPERLINK \\l "_Toc1"',
        "DATE",
    ],
)
def test_an_ordinary_field_is_fine(code: str) -> None:
    assert told_dangers(changed(in_body(coded(code)))) == set()


def test_a_field_in_a_part_that_the_letter_does_not_name_is_refused_too() -> None:
    header = declared(f"<w:hdr>{coded('DDEAUTO x')}</w:hdr>")
    content = changed(put("word/more/header1.xml", header), tied("header", "more/header1.xml"))
    assert told_dangers(content) == {"field"}


@pytest.mark.parametrize(
    ("attribute", "is_fine"),
    [
        ('src="http://x/y.png"', False),
        ('src="\\\\server\\y.png"', False),
        ('src="C:\\y.png"', False),
        ('href="javascript:x"', False),
        ('href="https://www.example.org"', True),
        ('xmlns:o="urn:schemas-microsoft-com:office:office" o:href="http://x/y.png"', False),
        ('title="http://x"', True),
    ],
)
def test_an_older_drawing_may_not_fetch(attribute: str, is_fine: bool) -> None:
    drawing = f'<w:pict><v:rect xmlns:v="urn:schemas-microsoft-com:vml" {attribute}/></w:pict>'
    content = changed(in_body(f"<w:p><w:r>{drawing}</w:r></w:p>"))
    assert told_dangers(content) == (set() if is_fine else {"outside"})


def test_a_mailing_is_refused() -> None:
    mailing = '<w:mailMerge><w:connectString w:val="DSN=x"/></w:mailMerge>'
    settings = declared(f"<w:settings>{mailing}</w:settings>")
    assert told_dangers(changed(put("word/settings.xml", settings))) == {"field"}


def test_the_bundled_template_brings_nothing_along() -> None:
    content = bundled_word_path().read_bytes()
    assert list(dangers(parts_of(content))) == []


# ---- Heaps ----

ROW = "<w:tr><w:tc><w:p/></w:tc></w:tr>"
LIST = (
    '<w:abstractNum w:abstractNumId="{0}"/>'
    '<w:num w:numId="{0}"><w:abstractNumId w:val="{0}"/></w:num>'
)
HEAPS = {
    "rows": in_body(f"<w:tbl>{ROW * 15_000}</w:tbl>"),
    "tags in attributes": in_body('<w:p w:x="{{ a }}"/>' * 30_000),
    "open tags": in_body("<w:p><w:r><w:t>" + "{{ " * 999 + "x" * 4_500_000 + "</w:t></w:r></w:p>"),
    "split tags": in_body(
        "<w:p>"
        + "<w:r><w:t>x{</w:t></w:r><w:r><w:t>{ title }}</w:t></w:r>" * 900
        + "<w:r><w:t>xx</w:t></w:r>" * 20_000
        + "</w:p>"
    ),
    "chain of styles": instead(
        STYLES,
        "</w:styles>",
        "".join(
            f'<w:style w:type="paragraph" w:styleId="s{n}"><w:basedOn w:val="s{n - 1}"/></w:style>'
            for n in range(4_500)
        )
        + "</w:styles>",
    ),
    "lists": instead(
        LISTS, "</w:numbering>", "".join(map(LIST.format, range(900, 5_000))) + "</w:numbering>"
    ),
    "boxes in boxes": in_body("<w:smartTag>" * 200 + "<w:p/>" + "</w:smartTag>" * 200),
    "deep": in_body("<w:smartTag>" * 20_000 + "</w:smartTag>" * 20_000),
    "links": instead(
        "word/_rels/document.xml.rels",
        "</Relationships>",
        '<Relationship Id="x" Type="x/image" Target="http://x"/>' * 30_000 + "</Relationships>",
    ),
    "plain braces": in_body("<w:p><w:r><w:t>" + "{" * 1_000_000 + "</w:t></w:r></w:p>"),
}


@pytest.mark.parametrize("heap", HEAPS)
def test_a_heap_is_looked_at_in_time(heap: str) -> None:
    content = changed(HEAPS[heap])
    with in_time():
        found = lint_word_template("house.docx", content)
    assert len(found) <= MOST_FOUND + 1


def test_more_findings_than_are_told_are_an_error() -> None:
    found = lint_word_template("house.docx", changed(HEAPS["tags in attributes"]))
    assert (found[-1].code, found[-1].severity) == ("SG585", Severity.ERROR)


def test_a_text_that_the_letter_repeats_without_end_is_refused(tmp_path: Path) -> None:
    said = "<w:p><w:r><w:t>" + "x" * 4_000_000 + "</w:t></w:r></w:p>"
    bundled = bundled_word_path().read_bytes()
    xml = parts_of(bundled)[DOCUMENT].decode()
    at = xml.index("</w:p>", xml.index(" in blocks")) + len("</w:p>")
    path = tmp_path / "house.docx"
    path.write_bytes(changed(put(DOCUMENT, xml[:at] + said + xml[at:]), content=bundled))
    template = load_word_template(path)
    with in_time(), pytest.raises(ScopegenError) as refused:
        render_word(dutch_letter(), template)
    assert refused.value.code == "SG501"


# ---- Files that are none ----


@pytest.mark.skipif(os.name == "nt", reason="has no pipes with a name in a folder")
def test_a_file_without_end_is_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "house.docx")
    (tmp_path / "zero.docx").symlink_to("/dev/zero")
    for name in ("house.docx", "zero.docx"):
        with in_time(), pytest.raises(ScopegenError) as refused:
            read_template(tmp_path / name)
        assert (refused.value.code, dict(refused.value.facts)["hint"]) == ("SG500", "closed")


def test_a_file_that_is_too_large_is_not_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "house.docx"
    with path.open("wb") as file:
        file.truncate(3_000_000_000)
    with in_time(), pytest.raises(ScopegenError) as refused:
        read_template(path)
    assert dict(refused.value.facts)["hint"] == "limits"
