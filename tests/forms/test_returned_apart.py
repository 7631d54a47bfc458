"""Messages and Word forms are read in a process apart too, with the answer that they would have."""

from __future__ import annotations

from pathlib import Path

import pytest
from form_documents import dutch_form
from word_form_files import TYPED, changed, filled, printed

from scopegen.confined.running import Limits
from scopegen.diagnostics import ScopegenError
from scopegen.evidence.mail import read_mail
from scopegen.evidence.mail_returned import read_returned_mail
from scopegen.render import word_returned
from scopegen.render.word_form import read_word_form
from scopegen.render.word_returned import read_returned_word

MAILS = Path(__file__).parents[1] / "evidence" / "mail_corpus"
AT_ONCE = Limits(wall=0)


@pytest.mark.parametrize("name", ["outlook-yes", "hostile-unknown-charset"])
def test_a_message_reads_the_same_in_a_process_apart(name: str) -> None:
    data = (MAILS / f"{name}.eml").read_bytes()
    assert read_returned_mail(data) == read_mail(data)


def test_a_word_form_reads_the_same_in_a_process_apart() -> None:
    sent = printed(dutch_form())
    back = filled(sent, ("decision_agree",), TYPED)
    assert read_returned_word(back, sent) == (read_word_form(back), True)
    other = changed(back, "Naam", "Naam niet")
    assert read_returned_word(other, sent).bound is False


def test_what_is_wrong_with_a_word_form_comes_back_with_its_facts() -> None:
    with pytest.raises(ScopegenError) as trouble:
        read_returned_word(b"PK\x03\x04 no zip", b"")
    assert (trouble.value.code, trouble.value.facts) == ("SG503", (("hint", "damaged"),))


def test_what_takes_too_long_is_refused() -> None:
    (found,) = read_returned_mail(b"From: a@b.example\r\n\r\n", AT_ONCE)
    assert (found.code, found.facts) == ("SG436", (("hint", "effort"),))
    with pytest.raises(ScopegenError) as trouble:
        read_returned_word(b"PK", b"", AT_ONCE)
    assert (trouble.value.code, trouble.value.facts) == ("SG503", (("hint", "effort"),))


@pytest.mark.parametrize(
    "found", [{}, {"values": 1, "bound": True}, {"refused": "SG503"}, {"refused": 1, "facts": []}]
)
def test_an_answer_that_is_none_is_not_believed(
    found: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(word_returned, "run_confined", lambda *_: found)
    with pytest.raises(ScopegenError) as trouble:
        read_returned_word(b"", b"")
    assert trouble.value.facts == (("hint", "effort"),)
