"""The corpus: every file says itself what is to be found in it, and where.

A file in `corpus/invalid` starts with a comment for each finding: `# expect: SG105 @ 14:13`.
Whoever adds a file there adds a test.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scopegen.assets import bundled
from scopegen.rules import load_catalogue
from scopegen.source import decode, load_schema, read
from scopegen.workflow.checking import examine

if TYPE_CHECKING:
    from scopegen.diagnostics import Diagnostic

CORPUS = Path(__file__).parent / "corpus"
INVALID = sorted((CORPUS / "invalid").glob("SG*.yaml"))
VALID = sorted((CORPUS / "valid").glob("*.yaml"))
CATALOGUE = load_catalogue(bundled("templates") / "rules")
SCHEMA = load_schema((bundled("schemas") / "engagement.yaml").read_text(encoding="utf-8"))
NOT_IN_A_TEXT_FILE = {"SG101", "SG140", "SG141", "SG142", "SG143"}
"""What no file under version control can show; the unit tests make these."""


def findings(path: Path) -> tuple[Diagnostic, ...]:
    """Everything that is found in one file; from SG300 on, by checking it whole."""
    if path.name.startswith("SG3"):
        return examine(path.read_bytes(), path.name).diagnostics
    decoded = decode(path.read_bytes(), path.name)
    if decoded.value is None:
        return decoded.diagnostics
    return read(decoded.value, path.name, SCHEMA).diagnostics


def told(diagnostic: Diagnostic) -> str:
    place = diagnostic.location
    return f"{diagnostic.code} @ {place.line}:{place.column}" if place else diagnostic.code


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_exactly_what_a_file_expects_is_found_in_it(path: Path) -> None:
    expected = re.findall(r"^# expect: (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert [told(each) for each in findings(path)] == expected
    assert path.name[:5] in " ".join(expected)


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_what_is_found_can_be_told_with_a_hint(path: Path, language: str) -> None:
    for diagnostic in findings(path):
        message, hint = CATALOGUE.of(diagnostic, language)
        assert message
        assert hint


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_nothing_is_found_in_a_valid_file(path: Path) -> None:
    assert findings(path) == ()


def test_every_code_of_a_file_has_a_file_that_shows_it() -> None:
    shown = {path.name[:5] for path in INVALID} | NOT_IN_A_TEXT_FILE
    assert {code for code in CATALOGUE.codes() if "SG100" <= code < "SG200"} <= shown


def test_every_rule_that_spans_fields_has_a_file_that_shows_it() -> None:
    shown = {path.name[:5] for path in INVALID}
    shown |= {path.name[:5] for path in (CORPUS / "changes").glob("SG3*.yaml")}
    spanning = {code for code in CATALOGUE.codes() if "SG300" <= code < "SG400"}
    assert len(spanning) > 20
    assert spanning <= shown
