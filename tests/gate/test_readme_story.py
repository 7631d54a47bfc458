"""The story in both READMEs is true: every command runs as written and says what is shown."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import Result
from command_line import run
from conftest import ROOT

COMMAND = re.compile(r"^\$ (.*?)(?:\s+# exit (\d))?$")


STORIES = [(name, number) for name in ("README.md", "README.nl.md") for number in (0, 1)]


def steps(name: str, number: int) -> list[tuple[list[str], int, list[str]]]:
    """Give each command of a story with its exit code and the lines shown under it."""
    text = (ROOT / name).read_text(encoding="utf-8")
    block = re.findall(r"```console\n(.*?)```", text, re.DOTALL)[number]
    told: list[tuple[list[str], int, list[str]]] = []
    for line in block.splitlines():
        if command := COMMAND.match(line):
            told.append((shlex.split(command[1]), int(command[2] or 0), []))
        else:
            told[-1][2].append(line)
    return told


@pytest.mark.parametrize(("name", "number"), STORIES)
def test_the_story_runs_as_written(
    name: str, number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(ROOT / "samples", tmp_path / "samples")
    monkeypatch.chdir(tmp_path)
    shown = 0
    for words, code, lines in steps(name, number):
        if words[0] == "cd":
            monkeypatch.chdir(tmp_path / words[1])
            continue
        done: Result = run(*words[1:])
        assert done.exit_code == code, (words, done.output)
        for line in lines:
            assert line in done.output, (words, done.output)
            shown += 1
    assert shown > 7
