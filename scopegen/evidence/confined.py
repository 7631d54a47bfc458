"""Runs the reading of an untrusted file in a process apart, with little time, memory and rights.

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
from pathlib import Path

START = (
    "import sys; sys.path[:] = sys.argv[2:];"
    " from importlib import import_module; import_module(sys.argv[1]).main()"
)
LONGEST_ANSWER = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What the process may use: processor seconds, bytes of memory, seconds on the clock.

    Windows knows only the last.
    """

    processor: int = 20
    memory: int = 1_000_000_000
    wall: int = 40


def run_confined(
    module: str, content: bytes, limits: Limits | None = None
) -> Mapping[str, object] | None:
    """Have `main()` of a module answer with a JSON object on its standard output.

    Gives None when there is no such answer in time, for whatever reason. The module has to call
    `confine` before it reads its input.
    """
    limits = limits or Limits()
    head = f"{limits.processor} {limits.memory}\n".encode()
    try:
        done = subprocess.run(  # noqa: S603 - this interpreter, and no word of the file's
            [sys.executable, "-I", "-B", "-X", "utf8", "-c", START, module, *_paths()],
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


def confine() -> bytes:
    """Take the limits from standard input, keep them from here on, and give the rest of it."""
    head, content = sys.stdin.buffer.readline(), sys.stdin.buffer.read()
    processor, memory = map(int, head.split())
    if sys.platform != "win32":
        _limit(processor, memory)
    return content


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
    import resource
    from contextlib import suppress

    def _environment() -> dict[str, str]:
        return {}

    def _limit(processor: int, memory: int) -> None:
        for kind, most in (
            (resource.RLIMIT_CPU, processor),
            (resource.RLIMIT_AS, memory),
            (resource.RLIMIT_CORE, 0),
            (resource.RLIMIT_FSIZE, 0),
        ):
            with suppress(ValueError, OSError):  # macOS does not limit memory
                resource.setrlimit(kind, (most, most))
