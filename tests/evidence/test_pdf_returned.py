"""The whole way: a file is read in a process apart, which cannot take the tool down with it."""

from __future__ import annotations

import sys

import pytest
from pdf_returns import catalogue, codes, frozen
from pdf_signing import CLIENT, sign

from scopegen.confined.running import Limits
from scopegen.diagnostics import Severity
from scopegen.evidence.pdf_examine import examine_pdf
from scopegen.evidence.pdf_returned import Pin, read_returned_pdf
from scopegen.evidence.wire import answered
from scopegen.model.evidence import Medium

ISSUED = frozen("issued")
PIN = Pin(name="A. Kuipers", certificate=CLIENT.pin)


def test_a_signed_form_comes_back_whole_from_the_process_apart() -> None:
    data = sign(frozen("filled-poppler"), stamped=True)
    colons = ":".join(CLIENT.pin[at : at + 2] for at in range(0, 64, 2)).upper()
    found = read_returned_pdf(data, ISSUED, [Pin(name="A. Kuipers", certificate=colons)])
    assert found == examine_pdf(data, ISSUED, [CLIENT.pin])
    assert found.value is not None
    assert found.value.signature is not None
    assert found.value.signature.pinned
    assert codes(found, Severity.WARNING) == set()


def test_findings_come_back_with_their_facts() -> None:
    data = frozen("other-request")
    found = read_returned_pdf(data, ISSUED, [PIN])
    assert found == examine_pdf(data, ISSUED, [CLIENT.pin])
    assert codes(found) == {"SG424"}


ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits memory")


@pytest.mark.parametrize(
    "limits", [pytest.param(Limits(memory=1_000_000), marks=ON_LINUX), Limits(wall=0)]
)
def test_a_form_that_takes_more_than_it_may_is_refused(limits: Limits) -> None:
    found = read_returned_pdf(frozen("filled-pdfjs"), ISSUED, [PIN], limits)
    assert codes(found) == {"SG421"}
    assert found.value is not None
    assert found.value.sha256
    assert not found.value.bound


@pytest.mark.parametrize("data", [b"", b"no form", ISSUED])
def test_what_is_no_form_at_first_sight_starts_no_process(
    data: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("subprocess.run", None)
    assert codes(read_returned_pdf(data, ISSUED, [])) & {"SG420", "SG423"}


@pytest.mark.parametrize(
    "value",
    [
        None,
        {},
        {"value": {}, "findings": []},
        {"value": 1, "findings": 2},
        {"value": None, "findings": []},
    ],
)
def test_an_answer_that_is_none_is_not_believed(value: dict[str, object]) -> None:
    assert answered(value, Medium.PDF, "") is None


def test_every_code_has_its_sentences_in_both_languages() -> None:
    for number in range(420, 436):
        for language in ("nl", "en"):
            assert catalogue().explanation(f"SG{number}", language)
            hints = catalogue().tables[f"SG{number}"][language]["hints"]
            assert hints.keys() == catalogue().tables[f"SG{number}"]["nl"]["hints"].keys()
