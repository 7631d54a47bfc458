"""The prepared form of a template is believed of our own template alone."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from conftest import ROOT, letter

from scopegen.render.word import render_word
from scopegen.render.word_template import load_word_template

TEMPLATE = ROOT / "templates" / "word" / "letter.docx"
BOMB = "{% for x in 'x' * 999999999 %}{{ x }}{% endfor %}"
"""What the guard of a template would refuse."""


def forged(content: bytes) -> str:
    known = json.loads(TEMPLATE.with_suffix(".prepared.json").read_text(encoding="utf-8"))
    parts = {
        name: BOMB if name.endswith("document.xml") else x for name, x in known["parts"].items()
    }
    return json.dumps({"sha256": hashlib.sha256(content).hexdigest(), "parts": parts})


@pytest.mark.parametrize("kind", ["forged", "broken", "other"])
def test_a_prepared_form_beside_a_template_of_yours_is_not_used(kind: str, tmp_path: Path) -> None:
    content = TEMPLATE.read_bytes()
    place = tmp_path / "house.docx"
    place.write_bytes(content)
    document = letter("waterlinie", "nl")
    before = render_word(document, load_word_template(place))
    again = tmp_path / "again.docx"
    again.write_bytes(content)
    beside = {"forged": forged(content), "broken": "{", "other": "[]"}[kind]
    again.with_suffix(".prepared.json").write_text(beside, encoding="utf-8")
    assert render_word(document, load_word_template(again)) == before
