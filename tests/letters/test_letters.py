"""The letters of the samples: what they say, and that Word, PDF and model say the same."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import asdict
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import page
import pytest
from conftest import LANGUAGES, ROOT, SAMPLES, examined, letter
from libreoffice import as_pdf, needs_libreoffice

from scopegen.diagnostics import Severity
from scopegen.document import (
    Heading,
    Item,
    Level,
    Paragraph,
    Picture,
    Provision,
    Reference,
    Role,
    Table,
    text_of,
)
from scopegen.render.pdf_text import pdf_text, same_text
from scopegen.render.word_text import word_text
from scopegen.workflow.building import Order, print_letters
from scopegen.workflow.checking import draft, examine

GOLDEN = ROOT / "tests" / "golden"
LETTERS = [(sample, language) for sample in SAMPLES for language in LANGUAGES]
each_letter = pytest.mark.parametrize(("sample", "language"), LETTERS)
STANDARDS = (page.ValidationProfile.PDF_A_2A, page.ValidationProfile.PDF_UA_1)


def printed(sample: str, language: str, kind: str) -> bytes:
    order = Order(formats=(kind,), languages=(language,))
    return next(iter(print_letters(examined(sample), order).contents.values()))


def golden(path: Path, content: str, request: pytest.FixtureRequest) -> str:
    if request.config.getoption("--update-golden"):
        assert not os.environ.get("CI"), "golden files are not rewritten in CI"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_sample_has_no_errors(sample: str) -> None:
    assert [d for d in examined(sample).diagnostics if d.severity is Severity.ERROR] == []


@each_letter
def test_the_text_is_as_reviewed(
    sample: str, language: str, request: pytest.FixtureRequest
) -> None:
    text = letter(sample, language).plain_text()
    assert text == golden(GOLDEN / sample / f"letter.{language}.txt", text, request)


@each_letter
def test_the_model_is_as_reviewed(
    sample: str, language: str, request: pytest.FixtureRequest
) -> None:
    model = json.dumps(asdict(letter(sample, language)), ensure_ascii=False, indent=1) + "\n"
    assert model == golden(GOLDEN / sample / f"letter.{language}.json", model, request)


@each_letter
def test_word_says_what_the_model_says(sample: str, language: str) -> None:
    assert word_text(printed(sample, language, "docx")) == letter(sample, language).plain_text()


@each_letter
def test_pdf_says_what_the_model_says(sample: str, language: str) -> None:
    text = pdf_text(printed(sample, language, "pdf"))
    assert same_text(text, letter(sample, language).plain_text())


@each_letter
def test_the_pdf_meets_pdf_a_and_pdf_ua(sample: str, language: str, tmp_path: Path) -> None:
    path = tmp_path / "letter.pdf"
    path.write_bytes(printed(sample, language, "pdf"))
    for standard in STANDARDS:
        report = page.validate_pdf(str(path), profile=standard)
        assert report.is_compliant, [failure.rule_id for failure in report.failures]


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_the_same_input_gives_the_same_bytes_in_another_process(kind: str, tmp_path: Path) -> None:
    copies = []
    for seed in ("1", "2"):
        out = tmp_path / seed
        command = [sys.executable, "-m", "scopegen", "build", "samples/veiligheidsregio"]
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        subprocess.run(
            [*command, "--to", kind, "-o", str(out), "-q"], cwd=ROOT, env=environment, check=True
        )
        copies.append(next(out.glob(f"*.{kind}")).read_bytes())
    assert copies[0] == copies[1] == printed("veiligheidsregio", "nl", kind)


@each_letter
def test_numbers_run_without_gaps(sample: str, language: str) -> None:
    clause = provision = item = 0
    for block in letter(sample, language).flow():
        if isinstance(block, Heading) and block.level is Level.CLAUSE:
            clause, provision = clause + 1, 0
            assert block.number == str(clause)
        elif isinstance(block, Provision):
            provision, item = provision + 1, 0
            assert block.number == f"{clause}.{provision}"
        elif isinstance(block, Item):
            item += 1
            assert block.number == "abcdefghijklmnopqrstuvwxyz"[item - 1]


@each_letter
def test_every_reference_leads_to_what_it_says(sample: str, language: str) -> None:
    document = letter(sample, language)
    numbers = {
        block.anchor: block.number
        for block in document.flow()
        if isinstance(block, Heading | Provision) and block.anchor
    }
    spans = [
        span
        for block in document.flow()
        if isinstance(block, Provision | Item | Paragraph)
        for span in block.line
        if isinstance(span, Reference)
    ]
    assert spans
    assert all(numbers[span.target] == span.number for span in spans)


@each_letter
def test_every_picture_is_told_in_words_and_covers_its_scale(sample: str, language: str) -> None:
    pictures = [b for b in letter(sample, language).flow() if isinstance(b, Picture)]
    assert pictures
    for picture in pictures:
        assert len(picture.alt) > 40
        for row in picture.rows:
            edges = [0, *(bar.end for bar in row.bars)]
            assert edges[-1] == picture.scale
            assert [bar.start for bar in row.bars] == edges[:-1]


@each_letter
def test_the_letter_carries_one_quiet_line_on_legal_advice(sample: str, language: str) -> None:
    words = {"nl": "geen juridisch advies", "en": "not legal advice"}[language]
    notes = [
        block
        for block in letter(sample, language).flow()
        if isinstance(block, Paragraph) and block.role is Role.NOTE
    ]
    assert sum(words in str(note) for note in notes) == 1


@each_letter
def test_signatures_stand_before_the_annexes(sample: str, language: str) -> None:
    ids = [section.id for section in letter(sample, language).sections]
    assert ids[0] == "opening"
    assert ids.index("signing") == min(n for n, one in enumerate(ids) if "annex" in one) - 1


@pytest.mark.parametrize("sample", SAMPLES)
def test_both_languages_have_the_same_skeleton(sample: str) -> None:
    shapes = [
        [(type(b).__name__, getattr(b, "number", "")) for b in letter(sample, language).flow()]
        for language in LANGUAGES
    ]
    assert shapes[0] == shapes[1]


@pytest.mark.parametrize("sample", SAMPLES)
def test_amounts_and_percentages_are_the_same_in_both_languages(sample: str) -> None:
    found = []
    for language in LANGUAGES:
        text = letter(sample, language).plain_text()
        plain = re.findall(r"[€£]\s?[\d.,]+|\d+%", text)
        found.append([re.sub(r"\D", "", number) for number in plain])
    assert found[0] == found[1]


def test_the_word_file_carries_its_identity() -> None:
    document = letter("veiligheidsregio", "nl")
    with ZipFile(BytesIO(printed("veiligheidsregio", "nl", "docx"))) as archive:
        core = archive.read("docProps/core.xml").decode()
        custom = archive.read("docProps/custom.xml").decode()
    assert document.imprint.title in core
    assert "2026-12-01T00:00:00Z" in core
    assert document.imprint.fingerprint in custom


@needs_libreoffice
@pytest.mark.parametrize("language", LANGUAGES)
def test_libreoffice_shows_the_same_numbers_and_references(language: str, tmp_path: Path) -> None:
    as_pdf(printed("veiligheidsregio", language, "docx"), tmp_path)
    shown = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "letter.pdf"), "-"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    squeezed = re.sub(r"\s+", "", shown)
    for block in letter("veiligheidsregio", language).flow():
        if isinstance(block, Heading) and block.level in (Level.CLAUSE, Level.ANNEX):
            assert re.sub(r"\s+", "", f"{block.lead}{block.number}{block.text}") in squeezed
        elif isinstance(block, Provision):
            opening = "".join(
                span.number if isinstance(span, Reference) else span.text for span in block.line
            )
            expected = re.sub(r"\s+", "", f"{block.number}{opening}")[:30]
            assert expected in squeezed


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_can_always_be_reached_has_no_surcharges(language: str) -> None:
    small = (ROOT / "tests" / "corpus" / "valid" / "smallest.yaml").read_text(encoding="utf-8")
    always = 'availability: {windows: ["mon-sun 00:00-24:00", holiday 00:00-24:00]}\n'
    spec = examine((small + always).encode(), "engagement.yaml").spec
    assert spec
    blocks = list(draft(spec.engagement, language).require().flow())
    assert all(table.rows for table in blocks if isinstance(table, Table))
    names = [text_of(row[0].lines[0]) for b in blocks if isinstance(b, Table) for row in b.rows]
    assert not {"Buiten de uren", "Out of hours"} & set(names)
    tenth = [b for b in blocks if isinstance(b, Provision) and b.number.startswith("10.")]
    assert len(tenth) == 2
    provisions = " ".join(text_of(b.line) for b in blocks if isinstance(b, Provision))
    assert not re.search("surcharge in|toeslag uit|an estimate|een schatting", provisions)
