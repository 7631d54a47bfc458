"""How these tests use the command line: in this process, or as a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from click.testing import CliRunner, Result
from conftest import ROOT

from scopegen.cli import scopegen

SMALLEST = (ROOT / "tests" / "corpus" / "valid" / "smallest.yaml").read_text(encoding="utf-8")
MISSPELLED = SMALLEST.replace("hourly_rate:", "huorly_rate:")
"""One error, on the last line: SG104 at fees.huorly_rate."""
ENGLISH = (ROOT / "samples" / "northgate" / "engagement.yaml").read_text(encoding="utf-8")
TALKS_ENGLISH = {"LC_ALL": "en_GB.UTF-8", "NO_COLOR": "", "FORCE_COLOR": "", "TERM": "xterm"}


def run(*arguments: str | Path, stdin: str | bytes = "", **environment: str) -> Result:
    """Run in this process; a fault of ours is raised."""
    given = [str(argument) for argument in arguments]
    variables = {**TALKS_ENGLISH, **environment}
    return CliRunner().invoke(scopegen, given, input=stdin, env=variables, catch_exceptions=False)


def process(
    *arguments: str | Path, stdin: str | bytes = b"", **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """Run as a process, without a terminal."""
    raw = stdin.encode() if isinstance(stdin, str) else stdin
    command = [sys.executable, "-m", "scopegen", *map(str, arguments)]
    variables = surroundings(environment)
    return subprocess.run(
        command, input=raw, env=variables, capture_output=True, timeout=60, check=False
    )


def surroundings(environment: Mapping[str, str]) -> dict[str, str]:
    """Give the environment of a process: the project in the path, English unless told."""
    return {**os.environ, "PYTHONPATH": str(ROOT), **TALKS_ENGLISH, **environment}


def quoted(text: str) -> str:
    """Write text as a YAML value that is read back as it is."""
    return json.dumps(text, ensure_ascii=False)


def write(folder: Path, text: str = SMALLEST) -> Path:
    """Write a spec into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    place = folder / "engagement.yaml"
    place.write_bytes(text.encode())
    return place


def names(folder: Path) -> list[str]:
    """Give the files below a folder, hidden ones too."""
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())
