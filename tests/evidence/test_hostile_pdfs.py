"""Hostile PDF files: each is refused for its own reason, quickly, and none of them ever counts.

The files in corpus/hostile/pdf say in their names what they are refused with; those that are made
from a signed form are recipes in `hostile_forms`.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from functools import cache

import pytest
from build_hostile_pdfs import CORPUS, FILES, paged, rooted, stream
from hostile_forms import ATTESTED, FILLED, RECIPES, signed
from pdf_returns import CORPUS as FORMS
from pdf_returns import FILLED as GOOD
from pdf_returns import codes, examined, frozen
from pdf_signing import CLIENT, ENCIPHERS, EXPIRED, sign, stamp

from scopegen.confined.running import Limits
from scopegen.diagnostics import Checked, Severity
from scopegen.evidence.pdf_returned import read_returned_pdf
from scopegen.model.evidence import Decision, Returned

NAMES = sorted(path.name for path in CORPUS.glob("*.pdf"))
OKULAR = (FORMS / "pdfsig.pin").read_text(encoding="utf-8").strip()
PINS = (CLIENT.pin, EXPIRED.pin, ENCIPHERS.pin, OKULAR)
SECONDS = 4


def counts(found: Checked[Returned]) -> bool:
    """Tell whether a machine would take this for the client's agreement."""
    returned = found.value
    return (
        returned is not None
        and not codes(found)
        and returned.bound
        and returned.decision is Decision.AGREE
        and returned.signature is not None
        and returned.signature.pinned
    )


@pytest.mark.parametrize("name", NAMES)
def test_a_file_built_to_hurt_is_refused_quickly(name: str) -> None:
    before = time.process_time()
    found = examined((CORPUS / name).read_bytes(), *PINS)
    assert time.process_time() - before < SECONDS
    assert name[:5] in codes(found)
    assert not counts(found)


@pytest.mark.parametrize("title", RECIPES)
def test_a_form_that_was_tampered_with_never_counts(title: str) -> None:
    code, make = RECIPES[title]
    found = examined(make(), *PINS)
    assert code in codes(found)
    assert not counts(found)


@pytest.mark.parametrize("title", ATTESTED)
def test_a_form_that_proves_nobody_is_left_to_a_person(title: str) -> None:
    found = examined(ATTESTED[title](), *PINS)
    assert codes(found) == set()
    assert codes(found, Severity.WARNING) & {"SG433", "SG434"}
    assert not counts(found)


@cache
def good_ones() -> dict[str, bytes]:
    """Forms filled in by the engines of real viewers, and signed as real programs sign."""
    return {
        **{f"{name}, signed": sign(frozen(name)) for name in GOOD},
        **{name: frozen(name) for name in ("signed-pdfsig", "signed-pdfsig-pdfium")},
        "with a time in it": sign(FILLED, stamped=True),
        "to last": sign(FILLED, lasting=True),
        "stamped afterwards": stamp(signed()),
        "to last, and stamped twice": stamp(stamp(sign(frozen("filled-mupdf"), lasting=True))),
        "with line ends behind it": signed() + b"\r\n",
    }


def test_every_good_form_counts_and_no_other() -> None:
    good = good_ones()
    refused = [name for name, data in good.items() if not counts(examined(data, *PINS))]
    assert refused == []
    assert len(good) == 16
    assert len(NAMES) + len(RECIPES) + len(ATTESTED) == 112


def test_every_file_has_its_recipe() -> None:
    """Only the names are compared: another zlib may pack in another way."""
    assert sorted(f"{code}-{name}.pdf" for code, files in FILES.items() for name in files) == NAMES


LARGE: dict[str, tuple[set[str], Callable[[], bytes]]] = {
    "a scan of 19 MB": (
        {"SG424"},
        lambda: paged(
            b"/Resources << /XObject << /A 5 0 R >> >>",
            {5: stream(os.urandom(19_000_000), b"/Subtype /Image /Filter /DCTDecode")},
        ),
    ),
    "five million numbers": ({"SG421"}, lambda: rooted(b"/Dests [%b]" % (b"1 " * 5_000_000))),
    "a hundred thousand links": (
        {"SG421"},
        lambda: paged(b"/Annots [%b]" % (b"<< /Subtype /Link /A << /S /URI >> >>" * 100_000)),
    ),
}


@pytest.mark.parametrize("title", LARGE)
def test_a_large_file_takes_no_more_time_and_memory_than_it_may(title: str) -> None:
    expected, make = LARGE[title]
    found = read_returned_pdf(make(), frozen("issued"), [], Limits(processor=2))
    assert codes(found) == expected
