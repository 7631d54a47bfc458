"""The interview of `scopegen init`, on a terminal of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from command_line import SMALLEST, names, run, write
from terminals import Start, Terminal, start

__all__ = ["start"]
DUTCH = {"LC_ALL": "nl_NL.UTF-8"}


@pytest.fixture(autouse=True)
def _stand_in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


SAID = (
    ("complaints", ""), ("meta.language", ""), ("meta.id", "OWN-1"), ("meta.title", "Advies"),
    ("parties.provider.kind", "1"), ("parties.provider.name", "Noor: advies"),
    ("parties.provider.address", "Laan 1, Utrecht"), ("parties.provider.register_no", "01234567"),
    ("parties.provider.email", "noor@noor.example"), ("parties.provider.phone", ""),
    ("parties.client.kind", "company"), ("parties.client.name", "Wij"),
    ("parties.client.address", "Laan 2, Utrecht"), ("parties.client.register_no", "87654321"),
    ("parties.authority.name", "J. de Vries"),
    ("parties.authority.role", "directeur"), ("parties.authority.email", "j@wij.example"),
    ("engagement.goal", "Beter"), ("engagement.scope", "Eén ding: dit; Twee"),
    ("engagement.start", ""), ("fees.model", ""), ("fees.hourly_rate", "EUR 90.00"),
    ("more", ""),
)  # fmt: skip
"""What a freelancer says, question after question."""


def say_all(terminal: Terminal, until: str = "") -> None:
    for field, said in SAID:
        terminal.wait_for("\n> ")
        if field == until:
            return
        terminal.type(f"{said}\n")


def test_the_interview_makes_a_letter_of_what_was_said(start: Start, tmp_path: Path) -> None:
    terminal = start("init", "job", **DUTCH)
    say_all(terminal)
    assert terminal.end() == 0
    assert "scopegen build job" in terminal.shown
    text = (tmp_path / "job" / "engagement.yaml").read_text(encoding="utf-8")
    spec = yaml.load(text, Loader=yaml.BaseLoader)
    provider = spec["parties"]["provider"]
    assert provider["kind"] == "sole_trader"
    assert provider["register_no"] == "01234567"
    assert "phone" not in provider
    assert spec["meta"]["id"] == "OWN-1"
    assert spec["engagement"]["scope"] == ["Eén ding: dit", "Twee"]
    assert run("check", "job", "--format", "short").stdout == ""


@pytest.mark.parametrize(
    ("locale", "shown"),
    [
        ("nl_NL.UTF-8", ["Vraag 1 van 22", "Wat gaat er nu mis", "de klant belt te vaak"]),
        ("en_GB.UTF-8", ["Question 1 of 24", "What goes wrong", "the client calls too often"]),
    ],
)
def test_a_question_shows_its_number_and_what_may_be_typed(
    locale: str, shown: list[str], start: Start
) -> None:
    asked = start("init", "job", LC_ALL=locale).wait_for("\n> ")
    assert all(words in asked for words in shown)


def test_a_question_is_explained_asked_again_and_gone_back_to(start: Start) -> None:
    terminal = start("init", "job", **DUTCH)
    say_all(terminal, until="meta.id")
    terminal.type("?\n")
    assert "Kenmerk van de opdracht" in terminal.wait_for("\n> ")
    terminal.type("my own id\n")
    assert "Bedoelt u: my-own-id?" in terminal.wait_for("\n> ")
    terminal.type("OWN-1\n")
    assert "Vraag 4" in terminal.wait_for("\n> ")
    terminal.type("\n")
    assert "×" in terminal.wait_for("\n> ")
    terminal.type("<\n")
    assert "Vraag 3" in terminal.wait_for("\n> ")


def test_the_language_is_not_asked_when_it_was_given(start: Start) -> None:
    terminal = start("init", "job", "--lang", "nl", **DUTCH)
    terminal.wait_for("\n> ")
    terminal.type("\n")
    assert "kenmerk" in terminal.wait_for("\n> ")


def test_the_interview_asks_only_what_the_answers_lack(start: Start, tmp_path: Path) -> None:
    text = SMALLEST.replace("  id: OPD-2026-014\n", "")
    (tmp_path / "answers.yaml").write_text(text, encoding="utf-8")
    terminal = start("init", "job", "--answers", "answers.yaml", **DUTCH)
    for field in ("taal", "kenmerk"):
        assert field in terminal.wait_for("\n> ")
        terminal.type("\n")
    assert terminal.end() == 0


def test_a_spec_that_is_there_is_refused_before_anything_is_asked(
    start: Start, tmp_path: Path
) -> None:
    write(tmp_path)
    terminal = start("init", **DUTCH)
    terminal.wait_for("SG903")
    assert terminal.end() == 2


def test_an_interrupted_interview_writes_nothing_and_says_130(start: Start, tmp_path: Path) -> None:
    terminal = start("init", "job")
    terminal.wait_for("\n> ")
    terminal.interrupt()
    assert terminal.end() == 130
    assert "Traceback" not in terminal.shown
    assert names(tmp_path) == []
