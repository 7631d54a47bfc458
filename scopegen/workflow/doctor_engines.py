"""The engines that print, each tried on a small document, and LibreOffice where it is."""

from __future__ import annotations

from collections.abc import Iterator

from scopegen.assets import bundled
from scopegen.diagnostics import ScopegenError
from scopegen.document import Document, Imprint, Paragraph, Section, Text
from scopegen.render.pdf import open_pdf_press, render_pdf
from scopegen.render.pdf_text import pdf_text, same_text
from scopegen.render.word import render_word
from scopegen.render.word_template import bundled_word_path, load_word_template
from scopegen.render.word_text import word_text
from scopegen.workflow.doctor_check import Check, Examining
from scopegen.workflow.office import find_office, office_version

ENGINES = Examining("engines")
TRIAL = Document(
    imprint=Imprint(
        title="Proef / Trial",
        subject="-",
        author="scopegen",
        language="nl-NL",
        reference="-",
        date="2027-01-04",
        fingerprint="0" * 64,
        header="-",
        footer="-",
        page_label="{page} / {pages}",
    ),
    sections=(
        Section(id="trial", blocks=(Paragraph(line=(Text(text="€ 1.234,50 – één proef’s"),)),)),
    ),
)
"""What each engine prints: a line with the signs that go wrong first."""


def word_engine() -> Iterator[Check]:
    """Print a Word file from the bundled template, and read it back."""
    made = render_word(TRIAL, load_word_template(bundled_word_path()))
    if word_text(made) == TRIAL.plain_text():
        yield ENGINES.found("word", size=len(made))
    else:
        yield ENGINES.wrong("word", "differs")


def pdf_engine() -> Iterator[Check]:
    """Print a PDF with Typst, and read it back."""
    try:
        press = open_pdf_press(bundled("templates"))
    except ScopegenError as error:
        if error.code != "SG553":
            raise
        yield ENGINES.missing("typst", "absent", **dict(error.facts))
        return
    made = render_pdf(TRIAL, press)
    if same_text(pdf_text(made), TRIAL.plain_text()):
        yield ENGINES.found("typst", size=len(made))
    else:
        yield ENGINES.wrong("typst", "differs")


def office() -> Iterator[Check]:
    """Find LibreOffice, which nobody needs who is content with the PDF of Typst."""
    try:
        program = find_office()
        version = office_version(program)
    except ScopegenError as error:
        told = "absent" if error.code == "SG579" else "silent"
        yield ENGINES.noted("libreoffice", told, **dict(error.facts))
    else:
        yield ENGINES.found("libreoffice", version=version, place=program)
