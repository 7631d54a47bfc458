"""A form that was filled in and signed as people do is taken for what it is."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta

import pytest
from pdf_attacks import changed, name, put
from pdf_returns import CORPUS, FILLED, codes, examined, frozen
from pdf_signing import CLIENT, ENCIPHERS, EXPIRED, ISSUED, STRANGER, Identity, sign, stamp

from scopegen.diagnostics import Severity
from scopegen.evidence import pdf_examine
from scopegen.evidence.pdf_fingerprint import fingerprint
from scopegen.model.evidence import Decision, Medium

NOTE = {"SG435"}
REMARKS = "Prima, koffie om 10 uur in het café. Tot dan (2e etage)."


def test_the_corpus_has_the_engines_of_the_viewers_people_use() -> None:
    engines = {"mupdf", "pdfium", "pdfjs", "pdflib", "poppler", "pypdf"}
    assert {name.split("-")[1] for name in FILLED} == engines


@pytest.mark.parametrize("name", FILLED)
def test_a_filled_form_is_read_whatever_program_filled_it_in(name: str) -> None:
    found = examined(frozen(name))
    value = found.value
    assert value is not None
    assert codes(found) == set()
    assert codes(found, Severity.WARNING) == {"SG434"}
    assert codes(found, Severity.NOTE) == NOTE
    assert (value.medium, value.bound, value.signature) == (Medium.PDF, True, None)
    assert (value.decision, value.options) == (Decision.AGREE, ("A",))
    assert (value.name, value.role) == ("A. Kuipers", "Directeur")
    assert (value.place, value.dated) == ("Utrecht", "12-02-2027")
    assert " ".join(value.remarks.split()) == REMARKS
    assert value.form == "SH-2026-014/CR-001/v1"
    assert len(value.digest) == 64


@pytest.mark.parametrize("name", FILLED)
def test_a_signed_form_needs_no_word_of_a_person(name: str) -> None:
    found = examined(sign(frozen(name)))
    value = found.value
    assert value is not None
    assert (codes(found), codes(found, Severity.WARNING)) == (set(), set())
    assert codes(found, Severity.NOTE) == NOTE
    assert value.bound
    assert value.decision is Decision.AGREE
    assert value.signature is not None
    assert value.signature.pinned
    assert value.signature.certificate == CLIENT.pin
    assert (value.signature.signer, value.signature.issuer) == ("A. Kuipers", "A. Kuipers")
    assert value.signature.signed_at is not None
    assert abs(value.signature.signed_at - datetime.now(UTC)) < timedelta(hours=1)
    assert not value.signature.timestamped


@pytest.mark.parametrize("name", ["signed-pdfsig", "signed-pdfsig-pdfium"])
def test_a_form_signed_in_okular_is_taken(name: str) -> None:
    found = examined(frozen(name), (CORPUS / "pdfsig.pin").read_text().strip())
    assert found.value is not None
    assert (codes(found), codes(found, Severity.WARNING)) == (set(), set())
    assert found.value.bound
    assert found.value.signature is not None
    assert found.value.signature.signer == "A. Kuipers (Okular)"


@pytest.mark.parametrize("name", ["foreign-pdfjs", "foreign-mupdf", "foreign-pdfium"])
def test_letters_that_the_forms_font_lacks_are_no_reason_to_refuse(name: str) -> None:
    found = examined(sign(frozen(name)))
    assert found.value is not None
    assert codes(found) == set()
    assert found.value.name == "Łukasz Żółć-Ørsted"
    assert found.value.place == "’s-Gravenhage – “NL”"


def test_a_time_stamp_and_validation_data_may_come_after_the_signature() -> None:
    filled = frozen("filled-poppler")
    lasting, stamped = sign(filled, lasting=True), stamp(sign(filled))
    for data in (lasting, stamped, stamp(lasting)):
        found = examined(data)
        assert (codes(found), codes(found, Severity.WARNING)) == (set(), set())
        assert found.value is not None
        assert found.value.signature is not None
        assert found.value.signature.pinned


def test_a_time_stamp_in_the_signature_is_told_from_the_signers_clock() -> None:
    plain = examined(sign(frozen("filled-pdfjs"))).value
    stamped = examined(sign(frozen("filled-pdfjs"), stamped=True)).value
    assert plain is not None
    assert stamped is not None
    assert plain.signature is not None
    assert stamped.signature is not None
    assert (plain.signature.timestamped, stamped.signature.timestamped) == (False, True)


def test_blank_bytes_after_the_signature_say_nothing() -> None:
    assert codes(examined(sign(frozen("filled-pdfjs")) + b"\r\n\n")) == set()


@pytest.mark.parametrize(
    ("who", "hint"), [(STRANGER, "unknown"), (EXPIRED, "validity"), (ENCIPHERS, "validity")]
)
def test_a_certificate_that_proves_nothing_has_to_be_attested(who: Identity, hint: str) -> None:
    known = (CLIENT.pin, EXPIRED.pin, ENCIPHERS.pin)
    found = examined(sign(frozen("filled-pdfjs"), who), *known)
    hints = [dict(each.facts)["hint"] for each in found.diagnostics if each.code == "SG433"]
    assert hints == [hint]
    assert codes(found, Severity.WARNING) == {"SG433"}
    assert codes(found) == set()
    assert found.value is not None
    assert found.value.bound
    assert found.value.signature is not None
    assert not found.value.signature.pinned


def test_a_certificate_that_somebody_else_issued_is_known_by_itself() -> None:
    data = sign(frozen("filled-pdfjs"), ISSUED)
    assert codes(examined(data, ISSUED.pin), Severity.WARNING) == set()
    assert codes(examined(data, CLIENT.pin), Severity.WARNING) == {"SG433"}


def test_a_file_that_pypdf_mends_is_refused_however_logging_is_set() -> None:
    """Saved twice, pypdf gives two objects one number, and then skips the older changes."""
    once = changed(frozen("issued"), put("option_B", V=name("Yes"), AS=name("Yes")))
    twice = changed(once, put("option_A", V=name("Yes"), AS=name("Yes")))
    for level in (logging.NOTSET, logging.CRITICAL):
        logging.disable(level)
        try:
            assert codes(examined(twice)) == {"SG420"}
        finally:
            logging.disable(logging.NOTSET)


def test_without_the_extra_a_signature_is_left_to_a_person(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pdf_examine, "find_spec", lambda _: None)
    found = examined(sign(frozen("filled-pdfjs")))
    hints = [dict(each.facts)["hint"] for each in found.diagnostics if each.code == "SG434"]
    assert (hints, codes(found)) == (["unchecked"], set())
    assert found.value is not None
    assert (found.value.bound, found.value.signature) == (True, None)


def test_without_the_extra_nothing_may_follow_a_signature(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_examine, "find_spec", lambda _: None)
    assert codes(examined(frozen("changed-pdfjs"))) == {"SG430"}


def test_what_was_decided_is_told_and_not_judged() -> None:
    on = {"V": name("Yes"), "AS": name("Yes")}
    off = {"V": name("Off"), "AS": name("Off")}
    filled = frozen("filled-pdfjs")
    both = changed(filled, put("decision_refuse", **on))
    none = changed(filled, put("decision_agree", **off))
    refusal = changed(both, put("decision_agree", **off), rewrite=True)
    more = changed(filled, put("option_C", **on))
    decisions = [examined(data).value for data in (both, none, refusal, more)]
    assert [each.decision for each in decisions if each] == [
        Decision.BOTH,
        Decision.NONE,
        Decision.REFUSE,
        Decision.AGREE,
    ]
    assert decisions[-1] is not None
    assert decisions[-1].options == ("A", "C")


def test_the_fingerprint_is_that_of_the_form_but_for_how_programs_draw_a_tick() -> None:
    issued = fingerprint(frozen("issued"))
    for each in FILLED:
        found = fingerprint(frozen(each))
        assert (found.pages, found.beyond) == (issued.pages, issued.beyond), each
        assert found.fields.keys() == issued.fields.keys()
    assert fingerprint(frozen("cheaper")).pages != issued.pages
