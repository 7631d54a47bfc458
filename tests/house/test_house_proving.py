"""`house check` finds what a letter would stumble over: clauses of the firm, its look."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_line import run
from houses import sample

CLAUSE = Path("clauses") / "complaints" / "en.md"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{{ response.clientt }}", "SG203"),
        ('{{ "".__class__.__mro__ }}', "SG203"),
        ('{% include "/etc/passwd" %}', "SG636"),
        ('See {{ ref("nowhere") }}.', "SG202"),
        ("{% if %}", "SG204"),
    ],
)
def test_a_clause_that_no_letter_can_have_is_found_with_its_file(
    tmp_path: Path, text: str, code: str
) -> None:
    folder = sample(tmp_path)
    clause = folder / CLAUSE
    clause.write_text(clause.read_text(encoding="utf-8") + f"\n{text}\n", encoding="utf-8")
    checked = run("--ui-lang", "en", "house", "check", folder)
    assert checked.exit_code == 1
    assert code in checked.output
    assert "complaints/en.md" in checked.output


def test_a_look_that_no_letter_can_have_is_found(tmp_path: Path) -> None:
    folder = sample(tmp_path)
    house = folder / "house.yaml"
    text = house.read_text(encoding="utf-8").replace("#1f4e5f", "#ffff99")
    house.write_text(f"{text}\nword_template: own.docx\n", encoding="utf-8")
    (folder / "own.docx").write_bytes(b"no Word file")
    checked = run("--ui-lang", "en", "house", "check", folder)
    assert checked.exit_code == 1
    assert "SG576" in checked.output
    assert "SG500" in checked.output
