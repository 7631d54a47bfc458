"""An interview that was left goes on where it was; a file that cannot be read is not lost."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from scopegen.diagnostics import ScopegenError
from scopegen.source.texts import Value, text_at
from scopegen.workflow.answering import answered
from scopegen.workflow.interview import Extent, Interview, examined, filled
from scopegen.workflow.progress import FILE, forget, keep, kept, taken_up

FRESH = Interview(given={}, today=date(2026, 12, 1), spoken="nl")


def after(*typed: str) -> Interview:
    interview = FRESH
    for one in typed:
        interview = answered(interview, one).require()
    return interview


TOLD = after("belt te vaak", "", "OWN-1", "Advies")


def test_what_was_kept_is_taken_up_as_it_was(tmp_path: Path) -> None:
    keep(tmp_path, TOLD)
    before = kept(tmp_path)
    assert before
    assert taken_up(FRESH, before) == TOLD
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["interview.json"]
    forget(tmp_path)
    assert kept(tmp_path) is None


def test_odd_characters_are_kept(tmp_path: Path) -> None:
    told = after("", "", "ID", 'Böhm & "Zn" – 日本')
    keep(tmp_path, told)
    before = kept(tmp_path)
    assert before
    assert taken_up(FRESH, before) == told


BROKEN: dict[str, object] = {
    "empty": "",
    "cut off": '{"form": 1, "given"',
    "no object": "[]",
    "another form": {"form": 0, "given": {}, "complaints": None, "extent": "all", "said": []},
    "a question of another version": {
        "form": 1, "given": {}, "complaints": None, "extent": "all",
        "said": [{"at": ["meta", "colour"], "is": "red"}],
    },
    "an unknown complaint": {
        "form": 1, "given": {}, "complaints": ["gone"], "extent": "all", "said": [],
    },
    "a number for a text": {
        "form": 1, "given": {}, "complaints": None, "extent": "all",
        "said": [{"at": ["meta", "id"], "is": 5}],
    },
}  # fmt: skip


@pytest.mark.parametrize("case", BROKEN)
def test_a_file_that_cannot_be_read_is_set_aside_and_told(case: str, tmp_path: Path) -> None:
    content = BROKEN[case]
    text = content if isinstance(content, str) else json.dumps(content)
    place = tmp_path / FILE
    place.parent.mkdir()
    for number in (1, 2):
        place.write_text(text, encoding="utf-8")
        with pytest.raises(ScopegenError) as told:
            kept(tmp_path)
        assert told.value.code == "SG925"
        aside = Path(dict(told.value.facts)["file"])
        assert aside.read_text(encoding="utf-8") == text
        assert len(list(place.parent.iterdir())) == number
        assert kept(tmp_path) is None


def test_what_is_given_anew_goes_before_what_was_said(tmp_path: Path) -> None:
    keep(tmp_path, TOLD)
    before = kept(tmp_path)
    assert before
    given: Value = {"meta": {"title": "Iets anders"}}
    again = taken_up(replace(FRESH, given=given), before)
    assert text_at(filled(again).tree, ("meta", "title")) == "Iets anders"
    assert text_at(filled(again).tree, ("meta", "id")) == "OWN-1"


def test_an_answer_that_is_wrong_by_now_is_asked_again(tmp_path: Path) -> None:
    started = replace(TOLD, said=(*TOLD.said, (("engagement", "start"), "2026-12-20")))
    assert examined(started)[:0] == ()
    keep(tmp_path, started)
    before = kept(tmp_path)
    assert before
    later = taken_up(replace(FRESH, today=date(2027, 3, 1)), before)
    assert later.said == TOLD.said


def test_how_much_is_asked_is_kept_too(tmp_path: Path) -> None:
    keep(tmp_path, replace(TOLD, extent=Extent.LACKING))
    before = kept(tmp_path)
    assert before
    assert taken_up(FRESH, before).extent is Extent.LACKING
