"""Runs the real command on hostile input: limited in time and memory, and watched all the while.

What Python itself does is told by an audit hook; where `strace` is at hand, it also tells what
libraries and child processes do with the network.
"""

from __future__ import annotations

import ast
import atexit
import inspect
import os
import re
import resource
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar

from scopegen.cli import EXIT_CODES, FAULT

ROOT = Path(__file__).resolve().parent.parent
SECONDS, MEGABYTES = 5, 300
ROOM = 2 << 30
"""Bytes of address space; far above what is used, so that a runaway ends before the machine."""
DOCUMENTED = {0, 1, 2, 7, *EXIT_CODES.values()} - {FAULT}
"""Exit codes of a right end: 7 is what `status` gives when work stands still."""
NETWORK = re.compile(r"\b(?:AF_INET6?|AF_PACKET|AF_NETLINK)\b")
OUTSIDE = ("/", "~tmp/")
CACHE = "__pycache__"
"""What Python compiled, and our clauses that Jinja compiled: beside their sources, in use too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a run.

    `seconds` is processor time with that of child processes, `peak_mb` the most memory one process
    held. `written` names what was made, changed or removed: below the folder from there, with `/`;
    elsewhere by its whole path.
    """

    code: int
    out: str
    err: str
    seconds: int
    peak_mb: int
    written: frozenset[str]
    sockets: bool

    @property
    def stray(self) -> frozenset[str]:
        """What was written outside the folder."""
        return frozenset(path for path in self.written if path.startswith(OUTSIDE))

    def faults(self) -> list[str]:
        """Everything that no input may bring about."""
        told = self.out + self.err
        found = {
            f"exit code {self.code}": self.code not in DOCUMENTED,
            "a traceback": "Traceback (most recent call last)" in told,
            f"{self.seconds} s": self.seconds > SECONDS,
            f"{self.peak_mb} MB": self.peak_mb > MEGABYTES,
            f"wrote {sorted(self.stray)}": bool(self.stray),
            "network": self.sockets,
            "a terminal escape": bool(steering(told)),
        }
        return [fault for fault, is_so in found.items() if is_so]


def steering(told: str) -> list[str]:
    """Give the characters that may steer a terminal, our own colours left out."""
    return re.findall(
        "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]",
        re.sub(r"\x1b\[[0-9;]{1,5}m", "", told),
    )


def run_limited(
    args: list[str],
    folder: Path,
    *,
    stdin: bytes = b"",
    environment: Mapping[str, str] | None = None,
) -> Outcome:
    """Run `scopegen` with these words in a folder, and tell what it did, as `run_watched`."""
    command = [sys.executable, "-m", "scopegen", *args]
    return run_watched(command, folder, stdin=stdin, environment=environment)


def run_watched(
    command: list[str],
    folder: Path,
    *,
    stdin: bytes = b"",
    environment: Mapping[str, str] | None = None,
) -> Outcome:
    """Run a command of Python in a folder, and tell what it did.

    Every process gets at most 6 s of processor time and 2 GiB of address space. It has a home and
    a place for temporary files of its own; what it leaves there counts as written elsewhere. Of
    files that came and went in the folder itself nothing is told.
    """
    with ExitStack() as rooms:
        room = Path(rooms.enter_context(TemporaryDirectory(prefix="hostile-"))).resolve()
        ledger = room / "ledger"
        for each in ("hook", "home", "tmp", "ledger"):
            (room / each).mkdir()
        (room / "hook" / "sitecustomize.py").write_text(_hook(ledger), encoding="utf-8")
        there = _names(folder)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run(
            [*_tracer(ledger), *command],
            cwd=folder,
            env={**_environment(room), **(environment or {})},
            input=stdin,
            capture_output=True,
            preexec_fn=_limit,
            timeout=120,
            check=False,
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        written = frozenset(_written(ledger, folder.resolve(), room))
        return Outcome(
            code=done.returncode,
            out=done.stdout.decode(errors="surrogateescape"),
            err=done.stderr.decode(errors="surrogateescape"),
            seconds=round(spent),
            peak_mb=_peak(ledger),
            written=frozenset(
                path
                for path in written
                if path.startswith(OUTSIDE) or path in there | _names(folder)
            ),
            sockets=_sockets(ledger),
        )


def _names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


def _environment(room: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    return {
        **kept,
        "PYTHONPATH": os.pathsep.join((str(room / "hook"), str(ROOT))),
        "HOME": str(room / "home"),
        "TMPDIR": str(room / "tmp"),
        "LC_ALL": "en_GB.UTF-8",
        "PYTHONUTF8": "1",
        "TERM": "xterm",
    }


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS + 1, SECONDS + 2))
    resource.setrlimit(resource.RLIMIT_AS, (ROOM, ROOM))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _tracer(ledger: Path) -> list[str]:
    strace = shutil.which("strace")
    if strace is None or not _may_trace(strace):
        return []
    calls = "trace=socket,connect,sendto,bind"
    return [strace, "-f", "--seccomp-bpf", "-qqq", "-e", calls, "-o", str(ledger / "network")]


def _may_trace(strace: str) -> bool:
    """Try whether this system lets one process trace another; many containers do not."""
    if strace not in _MAY_TRACE:
        tried = subprocess.run([strace, "-qqq", "true"], capture_output=True, check=False)
        _MAY_TRACE[strace] = tried.returncode == 0
    return _MAY_TRACE[strace]


_MAY_TRACE: dict[str, bool] = {}


def _hook(ledger: Path) -> str:
    imports = "import atexit\nimport os\nimport resource\nimport sys\n"
    imports += "from pathlib import Path\nfrom typing import ClassVar"
    source = inspect.getsource(Watch)
    return f"from __future__ import annotations\n\n{imports}\n\n{source}\nWatch({str(ledger)!r})\n"


class Watch:
    """Notes in the ledger what a process writes, which sockets it opens, and its peak.

    The source of this class is what the watched process runs before anything else.
    """

    WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
    PLACES: ClassVar[dict[str, tuple[int, ...]]] = {
        "os.rename": (0, 1),
        "os.link": (1,),
        "os.symlink": (1,),
        **dict.fromkeys(("os.mkdir", "os.remove", "os.rmdir", "os.chmod", "os.utime"), (0,)),
    }
    """Events that change a name itself, and which of their arguments that is."""
    CONTENTS = ("os.truncate", "sqlite3.connect")
    NAMES = ("socket.getaddrinfo", "socket.gethostbyname")

    def __init__(self, ledger: str) -> None:
        place = Path(ledger) / str(os.getpid())
        self.notes = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        atexit.register(self.note_peak)
        sys.addaudithook(self.hear)

    def hear(self, event: str, args: tuple[object, ...]) -> None:
        if event == "open":
            if isinstance(args[2], int) and args[2] & self.WRITING:
                self.note_content(args[0])
        elif event in self.PLACES:
            self.note_names([args[index] for index in self.PLACES[event]])
        elif event in self.CONTENTS:
            self.note_content(args[0])
        elif event == "socket.__new__":
            self.note("socket", int(args[1]) if isinstance(args[1], int) else -1)
        elif event in self.NAMES:
            self.note("name", args[0])

    def note_content(self, path: object) -> None:
        if isinstance(path, str | bytes | os.PathLike):
            self.note("wrote", str(Path(os.fsdecode(path)).resolve()))

    def note_names(self, paths: list[object]) -> None:
        for path in paths:
            if isinstance(path, str | bytes | os.PathLike):
                place = Path(os.fsdecode(path)).absolute()
                self.note("wrote", str(place.parent.resolve() / place.name))

    def note_peak(self) -> None:
        lines = Path("/proc/self/status").read_text(errors="replace").splitlines()
        own = next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
        children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        self.note("peak", max(own, children))

    def note(self, kind: str, told: object) -> None:
        os.write(self.notes, f"{kind} {told!r}\n".encode(errors="backslashreplace"))


def _noted(ledger: Path, kind: str) -> list[str]:
    texts = [place.read_text("utf-8") for place in ledger.iterdir() if place.name.isdigit()]
    lines = [line.partition(" ") for text in texts for line in text.splitlines()]
    return [told for noted, _, told in lines if noted == kind]


def _peak(ledger: Path) -> int:
    """Give the peak in MB; a process that was killed could not tell, and took all the room."""
    return max(
        (int(told) * 1024 // 10**6 for told in _noted(ledger, "peak")), default=ROOM // 10**6
    )


def _written(ledger: Path, folder: Path, room: Path) -> Iterator[str]:
    for told in _noted(ledger, "wrote"):
        place = Path(ast.literal_eval(told))
        if place.is_relative_to(folder):
            yield place.relative_to(folder).as_posix()
        elif place.is_relative_to(room / "tmp"):
            if place.exists():
                yield f"~tmp/{place.relative_to(room / 'tmp').as_posix()}"
        elif not place.is_relative_to("/dev") and CACHE not in place.parts:
            yield str(place)


def _sockets(ledger: Path) -> bool:
    if _noted(ledger, "name"):
        return True
    families = set(_noted(ledger, "socket"))
    traced = ledger / "network"
    seen = traced.read_text(errors="replace") if traced.exists() else ""
    return bool(families - {str(int(socket.AF_UNIX))}) or bool(NETWORK.search(seen))
