"""Files as bytes and as characters: what may not come in, and where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scopegen.source import decode, load_schema, read

if TYPE_CHECKING:
    from scopegen.diagnostics import Diagnostic

SCHEMA = load_schema("title: {type: text}")


def found(text: str) -> tuple[Diagnostic, ...]:
    return read(text, "spec.yaml", SCHEMA).diagnostics


def places(text: str) -> list[tuple[str, int, int]]:
    return [
        (each.code, each.location.line, each.location.column)
        for each in found(text)
        if each.location
    ]


def hint(diagnostic: Diagnostic) -> str:
    return dict(diagnostic.facts)["hint"]


def test_utf8_is_read_with_or_without_a_byte_order_mark() -> None:
    assert decode("prijs: €".encode(), "f").require() == "prijs: €"
    assert decode("prijs: €".encode("utf-8-sig"), "f").require() == "prijs: €"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf16_is_told_apart(encoding: str) -> None:
    (diagnostic,) = decode("title: x\n".encode(encoding), "f").diagnostics
    assert diagnostic.code == "SG101"
    assert hint(diagnostic) == "utf16"


def test_windows_1252_is_told_with_the_place_and_the_letter() -> None:
    (diagnostic,) = decode("title: één\nname: é".encode()[:-2] + b"\xe9", "f").diagnostics
    assert diagnostic.location
    assert (diagnostic.location.line, diagnostic.location.column) == (2, 7)
    assert dict(diagnostic.facts) == {"hint": "cp1252", "byte": "e9", "meant": "é"}


def test_a_byte_that_means_nothing_anywhere_is_told_too() -> None:
    (diagnostic,) = decode(b"\x81", "f").diagnostics
    assert diagnostic.code == "SG101"


@pytest.mark.parametrize(
    ("character", "why"),
    [
        ("\0", "control"),
        ("\x0b", "control"),
        ("\x1b", "control"),
        ("\x7f", "control"),
        ("\x85", "control"),
        ("\u2028", "line"),
        ("\u202e", "bidi"),
        ("\u2067", "bidi"),
        ("\ue000", "private"),
        ("\uf8ff", "private"),
        ("\ud800", "broken"),
        ("\ufeff", "broken"),
        ("\uffff", "broken"),
        ("\r", "return"),
    ],
)
def test_characters_that_no_letter_may_hold_are_refused_where_they_stand(
    character: str, why: str
) -> None:
    (diagnostic,) = found(f"# one\ntitle: a{character}b\n")
    assert (diagnostic.code, hint(diagnostic)) == ("SG102", why)
    assert diagnostic.location
    assert (diagnostic.location.line, diagnostic.location.column) == (2, 9)


@pytest.mark.parametrize("escape", [r"\0", r"\x0b", r"\r", r"\u202e", r"\ue000", r"\uffff", r"\N"])
def test_an_escape_does_not_smuggle_a_character_in(escape: str) -> None:
    assert places(f'title: "a{escape}b"') == [("SG102", 1, 8)]


def test_an_escape_for_an_ordinary_character_is_read() -> None:
    assert read(r'title: "\u20ac 5"', "f", SCHEMA).require().data == {"title": "€ 5"}


def test_all_bad_characters_are_told_at_once() -> None:
    assert places("title: \x00a\n\ttitle: \u202eb\n") == [
        ("SG102", 1, 8),
        ("SG103", 2, 1),
        ("SG102", 2, 9),
    ]


def test_no_more_than_a_hundred_findings_are_told() -> None:
    assert len(found("\0" * 5000)) == 100


@pytest.mark.parametrize("text", ["title: a\t# note", "title: a\n \t\r\n", "title: 'a'\t"])
def test_a_tab_that_indents_nothing_does_no_harm(text: str) -> None:
    assert read(text, "f", SCHEMA).require().data == {"title": "a"}


def test_windows_line_endings_and_a_byte_order_mark_are_fine() -> None:
    raw = b"\xef\xbb\xbftitle: |\r\n  een\r\n  twee\r\n"
    text = decode(raw, "f").require()
    assert read(text, "f", SCHEMA).require().data == {"title": "een\ntwee"}
    assert read("\ufefftitle: a", "f", SCHEMA).require().data == {"title": "a"}


def test_a_file_of_more_than_a_mebibyte_is_refused_at_once() -> None:
    assert places(f"title: {'x' * 5_000_000}") == [("SG100", 1, 1)]
    assert places(f"title: {'é' * 600_000}") == [("SG100", 1, 1)]
