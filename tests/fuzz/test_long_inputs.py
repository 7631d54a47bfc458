"""Inputs as long as they may be: no reader takes time that grows with the square of the length."""

from __future__ import annotations

import time

import pytest

from . import mail, spec

SECONDS = 10
"""Of processor time; each of these takes less than one, and took minutes when it did not."""
SPECS = {
    "dashes": b"read\na: b\n" + b"- " * 200_000,
    "dashes in a value": b"read\na: " + b"- " * 200_000 + b": b",
    "colons": b"read\na: b\n" + b"a:" * 200_000,
    "quotes": b"read\na: '" + b"' '" * 200_000,
}
HEAD = b"From: a@b.example\nDate: Wed, 3 Feb 2027 10:12:04 +0100\nContent-Type: text/html\n\n"
MAILS = {
    "comments": HEAD + b"<!--" * 100_000,
    "tags": HEAD + b"<a b=" * 100_000,
    "quotes": HEAD + b"<p>" + b"On a wrote:<br>" * 30_000,
}


@pytest.mark.parametrize("title", SPECS)
def test_a_long_spec_is_told_at_once(title: str) -> None:
    started = time.process_time()
    assert spec.try_one(SPECS[title])
    assert time.process_time() - started < SECONDS


@pytest.mark.parametrize("title", MAILS)
def test_a_long_message_is_told_at_once(title: str) -> None:
    started = time.process_time()
    assert mail.try_one(MAILS[title])
    assert time.process_time() - started < SECONDS
