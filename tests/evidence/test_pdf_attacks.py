"""A form on which anything but its fields was changed is refused, each for its own reason."""

from __future__ import annotations

from collections.abc import Callable

import pdf_attacks as attacks
import pytest
from pdf_attacks import (
    SCRIPT,
    at_root,
    changed,
    entries,
    in_form,
    name,
    on_page,
    put,
    shows,
)
from pdf_returns import codes, examined, frozen
from pdf_signing import CLIENT, STRANGER, sign, stamp
from pypdf.generic import ArrayObject, NumberObject, TextStringObject

FILLED = frozen("filled-pdfjs")
NUMBERS = ArrayObject([NumberObject(1)])
ON, OFF = {"V": name("Yes"), "AS": name("Yes")}, {"V": name("Off"), "AS": name("Off")}

CHANGES: dict[str, tuple[str, attacks.Change]] = {
    "white over the amount": ("SG425", attacks.overpaint),
    "words taken out": ("SG425", attacks.other_words),
    "letters of another font": ("SG425", attacks.other_glyphs),
    "a page turned": ("SG425", on_page(0, Rotate=NumberObject(180))),
    "a page cut": ("SG425", on_page(0, CropBox=attacks.box(0, 0, 300, 300))),
    "a page enlarged": ("SG425", on_page(0, UserUnit=NumberObject(4))),
    "a script on a page": ("SG425", on_page(0, AA=entries(O=SCRIPT))),
    "a page more": ("SG425", attacks.more_pages),
    "a white text box": ("SG426", attacks.free_text),
    "a white rectangle": ("SG426", attacks.rectangle),
    "a stamp": ("SG426", attacks.stamp_on),
    "a file pinned on a page": ("SG426", attacks.file_note),
    "an attachment": ("SG426", attacks.attachment),
    "a hidden field": ("SG426", attacks.hidden_field),
    "a widget without a field": ("SG426", attacks.loose_widget),
    "a script on opening": ("SG426", at_root(OpenAction=SCRIPT)),
    "a script on closing": ("SG426", at_root(AA=entries(WC=SCRIPT))),
    "scripts by name": ("SG426", at_root(Names=entries(JavaScript=entries()))),
    "an XFA form": ("SG426", in_form(XFA=TextStringObject("<xdp/>"))),
    "an order of reckoning": ("SG426", in_form(CO=NUMBERS)),
    "layers": ("SG426", at_root(OCProperties=entries(D=entries(), OCGs=NUMBERS))),
    "rights of another program": ("SG426", at_root(Perms=entries(UR3=entries()))),
    "other words for those who listen": ("SG426", at_root(StructTreeRoot=entries())),
    "a font that was brought along": ("SG426", attacks.brought_font),
    "a field twice": ("SG427", attacks.twin_field),
    "a field less": ("SG427", attacks.lost_field),
    "boxes that changed places": ("SG427", attacks.swapped_boxes),
    "a field that is hidden": ("SG427", put("remarks", F=NumberObject(2))),
    "a field that is not on screen": ("SG427", put("remarks", F=NumberObject(32 + 4))),
    "a field that moved": ("SG427", put("remarks", Rect=attacks.box(0, 0, 1, 1))),
    "a field of another kind": ("SG427", put("remarks", FT=name("Ch"))),
    "a field with other flags": ("SG427", put("remarks", Ff=NumberObject(8192))),
    "a fixed field set free": ("SG427", put("scg_digest", Ff=NumberObject(0))),
    "a field with a script": ("SG427", put("remarks", AA=entries(F=SCRIPT))),
    "a box with an action": ("SG427", put("decision_agree", A=SCRIPT)),
    "another name for who listens": ("SG427", put("decision_agree", TU=TextStringObject("Nee"))),
    "a lock that locks nothing": ("SG427", put("client_signature", Lock=entries())),
    "a box that always looks ticked": ("SG427", attacks.ticked_off),
    "another digest": ("SG428", put("scg_digest", V=TextStringObject("0" * 64))),
    "another reference": ("SG424", put("scg_form", V=TextStringObject("X/CR-002/v1"))),
    "another name shown": ("SG429", shows("signer_name", b"BT (B. Anders) Tj ET")),
    "no name shown": ("SG429", shows("signer_name", b"")),
    "a remark shown that is not there": ("SG429", shows("remarks", b"BT (Mits gratis) Tj ET")),
    "another digest shown": ("SG429", shows("scg_digest", b"BT (0000) Tj ET")),
    "a picture in a name": ("SG429", attacks.picture_in_name),
    "a tick that is not shown": ("SG429", put("decision_agree", AS=name("Off"))),
    "a tick that is only shown": ("SG429", put("decision_refuse", AS=name("Yes"))),
    "a state that the box has not": ("SG429", put("decision_agree", V=name("Ja"), AS=name("Ja"))),
}


@pytest.mark.parametrize("title", CHANGES)
def test_a_form_with_anything_changed_is_refused(title: str) -> None:
    code, change = CHANGES[title]
    found = examined(changed(FILLED, change))
    assert code in codes(found)
    assert found.value is not None
    assert not found.value.bound


@pytest.mark.parametrize(
    "title", ["white over the amount", "a white text box", "swapped", "a script on opening"]
)
def test_a_changed_form_stays_changed_when_signed_or_written_anew(title: str) -> None:
    code, change = CHANGES.get(title, CHANGES["boxes that changed places"])
    written = changed(FILLED, change, rewrite=True)
    for data in (written, sign(changed(FILLED, change)), sign(written)):
        found = examined(data)
        assert code in codes(found)
        assert found.value is not None
        assert found.value.signature is None


def test_a_form_with_another_amount_is_refused_though_it_is_signed() -> None:
    for data in (frozen("cheaper"), sign(frozen("cheaper"))):
        found = examined(data)
        assert "SG425" in codes(found)
        pages = [dict(each.facts)["page"] for each in found.diagnostics if each.code == "SG425"]
        assert "1" in pages


def test_the_form_of_another_request_is_named() -> None:
    found = examined(sign(frozen("other-request")))
    assert codes(found) == {"SG424"}
    assert found.value is not None
    assert found.value.form == "SH-2026-014/CR-002/v1"
    assert not found.value.bound


@pytest.mark.parametrize("make", [attacks.flattened, lambda _: attacks.file_of({4: b"null"})])
def test_a_paper_without_fields_is_another_form(make: Callable[[bytes], bytes]) -> None:
    assert codes(examined(make(FILLED))) & {"SG424", "SG420"}


def test_a_page_less_is_refused() -> None:
    assert "SG425" in codes(examined(attacks.fewer_pages(FILLED)))


def test_an_encrypted_form_is_refused() -> None:
    assert codes(examined(attacks.encrypted(FILLED))) == {"SG422"}


def test_a_form_that_is_not_filled_in_is_refused() -> None:
    saved = changed(frozen("issued"), lambda _: None, rewrite=True)
    assert saved != frozen("issued")
    assert codes(examined(frozen("issued"))) == {"SG423"}
    assert codes(examined(saved)) == {"SG423"}


SIGNED = sign(FILLED)
START, STOP, END = attacks.signature_of(SIGNED)
FORGED: dict[str, tuple[str, bytes]] = {
    "a field filled in by Firefox": ("SG430", frozen("changed-pdfjs")),
    "a field filled in by MuPDF": ("SG430", frozen("changed-mupdf")),
    "a field filled in by Okular": ("SG430", frozen("changed-poppler")),
    "written anew by qpdf": ("SG431", frozen("changed-qpdf")),
    "written anew by pypdf": ("SG431", changed(SIGNED, lambda _: None, rewrite=True)),
    "a page painted over": ("SG430", changed(SIGNED, attacks.overpaint)),
    "a note laid on it": ("SG430", changed(SIGNED, attacks.free_text)),
    "fonts changed": ("SG430", changed(SIGNED, attacks.other_glyphs)),
    "a box ticked": ("SG430", changed(SIGNED, put("option_B", **ON))),
    "the same ending once more": ("SG430", SIGNED + SIGNED[SIGNED.rindex(b"startxref") :]),
    "a remark of programmers": ("SG430", SIGNED + b"% nothing\n"),
    "a revision after a time stamp": ("SG430", changed(stamp(SIGNED), attacks.overpaint)),
    "another time": ("SG430", SIGNED.replace(b"/M (D:20", b"/M (D:19")),
    "an empty signature": ("SG430", attacks.emptied(SIGNED)),
    "an empty range": ("SG431", attacks.ranged(SIGNED)),
    "a range of nothing": ("SG431", attacks.ranged(SIGNED, 0, 0, 0, 0)),
    "a range below zero": ("SG431", attacks.ranged(SIGNED, 0, -1, STOP, END - STOP)),
    "a range beyond the end": ("SG431", attacks.ranged(SIGNED, 0, START, STOP, END - STOP + 1)),
    "a range that starts late": ("SG431", attacks.ranged(SIGNED, 9, START - 9, STOP, END - STOP)),
    "a range with a wider gap": ("SG431", attacks.ranged(SIGNED, 0, START - 9, STOP, END - STOP)),
    "words in the gap": ("SG420", attacks.widened(SIGNED)),
    "a range that stops early": ("SG420", attacks.ranged(SIGNED, 0, START, STOP, 100)),
    "no range": ("SG431", SIGNED.replace(b"/ByteRange", b"/ByteRangX")),
    "a range of names": ("SG431", SIGNED.replace(b"/ByteRange [0 ", b"/ByteRange [/ ")),
    "a signature elsewhere": ("SG432", sign(FILLED, field="elsewhere")),
    "a second signature": ("SG432", sign(SIGNED, STRANGER, "second")),
    "a stranger's before the client's": ("SG432", sign(sign(FILLED, STRANGER, "first"), CLIENT)),
}


@pytest.mark.parametrize("title", FORGED)
def test_a_forged_signature_is_refused(title: str) -> None:
    code, data = FORGED[title]
    assert data != SIGNED
    found = examined(data)
    assert code in codes(found)
    assert found.value is not None
    assert found.value.signature is None


def test_a_signed_form_is_read_as_it_was_signed() -> None:
    later = changed(SIGNED, put("signer_name", V=TextStringObject("B. Anders")))
    found = examined(later)
    assert codes(found) == {"SG430"}
    assert found.value is not None
    assert found.value.name == "A. Kuipers"
