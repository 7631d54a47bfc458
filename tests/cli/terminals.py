"""A command on a terminal of its own, for tests that answer as a person would."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
from command_line import surroundings

PATIENCE = 30
"""Seconds that a terminal may be silent."""
HEEDING_INTERRUPTS = (
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
    "from scopegen.cli import main; main()"
)
"""Tests that run in the background hand down that interrupts are ignored."""


class Terminal:
    """A command on a terminal of its own, answered as a person would."""

    def __init__(self, *arguments: str, **environment: str) -> None:
        master, slave = pty.openpty()
        command = [sys.executable, "-c", HEEDING_INTERRUPTS, *arguments]
        variables = surroundings({"TERM": "dumb", **environment})
        self.process = subprocess.Popen(
            command,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=variables,
            start_new_session=True,
        )
        os.close(slave)
        self.master, self.shown = master, ""

    def wait_for(self, words: str) -> str:
        """Give what is shown up to these words."""
        while words not in self.shown:
            assert select.select([self.master], [], [], PATIENCE)[0], self.shown
            self.shown += os.read(self.master, 65536).decode()
        before, _, self.shown = self.shown.partition(words)
        return before

    def type(self, keys: str) -> None:
        os.write(self.master, keys.encode())

    def interrupt(self) -> None:
        """Press Ctrl-C, and again while nothing comes of it, as people do on a slow machine."""
        for _ in range(10):
            os.killpg(self.process.pid, signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(2)
                return

    def end(self) -> int:
        """Read to the end; give the exit code."""
        while select.select([self.master], [], [], PATIENCE)[0]:
            try:
                self.shown += os.read(self.master, 65536).decode()
            except OSError:  # its last user has closed the terminal
                break
        code = self.process.wait(PATIENCE)
        os.close(self.master)
        return code

    def close(self) -> None:
        """Leave nothing running, however the test went."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
            os.close(self.master)


Start = Callable[..., Terminal]


@pytest.fixture
def start() -> Iterator[Start]:
    """Start a command on a terminal."""
    started: list[Terminal] = []

    def one_more(*arguments: str, **environment: str) -> Terminal:
        started.append(Terminal(*arguments, **environment))
        return started[-1]

    yield one_more
    for terminal in started:
        terminal.close()
