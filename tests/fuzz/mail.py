"""Returned e-mail: any bytes get a decision, and a yes only where a plain yes stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from scopegen.diagnostics import has_errors
from scopegen.evidence.mail import Asked, propose, read_mail
from scopegen.evidence.mail_text import unquoted
from scopegen.evidence.mail_words import judge
from scopegen.model.evidence import Decision, FormIdentity

from .mutation import Change, of_lines, words_of
from .told import Codes, see_told

CORPUS = Path(__file__).resolve().parents[1] / "evidence" / "mail_corpus"
MAX_LEN = 8_000
ASKED = Asked(
    form=FormIdentity(engagement="VRM-2027-03", item="CR-001", version=1),
    amount="€ 1.512,00",
    addresses={"a.kuipers@vrm.example": "drs. A. Kuipers", "j.smith@vrm.example": "Jane Smith"},
    issued_at=datetime(2027, 2, 1, 15, 0, tzinfo=UTC),
    expires_at=datetime(2027, 2, 15, 22, 59, 59, tzinfo=UTC),
)
SAYS_SO = re.compile(
    r"akkoord|accoord|stem\w* .*in\b|keur\w* .*goed|agree|accept|go ahead|approv|goedgekeurd"
    r"|geaccord|goedkeur|instem|confirm|bevestig|\bok|\bja\b|\byes\b|eens|proceed|ga uw gang",
    re.IGNORECASE | re.DOTALL,
)


def seeds() -> Iterator[bytes]:
    """Give messages, and words alone, to start from."""
    for path in sorted(CORPUS.glob("*.eml")):
        yield path.read_bytes()
    text = (CORPUS / "words.toml").read_text(encoding="utf-8")
    for words in re.findall(r'"([^"\n]{6,200})"', text):
        yield b"words\n" + words.encode()


@cache
def _change() -> Change:
    return of_lines(words_of("mail"), tuple(seeds()))


def change(data: bytes, longest: int, seed: int) -> bytes:
    """Change lines and values."""
    return _change()(data, longest, seed)


def try_one(data: bytes) -> Codes:
    """Read a message, and what is proposed for it."""
    kind, _, rest = data.partition(b"\n")
    if kind == b"words":
        return _judge(rest.decode("utf-8", "replace"))
    read = read_mail(data)
    codes = see_told(read.diagnostics)
    if read.value is None:
        return codes
    wrong = has_errors(read.diagnostics)
    assert not (wrong and read.value.decision is Decision.AGREE)
    decision, found = propose(read.value, ASKED)
    assert isinstance(decision, Decision)
    codes |= see_told(found) | {decision}
    if decision is Decision.AGREE:
        assert not wrong
        assert not has_errors(found)
        assert read.value.sender in ASKED.addresses
        assert SAYS_SO.search(read.value.words), read.value.words
        assert judge(read.value.words).decision is Decision.AGREE
        assert read.value.sent_at is not None
        assert ASKED.issued_at <= read.value.sent_at <= ASKED.expires_at
    return codes


def _judge(text: str) -> Codes:
    words = unquoted(text)
    judged = judge(words)
    if judged.decision is Decision.AGREE:
        assert SAYS_SO.search(words), words
    assert unquoted(words) == words or judge(unquoted(words)).decision is judged.decision, words
    return frozenset((judged.decision, judged.reason))
