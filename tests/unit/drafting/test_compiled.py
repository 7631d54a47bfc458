"""Compiled templates are kept between runs, and what is kept never changes what is said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment
from own_library import clause

from scopegen.assets import bundled
from scopegen.drafting.library import Library, load_library

SCHEMA = bundled("schemas") / "clause.yaml"
TEXT = "# Start\n\nHet werk begint op {{ day }}.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    clause(tmp_path, "begin", TEXT, when="day")
    return tmp_path


@pytest.fixture
def compilings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """List each text that Jinja compiles."""
    seen: list[str] = []
    generate = Environment.compile

    def counted(self: Environment, source: str, *given: Any, **named: Any) -> Any:
        seen.append(source)
        return generate(self, source, *given, **named)

    monkeypatch.setattr(Environment, "compile", counted)
    return seen


def afresh(folder: Path) -> Library:
    """Load the library as another run of the program would."""
    load_library.cache_clear()
    return load_library(folder, SCHEMA, kept=True)


def said(library: Library) -> tuple[str, bool]:
    values = {"day": "maandag"}
    (one,) = library.clauses
    markdown, _ = library.render(one, "nl", values)
    return markdown, library.applies(one, values)


def kept(folder: Path) -> list[Path]:
    return sorted((folder / "__pycache__").iterdir())


def test_a_second_run_compiles_nothing_and_says_the_same(
    folder: Path, compilings: list[str]
) -> None:
    first = said(afresh(folder))
    assert len(compilings) == 2
    assert said(afresh(folder)) == first
    assert len(compilings) == 2
    assert len(kept(folder)) == 2


def test_a_text_that_changed_is_compiled_anew(folder: Path) -> None:
    said(afresh(folder))
    (folder / "begin" / "nl.md").write_text(TEXT.replace("begint", "start"), "utf-8")
    assert "start op" in said(afresh(folder))[0]


@pytest.mark.parametrize("damage", [b"", b"x", b"x" * 400])
def test_a_damaged_file_costs_time_and_nothing_else(folder: Path, damage: bytes) -> None:
    first = said(afresh(folder))
    whole = [file.read_bytes() for file in kept(folder)]
    for file in kept(folder):
        file.write_bytes(damage)
    assert said(afresh(folder)) == first
    assert [file.read_bytes() for file in kept(folder)] == whole


def test_a_folder_that_cannot_be_made_is_no_hindrance(folder: Path) -> None:
    (folder / "__pycache__").write_text("in the way", "utf-8")
    assert said(afresh(folder))[1]


def test_nothing_is_kept_unless_asked(folder: Path) -> None:
    load_library.cache_clear()
    said(load_library(folder, SCHEMA))
    assert not (folder / "__pycache__").exists()
