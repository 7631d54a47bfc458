"""`scopegen init` on a terminal: complaints, the letter so far, leaving and going on."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path

import pytest
import yaml
from command_line import names, run
from terminals import Start, Terminal, start

__all__ = ["start"]
DUTCH = {"LC_ALL": "nl_NL.UTF-8"}
ENGLISH = {"LC_ALL": "en_GB.UTF-8"}
KEPT = Path("job") / ".scopegen" / "interview.json"

ESSENTIAL = {
    "Hoe heet de opdracht,": "Advies",
    "Hoe heet u": "Noor Bakker",
    "Wat is uw adres": "Laan 1, Utrecht",
    "Wat is uw KvK": "01234567",
    "ontvangt u mededelingen": "noor@noor.example",
    "Hoe heet de opdrachtgever": "Stichting De Waterlinie",
    "Wat is het adres van de opdrachtgever": "Laan 2, Utrecht",
    "Wat is het KvK-nummer van de opdrachtgever": "87654321",
    "Wie beslist en tekent": "J. de Vries",
    "Welke functie heeft die": "directeur",
    "geeft die persoon akkoord": "j@wij.example",
    "wil de opdrachtgever bereiken": "Van 40 naar 60",
    "Wat gaat u daarvoor doen": "Een; Twee",
    "Wat is uw uurtarief": "EUR 90.00",
}
"""What a freelancer says; Enter will do for the rest."""


@pytest.fixture(autouse=True)
def _stand_in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def answer(terminal: Terminal, said: dict[str, str], until: str = "\0") -> str:
    """Answer every question by its words until the end, or until a question; give all shown."""
    told, left = "", {words: typed.split("|") for words, typed in said.items()}
    typed: list[str] = []
    for _ in range(99):
        try:
            asked = terminal.wait_for("\n> ")
        except OSError:  # the last user of the terminal has closed it
            return told + terminal.shown
        told += asked
        if until in asked:
            return told
        if "Vraag" in asked:  # else the same question is asked again
            typed = next((left[words] for words in left if words in asked), [])
        terminal.type(f"{typed.pop(0) if typed else ''}\n")
    raise AssertionError(told)


def spec(folder: str = "job") -> dict[str, object]:
    text = (Path(folder) / "engagement.yaml").read_text(encoding="utf-8")
    whole: dict[str, object] = yaml.load(text, Loader=yaml.BaseLoader)
    return whole


def test_a_complaint_turns_on_what_helps_and_says_so(start: Start) -> None:
    terminal = start("init", "job", **DUTCH)
    shown = answer(
        terminal,
        {**ESSENTIAL, "Wat gaat er nu mis": "hij belt de hele dag", "welke dag is er": "dinsdag",
         "Hoe laat": "10:00"},
    )  # fmt: skip
    assert terminal.process.wait() == 0
    assert "Twee losse gesprekken per week zijn gratis." in shown
    assert "onder 'Vaste en losse gesprekken':" in shown
    assert "== Bellen en overleggen ==" in shown
    calls = spec()["calls"]
    assert calls == {
        "standing": [{"day": "dinsdag", "time": "10:00", "length": "30 min"}],
        "adhoc_per_week": "2",
        "adhoc_free": "15 min",
        "overload_per_day": "3",
    }
    assert "tegen: de klant belt te vaak" in Path("job/engagement.yaml").read_text("utf-8")
    assert run("check", "job", "--format", "short").stdout == ""


def test_the_letter_so_far_is_shown_after_each_section_and_when_asked(start: Start) -> None:
    terminal = start("init", "job", **DUTCH)
    answer(terminal, ESSENTIAL, until="Hoe rekent u")
    terminal.type("=\n")
    shown = terminal.wait_for("\n> ")
    assert "Partijen            Noor Bakker en Stichting De Waterlinie (J. de Vries)." in shown
    assert "Prijs               (komt nog)" in shown
    terminal.type("\n")
    terminal.wait_for("\n> ")
    terminal.type("EUR 90.00\n")
    assert "Prijs               € 90,00 per uur." in terminal.wait_for("\n> ")


def test_numbers_are_checked_as_they_are_typed_and_mended_with_enter(start: Start) -> None:
    terminal = start("init", "job", **DUTCH)
    shown = answer(
        terminal,
        {
            **ESSENTIAL,
            "Wat is uw KvK": "1234567|12.34.56.78|",
            "Wat is uw uurtarief": "95,50|",
            "zelf iets kiezen": "3",
            "rekeningnummer (IBAN)": "NL91ABNA0417164301|nl91 abna 0417 1643 00|",
            "btw-id": "NL001234567B02",
        },
    )
    assert "een KvK-nummer heeft acht cijfers; hier staat '1234567'" in shown
    assert "Bedoelt u: 12345678?" in shown
    assert "klopt niet (controlegetal)" in shown
    assert "Bedoelt u: NL91ABNA0417164300?" in shown
    assert "waarschuwing: het btw-id" in shown
    text = Path("job/engagement.yaml").read_text("utf-8")
    assert "register_no: 12345678" in text
    assert "hourly_rate: EUR 95.50" in text
    assert "iban: NL91ABNA0417164300" in text
    assert "Let nog op (1)" in shown + terminal.shown


def test_things_are_asked_one_by_one_until_nothing_is_said(start: Start) -> None:
    terminal = start("init", "job", **DUTCH)
    shown = answer(
        terminal,
        {
            **ESSENTIAL,
            "Wat gaat u daarvoor doen": "Zes interviews|Een plan|",
            "zelf iets kiezen": "8 2",
            "Wie mag er nog meer": "A. Smit|",
            "Welke functie heeft deze": "hoofd",
            "schrijft deze persoon": "a@wij.example",
            "Wat heeft u van de": "De ledenlijst|Het logo|",
            "Wie levert dat": "A. Smit|A. Smit",
            "Uiterlijk wanneer": "2099-01-15|2099-01-20",
            "Wanneer is het compleet": "alle leden staan erin|het is een svg",
        },
    )
    assert "Enter: dit was alles" in shown
    text = Path("job/engagement.yaml").read_text("utf-8")
    assert "    - Zes interviews\n    - Een plan\n" in text
    assert "  - id: P1\n" in text
    assert "  - id: P2\n" in text
    assert "- name: A. Smit" in text
    assert run("check", "job", "--format", "short").exit_code == 0


@pytest.mark.parametrize(
    ("environment", "leave", "words", "code"),
    [
        (DUTCH, "!\n", "Ga verder met: scopegen init job", 0),
        (DUTCH, "stop\n", "Bewaard: 3 antwoorden", 0),
        (ENGLISH, "\x04", "Go on with: scopegen init job", 130),
        (ENGLISH, "\x03", "Kept: 3 answers", 130),
    ],
)
def test_who_leaves_is_told_how_to_go_on(
    environment: dict[str, str], leave: str, words: str, code: int, start: Start
) -> None:
    terminal = start("init", "job", **environment)
    for typed in ("", "", "OWN-1"):
        terminal.wait_for("\n> ")
        terminal.type(f"{typed}\n")
    terminal.wait_for("\n> ")
    if leave == "\x03":
        terminal.interrupt()
    else:
        terminal.type(leave)
    assert terminal.end() == code
    assert words in terminal.shown
    assert names(Path()) == [str(KEPT)]


def test_a_terminal_that_is_closed_loses_no_answer(start: Start) -> None:
    terminal = start("init", "job", **DUTCH)
    answer(terminal, ESSENTIAL, until="Wat is uw adres")
    os.killpg(terminal.process.pid, signal.SIGHUP)
    terminal.process.wait(30)
    assert names(Path()) == [str(KEPT)]
    kept = json.loads(KEPT.read_text(encoding="utf-8"))["said"]
    assert kept[-1] == {"at": ["parties", "provider", "name"], "is": "Noor Bakker"}


@pytest.mark.parametrize("place", ["Hoe heet u", "Hoe rekent u"])
def test_an_interview_that_was_left_makes_the_same_spec(
    place: str, start: Start, tmp_path: Path
) -> None:
    whole = start("init", "whole", **DUTCH)
    answer(whole, ESSENTIAL)
    first = start("init", "job", **DUTCH)
    answer(first, ESSENTIAL, until=place)
    first.type("!\n")
    assert first.end() == 0
    second = start("init", "job", **DUTCH)
    assert "Verder gaan?" in answer(second, ESSENTIAL)
    assert spec("job") == spec("whole")
    assert not (tmp_path / KEPT).exists()


def test_who_starts_anew_is_asked_everything_again(start: Start) -> None:
    for again in (["--fresh"], []):
        first = start("init", "job", **DUTCH)
        for typed in ("", "", "OLD-1", "!"):
            first.wait_for("\n> ")
            first.type(f"{typed}\n")
        first.end()
        second = start("init", "job", *again, **DUTCH)
        if not again:
            second.wait_for("\n> ")
            second.type("n\n")
        assert "Vraag 1" in second.wait_for("\n> ")
        second.type("\x04")
        second.end()
        KEPT.unlink(missing_ok=True)


def test_going_back_keeps_the_answer_with_enter_or_takes_it_out(start: Start) -> None:
    terminal = start("init", "job", **DUTCH)
    answer(terminal, {**ESSENTIAL, "telefoonnummer": "0612345678"}, until="Wat voor opdrachtgever")
    terminal.type("<\n")
    assert "uw antwoord was: 0612345678. Enter houdt dat, - haalt het weg" in terminal.wait_for(
        "\n> "
    )
    terminal.type("-\n")
    answer(terminal, ESSENTIAL)
    assert "phone" not in Path("job/engagement.yaml").read_text("utf-8")


def test_kept_answers_that_cannot_be_read_are_told_and_not_lost(start: Start) -> None:
    KEPT.parent.mkdir(parents=True)
    KEPT.write_text("{broken", encoding="utf-8")
    terminal = start("init", "job", **DUTCH)
    assert "interview.unreadable.json" in answer(terminal, ESSENTIAL, until="Vraag 1")
    aside = KEPT.with_name("interview.unreadable.json")
    assert aside.read_text(encoding="utf-8") == "{broken"


def test_complete_answers_ask_nothing(start: Start) -> None:
    text = Path(__file__).parents[1] / "corpus" / "valid" / "smallest.yaml"
    terminal = start("init", "job", "--answers", str(text), **DUTCH)
    assert terminal.end() == 0
    assert "Vraag" not in terminal.shown
    assert "# voorbeeld" not in Path("job/engagement.yaml").read_text("utf-8")
