"""`scopegen templates`, and building with a template, a brand or LibreOffice."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import docx
import page
import pytest
from command_line import ENGLISH, names, process, run, write
from conftest import ROOT
from letterheads import heads, paper, part_of, picture, related, says
from libreoffice import needs_libreoffice
from pypdf import PdfReader
from sample_documents import dutch_letter, english_letter

from scopegen.assets import bundled
from scopegen.diagnostics import Rejected, ScopegenError
from scopegen.document import Document, Paragraph, Section, Text
from scopegen.model.brand import Brand, Logo
from scopegen.render.pdf import open_pdf_press, render_pdf
from scopegen.render.pdf_office import finished
from scopegen.render.pdf_text import pdf_text, same_text
from scopegen.render.word_fields import PRINTED_FIELDS
from scopegen.render.word_template import REQUIRED_STYLES
from scopegen.render.word_text import word_text
from scopegen.workflow import office
from scopegen.workflow.building import Order, print_letters
from scopegen.workflow.checking import examine
from scopegen.workflow.templates import words

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LINKED = f'<Relationship Id="x" Type="{OFFICE}/image" Target="http://x/y" TargetMode="External"/>'


def kept(folder: Path, content: bytes) -> Path:
    path = folder / "house.docx"
    path.write_bytes(content)
    return path


# ---- list ----


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_list_names_templates_fields_and_styles(language: str) -> None:
    told = run("--ui-lang", language, "templates", "list", "--fields", "--styles").stdout
    for name in ("letter", "blocks", "draft_mark", "Clause paragraph"):
        assert f"{name} " in told


def test_the_list_can_be_read_by_machines() -> None:
    whole = json.loads(run("templates", "list", "--fields", "--format", "json").stdout)
    assert [one["name"] for one in whole["templates"]] == ["letter", "blocks"]
    assert {one["name"] for one in whole["fields"]} == {"letter", *PRINTED_FIELDS}


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_field_and_style_is_described_and_nothing_else(language: str) -> None:
    assert set(words(language)["fields"]) == {"letter", *PRINTED_FIELDS}
    assert set(words(language)["styles"]) == set(REQUIRED_STYLES)


# ---- eject ----


@pytest.mark.parametrize(("language", "readme"), [("nl", "LEESMIJ.md"), ("en", "README.md")])
def test_eject_writes_a_template_and_a_readme(tmp_path: Path, language: str, readme: str) -> None:
    made = run("--ui-lang", language, "templates", "eject", tmp_path / "mine")
    assert made.exit_code == 0
    assert names(tmp_path / "mine") == sorted(["letter.docx", readme])
    text = (tmp_path / "mine" / readme).read_text(encoding="utf-8")
    for name in ("{{ client }}", "{{ letter }}", "`Clause paragraph`", "{%p if draft_mark %}"):
        assert name in text
    assert run("templates", "lint", tmp_path / "mine" / "letter.docx", "--strict").exit_code == 0


def test_the_template_of_blocks_is_the_bundled_one(tmp_path: Path) -> None:
    run("templates", "eject", tmp_path, "--name", "blocks")
    whole = bundled("templates") / "word" / "letter.docx"
    assert (tmp_path / "letter.docx").read_bytes() == whole.read_bytes()


def test_eject_never_overwrites_without_being_told(tmp_path: Path) -> None:
    (tmp_path / "letter.docx").write_bytes(b"mine")
    refused = run("templates", "eject", tmp_path)
    assert (refused.exit_code, "SG582" in refused.stderr) == (2, True)
    assert (tmp_path / "letter.docx").read_bytes() == b"mine"
    assert names(tmp_path) == ["letter.docx"]
    assert run("templates", "eject", tmp_path, "--replace").exit_code == 0
    assert docx.Document(str(tmp_path / "letter.docx")).paragraphs


def test_eject_of_a_template_that_is_not_there_names_those_that_are(tmp_path: Path) -> None:
    refused = run("templates", "eject", tmp_path, "--name", "brief")
    assert (refused.exit_code, "letter, blocks" in refused.stderr) == (2, True)


# ---- lint ----


@pytest.mark.parametrize(
    ("language", "place"),
    [
        ("nl", "koptekst 1, alinea 1 „Voor {{ klant }}”"),
        ("en", "header 1, paragraph 1 “Voor {{ klant }}”"),
    ],
)
def test_lint_says_where_and_what(tmp_path: Path, language: str, place: str) -> None:
    path = kept(tmp_path, paper(heads("Voor {{ klant }}")))
    told = run("--ui-lang", language, "templates", "lint", path)
    assert told.exit_code == 1
    assert place in told.stdout
    assert "SG563" in told.stdout


def test_lint_tells_machines_the_path(tmp_path: Path) -> None:
    path = kept(tmp_path, paper(says("{{ klant }}")))
    rows = json.loads(run("templates", "lint", path, "--format", "json").stdout)["diagnostics"]
    (one,) = [row for row in rows if row["code"] == "SG563"]
    assert (one["path"], one["facts"]["paragraph"]) == ("body.paragraph[2]", "2")


def test_lint_in_short_is_a_line_a_finding(tmp_path: Path) -> None:
    lines = run("templates", "lint", kept(tmp_path, paper()), "--format", "short").stdout
    assert "note[SG562] lists: " in lines


def test_lint_lists_what_is_lent_in_one_table(tmp_path: Path) -> None:
    told = run("--ui-lang", "en", "templates", "lint", kept(tmp_path, paper()))
    assert told.exit_code == 0
    assert "SG560" not in told.stdout
    assert "Clause item          an item: (a)" in told.stdout


def test_lint_tries_a_template_on_a_letter(tmp_path: Path) -> None:
    run("templates", "eject", tmp_path, "--name", "blocks")
    path = tmp_path / "letter.docx"
    whole = docx.Document(str(path))
    whole.paragraphs[3].insert_paragraph_before("Tussendoor")
    whole.save(str(path))
    told = run("--ui-lang", "en", "templates", "lint", path)
    assert (told.exit_code, "SG574" in told.stdout) == (1, True)


def test_lint_of_a_file_that_is_not_there_is_wrong_use(tmp_path: Path) -> None:
    assert run("templates", "lint", tmp_path / "gone.docx").exit_code == 2
    assert run("templates", "lint", tmp_path).exit_code == 2


def test_warnings_fail_only_when_strict(tmp_path: Path) -> None:
    made = docx.Document(io.BytesIO(paper()))
    made.sections[0].page_width = made.sections[0].page_height
    whole = io.BytesIO()
    made.save(whole)
    path = kept(tmp_path, whole.getvalue())
    assert run("templates", "lint", path).exit_code == 0
    assert run("templates", "lint", path, "--strict").exit_code == 1


# ---- build ----


def test_build_with_letter_paper_prints_cover_and_letter(tmp_path: Path) -> None:
    spec = write(tmp_path, ENGLISH)
    path = kept(tmp_path, paper(says("For {{ client }}, {{ date }}, {{ version }}")))
    made = run("build", spec, "--draft", "--to", "docx", "--word-template", path)
    assert made.exit_code == 0
    (letter,) = (tmp_path / "documents").glob("*.docx")
    examined = examine(spec.read_bytes(), "engagement.yaml")
    assert examined.spec
    client = examined.spec.engagement.parties.client.name
    assert f"\nFor {client}, " in word_text(letter.read_bytes())


def test_build_says_once_that_the_pdf_has_another_look(tmp_path: Path) -> None:
    spec, path = write(tmp_path, ENGLISH), kept(tmp_path, paper())
    made = run("build", spec, "--draft", "--lang", "nl,en", "--word-template", path)
    assert made.stderr.count("--pdf-engine libreoffice") == 1
    alone = run("build", spec, "--draft", "--to", "docx", "--word-template", path)
    assert "--pdf-engine" not in alone.stderr


def test_build_refuses_an_unsafe_template_with_every_reason(tmp_path: Path) -> None:
    spec = write(tmp_path, ENGLISH)
    path = kept(tmp_path, related(paper(says("{{ title.__class__ }}")), LINKED))
    made = run("--ui-lang", "en", "build", spec, "--draft", "--word-template", path)
    assert made.exit_code == 1
    for told in ("SG568", "http://x/y", "SG565", "text, paragraph 2"):
        assert told in made.stderr
    assert "2 errors. Nothing was made." in made.stderr
    assert not (tmp_path / "documents").exists()


def test_an_empty_brand_changes_nothing() -> None:
    examined = examine(ENGLISH.encode(), "engagement.yaml")
    plain = print_letters(examined, Order()).contents
    assert print_letters(examined, Order(brand=Brand())).contents == plain


def test_a_brand_dresses_both_files_and_changes_no_word() -> None:
    examined = examine(ENGLISH.encode(), "engagement.yaml")
    logo = Logo(content=picture(), kind="png", alt="Northgate")
    order = Order(brand=Brand(accent="#8a1538", logo=logo))
    printed = print_letters(examined, order)
    word, pdf = (printed.contents[name] for name in printed.contents)
    (letter,) = printed.letters.values()
    assert word_text(word) == letter.plain_text()
    assert same_text(pdf_text(pdf), letter.plain_text())
    assert "8A1538" in part_of(word, "word/styles.xml")


def test_a_brand_that_will_not_do_stops_the_letter_with_every_reason() -> None:
    logo = Logo(content=b"x", kind="png", alt="x")
    order = Order(brand=Brand(accent="#ffcc00", logo=logo))
    with pytest.raises(Rejected) as refused:
        print_letters(examine(ENGLISH.encode(), "engagement.yaml"), order)
    assert {one.code for one in refused.value.diagnostics} == {"SG576", "SG577"}


# ---- LibreOffice ----


def test_without_libreoffice_the_remedy_is_told(tmp_path: Path) -> None:
    spec = write(tmp_path, ENGLISH)
    words = ["scopegen", "build", str(spec), "--draft", "--pdf-engine", "libreoffice"]
    script = (
        "import sys, scopegen.cli, scopegen.workflow.office as office; office.USUAL = ();"
        f"sys.argv = {words!r}; scopegen.cli.main()"
    )
    made = subprocess.run(
        [sys.executable, "-c", script],
        env={"PATH": "", "PYTHONPATH": str(ROOT), "LC_ALL": "en_GB.UTF-8"},
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert (made.returncode, b"SG579" in made.stderr) == (5, True)
    assert b"libreoffice.org" in made.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")
@pytest.mark.parametrize(
    ("script", "reason"),
    [("echo broken >&2; exit 3", "broken"), ("exit 0", "-"), ("sleep 60", "1 s")],
)
def test_a_libreoffice_that_fails_or_hangs_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, reason: str
) -> None:
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(office, "find_office", lambda: str(program))
    monkeypatch.setattr(office, "SECONDS", 1)
    with pytest.raises(ScopegenError) as refused:
        office.office_pdf(paper(), dutch_letter())
    assert (refused.value.code, dict(refused.value.facts)["reason"]) == ("SG580", reason)


def test_a_pdf_that_says_something_else_is_not_delivered() -> None:
    pdf = render_pdf(dutch_letter(), open_pdf_press(bundled("templates")))
    assert same_text(pdf_text(finished(pdf, dutch_letter())), dutch_letter().plain_text())
    with pytest.raises(ScopegenError) as refused:
        finished(pdf, english_letter())
    assert refused.value.code == "SG580"
    longer = letter_with_one_more_line()
    with pytest.raises(ScopegenError) as lacking:
        finished(pdf, longer)
    assert lacking.value.code == "SG581"
    assert "Nog een regel" in dict(lacking.value.facts)["line"]


def letter_with_one_more_line() -> Document:
    letter = dutch_letter()
    more = Section(id="more", blocks=(Paragraph(line=(Text(text="Nog een regel"),)),))
    return replace(letter, sections=(*letter.sections, more))


@needs_libreoffice
def test_libreoffice_prints_the_word_file_the_same_each_time(tmp_path: Path) -> None:
    spec, path = write(tmp_path, ENGLISH), kept(tmp_path, paper(says("Yours, {{ provider }}")))
    made = []
    for name in ("one", "two"):
        result = process(
            *("build", spec, "--draft", "--to", "pdf", "--word-template", path),
            *("--pdf-engine", "libreoffice", "-o", tmp_path / name),
        )
        assert result.returncode == 0, result.stderr
        made += [next((tmp_path / name).glob("*.pdf")).read_bytes()]
    assert made[0] == made[1]
    reader = PdfReader(io.BytesIO(made[0]))
    assert str(reader.root_object["/Lang"]) == "en-GB"
    assert reader.outline
    assert "Yours, " in pdf_text(made[0])
    profile = page.ValidationProfile.PDF_A_2B
    report = page.validate_pdf_bytes(made[0], profile=profile)
    assert report.is_compliant, report.failures


@pytest.mark.parametrize("tag", ["{{ title }", "{{p letter }", "{{ title", "{% if title %"])
def test_a_tag_that_is_not_closed_is_told_with_its_text(tmp_path: Path, tag: str) -> None:
    path = kept(tmp_path, paper(says(tag)))
    linted = run("templates", "lint", path)
    assert (linted.exit_code, "SG564" in linted.output, tag in linted.output) == (1, True, True)
    built = run("build", write(tmp_path), "--word-template", path, "-o", tmp_path / "out")
    assert (built.exit_code, "SG564" in built.output) == (1, True)
