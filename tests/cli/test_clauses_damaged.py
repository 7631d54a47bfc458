"""`clauses lint` over files that an editor or a stranger spoiled: told with a place, at once."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest
from command_line import run

SAMPLE = Path(__file__).resolve().parents[2] / "samples" / "lindeboom" / "clauses" / "complaints"
SECONDS = 10
"""Of processor time; what grows with the square of the length took minutes."""
DAMAGED = {
    "another encoding": ("nl.md", b"# A\n\nEen caf\xe9.\n", "SG101", "nl.md:3:8"),
    "a description in another encoding": (
        "clause.yaml",
        b"part: \xe9\n",
        "SG101",
        "clause.yaml:1:7",
    ),
    "two bytes a character": ("nl.md", "# A\n".encode("utf-16"), "SG101", "nl.md:1:1"),
    "a control character": ("nl.md", b"# A\n\nEen \x1b[31m.\n", "SG102", "nl.md:3:5"),
    "digits without end": ("nl.md", b"# A\n\n{{ %s }}\n" % (b"9" * 5000), "SG204", "nl.md:1:1"),
    "brackets without end": ("nl.md", b"# A\n\n{{ " + b"(" * 9000, "SG204", "nl.md:1:1"),
    "statements without end": ("nl.md", b"# A\n\n" + b"{% " * 80_000, "SG204", "nl.md"),
    "expressions without end": (
        *("nl.md", b"# A\n\n{% raw %}" + b"{{ " * 80_000 + b"{% endraw %}"),
        *("L051", "nl.md"),
    ),
}


@pytest.mark.parametrize("title", DAMAGED)
def test_a_damaged_clause_is_told_with_its_place(tmp_path: Path, title: str) -> None:
    name, content, code, place = DAMAGED[title]
    clause = shutil.copytree(SAMPLE, tmp_path / "complaints")
    (clause / name).write_bytes(content)
    started = time.process_time()
    told = run("--ui-lang", "en", "clauses", "lint", tmp_path)
    assert time.process_time() - started < SECONDS
    assert told.exit_code == int(code.startswith("SG"))
    assert code in told.output
    assert place in told.output


def test_lines_may_end_as_on_windows_and_begin_with_a_mark(tmp_path: Path) -> None:
    clause = shutil.copytree(SAMPLE, tmp_path / "complaints")
    before = run("clauses", "lint", tmp_path).output
    for text in clause.iterdir():
        text.write_bytes(b"\xef\xbb\xbf" + text.read_bytes().replace(b"\n", b"\r\n"))
    assert run("clauses", "lint", tmp_path).output == before


def test_a_text_that_is_a_folder_cannot_be_read(tmp_path: Path) -> None:
    clause = shutil.copytree(SAMPLE, tmp_path / "complaints")
    (clause / "nl.md").unlink()
    (clause / "nl.md").mkdir()
    told = run("--ui-lang", "en", "clauses", "lint", tmp_path)
    assert told.exit_code == 2
    assert "SG907" in told.output
