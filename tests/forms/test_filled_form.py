"""A form in PDF is filled in by the programs that people have, and reads back."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from form_documents import CHECKS, FIXED, dutch_form
from form_reading import fonts_of, shown, values, widgets
from pypdf import PdfWriter

from scopegen.render.pdf import open_pdf_press, render_pdf

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
TYPED = {
    "signer_name": "drs. Zoë A. Kuipers",
    "signer_role": "bestuurder (m/v) & oprichter",
    "signed_at": "’s-Hertogenbosch",
    "signed_on": "3 februari 2027",
    "remarks": "Geen.",
}


@pytest.fixture(scope="module")
def dutch_pdf() -> bytes:
    return render_pdf(dutch_form(), open_pdf_press(TEMPLATES))


def test_filled_by_a_library_it_reads_back(dutch_pdf: bytes) -> None:
    writer = PdfWriter(clone_from=BytesIO(dutch_pdf))
    typed = {**TYPED, "option_B": "/Yes", "decision_agree": "/Yes"}
    for sheet in writer.pages:
        writer.update_page_form_field_values(sheet, typed, auto_regenerate=False)
    target = BytesIO()
    writer.write(target)
    assert values(target.getvalue()).items() >= typed.items()
    assert values(target.getvalue())["option_A"] == "/Off"
    assert len(list(fonts_of(target.getvalue()))) == len(list(fonts_of(dutch_pdf)))


def typed_in_browser(pdf: bytes, ticks: tuple[str, ...], texts: Mapping[str, str]) -> bytes:
    """Click and type as the engine of Chrome does it."""
    raw = pypdfium2.raw
    opened = pypdfium2.PdfDocument(pdf)
    opened.init_forms()
    sheets = [opened[number] for number in range(len(opened))]
    for name in (*ticks, *texts):
        widget = widgets(pdf)[name]
        left, bottom, right, top = widget.box
        place = (opened.formenv.raw, sheets[widget.page], 0, (left + right) / 2, (bottom + top) / 2)
        raw.FORM_OnMouseMove(*place)
        raw.FORM_OnLButtonDown(*place)
        raw.FORM_OnLButtonUp(*place)
        for sign in texts.get(name, ""):
            raw.FORM_OnChar(opened.formenv.raw, sheets[widget.page], ord(sign), 0)
    raw.FORM_ForceToKillFocus(opened.formenv.raw)
    target = BytesIO()
    opened.save(target)
    opened.close()
    return target.getvalue()


def test_filled_in_a_browser_it_reads_back(dutch_pdf: bytes) -> None:
    ticks = ("option_A", "decision_agree", "decision_refuse", "decision_refuse")
    filled = typed_in_browser(dutch_pdf, ticks, {**TYPED, "scg_form": "CR-002"})
    found = values(filled)
    assert found.items() >= TYPED.items()
    assert found.items() >= FIXED.items()
    ticked = [name for name in CHECKS if found[name] == "/Yes"]
    assert ticked == ["option_A", "decision_agree"]
    assert [widgets(filled)[name].entries["/AS"] for name in ticked] == ["/Yes", "/Yes"]
    seen = shown(filled)
    assert [text for text in TYPED.values() if text not in seen] == []


def test_no_more_can_be_typed_than_is_shown(dutch_pdf: bytes) -> None:
    long = "abcdefghi " * 200
    found = values(typed_in_browser(dutch_pdf, (), {"signer_name": long, "remarks": long}))
    assert 40 < len(found["signer_name"]) < 120
    assert 300 < len(found["remarks"]) <= 1000
