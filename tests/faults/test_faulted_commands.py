"""Commands that are killed or refused at any of their writes: the harness, at a few points."""

from __future__ import annotations

import os
import subprocess
import sys

import click
import pytest
from conftest import ROOT

from faults.scenarios import READS, SCENARIOS, TRIES
from faults.traced import why_not
from scopegen.cli import scopegen

SAMPLE = ("build", "sign", "change issue", "handbrake", "resume", "log hours")


def leaves(command: click.Command, context: click.Context) -> list[tuple[str, ...]]:
    """Give every command that does something, as its words."""
    if not isinstance(command, click.Group):
        return [()]
    found = []
    for name in command.list_commands(context):
        below = command.get_command(context, name)
        assert below is not None
        found += [(name, *rest) for rest in leaves(below, context)]
    return found


def test_every_command_is_known_to_write_or_only_to_read() -> None:
    every = leaves(scopegen, click.Context(scopegen))
    written = {one.given.words for one in SCENARIOS.values()}
    writes = {words for words in every if any(one[: len(words)] == words for one in written)}
    reads = {words for words in every if " ".join(words) in READS}
    assert writes | reads | TRIES == set(every)


@pytest.mark.skipif(bool(why_not()), reason=why_not() or "-")
def test_at_a_sample_of_points_nothing_is_lost_and_all_ends_the_same() -> None:
    command = [sys.executable, "-m", "tests.faults", *SAMPLE, "--every", "90", "--besides"]
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        command, cwd=ROOT, env=surroundings, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr
    assert len(done.stdout.splitlines()) == len(SAMPLE) + 1
