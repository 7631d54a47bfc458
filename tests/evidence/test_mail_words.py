"""What the sender's own words decide, and what of a message is the sender's own."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from scopegen.evidence.mail_html import text_of_html
from scopegen.evidence.mail_text import parted, unquoted
from scopegen.evidence.mail_words import judge
from scopegen.model.evidence import Decision

TABLE: dict[str, list[str]] = tomllib.loads(
    Path(__file__).with_name("mail_corpus").joinpath("words.toml").read_text(encoding="utf-8")
)
CASES = [(decision, words) for decision, several in TABLE.items() for words in several]


@pytest.mark.parametrize(("decision", "words"), CASES)
def test_words_decide_what_a_reader_would_say(decision: str, words: str) -> None:
    assert judge(unquoted(words)).decision == decision


def test_the_table_is_large_and_without_repeats() -> None:
    assert len({words for _, words in CASES}) == len(CASES) > 300


@pytest.mark.parametrize(
    ("words", "reason", "extract"),
    [
        ("Akkoord, mits later.", "condition", "mits"),
        ("Niet akkoord.", "refused", "Niet akkoord"),
        ("Akkoord?", "question", "Akkoord?"),
        ("Uw akkoord is er.", "hedged", "Uw akkoord"),
        ("Ontvangen.", "no_yes", "Ontvangen"),
        ("Akkoord. Jan doet de interviews.", "beside", "Jan doet de interviews."),
        ("Akkoord.\n\nGroet,\nJan\n\nAlleen na overleg", "below", "Alleen"),
        (
            "Akkoord.\n\nGroet,\nJan\n\nDisclaimer: dit bericht is niet bindend.",
            "not_binding",
            "bindend",
        ),
    ],
)
def test_a_judgement_shows_the_words_that_made_it(words: str, reason: str, extract: str) -> None:
    judged = judge(words)
    assert judged.reason == reason
    assert extract in judged.extract


@pytest.mark.parametrize(
    "quote",
    [
        "Op ma 1 feb 2027 om 16:40 schreef Nadia Bos <n@b.example>:\n> oud\n> ouder",
        "Op ma 1 feb 2027 om 16:40 schreef Nadia Bos <\nn@b.example>:\n\n> oud",
        "On Mon, Feb 1, 2027 at 4:40 PM Nadia Bos <n@b.example> wrote:\n> oud",
        "Am Mo., 1. Feb. 2027 um 16:40 Uhr schrieb Nadia Bos <n@b.example>:\n> oud",
        "Le lun. 1 févr. 2027 à 16:40, Nadia Bos <n@b.example> a écrit :\n> oud",
        "Nadia Bos <n@b.example> schreef op 1 februari 2027 16:40:\n> oud",
        "-----Oorspronkelijk bericht-----\noud",
        "-----Original Message-----\noud",
        "----- Ursprüngliche Nachricht -----\noud",
        "Begin forwarded message:\n\noud",
        "Van: Nadia Bos\nVerzonden: maandag\nAan: Anna\nOnderwerp: CR\n\noud",
        "*From:* Nadia Bos\n*Sent:* Monday\n*To:* Anna\n*Subject:* CR\n\noud",
        "Von: Nadia Bos\nGesendet: Montag\nAn: Anna\nBetreff: CR\n\noud",
        "____________________\nFrom: Nadia Bos\nDate: Monday\nTo: Anna\nSubject: CR\n\noud",
        "> oud\n> ouder",
    ],
)
def test_what_is_quoted_is_left_out(quote: str) -> None:
    own = unquoted(f"Nieuwe woorden.\n\n{quote}\n")
    assert own.rstrip("_\n") == "Nieuwe woorden."


def test_words_below_a_marked_quote_are_the_senders_own() -> None:
    quote = "Op 1 feb 2027 schreef Nadia <n@b.example>:\n> oud"
    assert unquoted(f"{quote}\n\nNieuw.") == "Nieuw."


def test_words_below_an_unmarked_quote_are_not() -> None:
    quote = "Op 1 feb 2027 schreef Nadia <n@b.example>:\n\noud"
    assert unquoted(f"Nieuw.\n\n{quote}\n\nAkkoord.") == "Nieuw."


def test_a_message_is_parted_into_body_signature_and_small_print() -> None:
    text = (
        "Beste Nadia,\n\nAkkoord.\n\nMet vriendelijke groet,\nAnna\n\nDit bericht is vertrouwelijk."
    )
    own = parted(text)
    assert own.body == "Akkoord."
    assert own.below == "Met vriendelijke groet,\nAnna"
    assert own.disclaimer == "Dit bericht is vertrouwelijk."


@pytest.mark.parametrize(
    "markup",
    [
        '<p style="display: none">X</p>',
        '<p style="visibility:hidden">X</p>',
        '<p style="font-size:0px">X</p>',
        '<p style="opacity:0">X</p>',
        '<p style="color:#FFFFFF">X</p>',
        '<font color="white">X</font>',
        '<p style="color:red;background:red">X</p>',
        '<p style="position:absolute;left:-9999px">X</p>',
        '<p style="mso-hide:all">X</p>',
        "<p hidden>X</p>",
        "<del>X</del>",
        '<span style="text-decoration: line-through">X</span>',
        '<style>.h{display:none}</style><p class="a h">X</p>',
        '<style>#h{font-size:1px}</style><p id="h">X</p>',
    ],
)
def test_what_nobody_sees_is_kept_apart(markup: str) -> None:
    seen, unseen = text_of_html(f"<body><p>Y</p>{markup}<p>Z</p></body>")
    assert seen.split() == ["Y", "Z"]
    assert unseen.split() == ["X"]


def test_white_on_blue_is_seen() -> None:
    assert text_of_html('<td bgcolor="#0000ff"><font color="white">X</font></td>')[0].strip() == "X"


@pytest.mark.parametrize(
    "markup",
    ["<!-- X -->", "<script>X</script>", "<title>X</title>", "<blockquote>X</blockquote>"],
)
def test_what_is_no_text_of_the_sender_is_left_out(markup: str) -> None:
    seen, unseen = text_of_html(f"Y {markup}")
    assert unquoted(seen) == "Y"
    assert unseen == ""


def test_entities_and_breaks_become_text() -> None:
    assert unquoted(text_of_html("a&nbsp;&euro;&#49;<br>b<p>c</p>")[0]) == "a €1\nb\n\nc"


def test_a_yes_in_a_script_that_looks_latin_is_no_yes() -> None:
    assert judge("\N{CYRILLIC CAPITAL LETTER A}kkoord").decision is Decision.UNCLEAR
