"""Running one command in a process of its own, watched or broken off by strace.

The process is a fork of one that has loaded everything already: the fault is real, a signal or an
error of the system at one system call, and yet a run takes half a second.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from io import DEFAULT_BUFFER_SIZE
from pathlib import Path
from typing import IO, NamedTuple

from scopegen.cli import scopegen

CREATE = re.compile(r"O_(CREAT|TRUNC)")
NAMES = (
    "open", "openat", "creat", "mkdir", "mkdirat", "write", "pwrite64", "writev", "pwritev",
    "fsync", "fdatasync", "ftruncate", "truncate", "rename", "renameat", "renameat2", "link",
    "linkat", "symlink", "symlinkat", "unlink", "unlinkat", "rmdir", "chmod", "fchmod", "fchmodat",
    "copy_file_range", "sendfile", "fallocate",
)  # fmt: skip
"""The system calls by which a file is made, changed, named, flushed or taken away."""
ON_OPEN_FILES = frozenset(
    {"write", "pwrite64", "writev", "pwritev", "fsync", "fdatasync", "ftruncate", "fchmod"}
    | {"copy_file_range", "sendfile", "fallocate"}
)
LINE = re.compile(r"^(\d+) +(\w+)\((.*)$")
QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
REFUSED = re.compile(r"\) += -1 ")
OPEN_FILE = re.compile(r"<([^<>]*)>")
KILL, FULL, FAULTY = "signal=KILL", "error=ENOSPC", "error=EIO"
"""What can happen at a system call."""
PATIENCE = 120
"""Seconds after which a command that hangs is ended."""


class Call(NamedTuple):
    """A system call on the folder; `number` is its place among its like."""

    name: str
    number: int
    about: str

    @property
    def refused(self) -> bool:
        """Whether the system refused it, as it does a folder that is there already."""
        return bool(REFUSED.search(self.about))

    @property
    def size(self) -> int:
        """The number that it gave back: of a write, the bytes."""
        given = self.about.rpartition("= ")[2]
        return int(given) if given.isdecimal() else 0

    @property
    def paths(self) -> list[str]:
        """The files that it is about: that of an open file, or those that it names."""
        of = OPEN_FILE if self.name in ON_OPEN_FILES else QUOTED
        return of.findall(self.about)


UNNAMED = re.compile(r"\w+:\[")
"""How strace tells a pipe or a socket."""


class Ran(NamedTuple):
    """How a command ended: its exit code, minus the signal when it was killed; what it said."""

    code: int
    said: str


@cache
def why_not() -> str:
    """Say why commands cannot be traced here; empty when they can."""
    if not hasattr(os, "fork") or shutil.which("strace") is None:
        return "strace is not here"
    probe = ["strace", "-qq", "-o", os.devnull, "true"]
    done = subprocess.run(probe, capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else f"strace may not be used: {done.stderr.strip()[:80]}"


def nothing() -> None:
    """Do nothing before a command."""


class Running(NamedTuple):
    """A command at work, with what it says so far."""

    process: int
    told: IO[bytes]
    tracer: subprocess.Popen[bytes] | None

    def ended(self) -> Ran:
        """Wait for its end."""
        _, status = os.waitpid(self.process, 0)
        if self.tracer:
            self.tracer.wait()
        with self.told as told:
            told.seek(0)
            said = told.read().decode(errors="replace")
        return Ran(os.waitstatus_to_exitcode(status), said)


def start(
    folder: Path, words: Sequence[str], *strace: str, then: Callable[[], None] = nothing
) -> Running:
    """Start a command in a folder; with options for strace, under strace.

    `then` is done in the new process before the command begins.
    """
    told = tempfile.TemporaryFile()  # noqa: SIM115 - `ended` closes it
    sys.stdout.flush()
    process = os.fork()
    if process == 0:
        _become(folder, words, told.fileno(), wait=bool(strace), then=then)
    tracer = _attached(process, strace) if strace else None
    return Running(process, told, tracer)


def run(
    folder: Path, words: Sequence[str], *strace: str, then: Callable[[], None] = nothing
) -> Ran:
    """Run a command in a folder to its end, as `start` does."""
    return start(folder, words, *strace, then=then).ended()


def together(folder: Path, commands: Sequence[Sequence[str]]) -> list[Ran]:
    """Run commands at the same time, each in a process of its own."""
    return [each.ended() for each in [start(folder, words) for words in commands]]


def _become(
    folder: Path, words: Sequence[str], told: int, *, wait: bool, then: Callable[[], None]
) -> None:
    """Be the command, and end with its exit code."""
    code = 99
    try:
        os.chdir(folder)
        for stream in (1, 2):
            os.dup2(told, stream)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        signal.alarm(PATIENCE)
        then()
        if wait:
            os.kill(os.getpid(), signal.SIGSTOP)
        code = _called(words)
    except BaseException:  # noqa: BLE001 - what a fork leaves behind must never go on
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _called(words: Sequence[str]) -> int:
    try:
        scopegen(list(words), prog_name="scopegen")
    except SystemExit as end:
        return int(end.code or 0)
    return 0


def _attached(process: int, options: Sequence[str]) -> subprocess.Popen[bytes]:
    os.waitpid(process, os.WUNTRACED)
    command = ["strace", "-qq", "-y", "-s", "0", "-e", "signal=none", *options]
    tracer = subprocess.Popen([*command, "-p", str(process)], stderr=subprocess.DEVNULL)
    status = Path(f"/proc/{process}/status")
    while "TracerPid:\t0\n" in status.read_text() and tracer.poll() is None:
        time.sleep(0.001)
    os.kill(process, signal.SIGCONT)
    return tracer


def watched(folder: Path, words: Sequence[str]) -> tuple[Ran, tuple[Call, ...]]:
    """Run a command; give every system call that changed something in the folder, in order."""
    with tempfile.NamedTemporaryFile() as log:
        names = ",".join(f"?{name}" for name in NAMES)
        ran = run(folder, words, "-f", "-o", log.name, "-e", f"trace={names}")
        lines = Path(log.name).read_text(errors="replace").splitlines()
    return ran, tuple(_calls(folder, lines))


def _calls(folder: Path, lines: Sequence[str]) -> Iterator[Call]:
    first, count = lines[0].split()[0] if lines else "", Counter[str]()
    for line in lines:
        found = LINE.match(line)
        if found is None:
            continue
        process, name, rest = found.groups()
        count[name] += process == first
        call = Call(name, count[name], rest)
        if _changes(folder, call):
            if process != first:  # its number would be that of another process
                raise RuntimeError(f"written by another thread: {line}")
            yield call


def _changes(folder: Path, call: Call) -> bool:
    if call.name.startswith("open") and not CREATE.search(call.about):
        return False
    return any(_inside(folder, path) for path in call.paths)


def _inside(folder: Path, path: str) -> bool:
    if UNNAMED.match(path):
        return False
    return not path.startswith("/") or path.startswith(f"{folder}/") or path == str(folder)


def broken(folder: Path, words: Sequence[str], call: Call, fault: str) -> Ran:
    """Run a command with a fault at one system call: `signal=KILL`, or `error=EIO`.

    A disk that is full stays full, as far as that does not touch other files: it refuses a file
    that is closed once more what it refused before.
    """
    again = f"..{call.number + 1}" if call.size <= DEFAULT_BUFFER_SIZE else ""
    lasting = {"write": again, "openat": "", "rename": ""}.get(call.name, "+")
    when = f"{call.number}{lasting if fault == FULL else ''}"
    inject = f"inject={call.name}:{fault}:when={when}"
    return run(folder, words, "-o", os.devnull, "-e", f"trace={call.name}", "-e", inject)
