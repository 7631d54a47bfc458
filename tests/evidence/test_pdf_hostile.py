"""Whatever bytes come back: a refusal, never a crash, and never a form that nobody sent."""

from __future__ import annotations

import random
from dataclasses import replace

import pdf_attacks as attacks
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_returns import CORPUS, codes, examined, frozen, refused
from pdf_signing import CLIENT, sign, stamp

from scopegen.diagnostics import ScopegenError
from scopegen.evidence.pdf_fingerprint import fingerprint
from scopegen.evidence.pdf_sight import LARGEST

FILLED = frozen("filled-pdfjs")
PINS = (CLIENT.pin, (CORPUS / "pdfsig.pin").read_text().strip())
MADE = {
    "nothing": (b"", "SG420"),
    "blanks": (b" \n" * 40, "SG420"),
    "a word file": (b"PK\x03\x04" + bytes(200), "SG420"),
    "a picture": (b"\xff\xd8\xff\xe0" + bytes(200), "SG420"),
    "words before the form": (b"hello" + FILLED, "SG420"),
    "a first line only": (b"%PDF-1.7\n", "SG420"),
    "no objects": (b"%PDF-1.7\nstartxref\n0\n%%EOF\n", "SG420"),
    "pages within themselves": (attacks.looping_pages(), "SG420"),
    "fields within themselves": (attacks.looping_form(), "SG420"),
    "a list of objects within itself": (attacks.looping_tables(frozen("filled-mupdf")), "SG420"),
    "a page that unpacks to a gigabyte": (attacks.bomb(), "SG421"),
    "something nested very deep": (attacks.nested(), "SG421"),
    "too much": (b"%PDF-1.7\n" + bytes(LARGEST), "SG421"),
}


@pytest.mark.parametrize("title", MADE)
def test_what_is_no_form_is_refused(title: str) -> None:
    data, code = MADE[title]
    found = examined(data)
    assert codes(found) == {code}
    assert found.value is not None
    assert not found.value.bound


@settings(max_examples=20)
@given(st.binary(max_size=300), st.integers(0, len(FILLED)), st.booleans())
def test_any_bytes_put_into_a_form_or_sent_alone_do_no_harm(
    noise: bytes, at: int, alone: bool
) -> None:
    data = b"%PDF-1.7" + noise if alone else FILLED[:at] + noise + FILLED[at + len(noise) :]
    value = examined(data).value
    assert value is not None
    assert not value.bound or fingerprint(data) == fingerprint(FILLED)


@pytest.mark.parametrize("name", ["filled-pdfjs", "filled-pdflib", "filled-pdfium-rewritten"])
def test_a_form_that_was_cut_off_is_refused(name: str) -> None:
    whole = sign(frozen(name))
    rest = len(whole) - len(whole.rstrip())
    cuts = random.Random(3).sample(range(len(whole) - rest), 5)
    for cut in (*cuts, 1, 100, len(whole) - rest - 1, len(whole) - 1000):
        value = examined(whole[:cut]).value
        assert value is not None
        assert value.signature is None, cut


def test_a_form_that_was_cut_off_before_it_was_signed_is_only_filled_in() -> None:
    found = examined(sign(FILLED)[: len(FILLED)])
    assert (codes(found), found.value and found.value.signature) == (set(), None)


@pytest.mark.parametrize("name", ["pdfjs", "pdfsig", "stamped"])
def test_no_bit_of_a_signed_form_can_be_turned(name: str) -> None:
    whole = {
        "pdfjs": lambda: sign(FILLED),
        "pdfsig": lambda: frozen("signed-pdfsig"),
        "stamped": lambda: stamp(sign(frozen("filled-pypdf"))),
    }[name]()
    good = examined(whole, *PINS)
    assert not refused(good)
    assert good.value is not None
    start, stop, end = attacks.signature_of(whole)
    picks = random.Random(name)
    many = 4 if name == "stamped" else 10  # what comes after a signature is slow to judge
    for at in [*picks.sample(range(end), many), *picks.sample(range(start, stop), 3), stop]:
        turned = bytearray(whole)
        turned[at] ^= 1 << picks.randrange(8)
        found = examined(bytes(turned), *PINS)
        assert found.value is not None
        same = replace(found.value, sha256=good.value.sha256) == good.value
        assert refused(found) or (same and start < at < stop), at


def test_a_fingerprint_is_of_a_form_that_can_be_read() -> None:
    with pytest.raises(ScopegenError) as trouble:
        fingerprint(FILLED[: len(FILLED) // 2])
    assert trouble.value.code == "SG420"


def test_a_page_in_a_thousand_parts_is_read() -> None:
    """What is many is not yet too much."""
    many = attacks.changed(FILLED, lambda writer: attacks.into_parts(writer, 1000))
    assert codes(examined(many)) == set()
