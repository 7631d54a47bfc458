"""The chronology tells the whole register in plain words, in both languages alike."""

from __future__ import annotations

import os
import re
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path

import pytest
from conftest import LANGUAGES, ROOT
from whole_story import NOW, whole

from scopegen.document import Document, Heading, Paragraph, Role, text_of
from scopegen.model.events import Event, EventKind
from scopegen.render.pdf_text import pdf_text, same_text
from scopegen.render.word_text import word_text
from scopegen.workflow.building import Order, pdf, word
from scopegen.workflow.chronology import chronology
from scopegen.workflow.chronology_words import Teller, sentence
from scopegen.workflow.dossier import Dossier, kept, open_dossier, terms_in_force
from scopegen.workflow.dossier_members import named_files, places
from scopegen.workflow.notice_kinds import KINDS
from scopegen.workflow.wording import phrases

MARKS = (
    (re.compile(r"\b[0-9a-f]{64}\b"), "<sha256>"),
    (re.compile(r"\b(?:[0-9a-f]{4} ){2}[0-9a-f]{4}\b"), "<mark>"),
)


def made(dossier: Dossier, language: str) -> Document:
    contents = {one.sha256: kept(dossier, one.sha256) for one in named_files(dossier.events)}
    return chronology(dossier, places(dossier.events, contents), language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_chronology_is_as_it_was_reviewed(
    tmp_path: Path, language: str, request: pytest.FixtureRequest
) -> None:
    dossier = open_dossier(str(whole(tmp_path / "x").path), NOW)
    text = made(dossier, language).plain_text()
    for mark, name in MARKS:  # every telling has its own salts
        text = mark.sub(name, text)
    golden = ROOT / "tests" / "golden" / "dossier" / f"chronology.{language}.txt"
    if request.config.getoption("--update-golden"):
        assert not os.environ.get("CI"), "golden files are not rewritten in CI"
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


def test_it_can_be_told_in_the_other_language_and_has_the_same_shape(tmp_path: Path) -> None:
    dossier = open_dossier(str(whole(tmp_path / "x").path), NOW)
    dutch, english = (made(dossier, language) for language in LANGUAGES)
    assert [type(one) for one in dutch.flow()] == [type(one) for one in english.flow()]
    assert (dutch.imprint.language, english.imprint.language) == ("nl-NL", "en-GB")


def test_word_and_pdf_say_what_the_model_says_and_the_contents_lead_to_each_part(
    tmp_path: Path,
) -> None:
    document = made(open_dossier(str(whole(tmp_path / "x").path), NOW), "nl")
    assert word_text(word(document, Order())) == document.plain_text()
    assert same_text(pdf_text(pdf(document, Order())), document.plain_text())
    blocks = tuple(document.flow())
    headings = [one.text for one in blocks if isinstance(one, Heading)]
    listed = [
        text_of(one.line)
        for one in blocks
        if isinstance(one, Paragraph) and one.role is Role.CONTENTS
    ]
    assert listed == headings
    assert [one.partition(".")[0] for one in headings] == [str(n) for n in range(1, 9)]


FACTS = {
    "version": 1, "change": "CR-001", "precondition": "P1", "invoice": "2027-01", "mark": 7,
    "milestone": "M1", "streams": ["work"], "hold": "H1", "kind": "precondition", "about": "P1",
    "on": "2027-03-01", "from": "2027-03-01", "to": 2, "first": "2027-03-01", "last": "2027-03-02",
    "agreed": "2027-03-01", "valid_until": "2027-03-08", "option": "A", "class": "B",
    "method": "handwritten", "form": "CR-001/v1", "days": 8, "fee": "648.00", "row": 4, "seq": 4,
    "start": "2027-03-01T09:00+01:00", "end": "2027-03-01T10:00+01:00", "reasons": ["SG476"],
    "received": "2027-03-01T08:00+01:00",
}  # fmt: skip


def event(kind: EventKind, **more: object) -> Event:
    told = {
        "seq": 1, "previous": "", "hash": "", "kind": kind, "engagement": "X", "actor": "tool",
        "at": datetime(2027, 3, 1, tzinfo=UTC), "zone": "Europe/Amsterdam", "key": "",
        "facts": FACTS, "personal": {},
    }  # fmt: skip
    return Event(**{**told, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_event_is_told_in_a_sentence(tmp_path: Path, language: str) -> None:
    terms = terms_in_force(open_dossier(str(whole(tmp_path / "x").path), NOW))
    teller = Teller(language, terms)
    assert {field.name for field in fields(Event)} >= {"facts", "personal"}
    for kind in EventKind:
        told = sentence(teller, event(kind))
        assert re.fullmatch(r"[A-Z0-9].*\.", told), (kind, told)
        assert "{" not in told, (kind, told)
        longest = max(len(one.split()) for one in re.split(r"[.;:] ", told))
        assert longest <= 30, (kind, told)


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_did_it_is_not_told_once_that_is_erased(tmp_path: Path, language: str) -> None:
    teller = Teller(language, terms_in_force(open_dossier(str(whole(tmp_path / "x").path), NOW)))
    named = event(EventKind.CHANGE_SIGNED, personal={"signer": "A. Kuipers", "remarks": "mooi zo"})
    assert "A. Kuipers" in sentence(teller, named)
    assert sentence(teller, named).endswith("mooi zo")
    erased = sentence(teller, event(EventKind.CHANGE_SIGNED, personal=None))
    assert ("Kuipers" in erased, "mooi" in erased) == (False, False)
    assert phrases(language)["dossier"]["erased"][3:] in erased


def test_every_notice_has_a_name() -> None:
    for language in LANGUAGES:
        assert {kind.id for kind in KINDS} <= phrases(language)["dossier"]["notices"].keys()
