"""Laws of returned mail: quotes, layout and small print never make a yes; reading never raises."""

from __future__ import annotations

import textwrap
import tomllib
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from scopegen.evidence.mail import read_mail
from scopegen.evidence.mail_html import text_of_html
from scopegen.evidence.mail_text import parted, unquoted
from scopegen.evidence.mail_words import judge
from scopegen.model.evidence import Decision

TABLE: dict[str, list[str]] = tomllib.loads(
    Path(__file__)
    .parents[1]
    .joinpath("evidence", "mail_corpus", "words.toml")
    .read_text(encoding="utf-8")
)
ANY = st.sampled_from([words for several in TABLE.values() for words in several])
OWN = st.sampled_from([w for kind in ("agree", "refuse", "conditional") for w in TABLE[kind]])
YES = st.sampled_from(TABLE["agree"])
NO = st.sampled_from([w for kind, several in TABLE.items() if kind != "agree" for w in several])
ONE_PARAGRAPH = st.sampled_from(
    [w for kind in TABLE for w in TABLE[kind] if kind != "none" and "\n" not in w]
)
QUOTED_TEXT = st.lists(ANY | st.text(max_size=40), min_size=1, max_size=4).map("\n".join)
CONDITIONS = st.sampled_from(
    [
        *(
            "mits",
            "tenzij",
            "indien",
            "als",
            "zodra",
            "maar",
            "behalve",
            "in principe",
            "wel graag",
        ),
        *("onder voorwaarde", "onder voorbehoud", "met de kanttekening", "op één punt na"),
        *("vanaf 1 maart", "de helft", "voor tien uur", "zonder nazorg", "alleen fase 1"),
        *("provided that", "subject to", "as long as", "if", "once", "except", "however", "but"),
        *("unless", "in principle", "start a week later", "in April", "half of it", "for 10 hours"),
    ]
)
DISCLAIMERS = st.sampled_from(
    [
        "Dit bericht is vertrouwelijk en uitsluitend bestemd voor de geadresseerde. Indien u niet"
        " akkoord gaat met onze voorwaarden, laat het ons dan weten. Akkoord.",
        "Disclaimer: dit bericht is niet bindend.",
        "This e-mail is confidential and intended for the recipient. If you are not the intended"
        " recipient, you have agreed to delete it.",
        "Aan dit bericht kunnen geen rechten worden ontleend.",
    ]
)


def decision(text: str) -> Decision:
    return judge(unquoted(text)).decision


@settings(max_examples=300)
@given(ANY, QUOTED_TEXT)
def test_quoted_words_never_change_a_decision(words: str, quoted: str) -> None:
    marked = "\n".join(f"> {line}" for line in quoted.splitlines())
    assert decision(f"{marked}\n\n{words}") == decision(words)
    assert decision(f"{words}\n\n{marked}") == decision(words)


@given(ANY, QUOTED_TEXT)
def test_what_follows_an_earlier_message_never_changes_a_decision(words: str, quoted: str) -> None:
    for mark in ("-----Original Message-----", "Van: a\nVerzonden: b\nAan: c\nOnderwerp: d"):
        assert decision(f"{words}\n\n{mark}\n\n{quoted}") == decision(words)


@settings(max_examples=300)
@given(NO, DISCLAIMERS)
def test_small_print_never_makes_a_yes(words: str, small: str) -> None:
    for text in (f"{words}\n\n{small}", f"{small}\n\n{words}", f"{words}\n\nGroet,\nJ\n\n{small}"):
        assert decision(text) is not Decision.AGREE


@settings(max_examples=300)
@given(ONE_PARAGRAPH, st.integers(20, 90), st.sampled_from([str, str.upper, str.lower]))
def test_wrapping_spaces_and_capitals_change_no_words(words: str, width: int, case: type) -> None:
    wrapped = "\n".join(textwrap.wrap(words, width, break_long_words=False, break_on_hyphens=False))
    assert decision(wrapped.replace(" ", "  ")) == decision(words)
    assert (decision(case(words)) is Decision.AGREE) == (decision(words) is Decision.AGREE)


@settings(max_examples=300)
@given(YES, CONDITIONS, st.data())
def test_a_condition_anywhere_in_a_yes_unmakes_it(
    words: str, phrase: str, data: st.DataObject
) -> None:
    body = parted(words).body
    spots = [0, *(place + 1 for place, each in enumerate(body) if each.isspace()), len(body)]
    spot = data.draw(st.sampled_from(spots))
    changed = f"{body[:spot]} {phrase} {body[spot:]}"
    assert decision(words.replace(body, changed)) is not Decision.AGREE


@given(st.binary(max_size=400))
@example(b"From: \xff@\nDate: \x00\n\n\x80")
@example(b"From: a@b\nContent-Type: multipart/mixed\n\n--\n")
def test_reading_never_raises(data: bytes) -> None:
    assert read_mail(data).diagnostics


@given(st.text(max_size=300), st.sampled_from(["plain", "html"]))
def test_reading_any_body_never_raises_and_never_agrees_to_noise(text: str, kind: str) -> None:
    head = f"From: a@b.example\nDate: Wed, 3 Feb 2027 10:12:04 +0100\nContent-Type: text/{kind}"
    value = read_mail(f"{head}; charset=utf-8\n\n{text}".encode("utf-8", "replace")).value
    assert value is None or value.decision is not Decision.AGREE


@given(
    st.lists(
        st.sampled_from(["<p>", "</p>", "<b", ">", "<!--", "-->", "x", "<s>", "</s>", "'", '"']),
        max_size=40,
    )
)
def test_markup_gives_text_whatever_its_state(pieces: list[str]) -> None:
    seen, unseen = text_of_html("".join(pieces))
    assert set("".join((seen + unseen).split())) <= set("".join(pieces))
