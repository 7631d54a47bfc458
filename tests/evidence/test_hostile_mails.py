"""Hostile messages: a disguised sender, words that are hidden or shown apart, or far too much.

Of each file in corpus/hostile/mail it is known what may be made of it; only those whose names begin
with `good` are a plain yes.
"""

from __future__ import annotations

import time
import tomllib
from pathlib import Path
from typing import Any

import pytest
from test_mail_messages import ASKED, HEAD, errors, hints

from scopegen.evidence.mail import propose, read_mail
from scopegen.evidence.mail_style import declared, hides
from scopegen.model.evidence import Decision

CORPUS = Path(__file__).resolve().parents[1] / "corpus" / "hostile" / "mail"
MESSAGES: dict[str, dict[str, Any]] = tomllib.loads(
    (CORPUS / "messages.toml").read_text(encoding="utf-8")
)
YES = b"\r\n\r\nAkkoord met CR-001 versie 1, EUR 1.512,00."
SECONDS = 4


def proposed(data: bytes) -> tuple[str, list[str]]:
    read = read_mail(data)
    decision, found = propose(read.value, ASKED) if read.value else ("", ())
    return str(decision), errors([*read, *found])


@pytest.mark.parametrize("name", MESSAGES)
def test_a_hostile_message_is_no_plain_yes(name: str) -> None:
    told = proposed((CORPUS / f"{name}.eml").read_bytes())
    assert told == (MESSAGES[name]["decision"], MESSAGES[name]["errors"])
    assert (told == (Decision.AGREE, [])) is name.startswith("good")


def test_every_message_of_the_corpus_is_expected() -> None:
    assert {path.stem for path in CORPUS.glob("*.eml")} == MESSAGES.keys()
    assert len(MESSAGES) == 146


def test_a_check_that_failed_is_told_and_one_that_was_passed_is_not_believed() -> None:
    failed = HEAD + b"Authentication-Results: mx.ours.example; dmarc=fail" + YES
    passed = HEAD + b"Authentication-Results: mx.ours.example; dmarc=pass; dkim=pass" + YES
    assert "SG449 failed" in hints(read_mail(failed))
    assert hints(read_mail(passed)) == ["SG449"]


def test_hidden_words_are_told_as_they_stand() -> None:
    read = read_mail((CORPUS / "html-white-font.eml").read_bytes())
    told = [dict(each.facts)["found"] for each in read if each.code == "SG442"]
    assert told == ["Akkoord met CR-001 versie 1, € 1.512,00."]


def test_more_hidden_words_than_are_looked_through_are_not_harmless() -> None:
    padded = "x" * 45_000 + " mits de prijs zakt"
    data = in_html("") + f"<textarea>{padded}</textarea>".encode()
    assert proposed(data) == (Decision.UNCLEAR, ["SG442", "SG448"])


def in_html(style: str) -> bytes:
    body = f'<p style="{style}">Akkoord met CR-001 versie 1, € 1.512,00.</p>'
    return HEAD + b"Content-Type: text/html; charset=utf-8\r\n\r\n" + body.encode()


@pytest.mark.parametrize(
    "style",
    [
        "margin:0cm;font-size:11.0pt;font-family:Calibri,sans-serif;mso-fareast-language:EN-US",
        "font-family: Aptos, Calibri; font-size: 12pt; color: rgb(0, 0, 0);",
        "margin-left:36.0pt;text-indent:-18.0pt;mso-list:l0 level1 lfo1;color:#1F497D",
        "color:windowtext;line-height:115%;letter-spacing:-.2px;opacity:1;position:relative",
        "color:#fff;background-color:#1a3c6e;font:400 14px/1.5 Arial;height:auto;max-width:600px",
        "caret-color:#000;orphans:auto;display:inline !important;float:none;width:100%",
        "text-decoration:none;background:white;color:rgb(34,34,34);clip:auto;transform:none",
    ],
)
def test_what_mail_programs_write_around_words_hides_nothing(style: str) -> None:
    assert proposed(in_html(style)) == (Decision.AGREE, [])
    assert not hides(declared(style))


LARGE = {
    ("none", "a hundred messages in one another"): HEAD
    + b"Content-Type: message/rfc822\r\n\r\nFrom: a@b.example\r\n" * 100
    + YES,
    ("agree", "a line of a megabyte in the head"): HEAD + b"X-Long: " + b"a" * 1_000_000 + YES,
    ("agree", "ten thousand lines in the head"): HEAD + b"X-A: a\r\n" * 10_000 + YES[2:],
    ("unclear", "thousands of senders"): HEAD + b"From: a@b.example\r\n" * 20_000 + YES[2:],
    ("", "hundreds of charsets"): HEAD
    + b"Content-Type: text/plain; "
    + b"".join(b"charset*%d*=a; " % number for number in range(500))
    + YES,
    ("unclear", "accents on one letter"): HEAD
    + b"Content-Type: text/plain; charset=utf-8\r\n\r\ne"
    + "\u0301\u0323".encode() * 240_000,
    ("unclear", "letters that become eighteen"): HEAD
    + b"Content-Type: text/plain; charset=utf-8\r\n\r\n"
    + "\ufdfa".encode() * 100_000,
    ("none", "tags and tags"): HEAD + b"Content-Type: text/html\r\n\r\n" + b"<p>" * 100_000,
    ("", "many texts"): HEAD
    + b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n'
    + b"--b\r\nContent-Type: text/plain\r\n\r\n%b\r\n" % (b"a" * 20_000) * 100,
    ("none", "bytes that are no base64"): HEAD
    + b"Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    + b"=!\r\n" * 150_000,
}


@pytest.mark.parametrize(("decision", "title"), LARGE)
def test_too_much_is_read_quickly_or_not_at_all(decision: str, title: str) -> None:
    before = time.process_time()
    told, _ = proposed(LARGE[decision, title])
    assert time.process_time() - before < SECONDS
    assert told == decision
