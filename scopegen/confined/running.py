"""Has an untrusted file read in a process apart.

Whatever happens there, a crash, an endless loop, an answer that is none, comes out as None. The
process gets its input once, on standard input; it is told where to find this package, and nothing
of the environment.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

START = (
    "import sys; sys.path[:] = sys.argv[2:];"
    " from scopegen.confined.child import main; main(sys.argv[1])"
)
LONGEST_ANSWER = 1_000_000
apart = False
"""Whether this is the process apart; it says so of itself when it has given up its rights."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What the process may use: processor seconds, bytes of memory, seconds on the clock.

    A signed form with time stamps takes 1.2 s and 95 MB; so 4 s is enough where the processor is
    three times slower, and a hostile file is refused within 5 s. On slower machines there is more
    (`child.SLOWER`). The clock is for a file that waits: a busy machine takes its time too.
    """

    processor: int = 4
    memory: int = 300_000_000
    wall: int = 30


def run_confined(
    reader: str, content: bytes, limits: Limits | None = None
) -> Mapping[str, object] | None:
    """Have `reply(content)` of a module answer, in a process apart; what it gives must fit in JSON.

    Gives None when there is no such answer in time, for whatever reason.
    """
    if apart:
        return _read_here(reader, content)
    limits = limits or Limits()
    head = f"{limits.processor} {limits.memory}\n".encode()
    try:
        done = subprocess.run(  # noqa: S603 - this interpreter, and no word of the file's
            [sys.executable, "-I", "-B", "-X", "utf8", "-c", START, reader, *_paths()],
            input=head + content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            timeout=limits.wall,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return _answer(done.stdout) if done.returncode == 0 else None


def _read_here(reader: str, content: bytes) -> Mapping[str, object] | None:
    """Read a file that lies in a file that is read: this process is apart already."""
    try:
        found: Mapping[str, object] = import_module(reader).reply(content)
    except (OSError, RecursionError, ValueError):
        return None
    return found


def _paths() -> list[str]:
    """Say where modules are found, also when this runs from a checkout; '' is the folder here."""
    return [str(Path(path).absolute()) for path in sys.path]


def _answer(output: bytes) -> Mapping[str, object] | None:
    if len(output) > LONGEST_ANSWER:
        return None
    try:
        found = json.loads(output)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


if sys.platform == "win32":
    import winreg

    def _environment() -> dict[str, str]:
        """Give what Python needs on Windows to start at all."""
        place = r"SOFTWARE\Microsoft\Windows NT\CurrentVersion"
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, place) as key:
            return {"SYSTEMROOT": str(winreg.QueryValueEx(key, "SystemRoot")[0])}

else:

    def _environment() -> dict[str, str]:
        return {}
