"""Hostile Word files that come back as forms: read within limits, or refused; never a yes."""

from __future__ import annotations

import time
from functools import cache

import pytest
from form_documents import dutch_form
from hostile_word import LISTS, Parts, changed, containers, in_body, put, tables
from word_form_files import filled, printed

from scopegen.diagnostics import ScopegenError
from scopegen.render.word_form import form_text, read_word_form


@cache
def form() -> bytes:
    """Give a form on which the client agrees."""
    return filled(printed(dutch_form()), ("decision_agree",), {})


@cache
def said() -> str:
    return form_text(form())


def outcome(content: bytes) -> str:
    """Give the hint of the refusal; empty when the file was read. Always in time."""
    start, refused = time.process_time(), ("SG503", "")
    try:
        read_word_form(content)
        form_text(content)
    except ScopegenError as error:
        refused = (error.code, dict(error.facts).get("hint", ""))
    assert time.process_time() - start < 5
    assert refused[0] == "SG503"
    return refused[1]


def test_a_good_form_is_read() -> None:
    assert outcome(form()) == ""
    assert read_word_form(form())["decision_agree"] == "yes"


@pytest.mark.parametrize(("name", "hints"), tables("templates/containers.toml").items())
def test_a_container_that_lies_is_refused_or_is_another_form(name: str, hints: list[str]) -> None:
    content = containers()[name](form())
    assert outcome(content) == hints[1]


def numbered(start: str, way: str, text: str = "%1", level: int = 0) -> bytes:
    """Put a paragraph in a form that counts in a way of its own."""
    lists = (
        f'<w:abstractNum w:abstractNumId="977"><w:lvl w:ilvl="{level}"><w:start w:val="{start}"/>'
        f'<w:numFmt w:val="{way}"/><w:lvlText w:val="{text}"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="977"><w:abstractNumId w:val="977"/></w:num></w:numbering>'
    )

    def edit(parts: Parts) -> None:
        parts[LISTS] = parts[LISTS].replace(b"</w:numbering>", lists.encode())

    paragraph = (
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="977"/></w:numPr></w:pPr>'
        "<w:r><w:t>x</w:t></w:r></w:p>"
    )
    return changed(edit, in_body(paragraph * 50), content=form())


@pytest.mark.parametrize(
    ("content", "hint"),
    [
        (("99999999999", "lowerLetter"), "damaged"),
        (("2000000000", "lowerLetter"), ""),
        (("2000000000", "upperRoman"), ""),
        (("-5", "upperRoman"), ""),
        (("0", "lowerLetter"), ""),
        (("9" * 4_000, "decimal"), "damaged"),
        (("9" * 5_000, "decimal"), "damaged"),
        (("1", "decimal", "%1" * 200), "damaged"),
        (("1", "decimal", "x" * 100_000), "damaged"),
        (("1", "decimal", "%1", 20), "damaged"),
        (("1", "decimal", "%1", -1), "damaged"),
        (("een", "decimal"), "damaged"),
    ],
    ids=range(12),
)
def test_numbers_without_end_are_not_counted(content: tuple[str, str], hint: str) -> None:
    assert outcome(numbered(*content)) == hint


@pytest.mark.parametrize("name", ["smartTag", "sdt", "ins", "tbl"])
def test_elements_inside_each_other_without_end_are_refused_or_differ(name: str) -> None:
    deep = f"<w:{name}>" * 20_000 + "<w:p><w:r><w:t>x</w:t></w:r></w:p>" + f"</w:{name}>" * 20_000
    content = changed(in_body(deep), content=form())
    assert outcome(content) == "damaged" or form_text(content) != said()


@pytest.mark.parametrize("name", ["word/media/x.png", "word/vbaProject.bin", "evil.exe", "x"])
def test_what_is_put_beside_a_form_makes_it_another(name: str) -> None:
    assert form_text(changed(put(name, b"x"), content=form())) != said()
