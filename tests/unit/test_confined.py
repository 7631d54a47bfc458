"""The process apart in which files of strangers are read: its answers, and what it may not do."""

from __future__ import annotations

import ctypes
import struct
import sys
from pathlib import Path
from typing import Any

import pytest

from scopegen.confined import linux, windows
from scopegen.confined.running import Limits, run_confined

HEAD = "import ctypes, os, socket, subprocess, sys\nADDRESS = '192.0.2.1', 9\n"
BODIES = {
    "loops": "    while True: pass\n",
    "crashes": "    os.abort()\n",
    "raises": "    raise ValueError\n",
    "ends": "    os._exit(0)\n",
    "eats": "    return {'eaten': len('x' * 2_000_000_000)}\n",
    "babbles": "    os.write(1, b'hello')\n    return {}\n",
    "says a list": "    return []\n",
    "says what no JSON can say": "    return {'a': b''}\n",
    "says too much": "    return {'a': 'x' * 2_000_000}\n",
}


def answer(folder: Path, patch: pytest.MonkeyPatch, body: str, wall: int = 20) -> Any:
    """Have a reader with this body answer."""
    (folder / "reader.py").write_text(f"{HEAD}def reply(content):\n{body}", encoding="utf-8")
    patch.syspath_prepend(folder)
    return run_confined("reader", b"con\ntent", Limits(processor=1, wall=wall))


@pytest.mark.parametrize("title", BODIES)
def test_a_process_that_does_anything_else_than_answer_is_no_answer(
    title: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if title == "eats" and sys.platform == "darwin":
        pytest.skip("macOS limits no memory")
    assert answer(tmp_path, monkeypatch, BODIES[title]) is None


def test_a_process_that_waits_is_no_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert answer(tmp_path, monkeypatch, "    import time; time.sleep(60)\n", wall=1) is None


def test_the_process_knows_its_input_and_nothing_of_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCOPEGEN_SECRET", "canary")
    told = answer(
        tmp_path,
        monkeypatch,
        "    return {'got': content.decode(), 'env': ' '.join(os.environ.values())}\n",
    )
    assert told["got"] == "con\ntent"
    assert "canary" not in told["env"]


TRIED = """
    def tried(act):
        try:
            return str(act())
        except OSError as error:
            return type(error).__name__
    place = os.path.dirname(__file__)
    new, old = place + '/new', __file__
    acts = {
        'write': lambda: open(new, 'w'),
        'append': lambda: open(old, 'a'),
        'open to write': lambda: os.open(new, os.O_WRONLY | os.O_CREAT),
        'make a folder': lambda: os.mkdir(new),
        'remove': lambda: os.remove(old),
        'rename': lambda: os.rename(old, new),
        'run': lambda: subprocess.run([sys.executable, '-c', '']),
        'system': lambda: os.system('true'),
        'name': lambda: socket.getaddrinfo('localhost', 1),
        'connect': lambda: socket.create_connection(ADDRESS, 1),
        'send': lambda: socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ADDRESS),
        'end another': lambda: os.kill(os.getppid(), 0),
    }
    return {name: tried(act) for name, act in acts.items()}
"""


def test_python_code_reaches_nothing_outside_on_any_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = answer(tmp_path, monkeypatch, TRIED)
    assert told is not None
    assert set(told.values()) == {"PermissionError"}, told
    assert [path.name for path in tmp_path.iterdir()] == ["reader.py"]


CALLED = """
    from errno import errorcode
    system = ctypes.CDLL(None, use_errno=True)
    def tried(name, *args):
        given = system[name](*args)
        return errorcode.get(ctypes.get_errno(), '') if given == -1 else str(given)
    here, away = __file__.encode(), __file__.encode() + b'x'
    return {
        'socket': tried('socket', 2, 1, 0),
        'fork': tried('fork'),
        'exec': tried('execv', b'/bin/true', None),
        'create': tried('open', away, os.O_WRONLY | os.O_CREAT, 0o600),
        'creat': tried('creat', away, 0o600),
        'change': tried('open', here, os.O_RDWR),
        'unlink': tried('unlink', here),
        'rename': tried('rename', here, away),
        'mkdir': tried('mkdir', away, 0o700),
        'kill': tried('kill', os.getppid(), 0),
        'trace': tried('ptrace', 16, os.getppid(), 0, 0),
        'read': 'EPERM' if int(tried('open', here, os.O_RDONLY)) > 2 else 'not read',
    }
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the filter on system calls is that of Linux")
def test_no_code_at_all_reaches_outside_on_linux(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = answer(tmp_path, monkeypatch, CALLED)
    assert told is not None
    assert set(told.values()) == {"EPERM"}, told
    assert [path.name for path in tmp_path.iterdir()] == ["reader.py"]


def decided(program: bytes, processor: int, number: int, *arguments: int) -> int:
    """Run a filter as the kernel does (classic BPF) and give what it gives."""
    seen = struct.pack("<IIQ6Q", number, processor, 0, *(*arguments, *[0] * 6)[:6])
    steps = list(struct.iter_unpack("<HBBI", program))
    at, held = 0, 0
    while True:
        code, yes, no, value = steps[at]
        at += 1
        if code == linux.GIVE:
            return int(value)
        if code == linux.LOAD:
            held = struct.unpack_from("<I", seen, value)[0]
            continue
        tests = {
            linux.JUMP_IF_EQUAL: held == value,
            linux.JUMP_IF_AT_LEAST: held >= value,
            linux.JUMP_IF_ANY: bool(held & value),
        }
        at += yes if tests[code] else no


READ, WRITE = 0, 1
EVERY_DAY = {"x86_64": (0, 1, 9, 11, 12, 53, 60, 231), "aarch64": (63, 64, 222, 215, 214, 199, 93)}
"""read, write, mmap, munmap, brk, socketpair, exit."""


@pytest.mark.parametrize("machine", linux.CALLS)
def test_the_filter_lets_a_reader_read_and_nothing_else(machine: str) -> None:
    calls = linux.CALLS[machine]
    program = b"".join(linux.filter_of(calls))
    for number, argument in calls.opening.items():
        for flags, expected in ((READ, linux.ALLOWED), (WRITE, linux.REFUSED)):
            arguments = [0] * argument + [flags]
            assert decided(program, calls.processor, number, *arguments) == expected
    for number in calls.refused:
        assert decided(program, calls.processor, number) == linux.REFUSED
    for number in EVERY_DAY[machine]:
        assert decided(program, calls.processor, number) == linux.ALLOWED
        assert decided(program, calls.processor ^ 1, number) == linux.REFUSED
        assert decided(program, calls.processor, number + linux.OTHER_CALLS) == linux.REFUSED


class Kernel:
    """Stands in for Windows, and keeps what it is asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[object, ...]] = []
        self.CreateJobObjectW: Any = _Job()

    def SetInformationJobObject(self, job: Any, kind: int, given: Any, size: int) -> int:  # noqa: N802 - its name
        wanted = ctypes.cast(given, ctypes.POINTER(windows.Restrictions)).contents
        basic = wanted.basic
        told = (basic.process_time, basic.processes, basic.flags, wanted.process_memory)
        self.asked.append((job.value, kind, size, *told))
        return 1

    def AssignProcessToJobObject(self, job: Any, process: Any) -> int:  # noqa: N802 - its name
        self.asked.append((job.value, ctypes.c_ssize_t(process.value).value))
        return 1


class _Job:
    restype: Any = None

    def __call__(self, *_: object) -> int:
        return 7


@pytest.mark.skipif(ctypes.sizeof(ctypes.c_void_p) != 8, reason="sizes are those of 64 bits")
def test_windows_is_asked_for_a_job_with_these_limits() -> None:
    kernel = Kernel()
    assert windows.restricted(kernel, 4, 300_000_000)
    assert kernel.asked == [(7, 9, 144, 40_000_000, 1, 0x50A, 300_000_000), (7, -1)]
