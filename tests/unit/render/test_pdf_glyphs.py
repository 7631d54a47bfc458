"""Which characters can be printed is known beforehand, and it is true."""

from __future__ import annotations

import runpy
from dataclasses import replace
from pathlib import Path

import pytest
from sample_documents import english_letter

from scopegen.document import Paragraph, Section, Text
from scopegen.render.glyphs import load_printable, missing_glyphs
from scopegen.render.pdf import open_pdf_press, render_pdf
from scopegen.render.pdf_text import pdf_text, same_text

TEMPLATES = Path(__file__).resolve().parents[3] / "templates"
FONTS = TEMPLATES / "fonts"


@pytest.fixture(scope="module")
def printable() -> frozenset[str]:
    return load_printable(FONTS)


def test_coverage_is_that_of_the_font_files() -> None:
    build = runpy.run_path(str(FONTS / "build_coverage.py"))
    assert (FONTS / "coverage.txt").read_text(encoding="ascii") == build["coverage"]()


@pytest.mark.parametrize(
    "text",
    [
        "Erdős Şahin Žižek Søren Łukasz Ćosić Ğüneş ßðþœ",
        "Ελένη Παπαδοπούλου",
        "Жанна Ђорђевић Їжак",
        "€ 1.234,50 – “quoted” it’s • ½ × ≤ → …",
        "no\N{NO-BREAK SPACE}break, narrow\N{NARROW NO-BREAK SPACE}too",
        "decomposed e\N{COMBINING ACUTE ACCENT} and u\N{COMBINING DOUBLE ACUTE ACCENT}",
        "a tab\tand a line\nend",
    ],
)
def test_european_text_is_printable(text: str, printable: frozenset[str]) -> None:
    assert missing_glyphs(text, printable) == ()


def test_what_is_missing_is_named_once_in_order(printable: frozenset[str]) -> None:
    assert missing_glyphs("🙂 王 🙂 ok", printable) == ("王", "🙂")


@pytest.mark.parametrize("unseen", ["\x07", "\u202e", "\u200b", "\ue000", "\ufeff"])
def test_controls_and_private_characters_cannot_be_printed(
    unseen: str, printable: frozenset[str]
) -> None:
    assert missing_glyphs(f"pay{unseen}ment", printable) == (unseen,)


def test_every_character_called_printable_is_printed(printable: frozenset[str]) -> None:
    characters = "".join(sorted(printable))
    lines = [characters[at : at + 60] for at in range(0, len(characters), 60)]
    lines += ["office difficult attitude", "re\N{COMBINING ACUTE ACCENT}sume", "a\tb"]
    blocks = tuple(Paragraph(line=(Text(text=line),)) for line in lines)
    document = replace(english_letter(), sections=(Section(id="all", blocks=blocks),))
    pdf = render_pdf(document, open_pdf_press(TEMPLATES))
    assert same_text(pdf_text(pdf), document.plain_text())
