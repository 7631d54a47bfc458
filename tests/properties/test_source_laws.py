"""Laws of reading: it never raises, it points inside the text, and its hints are right."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from engagement_texts import GOOD, PERIODS, SCHEMA, SLIPS, slipped_text
from hypothesis import example, given, settings
from hypothesis import strategies as st

from scopegen.assets import bundled
from scopegen.rules import load_catalogue
from scopegen.source import Schema, decode, load_schema, read

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable

    from scopegen.diagnostics import Diagnostic

CATALOGUE = load_catalogue(bundled("templates") / "rules")
YAML_LIKE = st.text(alphabet="ab:-?[]{},&*!|>'\"%@`#\\ \n\t~<.0é😀\r\x00\u202e\ufeff", max_size=60)
KINDS = {
    **{kind: load_schema(f"x: {{type: {kind}}}") for kind in GOOD},
    "period": load_schema("x: {type: period, units: [minutes, working_days, weeks]}"),
}
OFFERS = {"fix", "other", "evening", "morning"}
"""Facts that are values to type."""
SNIPPETS = [*SLIPS, *PERIODS.values(), *(text for those in GOOD.values() for text in those)]


def outside(diagnostics: Iterable[Diagnostic], text: str) -> list[Diagnostic]:
    """Findings whose place is not in the text."""
    ends = [len(line) + 1 for line in text.removeprefix("\ufeff").split("\n")]

    def inside(line: int, column: int) -> bool:
        return 1 <= line <= len(ends) and 1 <= column <= ends[line - 1]

    return [
        each
        for each in diagnostics
        if not (each.location and inside(each.location.line, each.location.column))
        or not inside(each.location.end_line, each.location.end_column)
        or (each.location.line, each.location.column)
        > (each.location.end_line, each.location.end_column)
    ]


def check_laws(text: str, schema: Schema) -> None:
    result = read(text, "f", schema)
    assert (result.value is None) == bool(result.diagnostics)
    assert outside(result.diagnostics, text) == []
    for diagnostic in result:
        assert all(CATALOGUE.of(diagnostic, language)[0] for language in ("nl", "en"))


@settings(deadline=None)
@given(st.text(max_size=80) | YAML_LIKE)
@example("")
@example("\ufeff")
@example("a: |")
@example("a: 'b")
@example("a: |\n  b\n\n\n")
@example("? - a")
@example("%YAML 1.2\n---\n")
@example("title")
@example('"\\N": 1')
def test_any_text_is_read_or_refused_inside_it(text: str) -> None:
    check_laws(text, SCHEMA)


@settings(deadline=None, max_examples=200)
@given(st.randoms(use_true_random=False), YAML_LIKE, st.integers(0, 4000), st.integers(0, 8))
def test_a_damaged_file_is_read_or_refused_inside_it(
    chance: random.Random, damage: str, start: int, length: int
) -> None:
    text = slipped_text(chance)
    start %= len(text)
    check_laws(text[:start] + damage + text[start + length :], SCHEMA)


@settings(deadline=None)
@given(st.binary(max_size=40))
@example(b"\xff\xfe\0\0")
@example(b"a: \xe9")
@example(b"\xef\xbb\xbf\xe9")
def test_any_bytes_are_decoded_or_refused(raw: bytes) -> None:
    result = decode(raw, "f")
    assert (result.value is None) == bool(result.diagnostics)
    for diagnostic in result:
        assert CATALOGUE.of(diagnostic, "nl")[1]


@pytest.mark.parametrize("kind", KINDS)
@settings(deadline=None)
@given(
    st.sampled_from(SNIPPETS)
    | st.text(alphabet="0123456789.,-–:/ €£%'ehmuraydgnTJ@;", min_size=1, max_size=14)
)
def test_what_a_hint_says_to_type_is_what_the_field_takes(kind: str, text: str) -> None:
    quoted = text.replace("'", "''").replace("\n", " ")
    for diagnostic in read(f"x: '{quoted}'", "f", KINDS[kind]):
        offers = [fix for name, fix in diagnostic.facts if fix and name in OFFERS]
        for fix in offers:
            codes = [each.code for each in read(f"x: '{fix}'", "f", KINDS[kind])]
            assert codes in ([], ["SG135"]), fix
